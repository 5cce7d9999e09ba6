r"""The font from which pdfTeX takes real word spaces (`\pdfinterwordspaceon`): one empty glyph in slot 32.

pdfTeX sets no space characters: a gap between words is only a movement, and some programs that read PDFs then glue
words together. With this font every gap between words is a character that can be copied.
"""

from __future__ import annotations

import struct

from cvgen.fonts.tfm import Box, write_tfm

# pdfTeX parses the encoding by lines, so each entry must stand on a line of its own.
_CLEAR = b"""%!PS-AdobeFont-1.0: CVSpace 001.000
11 dict begin
/FontInfo 2 dict dup begin /version (001.000) readonly def /isFixedPitch false def end readonly def
/FontName /CVSpace def
/PaintType 0 def
/FontType 1 def
/FontMatrix [0.001 0 0 0.001 0 0] readonly def
/Encoding 256 array
0 1 255 {1 index exch /.notdef put} for
dup 32 /space put
readonly def
/FontBBox {0 0 0 0} readonly def
currentdict end
currentfile eexec
"""
_PRIVATE = b"""dup /Private 8 dict dup begin
/RD {string currentfile exch readstring pop} executeonly def
/ND {noaccess def} executeonly def
/NP {noaccess put} executeonly def
/BlueValues [] def
/MinFeature {16 16} def
/password 5839 def
/lenIV 4 def
2 index /CharStrings 2 dict dup begin
/.notdef %(size)d RD %(glyph)s ND
/space %(size)d RD %(glyph)s ND
end
end
readonly put
noaccess put
dup /FontName get exch definefont pop
mark currentfile closefile
"""
_WIDTH = 250  # thousandths of an em
_EEXEC_KEY, _CHARSTRING_KEY = 55665, 4330  # Adobe Type 1 Font Format, chapter 7


def space_font() -> dict[str, bytes]:
    """Return `pdftexspace.pfb` and `pdftexspace.tfm`; pdfTeX looks for the font under this name."""
    from fontTools.misc import eexec
    from fontTools.misc.psCharStrings import T1CharString

    charstring = T1CharString(program=[0, _WIDTH, "hsbw", "endchar"])
    charstring.compile()
    glyph, _ = eexec.encrypt(bytes(4) + charstring.bytecode, _CHARSTRING_KEY)
    private, _ = eexec.encrypt(bytes(4) + _PRIVATE % {b"size": len(glyph), b"glyph": glyph}, _EEXEC_KEY)
    trailer = (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"
    segments = ((1, _CLEAR), (2, private), (1, trailer))
    pfb = b"".join(b"\x80" + bytes([kind]) + struct.pack("<I", len(data)) + data for kind, data in segments)
    box = Box(_WIDTH / 1000, 0, 0)
    return {
        "pdftexspace.pfb": pfb + b"\x80\x03",
        "pdftexspace.tfm": write_tfm({32: box}, {}, space=_WIDTH / 1000, x_height=0.4),
    }
