"""`cvgen diff`: what changed between two CVs, in words and in pictures of the pages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.commands.arguments import Help, add_jobs, add_layers, add_loudness, add_tex
from cvgen.commands.colours import coloured
from cvgen.commands.common import code_of, engine_of, heard, layers_of, today
from cvgen.commands.diff_report import SidesReport
from cvgen.diagnostics import NOWHERE, Diagnostic, Exit, InputError, Together

if TYPE_CHECKING:
    from cvgen.diff.changes import Comparison
    from cvgen.diff.report import Found, PagesFound
    from cvgen.diff.sides import Finder, Side
    from cvgen.loading import Loaded

FORMATS = ("text", "json", "markdown")
_EPILOG = """\
examples:
  cvgen diff                         cv.yaml and as it was last committed
  cvgen diff old.yaml new.yaml       two files
  cvgen diff main                    cv.yaml and as it is in a git revision
  cvgen diff v1.0 HEAD~1             two revisions
  cvgen diff main:cv.yaml ada.yaml   a file of a revision, and another one
  cvgen diff main --no-pictures      in words alone: in no time
  cvgen diff main --variant resume   what the résumé shows, and its pages
  cvgen diff main --exit-code        say by exit code 6 that they differ
  cvgen diff main --format markdown  for a comment on a pull request
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "diff",
        help="say and show what changed between two CVs",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Say what changed between two CVs, entry by entry, and make a picture of each page that changed: "
        "the old one beside the new one, with what changed marked. Each CV is a file, or a git revision.",
    )
    parser.add_argument(
        "old", metavar="OLD", nargs="?", default="HEAD", help="the CV as it was (default: HEAD, the last commit)"
    )
    parser.add_argument("new", metavar="NEW", nargs="?", default="", help="the CV as it is (default: the file, now)")
    parser.add_argument(
        "--file", metavar="FILE", type=Path, help="the CV's file, in a revision and now (default: cv.yaml)"
    )
    parser.add_argument(
        "--variant",
        metavar="NAME",
        action="append",
        default=[],
        dest="variants",
        help="compare what this variant shows only, in words and on its pages; can be given several times",
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="end with exit code 6 if anything changed (default: 0)"
    )
    group = parser.add_argument_group("pictures")
    group.add_argument("--no-pictures", action="store_true", help="compare the files alone: make no PDF")
    group.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("output/diff"),
        help="the folder for the pictures (default: output/diff)",
    )
    add_jobs(group)
    add_layers(parser.add_argument_group("what both CVs say, this time"))
    add_tex(parser.add_argument_group("how their PDFs are made"))
    group = parser.add_argument_group("what is printed")
    group.add_argument(
        "--format",
        metavar="FORMAT",
        choices=FORMATS,
        default="text",
        help="print what changed as text (default), json, or markdown (for GitHub)",
    )
    add_loudness(group)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Compare, say and show what changed, and return the exit code. What is wrong with either side is said of both."""
    import tempfile

    from cvgen.cache import no_cache

    report = SidesReport(options)
    with (
        no_cache() if options.no_cache else nullcontext(),
        heard(options, report.say),
        tempfile.TemporaryDirectory(prefix="cvgen-diff-", ignore_cleanup_errors=True) as private,
    ):
        together = Together()
        found = together.attempt(_found, options, report, Path(private).resolve())
        for error in together.errors:
            report.fail(error)
    report.progress.clear()
    if options.format == "json":
        from cvgen.diff.as_data import written as as_data

        print(as_data(found, report.said))
    elif found is not None and options.format == "markdown":
        from cvgen.diff.as_markdown import written as as_markdown

        print(as_markdown(found))
    elif found is not None and not options.quiet:
        from cvgen.diff.as_text import written

        print(written(found, partial(coloured, sys.stdout)))
    if found is not None and found.differs and options.exit_code:
        report.codes.append(Exit.DIFFERENT)
    return report.close()


def _found(options: argparse.Namespace, report: SidesReport, private: Path) -> Found | None:
    """Return what changed, or None after reporting why the two cannot be compared."""
    from cvgen.diff.changes import placed
    from cvgen.diff.report import Found
    from cvgen.diff.sides import Finder

    finder = Finder(options.file, options.overlays, private)
    sides = _sides(options, report, finder)
    engine_of(options)  # which raises an error if the command line is wrong
    loaded = [_read(side, options, report) for side in sides if side]
    old, new = (*loaded, None, None)[:2]
    if not (all(sides) and old and new):
        return None
    together = Together()
    comparisons = together.attempt(_compared, old, new, options.variants)
    pages: Sequence[PagesFound] = ()
    if comparisons is not None and not options.no_pictures:
        pages = _pages((old, new), options, report)
    for error in together.errors:
        report.fail(error)
    if comparisons is None:
        return None
    before, after = (side.label for side in sides if side)
    return Found(before, after, tuple(placed(one, report.placed) for one in comparisons), tuple(pages))


def _sides(options: argparse.Namespace, report: SidesReport, finder: Finder) -> list[Side | None]:
    """Return the two sides, as far as they can be found, after reporting why the others cannot."""
    together = Together()
    old = together.attempt(finder.side, options.old)
    new = together.attempt(finder.side, options.new) if options.new else together.attempt(finder.now, options.old)
    for error in together.errors:
        report.fail(error)
    report.add(finder.notes)
    report.sides = [side for side in (old, new) if side]
    return [old, new]


def _read(side: Side, options: argparse.Namespace, report: SidesReport) -> Loaded | None:
    """Return a side's CV, or None after reporting the errors in it."""
    from cvgen.loading import read
    from cvgen.reader.layers import Layers

    loaded = read(side.path, today=today(options), layers=Layers(side.overlays, *layers_of(options)[1:]))
    if not loaded.is_wrong:
        return loaded
    wrong = [problem for problem in loaded.diagnostics if problem.severity == "error"]
    report.codes.append(code_of(InputError.exit_code, wrong))
    report.add(wrong)
    _note_links([side], report)
    return None


def _note_links(sides: Iterable[Side], report: SidesReport) -> None:
    """Say which links of a revision were not followed, which may be why something is missing."""
    for side in sides:
        if side.links:
            named = ", ".join(side.links[:5]) + (", …" if len(side.links) > 5 else "")
            message = f"symbolic links in {side.label} are not followed: {named}"
            report.add([Diagnostic(NOWHERE, message, "link", severity="note")])


def _compared(old: Loaded, new: Loaded, names: Sequence[str]) -> list[Comparison]:
    """Return the comparison of all of both files, or that of each variant that the command line names.

    Raises UsageError if neither has a variant of such a name.
    """
    from cvgen.diff.comparing import compare, compare_variant
    from cvgen.pipeline import choose_variants

    if not names:
        return [compare(old.cv, new.cv)]
    known = {variant.name for variant in old.cv.variants}
    choose_variants(new.cv, [name for name in names if name not in known])
    return [compare_variant(old.cv, new.cv, name) for name in dict.fromkeys(names)]


def _pages(both: Sequence[Loaded], options: argparse.Namespace, report: SidesReport) -> list[PagesFound]:
    """Make the PDFs of the variants that both have, compare their pages, and write the pictures."""
    from cvgen.batch import Task, processors, run_all
    from cvgen.diff.album import publish
    from cvgen.diff.building import Made, compare_pages, in_both, make, with_folder

    common = {variant.name for variant in both[0].cv.variants} & {variant.name for variant in both[1].cv.variants}
    wanted = [one for one in both[1].cv.variants if one.name in common and one.name in (options.variants or common)]
    tasks = [Task(at, variant.name) for at in range(2) for variant in wanted]

    def tick(done: int, at: int) -> None:
        report.progress.show(done, f"{('the old', 'the new')[tasks[at].at]} {tasks[at].variant}")

    report.progress.begin(len(tasks))
    made: tuple[list[Made], list[Made]] = ([], [])
    outcomes = run_all(both, tasks, engine_of(options), make, options.jobs or processors(), tick=tick)
    for task, outcome in zip(tasks, outcomes, strict=True):
        for step in outcome.steps:
            report.say(step)
        if outcome.made is not None:
            made[task.at].append(outcome.made)
        else:
            report.codes.append(code_of(outcome.code, outcome.problems))
            report.add(outcome.problems)
    if report.codes:
        _note_links(report.sides, report)
    report.progress.clear()
    found, pictures = [], {}
    for old, new in in_both(*made):
        compared, drawn = compare_pages(old, new)
        found.append(with_folder(compared, options.output))
        pictures.update(drawn)
    together = Together()
    together.attempt(publish, options.output, pictures)
    for error in together.errors:
        report.fail(error)
    return found
