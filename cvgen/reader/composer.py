"""YAML text → nodes that know where they stand.

Built on PyYAML's events rather than its loaders: scalars keep their exact text (`no`, `3.10` and `0123` stay what the
user typed), every node has its line and column, doubled keys are seen, and depth and aliases are limited before they
can do harm. The C parser is about ten times as fast as the Python one and reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NoReturn

import yaml

from cvgen.characters import REPLACEMENT, is_plain, sift
from cvgen.diagnostics import Origin
from cvgen.patterns import pattern
from cvgen.reader.decoding import decode, name_of, unprintable
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import Problems
from cvgen.reader.syntax import explain

MAX_DEPTH = 100
MAX_EXPANDED = 1_000_000  # nodes and every 20 characters, aliases counted as often as they are used

_Parser: Any = getattr(yaml, "CLoader", yaml.Loader)
_HAN = "[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
# Escapes of YAML that start a word of LaTeX or of a path rather than what they stand for.
_COMMAND = pattern(r"(?<!\\)(?:\\\\)*(\\[LPN_][A-Za-z]|\\t(?:ext|imes|heta|au|ilde)|\\n(?:ewline|oindent|abla))")
_TOO_DEEP = "maximum nesting depth"
_BETWEEN_HAN = f"(?<={_HAN}) (?={_HAN})"  # slow to compile, and rarely needed


def compose(data: bytes, problems: Problems) -> Node:
    """Return the root node of a YAML file.

    Doubled keys and swallowed text are noted in `problems`; raises Unreadable where nothing can be read.
    """
    return _compose(decode(data, problems), problems)


def _compose(text: str, problems: Problems) -> Node:
    composer = _Composer(yaml.parse(text, Loader=_Parser), problems)
    try:
        events = list(composer.document())
        composer.warn_of_anchors()
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark
        if _TOO_DEEP in str(error.problem) and at is not None and at.index < len(text):
            # libyaml from 0.2.6 on stops at its own limit, a thousand levels, before it tells of the first of them:
            # what stands before that place is read again, and our limit is met on the way.
            return _compose(text[: at.index], problems)
        mistake = explain(error, problems.lines, composer.last)
        problems.fatal(problems.at(mistake.line, mistake.column), mistake.message, "yaml", mistake.hint)
    except (yaml.YAMLError, UnicodeError) as error:
        problems.fatal(problems.at(1, 1), f"the YAML is broken: {error}", "yaml")
    if not events:
        problems.fatal(problems.at(1, 1), "the file is empty", "empty", "a CV needs at least `basics: {name: …}`")
    return events[0]


class _Composer:
    """Builds nodes from the stream of events."""

    def __init__(self, events: Iterator[Any], problems: Problems) -> None:
        self.events = events
        self.problems = problems
        self.lines = problems.lines
        self.anchors: dict[str, Node | None] = {}  # None while the anchored node is still open
        self.unused: dict[str, Any] = {}  # the scalars with a name that no alias uses yet
        self.last: Any = None  # the event of the last scalar

    def document(self) -> Iterator[Node]:
        """Yield the root node of the stream's one document."""
        found = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                first = next(self.events)
                if found and not (isinstance(first, yaml.ScalarEvent) and not first.value):  # it may be empty
                    message = "a second YAML document starts here"
                    self.problems.error(self.at(event), message, "documents", "keep one document in a file")
                    return
                root = self.node(first, 0)
                if not root.is_empty:
                    found = True
                    yield root

    def node(self, event: Any, depth: int) -> Node:
        """Return the node that starts with `event`."""
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if depth > MAX_DEPTH:
            self.fatal(event, f"more than {MAX_DEPTH} levels of nesting", "depth")
        if event.tag is not None:
            self.problems.error(
                self.at(event),
                f"YAML tags such as '{event.tag.replace('tag:yaml.org,2002:', '!!')}' mean nothing here",
                "tag",
                "write the value without it, or quote a text that starts with '!'",
            )
        if event.anchor:
            self.anchors[event.anchor] = None
            if isinstance(event, yaml.ScalarEvent) and not event.style:
                self.unused[event.anchor] = event
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self.scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.sequence(event, depth)
        else:
            node = self.mapping(event, depth)
        if node.size > MAX_EXPANDED:
            self.fatal(event, "with its aliases this file holds more than a million values", "aliases")
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def alias(self, event: Any) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            why = "stands inside what it names" if event.anchor in self.anchors else "names nothing above it"
            hint = "quote a text that starts with an asterisk"
            self.problems.error(self.at(event), f"the alias '*{event.anchor}' {why}", "alias", hint)
            return Scalar(f"*{event.anchor}", "*", self.at(event))
        self.unused.pop(event.anchor, None)
        return node

    def warn_of_anchors(self) -> None:
        """Warn of `&Ada Lovelace`, of which YAML leaves out the first word."""
        for name, event in self.unused.items():
            message = f"YAML takes '&{name}' for the name of what follows and leaves it out"
            self.problems.warn(self.at(event), message, "anchor", "quote a text that starts with '&'")

    def scalar(self, event: Any) -> Scalar:
        self.last = event
        style = event.style or ""
        value = event.value
        if event.end_mark.line > event.start_mark.line and style != "|":
            value = value if value.isascii() else re.sub(_BETWEEN_HAN, "", value)  # where YAML joined two lines
        last = event.end_mark.line + (event.end_mark.column > 0)  # a block ends at the start of the next line
        node = Scalar(value, "" if style in ("", ":") else style, self.at(event), 1 + len(value) // 20, last)
        if not node.style:
            self.swallowed(event)
        elif style == '"':
            self.escaped(event)
        return node if is_plain(value) else self.sifted(node)

    def sifted(self, node: Scalar) -> Scalar:
        """Return a scalar without invisible characters, after a word about each."""
        value, refused, left_out = sift(node.value)
        for char in refused:
            self.problems.error(self.within(node, char), unprintable(char), "control-character", "delete it")
        for char in left_out:
            message = f"the invisible character U+{ord(char):04X}{name_of(char)} is left out"
            self.problems.warn(self.within(node, char), message, "invisible", "delete it")
        if REPLACEMENT in value:
            message = "U+FFFD stands here for a character that another program could not read"
            self.problems.warn(self.within(node, REPLACEMENT), message, "replacement", "write the character anew")
        return replace(node, value=value)

    def within(self, node: Scalar, char: str) -> Origin:
        """Return where a character of a scalar stands; the scalar's own place if it was written as an escape."""
        return self.problems.find(node.origin, char, node.last)

    def swallowed(self, event: Any) -> None:
        """Warn of `We are #1` and of `#1`, in which YAML sees a comment from the # on."""
        end = event.end_mark
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if "#" not in line:
            return
        rest = line[end.column :]
        if re.match(r"\s+#[^\s#]" if event.value else r"[\s:-]*#[^\s#]", rest):
            column = event.end_mark.column + rest.index("#") + 1
            self.problems.warn(
                self.problems.at(event.end_mark.line + 1, column),
                "YAML takes this for a comment and leaves it out",
                "comment",
                "quote the whole text, or put a space after the # of a comment",
            )

    def escaped(self, event: Any) -> None:
        r"""Warn of a command of LaTeX that YAML reads otherwise: `"\LaTeX"` is the end of a line and `aTeX`."""
        line = self.problems.source(self.at(event))
        match = _COMMAND.search(line, event.start_mark.column)
        if match and (event.end_mark.line > event.start_mark.line or match.start(1) < event.end_mark.column):
            message = f"YAML takes '{match[1][:2]}' between double quotes for a single character"
            origin = self.problems.at(event.start_mark.line + 1, match.start(1) + 1)
            self.problems.warn(origin, message, "escape", "write single quotes around the text")

    def sequence(self, event: Any, depth: int) -> Sequence:
        items = []
        for item in self.events:
            if isinstance(item, yaml.SequenceEndEvent):
                break
            items.append(self.node(item, depth + 1))
        return Sequence(tuple(items), self.at(event), 1 + sum(item.size for item in items))

    def mapping(self, event: Any, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        merged: list[Mapping] = []
        for key_event in self.events:
            if isinstance(key_event, yaml.MappingEndEvent):
                break
            key = self.node(key_event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.problems.error(key.origin, "a key must be a word, not a list or a mapping", "key")
            elif key.value == "<<" and not key.style:
                merged += self.merged(value)
            elif key.value in pairs:
                first = pairs[key.value][0].origin.line
                message = f"the key '{key.value}' was already given in line {first}"
                self.problems.error(
                    key.origin, message, "doubled-key", "keep one of them; a new entry starts with '- '"
                )
            else:
                pairs[key.value] = (key, value)
        for mapping in merged:
            for key, value in mapping.pairs:
                pairs.setdefault(key.value, (key, value))
        return Mapping(tuple(pairs.values()), self.at(event), 1 + sum(1 + value.size for _, value in pairs.values()))

    def merged(self, node: Node) -> list[Mapping]:
        """Return the mappings that a `<<` brings in: one, or a list of them."""
        nodes = node.items if isinstance(node, Sequence) else (node,)
        found = [item for item in nodes if isinstance(item, Mapping)]
        if len(found) < len(nodes) and not (isinstance(node, Scalar) and node.is_dead):
            hint = "write <<: *name, where &name stands before that mapping"
            self.problems.error(node.origin, "'<<' takes over the keys of a mapping", "merge", hint)
        return found

    def at(self, event: Any) -> Origin:
        mark = event.start_mark
        return Origin(self.problems.file, mark.line + 1, mark.column + 1)

    def fatal(self, event: Any, message: str, code: str, hint: str = "") -> NoReturn:
        self.problems.fatal(self.at(event), message, code, hint)
