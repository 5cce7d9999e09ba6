"""What TeX says of the parts of a document (`cvtags.sty`) → a tree of nodes: what is what, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

INLINE = ("Link", "Span")
_CHARACTER = re.compile(r'\\unichar ?\{ ?"([0-9A-F]{1,6}) ?\}')


class Node:
    """A part of a document: its type (PDF 1.7, 14.8.4), the line of `cv.tex` where it begins, and what is in it.

    `known` is its alternative text (Figure) or its language (Span). `kids` are nodes, and pieces of content as pairs:
    the number of the page, with the number of its marked content there, or with an annotation.
    """

    __slots__ = ("block", "is_placed", "kids", "kind", "known", "line", "parent", "text")

    def __init__(self, kind: str, line: int = 0, parent: Node | None = None, known: str = "") -> None:
        self.kind, self.line, self.parent, self.known = kind, line, parent, known
        self.kids: list[Node | tuple[int, Any]] = []
        self.text: list[str] = []  # what it says, in pieces
        self.is_placed = parent is None
        self.block: Node = parent.block if parent and kind in INLINE else self

    def place(self) -> None:
        """Put the node into its parent, once: nodes stand in the order of what the pages show of them.

        What the pages show nothing of, for TeX only measured it, is never placed.
        """
        if not self.is_placed:
            self.is_placed = True
            if self.parent:
                self.parent.place()
                self.parent.kids.append(self)

    def walk(self) -> Iterator[Node]:
        """Yield the node and all in it, in the order of reading."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


class Nodes:
    """The nodes of a document, by the numbers that the marks in its pages have."""

    def __init__(self, tags: str) -> None:
        self.root = Node("Document")
        self.by_number: dict[str, Node] = {}
        self._open = [self.root]
        self._implied: set[Node] = set()  # lists that TeX did not begin, and so does not end
        for line in tags.splitlines():
            first, _, rest = line.partition(" ")
            if first == "(":
                kind, _, number = rest.partition(" ")
                self._begin(kind, int(number))
            elif first == ")":
                self._end()
            else:
                self._leaf(first, *rest.split(" ", 2))

    def _begin(self, kind: str, line: int) -> None:
        """Begin a block; around an item that has no list, begin that."""
        if kind == "LI" and self._open[-1].kind != "L":
            self._open.append(Node("L", line, self._open[-1]))
            self._implied.add(self._open[-1])
        self._open.append(Node(kind, line, self._open[-1]))

    def _end(self) -> None:
        if len(self._open) > 1:
            self._open.pop()

    def _leaf(self, number: str, line: str, kind: str, rest: str = "") -> None:
        if kind in INLINE:
            outer, _, known = rest.partition(" ")
            parent = self.by_number.get(outer) or self._open[-1]
        else:
            if self._open[-1] in self._implied:  # which ends where there is anything but items
                self._open.pop()
            parent, known = self._open[-1], rest
        self.by_number[number] = Node(kind, int(line), parent, _text(known).strip())


def _text(latex: str) -> str:
    """Return what the writer wrote for bookmarks (`latex.escape_pdf_string`) as text again."""
    return _CHARACTER.sub(lambda match: chr(int(match[1], 16)), latex)
