"""The contents of a page with marks in them → contents in which each piece of text says which node it belongs to.

Text of a node becomes marked content with a number of its own on the page, all else an artifact (PDF 1.7, 14.6 and
14.8). Word spaces that the page shows only as distance become characters. Nothing moves: what is put in prints nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from cvgen.diagnostics import CvgenError
from cvgen.tagging.edits import Edits
from cvgen.tagging.fonts import APART, Font, Read
from cvgen.tagging.nodes import Node, Nodes
from cvgen.tagging.pen import Pen, Shown
from cvgen.tagging.spaces import SOFT_HYPHEN, Spaces, within_line
from cvgen.tagging.statements import ARTIFACTS, PIECE, RUN, STATEMENT, WORD, string

_SPACE = [" "]
_PAINT = frozenset(b"S s f F f* B B* b b* n".split())
_UNKNOWN = frozenset(b"BI BDC BMC TD T* ' \"".split())  # no engine of ours writes them


class Unreadable(CvgenError):
    """Raised for contents that no engine of ours writes."""


class Contents:
    """Rewrites the contents of a document's pages, one after the other: a node may go on from page to page."""

    def __init__(self, nodes: Nodes, spaces: Spaces) -> None:
        self.nodes, self.spaces = nodes, spaces
        self.leaf: Node | None = None
        self.artifacts: list[str] = []
        self.last_block: Node | None = None

    def rewrite(self, data: bytes, page: int, fonts: Mapping[bytes, Font]) -> tuple[bytes, list[Node]]:
        """Return the contents of a page with some fonts, and the nodes of its pieces, in order. Raises Unreadable."""
        return _Page(self, data, page, fonts).rewritten()

    def owner(self) -> Node | str:
        """Return the node that what follows belongs to, or the kind of artifact that it is."""
        if self.leaf is None:  # text outside of any paragraph
            self.leaf = Node("P", 0, self.nodes.root)
        return self.artifacts[-1] if self.artifacts else self.leaf


class _Page:
    """The state of a page while its contents are read: where the pen is, and what is open."""

    def __init__(self, contents: Contents, data: bytes, page: int, fonts: Mapping[bytes, Font]) -> None:
        self.all, self.data, self.page, self.fonts = contents, data, page, fonts
        self.owners: list[Node] = []
        self.end = 0  # of what was shown last, spaces too
        self.edits = Edits()
        self.open: Node | str | None = None
        self.space = next((name for name, font in fonts.items() if font.is_space), b"")
        self.space_width = fonts[self.space].read(b" ")[1] if self.space else 0.0
        self.pen = Pen()
        self.shown: Shown | None = None  # but for spaces of pdfTeX's, which stand at either end of a line
        self.path: int | None = None

    def rewritten(self) -> tuple[bytes, list[Node]]:
        last = at = 0
        while match := STATEMENT.search(self.data, at):
            kind, at = match.lastgroup, match.end()
            if kind == "blank":
                name, size, after, next_size = match.group("blank_font", "blank_size", "next_font", "next_size")
                self.pen.font, self.pen.size = name, float(size)
                self.show(last, match.end("blank_show"), *match.span("blank_text"))
                self.pen.font, self.pen.size = after, float(next_size)
            elif kind == "show":
                if match["x"]:
                    self.pen.move(float(match["x"]), float(match["y"]))
                self.show(last, at, *match.span("text"))
                at = self.run(match.start(), at)
            elif kind == "move":
                self.pen.move(float(match["left"]), float(match["up"]))
            elif kind == "font":
                self.pen.font, self.pen.size = match["name"], float(match["size"])
            elif kind == "mark":
                if match["name"].startswith(b"CV"):
                    self.change(match["name"][2:].decode("ascii"))
                    self.edits.add(match.start(), match.end(), b"")
            elif kind == "operator":
                self.operate(match["operator"], last, match.start("operator"), match.end())
            else:
                continue
            last = at
        self.close(len(self.data))
        return self.edits.applied(self.data), self.owners

    def operate(self, operator: bytes, last: int, start: int, end: int) -> None:
        """Take in an operator, whose operands stand between `last` and `start`."""
        if operator in (b"Tm", b"BT", b"q", b"Q", b"cm"):
            self.pen.take(operator, self.data[last:start].split())
        elif operator == b"ET":
            self.close(last)
        elif operator in _UNKNOWN:
            raise Unreadable(f"a page holds something that cvgen did not put there (the operator {operator.decode()})")
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

    def change(self, mark: str) -> None:
        """Take in a mark: an artifact begins (`aF`) or ends (`z`), or what follows belongs to another node."""
        if mark.startswith("a"):
            self.all.artifacts.append(mark[1:])
        elif mark == "z":
            del self.all.artifacts[-1:]
        elif not self.all.artifacts:
            self.all.leaf = self.all.nodes.by_number.get(mark, self.all.leaf)

    def begin(self, at: int, owner: Node | str) -> None:
        self.close(at)
        if isinstance(owner, str):
            tag = ARTIFACTS.get(owner, ARTIFACTS["L"])
        else:
            owner.place()
            owner.kids.append((self.page, len(self.owners)))
            tag = b"/%s <</MCID %d>> BDC\n" % (owner.kind.encode(), len(self.owners))
            self.owners.append(owner)
        self.edits.add(at, at, b"\n" + tag)
        self.open = owner

    def close(self, at: int) -> None:
        if self.open is not None:
            self.edits.add(at, at, b"\nEMC\n")
            self.open = None

    def show(self, last: int, end: int, start: int, stop: int) -> None:
        """Take in a piece of text, and put in the spaces that are missing before and in it."""
        pen, font, owner = self.pen, self.fonts[self.pen.font], self.all.owner()
        is_space = font.is_space
        texts, advance, lead = (_SPACE, self.space_width, 0.0) if is_space else self.read(font, start, stop)
        node = owner if isinstance(owner, Node) and any(texts) else None
        if node and not is_space:
            self.join(node, texts[0] if len(texts) == 1 else "".join(texts), lead, last)
        if self.open is not owner:
            self.begin(last, owner)
        pen.advance(advance)
        if node:
            node.text += texts
            if node.block is not node:
                node.block.text += texts
            self.all.last_block, self.end = node.block, end
            if not is_space:
                self.shown = Shown(node, *pen.place(), stop, end, pen.font, pen.size)

    def run(self, start: int, end: int) -> int:
        """Take in the words that follow one which begins at `start` and ends at `end`; return the end of the last.

        They are of its font, on its line and in its node, with pdfTeX's spaces between, so that nothing is missing.
        """
        match, shown, pen = RUN.match(self.data, start), self.shown, self.pen
        if match is None or shown is None or shown.end != end:
            return end
        if match["name"] != pen.font or float(match["size"]) != pen.size:
            return end
        font, owner, moved, width = self.fonts[pen.font], shown.owner, 0.0, 0.0
        for word in WORD.finditer(self.data, end, match.end()):
            texts, width, _ = font.known.get(word[2]) or self.read(font, *word.span(2))
            owner.text += " ", *texts
            if owner.block is not owner:
                owner.block.text += " ", *texts
            moved += float(word[1])
        pen.move(moved, 0.0)
        pen.advance(width)
        self.end = match.end()
        stop = self.data.rindex(b"]", end, self.end) + 1
        self.shown = Shown(owner, *pen.place(), stop, self.end, pen.font, pen.size)
        return self.end

    def read(self, font: Font, start: int, stop: int) -> Read:
        """Return the characters of what is shown, how far the pen moves for it, and how far before the first.

        Where two pieces are as far apart as words, a space is put in.
        """
        known = font.word(self.data[start:stop])
        if known:
            return known
        texts: list[str] = []
        advance = lead = reached = 0.0
        for match in PIECE.finditer(self.data, start, stop):
            if match[3]:
                advance -= float(match[3])
                continue
            raw = match[0]
            if not texts:
                lead = advance
            elif advance - reached > APART and within_line(texts[-1], font.read(string(raw))[0], advance - reached):
                self.put(match.start(), b"]TJ %s[", self.pen.font, self.pen.size, 0)
                texts.append(" ")
            text, width = font.read(string(raw))
            texts.append(text)
            advance += width
            reached = advance
        return texts, advance, lead

    def join(self, owner: Node, text: str, lead: float, last: int) -> None:
        """Put in a space between a text and what its block says before, if it is missing there."""
        block = owner.block
        shown = self.shown if self.all.last_block is block else None  # or it goes on behind another one, or a page
        if not block.text:
            return
        x, y = self.pen.place(lead)
        if shown and abs(y - shown.y) < 0.55 * self.pen.em:
            missing = within_line(block.text[-1], text, (x - shown.x) * 1000 / self.pen.em)
        else:
            if shown and self.all.spaces.is_hyphenated("".join(block.text[-12:]).rstrip(), text):
                self.hyphenated(shown)
            missing = self.all.spaces.between_lines("".join(block.text[-12:]), text)
        if missing:
            block.text.append(" ")
            if shown:
                self.put(shown.end, b" %s", shown.font, shown.size, 0)
            else:
                self.put(last, b" %s", self.pen.font, self.pen.size, 2)

    def put(self, at: int, around: bytes, font: bytes, size: float, rank: int) -> None:
        """Put in a space that moves nothing, and go back to a font."""
        if self.space:
            space = b"/%s %a Tf[( )%a]TJ/%s %a Tf" % (self.space, size, self.space_width, font, size)
            self.edits.add(at, at, around % space, rank)

    def hyphenated(self, shown: Shown) -> None:
        """Say of the hyphen at the end of a line that the word goes on: only its node does, the text stays."""
        closer, bracket = self.data[shown.stop - 2 : shown.stop - 1], self.data[shown.stop - 1 : shown.stop]
        if bracket != b"]" or closer not in (b")", b">"):
            return
        opener, digits = (b"(", 1) if closer == b")" else (b"<", 2)
        at = shown.stop - 2 - digits * self.fonts[shown.font].size  # of the last code
        node = Node("Span", shown.owner.line, shown.owner, known=SOFT_HYPHEN)
        node.place()
        node.kids.append((self.page, len(self.owners)))
        span = b"%s]TJ\nEMC\n/Span <</MCID %d>> BDC\n[%s" % (closer, len(self.owners), opener)
        self.edits.add(at, at, span, 0)
        self.owners.append(node)
        for one in {shown.owner, shown.owner.block}:
            if one.text[-1].isspace():
                one.text.pop()
            one.text[-1] = one.text[-1][:-1] + SOFT_HYPHEN
        if self.open is shown.owner:
            self.edits.add(self.end, self.end, b"\nEMC\n", 0)
            self.open = None
