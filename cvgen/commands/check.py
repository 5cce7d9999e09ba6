"""`cvgen check`: everything that cvgen can say of CV files, without a PDF in the output folder."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from cvgen.commands.arguments import Help, add_arguments
from cvgen.commands.common import Report, count, do_all, files_of, read_all, reported
from cvgen.diagnostics import Diagnostic, Exit
from cvgen.report import LISTS

if TYPE_CHECKING:
    from cvgen.prepare import Prepared

_EPILOG = """\
examples:
  cvgen check                    cv.yaml, and the PDF of each of its variants
  cvgen check --fast             the file alone, without TeX: in no time
  cvgen check --strict           as a last look: a warning counts as an error
  cvgen check --format github    annotations in a GitHub workflow
  cvgen check --format gitlab > quality.json    a report for GitLab
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check",
        help="look for mistakes, in the file and in its PDFs",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Look for mistakes in a CV: in the file, and in the PDF of each variant, which is made and thrown "
        "away. Nothing is written to the output folder.",
    )
    add_arguments(parser, "check")
    parser.add_argument("--fast", action="store_true", help="look at the file alone: make no PDF")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Check, say what was found, and return the exit code."""
    return reported(options, sys.stdout, _check_all)


def _check_all(options: argparse.Namespace, report: Report) -> None:
    files = files_of(options)
    if not files:
        report.say("nothing to check: no file falls into this shard")
        return
    all_loaded = read_all(files, options, report)
    checked: list[str] = []
    for loaded, made, _ in do_all(
        all_loaded, options, report, partial(_check, fast=options.fast, strict=options.strict)
    ):
        for text, warnings in made:
            report.add(warnings)
            named = f"{loaded.path}, {text}" if len(files) > 1 else text
            checked += [named] if text else []
    if report.format in LISTS:
        return
    found = [count(report.count(severity), severity) for severity in ("error", "warning") if report.count(severity)]
    said = "; ".join([", ".join(found) or "nothing wrong", *checked])
    report.say(f"{', '.join(map(str, files))}: {said}")


def _check(prepared: Prepared, fast: bool, strict: bool) -> tuple[str, tuple[Diagnostic, ...]]:
    """Check the PDF of a variant, unless the file is enough; return how many pages it has, and the warnings."""
    from cvgen.pipeline import verify

    if fast:
        return "", ()
    made = verify(prepared, strict=strict)
    return f"{prepared.variant.name}: {count(made.pages, 'page')}", made.warnings
