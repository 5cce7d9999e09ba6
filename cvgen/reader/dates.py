"""YAML nodes → dates: 2014, 2014-08, 2014-08-01, present, or words such as Fall 2018."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import TYPE_CHECKING

from cvgen import markup
from cvgen.model import Date
from cvgen.reader.nodes import Node

if TYPE_CHECKING:
    from cvgen.reader.values import Values

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_RANGE = re.compile(r"(\d{4}(?:-\d{1,2})?)\s*[-–—/]\s*(\d{4}(?:-\d{1,2})?)")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[/.]\s*(\d{1,2})")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})\.\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})")
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
        year, month, day = (int(part) if part else None for part in match.groups())
        if not _exists(year, month, day):
            hint = "write a year, 2014, with a month, 2014-08, or a day, 2014-08-31"
            values.problems.error(scalar.origin, f"there is no date {value}", "date", hint)
        return Date(year, month, day, origin=scalar.origin)
    if not any(char.isalpha() for char in value):
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
        return f"give a start and an end: start: {match[1]}, end: {match[2]}"
    if match := _YEAR_FIRST.fullmatch(value):
        return f"write {match[1]}-{int(match[2]):02}"
    if match := _YEAR_LAST.fullmatch(value):
        return f"write {match[3]}-{int(match[2]):02}" + (f"-{int(match[1]):02}" if match[1] else "")
    return ""


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if year is None or not 1000 <= year <= 2999:
        return False
    if month is None:
        return True
    return 1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year, month)[1])
