"""`cvgen build`: CV files → PDFs."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.commands.common import Report, add_arguments, count, prepare_all, reported
from cvgen.diagnostics import CvgenError, Exit

if TYPE_CHECKING:
    from cvgen.pipeline import Built
    from cvgen.prepare import Prepared

_EPILOG = """\
examples:
  cvgen build                          every variant of cv.yaml, into output/
  cvgen build --variant resume         one of them
  cvgen build jane.yaml --output pdf   another file, another folder
  cvgen build --engine xelatex         with a TeX of your own
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "build",
        help="build PDFs",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Build every variant of a CV, or those that you name, as PDF.",
    )
    add_arguments(parser, "build")
    parser.add_argument(
        "--output", metavar="DIR", type=Path, default=Path("output"), help="the folder for the PDFs (default: output)"
    )
    parser.add_argument(
        "--keep-tex", action="store_true", help="keep the TeX files and TeX's log in a folder beside each PDF"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Build, say what was built, and return the exit code. One failing variant does not stop the others."""
    return reported(options, sys.stderr, _build_all)


def _build_all(options: argparse.Namespace, report: Report) -> None:
    from cvgen.pipeline import check_targets

    start = time.perf_counter()
    ready = prepare_all(options, report)
    check_targets(((one.loaded, one.variant) for one in ready), options.output)
    built = [made for one in ready if (made := _build(one, options, report))]
    if built:
        engines = ", ".join(dict.fromkeys(made.engine for made in built))
        seconds = time.perf_counter() - start
        report.say(f"{count(len(built), 'PDF')} with the {engines} engine in {seconds:.1f} s")


def _build(prepared: Prepared, options: argparse.Namespace, report: Report) -> Built | None:
    from cvgen.pipeline import publish

    try:
        made = publish(prepared, options.output, keep_tex=options.keep_tex, strict=options.strict)
    except CvgenError as error:
        report.fail(error)
        return None
    report.add(made.warnings)
    report.say(f"{made.path}  {count(made.pages, 'page')}")
    return made
