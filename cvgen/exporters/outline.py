"""A selected CV as what every document format writes: sections, groups, entries; of these a head, lines, links.

The words between the parts of an entry are those of the templates. What a format makes of it all is its own business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from cvgen.arranging import grouped
from cvgen.entries import Advising, Award, Grant, Language, Service, Skill
from cvgen.exporters import Request
from cvgen.frozen import record
from cvgen.imprint import status, where, written_identifiers
from cvgen.locale import Words
from cvgen.manifest import check_options
from cvgen.markup import Emphasis, Inline, Inlines, Plain, Strong, Superscript, plain
from cvgen.model import CV, Author, Entry, NamedLink, Person, Section, Text
from cvgen.plan import marked
from cvgen.prepare import template_of
from cvgen.publications import Owner, legend, lists_of, role_of, roles_of, shortened
from cvgen.texts import map_texts
from cvgen.views import EntryView, title_of, view_of
from cvgen.works import Patent, Publication, Software

_WIDE_STOPS = "。！？．"


@record(frozen=True)
class Piece:
    """An entry: its dates, or its number; what names it and what follows on that line; what stands below."""

    entry: Entry
    label: Inlines
    head: Inlines
    rest: Inlines
    details: tuple[Inlines, ...]
    highlights: tuple[Inlines, ...]
    links: tuple[NamedLink, ...]

    @property
    def paragraphs(self) -> tuple[Inlines, ...]:
        """What an entry without a name says."""
        return tuple(filter(None, (self.rest, *self.details)))


@record(frozen=True)
class Group:
    """Entries under one heading, which is empty where there is but one group."""

    title: Inlines
    pieces: tuple[Piece, ...]


@record(frozen=True)
class Part:
    """A section; the lines of its `legend` say what its marks mean, and who are the people with a role."""

    section: Section
    title: Inlines
    legend: tuple[Inlines, ...]
    groups: tuple[Group, ...]


@record(frozen=True)
class Outline:
    """A whole CV, the words of its language, and the options of the variant's template."""

    cv: CV
    words: Words
    options: Mapping[str, Any]
    parts: tuple[Part, ...]


def outline(request: Request, *, typographic: bool = False, legends: bool = True) -> Outline:
    """Return what a CV says, in order, with typographic quotes and dashes or as it is typed.

    Without `legends` each entry says itself what its marks mean, and whose role is which. Raises CvgenError if the
    variant's template, or an option of it, is wrong.
    """
    variant = request.variant
    cv = request.cv
    if request.shows_everything:  # whose templates may be several, each with options of its own
        template = template_of(request.loaded, replace(variant, template="base"))
        known = {name: value for name, value in cv.design.options.items() if name in template.options}
        cv = replace(cv, design=replace(cv.design, options=known))
    else:
        template = template_of(request.loaded, variant)
    options = check_options(cv, template.name, template.options)
    smart = typographic and options.get("typography") == "smart"
    cv = map_texts(cv, partial(marked, language=cv.locale.language, smart=smart))
    words = Words(cv.locale.language, months=options.get("dates") != "year")
    walker = _Walker(words, Owner(cv.basics, lists_of(cv), cv.people), options, cv.people, legends=legends)
    return Outline(cv, words, options, tuple(walker.part(section) for section in cv.sections))


def joined(texts: Iterable[Inlines], words: Words) -> Inlines:
    """Return texts as sentences, each with its full stop."""
    result = Inlines()
    for text in texts:
        if text:
            gap = "" if not result or result.plain[-1:] in _WIDE_STOPS else " "
            result = result + plain(gap) + text + plain(words.stop(text))
    return result


class _Walker:
    """Knows the language, the owner and the options while it goes through a CV."""

    def __init__(
        self, words: Words, owner: Owner, options: Mapping[str, Any], people: Sequence[Person], *, legends: bool
    ) -> None:
        self.words, self.owner, self.options, self.legends = words, owner, options, legends
        self.roles = people if options.get("people") == "marked" else ()

    def part(self, section: Section) -> Part:
        works = [entry for entry in section.entries if isinstance(entry, Publication)]
        shared = legend(works) if self.legends else {}
        meanings = self.words.join(self._meaning(mark, text) for mark, text in shared.items())
        lines = (meanings, *self._known(works)) if self.legends else ()
        groups = tuple(self._groups(section, works, shared))
        return Part(section, title_of(section, self.words).inlines, tuple(filter(None, lines)), groups)

    def _known(self, works: Sequence[Publication]) -> Iterator[Inlines]:
        """Yield for each role who has it among the authors of some works."""
        authors = (author for work in works for author in work.authors if self.roles)
        found = list(dict.fromkeys(one for author in authors if (one := self.owner.person(author))))
        for role in roles_of(works, self.owner, self.roles, self.words) if found else ():
            names = (plain(one.name) for one in found if role_of(one, self.roles, self.words).number == role.number)
            yield self._line(role.name, [("colon", self.words.join(names, "series"))])

    def _groups(self, section: Section, works: Sequence[Publication], shared: Mapping[str, Text]) -> Iterator[Group]:
        if not works:
            yield Group(Inlines(), tuple(self._piece(entry) for entry in section.entries))
            return
        keys = {"by": "group", "order": "order", "numbering": "numbering", "numbers": "numbers"}
        how = {key: str(self.options[option]) for key, option in keys.items() if option in self.options}
        for group in grouped(works, self.words, **how):
            yield Group(group.title, tuple(self._work(one.entry, one.label, shared) for one in group.entries))

    def _piece(self, entry: Entry) -> Piece:
        view = view_of(entry, self.words)
        head = self.words.join(view.head)
        rest = Inlines(self._line(head, self._steps(entry, view)).nodes[len(head.nodes) :])
        return Piece(entry, view.label, head, rest, view.details, _highlights(view), view.links + _identifiers(entry))

    def _line(self, line: Inlines, steps: Iterable[tuple[str, Inlines]]) -> Inlines:
        """Return a line with texts behind it, each between its mark."""
        for mark, text in steps:
            if text and mark == "brackets":
                line = line + self.words.say(mark, text, behind=line)
            elif text:
                line = line + self.words.say(mark, behind=line) + text if line else text
        return line

    def _steps(self, entry: Entry, view: EntryView) -> list[tuple[str, Inlines]]:
        """Return what follows the head of an entry, with the mark before each text."""
        steps = _commas(*view.line)
        if isinstance(entry, Award):
            steps = [("brackets", _of(entry.rate)), *_commas(entry.awarder, entry.amount)]
        elif isinstance(entry, Skill):
            steps = [("brackets", _of(entry.level)), ("colon", self._listed(entry.keywords))]
        elif isinstance(entry, Language):
            steps = [("brackets", _of(entry.fluency))]
        elif isinstance(entry, Service):
            venues = ("colon", self._listed(entry.venues))
            steps = [*_commas(entry.organization), venues, *_commas(entry.location)]
        elif isinstance(entry, Grant):
            funder = Inlines(tuple(_between([_of(entry.agency), _of(entry.number)], " ")))
            steps = _commas(funder, entry.role, entry.amount, entry.institution)
            steps.append(("brackets", self._status(entry.status)))
        elif isinstance(entry, Advising):
            title = Inlines((Emphasis(entry.title.inlines.nodes),)) if entry.title else None
            steps = _commas(entry.degree, entry.role, entry.institution, title)
        elif isinstance(entry, Patent):
            steps = _commas(self.people(entry.inventors), entry.number, entry.assignee)
            steps.append(("brackets", self._status(entry.status)))
        elif isinstance(entry, Software):
            version = self.words.say("version", _of(entry.version)) if entry.version else None
            steps = _commas(version, entry.role, self.people(entry.authors), entry.users)
            steps.append(("brackets", self._listed(entry.keywords)))
        return steps

    def _work(self, entry: Publication, number: str, shared: Mapping[str, Text]) -> Piece:
        """Return a publication: its title, then lines of authors, of where it appeared, and of what else there is."""
        words, view = self.words, view_of(entry, self.words)
        people, others = shortened(entry.authors or entry.editors, self.owner, float(self.options.get("authors", 0)))
        authors = self.people(people)
        if others:
            authors = authors + words.say("others", others, behind=authors)
        if people and not entry.authors:
            authors = words.say("editors", authors)
        acceptance = words.say("acceptance", entry.acceptance.inlines) if entry.acceptance else Inlines()
        award = Inlines((Strong(_of(entry.award).nodes),)) if entry.award else Inlines()
        own = (self._meaning(mark, text) for mark, text in entry.marks.items() if mark not in shared)
        known = () if self.legends else self._known([entry])
        place = joined((where(entry, words, dated=bool(number)), acceptance, award, *own, *known), words)
        more = joined((_of(entry.note), _of(entry.summary)), words)
        details = tuple(text for text in (authors, place, more) if text)
        label = plain(number) if number else view.label
        links = view.links + _identifiers(entry)
        return Piece(entry, label, words.join(view.head), Inlines(), details, _highlights(view), links)

    def people(self, people: Iterable[Author]) -> Inlines:
        """Return a list of names with their marks: the owner's strong, those of people with a role emphasised."""
        return self.words.join(map(self._name, people), "series")

    def _name(self, author: Author) -> Inlines:
        name: Inline = Plain(author.name)
        marks = tuple(Superscript((Plain(one),)) if one.isalnum() else Plain(one) for one in author.marks)
        if self.owner(author):
            name = Strong((name,))
        elif self.roles and self.owner.person(author):
            name = Emphasis((name,))
        return Inlines((name, *marks), author.origin)

    def _meaning(self, mark: str, text: Text) -> Inlines:
        return plain(mark + "\u00a0") + text.inlines

    def _listed(self, texts: Iterable[Text]) -> Inlines:
        return self.words.join((text.inlines for text in texts), "series")

    def _status(self, text: Text | None) -> Inlines:
        return status(text, self.words) if text else Inlines()


def _of(text: Text | None) -> Inlines:
    return text.inlines if text else Inlines()


def _commas(*texts: Text | Inlines | None) -> list[tuple[str, Inlines]]:
    return [("comma", text if isinstance(text, Inlines) else _of(text)) for text in texts]


def _highlights(view: EntryView) -> tuple[Inlines, ...]:
    return tuple(one.text.inlines for one in view.highlights)


def _identifiers(entry: Entry) -> tuple[NamedLink, ...]:
    """Return the identifiers of a work that its own links do not lead to already, written out."""
    own = {str(url).casefold() for url in (entry.url, *(link.url for link in entry.links)) if url}
    return tuple(link for link in written_identifiers(entry) if str(link.url).casefold() not in own)


def _between(texts: Iterable[Inlines], gap: str) -> Iterator[Inline]:
    for at, text in enumerate(text for text in texts if text):
        yield from ((Plain(gap),) if at else ())
        yield from text.nodes
