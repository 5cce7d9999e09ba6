"""Author lists, marks, the owner's own name, kinds and numbers of publications."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cvgen.entries import KINDS, Publication
from cvgen.model import Author, Basics, NamedLink, Text


@dataclass(frozen=True)
class Numbered:
    """A publication and its number within its kind, such as C23."""

    label: str
    entry: Publication


@dataclass(frozen=True)
class Group:
    """The publications of one kind."""

    kind: str
    entries: tuple[Numbered, ...]


def grouped(entries: Sequence[Publication]) -> tuple[Group, ...]:
    """Return publications by kind, in the order of `KINDS` and within it the file's, numbered down to 1."""
    groups = []
    for kind, letter in KINDS.items():
        members = [entry for entry in entries if entry.kind == kind]
        if members:
            numbered = (Numbered(f"{letter}{len(members) - i}", entry) for i, entry in enumerate(members))
            groups.append(Group(kind, tuple(numbered)))
    return tuple(groups)


def legend(entries: Iterable[Publication]) -> dict[str, Text]:
    """Return the marks that mean one thing throughout and are used more than once: mark → meaning.

    A mark that means different things, or is explained but once, is explained with its publication.
    """
    meanings: dict[str, list[Text]] = {}
    for entry in entries:
        for mark, meaning in entry.marks.items():
            meanings.setdefault(mark, []).append(meaning)
    return {mark: texts[0] for mark, texts in meanings.items() if len(texts) > 1 and len(set(texts)) == 1}


def main_link(entry: Publication) -> NamedLink | None:
    """Return the link to show where there is room for one: the paper's, in whichever language, else the first."""
    for link in entry.links:
        if any(name.plain.lower() == "paper" for _, name in (*link.label.versions, *link.label.others)):
            return link
    return entry.links[0] if entry.links else None


class Owner:
    """Recognises the CV's owner in lists of authors, by name and aliases, as `Ada Lovelace` or `Lovelace, Ada`."""

    def __init__(self, basics: Basics) -> None:
        self._names = {_folded(name) for name in (basics.name, *basics.aliases)}

    def __call__(self, author: Author) -> bool:
        """Return whether an author is the owner."""
        last, comma, first = author.name.partition(",")
        return _folded(author.name) in self._names or bool(comma and _folded(f"{first} {last}") in self._names)


def shortened(authors: Sequence[Author], owner: Owner, at_most: int) -> tuple[tuple[Author, ...], int]:
    """Return at most `at_most` names, the owner's always among them, and how many were left out.

    A list is shortened only if that saves at least two names. If the first has marks, the list ends
    with the last who shares them (an equal contributor).
    """
    if len(authors) <= at_most + 1:
        return tuple(authors), 0
    keep = at_most
    if authors[0].marks:
        keep = max(i for i, author in enumerate(authors[:at_most], 1) if author.marks == authors[0].marks)
    kept = list(authors[:keep])
    if not any(map(owner, kept)):
        kept += [author for author in authors[keep:] if owner(author)][:1]
    return tuple(kept), len(authors) - len(kept)


def _folded(name: str) -> str:
    """Return a name without case, accents and doubled spaces."""
    decomposed = unicodedata.normalize("NFD", name.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())
