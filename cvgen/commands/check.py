"""`cvgen check`: everything that cvgen can say of CV files, without a PDF in the output folder."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from cvgen.commands.common import Report, add_arguments, count, prepare_all, reported
from cvgen.diagnostics import CvgenError, Exit

if TYPE_CHECKING:
    from cvgen.prepare import Prepared

_EPILOG = """\
examples:
  cvgen check                    cv.yaml, and the PDF of each of its variants
  cvgen check --fast             the file alone, without TeX
  cvgen check --strict           as a last look: a warning counts as an error
  cvgen check --format github    annotations in a GitHub workflow
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "check",
        help="look for mistakes, in the file and in the PDFs made of it",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
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
    ready = prepare_all(options, report)
    pages = [] if options.fast else [_check(prepared, options, report) for prepared in ready]
    if report.format == "json":
        return
    found = [count(report.count(severity), severity) for severity in ("error", "warning") if report.count(severity)]
    files = ", ".join(dict.fromkeys(map(str, options.files)))
    report.say(f"{files}: " + "; ".join(filter(None, [", ".join(found) or "nothing wrong", *pages])))


def _check(prepared: Prepared, options: argparse.Namespace, report: Report) -> str:
    """Check the PDF of a variant; return how many pages it has."""
    from cvgen.pipeline import verify

    try:
        made = verify(prepared, strict=options.strict)
    except CvgenError as error:
        report.fail(error)
        return ""
    report.add(made.warnings)
    return f"{prepared.variant.name}: {count(made.pages, 'page')}"
