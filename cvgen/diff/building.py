"""The PDFs of both sides → what became of their pages, and the pictures of those with changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cvgen.diff.report import Looks, PagesFound
from cvgen.frozen import record, replace
from cvgen.pipeline import typeset
from cvgen.prepare import Prepared


@record(frozen=True)
class Made:
    """The PDF of a variant."""

    variant: str
    pdf: bytes
    pages: int


def make(prepared: Prepared) -> Made:
    """Return the PDF of a variant, as `cvgen build` makes it. Raises CvgenError, as `typeset` does."""
    made = typeset(prepared)
    return Made(prepared.variant.name, made.pdf, made.pages)


def compare_pages(old: Made, new: Made) -> tuple[PagesFound, dict[str, bytes]]:
    """Return what became of the pages of a variant, and the pictures of those with changes by their names."""
    if old.pdf == new.pdf:
        return PagesFound(new.variant, old.pages, new.pages), {}
    from cvgen.diff import looking, marks, pages

    found = looking.look(pages.read(old.pdf), pages.read(new.pdf))
    marks.mark_areas(found, old.pdf, new.pdf)
    looks, pictures = [], {}
    for before, after in looking.chosen(found):
        name = _name(new.variant, before, after)
        shown = [mark for mark in found.marks if (mark.side, mark.box.page) in (("old", before), ("new", after))]
        pictures[name] = marks.side_by_side(
            None if before is None else marks.drawn(old.pdf, before),
            None if after is None else marks.drawn(new.pdf, after),
            (_caption("before", before, old.pages), _caption("after", after, new.pages)),
            shown,
        )
        kinds = tuple(kind for kind in looking.MARKS if any(mark.kind == kind for mark in shown))
        looks.append(Looks(_number(before), _number(after), kinds, name))
    return PagesFound(new.variant, old.pages, new.pages, tuple(looks), "; ".join(found.notes)), pictures


def in_both(old: Iterable[Made], new: Iterable[Made]) -> Sequence[tuple[Made, Made]]:
    """Return the variants that were made of both sides, in the order of the new one."""
    before: Mapping[str, Made] = {made.variant: made for made in old}
    return [(before[made.variant], made) for made in new if made.variant in before]


def _name(variant: str, before: int | None, after: int | None) -> str:
    """Return the name of a picture: `resume-page-1.png`, `academic-page-2-was-3.png`."""
    start = f"{variant}-page-"
    if after is None or before is None or before == after:
        return f"{start}{_number(after if after is not None else before)}.png"
    return f"{start}{after + 1}-was-{before + 1}.png"


def _caption(when: str, page: int | None, pages: int) -> str:
    return "" if page is None else f"{when}: page {page + 1} of {pages}"


def _number(page: int | None) -> int:
    return 0 if page is None else page + 1


def with_folder(found: PagesFound, folder: Path) -> PagesFound:
    """Return what was found with the paths of the pictures rather than their names."""
    pages = tuple(replace(page, picture=str(folder / page.picture)) for page in found.pages)
    return replace(found, pages=pages)
