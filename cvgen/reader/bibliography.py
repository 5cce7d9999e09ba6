"""Sections of publications that are made of .bib files too: read, merged by key or DOI, changed by the CV's entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cvgen.model import Section, Text
from cvgen.reader import nodes
from cvgen.reader.meaning import check_entry, check_marks, marks_of
from cvgen.reader.nodes import Node, Scalar, Sequence
from cvgen.reader.objects import Objects, keys_of
from cvgen.reader.problems import Problems, did_you_mean
from cvgen.works import Publication

BIB_KEYS = ("bib", "marks")
_WHAT = "a publication entry"


class Bibliographies(Objects):
    """Reads sections that name .bib files, or say what marks mean in all of their entries."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(problems)
        self.tags_of_bib: set[str] = set()

    def bibliography(self, section: Section, parts: Mapping[str, Node]) -> Section:
        """Return a section with what the keys `bib` and `entries` say, in the order in which they stand."""
        at = parts.get("bib")
        names = self._names(at) if at else ()
        items = parts.get("entries")
        if items is not None and not items.is_empty and not isinstance(items, Sequence):
            self.expected("a list of entries for the section", items, "start each entry with '- '")
            return section
        given = items.items if isinstance(items, Sequence) else ()
        keys = [key for item in given if (key := _value(item, "key"))]
        before = len(self.problems.found)
        listed = self._of_files(names, keys)
        own = self._own(given, listed)
        marks = self.marks(parts["marks"]) if "marks" in parts and not parts["marks"].is_empty else {}
        order = [list(listed.values()), own]
        if items is not None and at is not None and list(parts).index("entries") < list(parts).index("bib"):
            order.reverse()
        entries = tuple(_explained(entry, marks) for group in order for entry in group)
        self.tags_of_bib.update(tag for entry in listed.values() for tag in entry.tags)
        places = {**section.places, **({"bib": at.origin} if at else {})}
        section = replace(section, entries=entries, bib=tuple(name for name, _ in names), places=places)
        if len(self.problems.found) == before:
            check_marks(self.problems, section)
        return section

    def _names(self, node: Node) -> tuple[tuple[str, Node], ...]:
        """Return the names of the files, one text or a list of them, each with its node."""
        items = node.items if isinstance(node, Sequence) else (node,)
        return tuple((name, item) for item in items if (name := self.string(item)))

    def _of_files(self, names: Iterable[tuple[str, Node]], keys: Iterable[str]) -> dict[str, Publication]:
        """Return the publications of files by key. Of one that stands in two, the first says what both say."""
        names = tuple(names)
        if not names:
            return {}
        from cvgen.reader.bib import find_bib, read_bib

        found: dict[str, Publication] = {}
        dois: dict[str, str] = {}
        for name, node in names:
            path = find_bib(name, Path(node.origin.file).parent, self.problems, node.origin)
            if path is None:
                continue
            theirs = Problems(str(path))
            theirs.beside.add(theirs.file)
            read = read_bib(path, theirs, wanted=keys)
            self.problems.absorb(theirs)
            for entry in read:
                check_entry(self.problems, entry, "an entry")
                self._add(found, dois, entry)
        return found

    def _add(self, found: dict[str, Publication], dois: dict[str, str], entry: Publication) -> None:
        """Add a publication to those that were `found`, by key; `dois` has their keys by DOI."""
        key = entry.key.casefold()
        known = dois.setdefault(_doi(entry), key) if entry.doi else key
        first = found.get(known)
        if first is None:
            found[key] = entry
        elif first.origin.file == entry.origin.file:
            found[key] = entry  # that it is listed twice is said elsewhere
        elif (entry.doi and _doi(first) == _doi(entry)) or _letters(first.title) == _letters(entry.title):
            kind = first.kind if first.kind != "other" else entry.kind
            merged = _laid_over(first, entry, first.places)
            found[known] = replace(merged, key=first.key, kind=kind, origin=first.origin)
        else:
            message = f"the key '{entry.key}' stands for another work in {first.origin}"
            self.problems.error(entry.origin, message, "bib", "give one of them another key")

    def _own(self, items: Iterable[Node], listed: dict[str, Publication]) -> list[Publication]:
        """Return the CV's own entries; those of a key or a DOI in `listed` are laid over what is listed there."""
        own = []
        for item in items:
            key = _value(item, "key")
            under = listed.get(key.casefold())
            if key and listed and under is None and not _value(item, "title"):
                hint = did_you_mean(key, [one.key for one in listed.values()])
                self.problems.error(item.origin, f"no entry of the .bib files has the key '{key}'", "bib", hint)
                continue
            entry = self.entry(Publication, item, _WHAT, instead={"title": under.title} if under else None)
            if not isinstance(entry, Publication):
                continue
            if under is None and entry.doi:
                under = next((one for one in listed.values() if one.doi and _doi(one) == _doi(entry)), None)
            if under is None:
                own.append(entry)
            else:
                at = next(name for name, one in listed.items() if one is under)
                listed[at] = replace(_laid_over(entry, under, entry.places), origin=entry.origin, key=under.key)
        return own


def _value(item: Node, name: str) -> str:
    """Return the text of a key of an entry, or "" if it has none."""
    pairs = item.pairs if isinstance(item, nodes.Mapping) else ()
    found = next((value for key, value in pairs if key.value == name), None)
    return " ".join(found.value.split()) if isinstance(found, Scalar) and not found.is_empty else ""


def _laid_over(over: Publication, under: Publication, given: Iterable[str]) -> Publication:
    """Return `under` with what is `given` in `over`; a text that is given as empty is taken away."""
    changes: dict[str, Any] = {}
    for name in keys_of(Publication):
        if name in given:
            value = getattr(over, name)
            changes[name] = None if isinstance(value, Text) and not value.plain else value
    if {"start", "end"} & changes.keys():
        changes = {"date": None, **changes}
    return replace(under, **changes, places={**under.places, **over.places})


def _explained(entry: Publication, marks: Mapping[str, Text]) -> Publication:
    """Return an entry with the meanings that its section has for its authors' marks."""
    used = {mark for author in entry.authors for mark in marks_of(author.marks, {**marks, **entry.marks})}
    more = {mark: text for mark, text in marks.items() if mark in used and mark not in entry.marks}
    return replace(entry, marks={**more, **entry.marks}) if more else entry


def _doi(entry: Publication) -> str:
    return (entry.doi or "").casefold()


def _letters(title: Text) -> str:
    return "".join(filter(str.isalnum, title.plain.casefold()))
