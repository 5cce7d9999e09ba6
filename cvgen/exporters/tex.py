"""A variant of a CV → a folder of LaTeX, which pdfLaTeX, XeLaTeX and LuaLaTeX set by themselves.

It is set once before it is exported: so it is known that it can be, and how tight it must be for its pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from cvgen.cache import Files
from cvgen.engine import any_files
from cvgen.exporters import Exported, Request
from cvgen.exporters.tex_source import bare, readable
from cvgen.fonts.licences import licence
from cvgen.fonts.typefaces import Typefaces
from cvgen.pipeline import typeset
from cvgen.prepare import Choice, prepare

FONTS = "fonts"  # the folder of the font files
_FONT_ENDINGS = (".ttf", ".tfm", ".enc")
_SPACE = "pdftexspace."  # pdfTeX looks for this font by itself, beside the document
_TAGS = rb"""\ProvidesPackage{cvtags}[2026/11/26 no tags for screen readers: only cvgen can finish such a PDF]
\endinput
"""


def export(request: Request) -> Exported:
    """Return the files of the folder. Raises CvgenError for whatever keeps the variant from being built."""
    characters: dict[str, set[str]] = {}

    def fonts(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
        characters.clear()
        characters.update(used)
        return any_files(typefaces, used)

    prepared = prepare(request.loaded, request.variant, Choice(tags=False))
    prepared = replace(prepared, engine=replace(prepared.engine, font_files=fonts, dumps=False))
    made = typeset(prepared.showing(prepared.cv))
    document, typefaces = made.prepared.document, made.prepared.plan.typefaces
    files = {_folder(name) + name: _placed(name, data) for name, data in document.files.items()}
    ours = Path(__file__).parent
    style = (ours / "cvexport.sty").read_text(encoding="utf-8")
    name = request.cv.basics.name
    readme = (ours / "README.tex.txt").read_text(encoding="utf-8")
    own = "\n".join(sorted({str(face.path.name) for faces in typefaces.own.values() for face in faces.values()}))
    files |= {
        "cv.tex": readable(document.source).encode(),
        "cvexport.sty": style.replace("温", bare(characters)).encode(),
        "cvtags.sty": _TAGS,
        "README.txt": (readme.replace("{name}", name).replace("{own}", _own(own))).encode(),
        f"{FONTS}/OFL.txt": licence(typefaces, characters).encode(),
    }
    return Exported(files, made.warnings)


def _own(names: str) -> str:
    """Return what is to be said of fonts that are not ours."""
    if not names:
        return ""
    return f"\nSome are made of fonts of your own, whose licences decide who may have them:\n\n{names}\n"


def _folder(name: str) -> str:
    return f"{FONTS}/" if name.endswith(_FONT_ENDINGS) and not name.startswith(_SPACE) else ""


def _placed(name: str, data: bytes) -> bytes:
    """Return a file; one that declares fonts says in which folder they are."""
    if not name.startswith(("cvfonts", "cvscripts")):
        return data
    text = data.decode().replace("Path=./", f"Path=./{FONTS}/")
    text = re.sub(r"\{<->(?=cv)", f"{{<->{FONTS}/", text)
    return re.sub(r"<(?=cv[\w-]+\.(enc|ttf))", f"<{FONTS}/", text).encode()
