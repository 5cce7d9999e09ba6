"""Who is who in lists of authors, marks and their meanings, shortened lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cvgen.frozen import record
from cvgen.locale import Words
from cvgen.markup import Inlines, plain
from cvgen.model import CV, Author, Basics, NamedLink, Person, Text
from cvgen.names import families, fits, is_whole, same
from cvgen.works import ROLES, Patent, Publication


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


def lists_of(cv: CV) -> list[tuple[Author, ...]]:
    """Return every list of names in a CV: authors, editors, inventors."""
    entries = [entry for section in cv.sections for entry in section.entries]
    lists = [entry.inventors for entry in entries if isinstance(entry, Patent)]
    lists += [
        people for entry in entries if isinstance(entry, Publication) for people in (entry.authors, entry.editors)
    ]
    return [people for people in lists if people]


class Owner:
    """Recognises the CV's owner in lists of names, and those whom the CV names under `people`.

    A name is the owner's if it is written with the words of the `name`, the `native_name` or an alias. If a list has no
    such name, a shorter form is: with initials or without middle names. But not if two names of the list fit, nor if
    the whole name of somebody else whom it fits stands anywhere in `lists`: then only an alias can tell.
    """

    def __init__(self, basics: Basics, lists: Iterable[Sequence[Author]] = (), people: Iterable[Person] = ()) -> None:
        native = basics.native_name.versions if basics.native_name else ()
        owner = (basics.name, *basics.aliases, *(text.plain for _, text in native))
        self._names = [[name for name in owner if name], *([one.name, *one.aliases] for one in people)]
        self._people = (None, *people)
        self._families = [frozenset(word for name in names for word in families(name)) for names in self._names]
        self._lists = tuple(lists)  # kept, so that nobody else gets the identities below
        named = (author.name for group in self._lists for author in group)
        self._whole: dict[str, list[str]] = {}
        for name in dict.fromkeys((*(name for names in self._names for name in names), *named)):
            for family in families(name) if is_whole(name) else ():
                self._whole.setdefault(family, []).append(name)
        # By identity, for of two authors with one name in two lists one may be the owner.
        self._known: dict[int, int | None] = {id(author): None for group in self._lists for author in group}
        for group in self._lists:
            self._known |= self._recognised(group)

    def __call__(self, author: Author) -> bool:
        """Return whether an author is the owner."""
        return self._who(author) == 0

    def person(self, author: Author) -> Person | None:
        """Return who of the CV's `people` an author is, if any."""
        who = self._who(author)
        return None if who is None else self._people[who]

    def _who(self, author: Author) -> int | None:
        """Return the number of a person, or None; an author who is in no list stands alone."""
        at = id(author)
        return self._known[at] if at in self._known else self._recognised([author]).get(at)

    def _recognised(self, group: Sequence[Author]) -> dict[int, int]:
        """Return who is who in one list: the identity of an author → the number of a person."""
        found: dict[int, int] = {}
        for number, names in enumerate(self._names):
            family = self._families[number]
            near = [author for author in group if not family.isdisjoint(families(author.name))]
            exact = [author for author in near if any(same(author.name, name) for name in names)]
            likely = [] if exact else [author for author in near if any(fits(author.name, name) for name in names)]
            if len(likely) == 1 and not self._fits_others(likely[0].name, names):
                exact = likely
            for author in exact:
                found.setdefault(id(author), number)
        return found

    def _fits_others(self, name: str, names: Sequence[str]) -> bool:
        """Return whether a short form fits somebody whose whole name the CV has, and who is not called so."""
        others = {other for family in families(name) for other in self._whole.get(family, ())}
        return any(
            fits(name, other) and not any(same(other, mine) or fits(other, mine) for mine in names) for other in others
        )


@record(frozen=True)
class Role:
    """What some of the people are; `number` tells roles apart by their order in the CV, from 1."""

    name: Inlines
    number: int


def role_of(person: Person, people: Iterable[Person], words: Words) -> Role:
    """Return what a person is, in the words of the language where it has some."""
    roles = list(dict.fromkeys(_key(one) for one in people))
    key = _key(person)
    name = plain(words[f"person_{key}"], person.place("role")) if key in ROLES else person.role.inlines
    return Role(name, roles.index(key) + 1)


def roles_of(entries: Iterable[Publication], owner: Owner, people: Sequence[Person], words: Words) -> tuple[Role, ...]:
    """Return the roles of those who are among the authors of some entries, each once, in the CV's order."""
    found = {one: None for entry in entries for author in entry.authors if (one := owner.person(author))}
    roles = {role.number: role for role in (role_of(person, people, words) for person in found)}
    return tuple(roles[number] for number in sorted(roles))


def _key(person: Person) -> str:
    return person.role.plain.casefold()


def shortened(authors: Sequence[Author], owner: Owner, at_most: float) -> tuple[tuple[Author, ...], int]:
    """Return at most `at_most` names, the owner's always among them, and how many were left out; of 0, all.

    A list is shortened only if that saves at least two names. If the first has marks, the list ends
    with the last who shares them (an equal contributor).
    """
    if not at_most or len(authors) <= at_most + 1:
        return tuple(authors), 0
    keep = int(at_most)
    if authors[0].marks:
        keep = max(i for i, author in enumerate(authors[:keep], 1) if author.marks == authors[0].marks)
    kept = list(authors[:keep])
    if not any(map(owner, kept)):
        kept += [author for author in authors[keep:] if owner(author)][:1]
    return tuple(kept), len(authors) - len(kept)
