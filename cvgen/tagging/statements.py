"""The statements of a content stream, and the strings in them."""

from __future__ import annotations

import re

# What matters of a content stream (PDF 1.7, 7.8.2). What comes often is read as a whole, operands and operator.
_LITERAL = rb"\((?:[^()\\]++|\\.)*+\)"
_STRING = _LITERAL + rb"|<[0-9A-Fa-f\s]*+>(?!>)"
_ARRAY = rb"\[(?:" + _LITERAL + rb"|<[0-9A-Fa-f\s]*+>|[^\]()<]++)*+\]"
# Possessive throughout: what has matched is not tried in another way.
STATEMENT = re.compile(
    rb"""/(?P<blank_font>\S++)\s++(?P<blank_size>[\d.]++)\s++Tf\s*+(?P<blank_show>
        (?P<blank_text>\[\(\ \)\]|\(\ \))\s*+T[Jj])\s*+/(?P<next_font>\S++)\s++(?P<next_size>[\d.]++)\s++Tf\b(?P<blank>)
    |(?:(?P<x>[-+.\d]++)\s++(?P<y>[-+.\d]++)\s++Td\s*+)?(?P<text>"""
    + _ARRAY
    + rb"|"
    + _STRING
    + rb""")\s*+(?P<show>T[Jj]\b)?
    |(?P<left>[-+.\d]++)\s++(?P<up>[-+.\d]++)\s++(?P<move>Td)\b
    |/(?P<name>[^\s/()<>\[\]{}%]*+)(?:\s++(?P<size>[-+.\d]++)\s++(?P<font>Tf)\b|\s++(?P<mark>MP)\b)?
    |(?:[-+.\d][-+.\d\s]*+)?+(?P<operator>[A-Za-z'"*]++[01]?)
    |[-+.\d][-+.\d\s]*+|<<|>>|%[^\r\n]*+""",
    re.VERBOSE | re.DOTALL,
)
# Words of one font on one line, as pdfTeX writes them with its spaces: that is what most of a page is.
_NUMBER = rb"[-+.\d]++"
_BLANK = rb"/\S++\s++[\d.]++\s++Tf\s*+(?:\[\(\ \)\]|\(\ \))\s*+T[Jj]\s*+"
_WORD = rb"\s++" + _NUMBER + rb"\s++0\s++Td\s*+" + _ARRAY + rb"\s*+TJ\b"
RUN = re.compile(
    rb"(?P<first>(?:" + _NUMBER + rb"\s++" + _NUMBER + rb"\s++Td\s*+)?(?P<text>" + _ARRAY + rb")\s*+TJ\b)"
    rb"(?P<others>"
    + _BLANK
    + rb"/(?P<name>\S++)\s++(?P<size>[\d.]++)\s++Tf"
    + _WORD
    + rb"(?:"
    + _BLANK
    + rb"/(?P=name)\s++(?P=size)\s++Tf"
    + _WORD
    + rb")*+)",
    re.DOTALL,
)
WORD = re.compile(rb"Tf\s++([-+.\d]++)\s++0\s++Td\s*+(" + _ARRAY + rb")", re.DOTALL)
PIECE = re.compile(rb"\(((?:[^()\\]++|\\.)*+)\)|<([0-9A-Fa-f\s]*+)>|([-+.\d]++)", re.DOTALL)
# What begins an artifact (PDF 1.7, 14.8.2.2): of the layout, of the head or the foot of a page.
ARTIFACTS = {
    "L": b"/Artifact <</Type/Layout>> BDC\n",
    "H": b"/Artifact <</Type/Pagination/Subtype/Header/Attached[/Top]>> BDC\n",
    "F": b"/Artifact <</Type/Pagination/Subtype/Footer/Attached[/Bottom]>> BDC\n",
}
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def string(raw: bytes) -> bytes:
    """Return the bytes of a string as it stands in a PDF, in brackets of either kind (PDF 1.7, 7.3.4)."""
    if raw.startswith(b"<"):
        digits = b"".join(raw[1:-1].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return literal(raw[1:-1])


def literal(body: bytes) -> bytes:
    """Return the bytes of a string between its parentheses."""
    return _ESCAPE.sub(_unescaped, body) if b"\\" in body else body


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 255]) if match[1] else _LETTERS.get(match[2], match[2])
