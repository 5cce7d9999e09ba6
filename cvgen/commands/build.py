"""`cvgen build`: CV files → PDFs."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.commands.arguments import Help, add_arguments
from cvgen.commands.common import (
    Report,
    choice_of,
    chosen,
    count,
    do_all,
    files_of,
    layers_of,
    left_out,
    line_of,
    read_all,
    reported,
    surroundings,
    today,
)
from cvgen.diagnostics import Exit
from cvgen.steps import tell

if TYPE_CHECKING:
    from cvgen.loading import Loaded
    from cvgen.pipeline import Built
    from cvgen.records import Record

_EPILOG = """\
examples:
  cvgen build                          every variant of cv.yaml, into output/
  cvgen build --variant resume         one of them
  cvgen build jane.yaml --output pdf   another file, another folder
  cvgen build --overlay private.yaml   with what another file adds or changes
  cvgen build --set pages=2            with one value changed, this time
  cvgen build --engine xelatex         with a TeX of your own
  cvgen build --keep-tex               and keep the LaTeX, beside the PDFs
  cvgen build --pictures pages         and a picture of each page
  cvgen build --report built.json      and a list of the PDFs, for programs
  cvgen build people/*.yaml --quiet    many people's; print only what is wrong
  cvgen build --verbose                say what is done, and why
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "build",
        help="make the PDFs",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Make a PDF of every variant of a CV, or of those that you name. What has not changed since it was "
        "built is not built again.",
    )
    add_arguments(parser, "build")
    group = parser.add_argument_group("where to, and when")
    group.add_argument(
        "--output", metavar="DIR", type=Path, default=Path("output"), help="the folder for the PDFs (default: output)"
    )
    group.add_argument(
        "--keep-tex", action="store_true", help="keep the LaTeX and TeX's log, in a folder beside each PDF"
    )
    group.add_argument(
        "--pictures", metavar="DIR", type=Path, help="draw each page of the PDFs into this folder, as PNG"
    )
    group.add_argument(
        "--report", metavar="FILE", type=Path, help="write what was built into this file, as a list in JSON"
    )
    group.add_argument("--force", action="store_true", help="build also what has not changed since it was built")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Build, say what was built, and return the exit code. One failing variant does not stop the others."""
    return reported(options, sys.stderr, _build_all)


def _build_all(options: argparse.Namespace, report: Report) -> None:
    start = time.perf_counter()
    files = files_of(options)
    records = {path: record for path in files if (record := _recognised(path, options))}
    found = list(_build_changed([path for path in files if path not in records], options, report, records))
    built = [made for _, made in found]
    for record in records.values():
        report.add(record.warnings)
        for done in record.done:
            report.say(line_of(done.path, done.pages, done.how, done.left_out, "unchanged"))
    unchanged = sum(len(record.done) for record in records.values())
    said = []
    if built:
        engines = ", ".join(dict.fromkeys(made.engine + (f" ({made.why})" if made.why else "") for made in built))
        seconds = time.perf_counter() - start
        said.append(f"{count(len(built), 'PDF')} with the {engines} engine in {seconds:.1f} s")
    if unchanged:
        said.append(f"{count(unchanged, 'PDF')} unchanged (--force builds anew)")
    if pictures := _leave(files, records, found, options):
        said.append(f"{count(pictures, 'picture')} in {options.pictures}")
    if report.failed and (built or unchanged):
        said.append(f"{report.failed} failed")
    if not files:
        said.append("nothing to build: no file falls into this shard")
    if said:
        report.say("; ".join(said))


def _leave(
    files: list[Path], records: Mapping[Path, Record], built: list[tuple[Path, Built]], options: argparse.Namespace
) -> int:
    """Leave what is wanted besides the PDFs; return how many pictures that are. Raises CvgenError."""
    if not (options.pictures or options.report):
        return 0
    from cvgen.commands.made import Made, drawn, write_list

    all_made = [
        Made(str(path), one.variant, one.path, one.pages, one.engine, one.how, one.left_out, True)
        for path, record in records.items()
        for one in record.done
    ]
    all_made += [
        Made(str(path), one.variant, str(one.path), one.pages, one.engine, one.how, left_out(one.warnings), False)
        for path, one in built
    ]
    all_made.sort(key=lambda made: files.index(Path(made.cv)))
    if options.pictures:
        all_made = [drawn(made, options.pictures) for made in all_made]
    if options.report:
        write_list(all_made, options.report)
    return sum(len(made.pictures) for made in all_made)


def _recognised(path: Path, options: argparse.Namespace) -> Record | None:
    """Return the record of a file's last build if it would be the same again."""
    from cvgen.records import find_record

    because = [name for name in ("force", "keep_tex", "no_cache") if getattr(options, name)]
    if because:
        tell(f"{path}: built anew because of --{because[0].replace('_', '-')}")
        return None
    return find_record(path, _settings(options), today(options).isoformat())


def _build_changed(
    files: list[Path], options: argparse.Namespace, report: Report, records: Mapping[Path, Record]
) -> Iterator[tuple[Path, Built]]:
    """Build files, say what was built, and remember it; yield each PDF with the file that it was built of."""
    if not files:
        return
    from cvgen.pipeline import check_targets, publish

    start = time.time_ns()
    all_loaded = read_all(files, options, report)
    targets = {Path(done.path): path for path, record in records.items() for done in record.done}
    jobs = ((loaded, one) for loaded in all_loaded if not loaded.is_wrong for one in chosen(loaded, options))
    check_targets(jobs, options.output, targets)
    action = partial(publish, output=options.output, keep_tex=options.keep_tex, strict=options.strict)
    for loaded, built, is_all in do_all(all_loaded, options, report, action):
        for made in built:
            report.add(made.warnings)
            report.say(line_of(str(made.path), made.pages, made.how, left_out(made.warnings)))
            yield loaded.path, made
        if built and is_all and not options.keep_tex:
            _remember(loaded, built, options, start)


def _remember(loaded: Loaded, built: list[Built], options: argparse.Namespace, start: int) -> None:
    from cvgen.records import Done, Record, digest_of, keep_record

    done = [
        Done(
            str(made.path), made.variant, made.pages, made.engine, digest_of(made.path), made.how,
            left_out(made.warnings),
        )
        for made in built
    ]  # fmt: skip
    warnings = dict.fromkeys((*loaded.diagnostics, *(one for made in built for one in made.warnings)))
    is_dated = any(made.is_dated for made in built)
    record = Record(tuple(done), today(options).isoformat(), tuple(warnings), is_dated)
    keep_record(loaded.path, _settings(options), record, {name for made in built for name in made.inputs}, start)


def _settings(options: argparse.Namespace) -> object:
    """Return all that decides, besides files and the day, what a build makes and where."""
    where = (str(Path.cwd()), str(options.output))
    return (*where, layers_of(options), choice_of(options), surroundings(), options.strict, options.no_tags)
