"""TeX's log → diagnostics at the line of the CV, or of the template, that caused them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from cvgen.diagnostics import Diagnostic, Origin, find
from cvgen.failure import TexFailed
from cvgen.frozen import record
from cvgen.model import CV
from cvgen.patterns import pattern
from cvgen.render import Document
from cvgen.texplaces import Place, column_of, in_styles, place_of, runaway_at, template_at, text_at
from cvgen.texts import texts_of

if TYPE_CHECKING:
    from cvgen.texkinds import Meaning

KEEP_TEX = "--keep-tex keeps TeX's files and its log"
MAX_OVERFULL = 1.0  # points that may stick out: fewer are not seen

_FILE_LINE = r"(?P<file>(?:[A-Za-z]:)?[^:\n]*?\.\w+):(?P<line>\d+):"
_ERROR = pattern(rf"^(?:{_FILE_LINE} |! ?)(?P<message>\S.*)$", re.MULTILINE)
_EMERGENCY = pattern(rf"^{_FILE_LINE} +(?:Emergency stop|==> Fatal error)", re.MULTILINE)
_LINE = pattern(r"^l\.(?P<line>\d+) (?P<before>.*)\n *(?P<behind>.*)$", re.MULTILINE)
_WORD = pattern(r"(\\(?:(?:[^\W\d_]|@)+|.))\s*$")
_RUNAWAY = pattern(r"^Runaway \w+\?\n(.*)\n\Z", re.MULTILINE)
_NO_PAGES = pattern(r"^(?:No pages of output|PDF statistics: 0 PDF objects)", re.MULTILINE)
_OPENED = pattern(r"\((\S*?([^\s/\\()]+\.[\w-]+))(?=[\s()])|\(|\)")
_MISSING = pattern(
    r"^Missing character: There is no (?P<char>.+?) (?:\([^)]*\) )?in font (?P<font>.*?)!?$", re.MULTILINE
)
_OVERFULL = pattern(
    r"^Overfull \\hbox \((?P<points>[\d.]+)pt too wide\) (?:in (?:paragraph|alignment) at lines "
    r"(?P<first>\d+)--(?P<last>\d+)|detected at line (?P<line>\d+))\n(?P<shown>.*)$",
    re.MULTILINE,
)


@record(frozen=True)
class _Error:
    """The first error of a log: its message, its place, the command read last; the log before it, and the line's parts.

    The parts are what TeX had read of the line, and what it had not.
    """

    message: str
    file: str = "cv.tex"
    line: int = 1
    word: str = ""
    log: str = ""
    before: str = ""
    behind: str = ""


def errors_in(failed: TexFailed, document: Document, cv: CV, kept: Path | None = None) -> list[Diagnostic]:
    """Return what made TeX fail, where: in a template, or in the CV if it is the CV's text that is too much.

    `kept` is the folder in which TeX's files and its log stay, if they do.
    """
    from cvgen.texkinds import Meaning, meaning_of

    error = _first_error(failed.log)
    if failed.limited:
        meaning = Meaning(failed.message, failed.hint, data=True)
    elif error:
        meaning = meaning_of(error.message, error.word, failed.engine)
    elif _NO_PAGES.search(failed.log):
        meaning = Meaning("the PDF would have no page: the template prints nothing")
        error = _Error(meaning.message)
    else:
        meaning = Meaning(failed.message, failed.hint)
    if error:
        found = _diagnostic(error, meaning, document, cv)
    else:
        origin = cv.variants[0].place("template") if failed.limited and cv.variants else cv.origin
        found = cv.problem(origin, meaning.message, "tex", meaning.hint)
    log = f"TeX's log: {kept / 'cv.log'}" if kept else KEEP_TEX
    return [replace(found, hint=_joined(found.hint, log))]


def _diagnostic(error: _Error, meaning: Meaning, document: Document, cv: CV) -> Diagnostic:
    """Return an error where it belongs."""
    found = _place(error, meaning.piece, document)
    text = text_at(document, found) if isinstance(found, Place) else None
    own = template_at(document, found, meaning.piece) if isinstance(found, Place) else found
    if document.template is None or own is None or (text and meaning.data):
        return cv.problem(text or cv.origin, meaning.message, "tex", meaning.hint)
    if text and not Path(own.file).is_relative_to(Path(cv.origin.file).parent):  # the user cannot mend it
        blame = f"please report this: the mistake is in {own}, which comes with cvgen"
        return cv.problem(text, meaning.message, "tex", blame)
    hint = _joined(meaning.hint, f"while setting {text}" if text else "")
    return document.template.problem(own, meaning.message, "tex", hint)


def _place(error: _Error, piece: str, document: Document) -> Place | Origin:
    """Return where an error is: a place of `cv.tex`, or one in a style of the template."""
    file = Path(error.file.replace("\\", "/")).name
    path = document.template.style_paths().get(file) if document.template else None
    if document.template and path:
        lines = document.template.lines(str(path))[: error.line]
        column = column_of(lines[-1], error.before, error.behind) if len(lines) == error.line > 0 else 1
        origin = Origin(str(path), error.line, column)
        return find(lines, origin._replace(column=1), piece) if piece else origin
    if shown := _RUNAWAY.search(error.log):
        return _runaway(shown[1], error.log[: shown.start()], document)
    place = None
    if file == "cv.tex":
        lines = document.source.split("\n")
        line = min(max(error.line, 1), len(lines))
        place = Place(line, column_of(lines[line - 1], error.before, error.behind))
    written = (place_of(piece, document, place) or in_styles(piece, document)) if piece else None
    return written or place or _reader(error.log, document)


def _runaway(shown: str, log: str, document: Document) -> Place | Origin:
    """Return where an argument begins that has no end: in the style that TeX has just read, or in `cv.tex`."""
    closed = _files(log)[1] if log.rstrip().endswith(")") else ""
    path = document.template.style_paths().get(closed) if document.template else None
    if document.template and path:
        lines = document.template.lines(str(path))
        return Origin(str(path), *(runaway_at(shown, "\n".join(lines)) or (len(lines), 1)))
    return runaway_at(shown, document.source) or Place(document.source.count("\n") + 1, 1)


def _reader(log: str, document: Document) -> Place | Origin:
    """Return what reads the file that TeX had open: in a style of the template or in `cv.tex`."""
    opened, _ = _files(log)
    styles = document.template.style_paths() if document.template else {}
    for outer, inner in reversed(list(pairwise(opened))):
        stem = inner.rpartition(".")[0]
        if stem and outer in styles:
            return in_styles(stem, document, [outer]) or Origin(str(styles[outer]))
        if stem and outer == "cv.tex" and (place := place_of(stem, document, None)):
            return place
    return place_of("\\begin{document}", document, None) or Place(1, 1)


def _files(log: str) -> tuple[list[str], str]:
    """Return the files that were open at the end of a part of the log, and the last that was closed."""
    opened, closed = [], ""
    for match in _OPENED.finditer(log):
        if match[0] != ")":
            opened.append(match[2] or "")
        elif opened:
            closed = opened.pop()
    return opened, closed


def _first_error(log: str) -> _Error | None:
    match = _ERROR.search(log)
    if match is None:
        return None
    message, file, line = match["message"].strip(), match["file"] or "", int(match["line"] or 0)
    rest = log[match.end() + 1 :]
    if not file and (place := _EMERGENCY.search(rest)):
        file, line = place["file"], int(place["line"])
    if message.startswith("Emergency stop") and rest.startswith("<*>"):
        message, file, line = "no legal \\end found", "cv.tex", 1 << 30
    word = _WORD.search(rest.partition("\n")[0])
    shown = _LINE.search(rest)
    before, behind = (shown["before"], shown["behind"]) if shown and int(shown["line"]) == line else ("", "")
    return _Error(message, file, line, word[1] if word else "", log[: match.start()], before, behind)


def _joined(*hints: str) -> str:
    return "; ".join(filter(None, hints))


def overfull_in(log: str, document: Document, cv: CV) -> list[Diagnostic]:
    """Return a warning for each text that sticks out over its margin by more than can be overlooked."""
    texts = {origin: text for text, origin in texts_of(cv)}
    warnings: dict[Origin, Diagnostic] = {}
    for match in _OVERFULL.finditer(log):
        first = int(match["first"] or match["line"])
        last = int(match["last"] or first)
        if float(match["points"]) <= MAX_OVERFULL:
            continue
        message = f"{{}} sticks out {float(match['points']):.1f} pt over the margin"
        hint = "shorten it, or give it a place to break"
        words = re.findall(r"\w{2,}", re.sub(r"\\[\w/.+-]+", " ", match["shown"]))
        origin = _sticking_out(words, [mark.origin for mark in document.line_map if first <= mark.line <= last], texts)
        if origin:
            word = next((word for word in reversed(words) if word in texts.get(origin, "")), "")
            place = find(cv.lines_of(origin), origin, word) if word else origin
            warnings.setdefault(place, cv.problem(place, message.format("this text"), "overfull", hint, "warning"))
        elif document.template and (own := template_at(document, Place(last, 1))):
            what = message.format("what is set here")
            warnings.setdefault(own, document.template.problem(own, what, "overfull", hint, "warning"))
    return list(warnings.values())


def _sticking_out(words: list[str], origins: list[Origin], texts: dict[Origin, str]) -> Origin | None:
    """Return which of some texts holds most of the last words that TeX shows of a line, else the last of them."""

    def score(origin: Origin) -> int:
        text = texts.get(origin, "")
        return sum(at * (word in text) for at, word in enumerate(words, 1))

    return max(reversed(origins), key=score, default=None)


def missing_characters(log: str, cv: CV) -> list[Diagnostic]:
    """Return the characters that TeX left out because the font in use has none, each at the text that holds it."""
    found = dict.fromkeys((match["char"], match["font"].split("/")[0]) for match in _MISSING.finditer(log))
    hint = "nothing was published; please report this: the fonts should have been checked before"
    return [
        cv.problem(_holder(char, cv), f"the character {char} is not in the font {font}", "missing-glyph", hint)
        for char, font in found
    ]


def _holder(char: str, cv: CV) -> Origin:
    holders = (origin for text, origin in texts_of(cv) if char in text)
    origin = next(holders, None)
    return find(cv.lines_of(origin), origin, char) if origin else cv.origin
