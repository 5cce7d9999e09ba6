"""Which line of the CV a piece of a page comes from."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from cvgen.diagnostics import Origin
from cvgen.preview.pictures import Box, around, boxes_of
from cvgen.preview.rounds import Sheet

_NEAR = 4  # lines of `cv.tex` in which the text of a part stands, from the one in which it begins


class Piece(NamedTuple):
    """A piece of a page that comes from a place in the CV."""

    page: int
    box: Box
    origin: Origin
    text: str


def pieces_of(sheet: Sheet) -> list[Piece]:
    """Return the pieces of all pages, in the order of reading; none if the PDF has no tags."""
    boxes = boxes_of(sheet.pdf) if sheet.leaves else {}
    pieces: list[Piece] = []
    for leaf, origin in zip(sheet.leaves, _origins(sheet), strict=True):
        box = boxes.get((leaf.page, leaf.number))
        if box is None or origin is None or not leaf.text.strip():
            continue
        last = pieces[-1] if pieces else None
        if last and (last.page, last.origin, last.text) == (leaf.page, origin, leaf.whole):
            pieces[-1] = last._replace(box=around(last.box, box))
        else:
            pieces.append(Piece(leaf.page, box, origin, leaf.whole))
    return pieces


def _origins(sheet: Sheet) -> Iterator[Origin | None]:
    """Yield for each leaf where its text stands in the CV."""
    lines = [text.line for text in sheet.texts]
    letters = [letters_of(text.text) for text in sheet.texts]
    for leaf in sheet.leaves:
        start = bisect_left(lines, leaf.line)
        end = bisect_left(lines, leaf.line + _NEAR)
        own, whole = letters_of(leaf.text), letters_of(leaf.whole)
        at = _nearest(own, whole, letters[start:end]) if own else None  # else it is a dot between two
        yield None if at is None else sheet.texts[start + at].origin


def _nearest(own: str, whole: str, texts: list[str]) -> int | None:
    """Return which of some texts a leaf says: that alone, with others, or a part of it; else one that is near."""
    for fits in (own.__eq__, own.__contains__, lambda text: own != whole and own in text, whole.__contains__, bool):
        for at, text in enumerate(texts):
            if text and fits(text):
                return at
    return None


def letters_of(text: str) -> str:
    """Return what is compared of texts: not white space nor hyphens, which lines change, nor forms of letters."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
