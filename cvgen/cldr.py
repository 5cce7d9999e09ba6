"""Dates in the languages of the world, as Unicode's CLDR has them, which Babel brings.

To load Babel and a language takes longer than all else that a build does with dates. So every day and month of a year
is written once per language, and kept.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from cvgen.cache import Files, cached
from cvgen.tags import main_language

_PATTERNS = {
    # Month and year, day: where CLDR's own, made for running text, are not what a CV in that language says.
    "cs": ("M/y", "d. M. y"),  # červenec 2014 – listopad 2019 is too long; abbreviated months are not usual
    "pl": ("MM.y", "dd.MM.y"),  # abbreviated months are not usual, and whole ones would have to be inflected
    "pt": ("MMM y", "d MMM y"),  # not: ago. de 2014
    "ru": ("LLL y", "d MMM y"),  # without the г. (year) of running text, which CLDR ties with a space few fonts have
    "uk": ("LLL y", "d MMM y"),  # the same
    "vi": ("MM/y", "dd/MM/y"),  # not: thg 8 2014
}
_LEAP_YEAR = 2004  # has every day, and digits that no day or month has


def dated(language: str, year: int, month: int, day: int | None = None) -> str:
    """Return a month or a day as people write it in a language (a BCP 47 tag): Aug 2014, Aug 1, 2014."""
    return _days_of(language)[f"{month}-{day or 0}"].format(year)


@cache
def _days_of(language: str) -> Mapping[str, str]:
    """Return the text of each month and day ("8-0", "8-1") of a year, with {} where the year goes."""
    found = cached("dates", (language, _version()), partial(_written, language))
    texts: dict[str, str] = json.loads(found["dates.json"])
    return texts


def _version() -> bytes:
    """Return what changes with Babel's version, without importing it."""
    spec = find_spec("babel")
    return Path(spec.origin).read_bytes() if spec and spec.origin else b""


def _written(language: str) -> Files:
    from babel import UnknownLocaleError
    from babel.core import Locale
    from babel.dates import format_date, format_skeleton

    main = main_language(language)
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):  # Babel does not know the region
        locale = Locale.parse(main)
    texts: dict[str, str] = {}
    first = datetime.date(_LEAP_YEAR, 1, 1)
    days = [first + datetime.timedelta(number) for number in range(366)]
    for date, is_whole in [(day, True) for day in days] + [(day, False) for day in days if day.day == 1]:
        if main in _PATTERNS:
            text = format_date(date, _PATTERNS[main][is_whole], locale)
        else:
            text = format_skeleton("yMMMd" if is_whole else "yMMM", date, locale=locale)
        texts[f"{date.month}-{date.day if is_whole else 0}"] = text.replace(str(_LEAP_YEAR), "{}")
    return {"dates.json": json.dumps(texts).encode()}
