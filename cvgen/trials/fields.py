"""A CV with every key of every entry type, each with a value of its own, and which of these a template leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, get_args

from cvgen import identifiers
from cvgen.diagnostics import Diagnostic, Origin
from cvgen.entries import ENTRY_TYPES
from cvgen.model import Date
from cvgen.reader.objects import keys_of
from cvgen.render import Document
from cvgen.template import Template
from cvgen.works import KINDS

_IDENTIFIERS = {"doi": "10.1000/182", "arxiv": "2401.01234", "pmid": "12345678", "isbn": "978-3-16-148410-0",
                "urn": "urn:nbn:de:0000-1234"}  # fmt: skip
_BASICS: dict[str, Any] = {
    "native_name": "basics-native-name",
    "label": "basics-label",
    "location": "basics-location",
    "phone": "+44 20 7946 0000",
    "email": "basics-email@example.org",
    "orcid": "0000-0002-1825-0097",
    "url": "https://example.org/basics-url",
    "summary": "basics-summary.",
    "profiles": [{"network": "GitHub", "username": "ada", "url": "https://github.com/basics-profiles"}],
}


class Key(NamedTuple):
    """A key of an entry type, or of the basics, and what shows that a template prints it."""

    type: str
    name: str
    shown: str


def expected() -> Iterator[Key]:
    """Yield the keys that a template must print, but for those that it says that it leaves out."""
    for name, value in _BASICS.items():
        shown = value[0]["url"] if isinstance(value, list) else value
        yield Key("basics", name, shown)
    year = 1900
    for type_, cls in ENTRY_TYPES.items():
        for name, (kind, field) in keys_of(cls).items():
            if kind is Date:
                year += 1
                yield Key(type_, name, str(year))
            elif name in _IDENTIFIERS:
                yield Key(type_, name, _IDENTIFIERS[name])
            elif name in ("highlights", "marks", "links", "url") or (field.metadata.get("role") and name != "kind"):
                yield Key(type_, name, f"{type_}-{name}")


def everything(kinds: Iterable[str] = tuple(KINDS), each: int = 2) -> dict[str, Any]:
    """Return a CV in which each of these keys has its value, with publications of some kinds.

    With one entry of `each` type, spans of time are missing.
    """
    sections: dict[str, Any] = {}
    for type_, cls in ENTRY_TYPES.items():
        keys = {key.name: key.shown for key in expected() if key.type == type_}
        entry = {name: _value(name, keys[name], keys_of(cls)[name][0]) for name in keys}
        span = {name: entry.pop(name) for name in ("start", "end")}
        entries = [entry, {**{name: entry[name] for name in _required(type_)}, **span}]
        if type_ == "publications":  # some keys are to be seen where others are missing
            entries[1].update({name: entry[name] for name in ("venue", "editors")})
            entries = [{**one, "kind": kind} for kind in kinds for one in entries]
        sections[type_] = {"type": type_, "entries": [one for at, one in enumerate(entries) if at % 2 < each]}
    return {"basics": {"name": "Ada Lovelace", **_BASICS}, "sections": sections}


def least() -> dict[str, Any]:
    """Return a CV with entries of all types, each with what it must have and nothing else."""
    sections = {
        type_: {"type": type_, "entries": [{name: f"{type_}-{name}" for name in _required(type_)} or {"note": type_}]}
        for type_ in ENTRY_TYPES
    }
    return {"basics": {"name": "Ada"}, "sections": sections}


def _required(type_: str) -> list[str]:
    return [name for name, (_, field) in keys_of(ENTRY_TYPES[type_]).items() if field.metadata.get("required")]


def _value(name: str, shown: str, kind: Any) -> Any:
    """Return the value that a key has in the file."""
    address = f"https://example.org/{shown}"
    special: Mapping[str, Any] = {
        "links": {shown: address},
        "url": address,
        "marks": {"*": shown},
        "authors": [f"{shown}*"],
        "email": f"{shown}@example.org",
    }
    if name in special:
        return special[name]
    return [shown] if get_args(kind) else int(shown) if kind is Date else shown


def left_out(document: Document, template: Template) -> list[Diagnostic]:
    """Return which keys of the CV of `everything` a template neither prints nor says that it leaves out."""
    printed = "\n".join(text for text, _ in document.printed).casefold()
    links = "\n".join(document.links).casefold()
    missing: dict[str, list[str]] = {}
    for key in expected():
        shown = key.shown.casefold()
        if key.name in _IDENTIFIERS:
            address = identifiers.url_of(key.name, _IDENTIFIERS[key.name])
            is_there = shown in printed or (address or "").casefold() in links.split("\n")
        elif key.name in ("url", "profiles"):
            is_there = shown.partition("://")[2] in printed or shown in links
        else:
            is_there = shown in printed
        if not is_there and key.name not in template.leaves_out.get(key.type, ()):
            missing.setdefault(key.type, []).append(key.name)
    return [_problem(type_, names, template) for type_, names in missing.items()]


def _problem(type_: str, names: list[str], template: Template) -> Diagnostic:
    """Return what is to be said of keys that are not printed, at the file that should print them."""
    file = template.nearest("entries", type_, "entry")
    if type_ == "basics":  # its summary is a section
        file = template.nearest("sections", "summary", "section") if names == ["summary"] else "header.tex.j2"
    source = template.source(file)
    whose = "the basics" if type_ == "basics" else f"entries of the type {type_}"
    said = ", ".join(names)
    message = f"of {whose} this is never printed: {said}"
    hint = f"print it, or say in template.yaml that it is left out: leaves_out: {{{type_}: [{said}]}}"
    return template.problem(Origin(source[1] if source else file), message, "not-printed", hint)
