"""What becomes of characters that cannot be seen. Each has one decided fate; `docs/text.md` lists them.

- Refused: control characters, lone surrogates, noncharacters, and what hides or turns around the text near it (bidi
  embeddings, overrides and isolates, stray tags). Nobody types these on purpose, and some are used to deceive.
- Left out, with a warning: what prints nothing and means nothing in a CV, such as zero-width spaces out of web pages.
- Kept: what says how its neighbours are drawn (joiners between emoji or in Indic words, variation selectors).

The classes are those of the Unicode Standard: chapter 23 (special areas and format characters), and UAX #9 for bidi.
"""

from __future__ import annotations

import unicodedata

from cvgen.patterns import pattern

_REFUSED = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, but for tab, line ends and NEL
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\u206a-\u206f\ufff9-\ufffc"  # deprecated format characters, annotations, the place of an object
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff"
)
_LEFT_OUT = "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2065\u3164\ufeff\uffa0"
_JOINERS = "\u200c\u200d"
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS = "\U000e0020-\U000e007f"
_ASTRAL = "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
_SPECIAL = pattern(f"[{_REFUSED}{_LEFT_OUT}{_JOINERS}{_SELECTORS}{_TAGS}{_ASTRAL}\ufffd]")
_IS_REFUSED = pattern(f"[{_REFUSED}{_ASTRAL}]")
_IS_LEFT_OUT = pattern(f"[{_LEFT_OUT}]")
_IS_SELECTOR = pattern(f"[{_SELECTORS}]")
_FLAG = pattern(f"\U0001f3f4[{_TAGS}]*$")
_CONTROL = pattern("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

REPLACEMENT = "\ufffd"
"""Stands where a program could not read a character: the original text is lost."""


def is_plain(text: str) -> bool:
    """Return whether a text has no character that needs a look."""
    return (text.isascii() and text.isprintable()) or not _SPECIAL.search(text)


def controls_of(text: str) -> list[int]:
    """Return where a file's text has characters that YAML itself forbids (YAML 1.1, section 5.1)."""
    return [match.start() for match in _CONTROL.finditer(text)]


def sift(text: str) -> tuple[str, list[str], list[str]]:
    """Return a text without what is left out, the characters refused, and the characters left out, each once."""
    kept: list[str] = []
    refused: dict[str, None] = {}
    left_out: dict[str, None] = {}
    for at, char in enumerate(text):
        if not _SPECIAL.match(char) or char == REPLACEMENT:
            kept.append(char)
        elif _IS_REFUSED.match(char) or (_is_tag(char) and not _FLAG.search(text[:at])):
            refused[char] = None
        elif _means_nothing(char, text[at - 1] if at else "", text[at + 1 : at + 2]):
            left_out[char] = None
        else:
            kept.append(char)
    return "".join(kept), list(refused), list(left_out)


def _is_tag(char: str) -> bool:
    return "\U000e0020" <= char <= "\U000e007f"


def _means_nothing(char: str, before: str, after: str) -> bool:
    """Return whether a character says nothing about how its neighbours are drawn."""
    if _IS_LEFT_OUT.match(char):
        return True
    if char in _JOINERS:
        return not (_is_joined(before) and _is_joined(after))
    if _IS_SELECTOR.match(char):
        return not before or before.isspace() or ("A" <= before <= "\u024f" and before.isalpha())
    return False


def _is_joined(char: str) -> bool:
    """Return whether a joiner beside this character means something: in Indic scripts and Arabic, and for emoji."""
    if not char or char.isspace() or ord(char) < 0x0590:
        return False
    return unicodedata.east_asian_width(char) not in "WF" or unicodedata.category(char) in ("So", "Sk")
