"""What is known of a PDF's fonts: how wide glyphs are, and which characters they stand for; and a font of spaces."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

SPACES = "CVSpace"  # the font whose only glyph is a space
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end", re.DOTALL)
APART = 130.0  # 1/1000 em: what is so far apart may be two words
_DIGITS = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|\[|\]")

Read = tuple[list[str], float, float]
"""The characters of what is shown, how far the pen moves for it, and how far before the first, in 1/1000 em."""


class Font:
    """A font: the width of each code in 1/1000 em, and its characters (from `ToUnicode`, PDF 1.7, 9.10.3).

    `size` is the number of bytes of a code: 1, or 2 in composite fonts, whose encoding is Identity-H.
    """

    def __init__(self, font: Any) -> None:
        self.size = 2 if font.get("/Subtype") == "/Type0" else 1
        self.is_space = font.get("/FirstChar") == font.get("/LastChar") == 32  # pdfTeX's own, or `space_font`
        unicode = font.get("/ToUnicode")
        found = dict(_characters(unicode.read_bytes())) if unicode is not None else {}
        characters = {code: found.get(code, "") for code in range(256)} | found
        if self.is_space:
            characters[32] = " "
        if self.size == 1:
            listed = font.get("/Widths")
            # As text they are read ten times as fast as one by one.
            numbers = listed.unparse(resolved=True).strip(b"[ ]").split() if listed is not None else ()
            widths = dict(enumerate(map(float, numbers), int(font.get("/FirstChar", 0))))
            usual = 0.0
        else:
            inner = font["/DescendantFonts"][0]
            widths = dict(_composite_widths(inner.get("/W") or ()))
            usual = float(inner.get("/DW", 1000))
        self.known: dict[bytes, Read] = {}  # what was shown in it already
        self._characters = characters
        self._width = defaultdict(lambda: usual, widths).__getitem__

    def read(self, data: bytes) -> tuple[str, float]:
        """Return the characters of a string, and how far the pen moves for it, in 1/1000 em."""
        if self.size == 1:
            return data.decode("latin-1").translate(self._characters), sum(map(self._width, data))
        codes = [first << 8 | second for first, second in zip(data[::2], data[1::2], strict=False)]
        return "".join([self._characters.get(code, "") for code in codes]), sum(map(self._width, codes))

    def word(self, shown: bytes) -> Read | None:
        """Return what an array or a string says as it stands in a PDF, or None if that may be more than a word."""
        known = self.known.get(shown)  # words come again
        if known is None and b"\\" not in shown and b"<" not in shown:
            pieces = shown.strip(b"[]").replace(b"(", b")").split(b")")  # kern, letters, kern, letters, kern
            kerns = [float(kern) for kern in pieces[::2] if kern.strip()]
            if min(kerns, default=0.0) > -APART:
                text, width = self.read(b"".join(pieces[1::2]))
                known = self.known[shown] = [text], width - sum(kerns), -float(pieces[0].strip() or 0)
        return known


def space_font(pdf: pikepdf.Pdf) -> Any:
    """Return a new font whose only glyph is a space without ink or width (PDF 1.7, 9.6.5), for engines without one."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /CVSpace def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfchar <20> <0020> endbfchar\n"
        b"endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            Name=Name(f"/{SPACES}"),
            FontBBox=Array([0, 0, 0, 0]),
            FontMatrix=Array([Decimal("0.001"), 0, 0, Decimal("0.001"), 0, 0]),
            CharProcs=Dictionary(space=pdf.make_stream(b"0 0 d0")),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([32, Name.space])),
            FirstChar=32,
            LastChar=32,
            Widths=Array([0]),
            Resources=Dictionary(),
            ToUnicode=pdf.make_stream(cmap),
            FontDescriptor=pdf.make_indirect(
                Dictionary(Type=Name.FontDescriptor, FontName=Name(f"/{SPACES}"), Flags=4, ItalicAngle=0)
            ),
        )
    )


def _characters(cmap: bytes) -> Iterator[tuple[int, str]]:
    """Yield the codes of a CMap and their characters."""
    for kind, body in _SECTION.findall(cmap):
        if kind == b"bfchar":
            pairs = iter(_DIGITS.findall(body))
            yield from ((int(code, 16), _utf16(value)) for code, value in zip(pairs, pairs, strict=False))
            continue
        values = [match[1] if match[1] is not None else match[0] for match in _HEX.finditer(body)]
        at = 0
        while at + 1 < len(values):
            first = int(values[at], 16)
            if values[at + 2] == b"[":
                end = values.index(b"]", at)
                yield from ((first + number, _utf16(value)) for number, value in enumerate(values[at + 3 : end]))
                at = end + 1
            else:
                start = _utf16(values[at + 2])
                last = int(values[at + 1], 16)
                yield from ((code, start[:-1] + chr(ord(start[-1]) + code - first)) for code in range(first, last + 1))
                at += 3


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")


def _composite_widths(array: Any) -> Iterator[tuple[int, float]]:
    """Yield the widths of a composite font: `c [w w …]`, or `first last w` (PDF 1.7, 9.7.4.3)."""
    values = list(array)
    at = 0
    while at + 1 < len(values):
        first = int(values[at])
        try:
            listed = list(values[at + 1])
        except TypeError:
            yield from ((code, float(values[at + 2])) for code in range(first, int(values[at + 1]) + 1))
            at += 3
        else:
            yield from ((first + number, float(width)) for number, width in enumerate(listed))
            at += 2
