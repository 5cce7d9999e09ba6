"""All that was found, and the line that sums it up: what the formats write."""

from __future__ import annotations

from unicodedata import category

from cvgen.diff.changes import ADDED, CHANGED, MOVED, REMOVED, Comparison
from cvgen.frozen import record

_OBEYED = ("Cc", "Cs", "Zl", "Zp")
_TURNS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"  # the direction of what follows


@record(frozen=True)
class Looks:
    """How a page looks beside what it was: their numbers, from 1; what is marked on it; the path of its picture.

    `old` or `new` is 0 where there is no such page.
    """

    old: int
    new: int
    marked: tuple[str, ...] = ()
    picture: str = ""


@record(frozen=True)
class PagesFound:
    """What became of the pages of a variant: how many there were and are, those with changes, and what else to say."""

    variant: str
    old: int
    new: int
    pages: tuple[Looks, ...] = ()
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether anything of it can be seen."""
        return bool(self.pages or self.note or self.old != self.new)


@record(frozen=True)
class Found:
    """Two CVs by the names that the user gave them, and what changed: in words, and on pages if these were compared."""

    old: str
    new: str
    comparisons: tuple[Comparison, ...]
    pages: tuple[PagesFound, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything changed."""
        return any(one.parts for one in self.comparisons) or any(one.differs for one in self.pages)


def summed_up(comparison: Comparison) -> str:
    """Return how many entries changed and how, and what else: "entries: 1 added, 2 changed; also in basics, design"."""
    if not comparison.parts:
        return "both say the same"
    kinds = (ADDED, REMOVED, CHANGED, MOVED)
    said = [f"{comparison.count(kind)} {kind}" for kind in kinds if comparison.count(kind)]
    others = ", ".join(part.name for part in comparison.parts if not part.is_section)
    titles = [part for part in comparison.parts if part.is_section and (part.kind or part.note or part.edits)]
    if titles:
        said.append(f"{len(titles)} {'section' if len(titles) == 1 else 'sections'}")
    if not said:
        return f"changed: {others}"
    return f"entries: {', '.join(said)}" + (f"; also in {others}" if others else "")


def of_pages(found: PagesFound) -> str:
    """Return what became of the pages of a variant, on one line."""
    count = f"{found.new} {'page' if found.new == 1 else 'pages'}"
    if found.old != found.new:
        count = f"{found.old} {'page' if found.old == 1 else 'pages'} → {found.new}"
    if not found.differs:
        return f"{count}, which look the same"
    return "; ".join(filter(None, (count, found.note)))


def of_page(page: Looks) -> str:
    """Return what there is on a page: "page 2 (it was 1): added, removed"."""
    if not page.new:
        where = f"page {page.old} as it was"
    else:
        where = f"page {page.new}" + (f" (was {page.old})" if page.old and page.old != page.new else "")
    return f"{where}: {', '.join(page.marked)}"


def named(text: str) -> str:
    """Return the name of a file or a revision as it can be printed: without what a terminal would obey."""
    return "".join("?" if category(char) in _OBEYED or char in _TURNS else char for char in text)
