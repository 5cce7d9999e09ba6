"""The pages of a PDF as words with their places and looks, and its pictures. PDFium reads them.

The module imports pypdfium2; it is imported where it is used.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from cvgen.diff.wording import HAN
from cvgen.patterns import pattern
from cvgen.preview.pictures import opened

_ALONE = pattern(f"[{HAN},;:.!?()]")  # what is a word by itself
_SPACE = 0.13  # of the height of a line: less is no space
_BREAKS = "\ufffe\x02"  # how PDFium writes the hyphen at the end of a line, behind which the word goes on
_HYPHENS = f"-\u00ad{_BREAKS}"


class Box(NamedTuple):
    """Where something is: its page, from 0, and its sides in points from the upper left corner of the page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: Box) -> Box:
        """Return the box around two of a page."""
        sides = min(self.left, other.left), min(self.top, other.top)
        return Box(self.page, *sides, max(self.right, other.right), max(self.bottom, other.bottom))

    def is_on_line_of(self, other: Box) -> bool:
        """Return whether two boxes stand on one line."""
        least = min(self.bottom - self.top, other.bottom - other.top)
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return self.page == other.page and shared > least / 2


class Look(NamedTuple):
    """How text is set: the name of its font, its size in points, its colour (red, green, blue from 0 to 255)."""

    font: str
    size: float
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class Word:
    """A word, or one character of a script without spaces: what it is compared by, where it is, how it looks.

    One that is broken at the end of a line has two boxes.
    """

    key: str
    boxes: tuple[Box, ...]
    look: Look

    @property
    def page(self) -> int:
        """The page where it begins."""
        return self.boxes[0].page

    @property
    def width(self) -> float:
        """How wide it is in points."""
        return sum(box.right - box.left for box in self.boxes)


class Picture(NamedTuple):
    """A picture on a page: a digest of what it shows, and where it is."""

    digest: str
    box: Box


@dataclass(frozen=True)
class Pages:
    """All of a PDF: the sizes of its pages, its words in order, those in the heads and feet by page, its pictures."""

    sizes: tuple[tuple[float, float], ...]
    words: tuple[Word, ...]
    furniture: tuple[tuple[Word, ...], ...]
    pictures: tuple[Picture, ...] = ()

    def furniture_boxes(self) -> Iterator[Box]:
        """Yield where the words in the heads and feet are."""
        for words in self.furniture:
            for word in words:
                yield from word.boxes


def read(pdf: bytes) -> Pages:
    """Return what is on the pages of a PDF."""
    with opened(pdf) as document:
        sizes = tuple(document.get_page_size(number) for number in range(len(document)))
        pages = [list(_words(document[number], number)) for number in range(len(document))]
        pictures = tuple(picture for number in range(len(document)) for picture in _pictures(document[number], number))
    pages, furniture = _without_furniture(pages)
    return Pages(sizes, tuple(word for words in pages for word in words), furniture, pictures)


def _words(page: pypdfium2.PdfPage, number: int) -> Iterator[Word]:
    """Yield the words of a page in the order of its text."""
    text = page.get_textpage()
    height = page.get_height()
    chars, boxes, look = "", list[Box](), None
    for at in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text, at))
        if char.isspace() or char == "\0":
            if chars:
                yield _word(chars, boxes, look)
                chars, boxes = "", []
            continue
        left, bottom, right, top = text.get_charbox(at, loose=True)
        box = Box(number, left, height - top, right, height - bottom)
        if chars and (_ALONE.match(char) or _ALONE.match(chars[-1]) or _is_apart(boxes[-1], box)):
            yield _word(chars, boxes, look)
            chars, boxes = "", []
        if boxes and not (chars[-1] in _BREAKS and not box.is_on_line_of(boxes[-1])):
            boxes[-1] = boxes[-1].around(box)
        else:
            boxes.append(box)
        look = look if chars else _look(text, at)
        chars += char
    if chars:
        yield _word(chars, boxes, look)


def _is_apart(box: Box, following: Box) -> bool:
    """Return whether there is a space between two characters of a line, which PDFium does not always tell."""
    return box.is_on_line_of(following) and following.left - box.right > _SPACE * (following.bottom - following.top)


def _word(chars: str, boxes: list[Box], look: Look | None) -> Word:
    key = unicodedata.normalize("NFC", chars)
    return Word(re.sub(f"[{_HYPHENS}]", "", key) or key, tuple(boxes), look or Look("", 0, (0, 0, 0)))


def _look(text: pypdfium2.PdfTextPage, at: int) -> Look:
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, at, name, 200, ctypes.byref(flags))
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFText_GetFillColor(text, at, *parts)
    red, green, blue = (part.value for part in parts[:3])
    font = re.sub(r"^[A-Z]{6}\+", "", name.value.decode("utf-8", "replace"))
    return Look(font, round(pdfium.FPDFText_GetFontSize(text, at), 1), (red, green, blue))


def _pictures(page: pypdfium2.PdfPage, number: int) -> Iterator[Picture]:
    """Yield the pictures on a page, such as a photo; each by the bytes that it is made of."""
    height = page.get_height()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        size = pdfium.FPDFImageObj_GetImageDataRaw(item, None, 0)
        data = ctypes.create_string_buffer(size)
        pdfium.FPDFImageObj_GetImageDataRaw(item, data, size)
        yield Picture(sha256(data.raw).hexdigest(), Box(number, left, height - top, right, height - bottom))


def _without_furniture(pages: list[list[Word]]) -> tuple[list[list[Word]], tuple[tuple[Word, ...], ...]]:
    """Return the words of pages without those of heads and feet, and these, by page, with # for each number.

    A head or a foot is a first or last line that stands at the same height on another page and says the same, but for
    the numbers.
    """
    ends = [list(_ends(words)) for words in pages]
    seen = Counter((*place, text) for lines in ends for place, text, _ in lines)
    body, furniture = [], []
    for words, lines in zip(pages, ends, strict=True):
        taken = {at for place, text, span in lines if seen[(*place, text)] > 1 for at in span}
        body.append([word for at, word in enumerate(words) if at not in taken])
        furniture.append(tuple(replace(words[at], key=_numberless(words[at].key)) for at in sorted(taken)))
    return body, tuple(furniture)


def _ends(words: list[Word]) -> Iterator[tuple[tuple[str, int], str, range]]:
    """Yield the first and the last line of a page: at which end and height, what it says, which words it has."""
    if not words:
        return
    first = next(
        (at for at, word in enumerate(words) if not word.boxes[0].is_on_line_of(words[0].boxes[0])), len(words)
    )
    last = len(words) - 1
    while last > 0 and words[last - 1].boxes[0].is_on_line_of(words[-1].boxes[0]):
        last -= 1
    for end, span in (("head", range(first)), ("foot", range(last, len(words)))):
        said = " ".join(_numberless(words[at].key) for at in span)
        yield (end, round(words[span[0]].boxes[0].top / 4)), said, span


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", text)
