"""The contents of a page with marks in them → contents in which each piece of text says which node it belongs to.

Text of a node becomes marked content with a number of its own on the page, all else an artifact (PDF 1.7, 14.6 and
14.8). Word spaces that the page shows only as distance become characters. Nothing moves: what is put in prints nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cvgen.diagnostics import CvgenError
from cvgen.tagging.fonts import Font, string
from cvgen.tagging.nodes import Node, Nodes
from cvgen.tagging.spaces import Spaces, within_line

# What matters of a content stream (PDF 1.7, 7.8.2): strings and arrays as wholes, names, operators; numbers are
# looked at where an operator needs them.
_TOKEN = re.compile(
    rb"""(?P<text>\[(?:\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>|[^\]()<])*\]|\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>(?!>))
    |/(?P<name>[^\s/()<>\[\]{}%]*) | <<|>>|%[^\r\n]* | (?P<operator>[A-Za-z'"*]+[01]?)""",
    re.VERBOSE | re.DOTALL,
)
_PIECE = re.compile(rb"(\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>)|([-+.\d]+)", re.DOTALL)
_PAINT = frozenset((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"n"))
_ARTIFACTS = {
    "L": b"/Artifact <</Type/Layout>> BDC\n",
    "H": b"/Artifact <</Type/Pagination/Subtype/Header/Attached[/Top]>> BDC\n",
    "F": b"/Artifact <</Type/Pagination/Subtype/Footer/Attached[/Bottom]>> BDC\n",
}


class Unreadable(CvgenError):
    """Raised for contents that no engine of ours writes."""


class _Shown(NamedTuple):
    """The end of what was shown last: whose it is, where on the page, and where in the stream."""

    block: Node
    x: float
    y: float
    stop: int
    font: bytes
    size: float


class Contents:
    """Rewrites the contents of a document's pages, one after the other: a node may go on from page to page."""

    def __init__(self, nodes: Nodes, spaces: Spaces) -> None:
        self.nodes, self.spaces = nodes, spaces
        self.leaf: Node | None = None
        self.artifacts: list[str] = []
        self.last_block: Node | None = None

    def rewrite(self, data: bytes, page: int, fonts: Mapping[bytes, Font]) -> tuple[bytes, list[Node]]:
        """Return the contents of a page, and the nodes of its pieces by their numbers.

        `fonts` are those of the page, by name. Raises Unreadable.
        """
        return _Page(self, data, page, fonts).rewritten()

    def owner(self) -> Node | str:
        """Return the node that what follows belongs to, or the kind of artifact that it is."""
        if self.artifacts:
            return self.artifacts[-1]
        if self.leaf is None:  # text outside of any paragraph
            self.leaf = Node("P", 0, self.nodes.root)
        return self.leaf


class _Page:
    """The state of a page while its contents are read: the text's and the page's coordinates, and what is open."""

    def __init__(self, contents: Contents, data: bytes, page: int, fonts: Mapping[bytes, Font]) -> None:
        self.all, self.data, self.page, self.fonts = contents, data, page, fonts
        self.owners: list[Node] = []
        self.edits: list[tuple[int, int, int, bytes]] = []  # start, rank, end, what comes there instead
        self.open: Node | str | None = None
        self.space = next((name for name, font in fonts.items() if font.is_space), b"")
        self.font, self.size = b"", 0.0
        self.matrix, self.stack = (1.0, 1.0, 0.0, 0.0), []  # type: tuple[float, ...], list[tuple[object, ...]]
        self.line_x = self.line_y = self.pen = 0.0
        self.scale, self.moved = 1.0, True
        self.shown: _Shown | None = None
        self.path: int | None = None

    def rewritten(self) -> tuple[bytes, list[Node]]:
        name, text, last = b"", (0, 0), 0
        for match in _TOKEN.finditer(self.data):
            kind = match.lastgroup
            if kind == "text":
                text = match.span()
            elif kind == "name":
                name = match["name"]
            elif kind == "operator":
                self.operate(match["operator"], last, match.start(), match.end(), name, text)
                last = match.end()
        return self.edited(), self.owners

    def operate(  # noqa: PLR0917
        self, operator: bytes, last: int, start: int, end: int, name: bytes, text: tuple[int, int]
    ) -> None:
        """Take in an operator, whose operands stand between `last` and `start`."""
        if operator in (b"TJ", b"Tj"):
            self.mark(last)
            self.show(last, end, *text)
        elif operator == b"Td":
            x, y = self.numbers(last, start, 2)
            self.line_x, self.line_y, self.moved = self.line_x + x * self.scale, self.line_y + y, True
        elif operator == b"Tf":
            self.font, (self.size,) = name, self.numbers(last, start, 1)
        elif operator == b"MP" and name.startswith(b"CV"):
            self.change(name[2:].decode("ascii"))
            self.edit(last, end, b"")
        elif operator == b"Tm":
            self.scale, _, _, _, self.line_x, self.line_y = self.numbers(last, start, 6)
            self.moved = True
        elif operator == b"BT":
            self.line_x = self.line_y = 0.0
            self.scale, self.moved = 1.0, True
        elif operator == b"ET":
            self.close(last)
        elif operator == b"q":
            self.stack.append((self.matrix, self.font, self.size))
        elif operator == b"Q":
            self.matrix, self.font, self.size = self.stack.pop()  # type: ignore[assignment]
        elif operator == b"cm":
            a, _, _, d, e, f = self.numbers(last, start, 6)
            w, h, x, y = self.matrix
            self.matrix = (w * a, h * d, w * e + x, h * f + y)
        else:
            self.draw(operator, last, end)

    def draw(self, operator: bytes, last: int, end: int) -> None:
        """Take in an operator that draws something other than text: a picture that is a node, else an artifact."""
        if operator in (b"Do", b"sh"):
            owner = self.all.owner()
            figure = isinstance(owner, Node) and owner.kind == "Figure"
            self.begin(last, owner if figure else "L")
            self.close(end)
        elif operator in (b"m", b"re"):
            self.path = last if self.path is None else self.path
        elif operator in _PAINT:
            if operator != b"n" and self.path is not None:
                self.begin(self.path, "L")
                self.close(end)
            self.path = None
        elif operator in (b"BI", b"'", b'"', b"BDC", b"BMC"):
            raise Unreadable(f"a page holds the operator {operator.decode()}, of which cvgen knows nothing")

    def numbers(self, start: int, end: int, count: int) -> list[float]:
        return [float(number) for number in self.data[start:end].split()[-count:]]

    def change(self, mark: str) -> None:
        """Take in a mark: an artifact begins (`aF`) or ends (`z`), or what follows belongs to another node."""
        if mark.startswith("a"):
            self.all.artifacts.append(mark[1:])
        elif mark == "z":
            if self.all.artifacts:
                self.all.artifacts.pop()
        elif not self.all.artifacts:
            self.all.leaf = self.all.nodes.by_number.get(mark, self.all.leaf)

    def mark(self, at: int) -> None:
        """Let what is shown next belong to whom it should."""
        owner = self.all.owner()
        if self.open is not owner:
            self.begin(at, owner)

    def begin(self, at: int, owner: Node | str) -> None:
        self.close(at)
        if isinstance(owner, str):
            tag = _ARTIFACTS.get(owner, _ARTIFACTS["L"])
        else:
            owner.place()
            owner.kids.append((self.page, len(self.owners)))
            tag = b"/%s <</MCID %d>> BDC\n" % (owner.kind.encode(), len(self.owners))
            self.owners.append(owner)
        self.edit(at, at, b"\n" + tag)
        self.open = owner

    def close(self, at: int) -> None:
        if self.open is not None:
            self.edit(at, at, b"\nEMC\n")
            self.open = None

    def edit(self, start: int, end: int, text: bytes, rank: int = 1) -> None:
        self.edits.append((start, rank, end, text))

    def show(self, last: int, end: int, start: int, stop: int) -> None:
        """Follow the pen over a piece of text, and put in the spaces that are missing before and in it."""
        font, raw = self.fonts[self.font], self.data[start:stop]
        unit = self.size * self.scale / 1000
        if self.moved:
            self.pen = self.line_x
        owner, advance, first = self.open, 0.0, True
        for match in _PIECE.finditer(raw):
            if match[2]:
                advance -= float(match[2])
                continue
            codes = font.codes(string(match[1]))
            text = font.text(codes)
            if isinstance(owner, Node) and text:
                x = self.matrix[0] * (self.pen + advance * unit) + self.matrix[2]
                if self.is_space_missing(owner.block, text, x):
                    self.put_space(owner, start + match.start() if raw.startswith(b"[") and not first else None, last)
                owner.text.append(text)
                if owner.block is not owner:
                    owner.block.text.append(text)
            advance += font.width(codes)
            if isinstance(owner, Node) and text:
                self.remember(owner.block, self.pen + advance * unit, end)
            first = False
        self.pen += advance * unit
        self.moved = False

    def remember(self, block: Node, pen: float, stop: int) -> None:
        x, y = self.matrix[0] * pen + self.matrix[2], self.matrix[1] * self.line_y + self.matrix[3]
        self.shown = _Shown(block, x, y, stop, self.font, self.size)
        self.all.last_block = block

    def is_space_missing(self, block: Node, text: str, x: float) -> bool:
        """Return whether a text that starts at `x` needs a space between it and what the block says before."""
        if self.all.last_block is not block:
            return False
        before = "".join(block.text[-12:])
        size = abs(self.size * self.scale * self.matrix[0])
        y = self.matrix[1] * self.line_y + self.matrix[3]
        if self.shown is None or abs(y - self.shown.y) > 0.55 * size:  # on another line, or another page
            return self.all.spaces.between_lines(before, text)
        return within_line(before, text, (x - self.shown.x) * 1000 / (size or 1))

    def put_space(self, owner: Node, inside: int | None, last: int) -> None:
        """Put in a space that moves nothing: within an array, behind what was shown last, or in front."""
        if not self.space:
            return
        size = b"%g" % (self.shown.size if self.shown else self.size)
        width = self.fonts[self.space].width([32])
        space = b"/%s %s Tf[( )%g]TJ" % (self.space, size, width)
        if inside is not None:
            self.edit(inside, inside, b"]TJ %s/%s %g Tf[" % (space, self.font, self.size), 0)
        elif self.shown:
            self.edit(self.shown.stop, self.shown.stop, b" %s/%s %s Tf" % (space, self.shown.font, size), 0)
        else:
            self.edit(last, last, b" %s/%s %g Tf" % (space, self.font, self.size), 2)
        owner.block.text.append(" ")

    def edited(self) -> bytes:
        """Return the contents with all edits; at one place, spaces come before what closes and opens."""
        self.close(len(self.data))
        done: list[bytes] = []
        at = 0
        for start, _, end, text in sorted(self.edits, key=lambda edit: edit[:2]):
            done += (self.data[at:start], text)
            at = max(at, end)
        return b"".join((*done, self.data[at:]))
