"""A selected CV → Markdown (CommonMark), to be read as it is or by any renderer: text comes back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cvgen.exporters import Exported, Request
from cvgen.exporters.outline import Part, Piece, outline
from cvgen.latex import ascii_url
from cvgen.markup import (
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Plain,
    Strong,
    Subscript,
    Superscript,
    plain,
)
from cvgen.patterns import pattern
from cvgen.views import contacts_of

# What starts markup anywhere; within a word an underscore does not.
_SIGNS = pattern(r"[\\`*<\[\]]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;|$)|~(?=~)|(?<=~)~|!(?=\[|$)")
_ASTERISK = pattern(r"(?<!\\)\*")
# What starts a block, at its start.
_START = pattern(r"([-+=#>~|:])|(\d{1,9})([.)])")
_DELIMITERS: dict[type, str] = {Emphasis: "*", Strong: "**"}
_TAGS: dict[type, str] = {Emphasis: "em", Strong: "strong", Subscript: "sub", Superscript: "sup"}


def export(request: Request) -> Exported:
    """Return the document. Raises CvgenError if an option of the template is wrong."""
    said = outline(request)
    basics = said.cv.basics
    role = [text.inlines for text in (basics.native_name, basics.label) if text]
    contacts = [_link(contact.url, contact.text) if contact.url else contact.text for contact in contacts_of(basics)]
    blocks = [f"# {block(plain(basics.name))}", _row(role), _row(contacts)]
    for part in said.parts:
        blocks += [f"## {block(part.title)}", *_part(part)]
    return Exported("\n\n".join(block for block in blocks if block) + "\n")


def _part(part: Part) -> Iterator[str]:
    yield from map(block, part.legend)
    for group in part.groups:
        if group.title:
            yield f"### {block(group.title)}"
        if part.section.name == "summary":
            yield from (block(text) for piece in group.pieces for text in piece.paragraphs)
        else:
            yield "\n".join(_item(piece, part.section.type == "publications") for piece in group.pieces)


def _item(piece: Piece, numbered: bool) -> str:
    """Return an entry as an item of a list: its line, what is below it, its highlights as a list within."""
    head = written(Inlines((Strong(piece.head.nodes), *piece.rest.nodes))) if piece.head else written(piece.rest)
    label = written(piece.label)
    order = (label, head) if numbered else (head, label)
    lines = [" · ".join(text for text in order if text), *map(written, piece.details)]
    if piece.links:
        lines.append(" · ".join(written(_link(link.url, link.label.inlines)) for link in piece.links))
    first, *more = [line for line in map(_safe, lines) if line] or [""]
    text = f"- {first}" + "".join(f"\\\n  {line}" for line in more)
    return text + "".join(f"\n  - {block(one)}" for one in piece.highlights)


def _row(texts: Iterable[Inlines]) -> str:
    """Return texts on one line, with dots between them."""
    return _safe(" · ".join(map(written, texts)))


def _link(url: str, text: Inlines) -> Inlines:
    return text if text.links or not url else Inlines((Link(url, text.nodes),))


def block(text: Inlines) -> str:
    """Return inline markup as a paragraph, or what stands in a heading or an item."""
    return _safe(written(text))


def _safe(line: str) -> str:
    """Return a line that starts no other block than a paragraph, and ends as it is."""
    line = re.sub(r"^(<br>| )+|(<br>| )+$", "", line)  # alone, the tag would start a block of HTML
    found = _START.match(line)
    if found:
        line = f"\\{line}" if found[1] else f"{found[2]}\\{line[len(found[2]) :]}"
    return line


def written(text: Inlines) -> str:
    """Return inline markup as Markdown, on one line."""
    return _nodes(text.nodes)


def _nodes(nodes: Iterable[Inline], touching: bool = False) -> str:
    done = ""
    for node in nodes:
        done += _node(node, touching=touching)
        touching = done.endswith(("*", "`")) and not isinstance(node, Plain)
    return done


def _node(node: Inline, *, touching: bool) -> str:
    """Return a node as Markdown; `touching` says whether markup ends just before it."""
    if isinstance(node, Plain):
        return _escaped(node.value)
    if isinstance(node, Code):
        return f"<code>{_escaped(node.value)}</code>" if touching else _code(node.value)
    if isinstance(node, LineBreak):
        return "<br>"
    inner = _nodes(node.children, touching and isinstance(node, Foreign))
    if isinstance(node, Link):
        return f"[{inner}]({_target(node.url)})" if inner.strip() else inner
    return inner if isinstance(node, Foreign) else _styled(type(node), inner, touching)


def _styled(kind: type, inner: str, touching: bool) -> str:
    """Return a text between asterisks if these are surely taken for emphasis (CommonMark, section 6.2), else tags."""
    sign, tag = _DELIMITERS.get(kind, ""), _TAGS[kind]
    if sign and not touching and inner and inner[0].isalnum() and inner[-1].isalnum() and not _ASTERISK.search(inner):
        return f"{sign}{inner}{sign}"
    return f"<{tag}>{inner}</{tag}>"


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", re.sub(r"[ \t\r\n\x85]+", " ", text))


def _code(text: str) -> str:
    text = re.sub(r"\s", " ", text)
    if not text.strip():
        return text
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    gap = " " if "`" in (text[0], text[-1]) or (text[0] == text[-1] == " ") else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def _target(url: str) -> str:
    """Return a URL as the target of a link: its characters, but for what would end it."""
    url = ascii_url(url).replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    url = re.sub(r"&(?=#?\w+;)", "&amp;", url)
    return f"<{url}>" if re.search(r"[()]", url) else url
