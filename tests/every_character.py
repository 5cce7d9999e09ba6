"""A PDF with every character that a bundled face has, to be read back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.characters import sift
from cvgen.compiling import compile_document
from cvgen.engine import ENGINES
from cvgen.fonts import opentype_files, pdftex_files
from cvgen.fonts.faces import FAMILIES, Face, bundled
from cvgen.fonts.typefaces import Typefaces
from cvgen.latex import Writer
from cvgen.render import Document

SOURCE = r"""\documentclass{article}
\usepackage{cvfonts}
\newcommand\cvlang[2]{#2}
\usepackage[margin=1cm]{geometry}
\parindent0pt \raggedright
\begin{document}
BODY
\end{document}
"""


def characters_of(face: Face) -> set[str]:
    """Return every character for which a face has a glyph."""
    return set(map(chr, face._hb_face.unicodes))


def characters() -> list[str]:
    """Return every character that a bundled face has and a CV may hold, but for spaces and what NFC replaces."""
    typefaces = Typefaces()
    known = sorted(set().union(*(characters_of(bundled(family, "regular")) for family in FAMILIES)))
    return [
        char
        for char in known
        if sift(char)[0] == char
        and unicodedata.is_normalized("NFC", char)
        and typefaces.script_of(char) is not None
        and not char.isspace()
        and char != "\u00ad"
    ]


def build(chars: list[str], path: Path, engine: str = "embedded") -> Path:
    """Print characters, each between spaces, into a PDF."""
    writer = Writer(Typefaces())
    lines = [" ".join(chars[start : start + 32]) for start in range(0, len(chars), 32)]
    body = "\\par\n".join(map(writer.text, lines))
    with pytest.MonkeyPatch.context() as patch:
        for module in (pdftex_files, opentype_files):  # the other styles would take minutes
            patch.setattr(module, "styles_of", lambda family: ("regular",))
        files = ENGINES[engine].font_files(writer.typefaces, writer.used)
    path.write_bytes(compile_document(Document(SOURCE.replace("BODY", body), files, ()), ENGINES[engine]).pdf)
    return path


def missing(chars: list[str], path: Path, reader: Callable[[Path], str]) -> list[str]:
    """Return the characters that a reader does not get back; some take ligatures and wide forms apart."""
    text = reader(path)
    found = set(text) | set(unicodedata.normalize("NFC", text)) | set(unicodedata.normalize("NFKC", text))
    return [char for char in chars if char not in found and not set(unicodedata.normalize("NFKC", char)) <= found]
