"""The arguments that `build` and `check` share."""

from __future__ import annotations

import argparse
import datetime
import re
from pathlib import Path

from cvgen.fits import FITS
from cvgen.patterns import pattern
from cvgen.report import FORMATS

SETTING = pattern(r"\w[\w-]*(\.[\w-]+)*=.*", re.DOTALL)


def add_arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the arguments that both commands have; `what` is done to the file."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        default=[Path("cv.yaml")],
        help=f"the CV to {what} (default: cv.yaml)",
    )
    parser.add_argument(
        "--variant",
        metavar="NAME",
        action="append",
        default=[],
        dest="variants",
        help=f"{what} this variant only; can be given several times",
    )
    parser.add_argument(
        "--engine",
        metavar="NAME",
        default="",
        help="the TeX engine: embedded (default), auto, or one of `cvgen engines`",
    )
    parser.add_argument(
        "--engine-command",
        metavar="COMMAND",
        default="",
        help="a TeX command of your own, in which {tex} is the document and {folder} its folder: 'tectonic {tex}'",
    )
    _add_layers(parser)
    _add_many(parser)
    parser.add_argument("--strict", action="store_true", help="take every warning for an error")
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        choices=FORMATS,
        default="text",
        help="how problems are printed: text (default), json (a list), or github (annotations for a workflow)",
    )
    add_loudness(parser)


def add_loudness(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say how much a command prints. `Report` and `heard` in `common.py` obey them."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("-q", "--quiet", action="store_true", help="print problems only: errors and warnings")
    group.add_argument(
        "-v", "--verbose", action="store_true", help="say also what is done, why, and how long each step takes"
    )


def _add_layers(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that change what the file says."""
    parser.add_argument(
        "--overlay",
        metavar="FILE",
        action="append",
        default=[],
        type=Path,
        dest="overlays",
        help="lay this file over the CV: what it says wins; can be given several times",
    )
    parser.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=_setting,
        dest="settings",
        help="set a single value, of the variants or of the whole: design.accent=7A1F2B, pages=2, basics.phone=null",
    )
    parser.add_argument(
        "--fit",
        metavar="HOW",
        choices=FITS,
        help="what may be done to keep a limit of pages: drop (default; tighten, then leave out what matters least), "
        "tighten, strict (nothing), or off (there is no limit)",
    )


def _setting(text: str) -> str:
    if not SETTING.fullmatch(text):
        raise argparse.ArgumentTypeError(f"'{text}' sets nothing: write a key, = and a value, as in pages=2")
    return text


def _add_many(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say how much is done at once, and of what surroundings."""
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=_count,
        default=0,
        help="how many to do at once (default: as many as there are cores)",
    )
    parser.add_argument(
        "--shard",
        metavar="I/N",
        type=_shard,
        default=(1, 1),
        help="take only the Ith of N parts of the files, to share them out among machines",
    )
    parser.add_argument(
        "--date",
        metavar="DATE",
        type=_date,
        default=None,
        help="take this for today, as in 2026-11-24 (default: SOURCE_DATE_EPOCH, or the day it is)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="keep nothing for the next time, and use nothing that was kept"
    )
    parser.add_argument(
        "--no-tags", action="store_true", help="leave out what screen readers need (default: PDFs are accessible)"
    )


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
