"""What an object of the model says, key by key, as text that can be compared and read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from cvgen.diagnostics import Origin
from cvgen.markup import (
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Plain,
    Strong,
    Subscript,
    Superscript,
)
from cvgen.model import Author, Date, Entry, Highlight, Located, NamedLink, Person, Profile, SectionChoice, Text

_ELSEWHERE = {"origin", "places", "sources", "entries"}
_SHARED = {field.name for field in fields(Entry)}  # by all entries: what is an entry's own comes first
_OPEN = {"options", "files"}  # whose keys are those of what they are in, as in the file
_SIGNS: dict[type, tuple[str, str]] = {
    Emphasis: ("*", "*"),
    Strong: ("**", "**"),
    Code: ("`", "`"),
    Subscript: ("<sub>", "</sub>"),
    Superscript: ("<sup>", "</sup>"),
}


class Fact(NamedTuple):
    """The value of a key: as text, as what decides whether two are the same, and where it stands."""

    text: str
    exact: object
    origin: Origin

    def is_as(self, other: Fact) -> bool:
        """Return whether two values are the same, wherever they stand."""
        return self.exact == other.exact


Facts = dict[str, Fact]


def facts_of(value: Located, language: str, leave_out: Collection[str] = ()) -> Facts:
    """Return what an object says, by key; what has keys itself gives keys such as `design.accent`.

    `language` is the CV's: a text in another one has its tag behind the key. What says nothing has no key.
    """
    found: Facts = {}
    for field in sorted(fields(value), key=lambda one: one.name in _SHARED):
        if field.name in _OPEN:
            for key, child in getattr(value, field.name).items():
                _add(found, key, child, value.place(key), language)
        elif field.name not in _ELSEWHERE and field.name not in leave_out:
            _add(found, field.name, getattr(value, field.name), value.place(field.name), language)
    return found


def _add(found: Facts, key: str, value: Any, origin: Origin, language: str) -> None:
    """Add what a value says under its key, or under several."""
    if value is None or value is False or (not isinstance(value, int | float) and not value):
        return
    if isinstance(value, Text):
        for tag, inlines in value.versions:
            name = key if tag in ("", language) else f"{key} ({tag})"
            if inlines:
                found[name] = Fact(shown(inlines), inlines.nodes, inlines.origin if inlines.origin.file else origin)
    elif isinstance(value, Mapping):
        for name, child in value.items():
            _add(found, f"{key}.{name}", child, getattr(value, "places", {}).get(name, origin), language)
    elif isinstance(value, tuple) and isinstance(value[0], Highlight):
        return  # which are compared one by one
    elif isinstance(value, tuple) and isinstance(value[0], NamedLink | Profile | Person | SectionChoice):
        _add_list(found, key, value, origin, language)
    elif isinstance(value, tuple):
        texts = [_plain(item, language) for item in value]
        found[key] = Fact(", ".join(texts), tuple(texts), origin)
    elif isinstance(value, Located) and not isinstance(value, Author):
        for name, fact in facts_of(value, language).items():
            found[f"{key}.{name}"] = fact
    else:
        text = _plain(value, language)
        found[key] = Fact(text, text, origin)


def _add_list(found: Facts, key: str, items: Iterable[Located], origin: Origin, language: str) -> None:
    """Add a list of things with names of their own, each under its name, and the order of them."""
    names: list[str] = []
    for item in items:
        name = name_of(item, language)
        name = f"{name} {names.count(name) + 1}" if name in names else name
        names.append(name)
        for child, fact in facts_of(item, language, leave_out=_NAMES[type(item)]).items():
            found[f"{key}.{name}.{child}"] = fact
    found[key] = Fact(", ".join(names), tuple(names), origin)


_NAMES = {NamedLink: ("label",), Profile: ("network",), Person: ("name",), SectionChoice: ("name",)}


def name_of(item: Located, language: str) -> str:
    """Return the name of what is one of a list: a link, a profile, a person, a section of a variant."""
    (key,) = _NAMES[type(item)]
    return _plain(getattr(item, key), language)


def _plain(value: Any, language: str) -> str:
    """Return a value on one line."""
    if isinstance(value, Text):
        parts = [(tag, shown(inlines)) for tag, inlines in value.versions]
        return " / ".join(text if tag in ("", language) else f"{text} ({tag})" for tag, text in parts)
    if isinstance(value, Date):
        return written(value)
    if isinstance(value, Author):
        return value.name + value.marks
    return "true" if value is True else " ".join(str(value).split())


def written(date: Date) -> str:
    """Return a date as a cv.yaml has it."""
    if date.words or date.present:
        return date.words or "present"
    parts = (f"{date.year:04}" if date.year else "", *(f"{one:02}" for one in (date.month, date.day) if one))
    return "-".join(filter(None, parts))


def shown(text: Inlines) -> str:
    """Return rich text on one line, with its markup much as one writes it, to be read and not to be parsed again."""
    return " ".join("".join(_shown(text.nodes)).split())


def _shown(nodes: Iterable[Inline]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Plain):
            yield node.value
        elif isinstance(node, LineBreak):
            yield " "
        elif isinstance(node, Code):
            yield f"`{node.value}`"
        else:
            inner = "".join(_shown(node.children))
            before, after = _SIGNS.get(type(node), ("", ""))
            yield f"[{inner}]({node.url})" if isinstance(node, Link) else f"{before}{inner}{after}"


assert Foreign not in _SIGNS  # it is no markup
