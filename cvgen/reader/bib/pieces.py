"""The values of fields: pieces in braces or quotes, numbers and macros, joined by `#`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cvgen.diagnostics import Origin
from cvgen.patterns import pattern
from cvgen.reader.problems import Problems, did_you_mean, similar

MONTHS = {
    name[:3].lower(): name
    for name in [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
}
_SIGNS = pattern(r'[{}"]')


class Values:
    """Puts the pieces of values together."""

    def __init__(self, problems: Problems, macros: Mapping[str, str]) -> None:
        self.problems, self.macros = problems, macros

    def joined(self, raw: str, origin: Origin) -> str:
        """Return what a value stands for: pieces in braces or quotes, numbers and macros, joined by `#`."""
        if raw.isdigit() or (raw[:1] + raw[-1:] == "{}" and raw.count("{") == 1):
            return raw.strip("{}")
        return "".join(self._piece(piece, origin) for piece in _pieces(raw))

    def _piece(self, piece: str, origin: Origin) -> str:
        if not piece or piece[:1] in '{"' or re.search(r"\s", piece):
            return self._text(piece, origin)
        if piece.isdigit():
            return piece
        known = self.macros.get(piece.lower())
        if known is None:
            near = similar(piece, self.macros)
            hint = did_you_mean(piece, self.macros) if near else "put a text into braces: {…}"
            place = self.problems.find(origin, piece, origin.line)
            self.problems.error(place, f"there is no @string '{piece}'", "bib", hint)
        return known or ""

    def _text(self, piece: str, origin: Origin) -> str:
        """Return what stands between braces or quotes; what follows them is a field without its comma."""
        end = _end(piece)
        rest = piece[end:].strip()
        if rest or not end:
            place = self.problems.find(origin, rest.split("\n")[0], origin.line + 30) if rest else origin
            message = "a comma is missing before this" if rest else "this field has no value"
            self.problems.error(place, message, "bib", "write {…}, behind each value" if rest else "write {…}")
        return piece[1 : end - 1]


def _end(piece: str) -> int:
    """Return where the braces or the quotes close with which a piece starts, or where its first word ends."""
    if piece[:1] not in ("{", '"'):
        return len(piece.split(maxsplit=1)[0]) if piece.split() else 0
    depth, closing = 0, "}" if piece[0] == "{" else '"'
    for sign in _SIGNS.finditer(piece):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if not depth and sign.start() and sign[0] == closing:
            return sign.end()
    return len(piece)


def _pieces(raw: str) -> Iterator[str]:
    """Yield the pieces of a value, at each `#` that is not within braces or quotes."""
    if "#" not in raw:
        yield raw.strip()
        return
    depth, quoted, start = 0, False, 0
    for at, char in enumerate(raw):
        if char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == '"' and not depth:
            quoted = not quoted
        elif char == "#" and not depth and not quoted:
            yield raw[start:at].strip()
            start = at + 1
    yield raw[start:].strip()
