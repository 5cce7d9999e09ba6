"""Drawn glyphs → a TrueType font file, the same bytes at any time."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from cvgen.fonts.glyphs import EM, Outline


def truetype(outlines: Mapping[str, Outline], name: str, features: str = "") -> bytes:
    """Return a font with `outlines` by glyph name. `features` are OpenType features in Adobe's feature file syntax."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *outlines])
    builder.setupCharacterMap({ord(out.text): glyph for glyph, out in outlines.items() if len(out.text) == 1})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), **{glyph: out.contours for glyph, out in outlines.items()}})
    metrics = {glyph: (out.advance, getattr(out.contours, "xMin", 0)) for glyph, out in outlines.items()}
    builder.setupHorizontalMetrics({".notdef": (EM // 2, 0), **metrics})
    builder.setupHorizontalHeader(ascent=900, descent=-250)
    builder.setupNameTable(
        {"familyName": name, "styleName": "Regular", "fullName": name, "psName": postscript_name(name)}
    )
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-250)
    builder.setupPost(keepGlyphNames=True)
    if features:
        builder.addOpenTypeFeatures(features)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    file = BytesIO()
    builder.save(file)
    return file.getvalue()


def postscript_name(name: str) -> str:
    """Return the PostScript name of the font in `<name>.ttf`: "cvserif-b" is CV-serif-b.

    The names are our own, because "Source" is reserved for the unmodified fonts (SIL Open Font License, clause 3).
    """
    return "CV-" + name.removeprefix("cv")
