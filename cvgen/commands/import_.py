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
  cvgen import resume.json              print a cv.yaml of a JSON Resume
  cvgen import resume.json -o cv.yaml   write it into a new file, and the photo
  cvgen import rendercv.yaml            the same of a file of RenderCV
  cvgen import homepage.md              the same of a homepage in Markdown
  cvgen import bibtex mine.bib          publications; the format can be named
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "import",
        help="make a cv.yaml of a file of another format",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Make a cv.yaml of a file of another format. What has no place in it is kept in comments and "
        "listed on standard error. No file is ever overwritten.",
    )
    formats = "jsonresume, rendercv, yamlresume, markdown, bibtex"
    parser.add_argument(
        "format", metavar="FORMAT", nargs="?", default="", help=f"what the file is, if it does not show: {formats}"
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the file to import")
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write into this new file, not to the terminal"
    )
    add_loudness(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Import a file. Raises UsageError for an unknown format or an output that exists, InputError for a wrong file."""
    from cvgen.importers import format_of, importers

    known = importers()
    if options.format and options.format not in known:
        raise UsageError(f"there is no format '{options.format}' to import", "known are: " + ", ".join(known))
    output: Path | None = options.output
    refuse_existing(output)
    read = known[options.format or format_of(options.file)].read
    with heard(options, say), timed(f"{options.file}: read"):
        imported = read(options.file, output.parent if output else None)
    files = {output.parent / name: data for name, data in imported.files.items()} if output else {}
    for path in files:
        refuse_existing(path)
    for problem in imported.diagnostics:
        if problem.severity != "note" or not options.quiet:
            print(problem, file=sys.stderr)
    if imported.summary and not options.quiet:
        print(imported.summary, file=sys.stderr)
    write(imported.text, output, quiet=options.quiet)
    for path, data in files.items():
        with path.open("xb") as file:
            file.write(data)
        if not options.quiet:
            print(path)
    return Exit.OK


def refuse_existing(path: Path | None) -> None:
    """Raise UsageError if a file to be written is there already."""
    if path and (path.exists() or path.is_symlink()):
        raise UsageError(f"'{path}' exists already", "name a new file: nothing is overwritten")


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
