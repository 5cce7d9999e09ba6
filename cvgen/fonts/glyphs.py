"""Glyphs: what a face draws for a cluster, as an outline, a box and kerning. HarfBuzz does the shaping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cvgen.fonts.faces import Face
from cvgen.fonts.tfm import Box
from cvgen.frozen import record

EM = 1000  # units per em of the fonts that we write
_NO_LIGATURES = {"kern": True, "liga": False, "clig": False, "calt": False, "dlig": False}


@record(frozen=True)
class Glyph:
    """A cluster (most are one character), and the face that draws it."""

    text: str
    face: Face

    @property
    def name(self) -> str:
        """Its name in the font."""
        return self.name_of(self.text)

    @staticmethod
    def name_of(text: str) -> str:
        """Return the name from which PDFs derive a cluster's characters (Adobe Glyph List Specification, section 2).

        `uniXXXX`, `uXXXXX` beyond the Basic Multilingual Plane, and `uXXXX_uXXXX` for a cluster.
        """
        if len(text) > 1:
            return "_".join(f"u{ord(char):04X}" for char in text)
        return f"uni{ord(text):04X}" if ord(text) <= 0xFFFF else f"u{ord(text):05X}"


@record(frozen=True)
class Outline:
    """A drawn glyph: its cluster, its TrueType outline and its advance, in 1/1000 em."""

    text: str
    contours: Any
    advance: int

    @property
    def box(self) -> Box:
        """Its size in units of the font size."""
        top, bottom = getattr(self.contours, "yMax", 0), getattr(self.contours, "yMin", 0)
        return Box(self.advance / EM, max(top, 0) / EM, max(-bottom, 0) / EM)


def draw(glyph: Glyph) -> Outline:
    """Return the outline of a glyph; a cluster of several becomes one, with every mark in its place."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    font, scale = glyph.face.font, EM / glyph.face.units_per_em
    pen = TTGlyphPen(None)
    # PostScript outlines are cubic and run the other way round; TrueType's pass through unchanged.
    to_quadratic = Cu2QuPen(pen, max_err=0.6, reverse_direction=False)
    advance = 0.0
    for index, x, y, width in shape(glyph.text, glyph.face):
        place = ((advance + x) * scale, y * scale)
        font.draw_glyph_with_pen(index, TransformPen(to_quadratic, (scale, 0, 0, scale, *place)))
        advance += width
    contours = pen.glyph()
    contours.recalcBounds(None)
    return Outline(glyph.text, contours, max(round(advance * scale), 0))


def shape(text: str, face: Face) -> list[tuple[int, int, int, int]]:
    """Return the glyphs of a cluster as (index, x offset, y offset, advance), in units of the face."""
    font = face.font
    if len(text) == 1:
        index = font.get_nominal_glyph(ord(text)) or 0
        return [(index, 0, 0, font.get_glyph_h_advance(index))]
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    uharfbuzz.shape(font, buffer)
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, at.x_offset, at.y_offset, at.x_advance) for info, at in pairs]


def kerns_of(glyphs: Mapping[int, Glyph]) -> dict[tuple[int, int], float]:
    """Return the kerning between all pairs of slots, in em, as HarfBuzz sets it.

    For each left character one string is shaped that alternates it with every right one: each advance of the left
    character then holds one pair's kerning.
    """
    import uharfbuzz

    letters = [(slot, glyph) for slot, glyph in glyphs.items() if _has_kerning(glyph.text)]
    result: dict[tuple[int, int], float] = {}
    for slot, left in letters:
        face = left.face
        partners = [(other, glyph.text) for other, glyph in letters if glyph.face is face]
        buffer = uharfbuzz.Buffer()
        buffer.add_str("".join(left.text + char for _, char in partners))
        buffer.guess_segment_properties()
        uharfbuzz.shape(face.font, buffer, _NO_LIGATURES)
        positions = buffer.glyph_positions
        if len(positions) != 2 * len(partners):  # some characters joined into one glyph: no pairs to read off
            continue
        plain = face.font.get_glyph_h_advance(face.font.get_nominal_glyph(ord(left.text)))
        for (other, _), position in zip(partners, positions[::2], strict=True):
            kern = (position.x_advance - plain) / face.units_per_em
            if abs(kern) >= 0.002:
                result[slot, other] = kern
    return result


def _has_kerning(text: str) -> bool:
    """Single letters have it; Chinese, Japanese and Korean characters stand on a grid."""
    return len(text) == 1 and text != " " and ord(text) < 0x2E80


def space_of(face: Face) -> float:
    """Return the width of a face's word space in em."""
    index = face.font.get_nominal_glyph(ord(" "))
    return float(face.font.get_glyph_h_advance(index) / face.units_per_em) if index else 0.25
