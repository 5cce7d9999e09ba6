"""Reads what is to be checked out of a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

_SPACE_WIDTH = 200  # thousandths of an em, where a font has no space: half of it makes one


@dataclass
class Facts:
    """What was read out of a PDF.

    `links` are targets, and whether there is a place to click on; `fonts` are names and what is wrong with them.
    """

    pages: list[str] = field(default_factory=list)
    links: dict[str, bool] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    images: int = 0
    title: str = ""
    author: str = ""
    language: str = ""
    shows_title: bool = False
    bookmarks: tuple[str, ...] = ()


def facts_of(pdf: bytes) -> Facts:
    """Return what is to be checked of a PDF."""
    import pypdf
    from pypdf.generic import BooleanObject

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    facts, seen = Facts(), set[int]()
    for page in reader.pages:
        _read_resources(page.get("/Resources"), facts, seen)
        _read_links(page, facts)
        facts.pages.append(page.extract_text(space_width=_SPACE_WIDTH))
    root = reader.root_object
    data = reader.metadata
    if data:
        facts.title, facts.author = data.title or "", data.author or ""
    facts.language = str(root.get("/Lang", ""))
    facts.shows_title = _get(root, "/ViewerPreferences", {}).get("/DisplayDocTitle") == BooleanObject(True)
    facts.bookmarks = tuple(_titles(reader.outline))
    return facts


def _get(dictionary: Any, key: str, default: Any) -> Any:
    """Return an entry of a PDF's dictionary, which may stand elsewhere in the file."""
    value = dictionary.get(key, default)
    return value.get_object() if hasattr(value, "get_object") else value


def _titles(outline: Iterable[Any]) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield str(item.get("/Title", ""))


def _read_resources(resources: Any, facts: Facts, seen: set[int]) -> None:
    """Read the fonts and images of a page, or of a picture on it."""
    resources = resources.get_object() if resources is not None else {}
    for font in map(_whole, _get(resources, "/Font", {}).values()):
        if id(font) not in seen:
            seen.add(id(font))
            _read_font(font, facts)
    for item in map(_whole, _get(resources, "/XObject", {}).values()):
        if id(item) not in seen:
            seen.add(id(item))
            facts.images += item.get("/Subtype") == "/Image"
            _read_resources(item.get("/Resources"), facts, seen)


def _whole(value: Any) -> Any:
    return value.get_object()


def _read_font(font: Any, facts: Facts) -> None:
    name = str(font.get("/BaseFont", "/?")).lstrip("/").rpartition("+")[2]
    drawn = _get(font, "/DescendantFonts", [font])[0].get_object()
    descriptor = _get(drawn, "/FontDescriptor", {})
    wrong = ""
    is_space = font.get("/FirstChar") == font.get("/LastChar") == 32  # a font of nothing else, which has no ink
    if font.get("/Subtype") == "/Type3" and is_space:
        return
    if font.get("/Subtype") == "/Type3":
        wrong = "is made of pictures (Type 3)"
    elif not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        wrong = "is not embedded"
    elif "/ToUnicode" not in font and not is_space:
        wrong = "does not say which characters its glyphs are"
    facts.fonts[name] = wrong or facts.fonts.get(name, "")
    if "/ToUnicode" in font:
        _tell_space(font)


def _tell_space(font: Any) -> None:
    """Say in a font, as it stands in memory, that there is a space, under a code that no text uses.

    XeTeX and LuaTeX move the pen instead of printing spaces, and so does pdfTeX here and there. In a font without a
    space pypdf would take the width of whatever has the code 32 for that of one, and see no spaces where it is wide.
    """
    from pypdf.generic import DecodedStreamObject, NameObject

    stream = DecodedStreamObject()
    space = b"1 beginbfchar\n<FFFF> <0020>\nendbfchar\nendcmap"
    stream.set_data(_get(font, "/ToUnicode", None).get_data().replace(b"endcmap", space, 1))
    font[NameObject("/ToUnicode")] = stream


def _read_links(page: Any, facts: Facts) -> None:
    for annotation in map(_whole, _get(page, "/Annots", [])):
        target = _get(annotation, "/A", {}).get("/URI")
        if target is not None:
            url = target.decode("latin-1") if isinstance(target, bytes) else str(target)
            left, bottom, right, top = (float(number) for number in _get(annotation, "/Rect", (0, 0, 0, 0)))
            facts.links[url] = facts.links.get(url, False) or (abs(right - left) > 1 and abs(top - bottom) > 1)
