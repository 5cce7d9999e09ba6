"""Where a space belongs between two pieces of text, of which TeX says no more than how far they are apart."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

_JOINTS, _HYPHENS = "-‐‑–—/", "-‐"
_LONG = 24  # characters, from which on a word may be broken without a hyphen (`latex.Writer`)
_GAP, _WIDE_GAP = 130, 800  # 1/1000 em: what is further apart are two words
SOFT_HYPHEN = "\u00ad"


class Spaces:
    """Tells the ends of words from the ends of lines, by the words that the document has."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = texts

    @cached_property
    def _words(self) -> list[str]:
        return sorted({word for text in self._texts for word in text.split()})

    def between_lines(self, before: str, after: str) -> bool:
        """Return whether a space belongs between the end of a line and the start of the next."""
        if not before or not after or before[-1].isspace() or after[0].isspace() or before[-1] == SOFT_HYPHEN:
            return False
        if _is_wide(before[-1]) or _is_wide(after[0]):
            return False
        tail, head = _last_word(before), after.split(None, 1)[0]
        if before[-1] in _JOINTS or len(tail) + len(head) >= _LONG:
            if self._begins_word(tail + head):
                return False
            return len(tail) == 1 or self._is_word(tail) or before[-1] not in _JOINTS
        return True

    def is_hyphenated(self, before: str, after: str) -> bool:
        """Return whether the hyphen at the end of a line is there only because the line ends."""
        if before[-1:] not in _HYPHENS:
            return False
        tail, head = _last_word(before), after.split(None, 1)[0] if after.strip() else ""
        bare = tail.lstrip("([{\"'“‘„«‹")
        return (
            bool(head)
            and not self._begins_word(tail + head)
            and not self._begins_word(bare + head)
            and (not self._is_word(tail) and not self._is_word(bare))
        )

    def _begins_word(self, text: str) -> bool:
        at = bisect_left(self._words, text)
        return at < len(self._words) and self._words[at].startswith(text)

    def _is_word(self, text: str) -> bool:
        at = bisect_left(self._words, text)
        return at < len(self._words) and self._words[at] == text


def within_line(before: str, after: str, gap: float) -> bool:
    """Return whether a space belongs between two pieces of a line that are some 1/1000 em apart.

    Beside a wide character there is a little room, which is no space.
    """
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return False
    return gap > (_WIDE_GAP if _is_wide(before[-1]) or _is_wide(after[0]) else _GAP)


def _last_word(text: str) -> str:
    words = text.replace(SOFT_HYPHEN, "").split()
    return words[-1] if words else ""


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
