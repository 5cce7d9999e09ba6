"""A line of Markdown as its characters, of which each knows its emphasis and its link, to be cut into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from cvgen.diagnostics import Origin
from cvgen.importers.inline import inlines_of, tidy
from cvgen.markup import Emphasis, Inline, Inlines, LineBreak, Link, Plain, Strong

_EDGES = " ,.;:"


class Char(NamedTuple):
    """One character, with what it is set in."""

    value: str
    strong: bool = False
    emphasis: bool = False
    url: str = ""


class Line:
    """Some characters, and where in the file they began."""

    def __init__(self, chars: Iterable[Char], origin: Origin) -> None:
        self.chars, self.origin = list(chars), origin
        self.text = "".join(char.value for char in self.chars)

    @classmethod
    def of(cls, source: str, origin: Origin) -> Line:
        """Return the line that Markdown stands for."""
        return cls(_chars(inlines_of(source)), origin)

    def cut(self, start: int, end: int | None = None) -> Line:
        """Return a piece of the line."""
        return Line(self.chars[start:end], self.origin)

    def without(self, start: int, end: int) -> Line:
        """Return the line without a piece of it."""
        return Line([*self.chars[:start], *self.chars[end:]], self.origin)

    def trimmed(self, edges: str = _EDGES) -> Line:
        """Return the line without punctuation and spaces at its ends."""
        start = len(self.text) - len(self.text.lstrip(edges))
        return self.cut(start, max(start, len(self.text.rstrip(edges))))

    def split(self, sign: str = r",\s*") -> list[Line]:
        """Return the pieces between commas that stand in no quotes, brackets or links."""
        pieces, start, depth = [], 0, 0
        for match in re.finditer(rf"[(\[“]|[)\]”]|{sign}", self.text):
            if match[0] in "([“":
                depth += 1
            elif match[0] in ")]”":
                depth = max(0, depth - 1)
            elif depth == 0 and not (
                self.chars[match.start()].url and self.chars[match.start()].url == self._after(match.end())
            ):
                pieces.append(self.cut(start, match.start()))
                start = match.end()
        pieces.append(self.cut(start))
        return [piece for piece in (piece.trimmed(" ") for piece in pieces) if piece.text]

    def _after(self, at: int) -> str:
        return self.chars[at].url if at < len(self.chars) else ""

    @property
    def urls(self) -> list[str]:
        """The links in the line, each once."""
        return list(dict.fromkeys(char.url for char in self.chars if char.url))

    @property
    def strong(self) -> str:
        """The text that is set in bold."""
        return "".join(char.value for char in self.chars if char.strong).strip(_EDGES)

    def rich(self, *, emphasis: bool = False) -> Inlines:
        """Return the line as a rich text, with its links, and its emphasis if that is wanted."""
        nodes: list[Inline] = []
        for url, run in groupby(self.chars, key=lambda char: char.url):
            chars = list(run)
            inner = _marked(chars) if emphasis else (Plain("".join(char.value for char in chars)),)
            nodes += [Link(url, inner)] if url else inner
        return Inlines(tidy(tuple(nodes)), self.origin)

    def plain(self) -> Inlines:
        """Return the line as a text without links."""
        return Inlines((Plain(" ".join(self.text.split())),) if self.text.strip() else (), self.origin)


def _marked(chars: list[Char]) -> tuple[Inline, ...]:
    nodes: list[Inline] = []
    for (strong, emphasis), run in groupby(chars, key=lambda char: (char.strong, char.emphasis)):
        node: Inline = Plain("".join(char.value for char in run))
        node = Emphasis((node,)) if emphasis else node
        nodes.append(Strong((node,)) if strong else node)
    return tuple(nodes)


def _chars(nodes: tuple[Inline, ...], style: Char | None = None) -> Iterator[Char]:
    style = style or Char("")
    for node in nodes:
        if isinstance(node, LineBreak):
            yield style._replace(value=" ")
        elif isinstance(node, Strong):
            yield from _chars(node.children, style._replace(strong=True))
        elif isinstance(node, Emphasis):
            yield from _chars(node.children, style._replace(emphasis=True))
        elif isinstance(node, Link):
            yield from _chars(node.children, style._replace(url=node.url))
        elif children := getattr(node, "children", ()):
            yield from _chars(children, style)
        else:
            yield from (style._replace(value=char) for char in getattr(node, "value", ""))
