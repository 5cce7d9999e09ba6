"""`cvgen export`: a CV, or what one of its variants shows → a file of another format."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.commands.arguments import Help, add_loudness
from cvgen.commands.common import heard
from cvgen.commands.import_ import say, write
from cvgen.diagnostics import Exit, UsageError
from cvgen.steps import tell

if TYPE_CHECKING:
    from cvgen.model import CV

_EPILOG = """\
examples:
  cvgen export bibtex                              all publications of cv.yaml
  cvgen export bibtex --variant resume -o my.bib   those of a variant, to a file
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "export",
        help="write the publications of a CV as a .bib file",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Write a CV, or what one of its variants shows, in another format. No file is ever overwritten.",
    )
    parser.add_argument("format", metavar="FORMAT", help="the format to write: bibtex")
    default = Path("cv.yaml")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, default=default, help="the CV (default: cv.yaml)")
    parser.add_argument(
        "--variant",
        metavar="NAME",
        default="",
        help="only what this variant shows, in its language (default: everything)",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help="write into this new file, not to the terminal"
    )
    add_loudness(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Export a CV. Raises UsageError for a wrong format, variant or output, InputError for a wrong CV."""
    from cvgen.exporters import exporters

    known = exporters()
    if options.format not in known:
        raise UsageError(f"there is no format '{options.format}' to export to", "known are: " + ", ".join(known))
    if options.output and options.output.exists():
        raise UsageError(f"'{options.output}' exists already", "name a new file: nothing is overwritten")
    with heard(options, say):
        text = known[options.format].write(_chosen(options))
    write(text, options.output, quiet=options.quiet)
    return Exit.OK


def _chosen(options: argparse.Namespace) -> CV:
    """Return what the variant shows, or everything, in one language."""
    from cvgen.loading import load
    from cvgen.pipeline import choose_variants
    from cvgen.select import select
    from cvgen.texts import map_texts

    cv = load(options.file).cv
    if options.variant:
        (variant,) = choose_variants(cv, [options.variant])
        tell(f"what the variant {variant.name} shows is exported")
        return select(cv, variant)
    return map_texts(cv, lambda text: text.in_language(cv.locale.language))
