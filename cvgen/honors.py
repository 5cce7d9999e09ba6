"""The section `honors`: the awards of the publications and those of the section `awards`, the latest first."""

from __future__ import annotations

from collections.abc import Iterable

from cvgen.entries import Award
from cvgen.markup import Inlines, Link, Plain
from cvgen.model import Date, Entry, Text
from cvgen.patterns import pattern
from cvgen.works import Publication

_COMMA = pattern(r", |， ?|、(?=\d)")  # in Chinese 、 is no comma, but stands between things of one kind


def honors(entries: Iterable[Entry]) -> tuple[Award, ...]:
    """Return the honors among entries, the latest first; one that is listed twice is said once.

    Of `Best Paper Award, 2/358` the part behind the first comma of any script becomes the `rate`.
    """
    found: dict[tuple[str, int | None, str], Award] = {}
    for entry in entries:
        award = _of_publication(entry) if isinstance(entry, Publication) else entry
        if isinstance(award, Award):
            found.setdefault(_key(award), award)
    return tuple(sorted(found.values(), key=lambda award: (award.date or Date()).sort_key, reverse=True))


def _of_publication(entry: Publication) -> Award | None:
    if entry.award is None:
        return None
    split = [(language, *_split(text)) for language, text in entry.award.versions]
    rates = tuple((language, rate) for language, _, rate in split if rate)
    return Award(
        title=Text(tuple((language, title) for language, title, _ in split)),
        rate=Text(rates) if rates else None,
        awarder=entry.venue_short or entry.venue,
        date=entry.date,
        tags=entry.tags,
        priority=entry.priority,
        keep=entry.keep,
        origin=entry.place("award"),
    )


def _split(text: Inlines) -> tuple[Inlines, Inlines]:
    """Return a text up to its first comma, and what follows."""
    for number, node in enumerate(text.nodes):
        comma = _COMMA.search(node.value) if isinstance(node, Plain) else None
        if isinstance(node, Plain) and comma and (number or comma.start()):
            before, after = node.value[: comma.start()], node.value[comma.end() :]
            rest = (Plain(after), *text.nodes[number + 1 :]) if after else text.nodes[number + 1 :]
            return Inlines((*text.nodes[:number], Plain(before)), text.origin), Inlines(rest, text.origin)
        if isinstance(node, Link):
            break
    return text, Inlines()


def _key(award: Award) -> tuple[str, int | None, str]:
    """Return what makes two honors the same: title, year and who awarded it."""
    awarder = award.awarder.plain if award.awarder else ""
    return award.title.plain.casefold(), award.date.year if award.date else None, awarder.casefold()
