"""TeX's log → diagnostics at the line of the CV, or of the template, that caused them."""

from __future__ import annotations

import re

from cvgen.diagnostics import Diagnostic, Origin
from cvgen.model import CV
from cvgen.render import Document

_ERROR = re.compile(r"^(?:\./)?(?P<file>[^\s:]+):(?P<line>\d+): (?P<message>.*)$", re.MULTILINE)
_FATAL = re.compile(r"^! (?P<message>.*)$", re.MULTILINE)
_MISSING = re.compile(
    r"^Missing character: There is no (?P<char>.+?) (?:\([^)]*\) )?in font (?P<font>.*?)!?$", re.MULTILINE
)


def errors_in(log: str, document: Document, cv: CV, fallback: str) -> list[Diagnostic]:
    """Return what TeX complained of; `fallback` is the message if its log names nothing."""
    match = _ERROR.search(log)
    if match and match["file"] == "cv.tex":
        origin = document.origin_of(int(match["line"])) or cv.origin
        hint = f"it arose near this place, in line {match['line']} of cv.tex; --keep-tex keeps that file"
        return [cv.problem(origin, f"TeX says: {match['message']}", "tex", hint)]
    if match:
        origin = Origin(match["file"], int(match["line"]))
        return [Diagnostic(origin, f"TeX says: {match['message']}", "tex", "the fault is in the template")]
    fatal = _FATAL.search(log)
    message = f"TeX says: {fatal['message']}" if fatal else fallback
    return [Diagnostic(cv.origin, message, "tex", "--keep-tex keeps TeX's files and its log")]


def missing_characters(log: str, cv: CV) -> list[Diagnostic]:
    """Return the characters that TeX left out because the font in use has none."""
    found = dict.fromkeys((match["char"], match["font"].split("/")[0]) for match in _MISSING.finditer(log))
    hint = "nothing was published; please report this: the fonts should have been checked before"
    return [
        Diagnostic(cv.origin, f"the character {char} is not in the font {font}", "missing-glyph", hint)
        for char, font in found
    ]
