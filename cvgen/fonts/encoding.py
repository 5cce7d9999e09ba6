r"""The 256 slots of cvgen's main text font: T1's letters, and our own choice of symbols.

The letters stand where T1 (the Cork encoding) has them, so that LaTeX's `\lccode` tables and its hyphenation
patterns work. T1's accents and ligatures (slots 0-31) are never needed, because text reaches TeX as whole characters:
those slots hold the punctuation and symbols that CVs use most, straight from the same face.

Source of the letters: the T1 table in the LaTeX kernel (`t1enc.def`).
"""

from __future__ import annotations

_SYMBOLS = "…•·†‡‘’“”„‚«»‹›–—−×±°©®™€ªº¶²³½ı"
_ASCII = "".join(chr(code) for code in range(32, 127))
_UPPER = (
    "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔ"
    "ŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§"
    "ăąćčďěęğĺľłńňŋőŕ"
    "řśšşťţűůÿźžżĳ¡¿£"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
    "ÐÑÒÓÔÕÖŒØÙÚÛÜÝÞẞ"
    "àáâãäåæçèéêëìíîï"
    "ðñòóôõöœøùúûüýþß"
)

SOFT_HYPHEN = "\u00ad"
SLOTS: str = _SYMBOLS + _ASCII + SOFT_HYPHEN + _UPPER
"""Character of each slot, 0 to 255. Slot 127 is T1's hyphen character."""

SLOT_OF: dict[str, int] = {char: slot for slot, char in enumerate(SLOTS) if char != SOFT_HYPHEN}
