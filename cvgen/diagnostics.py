"""What cvgen tells its user: diagnostics at a place in the user's own file, the errors that carry them, exit codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple, ParamSpec, TypeVar

from cvgen.frozen import record

P = ParamSpec("P")
T = TypeVar("T")

MAX_SHOWN = 200  # characters of a line that are shown below a message
MAX_MESSAGE = 1000
MAX_LINES = 1000  # of a file that are searched for a piece of a text


class Exit(IntEnum):
    """The exit codes of the command."""

    OK = 0
    INPUT = 1  # the input is wrong
    USAGE = 2  # the command line is wrong
    NOT_INSTALLED = 3  # known, but not installed here
    TEX = 4  # TeX failed
    LOST = 5  # text would be lost, or a page limit cannot be kept: not published
    DIFFERENT = 6  # two CVs are compared and differ, if the command line asks for a code that says so
    BUG = 70  # a bug of ours
    INTERRUPTED = 130

    @classmethod
    def worst(cls, codes: Iterable[Exit]) -> Exit:
        """Return the one that stands for several: a bug, then TeX, then what is missing, lost, wrong or different."""
        order = (cls.BUG, cls.TEX, cls.NOT_INSTALLED, cls.LOST, cls.USAGE, cls.INPUT, cls.DIFFERENT)
        seen = set(codes)
        return next((code for code in order if code in seen), cls.OK)


class Origin(NamedTuple):  # a long file has a hundred thousand of them
    """A place in the user's file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Origin("")
"""The place of what stands in no file."""


def find(lines: Sequence[str], origin: Origin, piece: str) -> Origin:
    """Return where a piece of the text that starts at `origin` stands, or the origin if it is not written so.

    `lines` are those of the file.
    """
    for line in range(max(origin.line, 1), min(origin.line + MAX_LINES, len(lines) + 1)):
        start = max(origin.column - 1, 0) if line == origin.line else 0
        column = lines[line - 1].find(piece, start)
        if column >= 0:
            return Origin(origin.file, line, column + 1)
    return origin


@record(frozen=True)
class Diagnostic:
    """One problem: where, what, and what to do about it.

    `code` is a stable short name such as "unknown-key"; `severity` is "error", "warning" or "note"; `source` is the
    line of the file, for the caret. What concerns no file has the origin NOWHERE.
    """

    origin: Origin
    message: str
    code: str
    hint: str = ""
    severity: str = "error"
    source: str = ""

    def __str__(self) -> str:
        return self.text()

    def text(self, paint: Callable[[str, str], str] = lambda _part, text: text) -> str:
        """Return the problem as GNU's programs write theirs, with the line and a caret below.

        `paint` may colour a text by its part: "place", the severity, or "caret".
        """
        place = paint("place", f"{self.origin}:") + " " if self.origin != NOWHERE else ""
        text = f"{place}{paint(self.severity, self.severity + ':')} {_clipped(self.message)}"
        if self.hint:
            text += f"; {_clipped(self.hint)}"
        if self.source.strip():
            start = max(0, self.origin.column - MAX_SHOWN // 2) if len(self.source) > MAX_SHOWN else 0
            shown = self.source.rstrip()[start : start + MAX_SHOWN]
            indent = "".join(map(_blank, self.source[start : self.origin.column - 1]))
            text += f"\n    {shown}\n    {indent}{paint('caret', '^')}"
        return text


def _blank(char: str) -> str:
    """Return white space as wide as a terminal draws a character, so that the caret stands below its place."""
    if char == "\t":
        return char
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    return "  " if unicodedata.east_asian_width(char) in "WF" else " "


def _clipped(text: str) -> str:
    """Return a text without its middle if it quotes something very long."""
    return text if len(text) <= MAX_MESSAGE else f"{text[: MAX_MESSAGE // 2]} … {text[-MAX_MESSAGE // 2 :]}"


class CvgenError(Exception):
    """An error that the user can understand and mend; the command ends with `exit_code`.

    Its diagnostics are the places where it arose, or one without a place.
    """

    exit_code = Exit.INPUT
    code = "error"

    def __init__(self, message: str, hint: str = "", *, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.diagnostics = tuple(diagnostics) or (Diagnostic(NOWHERE, message, self.code, hint),)

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


class InputError(CvgenError):
    """The user's file is wrong; `diagnostics` say where."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        found = tuple(diagnostics)
        super().__init__(found[0].message if found else "the input is wrong", diagnostics=found)


class UsageError(CvgenError):
    """The command line names something that does not exist."""

    exit_code = Exit.USAGE
    code = "usage"


class NotInstalled(CvgenError):
    """Something that cvgen knows is not installed on this machine."""

    exit_code = Exit.NOT_INSTALLED
    code = "not-installed"


class TexError(CvgenError):
    """TeX failed."""

    exit_code = Exit.TEX
    code = "tex"


class LostError(InputError):
    """Publishing would lose text or break a promise (a missing glyph, too many pages)."""

    exit_code = Exit.LOST


class Together:
    """Takes several steps although one of them fails, so that one run reports what is wrong with all."""

    def __init__(self) -> None:
        self.errors: list[CvgenError] = []

    def attempt(self, step: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T | None:
        """Return what a step returns, or None after keeping the error that it raised."""
        try:
            return step(*arguments, **named)
        except CvgenError as error:
            self.errors.append(error)
            return None

    def raise_errors(self) -> None:
        """Raise what was kept: one error that has all diagnostics, in the files' order, and the worst exit code."""
        if len(self.errors) <= 1:
            for error in self.errors:
                raise error
            return
        diagnostics = in_order(problem for error in self.errors for problem in error.diagnostics)
        joined = CvgenError(diagnostics[0].message, diagnostics=diagnostics)
        joined.exit_code = Exit.worst(error.exit_code for error in self.errors)
        raise joined


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics by file and line, each once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda problem: problem.origin))
