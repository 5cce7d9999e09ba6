"""A CV file → what is in it, and everything that can be said of it alone: the reader's problems, a friend's advice."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cvgen.advice import advise, is_allowed
from cvgen.diagnostics import Diagnostic, InputError, in_order
from cvgen.model import CV, Basics
from cvgen.reader import read_file
from cvgen.reader.problems import Problems


@dataclass(frozen=True)
class Loaded:
    """A file and the CV in it, as far as it could be read, with what is to be said about it."""

    cv: CV
    path: Path
    diagnostics: tuple[Diagnostic, ...] = ()
    today: date | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether there is an error in the file, so that nothing may be built of it."""
        return any(problem.severity == "error" for problem in self.diagnostics)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What should be looked at, but hinders nothing."""
        return tuple(problem for problem in self.diagnostics if problem.severity == "warning")


def load(path: str | os.PathLike[str] = "cv.yaml", *, today: date | None = None) -> Loaded:
    """Read a CV file. Raises InputError, which lists every error in it with its line, if it is wrong.

    Later dates than `today` are worth a warning; without it none is. A CV that prints its date prints this one, or else
    the one of `clock.today`.
    """
    loaded = read(path, today=today)
    if loaded.is_wrong:
        raise InputError(loaded.diagnostics)
    return loaded


def read(path: str | os.PathLike[str], *, today: date | None = None, strict: bool = False) -> Loaded:
    """Read a CV file as far as that is possible; the diagnostics say what is wrong with it. With `strict` all is."""
    problems = Problems(str(path))
    cv = read_file(Path(path), problems)
    found = problems.sorted()
    if cv and not any(problem.severity == "error" for problem in found):
        found = in_order((*found, *advise(cv, today)))
    found = tuple(problem for problem in found if problem.severity == "error" or not is_allowed(problem))
    if strict:
        found = tuple(replace(problem, severity="error") for problem in found)
    return Loaded(cv or CV(basics=Basics(name=""), origin=problems.at(1, 1)), Path(path), found, today)
