"""The text of a PDF as it is copied out, and where the texts of the CV stand in it.

Two texts are compared by their letters: all characters but white space and hyphens, in normal form. What stands before
each letter is kept beside it, so that a word space or a hyphen that is missing can be told, and one that a line end
brought is known as such.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cvgen.diagnostics import Origin
from cvgen.patterns import pattern

_INVISIBLE = pattern("[\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]")
_LETTER = pattern(
    "([\\s\ufffe\u00ad\u2010-]*)([^\\s\ufffe\u00ad\u2010-])"
)  # PDFium: U+FFFE is a hyphen at a line's end
_NUMBER = pattern(r"\d+")
_NEAR = 80  # letters that may stand between two texts: punctuation, words of the language, the number of a publication
_AROUND = 15  # letters that are shown before and behind a place
_LONG = 12  # letters of a text that hardly occurs twice


class Copied:
    """A text as its `letters`, and what stands before each of them, in `before`."""

    def __init__(self, text: str) -> None:
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
        found = _LETTER.findall(text)
        self.letters = "".join(letter for _, letter in found)
        self.before = [before for before, _ in found]

    def starts_line(self, at: int) -> bool:
        """Return whether a letter is the first of its line; the end of the text counts as a line's start."""
        return at in (0, len(self.letters)) or "\n" in self.before[at]

    def around(self, at: int) -> str:
        """Return the text around a letter, with a bar before it."""
        start = max(at - _AROUND, 0)
        shown = zip(self.before[start : at + _AROUND], self.letters[start : at + _AROUND], strict=True)
        pieces = [re.sub(r"\s+", " ", gap) + letter for gap, letter in shown]
        pieces.insert(at - start, "|")
        return "".join(pieces).strip()


@dataclass
class Piece:
    """A text of the CV, and where it starts in the PDF's letters; -1 if it is not there in full."""

    text: str
    origin: Origin
    copied: Copied = field(init=False)
    start: int = -1

    def __post_init__(self) -> None:
        self.copied = Copied(self.text)

    @property
    def end(self) -> int:
        """Where it ends in the PDF's letters."""
        return self.start + len(self.copied.letters)

    def gaps(self, pdf: Copied) -> Iterator[tuple[str, str, int]]:
        """Yield what must stand before each letter and what does in the PDF, as far as that matters."""
        if self.start >= 0:
            for number, wanted in enumerate(self.copied.before):
                found = pdf.before[self.start + number]
                if wanted or found:
                    yield wanted, found, number


def text_of_pages(pages: Iterable[str]) -> tuple[str, list[str]]:
    """Return the text of pages as one, and apart from it the lines that head or foot every page.

    Those differ in the page's number at most, and stand at the end of what is returned.
    """
    lines = [[line for line in page.split("\n") if line.strip()] for page in pages]
    lines = [page for page in lines if page]
    running: list[str] = []
    for end in (0, -1):
        while (
            len(lines) > 1
            and all(lines)
            and len({_unnumbered(page[end], i, len(lines)) for i, page in enumerate(lines, 1)}) == 1
        ):
            running += [page.pop(end) for page in lines]
    return "\n".join(line for page in (*lines, running) for line in page), running


def _unnumbered(line: str, page: int, pages: int) -> str:
    """Return a line without the number of its page and that of all pages."""
    return _NUMBER.sub(lambda number: "#" if number[0] in (str(page), str(pages)) else number[0], line)


def place(pieces: list[Piece], pdf: Copied) -> None:
    """Find where each piece starts in the letters of a PDF; no letter belongs to two of them.

    They are looked for in their order first, and then, for templates that print them in another one, anywhere.
    """
    taken = bytearray(len(pdf.letters))
    at = 0
    for piece in pieces:
        size = len(piece.copied.letters)
        end = len(pdf.letters) if size >= _LONG else at + _NEAR + size
        piece.start = pdf.letters.find(piece.copied.letters, at, end)
        if piece.start >= 0:
            at = piece.end
            taken[piece.start : at] = b"\1" * size
    for piece in sorted(pieces, key=lambda piece: -len(piece.copied.letters)):
        if piece.start < 0:
            size = len(piece.copied.letters)
            free = (at for at in _all(piece.copied.letters, pdf.letters) if not any(taken[at : at + size]))
            piece.start = next(free, -1)
            if piece.start >= 0:
                taken[piece.start : piece.end] = b"\1" * size


def _all(wanted: str, letters: str) -> Iterator[int]:
    """Yield each place where a text stands in another one."""
    at = letters.find(wanted)
    while at >= 0:
        yield at
        at = letters.find(wanted, at + 1)
