"""Every text of a CV: to look at them all, or to change them all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import is_not
from typing import Any, TypeVar

from cvgen.diagnostics import Origin
from cvgen.frozen import replace
from cvgen.markup import Inlines
from cvgen.model import Author, Basics, Date, Profile, Section, Text

T = TypeVar("T")

# What the type of a field may say without there being anything to print, or any rich text, below it.
_SIGNLESS = {"str", "int", "float", "bool", "None", "tuple", "Origin", "Url", "Tag", "LanguageTag"}
_TEXTLESS = _SIGNLESS | {"Date", "Author"}
_NOT_SHOWN = ("photo_alt", "variants", "design", "places", "sources")


def texts_of(value: Any) -> Iterator[tuple[str, Origin]]:
    """Yield every visible text below any part of the model, and where it stands."""
    found: list[tuple[str, Origin]] = []
    _collect(value, found)
    return iter(found)


def _collect(value: Any, found: list[tuple[str, Origin]]) -> None:
    kind = value.__class__
    if kind is tuple or isinstance(value, Mapping):
        for item in value if kind is tuple else value.values():
            _collect(item, found)
    elif kind is Text:
        found.append((value.plain, value.inlines.origin))
    elif kind is Author:
        found.append((value.name, value.origin))
    elif kind is Date:
        found.append((value.words, value.origin))
    elif kind is Inlines:
        found.append((value.plain, value.origin))
    else:
        _collect_fields(value, found)


def _collect_fields(value: Any, found: list[tuple[str, Origin]]) -> None:
    is_section = value.__class__ is Section
    for name, is_line in _shown(value.__class__):
        child = getattr(value, name)
        if not is_line:
            if child:
                _collect(child, found)
        elif child and not is_section:
            found.append((child, value.place(name)))
        elif child and value.title is None:  # its name is printed instead
            found.append((child, value.origin))


@cache
def _shown(kind: type) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a class of the model that have visible texts, and whether they are plain strings."""
    if not is_dataclass(kind):
        return ()
    lines: set[str] = {"name"} if kind is Section else set()
    if issubclass(kind, Basics | Profile):
        lines = {field.name for field in fields(kind) if _types(field.type) <= {"str", "Url", "None"}} - {"photo"}
    return tuple(
        (field.name, field.name in lines)
        for field in fields(kind)
        if field.name in lines or (field.name not in _NOT_SHOWN and _types(field.type) - _SIGNLESS)
    )


def map_texts(value: T, change: Callable[[Text], Text]) -> T:
    """Return `value` (any part of the model) with every rich text changed."""
    return _map(value, change)  # type: ignore[no-any-return]


def _map(value: Any, change: Callable[[Text], Text]) -> Any:
    kind = value.__class__
    if kind is Text:
        return change(value)
    if kind is tuple:
        items = tuple([_map(item, change) for item in value])
        return items if any(map(is_not, items, value)) else value
    if isinstance(value, Mapping):
        return {key: _map(item, change) for key, item in value.items()} if value else value
    changed = {}
    for name in _holders(kind):
        old = getattr(value, name)
        if old:
            new = _map(old, change)
            if new is not old:
                changed[name] = new
    return replace(value, **changed) if changed else value


@cache
def _holders(kind: type) -> tuple[str, ...]:
    """Return the fields of a class of the model that can hold rich texts: strings, dates and places do not."""
    if not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind) if field.compare and _types(field.type) - _TEXTLESS)


def _types(written: Any) -> set[str]:
    """Return the names in the type of a field, as it is written."""
    return set(re.findall(r"\w+", str(written)))
