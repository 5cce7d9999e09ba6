"""A selected CV → the plain text that forms for applications ask for: wrapped, in order, links written out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from cvgen.exporters import Exported, Request
from cvgen.exporters.outline import Part, Piece, outline
from cvgen.fonts.breaking import CLOSING, OPENING
from cvgen.latex import ascii_url
from cvgen.markup import Code, Inline, Inlines, LineBreak, Link, Plain, Superscript, plain
from cvgen.model import NamedLink
from cvgen.patterns import pattern
from cvgen.views import contacts_of

INDENT = "  "
BULLET = "- "
_SPACES = pattern("[ \t\r\n\x85]+")


def export(request: Request) -> Exported:
    """Return the text. Raises CvgenError if an option of the template is wrong."""
    said, width = outline(request), request.width
    basics = said.cv.basics
    lines = [*wrapped(said_of(plain(basics.name)), width)]
    for text in (basics.native_name, basics.label):
        if text:
            lines += wrapped(text.plain, width)
    for contact in contacts_of(basics):
        lines += wrapped(_contact(said_of(contact.text), contact.url), width)
    for part in said.parts:
        lines += ["", "", *_title(part.title, "=", width), *_part(part, width)]
    return Exported("\n".join(line.rstrip(" ") for line in lines) + "\n")


def _contact(text: str, url: str) -> str:
    """Return a contact, with its URL if that is not what it says."""
    if url.startswith(("mailto:", "tel:")) or not url or text == url:
        return text
    bare = (url.partition("://")[2] or url).removeprefix("www.").removesuffix("/")
    return ascii_url(url) if text == bare else f"{text}: {ascii_url(url)}"


def _title(title: Inlines, line: str, width: int) -> list[str]:
    lines = wrapped(said_of(title), width)
    return [*lines, line * min(max(map(columns, lines), default=0), width)]


def _part(part: Part, width: int) -> Iterator[str]:
    for text in part.legend:
        yield from ("", *wrapped(said_of(text), width))
    for group in part.groups:
        if group.title:
            yield from ("", *_title(group.title, "-", width))
        for piece in group.pieces:
            if part.section.name == "summary":
                yield from (line for text in piece.paragraphs for line in ("", *wrapped(said_of(text), width)))
            else:
                yield from ("", *_entry(piece, width, part.section.type == "publications"))


def _entry(piece: Piece, width: int, numbered: bool) -> Iterator[str]:
    head = said_of(Inlines((*piece.head.nodes, *piece.rest.nodes)))
    label = said_of(piece.label)
    if numbered:
        head = " ".join(text for text in (f"[{label}]" if label else "", head) if text)
    elif label:
        yield from wrapped(label, width)
    yield from wrapped(head, width, more=INDENT)
    for detail in piece.details:
        yield from wrapped(said_of(detail), width, INDENT, INDENT)
    for link in piece.links:
        yield from wrapped(_named(link), width, INDENT, INDENT * 2)
    for one in piece.highlights:
        yield from wrapped(said_of(one), width, INDENT + BULLET, INDENT * 2)


def _named(link: NamedLink) -> str:
    label = said_of(link.label.inlines)
    return f"{label}: {ascii_url(link.url)}" if link.url else label


def said_of(text: Inlines) -> str:
    """Return rich text as plain: links with their targets behind them, superscripts behind `^`."""
    return _SPACES.sub(" ", "".join(_said(text.nodes))).strip(" ")


def _said(nodes: Iterable[Inline]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Plain | Code):
            yield node.value
        elif isinstance(node, LineBreak):
            yield " "
        else:
            inner = "".join(_said(node.children))
            if isinstance(node, Link):
                url = ascii_url(node.url)
                yield inner if inner in (node.url, url) else f"{inner} <{url}>" if inner else ""
            else:
                yield f"^{inner}" if isinstance(node, Superscript) and inner.isalnum() and len(inner) > 0 else inner


def columns(text: str) -> int:
    """Return how many columns a terminal gives a text: two for a wide character, none for a mark above another."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrapped(text: str, width: int, first: str = "", more: str = "") -> list[str]:
    """Return a text in lines of a width; `first` stands before the first of them, `more` before the others.

    Lines end at spaces, and between East Asian characters where those allow it. What is longer is not cut.
    """
    lines, now, size = [], first, columns(first)
    for gap, word in _words(text):
        is_begun = now.strip() not in ("", BULLET.strip())
        piece = " " * gap + word if is_begun else word
        if is_begun and size + columns(piece) > width:
            lines.append(now)
            now, size, piece = more, columns(more), word
        now += piece
        size += columns(piece)
    return [*lines, now] if now.strip() else lines


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield what no line end parts, and whether a space stands before it."""
    for at, word in enumerate(text.split(" ")):
        start, gap = 0, int(at > 0)
        for end in range(1, len(word)):
            if _parts(word[end - 1], word[end]):
                yield gap, word[start:end]
                start, gap = end, 0
        yield gap, word[start:]


def _parts(before: str, after: str) -> bool:
    """Return whether a line may end between two characters."""
    if after in CLOSING or before in OPENING or _columns(after) == 0:
        return False
    return _columns(before) == 2 or _columns(after) == 2
