"""Names of people, and whether two of them can be the same person's.

Two names are the same if their words are, whatever their case, accents, dots and order: `Wei Wen`, `Wen, Wei`. Names
with initials *fit* the whole name: `W. Wen`, `Wen, W.`, `Wen W` and, of Ada King Lovelace, `Ada K. Lovelace`,
`A. Lovelace` and `Ada Lovelace`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cvgen.frozen import record
from cvgen.patterns import pattern

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h"})
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_TITLES = {"dr", "prof", "professor"}
_APOSTROPHES = pattern("['’ʼ`]")
_BETWEEN_WORDS = pattern(r"[\s.\u2010-\u2015\u00b7\u30fb-]+")
_CAPITALS = pattern(r"[^\W\d_]{1,3}")


@record(frozen=True)
class Name:
    """A name's words, folded: the given ones first. `initials` says which of them are a single letter of a word."""

    words: tuple[str, ...]
    initials: tuple[bool, ...]
    suffix: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether its first word is written out."""
        return len(self.words) > 1 and not self.initials[0]


@lru_cache(maxsize=20_000)
def readings(text: str) -> tuple[Name, ...]:
    """Return what a written name can stand for; `Wen W` is a family name and an initial, but may be a word W."""
    parts = [part.strip() for part in re.split("[,，]", text) if part.strip()]
    suffixes = [part for part in parts[1:] if _folded(part).strip(".") in _SUFFIXES]
    parts = [part for part in parts if part not in suffixes]
    if not parts:
        return ()
    if len(parts) > 1:
        return _name([*_pieces(" ".join(parts[1:])), *_pieces(parts[0], are_names=True)], suffixes)
    pieces = _pieces(parts[0])
    found = _name(pieces, suffixes)
    last = pieces[-1] if pieces else ""
    if len(pieces) > 1 and last.isupper() and _CAPITALS.fullmatch(last):  # as PubMed writes names
        found = (*found, *_name([*last, *pieces[:-1]], suffixes))
    return found


def _pieces(text: str, *, are_names: bool = False) -> list[str]:
    """Return the words of a part of a name; `WX` before a family name is two initials."""
    pieces = [piece for piece in _BETWEEN_WORDS.split(_APOSTROPHES.sub("", text)) if piece]
    if are_names or text.isupper():
        return pieces
    return [
        letter
        for at, piece in enumerate(pieces)
        for letter in (piece if _are_initials(piece) and at < max(len(pieces) - 1, 1) else [piece])
    ]


def _are_initials(piece: str) -> bool:
    return 1 < len(piece) <= 3 and piece.isupper() and piece.lower() not in _SUFFIXES and piece.isalpha()


def _name(pieces: list[str], suffixes: list[str]) -> tuple[Name, ...]:
    words = [_folded(piece) for piece in pieces]
    while len(words) > 2 and words[0] in _TITLES:
        words, pieces = words[1:], pieces[1:]
    suffix = _folded(suffixes[0]).strip(".") if suffixes else ""
    if len(words) > 2 and words[-1] in _SUFFIXES:
        words, suffix = words[:-1], words[-1]
    initials = tuple(len(word) == 1 and word.upper() != word for word in words)
    return (Name(tuple(words), initials, suffix),) if words else ()


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return a name without case, accents and doubled spaces, its words in the order in which they are written."""
    return " ".join(_folded(text).split())


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


@lru_cache(maxsize=20_000)
def families(text: str) -> frozenset[str]:
    """Return what can be the family name, or its last word: names that have none in common are two people's."""
    return frozenset(name.words[-1] for name in readings(text))


def same(one: str, other: str) -> bool:
    """Return whether two names are written with the same words."""
    if folded(one) == folded(other):
        return True
    return any(a.words == b.words and a.suffix == b.suffix for a in readings(one) for b in readings(other))


def fits(short: str, whole: str) -> bool:
    """Return whether a name can be a shorter form of a whole one: with initials, or without middle names."""
    return any(_fits(a, b) for a in readings(short) for b in readings(whole))


def _fits(short: Name, whole: Name) -> bool:
    if len(short.words) < 2 or len(whole.words) < 2 or short.words[-1] != whole.words[-1] or short.initials[-1]:
        return False
    if short.suffix not in ("", whole.suffix):
        return False
    given = whole.words[:-1]
    at = 0
    for number, (word, initial) in enumerate(zip(short.words[:-1], short.initials, strict=False)):
        while at < len(given) and not _stands_for(word, initial, given[at]):
            if number == 0:
                return False  # the first name is never left out
            at += 1
        if at == len(given):
            return False
        at += 1
    return True


def _stands_for(word: str, initial: bool, other: str) -> bool:
    return word == other or (initial and other.startswith(word))


def is_whole(text: str) -> bool:
    """Return whether a name has its first word written out."""
    return any(name.is_whole for name in readings(text)) and not any(
        name.initials[0] for name in readings(text) if len(name.words) > 1
    )
