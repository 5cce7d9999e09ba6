"""What libyaml says of broken YAML → where the user went wrong, and what to do.

libyaml tells where it could not go on, which is often not where the mistake is: a quote that is never closed, say, is
noticed at the end of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_KEY = re.compile(r"\s*(?:- +)*")
_NO_SPACE = re.compile(r"\s*(?:- +)*(?P<key>[\w-]+):(?P<value>[^\s:/].*)$")
_HAS_KEY = re.compile(r"\s*(?:- +)*[^\s:#][^:#]*:(?:\s|$)")
_INDENT = "what belongs together is indented by the same number of spaces"
_CLOSERS = {"[": "]", "{": "}"}


@dataclass(frozen=True)
class Mistake:
    """A mistake in the syntax: line and column, counted from 1, what it is, and what to do."""

    line: int
    column: int
    message: str
    hint: str = ""


@dataclass(frozen=True)
class _Broken:
    """What libyaml says: the problem and where it was noticed, the context and where that began (from 0)."""

    problem: str
    at: tuple[int, int]
    begun: tuple[int, int]
    lines: Sequence[str]

    @property
    def line(self) -> str:
        """The line at which reading stopped."""
        return self.text(self.at[0])

    def text(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def before(self, number: int) -> tuple[int, str]:
        """Return the last line above that holds something."""
        while number > 0:
            number -= 1
            if self.text(number).strip() and not self.text(number).lstrip().startswith("#"):
                return number, self.text(number)
        return 0, ""

    def mistake(self, place: tuple[int, int], message: str, hint: str = "") -> Mistake:
        return Mistake(place[0] + 1, place[1] + 1, message, hint)


def explain(error: Any, lines: Sequence[str], last: Any) -> Mistake:
    """Return the mistake behind a `yaml.MarkedYAMLError`; `last` is the event of the last scalar that was read."""
    mark = error.problem_mark or error.context_mark
    begun = error.context_mark or mark
    at = (mark.line, mark.column) if mark else (0, 0)
    if lines and at[0] >= len(lines):  # the file ended too early
        at = (len(lines) - 1, len(lines[-1]))
    problem = " ".join(part for part in (error.problem, error.context) if part) or "this is not YAML"
    broken = _Broken(problem, at, (begun.line, begun.column) if begun else at, lines)
    for words, rule in _RULES:
        if words in problem:
            return rule(broken, last)
    return broken.mistake(at, f"the YAML is broken here: {problem}")


def _token(broken: _Broken, _last: Any) -> Mistake:
    char = broken.line[broken.at[1] : broken.at[1] + 1]
    if char == "\t":
        return broken.mistake(broken.at, "a tab cannot indent a line in YAML", "indent with spaces")
    return broken.mistake(broken.at, f"a text that starts with '{char}' must be quoted", _quoted(broken, broken.at))


def _colon(broken: _Broken, _last: Any) -> Mistake:
    """A colon where no key can stand: within a text, behind a wrong indent, below `key:value`."""
    number, above = broken.before(broken.at[0])
    glued = _NO_SPACE.match(above)
    own = _KEY.match(broken.line)
    start = own.end() if own else 0
    if glued and not _HAS_KEY.match(above):
        return _no_space(broken, number, glued)
    if ": " not in broken.line[start : broken.at[1]] and above:
        return broken.mistake((broken.at[0], start), "this line is indented further than the one above it", _INDENT)
    value = re.match(r"[^:]*:\s+", broken.line[start:])
    place = (broken.at[0], start + value.end() if value else start)
    if broken.line[place[1] : place[1] + 1] in ("“", "”", "„", "«", "‘"):
        char = broken.line[place[1]]
        return broken.mistake(place, f"'{char}' is no quote for YAML", "write a straight one: \" or '")
    return broken.mistake(broken.at, "a text with ': ' in it must be quoted", _quoted(broken, place))


def _no_space(broken: _Broken, number: int, glued: re.Match[str]) -> Mistake:
    hint = f"write {glued['key']}: {glued['value'].strip()}"
    return broken.mistake((number, glued.end("key")), f"a space is missing behind '{glued['key']}:'", hint)


def _no_colon(broken: _Broken, _last: Any) -> Mistake:
    """A line without a colon: it starts where libyaml began to look for one."""
    line = broken.text(broken.begun[0])
    wide = line.find("：", broken.begun[1])
    if wide >= 0:
        return broken.mistake((broken.begun[0], wide), "'：' is not the colon of YAML", "write ':' and a space")
    glued = _NO_SPACE.match(line)
    if glued:
        return _no_space(broken, broken.begun[0], glued)
    word = line[broken.begun[1] :].strip()
    return broken.mistake(broken.begun, f"a colon is missing behind '{word[:40]}'", "write a key, a colon and a value")


def _open_quote(broken: _Broken, _last: Any) -> Mistake:
    quote = broken.text(broken.begun[0])[broken.begun[1] : broken.begun[1] + 1]
    hint = f"put a {quote} at the end of the text"
    if quote == "'":
        hint += "; an apostrophe within it is written ''"
    return broken.mistake(broken.begun, f"this {quote} is never closed", hint)


def _flow(broken: _Broken, _last: Any) -> Mistake:
    """A list or mapping in brackets that does not go on with a comma or its end."""
    opening = broken.text(broken.begun[0])[broken.begun[1] : broken.begun[1] + 1]
    closing = _CLOSERS.get(opening, "")
    if broken.at[0] > broken.begun[0] or broken.at[1] >= len(broken.line):
        return broken.mistake(broken.begun, f"this '{opening}' is never closed", f"put a '{closing}' at the end")
    hint = "put a comma between two values, or quote the whole text"
    return broken.mistake(broken.at, f"a comma or '{closing}' is missing here", hint)


def _key(broken: _Broken, last: Any) -> Mistake:
    """A mapping that does not go on with a key."""
    before = broken.line[: broken.at[1]].rstrip()
    char = broken.line[broken.at[1] : broken.at[1] + 1]
    if char in ("]", "}"):
        return broken.mistake(
            broken.at, f"there is nothing that this '{char}' would close", "delete it, or quote the text"
        )
    if last is not None and last.style in ("'", '"') and last.start_mark.line < last.end_mark.line == broken.at[0]:
        place = (last.start_mark.line, last.start_mark.column)
        message = f"the {last.style} that opens here is closed only in line {broken.at[0] + 1}"
        return broken.mistake(place, message, f"put a {last.style} at the end of the text")
    if before[-1:] in ("'", '"', "]", "}"):
        value = re.match(r"\s*(?:- +)*[^:]*:\s+", broken.line)
        hint = _quoted(broken, (broken.at[0], value.end() if value else 0))
        if before[-1] == "'":
            hint = "write an apostrophe between single quotes twice: ''"
        return broken.mistake(broken.at, f"there is text behind the closing {before[-1]}", hint)
    if char == ":":
        return broken.mistake(broken.at, "a key is missing before this colon", "write a key, a colon and a value")
    if broken.at[1] == 0 and broken.begun[1] == 0:
        return broken.mistake(broken.at, "a key is expected here", "write a key, a colon and a value")
    return broken.mistake(broken.at, "this line is not indented like those above it", _INDENT)


def _dash(broken: _Broken, _last: Any) -> Mistake:
    """A list that does not go on with `- `."""
    if broken.at[1] == broken.begun[1]:
        hint = "indent the keys of an entry like its first key, or start a new entry with '- '"
        return broken.mistake(broken.at, "this line is indented like the '-' of the list above it", hint)
    return broken.mistake(broken.at, "this line is not indented like those above it", _INDENT)


def _block(broken: _Broken, _last: Any) -> Mistake:
    return _starts(broken, broken.begun)


def _starts(broken: _Broken, place: tuple[int, int]) -> Mistake:
    char = broken.text(place[0])[place[1] : place[1] + 1]
    return broken.mistake(place, f"a text that starts with '{char}' must be quoted", _quoted(broken, place))


def _last_colon(broken: _Broken, _last: Any) -> Mistake:
    return broken.mistake(broken.at, "a value is missing behind this colon", "put a space and the value behind it")


def _escape(broken: _Broken, _last: Any) -> Mistake:
    hint = "write single quotes around the text, or the backslash twice"
    return broken.mistake(broken.at, "a backslash between double quotes starts an escape", hint)


def _nothing(broken: _Broken, _last: Any) -> Mistake:
    char = broken.line[broken.at[1] : broken.at[1] + 1]
    if char in (",", "]", "}"):
        return broken.mistake(
            broken.at, f"a value is missing before this '{char}'", "delete a comma, or quote the text"
        )
    if broken.at[1] >= len(broken.line):
        return broken.mistake(broken.at, "the file ends within a list or mapping in brackets", "close it: ] or }")
    return broken.mistake(broken.at, "a value is missing here", "quote a text with special characters")


def _directive(broken: _Broken, _last: Any) -> Mistake:
    return broken.mistake(broken.at, "a line that starts with '%' or '...' is no part of a CV", "delete it")


def _quoted(broken: _Broken, place: tuple[int, int]) -> str:
    """Return the advice to quote the text that starts at a place, with the text if it is short."""
    value = broken.text(place[0])[place[1] :].strip()
    if not value or len(value) > 60 or "'" in value or "\t" in value:
        return "put quotes around the whole text"
    return f"write '{value}' in quotes"


_RULES = (
    ("cannot start any token", _token),
    ("tab character", _token),
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("while scanning a quoted scalar", _open_quote),
    ("while parsing a quoted scalar", _escape),
    ("while parsing a flow sequence", _flow),
    ("while parsing a flow mapping", _flow),
    ("while parsing a flow node", _nothing),
    ("expected '-' indicator", _dash),
    ("while parsing a block mapping", _key),
    ("while scanning a block scalar", _block),
    ("while scanning an alias", _block),
    ("while scanning an anchor", _block),
    ("<document start>", _directive),
    ("unexpected ':'", _last_colon),
    ("incompatible YAML", _directive),
    ("directive", _directive),
)
