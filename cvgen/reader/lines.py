"""The lines of a file in which YAML found no sense: what stands above a place, and how that is indented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvgen.frozen import record
from cvgen.patterns import pattern
from cvgen.reader.slips import KEY

MAX_QUOTED = 60  # characters of a text that are quoted back
_DASHES = pattern(r"- +")

Place = tuple[int, int]
"""A line and a column, counted from 0."""


@record(frozen=True)
class Mistake:
    """A mistake in the syntax: line and column, counted from 1, what it is, and what to do."""

    line: int
    column: int
    message: str
    hint: str = ""


class Lines:
    """The lines of a file."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines

    def text(self, number: int) -> str:
        """Return a line, or an empty one where there is none."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def char_at(self, place: Place) -> str:
        """Return the character at a place, or an empty text."""
        return self.text(place[0])[place[1] : place[1] + 1]

    def above(self, number: int) -> tuple[int, str]:
        """Return the last line above that holds something, or an empty one."""
        while number > 0:
            number -= 1
            text = self.text(number)
            if text.strip() and not text.lstrip().startswith("#"):
                return number, text
        return 0, ""

    @staticmethod
    def indent(text: str) -> int:
        """Return the column of a line's first character, or of its key if it starts with `- `."""
        return KEY.match(text).end()  # type: ignore[union-attr]

    def mistake(self, place: Place, message: str, hint: str = "") -> Mistake:
        """Return a mistake at a place."""
        return Mistake(place[0] + 1, place[1] + 1, message, hint)

    def indent_like(self, number: int) -> str:
        """Return the advice to indent a line like the one above it that it is nearest to."""
        text = self.text(number)
        column = len(text) - len(text.lstrip(" "))
        is_entry = text.lstrip(" ").startswith("- ")
        levels = list(self._levels(number))
        levels = [level for level in levels if level[2] == is_entry] or levels
        if not levels:
            return "what belongs together is indented by the same number of spaces"
        wanted, line, _ = min(levels, key=lambda level: (abs(level[0] - column), -level[0]))
        return f"indent it by {wanted} space{'' if wanted == 1 else 's'}, like line {line + 1}"

    def _levels(self, number: int) -> Iterator[tuple[int, int, bool]]:
        """Yield column, line and whether it is that of a `-`, for what is still open above a line."""
        limit = 1_000
        while limit > 0:
            number, text = self.above(number)
            if not text:
                return
            start = len(text) - len(text.lstrip(" "))
            found = [(start, text[start:].startswith("- "))]
            while dash := _DASHES.match(text, found[-1][0]):
                found.append((dash.end(), text[dash.end() :].startswith("- ")))
            for column, is_dash in reversed(found):
                if column < limit:
                    yield column, number, is_dash
                    limit = column

    def is_closed(self, place: Place) -> bool:
        """Return whether the bracket at a place is closed anywhere; brackets in quotes do not count."""
        text = "\n".join((self.text(place[0])[place[1] :], *self.lines[place[0] + 1 :]))
        depth = 0
        for match in re.finditer(r"""(?<=[\s,:\[{])"(?:\\.|[^"\\])*"|(?<=[\s,:\[{])'[^']*'|[\[{]|[\]}]""", text):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
            if depth == 0 and match[0] in "]}":
                return True
        return False

    def quote(self, place: Place) -> str:
        """Return the advice to quote the text that starts at a place, with the text if it is short."""
        before, value = self.text(place[0])[: place[1]], self.text(place[0])[place[1] :].strip()
        if before.count("{") > before.count("}") or before.count("[") > before.count("]"):
            value = re.split(r":(?:\s|$)|[,\]}]", value)[0]  # what ends a value between brackets
        if not value or len(value) > MAX_QUOTED or "'" in value or "\t" in value:
            return "put quotes around the whole text"
        return f"write '{value}' in quotes"
