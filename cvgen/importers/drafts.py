"""Entries in the making: what a source says of one, put under the keys of a cv.yaml so that the reader accepts it."""

from __future__ import annotations

import re

from cvgen import identifiers
from cvgen.characters import sift
from cvgen.diagnostics import Origin
from cvgen.entries import ENTRY_TYPES
from cvgen.importers.dates import date_of, is_before, span_of
from cvgen.importers.job import Job, Source, joined, leaves, told, url_of, written
from cvgen.markup import Inlines, LineBreak, Plain, plain
from cvgen.model import Entry
from cvgen.reader.meaning import EMAIL
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.objects import keys_of

_SILENT = {"id", "uuid", "slug", "icon", "color", "colour", "logo", "image", "picture", "hidden", "visible", "order"}
_NAMELESS = "(without a name)"
_COMMON = list(keys_of(Entry))


class Draft:
    """One entry of a type. What is put twice under a key, or has none, becomes a note; so nothing is lost."""

    def __init__(self, job: Job, kind: str, origin: Origin) -> None:
        self.job, self.kind, self.origin = job, kind, origin
        self.keys = keys_of(ENTRY_TYPES[kind])
        self.values: dict[str, Node | Inlines] = {}
        self.notes: list[Inlines] = []
        self.highlights: list[Inlines] = []
        self.links: list[tuple[str, Scalar]] = []

    def put(self, key: str, value: Node | Inlines | None) -> None:
        """Put a value under a key; a second text for it becomes a note."""
        if value is None or (isinstance(value, Inlines) and not value):
            return
        if isinstance(value, Inlines) and (key in self.values or key not in self.keys):
            self.notes.append(value)
        else:
            self.values.setdefault(key, value)

    def texts(self, key: str, texts: list[Inlines]) -> None:
        """Put a list of texts under a key."""
        if texts:
            self.put(key, Sequence(tuple(map(written, texts)), texts[0].origin, 1))

    def note(self, label: str, text: Inlines | None) -> None:
        """Add a line to the note, behind a label if it has one."""
        if text:
            self.notes.append((joined([plain(f"{label}: "), text], Plain("")) if label else text) or text)

    def dates(self, source: Source) -> None:
        """Take the dates of a source: a start and an end, or one date."""
        start = source.take("startdate", "start", "from", "startyear")
        end = source.take("enddate", "end", "to", "until", "endyear")
        day = source.take("date", "releasedate", "year", "published", "issuedate")
        found = {key: self._date(key, node) for key, node in (("start", start), ("end", end), ("date", day))}
        if found["date"] and (found["start"] or found["end"]):
            self.note("Date", self.job.row(day))
            found["date"] = None
        if found["start"] and found["end"] and is_before(found["end"].value, found["start"].value):
            self.note("End", self.job.row(end))
            found["end"] = None
        only = [node for node in found.values() if node]
        if len(only) == 1 and all(span := span_of(only[0].value)):
            found = {key: told(date, only[0].origin) for key, date in zip(("start", "end"), span, strict=True)}
        first, last = found.get("start"), found.get("end")
        if first and last and first.value == last.value:
            found = {"date": first}
        for key, node in found.items():
            if node and all(span_of(node.value)):
                self.note(key.capitalize(), plain(node.value, node.origin))
            else:
                self.put(key, node)

    def _date(self, key: str, node: Node | None) -> Scalar | None:
        """Return a date, or None after making a note of what is none."""
        found = self.job.plain(node)
        if node is None or found is None:
            return None
        date = date_of(found.value)
        if not date and not any(span_of(found.value)):
            self.note(key.capitalize(), self.job.row(node))
            return None
        return told(date or found.value, found.origin)

    def url(self, node: Node | None, label: str = "link") -> None:
        """Put a URL, or make a note of what is none; a second one becomes a link."""
        url = self.job.url(node)
        if url is None:
            self.note("", self.job.row(node))
        elif "url" in self.values:
            self.link(label, url)
        else:
            self.put("url", url)

    def link(self, label: str, url: Scalar) -> None:
        """Add a link under a label of its own."""
        used = {name for name, _ in self.links}
        number = next(number for number in range(1, 1000) if (f"{label} {number}" if number > 1 else label) not in used)
        self.links.append((f"{label} {number}" if number > 1 else label, url))

    def authors(self, key: str, node: Node | None) -> None:
        """Put a list of names: a list, or one text with semicolons, `and` or commas between them."""
        if node is None:
            return
        names = [self.job.plain(item) for item in (node.items if isinstance(node, Sequence) else split_names(node))]
        found = [name for name in names if name]
        if found:
            self.put(key, Sequence(tuple(found), node.origin, 1))

    def identifier(self, kind: str, node: Node | None) -> None:
        """Put an identifier if it is one, else make a note of it."""
        found = self.job.plain(node)
        if found is None:
            return
        try:
            self.put(kind, told(identifiers.READERS[kind](found.value), found.origin))
        except identifiers.WrongIdentifier:
            if url_of(found.value):
                self.link(identifiers.NAMES[kind], told(url_of(found.value), found.origin))
            else:
                self.note(identifiers.NAMES[kind], self.job.row(node))

    def email(self, node: Node | None) -> None:
        """Put an e-mail address if it is one, else make a note of it."""
        found = self.job.plain(node)
        if found and EMAIL.fullmatch(found.value):
            self.put("email", found)
        else:
            self.note("", self.job.row(node))

    def rest(self, source: Source) -> None:
        """Put what nobody took: links under their names, lists of things as highlights, all else as notes."""
        for key, node, path in source.rest():
            label = words_of(key.value)
            if not key.value[:1].isalpha() or key.value.lower() in _SILENT or is_switch(node):
                self.job.leave(path, node)
                continue
            url = self.job.url(node) if isinstance(node, Scalar) and "://" in node.value else None
            if url:
                self.link(label.lower(), url)
                became = "it is one of the links"
            elif isinstance(node, Sequence) and any(isinstance(item, Mapping) for item in node.items):
                self.highlights += self.job.many(node)
                became = "it is among the highlights"
            else:
                self.note(label, self.job.row(node))
                became = "it stands in the note"
            self.job.leave(path, node, became=became)

    def node(self) -> Mapping:
        """Return the entry, with all that the reader asks of one, its keys in their usual order."""
        note = joined([*self._take("note"), *self.notes], LineBreak())
        if note:
            self.values["note"] = note
        self._name()
        pairs: dict[str, Node] = {
            key: written(value) if isinstance(value, Inlines) else value for key, value in self.values.items()
        }
        if self.links:
            links = tuple((written(plain(label, url.origin)), url) for label, url in self.links)
            pairs["links"] = Mapping(links, self.origin, 1)
        if self.highlights:
            pairs["highlights"] = Sequence(tuple(map(written, self.highlights)), self.origin, 1)
        order = [*(key for key in self.keys if key not in _COMMON), *_COMMON]
        return mapping_of({key: pairs[key] for key in order if key in pairs}, self.origin)

    def _name(self) -> None:
        """Give the entry the text that names it, if it lacks one that it needs: its first text, or its URL."""
        required = [key for key, (_, field) in self.keys.items() if field.metadata.get("required")]
        needed = [key for key in required if key not in self.values]
        says = any(self.keys[key][1].metadata.get("role") for key in self.values)
        if not needed and says:
            return
        key = needed[0] if needed else next(key for key in self.keys if key not in _COMMON)
        texts = [name for name, value in self.values.items() if isinstance(value, Inlines) and name != "note"]
        if texts:
            self.values[key] = self.values.pop(texts[0])
        elif self.highlights:
            self.values[key] = self.highlights.pop(0)
        elif "note" in self.values:
            self.values[key] = self.values.pop("note")
        else:
            url = self.values.get("url")
            self.values[key] = plain(url.value if isinstance(url, Scalar) else _NAMELESS, self.origin)

    def _take(self, key: str) -> list[Inlines]:
        value = self.values.pop(key, None)
        return [value] if isinstance(value, Inlines) else []


def split_names(node: Node) -> list[Scalar]:
    """Return the names in a text, between which semicolons, `and` or commas stand."""
    found = []
    for leaf in leaves(node):
        names = re.split(r"\s*;\s*|,?\s+(?:and|&)\s+", leaf.value.strip())
        parts = [part for name in names for part in re.split(r"\s*,\s*", name)]
        names = parts if all(" " in part.strip() for part in parts) else names  # `Lovelace, Ada` is one
        found += [told(name, leaf.origin) for name in names if name.strip()]
    return found


def words_of(key: str) -> str:
    """Return a key as words: `technologiesUsed` as `Technologies used`."""
    key, _, _ = sift(key)
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key).replace("_", " ").replace("-", " ").strip()
    words = [word if word.isupper() else word.lower() for word in spaced.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def mapping_of(values: dict[str, Node], origin: Origin) -> Mapping:
    """Return a mapping of the CV."""
    pairs = tuple((Scalar(key, "", node.origin), node) for key, node in values.items())
    return Mapping(pairs, origin, 1 + sum(1 + node.size for node in values.values()))


def is_switch(node: Node) -> bool:
    """Return whether a value is true or false, which says nothing to the reader of a CV."""
    return isinstance(node, Scalar) and not node.style and node.value in ("true", "false")
