"""Pages with their changes marked, as pictures: by shape and by colour, so that neither is needed to see them.

The colours are two of those that people with any colour vision tell apart (Okabe and Ito, "Color Universal Design").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFont, PngImagePlugin

from cvgen.diff.looking import ADDED, DIFFERENT, MARKS, MOVED, NEW, OLD, REMOVED, Looking, Mark
from cvgen.diff.pages import Box
from cvgen.preview.pictures import opened

SOFTWARE = "cvgen diff"
"""What a picture says that it was made by, so that it is known again."""
SCALE = 1.5  # pixels per point: 108 dpi
COLOURS = {ADDED: (0, 114, 178), REMOVED: (213, 94, 0), MOVED: (110, 60, 140), DIFFERENT: (0, 120, 90)}
_WORDS = {
    ADDED: "underlined: added",
    REMOVED: "struck out: removed",
    MOVED: "dashed: moved",
    DIFFERENT: "framed: looks different",
}
_TINT = 56  # of 255: how much of its colour lies over a word
GAP, BAR = 24, 34
"""Pixels between the pages of a picture, and of the lines above and below them."""
_SAMPLE = 34  # pixels of a mark in the legend
_TABLE, _INK = (226, 228, 232), (40, 44, 52)
_CELL = 8  # pixels: nearer than that, two places that differ are one
_LEAST = 40  # of 255, by which a pixel must differ
_ROOM = 1.5  # points around such a place


def drawn(pdf: bytes, number: int) -> Image.Image:
    """Return a page of a PDF, from 0, as a picture."""
    with opened(pdf) as document:
        image: Image.Image = document[number].render(scale=SCALE).to_pil()
        return image.convert("RGB")


def mark_areas(found: Looking, old: bytes, new: bytes) -> None:
    """Mark where pages of two PDFs differ that have the same words, and nothing else that is marked already.

    If all words of a CV are the same, what has moved was moved by its design, and is marked; else it was pushed along.
    """
    words_changed = any(mark.kind != DIFFERENT for mark in found.marks)
    marked = {(mark.side, mark.box.page) for mark in found.marks}
    for page in sorted(found.still if words_changed else found.same):
        if {(OLD, page), (NEW, page)} & marked:
            continue
        for box in areas(drawn(old, page), drawn(new, page), page, found.furniture):
            found.pairs[page, page] += 1
            found.marks += [Mark(side, DIFFERENT, box) for side in (OLD, NEW)]


def areas(old: Image.Image, new: Image.Image, page: int, apart_from: Iterable[Box] = ()) -> list[Box]:
    """Return where two pictures of a page differ: rows of it, each as wide as what differs in it."""
    if old.size != new.size:
        size = min(old.width, new.width), min(old.height, new.height)
        return [Box(page, 0, 0, size[0] / SCALE, size[1] / SCALE)]
    differs = ImageChops.difference(old, new).convert("L").point([0] * _LEAST + [255] * (256 - _LEAST))
    for box in apart_from:
        if box.page == page:
            differs.paste(0, _pixels(box))
    found: list[Box] = []
    top: int | None = None
    for at in range(0, old.height + _CELL, _CELL):
        row = differs.crop((0, at, old.width, min(at + _CELL, old.height))) if at < old.height else None
        is_other = row is not None and row.getbbox() is not None
        if is_other and top is None:
            top = at
        elif not is_other and top is not None:
            sides = differs.crop((0, top, old.width, min(at, old.height))).getbbox()
            assert sides is not None  # for a row of it differs
            left, upper, right, lower = (side / SCALE for side in sides)
            above = top / SCALE
            found.append(Box(page, left - _ROOM, above + upper - _ROOM, right + _ROOM, above + lower + _ROOM))
            top = None
    return found


def side_by_side(
    old: Image.Image | None, new: Image.Image | None, captions: tuple[str, str], marks: Iterable[Mark]
) -> bytes:
    """Return a page as it was and as it is, side by side, with what is to be marked on them, as a PNG.

    `marks` are those of these two pages.
    """
    marks = list(marks)
    shown = [
        (_marked(page, [mark for mark in marks if mark.side == side]), caption)
        for page, caption, side in zip((old, new), captions, (OLD, NEW), strict=True)
        if page is not None
    ]
    width = sum(page.width for page, _ in shown) + GAP * (len(shown) + 1)
    sheet = Image.new("RGB", (width, max(page.height for page, _ in shown) + 2 * BAR + GAP // 2), _TABLE)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(15)
    left = GAP
    for page, caption in shown:
        pen.text((left, BAR / 2), caption, _INK, font, anchor="lm")
        sheet.paste(page, (left, BAR))
        left += page.width + GAP
    _legend(sheet, [kind for kind in MARKS if any(mark.kind == kind for mark in marks)], font)
    about = PngImagePlugin.PngInfo()
    about.add_text("Software", SOFTWARE)
    done = BytesIO()
    sheet.save(done, "PNG", pnginfo=about, compress_level=6)
    return done.getvalue()


def _legend(sheet: Image.Image, kinds: Sequence[str], font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> None:
    """Say below the pages what the marks mean, each with one."""
    left, middle = GAP, sheet.height - BAR / 2
    pen = ImageDraw.Draw(sheet)
    for kind in kinds:
        sample = (left, int(middle) - 9, left + _SAMPLE, int(middle) + 9)
        _tint(sheet, sample, kind)
        _shape(pen, sample, kind)
        left += _SAMPLE + 8
        pen.text((left, middle), _WORDS[kind], _INK, font, anchor="lm")
        left += int(pen.textlength(_WORDS[kind], font)) + GAP


def _marked(page: Image.Image, marks: Iterable[Mark]) -> Image.Image:
    """Return a page with marks on it."""
    page = page.copy()
    spots = [(mark.kind, _pixels(mark.box)) for mark in marks]
    for kind, box in spots:
        _tint(page, box, kind)
    pen = ImageDraw.Draw(page)
    for kind, box in spots:
        _shape(pen, box, kind)
    return page


def _pixels(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * SCALE) for side in box[1:])
    return left - 1, top, max(right + 1, left + 3), max(bottom, top + 4)


def _tint(page: Image.Image, box: tuple[int, int, int, int], kind: str) -> None:
    """Lay some colour over a place: a framed one may be large, and keeps its own."""
    if kind in (ADDED, REMOVED):
        box = (max(box[0], 0), max(box[1], 0), min(box[2], page.width), min(box[3], page.height))
        if box[0] < box[2] and box[1] < box[3]:
            place = page.crop(box)
            page.paste(Image.blend(place, Image.new("RGB", place.size, COLOURS[kind]), _TINT / 255), box)


def _shape(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], kind: str) -> None:
    """Draw the line that says of what kind a mark is."""
    left, top, right, bottom = box
    colour = COLOURS[kind]
    if kind == ADDED:
        pen.line((left, bottom - 1, right, bottom - 1), colour, 2)
    elif kind == REMOVED:
        middle = (top + bottom) // 2 + 1
        pen.line((left, middle, right, middle), colour, 2)
    elif kind == DIFFERENT:
        pen.rectangle((left - 2, top - 1, right + 1, bottom), outline=colour, width=2)
    else:
        for start in range(left, right, 8):
            pen.line((start, top, min(start + 4, right), top), colour, 2)
            pen.line((start, bottom, min(start + 4, right), bottom), colour, 2)
        pen.line((left, top, left, bottom), colour, 2)
        pen.line((right, top, right, bottom), colour, 2)
