"""YAML mappings → the model's classes, field by field, as the classes declare them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import Field, fields
from types import NoneType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from cvgen.diagnostics import Origin
from cvgen.model import Author, Entry, Highlight, Item, Located, NamedLink, Person, Profile, SectionChoice
from cvgen.reader.meaning import check_entry, check_priority
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import one_of, similar
from cvgen.reader.values import READERS, WORDS, Values

T = TypeVar("T", bound=Located)

_OURS = {"origin", "places", "sources"}  # fields that are not keys of the file
KNOWN_ELSEWHERE = {
    word: ours
    for ours, words in {
        "advising": "mentoring students supervision",
        "area": "field fieldOfStudy major subject",
        "authors": "author",
        "awards": "honors honours prizes scholarships",
        "awarder": "issuer",
        "certificates": "certifications licenses",
        "date": "year releaseDate published",
        "degree": "studyType",
        "email": "mail e-mail",
        "end": "end_date endDate to until",
        "experience": "work jobs employment positions career",
        "fluency": "level",
        "grants": "funding",
        "highlights": "courses bullets details achievements",
        "institution": "school university college",
        "kind": "type",
        "label": "headline",
        "location": "address city place",
        "media": "press news",
        "name": "full_name fullName",
        "organization": "company employer",
        "phone": "tel telephone mobile",
        "photo": "picture image",
        "photo_alt": "alt photo_description",
        "position": "title role job_title jobTitle",
        "profiles": "social social_networks",
        "publications": "papers articles",
        "score": "gpa grade",
        "service": "reviewing",
        "start": "start_date startDate from since",
        "summary": "description about",
        "tags": "keywords",
        "talks": "presentations posters lectures",
        "title": "name",
        "editors": "editor",
        "genre": "thesis_type",
        "number": "issue",
        "url": "website link homepage",
        "venue": "journal booktitle conference",
        "volunteer": "volunteering",
    }.items()
    for word in words.split()
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

    def build(
        self, cls: type[T], node: Node, what: str, *, instead: dict[str, Any] | None = None, **given: Any
    ) -> T | None:
        """Return the object that a mapping describes, or None after noting why there is none.

        `what` names it in messages ("a publication entry"); `given` are fields that come from elsewhere, `instead`
        those that stand for a required one that is missing or wrong; where
        they say something, it need not be given.
        """
        keys = {name: key for name, key in keys_of(cls).items() if name not in given}
        required = [name for name, (_, field) in keys.items() if field.metadata.get("required")]
        if not isinstance(node, Mapping):
            if not self.slipped(node):
                heads = [name for name, (_, field) in keys.items() if field.metadata.get("role") == "head"]
                self.expected(
                    f"a mapping for {what}", node, f"write it as {_example(keys, required or heads[:1], node)}"
                )
            return None
        values: dict[str, Any] = {}
        meant: set[str] = set()  # the keys that unknown ones were probably meant as
        places: dict[str, Origin] = {}
        for key, value in node.pairs:
            if key.value not in keys:
                meant.add(self.unknown_key(key, f"in {what}", keys, value))
            elif not value.is_empty:
                places |= _places(key.value, value)
                read = self._given(key.value, keys[key.value], value)
                if read is not None:
                    values[key.value] = read
        self._check_required(
            [
                name
                for name in required
                if name not in {*places, *meant, *(key for key, value in (instead or {}).items() if value)}
            ],
            node,
            what,
        )
        values = {**(instead or {}), **values}
        if any(field.metadata.get("required") and name not in values for name, (_, field) in keys.items()):
            return None
        return cls(**values, **given, origin=node.origin, places=places)

    def _given(self, name: str, key: tuple[Any, Field[Any]], node: Node) -> Any:
        """Return the value of a key, or None if it is wrong: a required text that is empty, too."""
        kind, field = key
        if field.metadata.get("required") and isinstance(node, Scalar) and not node.value.strip():
            self.problems.error(node.origin, f"the {name} is empty", "empty")
            return None
        return self.value(kind, node)

    def _check_required(self, missing: Iterable[str], node: Mapping, what: str) -> None:
        """Note the keys that are missing, or that have no value."""
        empty = {key.value: key.origin for key, _ in node.pairs}
        for name in missing:
            if name in empty:
                self.problems.error(empty[name], f"the key '{name}' of {what} has no value", "missing-value")
            else:
                self.problems.error(node.origin, f"the key '{name}' is missing from {what}", "missing-key")

    def unknown_key(self, key: Scalar, where: str, known: Iterable[str], value: Node) -> str:
        """Note a key that means nothing where it stands; return the one that was probably meant."""
        if self.slipped(key, ":"):
            return "".join(re.findall(r"[A-Za-z_][\w-]*", key.value)[:1])
        elsewhere, near = KNOWN_ELSEWHERE.get(key.value, ""), similar(key.value, known)
        if elsewhere in known:
            near, hint = elsewhere, f"cvgen calls it '{elsewhere}'"
        elif value.is_empty and re.match(r"\s*[,}]", self.problems.source(value.origin)[value.origin.column - 1 :]):
            hint = "quote a text with a comma in it"
        else:
            hint = f"did you mean '{near}'?" if near else one_of(known)
        self.problems.error(key.origin, f"unknown key '{key.value}' {where}", "unknown-key", hint)
        return near

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
        if kind is Person:
            return self.items(node, lambda item: self.build(Person, item, "a person"), "[{name: …, role: student}]")
        read: Callable[[Node], Any] = lambda item: READERS[kind](self, item)  # noqa: E731
        return self.items(node, read, "[one, two]")

    def short_or_whole(self, cls: type[T], node: Node) -> T | None:
        """Read an object whose short form is the value of its required key alone: `- text` for `- {text: …}`."""
        key, (kind, _) = next(item for item in keys_of(cls).items() if item[1][1].metadata.get("required"))
        if isinstance(node, Mapping):
            what = "a highlight" if cls is Highlight else "a section of a variant"
            first, inner = node.pairs[0] if node.pairs else (None, None)
            if cls is SectionChoice and first and isinstance(inner, Mapping) and first.value not in keys_of(cls):
                hint = f"write {{name: {first.value}, …}}"
                self.problems.error(first.origin, f"unknown key '{first.value}' in {what}", "unknown-key", hint)
                return None
            if any(pair_key.value in keys_of(cls) for pair_key, _ in node.pairs) or cls is not Highlight:
                return self.build(cls, node, what)
        value = self.value(kind, node)
        return None if value is None else cls(**{key: value}, origin=node.origin)

    def weight(self, parts: dict[str, Node]) -> dict[str, Any]:
        """Return the tags, the priority and so on of a section, from the values of its keys."""
        given = {name: parts[name] for name in keys_of(Item) if name in parts and not parts[name].is_empty}
        read = {name: self.value(keys_of(Item)[name][0], node) for name, node in given.items()}
        places = {name: place for key, node in given.items() for name, place in _places(key, node).items()}
        item = Item(**{name: value for name, value in read.items() if value is not None}, places=places)
        check_priority(self.problems, item)
        return {name: getattr(item, name) for name in (*keys_of(Item), "places")}

    def entry(self, cls: type[Entry], node: Node, what: str, *, instead: dict[str, Any] | None = None) -> Entry | None:
        """Read an entry, and check what its fields say together; `instead` is that of `build`."""
        before = len(self.problems.found)
        entry = self.build(cls, node, what, instead=instead)
        if entry is None:
            return None
        check_entry(self.problems, entry, what)
        for highlight in entry.highlights:
            check_priority(self.problems, highlight)
        printed = [name for name, (_, field) in keys_of(cls).items() if field.metadata.get("role")]
        if len(self.problems.found) == before and not instead and not any(name in entry.places for name in printed):
            self.problems.error(entry.origin, f"{what} needs at least one of its texts", "empty-entry")
        return entry


def _example(keys: Iterable[str], heads: list[str], node: Node) -> str:
    """Return how an object is written: with the keys that it needs, and with the text that stands in its place."""
    names = heads or list(keys)[:1]
    if len(names) == 1 and isinstance(node, Scalar) and WORDS.fullmatch(node.value):
        return f"{{{names[0]}: {node.value}}}"
    return "{" + ", ".join(f"{name}: …" for name in names) + "}"


def _places(name: str, node: Node) -> dict[str, Origin]:
    """Return where the value of a key stands, and where each word of it does if it is a list: under `key.word`."""
    places = {name: node.origin}
    if isinstance(node, Sequence):
        places |= {f"{name}.{item.value.strip()}": item.origin for item in node.items if isinstance(item, Scalar)}
    return places
