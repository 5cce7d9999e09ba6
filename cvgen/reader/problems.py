"""The list of problems that grows while a file is read, so that one run reports them all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from cvgen.diagnostics import Diagnostic, InputError, Origin, find


class Unreadable(InputError):
    """Nothing after this place can be read."""


class Problems:
    """Collects diagnostics for one file, and for those that lie over or under it.

    `sources` are their lines by name, for the source below each message.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.sources: dict[str, tuple[str, ...]] = {}
        self.beside: set[str] = set()  # which of them hold no part of the YAML: .bib files
        self.missing: set[Path] = set()  # files that could not be read
        self.found: list[Diagnostic] = []

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the file itself."""
        return self.sources.get(self.file, ())

    @lines.setter
    def lines(self, lines: tuple[str, ...]) -> None:
        self.sources[self.file] = lines

    def absorb(self, other: Problems) -> None:
        """Take over what was found in another file, and its lines."""
        self.found += other.found
        self.beside |= other.beside
        self.missing |= other.missing
        self.sources = {**other.sources, **self.sources}

    def at(self, line: int, column: int) -> Origin:
        """Return a place in this file."""
        return Origin(self.file, line, column)

    def source(self, origin: Origin) -> str:
        """Return the line at `origin`."""
        lines = self.sources.get(origin.file, ())
        return lines[origin.line - 1] if 0 < origin.line <= len(lines) else ""

    def find(self, origin: Origin, piece: str, last: int) -> Origin:
        """Return where a piece of the text from `origin` to the line `last` stands, or the origin if it does not."""
        place = find(self.sources.get(origin.file, ()), origin, piece)
        return place if place.line <= last else origin

    def error(self, origin: Origin, message: str, code: str, hint: str = "") -> None:
        """Note an error; reading goes on."""
        self._note(origin, message, code, hint, "error")

    def warn(self, origin: Origin, message: str, code: str, hint: str = "") -> None:
        """Note a warning."""
        self._note(origin, message, code, hint, "warning")

    def fatal(self, origin: Origin, message: str, code: str, hint: str = "") -> NoReturn:
        """Note an error after which nothing can be read, and raise all that was found."""
        self.error(origin, message, code, hint)
        raise Unreadable(self.sorted())

    def raise_errors(self) -> None:
        """Raise InputError with everything found if there is an error among it."""
        if any(problem.severity == "error" for problem in self.found):
            raise InputError(self.sorted())

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Return what was found, in the order of the file, each once."""
        return tuple(sorted(dict.fromkeys(self.found), key=lambda problem: problem.origin))

    def _note(self, origin: Origin, message: str, code: str, hint: str, severity: str) -> None:
        self.found.append(Diagnostic(origin, message, code, hint, severity, self.source(origin)))


def similar(word: str, known: Iterable[str]) -> str:
    """Return the nearest known word, or an empty text."""
    import difflib

    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return near[0] if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the nearest known word, or an empty text."""
    near = similar(word, known)
    return f"did you mean '{near}'?" if near else ""


def one_of(words: Iterable[str]) -> str:
    """Return "known are: a, b, c"."""
    return "known are: " + ", ".join(words)
