"""Publications in order: sorted, in groups, numbered, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from cvgen.frozen import record
from cvgen.locale import Words
from cvgen.markup import Inlines, plain
from cvgen.model import Date
from cvgen.works import KINDS, Publication


@record(frozen=True)
class Numbered:
    """A publication and its number, such as C23; "" where it has none."""

    label: str
    entry: Publication


@record(frozen=True)
class Group:
    """Publications that stand together: of one `kind`, say. The title is empty where there is but one group."""

    kind: str
    title: Inlines
    entries: tuple[Numbered, ...]


@record(frozen=True)
class Count:
    """How many publications there are of a kind, or of a year."""

    title: str
    number: int


def grouped(
    entries: Sequence[Publication],
    words: Words,
    *,
    by: str = "kind",
    order: str = "file",
    numbering: str = "kind",
    numbers: str = "descending",
) -> tuple[Group, ...]:
    """Return publications in groups, sorted and numbered.

    `by` is "kind" (in the order of `KINDS`), "year" (the order that `order` asks for; from the file, the latest first),
    "topic" (in the order in which the topics appear) or "none". `order` is that of `ordered`, within each group.
    `numbering` is "kind" (C2, C1), "across" (3, 2, 1) or "none"; numbers are given in the order of print, "descending"
    to 1 or "ascending" from it.
    """
    groups: dict[tuple[object, ...], list[Publication]] = {}
    titles: dict[tuple[object, ...], Inlines] = {}
    for entry in ordered(entries, order):
        key, title = _group_of(entry, by, words)
        groups.setdefault(key, []).append(entry)
        titles.setdefault(key, title)
    keys = list(groups)
    if by == "kind":
        keys.sort(key=lambda key: list(KINDS).index(str(key[0])))
    elif by == "year":
        undated = [key for key in keys if key[0] == 0]
        dated = sorted((key for key in keys if key[0]), reverse=order != "oldest")
        keys = [*dated, *undated] if order == "oldest" else [*undated, *dated]
    elif by == "topic":  # what has no topic comes last
        keys.sort(key=lambda key: key[0] == "")
    printed = [entry for key in keys for entry in groups[key]]
    labels = dict(zip(map(id, printed), _labels(printed, numbering, numbers == "ascending"), strict=True))
    return tuple(
        Group(
            str(key[0]) if by == "kind" else "",
            titles[key],
            tuple(Numbered(labels[id(entry)], entry) for entry in groups[key]),
        )
        for key in keys
    )


def ordered(entries: Sequence[Publication], order: str) -> list[Publication]:
    """Return publications in the "file"'s order, or the "newest" or the "oldest" first.

    Sorted ones of one date stay in the file's order. What has no year counts as newer than all else: it is still to
    appear. A year alone counts as before its months.
    """
    if order == "file":
        return list(entries)
    return sorted(entries, key=_when, reverse=order == "newest")


def _when(entry: Publication) -> tuple[bool, tuple[int, int, int]]:
    date = _date(entry)
    return not date.year and not date.present, date.sort_key


def _date(entry: Publication) -> Date:
    return entry.date or entry.end or entry.start or Date()


def _group_of(entry: Publication, by: str, words: Words) -> tuple[tuple[object, ...], Inlines]:
    """Return what a publication's group is known by, and the group's title."""
    if by == "kind":
        return (entry.kind,), plain(words[entry.kind])
    if by == "year":
        year = _date(entry).year or 0
        return (year,), plain(str(year) if year else words["undated"])
    if by == "topic":
        topic = entry.topic.inlines if entry.topic else Inlines()
        return (topic.plain,), topic or plain(words["other"])
    return ("",), Inlines()


def _labels(entries: Sequence[Publication], numbering: str, ascending: bool) -> list[str]:
    """Return the numbers of publications, in their order."""
    if numbering == "none":
        return [""] * len(entries)
    series = [KINDS[entry.kind] if numbering == "kind" else "" for entry in entries]
    size, seen, labels = Counter(series), Counter[str](), []
    for letter in series:
        seen[letter] += 1
        labels.append(f"{letter}{seen[letter] if ascending else size[letter] - seen[letter] + 1}")
    return labels


def counts(entries: Iterable[Publication], words: Words, by: str = "kind") -> tuple[Count, ...]:
    """Return how many publications there are by "kind", in the order of `KINDS`, or by "year", the latest first."""
    if by == "year":
        years = Counter(_date(entry).year or 0 for entry in entries)
        return tuple(Count(str(year or words["undated"]), years[year]) for year in sorted(years, reverse=True))
    kinds = Counter(entry.kind for entry in entries)
    return tuple(Count(words[kind], kinds[kind]) for kind in KINDS if kinds[kind])
