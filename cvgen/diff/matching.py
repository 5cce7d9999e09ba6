"""Which entry of a new CV is which of the old one, although a title was changed or the order is another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from cvgen.diff.facts import Facts, facts_of, written
from cvgen.diff.wording import words_of
from cvgen.model import Entry, Section, Text

LEAST = 0.5  # how alike two entries must be, from 0 to 1, to be one that was changed
_MOVED = 0.8  # how alike entries of different sections must be, to be one that was moved
_NEAR = 0.15  # what it counts that their neighbours are the same entries
_IDENTIFIERS = ("key", "doi", "arxiv", "pmid", "isbn", "urn", "number")
# What names an entry, the first of which are there, and who or where it belongs to, of which one is enough.
_NAMES = ("title", "name", "degree", "area", "position", "course", "language", "role", "outlet")
_OF = ("organization", "institution", "event", "venue_short", "venue", "awarder", "agency", "issuer", "outlet")
_WORDS = 8  # of a paragraph that name it


@dataclass(frozen=True)
class Known:
    """An entry with what is compared of it: its keys, its highlights, the words of its name and of all of it."""

    entry: Entry
    facts: Facts
    highlights: tuple[str, ...]
    name: str
    date: str
    own: Counter[str]
    words: Counter[str]

    @property
    def label(self) -> str:
        """The entry as a person would name it: "Analyst, Analytical Engine (1842 – 1843)"."""
        return f"{self.name} ({self.date})" if self.date else self.name

    @property
    def whole(self) -> Hashable:
        """All that it says."""
        return tuple((key, fact.exact) for key, fact in self.facts.items()), self.highlights


Found = dict[str, list[Known]]
"""The entries of sections by their names."""


@dataclass(frozen=True)
class Matched:
    """What is which in two CVs.

    `names` has the old name of each section of the new one that was there; `pairs`, by its new name, the old place and
    the new one of each entry that stayed in it; `elsewhere` section and place of those that came from another, by what
    they are now.
    """

    old: Found
    new: Found
    names: Mapping[str, str]
    pairs: Mapping[str, Sequence[tuple[int, int]]]
    elsewhere: Mapping[tuple[str, int], tuple[str, int]]


def sections_matched(old: Mapping[str, Section], new: Mapping[str, Section], languages: tuple[str, str]) -> Matched:
    """Return what is which in the sections of two CVs, given by their names."""
    before = {name: [known(entry, languages[0]) for entry in one.entries] for name, one in old.items()}
    after = {name: [known(entry, languages[1]) for entry in one.entries] for name, one in new.items()}
    names = _renamed(old, new, before, after)
    pairs = {name: matched(before[names[name]], after[name]) if name in names else [] for name in new}
    return Matched(before, after, names, pairs, _from_elsewhere(before, after, names, pairs))


def known(entry: Entry, language: str) -> Known:
    """Return an entry with what is compared of it."""
    facts = facts_of(entry, language)
    highlights = tuple(one.text.plain for one in entry.highlights)
    names = _texts(entry, _NAMES, language)[:2]
    texts = [*names, *(text for text in _texts(entry, _OF, language)[:1] if text not in names)]
    if not names:
        texts += _texts(entry, ("summary", "note"), language) or list(highlights)
        texts = [" ".join(texts[0].split()[:_WORDS])] if texts else []
    said = Counter(word for fact in facts.values() for word in words_of(fact.text))
    said.update(word for text in highlights for word in words_of(text))
    own = Counter(word for text in texts for word in words_of(text))
    return Known(entry, facts, highlights, ", ".join(texts), _date(entry, language), own, said)


def _texts(entry: Entry, keys: Iterable[str], language: str) -> list[str]:
    values = (getattr(entry, key, None) for key in keys)
    return [" ".join(one.in_language(language).plain.split()) for one in values if isinstance(one, Text)]


def _date(entry: Entry, language: str) -> str:
    term = _texts(entry, ("term",), language)
    start, end = (written(one) if one else "" for one in (entry.start, entry.end))
    period = f"{start} – {end}" if start and end else f"from {start}" if start else f"to {end}" if end else ""
    return ", ".join(filter(None, (*term, written(entry.date) if entry.date else "", period)))


def matched(old: Sequence[Known], new: Sequence[Known]) -> list[tuple[int, int]]:
    """Return which places of the old list are which of the new one, in the order of the new one.

    First what is the same, then what has an identifier in common, then a name, and last what is most alike.
    """
    pairs: dict[int, int] = {}
    _pair_equal(pairs, old, new, lambda one: one.whole, several=True)
    for key in _IDENTIFIERS:
        _pair_equal(pairs, old, new, partial(_fact, key))
    _pair_equal(pairs, old, new, lambda one: (tuple(words_of(one.name)), one.date) if one.name else None, several=True)
    _pair_equal(pairs, old, new, lambda one: tuple(words_of(one.name)) or None)
    _pair_alike(pairs, old, new)
    return sorted(pairs.items(), key=lambda pair: pair[1])


def _fact(key: str, one: Known) -> Hashable:
    """Return what an entry says under a key, or None; the number of an issue is none of the work's own."""
    fact = None if key == "number" and hasattr(one.entry, "volume") else one.facts.get(key)
    return fact.text.casefold() if fact else None


def _pair_equal(
    pairs: dict[int, int],
    old: Sequence[Known],
    new: Sequence[Known],
    key_of: Callable[[Known], Hashable],
    *,
    several: bool = False,
) -> None:
    """Pair what has the same key: the only one on each side, or with `several` the first with the first."""
    taken = {*pairs.values()}
    left: dict[Hashable, list[int]] = defaultdict(list)
    right: dict[Hashable, list[int]] = defaultdict(list)
    for side, items, done in ((left, old, {*pairs}), (right, new, taken)):
        for at, one in enumerate(items):
            key = None if at in done else key_of(one)
            if key is not None:
                side[key].append(at)
    for key, places in left.items():
        others = right.get(key, [])
        if several or len(places) == len(others) == 1:
            pairs.update(zip(places, others, strict=False))


def _pair_alike(pairs: dict[int, int], old: Sequence[Known], new: Sequence[Known]) -> None:
    """Pair what is left by how alike it is, the best pairs first."""
    left = [at for at in range(len(old)) if at not in pairs]
    taken = {*pairs.values()}
    right = [at for at in range(len(new)) if at not in taken]
    scored = []
    for one, counterpart in candidates([old[at] for at in left], [new[other] for other in right]):
        at, other = left[one], right[counterpart]
        score = likeness(old[at], new[other]) + (_NEAR if _are_near(pairs, at, other, len(old), len(new)) else 0)
        if score >= LEAST:
            scored.append((-score, abs(at - other), at, other))
    used: set[int] = set()
    for _, _, at, other in sorted(scored):
        if at not in pairs and other not in used:
            pairs[at] = other
            used.add(other)


def candidates(old: Sequence[Known], new: Sequence[Known]) -> Iterator[tuple[int, int]]:
    """Yield the places of those that have a word in common, but for words that nearly all have if there are many."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for other, one in enumerate(new):
        for word in one.words:
            by_word[word].append(other)
    most = max(40, len(new) // 4)
    for at, one in enumerate(old):
        lists = [by_word[word] for word in one.words if len(by_word.get(word, ())) <= most]
        yield from ((at, other) for other in sorted({other for found in lists for other in found}))


def likeness(one: Known, other: Known) -> float:
    """Return how alike two entries are, from 0 to 1: in their names above all, then in all that they say."""
    if type(one.entry) is not type(other.entry):
        return 0.0
    return (2 * _overlap(one.own, other.own) + _overlap(one.words, other.words)) / 3


def _overlap(one: Counter[str], other: Counter[str]) -> float:
    """Return the part of the words that both have (the coefficient of Dice)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _are_near(pairs: dict[int, int], at: int, other: int, old: int, new: int) -> bool:
    """Return whether an entry stands before or behind the same one as another."""
    before = pairs.get(at - 1) == other - 1 if at and other else at == other
    behind = pairs.get(at + 1) == other + 1 if at + 1 < old and other + 1 < new else old - at == new - other
    return before or behind


def _renamed(old: Mapping[str, Section], new: Mapping[str, Section], items: Found, others: Found) -> dict[str, str]:
    """Return the name that each section of the new CV had: its own, or that of one with mostly the same entries."""
    names = {name: name for name in new if name in old}
    left = [name for name in old if name not in new]
    for name in new:
        for was in left if name not in names else ():
            pairs = matched(items[was], others[name])
            if old[was].type == new[name].type and 2 * len(pairs) >= max(len(items[was]), len(others[name]), 1):
                names[name] = was
                left.remove(was)
                break
    return names


def _from_elsewhere(
    old: Found, new: Found, names: Mapping[str, str], pairs: Mapping[str, Sequence[tuple[int, int]]]
) -> dict[tuple[str, int], tuple[str, int]]:
    """Return which entries came from another section: (section, place) now → the same before."""
    kept = {(names[name], at) for name, found in pairs.items() for at, _ in found}
    stays = {(name, other) for name, found in pairs.items() for _, other in found}
    gone = [(name, at) for name, found in old.items() for at in range(len(found)) if (name, at) not in kept]
    come = [(name, at) for name, found in new.items() for at in range(len(found)) if (name, at) not in stays]
    left, right = [old[name][at] for name, at in gone], [new[name][at] for name, at in come]
    scored = [(-likeness(left[at], right[other]), at, other) for at, other in candidates(left, right)]
    found: dict[tuple[str, int], tuple[str, int]] = {}
    for score, at, other in sorted(scored):
        if -score >= _MOVED and come[other] not in found and gone[at] not in found.values():
            found[come[other]] = gone[at]
    return found
