"""A PDF with TeX's marks in it, and what TeX said of them → a tagged PDF, which screen readers can read (PDF/UA-1).

The pages look as they did, and their text is what it was. The package imports pikepdf; it is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from cvgen.tagging.content import Contents, Unreadable
from cvgen.tagging.fonts import SPACES, Font, space_font
from cvgen.tagging.nodes import Node, Nodes
from cvgen.tagging.spaces import Spaces
from cvgen.tagging.tree import Tree, describe

__all__ = ["Unreadable", "tag"]


def tag(pdf: bytes, tags: str, texts: Iterable[str]) -> tuple[bytes, Node]:
    """Return a tagged PDF and its tree.

    `tags` is what `cvtags.sty` wrote; `texts` are those of the document, which tell the ends of words from those of
    lines. Raises Unreadable if there is in the PDF what no engine of ours writes.
    """
    try:
        return _tagged(pdf, Nodes(tags), Spaces(texts))
    except (pikepdf.PdfError, LookupError, ValueError, AttributeError) as error:
        raise Unreadable(f"its pages cannot be understood ({type(error).__name__}: {error})") from error


def _tagged(pdf: bytes, nodes: Nodes, spaces: Spaces) -> tuple[bytes, Node]:
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = [page.obj for page in document.pages]
        owners, links = _tag_pages(pages, document, Contents(nodes, spaces), nodes)
        Tree(document, pages).write(nodes.root, owners, links)
        describe(document)
        done = BytesIO()
        document.save(
            done,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,  # ours names none, and lxml takes time to load
        )
    return done.getvalue(), nodes.root


def _tag_pages(
    pages: list[Any], document: pikepdf.Pdf, contents: Contents, nodes: Nodes
) -> tuple[list[list[Node]], list[Node]]:
    """Rewrite the pages; return the nodes of the pieces on each, and those of all links."""
    fonts: dict[tuple[int, int], Font] = {}
    owners: list[list[Node]] = []
    links: list[Node] = []
    for number, page in enumerate(pages):
        named = _fonts(page, fonts, document)
        streams = page.Contents if isinstance(page.Contents, Array) else [page.Contents]
        data, owner = contents.rewrite(b"\n".join(stream.read_bytes() for stream in streams), number, named)
        page.Contents = document.make_stream(data)
        page.StructParents = number
        page.Tabs = Name.S
        owners.append(owner)
        for annotation in page.get("/Annots", ()):
            if "/CVn" in annotation:
                links.append(_tag_link(annotation, number, nodes))
                annotation.StructParent = len(pages) + len(links) - 1
    for node in links:
        for kid in node.kids:
            if isinstance(kid, tuple) and not isinstance(kid[1], int):
                kid[1].Contents = String(_description(node, kid[1]))
    return owners, links


def _fonts(page: Any, known: dict[tuple[int, int], Font], document: pikepdf.Pdf) -> dict[bytes, Font]:
    """Return the fonts of a page by their names, one of spaces among them."""
    resources = page.Resources
    if "/Font" not in resources:
        resources.Font = Dictionary()
    named = {}
    for name, font in resources.Font.items():
        if font.objgen not in known:
            known[font.objgen] = Font(font)
            for inner in font.get("/DescendantFonts", ()):  # LuaTeX lists fewer glyphs there than it embeds
                if "/CIDSet" in inner.get("/FontDescriptor", {}):
                    del inner.FontDescriptor["/CIDSet"]
        named[name[1:].encode()] = known[font.objgen]
    if not any(font.is_space for font in named.values()):
        spaces = next((number for number, font in known.items() if font.is_space), None)
        font = document.get_object(spaces) if spaces else space_font(document)
        resources.Font[f"/{SPACES}"] = font
        named[SPACES.encode()] = known.setdefault(font.objgen, Font(font))
    return named


def _tag_link(annotation: Any, page: int, nodes: Nodes) -> Node:
    """Put an annotation into the node that it names; one that no macro of ours made gets a node of its own."""
    node = nodes.by_number.get(str(annotation.CVn), nodes.root)
    del annotation["/CVn"]
    if node.kind != "Link":
        node = Node("Link", node.line, node)
    node.place()
    node.kids.append((page, annotation))
    return node


def _description(node: Node, annotation: Any) -> str:
    """Return what a link says and where it leads, once if that is the same."""
    action = annotation.get("/A", {})
    target = str(action.get("/URI", "")).removeprefix("mailto:").removeprefix("tel:")
    text = " ".join("".join(node.text).replace("\u00ad", "").split())
    if not target or not text:
        return target or text or "link"
    bare = (target.partition("://")[2] or target).removeprefix("www.").rstrip("/")
    return target if text.removeprefix("www.").rstrip("/") in (target.rstrip("/"), bare) else f"{text}: {target}"
