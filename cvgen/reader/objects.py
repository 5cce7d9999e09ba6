"""YAML mappings → the model's classes, field by field, as the classes declare them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import Field, fields
from types import NoneType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from cvgen.model import Author, Entry, Highlight, Located, NamedLink, Profile, SectionChoice
from cvgen.reader.meaning import check_entry
from cvgen.reader.nodes import Mapping, Node, Scalar
from cvgen.reader.problems import nearest_word, one_of
from cvgen.reader.values import READERS, Values

T = TypeVar("T", bound=Located)

_OURS = {"origin", "places", "lines"}  # fields that are not keys of the file
KNOWN_ELSEWHERE = {
    "company": "organization",
    "employer": "organization",
    "publisher": "venue",
    "journal": "venue",
    "booktitle": "venue",
    "conference": "venue",
    "start_date": "start",
    "startDate": "start",
    "end_date": "end",
    "endDate": "end",
    "year": "date",
    "releaseDate": "date",
    "website": "url",
    "link": "url",
    "studyType": "degree",
    "courses": "highlights",
    "bullets": "highlights",
    "gpa": "score",
    "work": "experience",
    "social": "profiles",
    "social_networks": "profiles",
    "keywords": "tags",
}
"""Keys of other CV formats, and what cvgen calls them."""


_keys: dict[type, dict[str, tuple[Any, Field[Any]]]] = {}


def keys_of(cls: type[Located]) -> dict[str, tuple[Any, Field[Any]]]:
    """Return the keys that a class of the model reads: name → (type, field)."""
    if cls not in _keys:
        _keys[cls] = dict(_find_keys(cls))
    return _keys[cls]


def _find_keys(cls: type[Located]) -> Iterator[tuple[str, tuple[Any, Field[Any]]]]:
    hints = get_type_hints(cls)
    for field in fields(cls):
        if field.name not in _OURS:
            yield field.name, (_required_type(hints[field.name]), field)


def _required_type(hint: Any) -> Any:
    """Return X for `X | None`, else the type itself."""
    if get_origin(hint) is Union or type(hint).__name__ == "UnionType":
        return next(arg for arg in get_args(hint) if arg is not NoneType)
    return hint


class Objects(Values):
    """Reads whole objects."""

    def build(self, cls: type[T], node: Node, what: str, **given: Any) -> T | None:
        """Return the object that a mapping describes, or None after noting why there is none.

        `what` names it in messages ("a publication entry"); `given` are fields that come from elsewhere.
        """
        if not isinstance(node, Mapping):
            self.expected(f"a mapping for {what}", node, self.keys_hint(node))
            return None
        keys = {name: key for name, key in keys_of(cls).items() if name not in given}
        required = {name for name, (_, field) in keys.items() if field.metadata.get("required")}
        values: dict[str, Any] = {}
        places = {}
        meant = set()
        for key, value in node.pairs:
            if key.value not in keys:
                meant.add(self.unknown_key(key, what, keys))
            elif not (isinstance(value, Scalar) and value.is_empty):
                places[key.value] = value.origin
                read = self.value(keys[key.value][0], value)
                if read is not None:
                    values[key.value] = read
        for name in keys:
            if name in required and name not in places and name not in meant:
                self.problems.error(node.origin, f"the key '{name}' is missing from {what}", "missing-key")
        if required - values.keys():
            return None
        return cls(**values, **given, origin=node.origin, places=places)

    def unknown_key(self, key: Scalar, what: str, known: dict[str, Any]) -> str:
        """Note a key that means nothing in `what`, with the word that was probably meant; return that word, or ""."""
        meant = KNOWN_ELSEWHERE.get(key.value, "")
        if meant in known:
            hint = f"cvgen calls it '{meant}'"
        else:
            meant = nearest_word(key.value, known)
            hint = mistyped(key) or (f"did you mean '{meant}'?" if meant else one_of(known))
        self.problems.error(key.origin, f"unknown key '{key.value}' in {what}", "unknown-key", hint)
        return meant

    def keys_hint(self, node: Node) -> str:
        """Return what to do where a text stands in the place of keys."""
        return (mistyped(node) if isinstance(node, Scalar) else "") or "write keys and values, one a line: `key: value`"

    def value(self, kind: Any, node: Node) -> Any:
        """Read a value of the type that a field declares."""
        if kind in READERS:
            return READERS[kind](self, node)
        outer, args = get_origin(kind), get_args(kind)
        if outer is tuple:
            return self.sequence(args[0], node)
        return self.marks(node)

    def sequence(self, kind: Any, node: Node) -> tuple[Any, ...]:
        """Read a list of values of one type, each in the forms that the type allows."""
        if kind is Author:
            return self.authors(node)
        if kind is NamedLink:
            return self.links(node, lambda item: self.build(NamedLink, item, "a link"))
        if kind in (Highlight, SectionChoice):
            example = "[one text, another text]" if kind is Highlight else "[experience, education]"
            return self.items(node, lambda item: self.short_or_whole(kind, item), example)
        if kind is Profile:
            return self.items(node, lambda item: self.build(Profile, item, "a profile"), "[{network: …, url: …}]")
        read: Callable[[Node], Any] = lambda item: READERS[kind](self, item)  # noqa: E731
        return self.items(node, read, "[one, two]")

    def short_or_whole(self, cls: type[T], node: Node) -> T | None:
        """Read an object whose short form is the value of its required key alone: `- text` for `- {text: …}`."""
        key, (kind, _) = next(item for item in keys_of(cls).items() if item[1][1].metadata.get("required"))
        if isinstance(node, Mapping):
            what = "a highlight" if cls is Highlight else "a section of a variant"
            if any(pair_key.value in keys_of(cls) for pair_key, _ in node.pairs) or cls is not Highlight:
                return self.build(cls, node, what)
        value = self.value(kind, node)
        return None if value is None else cls(**{key: value}, origin=node.origin)

    def entry(self, cls: type[Entry], node: Node, what: str) -> Entry | None:
        """Read an entry, and check what its fields say together."""
        before = len(self.problems.found)
        entry = self.build(cls, node, what)
        if entry is None:
            return None
        check_entry(self.problems, entry, what)
        for highlight in entry.highlights:
            if highlight.priority > 100:
                message = "a priority is a number from 0 to 100"
                self.problems.error(highlight.place("priority"), message, "priority")
        printed = [name for name, (_, field) in keys_of(cls).items() if field.metadata.get("role")]
        if len(self.problems.found) == before and not any(name in entry.places for name in printed):
            self.problems.error(entry.origin, f"{what} needs at least one of its texts", "empty-entry")
        return entry


def mistyped(node: Scalar) -> str:
    """Return what to do about a word that was meant to be a key and a value, or an entry of a list."""
    if "：" in node.value:
        return "write ':' and a space in the place of '：'"
    if re.match(r"[\w-]+:\S", node.value):
        key, _, value = node.value.partition(":")
        return f"put a space behind the colon: {key}: {value}"
    if re.match(r"-\S", node.value):
        return f"put a space behind the '-': - {node.value[1:]}"
    if re.match(r"[^\S ]", node.value):
        return "indent with plain spaces: this line starts with other ones"
    return ""
