"""Which items of a CV each measured piece belongs to, and in which order items are taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from itertools import pairwise

from cvgen.diagnostics import NOWHERE, Origin
from cvgen.fit.choose import Candidate, Key, Piece
from cvgen.fit.measure import Mark
from cvgen.frozen import record
from cvgen.model import CV, Date, Entry, Highlight, Text
from cvgen.render import Document
from cvgen.select import weight_of
from cvgen.texts import texts_of

_IN_LIST = ("list", "item")


@record(frozen=True)
class Left:
    """Something left out: where it stands, and what it is in a few words."""

    origin: Origin
    what: str
    priority: int


def candidates(cv: CV) -> Iterator[Candidate]:
    """Yield all that can be left out of a selected CV, with its rank: by priority, then the newest, then the file."""
    for s, section in enumerate(cv.sections):
        for e, entry in enumerate(section.entries):
            newest = tuple(-part for part in newest_of(entry))
            rank = (-weight_of(entry), newest, entry.origin, 0)
            yield Candidate((s, e), rank, entry.keep or section.keep)
            for h, one in enumerate(entry.highlights, 1):
                place = max(one.origin, one.text.inlines.origin)
                yield Candidate((s, e, h - 1), (-weight_of(one), newest, place, h), one.keep)


def newest_of(entry: Entry) -> tuple[int, int, int]:
    """Return a key that is greater for what is newer; what goes on, or has no date, is newest."""
    last = entry.end or entry.date
    if last is None or last.present or not last.year:
        return Date(present=True).sort_key
    return last.sort_key


def pieces_of(marks: Sequence[Mark], document: Document, cv: CV) -> list[Piece]:
    """Return what each measured piece belongs to: the items whose texts stand in its lines of the source."""
    index = _index(cv)
    headings = sum(mark.kind == "section" for mark in marks) == len(cv.sections)
    section, entries, highlights = -1, frozenset[Key](), frozenset[Key]()
    found: list[Piece] = []
    for mark, after in pairwise(marks):
        if mark.kind == "section":
            section, entries = section + 1, frozenset()
        keys = set(_keys_in(document, mark, after, index))
        if headings:
            keys = {key for key in keys if key[0] == section}
        if mark.kind in ("entry", "prose"):
            entries = frozenset(key for key in keys if len(key) == 2)
            section = section if headings or not entries else min(entries)[0]
        needs = entries
        if mark.kind in _IN_LIST and after.kind == "item":
            needs = frozenset(key for key in keys if len(key) == 3) or entries
            highlights = (highlights if mark.kind == "item" else frozenset()) | needs
        elif mark.kind == "item":
            needs = highlights
        found.append(Piece(mark.kind, needs, section))
    return _with_headings(found, cv)


def _with_headings(pieces: Sequence[Piece], cv: CV) -> list[Piece]:
    """Let a section's heading need one of its entries, that of a part of it one of those up to the next heading."""
    done: list[Piece] = []
    below: set[Key] = set()
    for piece in reversed(pieces):
        if piece.kind == "section":
            below = {(piece.section, at) for at in range(len(cv.sections[piece.section].entries))}
        if piece.kind in ("section", "subsection"):
            done.append(replace(piece, needs=frozenset(below)))
            below = set()
        else:
            done.append(piece)
            below |= {key[:2] for key in piece.needs}
    return done[::-1]


def _index(cv: CV) -> dict[Origin, list[Key]]:
    """Return the items by the places of their texts."""
    index: dict[Origin, list[Key]] = {}
    for s, section in enumerate(cv.sections):
        for e, entry in enumerate(section.entries):
            for _, origin in texts_of(replace(entry, highlights=())):
                index.setdefault(origin, []).append((s, e))
            for h, one in enumerate(entry.highlights):
                index.setdefault(one.text.inlines.origin, []).append((s, e, h))
    index.pop(NOWHERE, None)
    return index


def _keys_in(document: Document, mark: Mark, after: Mark, index: dict[Origin, list[Key]]) -> Iterator[Key]:
    """Yield the items whose texts stand between two marks; an item of a list ends with its own line."""
    first, last = mark.line, after.line - 1
    if after.kind == "item":
        first, last = mark.line + 1, after.line
    for place in document.line_map:
        if first <= place.line <= max(first, last):
            yield from index.get(place.origin, ())


def name_of(item: Entry | Highlight) -> str:
    """Return what an item is, in a few words: the text of a highlight, what names an entry."""
    if isinstance(item, Highlight):
        return _short(item.text.plain)
    texts = [
        value.plain
        for role in ("head", "line", "detail")
        for field in fields(item)
        if field.metadata.get("role") == role and isinstance(value := getattr(item, field.name), Text)
    ]
    return _short(", ".join(texts[:2])) if texts else "entry"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:58].rstrip() + " …"
