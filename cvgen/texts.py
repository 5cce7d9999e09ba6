"""Every text of a CV: to look at them all, or to change them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_not
from typing import Any, TypeVar

from cvgen.diagnostics import Origin
from cvgen.markup import Inlines
from cvgen.model import Author, Basics, Date, Profile, Section, Text

T = TypeVar("T")


def texts_of(value: Any) -> Iterator[tuple[str, Origin]]:
    """Yield every visible text below any part of the model, and where it stands."""
    if isinstance(value, Text):
        yield value.plain, value.inlines.origin
    elif isinstance(value, Inlines):
        yield value.plain, value.origin
    elif isinstance(value, Author):
        yield value.name, value.origin
    elif isinstance(value, Date):
        yield value.words, value.origin
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, Mapping):
        yield from texts_of(tuple(value.values()))
    elif is_dataclass(value):
        for field in fields(value):
            child = getattr(value, field.name)
            if isinstance(child, str) and isinstance(value, Basics | Profile) and field.name != "photo":
                yield child, value.place(field.name)
            elif field.name == "name" and isinstance(value, Section) and value.title is None:
                yield child, value.origin
            elif field.name not in ("variants", "design", "places") and not isinstance(child, str | Origin):
                yield from texts_of(child)


def map_texts(value: T, change: Callable[[Text], Text]) -> T:
    """Return `value` (any part of the model) with every rich text changed."""
    return _map(value, change)  # type: ignore[no-any-return]


def _map(value: Any, change: Callable[[Text], Text]) -> Any:
    if isinstance(value, Text):
        return change(value)
    if isinstance(value, tuple):
        items = tuple([_map(item, change) for item in value])
        return items if any(map(is_not, items, value)) else value
    if isinstance(value, Mapping):
        return {key: _map(item, change) for key, item in value.items()} if value else value
    names = _compared(value.__class__)
    changed = {}
    for name in names:
        old = getattr(value, name)
        if isinstance(old, str | int | None):
            continue
        new = _map(old, change)
        if new is not old:
            changed[name] = new
    return replace(value, **changed) if changed else value


@cache
def _compared(kind: type) -> tuple[str, ...]:
    """Return the fields of a class of the model that can hold texts: origins and places do not."""
    return tuple(field.name for field in fields(kind) if field.compare) if is_dataclass(kind) else ()
