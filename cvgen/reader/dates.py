"""YAML nodes → dates: 2014, 2014-08, 2014-08-01, present, or words such as Fall 2018."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from typing import TYPE_CHECKING

from cvgen import markup
from cvgen.model import Date
from cvgen.patterns import pattern
from cvgen.reader.nodes import Node

if TYPE_CHECKING:
    from cvgen.reader.values import Values

_DATE = pattern(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_RANGE = pattern(r"(\d{4}(?:-\d{1,2})?)\s*[-–—/]\s*(\d{4}(?:-\d{1,2})?)")
_YEAR_FIRST = pattern(r"(\d{4})\s*[/.]\s*(\d{1,2})(?:\s*[/.]\s*(\d{1,2}))?")
_YEAR_LAST = pattern(r"(?:(\d{1,2})\.\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})")
_DIGITS = pattern(r"(\d{4})(\d\d)(\d\d)")
_SLASHES = pattern(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_TIME = pattern(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:[\d:.]+ ?(?:Z|[+-]\d{1,2}:?\d{0,2})?", re.IGNORECASE)
_NOW = {
    "now",
    "today",
    "current",
    "currently",
    "ongoing",
    "to date",
    "heute",
    "aujourd'hui",
    "hoy",
    "至今",
    "现在",
    "現在",
}
_FORMS = "write 2014, 2014-08, 2014-08-31, present, or words such as Fall 2018"


def read_date(values: Values, node: Node) -> Date | None:
    """Return the date that a scalar stands for, or None after noting why it is none."""
    scalar = values.scalar(node, "a date")
    if scalar is None:
        return None
    value = scalar.value.strip()
    if value.lower() == "present":
        return Date(present=True, origin=scalar.origin)
    match = _DATE.fullmatch(value)
    if match:
        date = _of_digits(value)
        if not date:
            hint = _mended(*(int(part) if part else None for part in match.groups()))
            values.problems.error(scalar.origin, f"there is no date {value}", "date", hint)
            return None
        return replace(date, origin=scalar.origin)
    if not any(char.isalpha() for char in value) or _TIME.fullmatch(value):
        values.problems.error(scalar.origin, f"'{value}' is no date", "date", _meant(value) or _FORMS)
        return None
    if value.lower() in _NOW:
        message = f"'{value}' is printed as it is written"
        values.problems.warn(scalar.origin, message, "present", "write present: it has a word in every language")
    named = re.search(r"\b(1[5-9]|20)\d\d\b", value)
    words = markup.plain(" ".join(value.split())).plain
    return Date(int(named[0]) if named else None, words=words, origin=scalar.origin)


def _meant(value: str) -> str:
    """Return how a date is written that was written otherwise, if there is no doubt which it is."""
    if match := _RANGE.fullmatch(value):
        return _span(match[1], match[2])
    if match := _TIME.fullmatch(value):
        return f"write {match[1]}, without the time"
    if match := _YEAR_FIRST.fullmatch(value) or _DIGITS.fullmatch(value):
        return _written(match[1], match[2], match[3])
    if match := _YEAR_LAST.fullmatch(value):  # with dots the day comes first, unless it can only be the month
        return _written(match[3], match[2], match[1]) or _written(match[3], match[1] or "0", match[2])
    match = _SLASHES.fullmatch(value)
    if not match or max(int(match[1]), int(match[2])) <= 12:  # which is the month, only a day beyond 12 tells
        return ""
    first, second, year = match.groups()
    return _written(year, first, second) if int(second) > 12 else _written(year, second, first)


def _span(first: str, last: str) -> str:
    """Return the advice to write two dates apart, if the one can come before the other."""
    start, end = _of_digits(first), _of_digits(last)
    if not start or not end or end.before(start):
        return ""
    return f"give a start and an end: start: {first}, end: {last}"


def _of_digits(value: str) -> Date | None:
    """Return the date that `2014-08-31` or a part of it stands for, if there is one."""
    match = _DATE.fullmatch(value)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    return Date(year, month, day) if _exists(year, month, day) else None


def _written(year: str, month: str, day: str | None) -> str:
    """Return the advice to write a date as cvgen reads it, if there is such a date."""
    if not _exists(int(year), int(month), int(day) if day else None):
        return ""
    return f"write {year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _mended(year: int | None, month: int | None, day: int | None) -> str:
    """Return what is wrong with a date that does not exist."""
    if year is None or not 1000 <= year <= 2999:
        return "a year is a number from 1000 to 2999"
    if month is not None and day is not None and _exists(year, day, month):
        return f"write year, month, day: {year}-{day:02}-{month:02}"
    if month is not None and 1 <= month <= 12:
        return f"this month has {monthrange(year, month)[1]} days"
    return "a month is a number from 1 to 12: 2014-08"


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if year is None or not 1000 <= year <= 2999:
        return False
    if month is None:
        return True
    return 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year, month)[1])
