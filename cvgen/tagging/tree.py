"""A tree of nodes → the structure tree of a PDF (PDF 1.7, 14.7), and what says of the PDF that it has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from markupsafe import escape
from pikepdf import Array, Dictionary, Name, String

from cvgen.tagging.nodes import Node
from cvgen.tagging.spaces import SOFT_HYPHEN

# ISO 14289-1 (PDF/UA-1), section 5, wants the identifier; XMP is ISO 16684-1.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class Tree:
    """Writes nodes into a PDF, whose `pages` are its pages' dictionaries."""

    def __init__(self, pdf: pikepdf.Pdf, pages: list[Any]) -> None:
        self.pdf, self.pages = pdf, pages
        self.made: dict[Node, Any] = {}

    def write(self, root: Node, owners: list[list[Node]], links: list[Node]) -> None:
        """Write a tree; `owners` are the nodes of the pieces on each page, `links` those of the annotations."""
        tree = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = self._element(root, tree)
        numbers: list[Any] = []
        for page, nodes in enumerate(owners):
            numbers += [page, self.pdf.make_indirect(Array([self.made[node] for node in nodes]))]
        for at, node in enumerate(links, len(self.pages)):
            numbers += [at, self.made[node]]
        tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        tree.ParentTreeNextKey = len(self.pages) + len(links)
        catalog = self.pdf.Root
        catalog.StructTreeRoot = tree
        catalog.MarkInfo = Dictionary(Marked=True)

    def _element(self, node: Node, parent: Any) -> Any:
        element = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{node.kind}"), P=parent))
        self.made[node] = element
        page = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        if page is not None:
            element.Pg = self.pages[page]
        kids = list(self._kids(node, element, page))
        element.K = kids[0] if len(kids) == 1 else Array(kids)
        if node.kind == "Figure":
            element.Alt = String(node.known)
        elif node.known == SOFT_HYPHEN:
            element.ActualText = String(SOFT_HYPHEN)
        elif node.kind == "Span" and node.known:
            element.Lang = String(node.known)
        return element

    def _kids(self, node: Node, element: Any, page: int | None) -> Iterator[Any]:
        for kid in node.kids:
            if isinstance(kid, Node):
                yield self._element(kid, element)
                continue
            number, content = kid
            if not isinstance(content, int):
                yield Dictionary(Type=Name.OBJR, Pg=self.pages[number], Obj=content)
            elif number == page:
                yield content
            else:
                yield Dictionary(Type=Name.MCR, Pg=self.pages[number], MCID=content)


def describe(pdf: pikepdf.Pdf) -> None:
    """Write into a PDF's metadata that it is PDF/UA-1, with the title, author and language that it has already."""
    info, catalog = pdf.docinfo, pdf.Root

    def text(key: str) -> str:
        return escape(str(info.get(key, "")))

    if "/ViewerPreferences" not in catalog:
        catalog.ViewerPreferences = Dictionary()
    catalog.ViewerPreferences.DisplayDocTitle = True
    language = escape(str(catalog.get("/Lang", "")))
    xmp = _XMP.format(title=text("/Title"), author=text("/Author"), language=language, producer=text("/Producer"))
    catalog.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)
