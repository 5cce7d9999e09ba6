"""Reading PDFs back."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdf
import pypdfium2


def text_of(path: Path) -> str:
    """Return the text of a PDF as PDFium copies it."""
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document)
    finally:
        document.close()


def pypdf_text(path: Path) -> str:
    """Return the text of a PDF as pypdf reads it."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def mupdf_text(path: Path) -> str:
    """Return the text of a PDF as MuPDF reads it."""
    import pymupdf

    with pymupdf.open(path) as document:
        return "\n".join(page.get_text() for page in document)


def pdfminer_text(path: Path) -> str:
    """Return the text of a PDF as pdfminer reads it."""
    from pdfminer.high_level import extract_text

    return extract_text(path)


READERS = {"pdfium": text_of, "pypdf": pypdf_text, "mupdf": mupdf_text, "pdfminer": pdfminer_text}


def links_of(path: Path) -> set[str]:
    """Return the targets of all links in a PDF."""
    found = set()
    for page in pypdf.PdfReader(path).pages:
        for annotation in page.get("/Annots", []):
            action = annotation.get_object().get("/A", {})
            if "/URI" in action:
                uri = action["/URI"]
                found.add(uri.decode("latin-1") if isinstance(uri, bytes) else str(uri))
    return found


def squashed(text: str) -> str:
    """Return a text without white space, in NFC; PDFium writes a hyphen at a line's end as U+FFFE."""
    return "".join(unicodedata.normalize("NFC", text).replace("\ufffe", "-").split())


def folded(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


_TYPED = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‹": "'", "›": "'",
          "–": "--", "—": "---", "…": "..."}  # fmt: skip


def as_typed(text: str) -> str:
    """Return a text with typographic quotes, dashes and dots as typewriters have them.

    Compare it with another such text: what was typed one way and set the other is then the same.
    """
    return text.translate(str.maketrans(_TYPED))


def legible(text: str) -> str:
    """Return what must come back of a text, and what has come back: no white space, NFC, as typed."""
    return as_typed(squashed(text))
