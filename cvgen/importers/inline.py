"""Markdown as others write it, with its HTML, → rich text.

What cvgen has too is taken over: emphasis, links, code, sub- and superscript, new lines. Of all other markup the text
stays, and of pictures what they show. A link that may not be in a CV, such as `#top`, stays as its text.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from cvgen.importers.job import merged, url_of
from cvgen.markup import Code, Emphasis, Inline, LineBreak, Link, Plain, Strong, Subscript, Superscript
from cvgen.patterns import pattern

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_KINDS: dict[str, Any] = {"em": Emphasis, "strong": Strong, "sub": Subscript, "sup": Superscript}
_TAGS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup", "code": "", "a": "a"}
_TAG = pattern(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9]*)\b([^>]*)>", re.DOTALL)
_HREF = pattern(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_NESTED_TOO_DEEP = 12


def inlines_of(source: str) -> tuple[Inline, ...]:
    """Return Markdown text as rich text; any text can be read."""
    tokens = _parser().parseInline(source.strip())[0].children or []
    return tidy(_Tree(tokens).nodes())


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


class _Tree:
    """Builds the tree from Markdown's tokens; HTML's tags open and close nodes as Markdown's signs do."""

    def __init__(self, tokens: list[Any]) -> None:
        self.tokens = tokens
        self.open: list[tuple[str, str, list[Inline]]] = [("", "", [])]  # what is open: its kind, its URL, its nodes

    def nodes(self) -> tuple[Inline, ...]:
        """Return the whole text."""
        for token in self.tokens:
            self.token(token)
        while len(self.open) > 1:
            self.close(self.open[-1][0])
        return tuple(self.open[0][2])

    def token(self, token: Any) -> None:
        """Add a token."""
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "html_inline":
            self.tag(token.content)
        elif token.type == "code_inline":
            self.add(Code(token.content))
        elif token.type in ("hardbreak", "softbreak"):
            self.add(LineBreak() if token.type == "hardbreak" else Plain(" "))
        elif token.type == "image":
            self.add(Plain(token.content))
        elif token.nesting == 1:
            self.start("a" if kind == "link" else kind, str(token.attrs.get("href", "")))
        elif token.nesting == -1:
            self.close("a" if kind == "link" else kind)
        else:
            self.add(Plain(token.content))

    def tag(self, text: str) -> None:
        """Add a tag of HTML, or the text that only looks like one."""
        match = _TAG.fullmatch(text)
        name = match[2].lower() if match else ""
        if name in ("br", "p", "div", "li"):
            self.add(LineBreak())
        elif match and name in _TAGS:
            kind = _TAGS[name]
            if match[1]:
                self.close(kind)
            elif kind:
                href = _HREF.search(match[3])
                self.start(kind, html.unescape(href[1]) if href else "")
        elif name not in ("span", "font", "u", "small", "big", "ul", "ol", "img", "mark", "s", "del", "ins", "abbr"):
            self.add(Plain(text) if not text.startswith("<!--") else Plain(""))

    def start(self, kind: str, url: str = "") -> None:
        """Open a node."""
        self.open.append((kind, url, []))

    def close(self, kind: str) -> None:
        """Close a node, and those within it that nobody closed; a tag that closes nothing is nothing."""
        if not any(opened == kind for opened, _, _ in self.open[1:]):
            return
        while True:
            opened, url, children = self.open.pop()
            for node in _made(opened, url, tuple(children), len(self.open)):
                self.add(node)
            if opened == kind:
                return

    def add(self, node: Inline) -> None:
        """Add a node to the one that is open."""
        self.open[-1][2].append(node)


def _made(kind: str, url: str, children: tuple[Inline, ...], depth: int) -> tuple[Inline, ...]:
    """Return the node of a kind, or what is in it where there can be none."""
    children = merged(children)
    if not children or depth > _NESTED_TOO_DEEP:
        return children
    if kind == "a":
        good = url_of(url) if not re.match(r"[#./?]", url) else ""
        return (Link(good, children),) if good and not _has_link(children) else children
    return (_KINDS[kind](children),) if kind in _KINDS else children


def _has_link(nodes: tuple[Inline, ...]) -> bool:
    return any(isinstance(node, Link) or _has_link(getattr(node, "children", ())) for node in nodes)


def tidy(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return nodes with spaces outside of emphasis, single ones, and none at the ends of lines."""
    found: list[Inline] = []
    for part in merged(tuple(part for node in nodes for part in _outside(node))):
        if isinstance(part, Plain):
            text = re.sub(r"\s+", " ", part.value)
            text = text.lstrip() if not found or isinstance(found[-1], LineBreak) else text
            found += [Plain(text)] if text else []
        elif not isinstance(part, LineBreak) or (found := _trimmed(found)):
            found.append(part)
    return tuple(_trimmed(found))


def _outside(node: Inline) -> tuple[Inline, ...]:
    """Return a node with the spaces at its ends beside it: `**Ada **` is no emphasis."""
    if not isinstance(node, Emphasis | Strong | Link | Subscript | Superscript):
        return (node,)
    children = merged(tuple(part for child in node.children for part in _outside(child)))
    before = after = ""
    if children and isinstance(children[0], Plain):
        text = children[0].value
        before = " " if text != text.lstrip() else ""
        children = (Plain(text.lstrip()), *children[1:]) if text.strip() else children[1:]
    if children and isinstance(children[-1], Plain):
        text = children[-1].value
        after = " " if text != text.rstrip() else ""
        children = (*children[:-1], Plain(text.rstrip()))
    whole = type(node)(node.url, children) if isinstance(node, Link) else type(node)(children)
    return (Plain(before), *((whole,) if children else ()), Plain(after))


def _trimmed(nodes: list[Inline]) -> list[Inline]:
    """Return nodes without a line break or spaces at the end."""
    while nodes and (isinstance(nodes[-1], LineBreak) or not getattr(nodes[-1], "value", "x").strip()):
        nodes = nodes[:-1]
    if nodes and isinstance(nodes[-1], Plain):
        nodes = [*nodes[:-1], Plain(nodes[-1].value.rstrip())]
    return nodes
