"""Two sequences aligned: what stays in order, and what does not."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

SMALL = 400  # items of a gap that difflib, whose time is quadratic at worst, is left alone with
_CONTEXT = 3  # neighbours that make an item unique


class Run(NamedTuple):
    """A stretch of two sequences: the same in both, or not; `old` and `new` are from where to where."""

    same: bool
    old: tuple[int, int]
    new: tuple[int, int]


def rising(numbers: Sequence[int]) -> set[int]:
    """Return the places of a longest rising subsequence: those of the items that need not move."""
    tails: list[int] = []  # the place of the last item of the best run of each length
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(tails, number, key=numbers.__getitem__)
        before.append(tails[length - 1] if length else -1)
        tails[length : length + 1] = [at]
    kept = set()
    at = tails[-1] if tails else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept


def runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Return two sequences as runs, in order: the same and other ones in turn.

    Long ones are tied together first where an item is, with its neighbours, the only one of its kind in both; so the
    time is that of their length, and what is common (and, of, a comma) ties nothing.
    """
    found: list[Run] = []
    for run in _runs(old, new):
        if found and found[-1].same == run.same:
            last = found.pop()
            run = Run(run.same, (last.old[0], run.old[1]), (last.new[0], run.new[1]))  # noqa: PLW2901
        found.append(run)
    return found


def _runs(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Run]:
    start, ends = 0, (len(old), len(new))
    while start < min(ends) and old[start] == new[start]:
        start += 1
    last = 0
    while last < min(ends) - start and old[ends[0] - 1 - last] == new[ends[1] - 1 - last]:
        last += 1
    if start:
        yield Run(True, (0, start), (0, start))
    yield from _between(old, new, (start, ends[0] - last), (start, ends[1] - last))
    if last:
        yield Run(True, (ends[0] - last, ends[0]), (ends[1] - last, ends[1]))


def _between(
    old: Sequence[Hashable], new: Sequence[Hashable], old_span: tuple[int, int], new_span: tuple[int, int]
) -> Iterator[Run]:
    """Yield the runs between two places of each sequence."""
    anchors = [(old_span[0] - 1, new_span[0] - 1)]
    if max(old_span[1] - old_span[0], new_span[1] - new_span[0]) > SMALL:
        anchors += _anchors(old, new, old_span, new_span)
    anchors.append((old_span[1], new_span[1]))
    for (one, other), (next_one, next_other) in pairwise(anchors):
        if one >= old_span[0]:
            yield Run(True, (one, one + 1), (other, other + 1))
        piece, counterpart = old[one + 1 : next_one], new[other + 1 : next_other]
        for tag, a, b, c, d in SequenceMatcher(None, piece, counterpart, autojunk=False).get_opcodes():
            shifted = (one + 1 + a, one + 1 + b), (other + 1 + c, other + 1 + d)
            yield Run(tag == "equal", *shifted)


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], old_span: tuple[int, int], new_span: tuple[int, int]
) -> list[tuple[int, int]]:
    """Return the places of what is, with its neighbours, there once in both, as many as are in the same order."""
    places = _unique(new, new_span)
    pairs = sorted((at, places[key]) for key, at in _unique(old, old_span).items() if key in places)
    kept = rising([other for _, other in pairs])
    return [pair for at, pair in enumerate(pairs) if at in kept]


def _unique(items: Sequence[Hashable], span: tuple[int, int]) -> dict[tuple[Hashable, ...], int]:
    """Return the place of each item that is, with the ones behind it, the only one of its kind."""
    keys = {at: tuple(items[at : at + _CONTEXT]) for at in range(*span)}
    counts = Counter(keys.values())
    return {key: at for at, key in keys.items() if counts[key] == 1}
