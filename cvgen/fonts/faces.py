"""Typefaces: OpenType files at a chosen weight, read with HarfBuzz.

The bundled families come from Python packages: Source Serif 4 and Source Sans 3 for text, Noto Sans for letters that
they lack and for other scripts, Noto Sans CJK, STIX Two Math, Noto Sans Symbols and Noto Emoji. All are under the SIL
Open Font License.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cvgen.diagnostics import NotInstalled
from cvgen.fonts.known import answer, learn
from cvgen.frozen import record
from cvgen.model import FONT_STYLES


@record(frozen=True)
class Face:
    """One design at one weight: a font file, the index of the face in it and the place on its axes.

    `axes` maps OpenType axis tags to values, for example `(("wght", 700.0),)`. `content` is a digest of the file, which
    only fonts that the user names need: the bundled ones are known by their checksums.
    """

    path: Path
    index: int = 0
    axes: tuple[tuple[str, float], ...] = ()
    content: str = ""

    @cached_property
    def _hb_face(self) -> Any:
        import uharfbuzz

        return uharfbuzz.Face(_blob(self.path), self.index)

    @cached_property
    def font(self) -> Any:
        """The HarfBuzz font at this face's place on the axes."""
        import uharfbuzz

        font = uharfbuzz.Font(self._hb_face)
        font.set_variations(dict(self.axes))
        return font

    @property
    def has_truetype_outlines(self) -> bool:
        """Whether its glyphs are TrueType's, which every engine embeds at any place on the axes."""
        return "glyf" in self._hb_face.table_tags

    @property
    def units_per_em(self) -> int:
        """Font units per em."""
        return int(self._hb_face.upem)

    def has(self, char: str) -> bool:
        """Return whether this face has a glyph for a character."""
        found = answer(self.digest, char)
        if found is None:  # HarfBuzz answers at once; to list all that a face has takes milliseconds
            found = self.font.get_nominal_glyph(ord(char)) is not None
            learn(self.digest, char, found)
        return found

    @cached_property
    def digest(self) -> str:
        """A key that changes with the font file's content and the place on its axes.

        The `head` table holds OpenType's own checksum over the whole file (`checkSumAdjustment`).
        """
        head = _head(self.path, self.index)
        key = (self.content or head.hex(), self.path.stat().st_size, self.index, self.axes)
        return hashlib.sha256(repr(key).encode()).hexdigest()[:16]


def _head(path: Path, index: int) -> bytes:
    """Return the `head` table of a face in a file that is known to be sound (OpenType specification, "Font file").

    HarfBuzz could, but to load it takes longer than all else that an unchanged font asks for.
    """
    with path.open("rb") as file:
        start = file.read(12)
        if start.startswith(b"ttcf"):
            file.seek(12 + 4 * index)
            file.seek(int.from_bytes(file.read(4)))
            start = file.read(12)
        for _ in range(int.from_bytes(start[4:6])):
            tag, _, offset, length = struct.unpack(">4s3L", file.read(16))
            if tag == b"head":
                file.seek(offset)
                return file.read(length)
    return b""


@cache
def _blob(path: Path) -> Any:
    import uharfbuzz

    return uharfbuzz.Blob.from_file_path(str(path))


def forget() -> None:
    """Forget what was read of font files: one has changed."""
    _blob.cache_clear()


STYLES = FONT_STYLES
WEIGHTS = {"regular": 400, "bold": 700, "italic": 400, "bold-italic": 700, "light": 300}
_CJK_INDEX = {"ja": 0, "ko": 1, "zh": 2, "zh-tw": 3, "zh-hant": 3, "zh-hk": 4}

# family -> package, upright file, italic file, axes besides the weight
_Files = tuple[str, str, str, Mapping[str, float]]
_SERIF, _SANS = "files/SourceSerif4{}[opsz,wght].ttf", "files/SourceSans3{}[wght].ttf"
_SCRIPTS = (
    *("armenian", "bengali", "devanagari", "ethiopic", "georgian", "gujarati", "gurmukhi", "kannada", "khmer", "lao"),
    *("malayalam", "myanmar", "oriya", "sinhala", "tamil", "telugu", "thai"),
)


def _noto(name: str, italic: str = "") -> _Files:
    return ("manimgx_fonts", f"Noto{name}[wght].ttf", f"Noto{name}{italic}[wght].ttf", {})


_BUNDLED: Mapping[str, _Files] = {
    "serif": ("fontpkg_source_serif_4", _SERIF.format(""), _SERIF.format("-Italic"), {"opsz": 12}),
    "sans": ("fontpkg_source_sans_3", _SANS.format(""), _SANS.format("-Italic"), {}),
    "noto": _noto("Sans", "-Italic"),
    "math": ("ziamath", "fonts/STIXTwoMath-Regular.ttf", "fonts/STIXTwoMath-Regular.ttf", {}),
    "symbols": _noto("SansSymbols"),
    "cjk": ("manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", "NotoSansCJK-VF.otf.ttc", {}),
    "emoji": _noto("Emoji"),
    **{script: _noto(f"Sans{script.capitalize()}") for script in _SCRIPTS},
}
FAMILIES: tuple[str, ...] = tuple(_BUNDLED)


@cache
def bundled(family: str, style: str, language: str = "en") -> Face:
    """Return the bundled face of one of `FAMILIES` in one of `STYLES`.

    `language` (a BCP 47 tag) chooses among the Chinese, Japanese and Korean forms of the CJK family.
    Raises NotInstalled if the font package is missing.
    """
    package, upright, italic, axes = _BUNDLED[family]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise NotInstalled(f"the font package '{package}' is not installed", "reinstall cvgen-latex with pip")
    name = italic if "italic" in style else upright
    # Fonts without an axis (STIX Two Math) have one weight.
    place = {**axes, "wght": float(WEIGHTS[style])} if "[" in name or family == "cjk" else {}
    index = cjk_index(language) if family == "cjk" else 0
    return Face(Path(spec.submodule_search_locations[0]) / name, index, tuple(sorted(place.items())))


def cjk_index(language: str) -> int:
    """Return which face of the Noto Sans CJK collection suits a language; simplified Chinese where none is named."""
    tag = language.lower()
    return _CJK_INDEX.get(tag, _CJK_INDEX.get(tag.partition("-")[0], 2))
