"""What cvgen tells its user: diagnostics at a place in the user's own file, the errors that carry them, exit codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

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
    BUG = 70  # a bug of ours
    INTERRUPTED = 130

    @classmethod
    def worst(cls, codes: Iterable[Exit]) -> Exit:
        """Return the one that stands for several: a bug, then TeX, then what is missing, lost or wrong."""
        order = (cls.BUG, cls.TEX, cls.NOT_INSTALLED, cls.LOST, cls.USAGE, cls.INPUT)
        seen = set(codes)
        return next((code for code in order if code in seen), cls.OK)


@dataclass(frozen=True, order=True)
class Origin:
    """A place in the user's file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


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


@dataclass(frozen=True)
class Diagnostic:
    """One problem: where, what, and what to do about it.

    `code` is a stable short name such as "unknown-key"; `source` is the line of the file, for the caret.
    """

    origin: Origin
    message: str
    code: str
    hint: str = ""
    severity: str = "error"
    source: str = ""

    def __str__(self) -> str:
        text = f"{self.origin}: {self.severity}: {_clipped(self.message)}"
        if self.hint:
            text += f"; {_clipped(self.hint)}"
        if self.source.strip():
            # Tabs stay tabs in the caret's line, so that it stands below its place.
            start = max(0, self.origin.column - MAX_SHOWN // 2) if len(self.source) > MAX_SHOWN else 0
            shown = self.source.rstrip()[start : start + MAX_SHOWN]
            before = self.source[start : self.origin.column - 1]
            indent = "".join("\t" if char == "\t" else " " for char in before)
            text += f"\n    {shown}\n    {indent}^"
        return text


def _clipped(text: str) -> str:
    """Return a text without its middle if it quotes something very long."""
    return text if len(text) <= MAX_MESSAGE else f"{text[: MAX_MESSAGE // 2]} … {text[-MAX_MESSAGE // 2 :]}"


class CvgenError(Exception):
    """An error that the user can understand and mend; the command ends with `exit_code`."""

    exit_code = Exit.INPUT

    def __init__(self, message: str, hint: str = "", *, diagnostics: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.diagnostics = tuple(diagnostics)

    def __str__(self) -> str:
        if self.diagnostics:
            return "\n".join(map(str, self.diagnostics))
        return f"error: {self.message}" + (f"; {self.hint}" if self.hint else "")


class InputError(CvgenError):
    """The user's file is wrong; `diagnostics` say where."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        found = tuple(diagnostics)
        super().__init__(found[0].message if found else "the input is wrong", diagnostics=found)


class UsageError(CvgenError):
    """The command line names something that does not exist."""

    exit_code = Exit.USAGE


class NotInstalled(CvgenError):
    """Something that cvgen knows is not installed on this machine."""

    exit_code = Exit.NOT_INSTALLED


class TexError(CvgenError):
    """TeX failed."""

    exit_code = Exit.TEX


class LostError(InputError):
    """Publishing would lose text or break a promise (a missing glyph, too many pages)."""

    exit_code = Exit.LOST
