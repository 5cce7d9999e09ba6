"""The names of PDFs: a pattern such as `{name}-{variant}`, and what it becomes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from cvgen.patterns import pattern

FIELDS = ("name", "variant", "language", "template", "file", "date")
DEFAULT, DEFAULT_OVERLAID = "{name}-{variant}", "{name}-{file}-{variant}"
MAX_BYTES = 200  # systems allow 255
_FIELD = pattern(r"\{([^{}]*)\}")
_WRITTEN = pattern(r"[\w .,()+-]*")


def pattern_problem(pattern: str) -> str:
    """Return what is wrong with a pattern for the name of a PDF; "" if nothing is."""
    for field in _FIELD.findall(pattern):
        if field not in FIELDS:
            return f"'{{{field}}}' is not known: there are {', '.join(f'{{{known}}}' for known in FIELDS)}"
    written = _FIELD.sub("", pattern)
    if not _WRITTEN.fullmatch(written):
        return "the name of a file is made of letters, digits, spaces and . , ( ) + -"
    if pattern.startswith((".", "-", " ")):
        return f"the name of a file does not start with '{pattern[0]}'"
    return ""


def file_name(pattern: str, values: Mapping[str, str]) -> str:
    """Return the name that a pattern becomes, with the ending `.pdf`; `values` are those of `FIELDS`.

    A field that has no value takes a hyphen before it along.
    """
    for field in FIELDS:
        pattern = pattern.replace(f"-{{{field}}}", f"-{values[field]}" if values[field] else "")
        pattern = pattern.replace(f"{{{field}}}", values[field])
    stem = pattern.removesuffix(".pdf").strip(" .-").encode()[:MAX_BYTES].decode(errors="ignore").strip(" .-")
    return f"{stem or 'cv'}.pdf"


def slug(name: str) -> str:
    """Return a name as part of a file name: its letters and digits, of any script, in lower case, with hyphens.

    It has at most 80 characters and 120 bytes: systems allow 255 for the whole name.
    """
    normal = unicodedata.normalize("NFC", name).lower()
    short = re.sub(r"[\W_]+", "-", normal).strip("-")[:80].encode()[:120].decode(errors="ignore")
    return short.strip("-")
