"""The files that give any engine a document's fonts: those for pdfTeX, and those for XeLaTeX and LuaLaTeX."""

from __future__ import annotations

from collections.abc import Mapping

from cvgen.cache import Files
from cvgen.fonts.opentype_files import opentype_files
from cvgen.fonts.pdftex_files import pdftex_files
from cvgen.fonts.typefaces import Typefaces

_EITHER = rb"""\ifdefined\pdftexversion
  \expandafter\@firstoftwo
\else
  \expandafter\@secondoftwo
\fi
  {\input{cvfonts-pdftex.sty}}{\input{cvfonts-opentype.sty}}
\endinput
"""


def any_files(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
    """Return the font files for whatever engine there is, by name; `cvfonts.sty` asks which one it is."""
    pdftex, opentype = dict(pdftex_files(typefaces, used)), dict(opentype_files(typefaces, used))
    styles = {
        "cvfonts-pdftex.sty": pdftex.pop("cvfonts.sty"),
        "cvfonts-opentype.sty": opentype.pop("cvfonts.sty"),
        "cvfonts.sty": _EITHER,
    }
    return {**pdftex, **opentype, **styles}
