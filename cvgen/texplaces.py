"""A place in `cv.tex`, or in a file that it reads → the text of the CV and the line of the template behind it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cvgen.diagnostics import Origin, find
from cvgen.patterns import pattern
from cvgen.render import Document, Mark

_COMMENT = pattern(r"(?<!\\)%.*")


class Place(NamedTuple):
    """A line and a column of `cv.tex`; both count from 1."""

    line: int
    column: int


def column_of(text: str, before: str, behind: str) -> int:
    """Return the column of the last character that TeX had read of a line; it shows what is before and behind that.

    It shows three dots for what it leaves out. The column is 1 if it shows nothing.
    """
    if not before:
        return 1
    if text.startswith(before.rstrip()):
        return max(1, len(before.rstrip()))
    tail, head = before.removeprefix("...").lstrip("\ufffd"), behind.removesuffix("...").rstrip("\ufffd^M")
    at = text.find(tail + head)
    return max(1, at + len(tail) if at >= 0 else len(text))


def occurrences(text: str, piece: str) -> list[int]:
    """Return where a command or a name stands in LaTeX, outside of remarks."""
    start = "" if piece.startswith(("\\", "{")) else r"(?<![\w-])"
    end = (
        r"(?![^\W\d_]|@)" if re.fullmatch(r"\\(?:[^\W\d_]|@)+", piece) else "" if piece.endswith("}") else r"(?![\w-])"
    )
    wanted = re.compile(start + re.escape(piece) + end)
    return [at.start() for at in wanted.finditer(_COMMENT.sub(lambda remark: " " * len(remark[0]), text))]


def place_of(piece: str, document: Document, before: Place | None) -> Place | None:
    """Return where in `cv.tex` a piece of LaTeX stands: the last time before a place, if that is given."""
    lines = document.source.split("\n")
    if before is None:
        places = (Place(number, at + 1) for number, line in enumerate(lines, 1) for at in occurrences(line, piece))
        return next(places, None)
    for number in range(min(before.line, len(lines)), 0, -1):
        found = [Place(number, at + 1) for at in occurrences(lines[number - 1], piece)]
        if found := [place for place in found if place <= before]:
            return found[-1]
    return None


def in_styles(piece: str, document: Document, only: Iterable[str] = ()) -> Origin | None:
    """Return the first place of a piece of LaTeX in the template's styles (or in some of them)."""
    paths = document.template.style_paths() if document.template else {}
    for name, path in paths.items():
        if name in only or not only:
            for number, line in enumerate(document.template.lines(str(path)) if document.template else [], 1):
                for at in occurrences(line, piece):
                    return Origin(str(path), number, at + 1)
    return None


def runaway_at(shown: str, text: str) -> Place | None:
    """Return where in LaTeX the last argument begins that TeX shows the start of, in its own spacing."""
    start = "".join(shown.removeprefix("->").partition("\\par")[0].split())[:30]
    found = list(re.finditer(r"\s*".join(map(re.escape, start)), text)) if start else []
    if not found:
        return None
    before = text[: found[-1].start()]
    return Place(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _last(marks: Sequence[Mark], place: Place) -> Mark | None:
    at = bisect_right(marks, place, key=lambda mark: Place(mark.line, mark.column))
    return marks[at - 1] if at else None


def text_at(document: Document, place: Place) -> Origin | None:
    """Return the text of the CV that stands at a place of `cv.tex`, or else on its line."""
    text, own = _last(document.line_map, place), _last(document.template_map, place)
    if text and (text.line == place.line or own is None or text[:2] >= own[:2]):
        return text.origin
    return next((mark.origin for mark in document.line_map if mark.line == place.line), None)


def template_at(document: Document, place: Place, piece: str = "") -> Origin | None:
    """Return the place in a template that a place of `cv.tex` comes from."""
    mark = _last(document.template_map, place) or next(iter(document.template_map), None)
    if mark is None or document.template is None:
        return None
    lines = document.template.lines(mark.origin.file)[: mark.origin.line]
    if mark.line == place.line and lines:
        written = document.source.split("\n")[mark.line - 1][mark.column - 1 : place.column - 1]
        start = mark.origin.column - 1
        if lines[-1][start : start + len(written)] == written:
            return Origin(mark.origin.file, mark.origin.line, start + len(written) + 1)
    return find(lines, mark.origin, piece) if piece else mark.origin
