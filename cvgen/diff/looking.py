"""Two PDFs compared page by page: which words came, went, moved or look different, and what else is not as it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from cvgen.diff.pages import Box, Pages, Word
from cvgen.diff.sequences import Run, runs

OLD, NEW = "old", "new"
ADDED, REMOVED, MOVED, DIFFERENT = "added", "removed", "moved", "looks different"
MARKS = (ADDED, REMOVED, MOVED, DIFFERENT)
_LEAST_MOVED = 6  # words in a row that are the same elsewhere, to have moved rather than gone and come
_MOST = 0.5  # of all words: if more look different, it is said once and not marked
_SMALL = 0.3  # points
_MUCH = 0.03  # of the width of a word


class Mark(NamedTuple):
    """Something to be marked: on a page of which PDF, of what kind, where."""

    side: str
    kind: str
    box: Box


@dataclass
class Looking:
    """What was found: what to mark, which pages of the two (or None) belong together for it, and what else to say.

    `same` are the pages that have the same words; `still` those of them where every word stands where it stood;
    `furniture` is where heads and feet are on either side.
    """

    marks: list[Mark] = field(default_factory=list)
    pairs: Counter[tuple[int | None, int | None]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    same: set[int] = field(default_factory=set)
    still: set[int] = field(default_factory=set)
    furniture: tuple[Box, ...] = ()

    def mark(self, side: str, kind: str, boxes: Iterable[Box]) -> None:
        """Mark places on a side, those that are neighbours on a line together."""
        self.marks += [Mark(side, kind, box) for box in _joined(boxes)]


def look(old: Pages, new: Pages) -> Looking:
    """Return what is not the same on the pages of two PDFs. What was only pushed along is the same."""
    found = Looking(furniture=tuple(box for one in (old, new) for box in one.furniture_boxes()))
    keys = [[word.key for word in one.words] for one in (old, new)]
    aligned = _folded(runs(*keys), keys[1])
    _mark_words(found, old.words, new.words, aligned)
    pairs = [
        (old.words[at], new.words[other])
        for run in aligned
        if run.same
        for at, other in zip(range(*run.old), range(*run.new), strict=True)
    ]
    if old.sizes[:1] != new.sizes[:1]:
        found.notes.append("the pages have another size")
    _mark_looks(found, pairs)
    _mark_furniture(found, old, new)
    _mark_pictures(found, old, new)
    _note_same(found, old, new, pairs)
    return found


def chosen(found: Looking) -> list[tuple[int | None, int | None]]:
    """Return the pairs of pages, as few as show every mark, in the order of the new pages."""
    wanted = {(mark.side, mark.box.page) for mark in found.marks}
    taken = []
    for pair, _ in found.pairs.most_common():
        shown = {(side, page) for side, page in zip((OLD, NEW), pair, strict=True) if page is not None}
        if shown & wanted:
            wanted -= shown
            taken.append(pair)
    return sorted(taken, key=lambda pair: [-1 if page is None else page for page in reversed(pair)])


def _folded(aligned: Sequence[Run], keys: Sequence[str]) -> list[Run]:
    """Return runs in which signs between two changes, such as a comma, have changed with them."""
    done: list[Run] = []
    for at, run in enumerate(aligned):
        inner = 0 < at < len(aligned) - 1 and not any(key[0].isalnum() for key in keys[slice(*run.new)])
        if done and not done[-1].same and (inner or not run.same):
            last = done.pop()
            done.append(Run(False, (last.old[0], run.old[1]), (last.new[0], run.new[1])))
        else:
            done.append(run)
    return done


def _mark_words(found: Looking, old: Sequence[Word], new: Sequence[Word], aligned: Sequence[Run]) -> None:
    """Mark words that came, went or moved."""
    gone = [at for run in aligned if not run.same for at in range(*run.old)]
    come = [at for run in aligned if not run.same for at in range(*run.new)]
    moved_from, moved_to = _moved(old, new, gone, come)
    for run in aligned:
        if not run.same:
            for pair in _pages_of(old, new, run):
                found.pairs[pair] += 1
    for side, kind, words, places, moved in (
        (OLD, REMOVED, old, gone, moved_from),
        (NEW, ADDED, new, come, moved_to),
    ):
        found.mark(side, kind, (box for at in places if at not in moved for box in words[at].boxes))
        found.mark(side, MOVED, (box for at in sorted(moved) for box in words[at].boxes))


def _moved(
    old: Sequence[Word], new: Sequence[Word], gone: Sequence[int], come: Sequence[int]
) -> tuple[set[int], set[int]]:
    """Return the places of words that stand elsewhere, several in a row: the old places and the new ones."""

    def rows(words: Sequence[Word], places: Sequence[int]) -> Iterator[tuple[tuple[str, ...], range]]:
        there = {*places}
        for at in places:
            span = range(at, at + _LEAST_MOVED)
            if there.issuperset(span):
                yield tuple(words[one].key for one in span), span

    left = defaultdict(list)
    for key, span in rows(old, gone):
        left[key].append(span)
    moved_from: set[int] = set()
    moved_to: set[int] = set()
    for key, span in rows(new, come):
        if left.get(key):
            moved_from |= {*left[key].pop(0)}
            moved_to |= {*span}
    return moved_from, moved_to


def _pages_of(old: Sequence[Word], new: Sequence[Word], run: Run) -> Iterator[tuple[int | None, int | None]]:
    """Yield the pages where a change is to be seen: those of its words, or where they would be."""
    before, after = (_pages(words, span) for words, span in ((old, run.old), (new, run.new)))
    for at in range(max(len(before), len(after))):
        yield before[min(at, len(before) - 1)] if before else None, after[min(at, len(after) - 1)] if after else None


def _pages(words: Sequence[Word], span: tuple[int, int]) -> list[int]:
    if span[0] < span[1]:
        return sorted({box.page for word in words[slice(*span)] for box in word.boxes})
    return [words[min(max(span[0] - 1, 0), len(words) - 1)].page] if words else []


def _mark_looks(found: Looking, pairs: Sequence[tuple[Word, Word]]) -> None:
    """Mark words that are the same and look different; what nearly all of them do is said once."""
    if not pairs:
        return
    ratio = median(after.look.size / before.look.size for before, after in pairs if before.look.size)
    smaller = [pair for pair in pairs if pair[0].look.size != pair[1].look.size]
    others = [pair for pair in pairs if _is_other(*pair)]
    different: dict[int, tuple[Word, Word]] = {}
    for changed, said in ((smaller, _of_size(ratio)), (others, "nearly all text is set in another font or colour")):
        if len(changed) > _MOST * len(pairs):
            found.notes.append(said)
        else:
            different.update({id(pair[0]): pair for pair in changed})
    for before, after in different.values():
        found.pairs[before.page, after.page] += 1
    found.mark(OLD, DIFFERENT, (box for before, _ in different.values() for box in before.boxes))
    found.mark(NEW, DIFFERENT, (box for _, after in different.values() for box in after.boxes))


def _of_size(ratio: float) -> str:
    if ratio == 1:
        return "nearly all text is set in other sizes"
    return f"the text is set {'smaller' if ratio < 1 else 'larger'}, at {100 * ratio:.0f} % of its size"


def _is_other(before: Word, after: Word) -> bool:
    """Return whether a word has another font or colour, be it that its size is another too.

    A font of another file may have the same name: its words then have another width.
    """
    if (before.look.font, before.look.colour) != (after.look.font, after.look.colour):
        return True
    if before.look.size != after.look.size or len(before.boxes) != len(after.boxes):
        return False
    return abs(before.width - after.width) > max(_SMALL, _MUCH * before.width)


def _mark_furniture(found: Looking, old: Pages, new: Pages) -> None:
    """Mark what changed in the heads and feet of pages, but for numbers: how many pages there are is said anyway."""
    for number, (before, after) in enumerate(zip(old.furniture, new.furniture, strict=False)):
        for run in runs([word.key for word in before], [word.key for word in after]):
            if not run.same and before and after:
                found.pairs[number, number] += 1
                found.mark(OLD, REMOVED, (box for word in before[slice(*run.old)] for box in word.boxes))
                found.mark(NEW, ADDED, (box for word in after[slice(*run.new)] for box in word.boxes))


def _mark_pictures(found: Looking, old: Pages, new: Pages) -> None:
    """Mark pictures that were not there, or are no longer."""
    for side, mine, theirs in ((OLD, old, new), (NEW, new, old)):
        known = {picture.digest for picture in theirs.pictures}
        changed = [picture.box for picture in mine.pictures if picture.digest not in known]
        found.mark(side, DIFFERENT, changed)
        for box in changed:
            other = min(box.page, len(theirs.sizes) - 1)
            found.pairs[(box.page, other) if side == OLD else (other, box.page)] += 1


def _note_same(found: Looking, old: Pages, new: Pages, pairs: Sequence[tuple[Word, Word]]) -> None:
    """Note which pages have the same words, and on which of them none has moved."""
    counts = Counter(word.page for word in old.words), Counter(word.page for word in new.words)
    kept = Counter(before.page for before, after in pairs if before.page == after.page)
    moved = {before.page for before, after in pairs if not _is_still(before, after)}
    for page in range(min(len(old.sizes), len(new.sizes))):
        if kept[page] == counts[0][page] == counts[1][page]:
            found.same.add(page)
            if page not in moved and old.sizes[page] == new.sizes[page]:
                found.still.add(page)


def _is_still(before: Word, after: Word) -> bool:
    one, other = before.boxes[0], after.boxes[0]
    return abs(one.left - other.left) < _SMALL and abs(one.top - other.top) < _SMALL


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes with those that are neighbours on a line as one."""
    done: list[Box] = []
    for box in boxes:
        if (
            done
            and box.is_on_line_of(done[-1])
            and 0 <= box.left - done[-1].right + 1 < 0.6 * (box.bottom - box.top) + 1
        ):
            done[-1] = done[-1].around(box)
        else:
            done.append(box)
    return done
