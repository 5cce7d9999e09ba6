"""`cvgen export`: a CV, or what one of its variants shows → a file or a folder of another format."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cvgen.commands.arguments import Help, add_loudness
from cvgen.commands.common import heard
from cvgen.commands.import_ import say, write
from cvgen.diagnostics import Exit, UsageError
from cvgen.steps import tell

if TYPE_CHECKING:
    from cvgen.exporters import Request
    from cvgen.loading import Loaded
    from cvgen.model import Variant

_LEAST_WIDTH = 20
_EPILOG = """\
formats:
{formats}

examples:
  cvgen export tex --variant academic -o my-cv     LaTeX that any TeX sets
  cvgen export tex --variant resume -o my-cv.zip   the same as one file
  cvgen export html --variant academic -o me.html  a web page
  cvgen export jsonresume -o me.json               for JSON Resume's themes
  cvgen export markdown                            everything, on the terminal
  cvgen export text --width 80                     in lines of 80 columns
  cvgen export bibtex                              all publications of cv.yaml
  cvgen export bibtex --variant resume -o my.bib   those of a variant, to a file
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    from cvgen.exporters import FORMATS, WIDTH

    formats = "\n".join(f"  {name:11} {format_.description}" for name, format_ in FORMATS.items())
    parser: argparse.ArgumentParser = commands.add_parser(
        "export",
        help="write a CV in another format",
        epilog=_EPILOG.format(formats=formats),
        formatter_class=Help,
        description="Write a CV, or what one of its variants shows, in another format. What is private stays hidden, "
        "unless the variant shows it. No file is ever overwritten.",
    )
    parser.add_argument("format", metavar="FORMAT", help="the format to write: " + ", ".join(FORMATS))
    default = Path("cv.yaml")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, default=default, help="the CV (default: cv.yaml)")
    parser.add_argument(
        "--variant", metavar="NAME", default="", help="what this variant shows, in its language (default: everything)"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        type=Path,
        help="write into this new file, not to the terminal; for tex a new folder, or a file that ends with .zip",
    )
    parser.add_argument(
        "--width",
        metavar="COLUMNS",
        type=_width,
        default=WIDTH,
        help=f"columns of a line of plain text, at least {_LEAST_WIDTH} (default: {WIDTH})",
    )
    add_loudness(parser)
    parser.set_defaults(run=run)


def _width(text: str) -> int:
    if not text.isdecimal() or int(text) < _LEAST_WIDTH:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from {_LEAST_WIDTH}")
    return int(text)


def run(options: argparse.Namespace) -> Exit:
    """Export a CV. Raises UsageError for a wrong format, variant or output, InputError for a wrong CV."""
    from cvgen.exporters import FORMATS, export

    if options.format not in FORMATS:
        raise UsageError(f"there is no format '{options.format}' to export to", "known are: " + ", ".join(FORMATS))
    if options.output and options.output.exists():
        raise UsageError(f"'{options.output}' exists already", "name a new file: nothing is overwritten")
    if FORMATS[options.format].folder and not options.output:
        hint = f"say where: cvgen export {options.format} -o my-cv, or -o my-cv.zip"
        raise UsageError(f"{options.format} makes a folder, which cannot be printed", hint)
    with heard(options, say):
        made = export(options.format, _request(options, FORMATS[options.format].folder))
    for note in made.notes:
        if not options.quiet:
            print(note, file=sys.stderr)
    if isinstance(made.content, str):
        write(made.content, options.output, quiet=options.quiet)
    else:
        _save(made.content, options.output)
        if not options.quiet:
            print(options.output)
    return Exit.OK


def _save(files: Mapping[str, bytes], path: Path) -> None:
    """Write files into a new folder, or into a new .zip that unpacks into a folder of its name."""
    if path.suffix.lower() == ".zip":
        with path.open("xb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, data in sorted(files.items()):
                archive.writestr(ZipInfo(f"{path.stem}/{name}"), data, ZIP_DEFLATED)  # all of 1980: the same bytes
        return
    path.mkdir()
    for name, data in sorted(files.items()):
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_bytes(data)


def _request(options: argparse.Namespace, templated: bool) -> Request:
    """Return what is to be exported: what the variant shows, or everything."""
    from cvgen.exporters import Request
    from cvgen.loading import load
    from cvgen.select import select

    loaded = load(options.file)
    variant = _variant(loaded, options.variant, templated)
    return Request(loaded, variant, select(loaded.cv, variant), options.width)


def _variant(loaded: Loaded, name: str, templated: bool) -> Variant:
    """Return a variant by its name; without one, a variant that shows everything, if that needs no template."""
    from cvgen.model import Variant
    from cvgen.targets import choose_variants

    variants = loaded.cv.variants
    if name:
        (variant,) = choose_variants(loaded.cv, [name])
        tell(f"what the variant {variant.name} shows is exported")
        return variant
    if not templated:
        return Variant(name="everything")
    if len(variants) == 1:
        return variants[0]
    names = ", ".join(one.name for one in variants)
    raise UsageError("which variant is to be exported is not said", f"say it with --variant: {names}")
