"""A Markdown file → a tree of nodes with their places: headings, and the paragraphs and bullets below each.

The root maps each heading, with its `#`s, to a list; what stands before the first one is under an empty key. A bullet
is a mapping: its `text`, and the texts of what is indented `below` it. A paragraph is a text, a row of a table a bullet
with commas between its cells; the heads of tables are under the key `|`.
"""

from __future__ import annotations

import re

from cvgen.characters import sift
from cvgen.importers.job import told
from cvgen.patterns import pattern
from cvgen.reader.decoding import LINE_END, decode
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import Problems

_HEADING = pattern(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = pattern(r" {0,3}(=+|-{2,})\s*$")
_BULLET = pattern(r"(\s*)(?:[-*+•]|\d+[.)])\s+(\S.*)")
_CELLS = pattern(r"(?<!\\)\|")
_DASHES = pattern(r" {0,3}\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?$")
_RULE = pattern(r" {0,3}([-*_])(?:\s*\1){2,}\s*$")


def tree_of(data: bytes, problems: Problems) -> Mapping:
    """Return the root of a Markdown file. Raises Unreadable if it is no text."""
    text = decode(data, problems, forbidding=False)
    blocks = _Blocks(problems)
    lines = LINE_END.split(text)
    number = blocks.front(lines)
    while number < len(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        number += blocks.line(number + 1, lines[number].expandtabs(4), following)
    return blocks.root()


class _Blocks:
    """Collects blocks, line by line."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.sections: list[tuple[Scalar, list[Node]]] = [(Scalar("", "", problems.at(1, 1)), [])]
        self.open = ""  # what the next line may go on with: "text", "item", "below" or nothing
        self.indent = 0  # of the list that is open
        self.front_matter: list[Node] = []
        self.heads: list[Node] = []

    def front(self, lines: list[str]) -> int:
        """Keep the settings that some programs want at the start of a file; return how many lines they take."""
        if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:100]]:
            return 0
        end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
        self.front_matter = [
            told(line.strip(), self.problems.at(number + 1, 1))
            for number, line in enumerate(lines[1:end], 1)
            if line.strip()
        ]
        return end + 1

    def root(self) -> Mapping:
        """Return the tree."""
        pairs = [(key, Sequence(tuple(nodes), key.origin, 1)) for key, nodes in self.sections]
        if self.front_matter:
            first = self.front_matter[0].origin
            pairs.append((Scalar("---", "", first), Sequence(tuple(self.front_matter), first, 1)))
        if self.heads:
            pairs.append((Scalar("|", "", self.heads[0].origin), Sequence(tuple(self.heads), self.heads[0].origin, 1)))
        return Mapping(tuple(pairs), self.problems.at(1, 1), len(pairs))

    def line(self, number: int, line: str, following: str) -> int:
        """Read a line; return how many were read."""
        nodes = self.sections[-1][1]
        if match := _HEADING.match(line):
            self.head(match[1], match[2], number)
            return 1
        if line.strip() and self.open != "item" and not _BULLET.match(line) and _UNDERLINE.match(following):
            self.head("#" if following.strip().startswith("=") else "##", line.strip(), number)
            return 2
        if "|" in line and (_DASHES.match(following) or self.open == "row"):
            return self.row(line, number, is_head=self.open != "row")
        bullet = None if _RULE.match(line) else _BULLET.match(line)
        if _RULE.match(line):
            self.open = ""
        elif not line.strip():
            self.open = "item?" if self.open in ("item", "below", "item?") else ""
        elif bullet:
            self.bullet(len(bullet[1]), bullet[2], number, line)
        elif self.open in ("text", "item", "below") or (self.open == "item?" and line.startswith("  ")):
            self.go_on(nodes, line.strip(), number)
        else:
            nodes.append(told(line.strip(), self.problems.at(number, len(line) - len(line.lstrip()) + 1)))
            self.open = "text"
        return 1

    def head(self, level: str, text: str, number: int) -> None:
        """Start a section."""
        self.sections.append((Scalar(f"{level} {text}", "", self.problems.at(number, 1)), []))
        self.open = ""

    def row(self, line: str, number: int, *, is_head: bool) -> int:
        """Read a row of a table: a bullet, or the table's head, with the dashes below it."""
        cells = [cell.strip().replace("\\|", "|") for cell in _CELLS.split(line.strip().strip("|"))]
        node = told(", ".join(filter(None, cells)), self.problems.at(number, len(line) - len(line.lstrip()) + 1))
        self.open = "row"
        if is_head:
            self.heads.append(node)
            return 2
        if node.value:
            self.sections[-1][1].append(Mapping(((Scalar("text", "", node.origin), node),), node.origin, 1))
        return 1

    def bullet(self, indent: int, text: str, number: int, line: str) -> None:
        """Add a bullet: of the list, or below its last one."""
        nodes = self.sections[-1][1]
        node = told(text.strip(), self.problems.at(number, line.index(text) + 1))
        is_list = self.open in ("item", "below", "item?")
        if is_list and indent > self.indent + 1 and nodes and isinstance(nodes[-1], Mapping):
            nodes[-1] = _with_below(nodes[-1], node)
            self.open = "below"
            return
        nodes.append(Mapping(((Scalar("text", "", node.origin), node),), node.origin, 1))
        self.open, self.indent = "item", indent

    def go_on(self, nodes: list[Node], text: str, number: int) -> None:
        """Add a line to the block that is open."""
        last = nodes[-1]
        if isinstance(last, Scalar):
            nodes[-1] = told(f"{last.value}\n{text}", last.origin)
        elif self.open == "item?":
            nodes[-1] = _with_below(last, told(text, self.problems.at(number, 1)))  # type: ignore[arg-type]
        else:
            nodes[-1] = _longer(last, text)  # type: ignore[arg-type]


def _with_below(item: Mapping, node: Scalar) -> Mapping:
    """Return a bullet with another text below it."""
    text, *rest = item.pairs
    below = (*rest[0][1].items, node) if rest and isinstance(rest[0][1], Sequence) else (node,)
    key = Scalar("below", "", node.origin)
    return Mapping((text, (key, Sequence(below, below[0].origin, 1))), item.origin, 1)


def _longer(item: Mapping, text: str) -> Mapping:
    """Return a bullet whose last text goes on with a line."""
    *others, (key, value) = item.pairs
    if isinstance(value, Sequence):
        last = value.items[-1]
        assert isinstance(last, Scalar)
        value = Sequence((*value.items[:-1], told(f"{last.value} {text}", last.origin)), value.origin, 1)
    elif isinstance(value, Scalar):
        value = told(f"{value.value} {text}", value.origin)
    return Mapping((*others, (key, value)), item.origin, 1)


def plain_of(source: str) -> str:
    """Return the words of a heading, without its `#`s and markup."""
    from cvgen.importers.inline import inlines_of
    from cvgen.markup import Inlines

    return Inlines(inlines_of(re.sub(r"^#+\s*", "", sift(source)[0]))).plain.strip()
