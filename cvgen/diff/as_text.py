"""What changed, as text for people: with colours if the terminal has them, and never by colour alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cvgen.diagnostics import NOWHERE, Origin
from cvgen.diff.changes import ADDED, CHANGED, MOVED, REMOVED, Change, Comparison, Edit, Part
from cvgen.diff.report import Found, named, of_page, of_pages, summed_up
from cvgen.diff.wording import Piece, pieces, shortened

Paint = Callable[[str, str], str]
"""Colours a text by its part: "old", "new", "place" or "head"."""
_SIGNS = {ADDED: "+", REMOVED: "-", CHANGED: "~", MOVED: ">"}
_MARKS = {"old": ("[-", "-]"), "new": ("{+", "+}")}
_COLOURS = {ADDED: "new", REMOVED: "old"}


def written(found: Found, paint: Paint = lambda _part, text: text) -> str:
    """Return all that was found."""
    lines = [f"{named(found.old)} → {named(found.new)}"]
    for comparison in found.comparisons:
        lines += _comparison(comparison, paint)
    for pages in found.pages:
        lines.append(f"{paint('head', named(pages.variant))}: {of_pages(pages)}")
        for page in pages.pages:
            lines.append(f"  {of_page(page)}" + (f"  {paint('place', named(page.picture))}" if page.picture else ""))
    return "\n".join(lines)


def _comparison(comparison: Comparison, paint: Paint) -> Iterator[str]:
    if comparison.variant:
        yield f"what {paint('head', named(comparison.variant))} shows: {summed_up(comparison)}"
    else:
        yield summed_up(comparison)
    for part in comparison.parts:
        yield from _part(part, paint)


def _part(part: Part, paint: Paint) -> Iterator[str]:
    said = "; ".join(filter(None, (part.kind, part.note)))
    yield paint("head", named(part.name)) + (f" ({named(said)})" if said else "") + _place(part, paint)
    for edit in part.edits:
        yield from _edit(edit, "  ", paint, part.kind, placed=not part.kind)
    for change in part.changes:
        yield from _change(change, paint)


def _change(change: Change, paint: Paint) -> Iterator[str]:
    sign, colour = _SIGNS[change.kind], _COLOURS.get(change.kind, "")
    name = f"{sign} {change.name or 'an entry without a name'}"
    note = f" ({named(change.note)})" if change.note else ""
    yield f"  {paint(colour, name) if colour else name}{note}{_at(change.origin, paint)}"
    for edit in change.edits:
        yield from _edit(edit, "      ", paint, change.kind)


def _edit(edit: Edit, indent: str, paint: Paint, kind: str, *, placed: bool = False) -> Iterator[str]:
    place = _at(edit.origin, paint) if placed else ""
    yield f"{indent}{edit.key}: {_values(edit, paint, kind)}{place}"


def _values(edit: Edit, paint: Paint, kind: str) -> str:
    """Return what was and what is; of what is new or gone as a whole, the sign before its name says so."""
    if kind in (ADDED, REMOVED):
        return edit.new or edit.old
    if edit.old == edit.new:
        return edit.new if "moved" in edit.key else f"{edit.new} (the same characters with other markup)"
    found = pieces(edit.old, edit.new)
    if [piece.kind for piece in found] == ["old", "new"]:
        return f"{paint('old', edit.old)} → {paint('new', edit.new)}"
    return re.sub(" +", " ", "".join(_marked(piece, paint) for piece in shortened(found))).strip()


def _marked(piece: Piece, paint: Paint) -> str:
    """Return a piece between the marks that git has for words, with the spaces at its ends before and behind them."""
    if piece.kind == "same":
        return piece.text
    before, after = _MARKS[piece.kind]
    text = piece.text.strip()
    marked = paint(piece.kind, f"{before}{text}{after}") if text else ""
    return f"{' ' * piece.text[:1].isspace()}{marked}{' ' * piece.text[-1:].isspace()}"


def _place(part: Part, paint: Paint) -> str:
    return _at(part.origin, paint) if part.kind or part.note else ""


def _at(origin: Origin, paint: Paint) -> str:
    return "" if origin == NOWHERE else "  " + paint("place", f"{named(origin.file)}:{origin.line}")
