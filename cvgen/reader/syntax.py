"""What libyaml says of broken YAML → where the user went wrong, and what to do.

libyaml tells where it could not go on, which is often not where the mistake is: a quote that is never closed, say, is
noticed at the end of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from cvgen.patterns import pattern
from cvgen.reader.lines import Lines, Mistake, Place
from cvgen.reader.slips import HAS_KEY, KEY, slip_in

_CLOSERS = {"[": "]", "{": "}"}
_KEY_AND_SPACE = pattern(r"\s*(?:- +)*(?:[^:'\"\[{]*:\s+)?")
_BLOCK_STYLE = pattern(r"(.*?):\s+[|>][-+]?\d?\s*$")


class _Broken(Lines):
    """What libyaml says: the problem and where it was noticed, and where the thing began that it was reading."""

    def __init__(self, error: Any, lines: tuple[str, ...], last: Any) -> None:
        super().__init__(lines)
        mark = error.problem_mark or error.context_mark
        begun = error.context_mark or mark
        self.problem = " ".join(part for part in (error.problem, error.context) if part) or "this is not YAML"
        self.at: Place = (mark.line, mark.column) if mark else (0, 0)
        if lines and self.at[0] >= len(lines):  # the file ended too early
            self.at = (len(lines) - 1, len(lines[-1]))
        self.begun: Place = (begun.line, begun.column) if begun else self.at
        self.last = last

    @property
    def line(self) -> str:
        """The line at which reading stopped."""
        return self.text(self.at[0])

    @property
    def char(self) -> str:
        """The character at which reading stopped."""
        return self.char_at(self.at)

    @property
    def starts_line(self) -> bool:
        """Whether reading stopped at the first character of a line."""
        return not self.line[: self.at[1]].strip()


def explain(error: Any, lines: tuple[str, ...], last: Any) -> Mistake:
    """Return the mistake behind a `yaml.MarkedYAMLError`; `last` is the event of the last scalar that was read."""
    broken = _Broken(error, lines, last)
    for words, rule in _RULES:
        if words in broken.problem:
            return rule(broken)
    return broken.mistake(broken.at, f"the YAML is broken here: {broken.problem}")


def _colon(broken: _Broken) -> Mistake:
    """A colon where no key can stand: within a text, behind a wrong indent, below a line that lost its own."""
    lost = _lost_colon(broken)
    if lost:
        return lost
    start = KEY.match(broken.line).end()  # type: ignore[union-attr]
    above = broken.above(broken.at[0])[1]
    goes_on = above and not HAS_KEY.match(above) and broken.indent(above) == start  # a text of several lines
    if ": " not in broken.line[start : broken.at[1]] and above and not goes_on:
        message = "this line is indented further than the one above it"
        return broken.mistake((broken.at[0], start), message, broken.indent_like(broken.at[0]))
    if goes_on:
        hint = "put quotes around the whole text"
        return broken.mistake(broken.at, "a text with ': ' in it must be quoted", hint)
    value = re.match(r"[^:]*:\s+", broken.line[start:])
    place = (broken.at[0], start + value.end() if value else start)
    char = broken.char_at(place)
    if char and char in "“”„«‘":
        return broken.mistake(place, f"'{char}' is no quote for YAML", "write a straight one: \" or '")
    return broken.mistake(broken.at, "a text with ': ' in it must be quoted", broken.quote(place))


def _lost_colon(broken: _Broken) -> Mistake | None:
    """A slip in this line or the one above, or no colon there: YAML joined it with this line to one text."""
    for number in (broken.at[0], broken.above(broken.at[0])[0]):
        text = broken.text(number)
        slip = slip_in(text) if number == broken.at[0] or not HAS_KEY.match(text) else None
        if slip:
            return broken.mistake((number, slip.at), slip.message, slip.hint)
    number, above = broken.above(broken.at[0])
    if not above or HAS_KEY.match(above):
        return None
    before, key = number, above
    while key and not HAS_KEY.match(key):
        before, key = broken.above(before)
    if key and re.search(r":\s+\S", key) and broken.indent(key) < broken.indent(above):  # a text of several lines
        return None
    return _without_colon(broken, (number, broken.indent(above)))


def _without_colon(broken: _Broken, place: Place) -> Mistake:
    text = broken.text(place[0])[place[1] :].strip()
    key, _, value = text.partition(" ")
    hint = f"write {key}: {value.strip()}" if value and key.isidentifier() else "write a key, a colon and a value"
    return broken.mistake(place, "a colon is missing in this line", hint)


def _no_colon(broken: _Broken) -> Mistake:
    """A line without a colon: it starts where libyaml began to look for one."""
    number = broken.begun[0]
    block = _BLOCK_STYLE.match(broken.above(number)[1])
    if block:
        message = f"this text is not indented further than its key '{block[1].strip(' -')}'"
        return broken.mistake(broken.begun, message, "put two more spaces before each of its lines")
    slip = slip_in(broken.text(number))
    if slip:
        return broken.mistake((number, slip.at), slip.message, slip.hint)
    return _without_colon(broken, broken.begun)


def _open_quote(broken: _Broken) -> Mistake:
    quote = broken.char_at(broken.begun)
    hint = f"put a {quote} at the end of the text"
    if quote == "'":
        hint += "; an apostrophe within it is written ''"
    return broken.mistake(broken.begun, f"this {quote} is never closed", hint)


def _flow(broken: _Broken) -> Mistake:
    """A list or mapping in brackets that does not go on with a comma or its end."""
    opening = broken.char_at(broken.begun)
    closing = _CLOSERS.get(opening, "")
    if broken.char and broken.char in "]}":
        return broken.mistake(
            broken.at, f"this '{broken.char}' does not close the '{opening}'", f"put a '{closing}' before it"
        )
    ended = broken.at[0] > broken.begun[0] or broken.at[1] >= len(broken.line)
    if ended and not broken.is_closed(broken.begun):
        return broken.mistake(broken.begun, f"this '{opening}' is never closed", f"put a '{closing}' at the end")
    hint = "put a comma between two values, or quote the whole text"
    if broken.starts_line:
        number, above = broken.above(broken.at[0])
        return broken.mistake((number, len(above.rstrip())), "a comma is missing at the end of this line", hint)
    return broken.mistake(broken.at, f"a comma or '{closing}' is missing here", hint)


def _key(broken: _Broken) -> Mistake:
    """A mapping that does not go on with a key."""
    last = broken.last
    if broken.char and broken.char in "]}":
        message = f"there is nothing that this '{broken.char}' would close"
        return broken.mistake(broken.at, message, "delete it, or quote the text")
    if last is not None and last.style in ("'", '"') and last.start_mark.line < last.end_mark.line == broken.at[0]:
        place = (last.start_mark.line, last.start_mark.column)
        message = f"the {last.style} that opens here is closed only in line {broken.at[0] + 1}"
        return broken.mistake(place, message, f"put a {last.style} at the end of the text")
    if broken.char == ":":
        return broken.mistake(broken.at, "a key is missing before this colon", "write a key, a colon and a value")
    if broken.at[1] == 0 and broken.begun[1] == 0 and not broken.line.startswith("-"):
        return broken.mistake(broken.at, "a key is expected here", "write a key, a colon and a value")
    return _behind(broken) or _indent(broken)


def _behind(broken: _Broken) -> Mistake | None:
    """Text behind a closing quote or bracket."""
    before = broken.line[: broken.at[1]].rstrip()
    if before[-1:] not in ("'", '"', "]", "}"):
        return None
    hint = broken.quote((broken.at[0], _KEY_AND_SPACE.match(broken.line).end()))  # type: ignore[union-attr]
    if before[-1] == "'":
        hint = "write an apostrophe between single quotes twice: ''"
    return broken.mistake(broken.at, f"there is text behind the closing {before[-1]}", hint)


def _indent(broken: _Broken) -> Mistake:
    slip = slip_in(broken.line)
    if slip:
        return broken.mistake((broken.at[0], slip.at), slip.message, slip.hint)
    message = "this line is not indented like those above it"
    return broken.mistake(broken.at, message, broken.indent_like(broken.at[0]))


def _dash(broken: _Broken) -> Mistake:
    """A list that does not go on with `- `."""
    if broken.starts_line and broken.at[1] == broken.begun[1]:
        hint = "indent the keys of an entry like its first key, or start a new entry with '- '"
        return broken.mistake(broken.at, "this line is indented like the '-' of the list above it", hint)
    return _behind(broken) or _indent(broken)


def _starts(broken: _Broken, place: Place) -> Mistake:
    if broken.char_at(place) == "\t":
        return broken.mistake(place, "a tab cannot indent a line in YAML", "indent with spaces")
    message = f"a text that starts with '{broken.char_at(place)}' must be quoted"
    return broken.mistake(place, message, broken.quote(place))


def _at(message: str, hint: str) -> Callable[[_Broken], Mistake]:
    """Return the rule for what is always the same mistake."""
    return lambda broken: broken.mistake(broken.at, message, hint)


def _nothing(broken: _Broken) -> Mistake:
    if broken.char and broken.char in ",]}":
        message = f"a value is missing before this '{broken.char}'"
        return broken.mistake(broken.at, message, "delete a comma, or quote the text")
    if broken.at[1] >= len(broken.line):
        return broken.mistake(broken.at, "the file ends within a list or mapping in brackets", "close it: ] or }")
    return broken.mistake(broken.at, "a value is missing here", "quote a text with special characters")


def _directive(broken: _Broken) -> Mistake:
    """What is no document: a line with %, or anything behind the end of the document."""
    if broken.line.startswith("%"):
        message = "a line that starts with '%' is no part of a CV"
        return broken.mistake((broken.at[0], 0), message, "delete it; a comment starts with '#'")
    number, above = broken.above(broken.at[0])
    if above.startswith("..."):
        return broken.mistake((number, 0), "'...' ends the file for YAML, but more follows", "delete it")
    if not HAS_KEY.match(above):
        return _without_colon(broken, (number, broken.indent(above)))
    return _behind(broken) or broken.mistake(
        broken.at, "for YAML the file ends above this line", "close a bracket only behind all that it holds"
    )


_STARTING = ("cannot start any token", "tab character", "mapping keys are not allowed", "parsing a block node")
_SPECIAL = ("a block scalar", "an alias", "an anchor", "a tag", "tag handle")
_RULES: tuple[tuple[str, Callable[[_Broken], Mistake]], ...] = (
    *((words, lambda broken: _starts(broken, broken.at)) for words in _STARTING),
    ("mapping values are not allowed", _colon),
    (
        "block sequence entries are not allowed",
        _at("a list cannot start in the line of its key", "start it in the next line; quote a text with a dash"),
    ),
    ("could not find expected ':'", _no_colon),
    ("while scanning a quoted scalar", _open_quote),
    (
        "while parsing a quoted scalar",
        _at("a backslash between double quotes starts an escape", "write single quotes instead, or two backslashes"),
    ),
    ("while parsing a flow sequence", _flow),
    ("while parsing a flow mapping", _flow),
    ("while parsing a flow node", _nothing),
    ("expected '-' indicator", _dash),
    ("while parsing a block mapping", _key),
    *((words, lambda broken: _starts(broken, broken.begun)) for words in _SPECIAL),
    ("<document start>", _directive),
    ("unexpected ':'", _at("a value is missing behind this colon", "put a space and the value behind it")),
    *((words, _directive) for words in ("incompatible YAML", "directive")),
)
