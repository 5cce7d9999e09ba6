"""What `build` and `check` share: their arguments, the report of diagnostics, and all that comes before TeX."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from cvgen.diagnostics import CvgenError, Diagnostic, Exit, Together, in_order
from cvgen.report import FORMATS, as_github, as_json

if TYPE_CHECKING:
    from cvgen.loading import Loaded
    from cvgen.prepare import Prepared

_COLOURS = {"place": "1", "error": "1;31", "warning": "1;35", "caret": "1;32"}


def add_arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the arguments that both commands have; `what` is done to the file."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        default=[Path("cv.yaml")],
        help=f"the CV to {what} (default: cv.yaml)",
    )
    parser.add_argument(
        "--variant",
        metavar="NAME",
        action="append",
        default=[],
        dest="variants",
        help=f"{what} this variant only; can be given several times",
    )
    parser.add_argument(
        "--engine", metavar="NAME", default="", help="the TeX engine: embedded (default), pdflatex, xelatex or lualatex"
    )
    parser.add_argument("--strict", action="store_true", help="take every warning for an error")
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=FORMATS,
        default="text",
        help="how problems are printed: text (default), json (a list), or github (annotations for a workflow)",
    )


class Report:
    """Prints problems as they are found, each once, and keeps the exit codes that they ask for."""

    def __init__(self, format_: str, stream: TextIO) -> None:
        self.format = format_
        self.stream = stream
        self.codes: list[Exit] = []
        self.said: dict[Diagnostic, None] = {}

    def add(self, problems: Iterable[Diagnostic]) -> None:
        """Print problems that were not said before."""
        for problem in problems:
            if problem not in self.said and self.format != "json":
                text = as_github(problem) if self.format == "github" else problem.text(self._paint)
                print(text, file=self.stream, flush=True)
            self.said[problem] = None

    def fail(self, error: CvgenError) -> None:
        """Print what an error says and keep its exit code."""
        self.codes.append(error.exit_code)
        self.add(error.diagnostics)

    def say(self, text: str) -> None:
        """Print what is no problem: on standard output, unless that is for a program to read."""
        print(text, file=sys.stderr if self.format == "json" else sys.stdout, flush=True)

    def close(self) -> Exit:
        """Print what is printed at the end, and return the exit code."""
        if self.format == "json":
            print(as_json(in_order(self.said)), file=self.stream)
        return Exit.worst(self.codes)

    def count(self, severity: str) -> int:
        """Return how many problems of a severity were said."""
        return sum(problem.severity == severity for problem in self.said)

    def _paint(self, part: str, text: str) -> str:
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not self.stream.isatty()
        return text if plain else f"\033[{_COLOURS[part]}m{text}\033[0m"


def reported(options: argparse.Namespace, stream: TextIO, run: Callable[[argparse.Namespace, Report], None]) -> Exit:
    """Run a command with a report, in which its errors end too, and return the exit code."""
    # What a program reads belongs on standard output.
    report = Report(options.format, sys.stdout if options.format != "text" else stream)
    try:
        run(options, report)
    except CvgenError as error:
        report.fail(error)
    return report.close()


def prepare_all(options: argparse.Namespace, report: Report) -> list[Prepared]:
    """Read the files and prepare the variants that the command line names; report all problems, file by file.

    Returns the variants that are ready for TeX. Raises UsageError if the command line is wrong.
    """
    from cvgen.engine import find_engine
    from cvgen.loading import read

    if options.engine:
        find_engine(options.engine)
    files = dict.fromkeys(options.files)
    all_loaded = [read(file, today=_today(), strict=options.strict) for file in files]
    _check_variants(all_loaded, options.variants)
    return [ready for loaded in all_loaded for ready in _prepare(loaded, options, report)]


def _check_variants(all_loaded: list[Loaded], names: list[str]) -> None:
    """Raise UsageError if a file that could be read has no variant of a name on the command line."""
    from cvgen.pipeline import choose_variants

    for loaded in all_loaded:
        if not loaded.is_wrong:
            choose_variants(loaded.cv, names)


def _prepare(loaded: Loaded, options: argparse.Namespace, report: Report) -> list[Prepared]:
    from cvgen.prepare import examine, prepare

    together = Together()
    ready: list[Prepared | None] = []
    for variant in loaded.cv.variants:
        if options.variants and variant.name not in options.variants:
            continue
        if loaded.is_wrong:
            together.attempt(examine, loaded, variant, options.engine)
        else:
            ready.append(together.attempt(prepare, loaded, variant, options.engine))
    report.codes += [Exit.INPUT] * loaded.is_wrong + [error.exit_code for error in together.errors]
    report.add(in_order((*loaded.diagnostics, *(one for error in together.errors for one in error.diagnostics))))
    return [prepared for prepared in ready if prepared]


def _today() -> datetime.date:
    """Return today's date, or the one that `SOURCE_DATE_EPOCH` sets for builds that must be the same at any time."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and len(epoch) < 12:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now().astimezone().date()


def count(number: int, what: str) -> str:
    """Return "1 page", "2 pages"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
