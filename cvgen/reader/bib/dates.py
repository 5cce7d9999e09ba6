"""Dates of .bib files: `date = {2020-05-31}`, or year, month and day as BibTeX has them."""

from __future__ import annotations

import datetime
import re

from cvgen.model import Date
from cvgen.patterns import pattern
from cvgen.reader.bib.pieces import MONTHS

_DAY = pattern(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?(?:[T/].*)?")
_MONTH = pattern(r"(\d{1,2}) ?\.? ?([A-Za-z]{3,})|([A-Za-z]{3,})\.? ?(\d{1,2})?|(\d{1,2})")


def date_of(written: str, month: str = "", day: str = "") -> Date:
    """Return a date; what is no date stays words, with the year that they name. Raises ValueError for a wrong one."""
    match = _DAY.fullmatch(written)
    if not match:
        year = re.search(r"\b[12]\d{3}\b", written)
        return Date(year=int(year[0]) if year else None, words=written)
    found = [int(part) if part else None for part in match.groups()]
    year_, month_, day_ = int(match[1]), found[1], found[2]
    if month:
        month_, day_ = _month(month.replace("\u00a0", " ").strip(" ."), day)
        if month_ is None:  # two months, a season
            return Date(year=year_, words=f"{month} {year_}".replace("\u00a0", " "))
    try:
        datetime.date(year_, month_ or 1, day_ or 1)
    except ValueError:
        raise ValueError(f"there is no such date as {written} {month}".rstrip()) from None
    return Date(year=year_, month=month_, day=day_)


def _month(written: str, day: str) -> tuple[int | None, int | None]:
    """Return the month and the day that are written in the field `month`; none if these are other words."""
    match = _MONTH.fullmatch(written)
    if not match:
        return None, None
    name, day = (match[2] or match[3] or "").lower(), match[1] or match[4] or (day if day.isdigit() else "")
    names = list(MONTHS)
    number = int(match[5]) if match[5] else (names.index(name[:3]) + 1 if name[:3] in names else 0)
    is_name = not name or name == "sept" or MONTHS.get(name[:3], "").lower().startswith(name)
    return (number, int(day) if day else None) if is_name and number else (None, None)
