"""Words, lists and dates in the language of the CV.

The words stand in `words/<tag>.yaml`, read only for the languages in use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from cvgen.cldr import dated
from cvgen.frozen import record
from cvgen.markup import Inlines, plain
from cvgen.model import Author, Date, Text
from cvgen.tags import is_traditional, main_language

_FOLDER = Path(__file__).parent / "words"
_LATIN: dict[str, str | int | None] = {"，": ", ", "、": ", ", "：": ": ", "；": "; ", "。": ".", "（": " (", "）": ")"}
_QUOTES = "’”」』"

_ORDINALS = {"es": ".ª", "it": "ª", "pt": "ª", "el": "η", "nl": "e"}


@cache
def languages() -> tuple[str, ...]:
    """Return the tags of the languages that cvgen has words for."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


@cache
def table(language: str) -> Mapping[str, str]:
    """Return the words of a language, a BCP 47 tag: key → word, with {} where something is put in.

    Section and kind titles have their own names. A region's file holds what differs from its main language; a
    language without a file speaks English.
    """
    if is_traditional(language):
        language = "zh-TW"
    known = [tag for tag in dict.fromkeys((main_language(language), language)) if tag in languages()] or ["en"]
    return {key: word for tag in known for key, word in _read(tag).items()}


def _read(tag: str) -> dict[str, str]:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    words: dict[str, str] = yaml.load((_FOLDER / f"{tag}.yaml").read_bytes(), Loader=loader)  # noqa: S506 (texts only)
    return words


@record(frozen=True)
class Words:
    """The words and dates of one language, a BCP 47 tag; a language without a table of its own speaks English.

    Without `months`, labels and dates show their years alone.
    """

    language: str
    months: bool = True

    def __getitem__(self, key: str) -> str:
        return self._table[key]

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def ordinal(self, number: int) -> str:
        """Return a number as it counts editions: 2nd in English, 2e in French; elsewhere the words have the rest."""
        main = main_language(self.language)
        if main == "en":
            teen = number % 100 in (11, 12, 13)
            return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
        if main == "fr":
            return f"{number}{'re' if number == 1 else 'e'}"
        return f"{number}{_ORDINALS.get(main, '')}"

    def section(self, name: str) -> str:
        """Return the title of a section: the language's own for a known name, else the name itself."""
        if name in self:
            return self[name]
        title = name.replace("_", " ")
        return title[:1].upper() + title[1:]

    @property
    def _table(self) -> Mapping[str, str]:
        return table(self.language)

    def mark(self, key: str, behind: Any) -> str:
        """Return a word as it stands behind a text, an author, or the last of a list that has any characters.

        One that begins with an East Asian mark does so behind a wide character; elsewhere its marks are Latin.
        """
        word = self[key]
        for piece in behind if isinstance(behind, tuple) else (behind,):
            bool(piece)  # a name that a template misspells raises here, whatever the language
        if word.removeprefix("{}")[:1] in _LATIN and (before := _characters(behind)) and not _ends_wide(before):
            return word.translate(str.maketrans(_LATIN))
        return word

    def stop(self, text: Any) -> str:
        """Return the full stop that a text, or whatever `mark` takes, still needs."""
        said = _characters(text)
        stopped = said[-1:] in ".!?" or said.rstrip(_QUOTES)[-1:] in "。！？．｡"
        return "" if stopped else self.mark("full_stop", said)

    def say(self, key: str, *values: Inlines | int, behind: Any = None) -> Inlines:
        """Return the word with rich texts or numbers in its places, as it stands behind a text (see `mark`)."""
        first, *rest = self.mark(key, behind).split("{}")
        result = _plain(first)
        for value, after in zip(values, rest, strict=True):
            result = result + (plain(str(value)) if isinstance(value, int) else value) + plain(after)
        return result

    def join(self, texts: Iterable[Inlines], key: str = "comma") -> Inlines:
        """Return texts as the parts of a line: a, b, c."""
        result = Inlines()
        for text in texts:
            result = result + self.say(key, behind=result) + text if result else text
        return result

    def enumerate(self, texts: Iterable[Inlines]) -> Inlines:
        """Return texts as a list that ends with "and": a, b and c."""
        *others, last = texts
        first = self.join(others, "series")
        return self.say("and", first, last, behind=first) if others else last

    def date(self, date: Date) -> Inlines:
        """Return a date as people write it: 2014, Aug 2014, Aug 1, 2014, present, Fall 2018."""
        return plain(self._date(date), date.origin)

    def period(self, start: Date | None, end: Date | None) -> Inlines:
        """Return a span of time; either end may be missing."""
        # Where "since 2014" is said as "2014 – today", so is a span that ends today, and in the same form.
        if start and (end is None or (end.present and self["present"] in self["since"])):
            return self.say("since", self.date(start))
        if start and end:
            first, last = self._date(start), self._date(end)
            # A spaced dash where the dates themselves are not of one piece: Aug 2014, 8/2014, 08.2014.
            dash = " – " if re.search(r"[\s/.]", first + last) else "–"
            return plain(first if first == last else f"{first}{dash}{last}", start.origin)
        if end is None:
            return Inlines()
        return self.date(end) if end.present else self.say("until", self.date(end))

    def _date(self, date: Date) -> str:
        if date.present:
            return self["present"]
        if date.words or not date.year:
            return date.words
        if not date.month or not self.months:
            return str(date.year)
        return dated(self.language, date.year, date.month, date.day)


_plain = lru_cache(maxsize=1000)(plain)  # for words, of which there are few


def _characters(value: Any) -> str:
    """Return the characters of a text, of an author's name, or of the last in a list that has any."""
    if isinstance(value, str):
        return value
    if isinstance(value, Author):
        return value.name
    if isinstance(value, Text | Inlines):
        return value.plain
    return next(filter(None, map(_characters, reversed(value or ()))), "")


def _ends_wide(text: str) -> bool:
    """Return whether a text ends with a wide character; quotes and dots are as wide as what they follow."""
    return unicodedata.east_asian_width((text.rstrip("’”…") or " ")[-1]) in "WF"
