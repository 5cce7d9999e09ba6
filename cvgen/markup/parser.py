"""Reads inline markup: a subset of CommonMark, parsed by markdown-it-py, with two tags.

- `*emphasis*`, `**strong**`, `` `code` ``, `[text](https://…)`, `<https://…>`, `H<sub>2</sub>O`, `x<sup>2</sup>`.
- An asterisk within a word never starts or ends anything: `2**10 and 2**20` is plain text. Underscores never do.
- A backslash prints a following `*`, `` ` ``, `[`, `]` or `<` as it is; any other backslash is a backslash.
- A blank line starts a new line, and so does a line end after a backslash or two spaces. Any other is a space.
- All other HTML, and entities, are plain text. So is a text as a whole whose markup is nested more than 20 deep.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from cvgen.markup import (
    SCHEMES,
    Code,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Plain,
    Strong,
    Subscript,
    Superscript,
)
from cvgen.patterns import pattern

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

MAX_DEPTH = 20  # TeX has 255 levels of groups for all that a text stands in
_ESCAPABLE = "*`[]<"
_LINE_END = pattern(r"\r\n?|\x85")
_NEW_LINES = pattern(r"[ \t]*(?:\n[ \t]*\n|\u2028|\u2029)\s*")
_AUTOLINK = pattern(rf"<(?:(?:{'|'.join(SCHEMES)}):|[^\s<>:]+@)", re.IGNORECASE)
_SCRIPT = pattern(r"<(su[bp])>((?:(?!<su[bp]>)[^\n])+?)</\1>")
_ASTERISKS = pattern(r"\*+")
_PARENTS: dict[str, Callable[[tuple[Inline, ...]], Inline]] = {
    "em_open": Emphasis,
    "strong_open": Strong,
    "sub_open": Subscript,
    "sup_open": Superscript,
}


def nodes_of(source: str) -> tuple[Inline, ...]:
    """Return a text as a tree. Any text can be read: what is no markup is plain text, character by character."""
    text = _NEW_LINES.sub("  \n", _LINE_END.sub("\n", source))  # Markdown's line break
    tokens = _parser().parseInline(text)[0].children or []
    depths = accumulate(token.nesting for token in tokens)
    return _tree(tokens, 0)[0] if max(depths, default=0) <= MAX_DEPTH else (Plain(" ".join(text.split())),)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero")
    parser.enable(["backticks", "link", "autolink", "newline", "escape", "emphasis", "balance_pairs"])
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.at("autolink", _autolink)
    parser.inline.ruler.before("autolink", "scripts", _scripts)
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


def _link(state: StateInline, silent: bool) -> bool:
    """CommonMark's inline link, but for titles: nothing would print them, so a link with one is plain text."""
    from markdown_it.rules_inline.link import link

    start, pending, count = state.pos, state.pending, len(state.tokens)
    if not link(state, silent):
        return False
    if any("title" in token.attrs for token in state.tokens[count:] if token.type == "link_open"):
        del state.tokens[count:], state.tokens_meta[count:]
        state.pos, state.pending = start, pending
        return False
    return True


def _autolink(state: StateInline, silent: bool) -> bool:
    """CommonMark's autolinks with the schemes of a CV; `vector<std::string>` is text."""
    from markdown_it.rules_inline.autolink import autolink

    return bool(_AUTOLINK.match(state.src, state.pos)) and autolink(state, silent)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """CommonMark's emphasis for `*` alone, and (as its `_`) never within a word.

    Chinese, Japanese and Korean write no spaces between words, so beside their characters a mark stands as if beside
    punctuation: without that `在**清华**学习` would have no emphasis, which is a known gap of CommonMark.
    """
    from markdown_it.rules_inline.state_inline import Delimiter

    if silent or state.src[state.pos] != "*":
        return False
    start = state.pos
    length = len(_ASTERISKS.match(state.src, start)[0])  # type: ignore[index]
    can_open, can_close = _flanks(state.src[start - 1 : start], state.src[start + length : start + length + 1])
    for _ in range(length):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(Delimiter(ord("*"), length, len(state.tokens) - 1, -1, can_open, can_close))
    state.pos += length
    return True


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """Return whether a mark between two characters can start and can end emphasis (CommonMark 0.31, section 6.2)."""
    before_space, after_space = not before.strip(), not after.strip()
    before_mark, after_mark = _category(before)[0] in "PS", _category(after)[0] in "PS"
    before_cjk, after_cjk = _is_cjk(before), _is_cjk(after)
    left = not after_space and (
        not after_mark or before_space or before_mark or (before_cjk and _category(after) in ("Ps", "Pi"))
    )
    right = not before_space and (
        not before_mark or after_space or after_mark or (after_cjk and _category(before) in ("Pe", "Pf", "Po"))
    )
    return (
        left and (not right or before_mark or before_cjk),
        right and (not left or after_mark or after_cjk),
    )


def _category(char: str) -> str:
    return unicodedata.category(char) if char else "Zs"


def _is_cjk(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) == "W" and char.isalpha()


def _scripts(state: StateInline, silent: bool) -> bool:
    """Sub- and superscript, as `<sub>` and `<sup>`: the only tags, because no sign for them is safe in plain text."""
    match = _SCRIPT.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        end = state.posMax
        state.push(f"{match[1]}_open", match[1], 1)
        state.pos, state.posMax = match.span(2)
        state.md.inline.tokenize(state)
        state.push(f"{match[1]}_close", match[1], -1)
        state.posMax = end
    state.pos = match.end()
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
    return _PARENTS[token.type](children)


def _add_text(nodes: list[Inline], text: str) -> None:
    if not text:
        return
    if nodes and isinstance(nodes[-1], Plain):
        text = nodes.pop().value + text  # type: ignore[union-attr]
    nodes.append(Plain(text))
