r"""JSON text → nodes that know where they stand, as `composer` makes them of YAML.

JSON is not quite a part of YAML: tabs may indent it, and half of a character may be escaped (`\ud83d\ude00`). A key
that comes again is noted; the last one counts, as with all who read JSON, and what was said before it gets a key of
its own, so that nobody loses it. Depth is limited as in YAML.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import replace
from typing import NoReturn

from cvgen.diagnostics import Origin
from cvgen.patterns import pattern
from cvgen.reader.composer import MAX_DEPTH
from cvgen.reader.decoding import LINE_END, decode
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import Problems

_SPACE = pattern(r"[ \t\r\n]*")
_WORD = pattern(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_STRING = pattern(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def compose_json(data: bytes, problems: Problems) -> Node:
    """Return the root node of a JSON file. Raises Unreadable, after noting the place, where it is broken."""
    return _Json(decode(data, problems, forbidding=False), problems).document()


class _Json:
    """Reads a text from its start to its end."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.text, self.problems, self.at = text, problems, 0
        self.starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def document(self) -> Node:
        """Return the value that the text holds, which must be the only one."""
        self.space()
        if self.at == len(self.text):
            self.fail("the file is empty", "a resume is written as {…}")
        node = self.value(0)
        self.space()
        if self.at < len(self.text):
            self.fail("something stands behind the end of the JSON", "delete it")
        return node

    def value(self, depth: int) -> Node:
        """Return the value that starts here."""
        if depth > MAX_DEPTH:
            self.fail(f"more than {MAX_DEPTH} levels of nesting", "")
        char = self.text[self.at : self.at + 1]
        if char == "{":
            return self.mapping(depth)
        if char == "[":
            return self.sequence(depth)
        if char == '"':
            return self.string()
        origin = self.origin()
        match = _WORD.match(self.text, self.at)
        if not match:
            hint = "a text stands between double quotes" if char else "a bracket or a brace is not closed"
            self.fail("a value is missing here" if char in ("", ",", "}", "]", ":") else "this is no value", hint)
        self.at = match.end()
        return Scalar(match[0], "", origin, last=origin.line)

    def string(self) -> Scalar:
        """Return the text that starts here."""
        origin = self.origin()
        match = _STRING.match(self.text, self.at)
        if not match:
            self.fail("the text that starts here has no end", 'end it with a double quote: "')
        try:
            value = json.loads(match[0], strict=False)
        except ValueError as error:
            self.at += getattr(error, "pos", 0)
            self.fail("this escape is none of JSON's", 'write \\\\ for a backslash, \\" for a quote')
        self.at = match.end()
        return Scalar(value, '"', origin, last=origin.line)

    def sequence(self, depth: int) -> Sequence:
        """Return the list that starts here."""
        origin = self.origin()
        items: list[Node] = []
        while self.more("]", bool(items)):
            items.append(self.value(depth + 1))
        return Sequence(tuple(items), origin, 1 + sum(item.size for item in items))

    def mapping(self, depth: int) -> Mapping:
        """Return the object that starts here."""
        origin = self.origin()
        pairs: dict[str, tuple[Scalar, Node]] = {}
        while self.more("}", bool(pairs)):
            if self.text[self.at : self.at + 1] != '"':
                self.fail("a key is missing here", "a key stands between double quotes, without a comma before a }")
            key = self.string()
            self.space()
            if self.text[self.at : self.at + 1] != ":":
                self.fail(f"a colon is missing behind the key '{key.value}'", "write a colon and a value")
            self.at += 1
            self.space()
            value = self.value(depth + 1)
            if key.value in pairs:
                first, before = pairs[key.value]
                message = f"the key '{key.value}' was already given in line {first.origin.line}: this one counts"
                self.problems.warn(key.origin, message, "doubled-key", "keep one of them")
                aside = f"{key.value}, first given at {first.origin.line}:{first.origin.column}"
                pairs[aside] = (replace(first, value=aside), before)
            pairs[key.value] = (replace(key, style=""), value)
        return Mapping(tuple(pairs.values()), origin, 1 + sum(1 + value.size for _, value in pairs.values()))

    def more(self, end: str, is_later: bool) -> bool:
        """Go to the next item of a list or an object, behind its comma; return False behind its end."""
        if not is_later and self.text[self.at] in "[{":
            self.at += 1
            self.space()
            if self.text[self.at : self.at + 1] != end:
                return True
            self.at += 1
            return False
        self.space()
        char = self.text[self.at : self.at + 1]
        if char == end:
            self.at += 1
            return False
        if char != ",":
            self.fail(f"a comma or {end} is missing here", "")
        self.at += 1
        self.space()
        if self.text[self.at : self.at + 1] == end:
            self.fail(f"a comma stands before {end}", "delete the comma")
        return True

    def space(self) -> None:
        """Go behind the white space that stands here."""
        self.at = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]

    def origin(self) -> Origin:
        """Return the place that is read."""
        line = bisect_right(self.starts, self.at)
        return self.problems.at(line, self.at - self.starts[line - 1] + 1)

    def fail(self, message: str, hint: str) -> NoReturn:
        """Note what is wrong here, and raise Unreadable."""
        self.problems.fatal(self.origin(), f"the JSON is broken: {message}", "json", hint)
