"""What stays on a page: pieces and their heights × a capacity → what is kept. A pure function.

An item is named by its place in the selected CV: (section, entry) or (section, entry, highlight).
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cvgen.frozen import record

Key = tuple[int, ...]
_HEADINGS = ("section", "subsection")


@record(frozen=True)
class Piece:
    """A stretch of the page. It is there if one of the items that it `needs` is, or always if it needs none.

    `section` is the section that it is part of, -1 if of none.
    """

    kind: str
    needs: frozenset[Key] = frozenset()
    section: int = -1


@record(frozen=True)
class Heights:
    """The heights of pieces in points, in one setting of the page.

    `own` is the distance that a piece keeps from what is above, `free` what it leaves below itself.
    """

    body: Sequence[float]
    own: Sequence[float]
    free: Sequence[float]


@record(frozen=True)
class Candidate:
    """An item that can be left out. The least `rank` is taken first; `keep` always stays."""

    key: Key
    rank: tuple[Any, ...]
    keep: bool = False


@dataclass
class Choice:
    """What is kept, how high that is, and for each item that was refused its height and the room that was left."""

    kept: set[Key] = field(default_factory=set)
    height: float = 0.0
    refused: dict[Key, tuple[float, float]] = field(default_factory=dict)
    over: float = 0.0  # how much what must stay is too high
    section_over: dict[int, float] = field(default_factory=dict)  # the same for sections that may not fill more


class Layout:
    """Pieces put on a page, one after the other or between others, and how high they are together."""

    def __init__(self, pieces: Sequence[Piece], heights: Heights) -> None:
        self.pieces, self.heights = pieces, heights
        self.present: list[int] = []
        self.total = 0.0
        self.of_section: dict[int, float] = defaultdict(float)
        self._by_key: dict[Key, list[int]] = defaultdict(list)
        for at, piece in enumerate(pieces):
            for key in piece.needs:
                self._by_key[key].append(at)
            if not piece.needs:
                self._insert(at)

    def add(self, key: Key) -> list[int]:
        """Put the pieces of an item on the page; return those that were not there before."""
        new = [at for at in self._by_key[key] if not self._has(at)]
        for at in new:
            self._insert(at)
        return new

    def remove(self, pieces: Iterable[int]) -> None:
        """Take pieces off the page again."""
        for at in pieces:
            self._count(at, -1)
            del self.present[bisect_left(self.present, at)]
            self._count_next(at, 1)

    def _insert(self, at: int) -> None:
        self._count_next(at, -1)
        insort(self.present, at)
        self._count(at, 1)

    def _has(self, at: int) -> bool:
        place = bisect_left(self.present, at)
        return place < len(self.present) and self.present[place] == at

    def _count(self, at: int, sign: int) -> None:
        """Count a piece that is on the page, and what it changes for the next one."""
        place = bisect_left(self.present, at)
        before = self.present[place - 1] if place else None
        self._grow(at, sign * (self._gap(before, at) + self.heights.body[at]))
        if place + 1 < len(self.present):
            after = self.present[place + 1]
            self._grow(after, sign * self._gap(at, after))

    def _count_next(self, at: int, sign: int) -> None:
        """Count the distance between the neighbours of a piece that is not on the page."""
        place = bisect_left(self.present, at)
        if place < len(self.present):
            after = self.present[place]
            self._grow(after, sign * self._gap(self.present[place - 1] if place else None, after))

    def _grow(self, at: int, height: float) -> None:
        self.total += height
        self.of_section[self.pieces[at].section] += height

    def _gap(self, before: int | None, at: int) -> float:
        """Return the distance between two pieces that follow each other, as TeX makes it."""
        if before is None:
            return 0.0
        free, own, kind = self.heights.free[before], self.heights.own[at], self.pieces[at].kind
        if kind == "entry":
            return max(free, own)
        if kind == "subsection" and self.pieces[before].kind not in _HEADINGS:
            return free + own
        return free


def choose(
    pieces: Sequence[Piece],
    heights: Heights,
    candidates: Iterable[Candidate],
    capacity: float,
    limits: Mapping[int, float] | None = None,
) -> Choice:
    """Return what is kept of a page of some capacity, in points; `limits` are those of single sections.

    What says `keep` is taken first. Of the others the one with the least rank is taken, if it still fits, and so on;
    a highlight can be taken only once its entry is.
    """
    layout, found = Layout(pieces, heights), Choice()
    limits = limits or {}
    items = {candidate.key: candidate for candidate in candidates}
    below: dict[Key, list[Candidate]] = defaultdict(list)
    for candidate in items.values():
        below[candidate.key[:-1] if len(candidate.key) > 2 else ()].append(candidate)
    must = {key[:2] for key, item in items.items() if item.keep} | {key for key, item in items.items() if item.keep}
    for key in must:
        layout.add(key)
    found.over = max(0.0, layout.total - capacity)
    overs = {at: layout.of_section[at] - most for at, most in limits.items()}
    found.section_over = {at: over for at, over in overs.items() if over > 0}
    waiting = [(candidate.rank, candidate.key) for candidate in below[()]]
    heapq.heapify(waiting)
    while waiting:
        _, key = heapq.heappop(waiting)
        before = layout.total
        room = min(capacity - before, limits.get(key[0], float("inf")) - layout.of_section[key[0]])
        new = layout.add(key)
        height = layout.total - before
        if key not in must and new and height > room:
            layout.remove(reversed(new))
            found.refused[key] = (height, max(0.0, room))
            continue
        found.kept.add(key)
        for highlight in below[key]:
            heapq.heappush(waiting, (highlight.rank, highlight.key))
    found.height = layout.total
    return found
