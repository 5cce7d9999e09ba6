"""The typefaces of a document: which characters they have, and which font of the document sets each of them.

Most characters stand in the main fonts (`encoding.SLOTS`). Any other goes into a *script* font, made for the document
with just the characters that it needs. Scripts have four-letter names in the manner of ISO 15924 (`cyrl`, `hani`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from cvgen.fonts.encoding import SLOT_OF
from cvgen.fonts.faces import STYLES, Face, bundled, first_with

TEXT_FAMILIES = ("serif", "sans")
_SCRIPTS = {"LATIN": "latn", "GREEK": "grek", "CYRILLIC": "cyrl", "COMBINING": "latn"}
HAN = "hani"
SYMBOLS = "zsym"


class Typefaces:
    """The bundled families, with the CJK forms that suit `language` (a BCP 47 tag)."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def face_for(self, char: str, family: str, style: str) -> Face | None:
        """Return the face that draws a character in a family and style; another family's where its own lacks it."""
        others = (name for name in (*TEXT_FAMILIES, "cjk") if name != family)
        return first_with(char, (bundled(name, style, self.language) for name in (family, *others)))

    def script_of(self, char: str) -> str | None:
        """Return the script font that a character needs: "" for the main fonts, None if no face has it."""
        if char in SLOT_OF or char in " \t\n\u00a0\u00ad":
            return ""
        return _script_of(char, self.language)

    def missing(self, text: str) -> list[str]:
        """Return the characters of a text that no face has, each once."""
        return [char for char in dict.fromkeys(text) if not char.isascii() and self.script_of(char) is None]


@cache
def _script_of(char: str, language: str) -> str | None:
    if first_with(char, (bundled(family, "regular", language) for family in TEXT_FAMILIES)):
        return _SCRIPTS.get(unicodedata.name(char, "?").split()[0], SYMBOLS)
    return HAN if first_with(char, [bundled("cjk", "regular", language)]) else None


def describe(char: str) -> str:
    """Return how messages name a character: U+1F600 GRINNING FACE (“😀”)."""
    name = unicodedata.name(char, "unnamed")
    shown = f" (“{char}”)" if char.isprintable() and not unicodedata.combining(char) else ""
    return f"U+{ord(char):04X} {name}{shown}"


def styles_of(family: str) -> Iterable[str]:
    """Return the styles that a family's fonts come in; the upright ones alone are light."""
    return STYLES if family == "sans" else STYLES[:4]
