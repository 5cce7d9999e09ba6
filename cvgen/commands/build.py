"""`cvgen build`: CV files → PDFs."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.diagnostics import CvgenError, Exit

if TYPE_CHECKING:
    from cvgen.model import Variant
    from cvgen.pipeline import Built, Loaded

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
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        default=[Path("cv.yaml")],
        help="the CV to build (default: cv.yaml)",
    )
    parser.add_argument(
        "--variant",
        metavar="NAME",
        action="append",
        default=[],
        dest="variants",
        help="build this variant only; can be given several times",
    )
    parser.add_argument(
        "--engine", metavar="NAME", default="", help="the TeX engine: embedded (default), pdflatex, xelatex or lualatex"
    )
    parser.add_argument(
        "--output", metavar="DIR", type=Path, default=Path("output"), help="the folder for the PDFs (default: output)"
    )
    parser.add_argument(
        "--keep-tex", action="store_true", help="keep the TeX files and TeX's log in a folder beside each PDF"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Build, say what was built, and return the exit code. One failing variant does not stop the others."""
    from cvgen.engine import find_engine
    from cvgen.pipeline import check_targets, choose_variants

    start = time.perf_counter()
    if options.engine:
        find_engine(options.engine)
    failures = _Failures()
    all_loaded = [loaded for file in dict.fromkeys(options.files) if (loaded := _load(file, failures))]
    jobs = [(loaded, variant) for loaded in all_loaded for variant in choose_variants(loaded.cv, options.variants)]
    check_targets(jobs, options.output)
    built = [made for loaded, variant in jobs if (made := _build(loaded, variant, options, failures))]
    if built:
        print(_summary(built, time.perf_counter() - start))
    return Exit.worst(failures.codes)


def _load(file: Path, failures: _Failures) -> Loaded | None:
    from cvgen.pipeline import load

    try:
        loaded = load(file)
    except CvgenError as error:
        failures.add(error)
        return None
    for warning in loaded.warnings:
        print(warning, file=sys.stderr)
    return loaded


def _build(loaded: Loaded, variant: Variant, options: argparse.Namespace, failures: _Failures) -> Built | None:
    from cvgen.pipeline import build_variant

    try:
        made = build_variant(loaded, variant, engine=options.engine, output=options.output, keep_tex=options.keep_tex)
    except CvgenError as error:
        failures.add(error)
        return None
    print(f"{made.path}  {_count(made.pages, 'page')}", flush=True)
    return made


class _Failures:
    """What failed so far; a problem that several variants share is said once."""

    def __init__(self) -> None:
        self.codes: list[Exit] = []
        self._said: set[str] = set()

    def add(self, error: CvgenError) -> None:
        self.codes.append(error.exit_code)
        for text in map(str, error.diagnostics or [error]):
            if text not in self._said:
                print(text, file=sys.stderr)
                self._said.add(text)


def _summary(built: list[Built], seconds: float) -> str:
    engines = ", ".join(dict.fromkeys(made.engine for made in built))
    return f"{_count(len(built), 'PDF')} with the {engines} engine in {seconds:.1f} s"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
