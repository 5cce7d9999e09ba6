r"""Turn OpenType faces into a font that pdfTeX can load: a TrueType file, an encoding vector and a TFM.

pdfTeX derives an exact ToUnicode map from the names of the glyphs (`\pdfgentounicode=1`), so that text can be copied
out of the PDF. Kerning is what HarfBuzz makes of each pair of characters.
"""

from __future__ import annotations

from collections.abc import Mapping

from cvgen.fonts.glyphs import Glyph, draw, kerns_of, space_of
from cvgen.fonts.tfm import write_tfm
from cvgen.fonts.truetype import postscript_name, truetype


def make_font(glyphs: Mapping[int, Glyph], name: str) -> dict[str, bytes]:
    """Return the files of a font, `<name>.ttf`, `<name>.enc` and `<name>.tfm`, with `glyphs` in their slots."""
    outlines = {slot: draw(glyph) for slot, glyph in glyphs.items()}
    boxes = {slot: outline.box for slot, outline in outlines.items()}
    x_box = next((boxes[slot] for slot, glyph in glyphs.items() if glyph.text == "x"), None)
    space = space_of(next(iter(glyphs.values())).face)
    tfm = write_tfm(boxes, kerns_of(glyphs), space=space, x_height=x_box.height if x_box else 0.45)
    by_name = {glyphs[slot].name: outline for slot, outline in outlines.items()}
    return {f"{name}.ttf": truetype(by_name, name), f"{name}.enc": _vector(glyphs, name), f"{name}.tfm": tfm}


def _vector(glyphs: Mapping[int, Glyph], name: str) -> bytes:
    names = [glyphs[slot].name if slot in glyphs else ".notdef" for slot in range(256)]
    lines = "".join(f"/{glyph}\n" for glyph in names)
    return f"/{postscript_name(name)}Encoding [\n{lines}] def\n".encode()
