"""`cvgen import`: a file of another format → a cv.yaml."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from cvgen.commands.arguments import Help, add_loudness
from cvgen.commands.common import heard
from cvgen.diagnostics import Exit, UsageError
from cvgen.steps import timed

_EPILOG = """\
examples:
  cvgen import bibtex mine.bib              print a cv.yaml with what is in it
  cvgen import bibtex mine.bib -o cv.yaml   write it into a new file
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "import",
        help="make a cv.yaml of a .bib file",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Make a cv.yaml of a file of another format, to be kept instead of it. No file is overwritten.",
    )
    parser.add_argument("format", metavar="FORMAT", help="the format of the file: bibtex")
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to import")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write into this new file, not to the terminal"
    )
    add_loudness(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Import a file. Raises UsageError for an unknown format or an output that exists, InputError for a wrong file."""
    from cvgen.importers import importers

    known = importers()
    if options.format not in known:
        raise UsageError(f"there is no format '{options.format}' to import", "known are: " + ", ".join(known))
    if options.output and options.output.exists():
        raise UsageError(f"'{options.output}' exists already", "name a new file: nothing is overwritten")
    with heard(options, say), timed(f"{options.file}: read"):
        imported = known[options.format].read(options.file)
    for problem in imported.diagnostics:
        if problem.severity != "note" or not options.quiet:
            print(problem, file=sys.stderr)
    write(imported.text, options.output, quiet=options.quiet)
    return Exit.OK


def say(step: str) -> None:
    """Print a step on standard error: standard output is for the text."""
    print(step, file=sys.stderr)


def write(text: str, path: Path | None, *, quiet: bool = False) -> None:
    """Write a text into a new file and say so, or to the terminal.

    Raises FileExistsError rather than overwrite anything.
    """
    if path is None:
        print(text, end="")
        return
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    if not quiet:
        print(path)
