"""What `build` and `check` share: the report of diagnostics, and the work on many files at once."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar, cast

from cvgen import clock
from cvgen.commands.colours import coloured
from cvgen.commands.progress import Progress
from cvgen.commands.rooted import rooted
from cvgen.diagnostics import CvgenError, Diagnostic, Exit, Together, UsageError, in_order
from cvgen.report import LISTS, as_github, no_command
from cvgen.steps import told_to, under

if TYPE_CHECKING:
    from cvgen.batch import Outcome
    from cvgen.loading import Loaded
    from cvgen.model import Variant
    from cvgen.prepare import Choice, Prepared

T = TypeVar("T")


class Report:
    """Prints problems as they are found, each once, and keeps the exit codes that they ask for.

    If `quiet`, it prints errors and warnings and nothing else.
    """

    def __init__(self, format_: str, stream: TextIO, *, quiet: bool = False) -> None:
        self.format = format_
        self.stream = stream
        self.quiet = quiet
        self.codes: list[Exit] = []
        self.said: dict[Diagnostic, None] = {}
        self.failed = 0  # variants, and files that could not be read
        self.progress = Progress(sys.stderr, quiet=quiet)

    def add(self, problems: Iterable[Diagnostic]) -> None:
        """Print problems that were not said before."""
        for problem in problems:
            if self.quiet and problem.severity == "note":
                continue
            if problem not in self.said and self.format not in LISTS:
                text = as_github(rooted(problem, "github")) if self.format == "github" else problem.text(self._paint)
                self.progress.clear()
                print(text, file=self.stream, flush=True)
            self.said[problem] = None

    def fail(self, error: CvgenError) -> None:
        """Print what an error says and keep its exit code."""
        self.codes.append(error.exit_code)
        self.add(error.diagnostics)

    def say(self, text: str) -> None:
        """Print what is no problem: on standard output, unless that is for a program to read."""
        if self.quiet:
            return
        self.progress.clear()
        text = no_command(text) if self.format == "github" else text
        print(text, file=sys.stderr if self.format in LISTS else sys.stdout, flush=True)

    def close(self) -> Exit:
        """Print what is printed at the end, and return the exit code."""
        self.progress.clear()
        if listed := LISTS.get(self.format):
            print(listed(rooted(problem, self.format) for problem in in_order(self.said)), file=self.stream)
        return Exit.worst(self.codes)

    def count(self, severity: str) -> int:
        """Return how many problems of a severity were said."""
        return sum(problem.severity == severity for problem in self.said)

    def _paint(self, part: str, text: str) -> str:
        return coloured(self.stream, part, text)


def reported(options: argparse.Namespace, stream: TextIO, run: Callable[[argparse.Namespace, Report], None]) -> Exit:
    """Run a command with a report, in which its errors end too, and return the exit code."""
    from cvgen.cache import no_cache

    # What a program reads belongs on standard output.
    report = Report(options.format, sys.stdout if options.format != "text" else stream, quiet=options.quiet)
    try:
        with no_cache() if options.no_cache else nullcontext(), heard(options, report.say):
            run(options, report)
    except CvgenError as error:
        report.fail(error)
    return report.close()


def heard(options: argparse.Namespace, say: Callable[[str], None]) -> AbstractContextManager[None]:
    """Say every step that is taken meanwhile, if the command line asks for that."""
    return told_to(say) if options.verbose else nullcontext()


def files_of(options: argparse.Namespace) -> list[Path]:
    """Return the files that the command line names, each once, or those of its shard."""
    files = list(dict.fromkeys(options.files))
    shard, of = options.shard
    if of == 1:
        return files
    from cvgen.batch import in_shard  # slow to import

    return in_shard(files, shard, of)


def read_all(files: Sequence[Path], options: argparse.Namespace, report: Report) -> list[Loaded]:
    """Read files as far as that is possible. Raises UsageError if the command line is wrong."""
    from cvgen.engine import find_engine
    from cvgen.loading import read
    from cvgen.pipeline import choose_variants
    from cvgen.reader.layers import Layers

    engine = engine_of(options)
    if engine.asked:
        find_engine(engine.asked)
    layers = Layers(*layers_of(options))
    report.progress.begin(len(files), "reading ")
    all_loaded = []
    for at, file in enumerate(files):
        report.progress.show(at, str(file))
        all_loaded.append(read(file, today=today(options), strict=options.strict, layers=layers))
    for loaded in all_loaded:
        if not loaded.is_wrong:  # else its variants may be among what could not be read
            choose_variants(loaded.cv, options.variants)
    return all_loaded


def layers_of(options: argparse.Namespace) -> tuple[tuple[Path, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what the command line lays over files: other files, settings, and the variants that these are for."""
    fit = [f"fit={options.fit}"] if options.fit else []
    return tuple(options.overlays), (*options.settings, *fit), tuple(options.variants)


def choice_of(options: argparse.Namespace) -> tuple[str, str, str, str]:
    """Return the engine and the command that are asked for, then those of the user's config file.

    Raises UsageError if the command line says both, InputError if the config file is wrong.
    """
    from cvgen.config import read_config

    if options.engine and options.engine_command:
        raise UsageError("--engine and --engine-command cannot both be meant", "leave one of them out")
    command = options.engine_command or ("" if options.engine else os.environ.get("CVGEN_ENGINE_COMMAND", ""))
    config = read_config()
    return options.engine, command, config.engine, config.engine_command


def surroundings() -> tuple[str, ...]:
    """Return what decides which program an engine's name stands for."""
    return tuple(os.environ.get(name, "") for name in ("CVGEN_TEX", "PATH"))


def engine_of(options: argparse.Namespace) -> Choice:
    """Return which engine is wanted, as `choice_of` says. Raises UsageError if the user's command is wrong."""
    from cvgen.engine import own_engine
    from cvgen.prepare import DEFAULT_ENGINE, Choice

    name, command, usual, usual_command = choice_of(options)
    default = own_engine(usual_command) if usual_command else usual or DEFAULT_ENGINE
    return Choice(own_engine(command) if command else name, default, not options.no_tags)


def chosen(loaded: Loaded, options: argparse.Namespace) -> list[Variant]:
    """Return the variants of a file that the command line names, or all."""
    return [one for one in loaded.cv.variants if not options.variants or one.name in options.variants]


def do_all(
    all_loaded: Sequence[Loaded], options: argparse.Namespace, report: Report, action: Callable[[Prepared], T]
) -> Iterator[tuple[Loaded, list[T], bool]]:
    """Prepare the chosen variants of files and do something with each; report what is wrong, file by file.

    Yields each file with what was made of it, and whether that is all.
    """
    from cvgen.batch import Task, processors, run_all

    tasks = [
        Task(at, variant.name)
        for at, loaded in enumerate(all_loaded)
        if not loaded.is_wrong
        for variant in chosen(loaded, options)
    ]

    def tick(done: int, at: int) -> None:
        report.progress.show(done, f"{all_loaded[tasks[at].at].path} {tasks[at].variant}")

    report.progress.begin(len(tasks))
    outcomes = run_all(all_loaded, tasks, engine_of(options), action, options.jobs or processors(), tick=tick)
    finished = 0
    for at, loaded in enumerate(all_loaded):
        found: list[Outcome[T]] = []
        while finished < len(tasks) and tasks[finished].at == at:
            found.append(next(outcomes))
            for step in found[-1].steps:
                report.say(step)
            finished += 1
        problems = [*loaded.diagnostics, *(one for outcome in found if outcome.early for one in outcome.problems)]
        if loaded.is_wrong:
            report.codes.append(code_of(Exit.INPUT, loaded.diagnostics))
            report.failed += 1
            problems += _examined(loaded, options, report)
        report.add(in_order(problems))
        for outcome in found:
            if outcome.code:
                report.failed += 1
                report.codes.append(code_of(outcome.code, outcome.problems))
                report.add(outcome.problems)
        yield loaded, [one.made for one in found if one.made is not None], all(one.made is not None for one in found)


def _examined(loaded: Loaded, options: argparse.Namespace, report: Report) -> list[Diagnostic]:
    """Return what is wrong with the variants of a file that could not be read whole."""
    from cvgen.prepare import examine

    together = Together()
    for variant in chosen(loaded, options):
        with under(f"{loaded.path}, {variant.name}:"):
            together.attempt(examine, loaded, variant, engine_of(options))
    report.codes += [code_of(error.exit_code, error.diagnostics) for error in together.errors]
    return [problem for error in together.errors for problem in error.diagnostics]


def code_of(code: Exit, problems: Iterable[Diagnostic]) -> Exit:
    """Return the exit code of an error: what is wrong on the command line is wrong usage."""
    from cvgen.reader.settings import is_set

    wrong = [problem for problem in problems if problem.severity == "error"]
    return Exit.USAGE if code == Exit.INPUT and wrong and all(map(is_set, wrong)) else code


def today(options: argparse.Namespace) -> datetime.date:
    """Return today's date, or the one that the command line or `SOURCE_DATE_EPOCH` sets."""
    return cast("datetime.date", options.date or clock.today())


def left_out(said: Iterable[Diagnostic]) -> int:
    """Return how many items were left out to fit a page."""
    return sum(problem.code == "left-out" for problem in said)


def count(number: int, what: str) -> str:
    """Return "1 page", "2 pages"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def line_of(path: str, pages: int, how: str, left: int, more: str = "") -> str:
    """Return what is said of one PDF."""
    fitted = "; ".join(filter(None, (how, f"{left} left out" if left else "", more)))
    return f"{path}  {count(pages, 'page')}" + (f"  {fitted}" if fitted else "")
