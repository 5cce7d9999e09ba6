"""TeX's log → diagnostics at the line of the CV, or of the template, that caused them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cvgen.diagnostics import Diagnostic, Origin, find
from cvgen.model import CV
from cvgen.render import Document
from cvgen.texerrors import Fault, explain
from cvgen.texts import texts_of

LEAST_OVERFULL = 1.0  # points that a line may stick out: less cannot be seen
_ERROR = re.compile(r"^(?:\./)?(?P<file>[^\s:]+):(?P<line>\d+): (?P<message>.*)$", re.MULTILINE)
_FATAL = re.compile(r"^!(?:pdfTeX error:)? ?(?P<message>(?! ==>).*)$", re.MULTILINE)
_AT = re.compile(r"^l\.(?P<line>\d+) (?P<read>.*)$", re.MULTILINE)
_MISSING = re.compile(
    r"^Missing character: There is no (?P<char>.+?) (?:\([^)]*\) )?in font (?P<font>.*?)!?$", re.MULTILINE
)
_OVERFULL = re.compile(
    r"^Overfull \\hbox \((?P<width>[\d.]+)pt too wide\) (?:in paragraph at lines (?P<first>\d+)--(?P<last>\d+)"
    r"|detected at line (?P<line>\d+))\n(?P<shown>.*)$",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W_]{3,}")


def errors_in(log: str, document: Document, cv: CV, failure: Diagnostic, kept: Path | None = None) -> list[Diagnostic]:
    """Return the error that TeX stopped at, or `failure` if the log names none.

    `kept` is the folder in which the user finds the log. The place is the template's line for what only a template can
    do, such as a command that does not exist; else the line of the CV that was being set.
    """
    where = f"TeX's log is {kept / 'cv.log'}" if kept else "--keep-tex keeps TeX's files and its log"
    match = _ERROR.search(log) or _FATAL.search(log)
    if match is None:
        return [replace(failure, hint="; ".join(filter(None, (failure.hint, where))))]
    fault = explain(_message(log, match), log[match.end() :])
    file = match["file"] if "file" in match.groupdict() else "cv.tex"
    at = _AT.search(log, match.start())
    line = int(match["line"]) if "line" in match.groupdict() else int(at["line"]) if at else 0
    line = line or _runaway(log, document.source)
    if file in document.styles:
        place = Origin(document.styles[file], line)
        return [_diagnostic(place, fault, where, "")]
    if file != "cv.tex" or fault.package:  # a package of TeX's own: the place is where the template loads it
        line, at = _loading(document.source, fault.package or Path(file).stem) or line, None
    column = _column(document.source, line, at["read"]) if at else None
    origin, template = document.origin_of(line, column), document.template_place(line, column)
    own = Path(cv.origin.file).parent / "latex_templates"
    if template and (fault.by_template and (Path(template.file).is_relative_to(own) or not origin)):
        return [_diagnostic(template, fault, where, f"it arose while setting {origin}" if origin else "")]
    blame = f"please report this: it arose in {template}, which comes with cvgen" if fault.by_template else fault.hint
    return [cv.problem(origin or cv.variants[0].origin, fault.message, "tex", _joined(blame, where))]


def _message(log: str, match: re.Match[str]) -> str:
    """Return the message of an error; for a missing file TeX says first that it is missing, then that it stops."""
    before = _FATAL.search(log, 0, match.start()) if "Emergency stop" in match["message"] else None
    return before["message"] if before else match["message"]


def _runaway(log: str, source: str) -> int:
    """Return the line where the argument begins that TeX was still reading at the end of the file, or 1."""
    match = re.search(r"^Runaway argument\?\n\{?(?P<start>[^\\\n]*)", log, re.MULTILINE)
    macro = re.search(r"scanning use of (?P<name>\\\w+)", log)
    if not match or not macro:
        return 1
    wanted = f"{macro['name']}{{{match['start'].strip()}"
    return max((number for number, line in enumerate(source.split("\n"), 1) if wanted in line), default=1)


def _diagnostic(place: Origin, fault: Fault, where: str, context: str) -> Diagnostic:
    hint = _joined(fault.hint or "the fault is in the template", context, where)
    return Diagnostic(place, fault.message, "tex", hint, "error", _line_of(place))


def _joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _line_of(place: Origin) -> str:
    """Return the line of a template's file, for the caret."""
    try:
        return Path(place.file).read_text(encoding="utf-8").splitlines()[place.line - 1]
    except (OSError, ValueError, IndexError):
        return ""


def _column(source: str, line: int, read: str) -> int | None:
    """Return the column up to which TeX had read a line; the log shows what it had read, if long only its end."""
    lines = source.split("\n")
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    at = text.find(read.removeprefix("...")[-40:])
    return at + len(read.removeprefix("...")[-40:]) if at >= 0 else None


def _loading(source: str, package: str) -> int:
    """Return the line of the source that loads a package, the last if several do; 0 if none does."""
    loads = re.compile(rf"\\(?:usepackage|RequirePackage|documentclass)[^{{]*{{[^}}]*\b{re.escape(package)}\b")
    return max((number for number, line in enumerate(source.split("\n"), 1) if loads.search(line)), default=0)


def missing_characters(log: str, cv: CV) -> list[Diagnostic]:
    """Return the characters that TeX left out because the font in use has none, each at the first text that has it."""
    found = dict.fromkeys((match["char"], match["font"].split("/")[0]) for match in _MISSING.finditer(log))
    texts = list(texts_of(cv)) if found else []
    hint = "nothing was published; please report this: the fonts should have been checked before"
    problems = []
    for char, font in found:
        origin = next((find(cv.lines, origin, char) for text, origin in texts if char in text), cv.origin)
        problems.append(cv.problem(origin, f"the character {char} is not in the font {font}", "missing-glyph", hint))
    return problems


def overfull_in(log: str, document: Document, cv: CV) -> list[Diagnostic]:
    """Return warnings of texts that stick out into the margin, one for each text."""
    texts: dict[Origin, str] = {}
    found: dict[Origin, Diagnostic] = {}
    for match in _OVERFULL.finditer(log):
        if float(match["width"]) < LEAST_OVERFULL:
            continue
        texts = texts or {origin: text for text, origin in texts_of(cv)}
        first = int(match["first"] or match["line"])
        last = int(match["last"] or match["line"])
        origins = [origin for line, _, origin in document.line_map if first <= line <= last]
        origin = _sticking_out(origins, texts, match["shown"]) or document.origin_of(first) or cv.variants[0].origin
        message = f"this text sticks out {float(match['width']):.0f} pt into the margin"
        hint = f"shorten it, or write it in other words (variant '{cv.variants[0].name}')"
        found.setdefault(origin, cv.problem(origin, message, "overfull", hint, "warning"))
    return list(found.values())


def _sticking_out(origins: Iterable[Origin], texts: dict[Origin, str], shown: str) -> Origin | None:
    """Return the text that holds the last words that TeX shows of a line, which are those that stick out."""
    candidates = list(dict.fromkeys(origins))
    for word in reversed(_WORD.findall(re.sub(r"\\\S+", " ", shown))):
        for origin in candidates:
            if word in texts.get(origin, ""):
                return origin
    return candidates[0] if candidates else None
