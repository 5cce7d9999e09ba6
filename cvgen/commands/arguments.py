"""The arguments that `build`, `check`, `watch` and `diff` share."""

from __future__ import annotations

import argparse
import datetime
import re
from pathlib import Path

from cvgen.fits import FITS
from cvgen.patterns import pattern
from cvgen.report import FORMATS

SETTING = pattern(r"\w[\w-]*(\.[\w-]+)*=.*", re.DOTALL)


class Help(argparse.RawDescriptionHelpFormatter):
    """Breaks the lines of descriptions to the terminal's width, and leaves the examples below as they are."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        self._action_max_length = 14  # argparse forgets that commands are indented: this is the longest of ours

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        import textwrap

        return super()._fill_text(text if "\n" in text else textwrap.fill(text, width), width, indent)


def add_arguments(parser: argparse.ArgumentParser, what: str, *, many: bool = True) -> None:
    """Add the arguments that these commands have; `what` is done to the file, or to `many` at once."""
    parser.add_argument(
        "files" if many else "file",
        metavar="FILE",
        nargs="*" if many else "?",
        type=Path,
        default=[Path("cv.yaml")] if many else Path("cv.yaml"),
        help=f"the CV to {what}, or several (default: cv.yaml)" if many else f"the CV to {what} (default: cv.yaml)",
    )
    parser.add_argument(
        "--variant",
        metavar="NAME",
        action="append",
        default=[],
        dest="variants",
        help=f"{what} this variant only; can be given several times",
    )
    parser.add_argument("--strict", action="store_true", help="take every warning for an error")
    add_layers(parser.add_argument_group("what the CV says, this time"))
    add_tex(parser.add_argument_group("how its PDFs are made"))
    if many:
        _add_many(parser.add_argument_group("many CVs"))
    _add_output(parser.add_argument_group("what is printed"), formats=many)


def add_loudness(parser: argparse._ActionsContainer) -> None:
    """Add the arguments that say how much a command prints. `Report` and `heard` in `common.py` obey them."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("-q", "--quiet", action="store_true", help="print errors and warnings only")
    group.add_argument(
        "-v", "--verbose", action="store_true", help="print also what is done, why, and how long each step takes"
    )


def add_layers(group: argparse._ActionsContainer) -> None:
    """Add the arguments that change what the file says."""
    group.add_argument(
        "--overlay",
        metavar="FILE",
        action="append",
        default=[],
        type=Path,
        dest="overlays",
        help="lay this file over the CV: what it says wins; can be given several times",
    )
    group.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=_setting,
        dest="settings",
        help="set one value: pages=2 (of each variant), design.accent=7A1F2B, basics.phone=null; can be given several "
        "times",
    )
    group.add_argument(
        "--fit",
        metavar="HOW",
        choices=FITS,
        help="how a limit of pages is kept: drop (default: set it tighter, then leave out what matters least), tighten "
        "(leave nothing out), strict (change nothing: too long is an error), or off (there is no limit)",
    )
    group.add_argument(
        "--date",
        metavar="DATE",
        type=_date,
        default=None,
        help="take this for today, as in 2026-11-24 (default: SOURCE_DATE_EPOCH, or the day it is)",
    )


def _setting(text: str) -> str:
    if not SETTING.fullmatch(text):
        raise argparse.ArgumentTypeError(f"'{text}' sets nothing: write a key, = and a value, as in pages=2")
    return text


def add_tex(group: argparse._ActionsContainer) -> None:
    """Add the arguments that say which TeX makes PDFs, and how."""
    group.add_argument(
        "--engine",
        metavar="NAME",
        default="",
        help="the TeX: embedded (default), auto (the first that is here), or another of `cvgen engines`",
    )
    group.add_argument(
        "--engine-command",
        metavar="COMMAND",
        default="",
        help="a TeX command of your own, in which {tex} is the document and {folder} its folder: 'tectonic {tex}'",
    )
    group.add_argument(
        "--no-tags", action="store_true", help="leave out what screen readers need (default: PDFs are accessible)"
    )
    group.add_argument(
        "--no-cache", action="store_true", help="keep nothing for the next time, and use nothing that was kept"
    )


def _add_many(group: argparse._ActionsContainer) -> None:
    """Add the arguments for many files."""
    add_jobs(group)
    group.add_argument(
        "--shard",
        metavar="I/N",
        type=_shard,
        default=(1, 1),
        help="take only the Ith of N parts of the files, to share them out among machines: 2/8",
    )


def add_jobs(group: argparse._ActionsContainer) -> None:
    """Add the argument that says how many PDFs are made at once."""
    group.add_argument(
        "--jobs",
        metavar="N",
        type=_count,
        default=0,
        help="how many PDFs to make at once (default: one on each processor core)",
    )


def _add_output(group: argparse._ActionsContainer, *, formats: bool) -> None:
    """Add the arguments that say what is printed, and in which of several formats."""
    if formats:
        group.add_argument(
            "--format",
            metavar="FORMAT",
            choices=FORMATS,
            default="text",
            help="print problems as text (default), json (a list), github (annotations for a workflow), or gitlab (a "
            "report of code quality)",
        )
    add_loudness(group)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of builds: write 1 or more")
    return int(text)


def _shard(text: str) -> tuple[int, int]:
    part, slash, parts = text.partition("/")
    if not (slash and part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise argparse.ArgumentTypeError(f"'{text}' is no part of several: write 2/8 for the second of eight")
    return int(part), int(parts)


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no date: write it as 2026-11-24") from error
