"""Dates of other formats → dates as a cv.yaml has them."""

from __future__ import annotations

import re
from calendar import monthrange

from cvgen.patterns import pattern

_ISO = pattern(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{1,2}:[\d:.]+ ?(?:Z|[+-]\d{1,2}:?\d{0,2})?)?", re.I)
_YEAR_FIRST = pattern(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?")
_MONTH_FIRST = pattern(r"(\d{1,2})[/.-](\d{4})")
_SLASHES = pattern(r"(\d{1,2})([/.-])(\d{1,2})[/.-](\d{4})")
_DIGITS = pattern(r"(\d{4})(\d\d)(\d\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ENGLISH = pattern(rf"{_MONTH}(?: +(\d{{1,2}})(?:st|nd|rd|th)?)?,? +(\d{{4}})", re.I)
_DAY_FIRST = pattern(rf"(\d{{1,2}})(?:st|nd|rd|th)?\.? +{_MONTH},? +(\d{{4}})", re.I)
_NOW = {"present", "now", "today", "current", "currently", "ongoing", "to date", "in progress"}
_BETWEEN = pattern(r"\s+(?:[-–—]|to|until)\s+|\s*[–—]\s*")


def date_of(text: str) -> str:
    """Return a date as a cv.yaml has it: 2014-08, present, or words; an empty text for what is no date there."""
    text = " ".join(text.split())
    if text.lower() in _NOW:
        return "present"
    for form, order in ((_ISO, "ymd"), (_YEAR_FIRST, "ymd"), (_DIGITS, "ymd"), (_MONTH_FIRST, "my")):
        if match := form.fullmatch(text):
            return _written(**dict(zip(order, match.groups(), strict=True)))
    for form, read in ((_SLASHES, _slashes), (_ENGLISH, _english), (_DAY_FIRST, _day_first)):
        if match := form.fullmatch(text):
            return read(*match.groups())
    return text if any(char.isalpha() for char in text) and not _ISO.fullmatch(text) else ""


def _slashes(first: str, sign: str, second: str, year: str) -> str:
    """Return the date of `31.12.2014` or `12/31/2014`, or an empty text where it could be two."""
    if sign == "." or int(first) > 12:  # with dots the day comes first
        return _written(year, second, first)
    return _written(year, first, second) if int(second) > 12 or first == second else ""


def _english(month: str, day: str | None, year: str) -> str:
    return _written(year, _number(month), day)


def _day_first(day: str, month: str, year: str) -> str:
    return _written(year, _number(month), day)


def span_of(text: str) -> tuple[str, str]:
    """Return the start and the end that a text such as `2014 – present` names, or two empty texts."""
    parts = _BETWEEN.split(text.strip())
    if len(parts) != 2:
        short = re.fullmatch(r"((?:\d{1,2}/)?\d{4})-((?:\d{1,2}/)?\d{4}|present)", text.strip(), re.I)
        parts = list(short.groups()) if short else []
    dates = [date_of(part) for part in parts]
    if len(dates) != 2 or not all(date[:4].isdigit() or date == "present" for date in dates) or dates[0] == "present":
        return "", ""
    return ("", "") if is_before(dates[1], dates[0]) else (dates[0], dates[1])


def is_before(one: str, other: str) -> bool:
    """Return whether a date as it is written is surely earlier than another one."""
    years = [_ISO.fullmatch(date) for date in (one, other)]
    if not all(years):
        return _year(one) > 0 and _year(other) > 0 and _year(one) < _year(other)
    for mine, theirs in zip(one.split("-"), other.split("-"), strict=False):
        if int(mine) != int(theirs):
            return int(mine) < int(theirs)
    return False


def _year(date: str) -> int:
    """Return the year that words name, as the reader finds it, or 0."""
    named = re.search(r"\b(1[5-9]|20)\d\d\b", date) if not _ISO.fullmatch(date) else re.match(r"\d{4}", date)
    return int(named[0]) if named else 0


def _number(month: str) -> str:
    return str(_MONTHS.index(month[:3].lower()) + 1)


def _written(y: str, m: str | None = None, d: str | None = None) -> str:
    """Return a date in ISO's order, or an empty text if there is none."""
    year, month, day = int(y), int(m) if m else None, int(d) if d else None
    if not 1000 <= year <= 2999 or (month is not None and not 1 <= month <= 12):
        return ""
    if month is None:
        return f"{year}"
    if day is None:
        return f"{year}-{month:02}"
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= monthrange(year, month)[1] else ""
