"""One name of an author list: the name, and the marks behind it."""

from __future__ import annotations

import re

from cvgen import markup
from cvgen.diagnostics import Origin
from cvgen.model import Author
from cvgen.patterns import pattern

MARKS = pattern(r"\s*((?:[*†‡§¶]|\^(?:[a-z0-9]|\{[a-z0-9](?: ?,? ?[a-z0-9])*\}))+)$")
MARK = pattern(r"[*†‡§¶]+|[a-z0-9]")
_NO_NAME = pattern(r"[\\/{}<>:]")  # before what looks like a letter for a mark
_SPACE = pattern(r"\s+")


def author_of(source: str, origin: Origin) -> Author:
    """Return the author that a text names: `Ada Lovelace*†`, or with letters for marks, `Ada Lovelace^{a,b}`."""
    name = markup.plain(_SPACE.sub(" ", source.strip())).plain
    marks = MARKS.search(name)
    if marks and "^" in marks[1] and _NO_NAME.search(name, 0, marks.start()):
        return Author(name=name, origin=origin)
    return Author(name=MARKS.sub("", name), marks=signs_of(marks[1]) if marks else "", origin=origin)


def signs_of(written: str) -> str:
    """Return marks, one character each, as they are written behind a name: `*^{a,b}` is `*ab`."""
    return re.sub(r"[\s,^{}]", "", written)
