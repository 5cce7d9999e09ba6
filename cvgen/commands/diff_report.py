"""The report of `cvgen diff`: problems and steps of two CVs, whose files have the names that the user gave them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cvgen.commands.common import Report
from cvgen.diagnostics import Diagnostic, Exit, Origin

if TYPE_CHECKING:
    from cvgen.diff.sides import Side


class SidesReport(Report):
    """Prints problems of both sides under the names that the user gave them, on the standard error stream."""

    def __init__(self, options: argparse.Namespace) -> None:
        super().__init__("json" if options.format == "json" else "text", sys.stderr, quiet=options.quiet)
        self.sides: list[Side] = []
        self.is_for_people = options.format == "text"

    def add(self, problems: Iterable[Diagnostic]) -> None:
        """Print problems that were not said before; for a program they are kept."""
        for side in self.sides:
            problems = [side.said(problem) for problem in problems]
        super().add(problems)

    def placed(self, origin: Origin) -> Origin:
        """Return a place with the name that its file has for the user."""
        for side in self.sides:
            origin = side.placed(origin)
        return origin

    def say(self, text: str) -> None:
        """Print a step: on standard output, unless something else is to stand there alone."""
        for side in self.sides:
            text = side.shown(text)
        self.progress.clear()
        print(text, file=sys.stdout if self.is_for_people else sys.stderr, flush=True)

    def close(self) -> Exit:
        """Return the exit code."""
        self.progress.clear()
        return Exit.worst(self.codes)
