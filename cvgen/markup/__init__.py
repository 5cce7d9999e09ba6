"""Inline markup: rich text as a small tree. It stays a tree until a writer for one format prints it.

The grammar is in `parser` and, for users, in `docs/text.md`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from cvgen.diagnostics import NOWHERE, Origin
from cvgen.patterns import pattern

SCHEMES = ("http", "https", "mailto", "tel", "doi")
_SIMPLE_LINK = pattern(r"\[(\*?)((?!\s)[^]*`\[<\\]+(?<!\s))\1\]\((https?://[^\s()<>\[\]\\*`&\x00-\x1f\x7f]+)\)")
_MARKUP = pattern(r"[*`\[<\\\n\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class _Leaf:
    """What has characters alone: one class makes the constructor of several, for Python is slow to make them."""

    value: str


class Plain(_Leaf):
    """A run of text."""


class Code(_Leaf):
    """A piece of code or a name to be set as such."""


@dataclass(frozen=True)
class LineBreak:
    """The start of a new line."""


@dataclass(frozen=True)
class _Branch:
    """What has other text in it."""

    children: tuple[Inline, ...]


class Emphasis(_Branch):
    """Emphasised text."""


class Strong(_Branch):
    """Strongly emphasised text."""


class Subscript(_Branch):
    """Text that is set small and low."""


class Superscript(_Branch):
    """Text that is set small and high."""


@dataclass(frozen=True)
class Link:
    """Text that leads to a URL."""

    url: str
    children: tuple[Inline, ...]


@dataclass(frozen=True)
class Foreign:
    """Text in another language (a BCP 47 tag) than what is around it: no markup, but texts in several languages."""

    language: str
    children: tuple[Inline, ...]


Inline = Plain | Code | LineBreak | Emphasis | Strong | Subscript | Superscript | Link | Foreign


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
    text = unicodedata.normalize("NFC", source.strip())
    if not _MARKUP.search(text):
        return plain(text, origin)
    nodes = _simple(text)
    if nodes is None:
        from cvgen.markup.parser import nodes_of

        nodes = nodes_of(text)
    return Inlines(nodes, origin)


def _simple(text: str) -> tuple[Inline, ...] | None:
    """Return a text that has no markup but plain links, as the parser does; None if it has any other.

    The parser is slow to import, and many CVs have no markup but links. One may be emphasised as a whole.
    """
    nodes: list[Inline] = []
    at = 0
    for link in _SIMPLE_LINK.finditer(text):
        before = text[at : link.start()]
        asterisk, label, url = link.groups()
        if asterisk and not (label[0].isalnum() and label[-1].isalnum()):
            return None
        nodes += [Plain(before)] if before else []
        nodes.append(Link(url, (Emphasis((Plain(label),)),) if asterisk else (Plain(label),)))
        at = link.end()
        if _MARKUP.search(before + label) or "]" in before or "\0" in before + label:
            return None
    rest = text[at:]
    if _MARKUP.search(rest) or "]" in rest or "\0" in rest:
        return None
    return (*nodes, Plain(rest)) if rest else tuple(nodes)


def walk(nodes: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield every node of a tree, parents first."""
    for node in nodes:
        yield node
        if isinstance(node, Emphasis | Strong | Subscript | Superscript | Link | Foreign):
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
