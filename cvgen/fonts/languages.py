"""Which language a piece of text is in, where its script tells: a screen reader needs another voice for it."""

from __future__ import annotations

from collections.abc import Sequence

from cvgen.fonts.typefaces import HAN

_LANGUAGES = {
    "grek": "el",
    "armenian": "hy",
    "bengali": "bn",
    "ethiopic": "am",
    "georgian": "ka",
    "gujarati": "gu",
    "gurmukhi": "pa",
    "kannada": "kn",
    "khmer": "km",
    "lao": "lo",
    "malayalam": "ml",
    "myanmar": "my",
    "oriya": "or",
    "sinhala": "si",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
}
"""Scripts of one language, or of one above all. Cyrillic and Devanagari are not among them."""
_SHARED = ("zh", "ja", "ko")


def language_of(script: str, clusters: Sequence[str], around: str) -> str:
    """Return the language (BCP 47) of a run of a script, or "" if it does not tell, or is that of the text around.

    Chinese characters among Japanese or Korean are not told apart, and a single Greek letter is a symbol.
    """
    letters = [cluster[0] for cluster in clusters if cluster[0].isalpha()]
    alone = _LANGUAGES.get(script, "") if len(letters) > 1 else ""
    found = _east_asian(letters, around) if script == HAN else alone
    return "" if found == around else found


def _east_asian(letters: list[str], around: str) -> str:
    if any("\uac00" <= letter <= "\ud7a3" or "\u1100" <= letter <= "\u11ff" for letter in letters):
        return "ko"
    if any("\u3041" <= letter <= "\u30ff" for letter in letters):
        return "ja"
    return "zh" if letters and around not in _SHARED else ""
