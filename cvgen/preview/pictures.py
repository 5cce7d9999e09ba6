"""Pages of a PDF as pictures, and where the pieces stand that its tags number. PDFium draws them.

The module imports pypdfium2 and Pillow; it is imported where it is used.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, as parts of the page's width and height, from its upper left corner."""

MAX_WIDTH = 5000  # pixels of a picture
_alone = Lock()  # PDFium does one thing at a time


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF, with PDFium to itself as long as it is open."""
    with _alone:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def sizes_of(pdf: bytes) -> list[tuple[float, float]]:
    """Return the width and the height of each page, in points."""
    with opened(pdf) as document:
        return [document.get_page_size(page) for page in range(len(document))]


def picture_of(pdf: bytes, page: int, width: int, *, effort: int = 1) -> bytes:
    """Return a page (they count from 0) as a PNG, so many pixels wide. Raises IndexError if there is no such page.

    `effort` from 0 to 9 makes it smaller and takes longer: 1 is for what goes no farther than the next program.
    """
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise IndexError(page)
        drawn = document[page]
        image = drawn.render(scale=min(width, MAX_WIDTH) / drawn.get_width()).to_pil()
    done = BytesIO()
    image.convert("RGB").save(done, "PNG", compress_level=effort)
    return done.getvalue()


def boxes_of(pdf: bytes) -> dict[tuple[int, int], Box]:
    """Return the box around each piece of marked content, by the numbers of its page (from 0) and its own."""
    found: dict[tuple[int, int], Box] = {}
    with opened(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            for item in page.get_objects(max_depth=1):
                content = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
                if content >= 0 and item.type in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE):
                    left, bottom, right, top = _bounds(item)
                    box = (left / width, 1 - top / height, right / width, 1 - bottom / height)
                    found[number, content] = around(found.get((number, content), box), box)
    return found


def around(one: Box, other: Box) -> Box:
    """Return the box around two."""
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _bounds(item: pypdfium2.PdfObject) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item.raw, *map(ctypes.byref, sides))
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top
