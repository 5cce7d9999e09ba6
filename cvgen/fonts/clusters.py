"""Clusters: what a reader takes for one character, and what a font must therefore draw as one.

A cluster is a character with the marks on it (x̄), a syllable of an Indic script, a flag, or an emoji made of several.
The rules are those of Unicode's extended grapheme clusters (UAX #29), cut down to what text in a CV needs, with one
addition: a virama binds the following consonant, as in UAX #29's rule GB9c.
"""

from __future__ import annotations

import unicodedata

from cvgen.patterns import pattern

AM = {"\u0e33": ("\u0e4d", "\u0e32"), "\u0eb3": ("\u0ecd", "\u0eb2")}
"""Thai and Lao vowels that are a mark and a letter in one, and that HarfBuzz takes apart."""

ZERO_WIDTH_JOINER = "\u200d"
ZERO_WIDTH_NON_JOINER = "\u200c"
# Text without any of these needs no look at its clusters: each of its characters is one.
_COMPOSING = pattern(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u074a\u07a6-\u0903\u093a-\u0dff\u0e31-\u0ece\u0f18-\u0fc6\u102b-\u109d\u135d-\u135f"
    "\u1712-\u17dd\u180b-\u180f\u18a9-\u1cf9\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0\u2cef-\u2cf1\u2de0-\u2dff\u302a-\u302f"
    "\u3099\u309a\ua66f-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802-\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000101fd-\U00011fff\U00016af0-\U00016f92\U0001d165-\U0001d244\U0001e000-\U0001e94a"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e01ef]"
)
_VIRAMA = 9  # the canonical combining class of viramas


def clusters_of(text: str) -> list[str]:
    """Return a text cut into its clusters; joined they are the text again."""
    if not _COMPOSING.search(text):
        return list(text)
    found: list[str] = []
    for char in text:
        if found and _continues(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def is_composed(text: str) -> bool:
    """Return whether a cluster in this text may have more than one character."""
    return bool(_COMPOSING.search(text))


def _continues(cluster: str, char: str) -> bool:
    """Return whether `char` belongs to the cluster before it."""
    last = cluster[-1]
    if last.isspace():
        return False  # a mark after a space stands alone
    if unicodedata.category(char) in ("Mn", "Me", "Mc") or char in AM:
        return True
    if char in (ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER) or _is_emoji_modifier(char):
        return True
    if last == ZERO_WIDTH_JOINER:
        return not char.isascii()
    if unicodedata.combining(last) == _VIRAMA:
        return unicodedata.category(char) == "Lo"
    return _is_regional(char) and _is_regional(cluster) and len(cluster) == 1


def _is_regional(text: str) -> bool:
    """Regional indicators: two of them are a flag."""
    return all("\U0001f1e6" <= char <= "\U0001f1ff" for char in text)


def _is_emoji_modifier(char: str) -> bool:
    """The colours of skins, and the tags that name the flags of regions."""
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def is_ignorable(char: str) -> bool:
    """Return whether a font need not have a character, because it only says how its neighbours are drawn."""
    return char in (ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER) or "\ufe00" <= char <= "\ufe0f"
