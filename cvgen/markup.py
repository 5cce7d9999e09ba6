"""Inline markup: a small Markdown, read into a tree. Text stays a tree until a writer for one format prints it.

The grammar (a subset of CommonMark, parsed by markdown-it-py; `docs/writing.md` explains it to users):

- `*emphasis*`, `**strong**`, `` `code` ``, `[text](https://…)`, `<https://…>`.
- An asterisk within a word never starts or ends anything: `2**10 and 2**20` is plain text. Underscores never do.
- A backslash prints a following `*`, `` ` ``, `[`, `]` or `<` as it is; any other backslash is a backslash.
- A blank line starts a new line, and so does a line end after a backslash or two spaces. Any other is a space.
- HTML and entities are plain text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from cvgen.diagnostics import Origin

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

NOWHERE = Origin("")
_MARKUP = re.compile(r"[*`\[<\\\n]")
_ESCAPABLE = "*`[]<"
_BLANK_LINES = re.compile(r"[ \t]*\n[ \t]*\n\s*")
SCHEMES = ("http", "https", "mailto", "tel", "doi")
_AUTOLINK = re.compile(rf"<(?:(?:{'|'.join(SCHEMES)}):|[^\s<>:]+@)", re.IGNORECASE)


@dataclass(frozen=True)
class Plain:
    """A run of text."""

    value: str


@dataclass(frozen=True)
class Code:
    """A piece of code or a name to be set as such."""

    value: str


@dataclass(frozen=True)
class LineBreak:
    """The start of a new line."""


@dataclass(frozen=True)
class Emphasis:
    """Emphasised text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Strong:
    """Strongly emphasised text."""

    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Link:
    """Text that leads to a URL."""

    url: str
    children: tuple[Inline, ...]


Inline = Plain | Code | LineBreak | Emphasis | Strong | Link


@dataclass(frozen=True)
class Inlines:
    """Rich text: a sequence of inline nodes, and where it stands in the user's file.

    It has no string form on purpose: only a writer, which escapes it for its format, can print it.
    """

    nodes: tuple[Inline, ...] = ()
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)

    def __str__(self) -> str:
        raise TypeError("rich text has no string form: a writer must print it (or use .plain for its characters)")

    def __bool__(self) -> bool:
        return bool(self.nodes)

    @property
    def plain(self) -> str:
        """The characters alone, without markup; a line break is a space."""
        return "".join(_plain(node) for node in self.nodes)

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link in the text."""
        return tuple(node for node in walk(self.nodes) if isinstance(node, Link))

    def __add__(self, other: Inlines) -> Inlines:
        return Inlines(self.nodes + other.nodes, self.origin if self.origin != NOWHERE else other.origin)


def plain(value: str, origin: Origin = NOWHERE) -> Inlines:
    """Return text without markup as rich text."""
    return Inlines((Plain(unicodedata.normalize("NFC", value)),) if value else (), origin)


def parse(source: str, origin: Origin = NOWHERE) -> Inlines:
    """Read inline markup. Any text can be read: what is no markup is plain text, character by character (NFC)."""
    text = unicodedata.normalize("NFC", source.replace("\r\n", "\n").replace("\r", "\n").strip())
    if not _MARKUP.search(text):
        return plain(text, origin)
    text = _BLANK_LINES.sub("  \n", text)  # Markdown's line break
    tokens = _parser().parseInline(text)[0].children or []
    nodes, _ = _tree(tokens, 0)
    return Inlines(nodes, origin)


def walk(nodes: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield every node of a tree, parents first."""
    for node in nodes:
        yield node
        if isinstance(node, Emphasis | Strong | Link):
            yield from walk(node.children)


def url_problem(url: str) -> str:
    """Return what is wrong with a link target, or an empty text.

    Only `SCHEMES` may appear in a CV: a link must not run anything or point into the reader's machine.
    """
    scheme, colon, rest = url.partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return f"'{url}' is not a full URL"
    if scheme.lower() not in SCHEMES:
        return f"a link must not start with '{scheme}:'"
    if re.search(r"\s", url):
        return "a URL must not contain spaces"
    if scheme.lower() in ("http", "https") and not re.match(r"//[^/?#]", rest):
        return f"'{url}' names no host"
    return "" if rest else f"'{url}' leads nowhere"


def _plain(node: Inline) -> str:
    if isinstance(node, Plain | Code):
        return node.value
    if isinstance(node, LineBreak):
        return " "
    return "".join(_plain(child) for child in node.children)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero")
    parser.enable(["backticks", "link", "autolink", "newline", "escape", "emphasis", "balance_pairs"])
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("autolink", _autolink)
    # Link targets are kept to the letter; which of them are allowed is the reader's business.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _escape(state: StateInline, silent: bool) -> bool:
    following = state.src[state.pos + 1 : state.pos + 2]
    if state.src[state.pos] != "\\" or not following:
        return False
    if following == "\n":
        if not silent:
            state.push("hardbreak", "br", 0)
    elif following in _ESCAPABLE:
        if not silent:
            state.pending += following
    else:
        return False
    state.pos += 2
    return True


def _autolink(state: StateInline, silent: bool) -> bool:
    """CommonMark's autolinks with the schemes of a CV; `vector<std::string>` is text."""
    from markdown_it.rules_inline.autolink import autolink

    return bool(_AUTOLINK.match(state.src, state.pos)) and autolink(state, silent)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's emphasis for `*` alone, and (as its `_`) never within a word."""
    from markdown_it.rules_inline.state_inline import Delimiter

    if silent or state.src[state.pos] != "*":
        return False
    run = state.scanDelims(state.pos, canSplitWord=False)
    for _ in range(run.length):
        state.push("text", "", 0).content = "*"
        token = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord("*"), run.length, token, -1, run.can_open, run.can_close))
    state.pos += run.length
    return True


def _tree(tokens: list[Any], start: int) -> tuple[tuple[Inline, ...], int]:
    """Return the nodes from `start` to the closing token of their parent, and that token's index."""
    nodes: list[Inline] = []
    index = start
    while index < len(tokens):
        token = tokens[index]
        if token.nesting == -1:
            break
        if token.nesting == 1:
            children, index = _tree(tokens, index + 1)
            nodes.append(_parent(token, children))
        elif token.type == "code_inline":
            nodes.append(Code(token.content))
        elif token.type == "hardbreak":
            nodes.append(LineBreak())
        else:
            _add_text(nodes, " " if token.type == "softbreak" else token.content)
        index += 1
    return tuple(nodes), index


def _parent(token: Any, children: tuple[Inline, ...]) -> Inline:
    if token.type == "link_open":
        return Link(str(token.attrs["href"]), children)
    return Strong(children) if token.type == "strong_open" else Emphasis(children)


def _add_text(nodes: list[Inline], text: str) -> None:
    if not text:
        return
    if nodes and isinstance(nodes[-1], Plain):
        text = nodes.pop().value + text  # type: ignore[union-attr]
    nodes.append(Plain(text))
