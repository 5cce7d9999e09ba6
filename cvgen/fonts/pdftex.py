r"""Turn OpenType faces into a font that pdfTeX can load: a TrueType file, an encoding vector and a TFM.

Glyphs are named `uniXXXX`, from which pdfTeX derives an exact ToUnicode map (`\pdfgentounicode=1`), so that text can
be copied out of the PDF. Kerning is what HarfBuzz makes of each pair of characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from cvgen.fonts.faces import Face
from cvgen.fonts.tfm import Box, write_tfm

_EM = 1000  # units per em of the fonts that we write
_NO_LIGATURES = {"kern": True, "liga": False, "clig": False, "calt": False, "dlig": False}


@dataclass(frozen=True)
class Glyph:
    """A character, and the face that draws it."""

    char: str
    face: Face

    @property
    def name(self) -> str:
        """Its name in the font: `uniXXXX`, or `uXXXXX` beyond the Basic Multilingual Plane."""
        code = ord(self.char)
        return f"uni{code:04X}" if code <= 0xFFFF else f"u{code:05X}"


def make_font(glyphs: Mapping[int, Glyph], name: str) -> dict[str, bytes]:
    """Return the files of a font, `<name>.ttf`, `<name>.enc` and `<name>.tfm`, with `glyphs` in their slots."""
    outlines, boxes = _draw(glyphs)
    kerns = _kerns(glyphs)
    space = _advance(next(iter(glyphs.values())).face, " ") or 0.25
    x_box = next((boxes[slot] for slot, glyph in glyphs.items() if glyph.char == "x"), None)
    tfm = write_tfm(boxes, kerns, space=space, x_height=x_box.height if x_box else 0.45)
    return {f"{name}.ttf": _truetype(outlines, name), f"{name}.enc": _vector(glyphs, name), f"{name}.tfm": tfm}


def _draw(glyphs: Mapping[int, Glyph]) -> tuple[dict[str, tuple[str, Any, int]], dict[int, Box]]:
    """Return name -> (character, TrueType outline, advance), and the box of each slot."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    outlines: dict[str, tuple[str, Any, int]] = {}
    boxes: dict[int, Box] = {}
    for slot, glyph in glyphs.items():
        font, scale = glyph.face.font, _EM / glyph.face.units_per_em
        index = font.get_nominal_glyph(ord(glyph.char))
        pen = TTGlyphPen(None)
        # PostScript outlines are cubic and run the other way round; TrueType's pass through unchanged.
        to_quadratic = Cu2QuPen(pen, max_err=0.6, reverse_direction=False)
        font.draw_glyph_with_pen(index, TransformPen(to_quadratic, (scale, 0, 0, scale, 0, 0)))
        advance = round(font.get_glyph_h_advance(index) * scale)
        outline = pen.glyph()
        outlines[glyph.name] = (glyph.char, outline, advance)
        outline.recalcBounds(None)
        top, bottom = getattr(outline, "yMax", 0), getattr(outline, "yMin", 0)
        boxes[slot] = Box(advance / _EM, max(top, 0) / _EM, max(-bottom, 0) / _EM)
    return outlines, boxes


def _kerns(glyphs: Mapping[int, Glyph]) -> dict[tuple[int, int], float]:
    """Return the kerning between all pairs of slots, in em, as HarfBuzz sets it.

    For each left character one string is shaped that alternates it with every right one: each advance of the left
    character then holds one pair's kerning.
    """
    import uharfbuzz

    letters = [(slot, glyph) for slot, glyph in glyphs.items() if glyph.char != " " and not _is_wide(glyph.char)]
    result: dict[tuple[int, int], float] = {}
    for slot, left in letters:
        face = left.face
        partners = [(other, glyph.char) for other, glyph in letters if glyph.face is face]
        buffer = uharfbuzz.Buffer()
        buffer.add_str("".join(left.char + char for _, char in partners))
        buffer.guess_segment_properties()
        uharfbuzz.shape(face.font, buffer, _NO_LIGATURES)
        positions = buffer.glyph_positions
        if len(positions) != 2 * len(partners):  # some characters joined into one glyph: no pairs to read off
            continue
        plain = face.font.get_glyph_h_advance(face.font.get_nominal_glyph(ord(left.char)))
        for (other, _), position in zip(partners, positions[::2], strict=True):
            kern = (position.x_advance - plain) / face.units_per_em
            if abs(kern) >= 0.002:
                result[slot, other] = kern
    return result


def _is_wide(char: str) -> bool:
    """Chinese, Japanese and Korean characters stand on a grid and have no kerning."""
    return ord(char) >= 0x2E80


def _advance(face: Face, char: str) -> float:
    index = face.font.get_nominal_glyph(ord(char))
    return face.font.get_glyph_h_advance(index) / face.units_per_em if index else 0.0


def _truetype(outlines: Mapping[str, tuple[str, Any, int]], name: str) -> bytes:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *outlines])
    builder.setupCharacterMap({ord(char): glyph for glyph, (char, _, _) in outlines.items()})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **{glyph: out for glyph, (_, out, _) in outlines.items()}})
    metrics = {glyph: (advance, getattr(outline, "xMin", 0)) for glyph, (_, outline, advance) in outlines.items()}
    builder.setupHorizontalMetrics({".notdef": (_EM // 2, 0), **metrics})
    builder.setupHorizontalHeader(ascent=900, descent=-250)
    builder.setupNameTable(
        {"familyName": name, "styleName": "Regular", "fullName": name, "psName": postscript_name(name)}
    )
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-250)
    builder.setupPost(keepGlyphNames=True)
    builder.updateHead(created=0, modified=0)  # the same bytes at any time
    builder.font.recalcTimestamp = False
    file = BytesIO()
    builder.save(file)
    return file.getvalue()


def _vector(glyphs: Mapping[int, Glyph], name: str) -> bytes:
    names = [glyphs[slot].name if slot in glyphs else ".notdef" for slot in range(256)]
    lines = "".join(f"/{glyph}\n" for glyph in names)
    return f"/{postscript_name(name)}Encoding [\n{lines}] def\n".encode()


def postscript_name(name: str) -> str:
    """Return the PostScript name of the font in `<name>.ttf`: "cvserif-b" is CV-serif-b.

    The names are our own, because "Source" is reserved for the unmodified fonts (SIL Open Font License, clause 3).
    """
    return "CV-" + name.removeprefix("cv")
