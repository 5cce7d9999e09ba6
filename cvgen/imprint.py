"""Where and how a work appeared, as its kind has it: `KDD 2020, *full name*`, `*Nature* 12(3), 4–9, 2024`.

Whatever a publication says is printed, in one order for all kinds: what it is, where it stands, which part of that,
whose it is, when, and how far it has got. So nothing is lost where a kind has fields that are not usual for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvgen import identifiers
from cvgen.locale import Words
from cvgen.markup import Emphasis, Inlines, Plain, plain
from cvgen.model import Entry, NamedLink, Text
from cvgen.views import label_of
from cvgen.works import STATUSES, Publication

_STARTS = ("in_book", "version", "editors", "volume", "issue", "pages", "page", "chapter_number")
_LONGEST_TIED = 20
_NAMED = {"thesis": "one_thesis", "report": "one_report", "patent": "one_patent", "preprint": "one_preprint"}


def where(entry: Publication, words: Words, *, dated: bool = True, terse: bool = False, brief: bool = False) -> Inlines:
    """Return where, how and when a work appeared. No year is said twice, and none where it is not to be `dated`.

    A `terse` form leaves out the full name of a venue that has a short one. A `brief` one has the usual name of the
    venue alone, or what stands for it, and how far the work has got.
    """
    short, full = _inlines(entry.venue_short), _inlines(entry.venue)
    year = label_of(entry, words) if dated else Inlines()
    if brief:
        place = short or full or _inlines(entry.institution or entry.publisher)
        parts = [*_what(entry, words), place, year if year.plain not in place.plain else Inlines()]
        return words.join(part for part in (*parts, _status(entry, words)) if part)
    if year and year.plain in (short or full).plain:
        year = Inlines()
    full = Inlines() if terse and short else full
    first = [short + plain("\u00a0") + year if short and year else short]
    parts = [*_what(entry, words), *first, *_place(entry, full, words), *_edition_of(entry, words)]
    if year and not short:
        parts.append(year)
    parts.append(_status(entry, words))
    return _capital(words.join(part for part in parts if part), words)


def _status(entry: Publication, words: Words) -> Inlines:
    return status(entry.status, words) if entry.status else Inlines()


def status(text: Text, words: Words) -> Inlines:
    """Return how far something has got, in the language of the CV where cvgen knows the words."""
    said = " ".join(text.plain.casefold().replace("-", " ").split())
    return plain(words["status_" + said.replace(" ", "_")], text.inlines.origin) if said in STATUSES else text.inlines


def identifiers_of(entry: Entry) -> tuple[NamedLink, ...]:
    """Return a work's identifiers as links with their names, but for those that its own links lead to already."""
    own = {entry.url, *(link.url for link in entry.links)}
    found = []
    for kind, value in _identifiers(entry):
        url = identifiers.url_of(kind, value)
        if url and url not in own and url.casefold() not in {str(one).casefold() for one in own}:
            label = Text((("", plain(identifiers.NAMES[kind], entry.place(kind))),))
            found.append(NamedLink(label=label, url=url, origin=entry.place(kind)))  # type: ignore[arg-type]
    return tuple(found)


def written_identifiers(entry: Entry) -> tuple[NamedLink, ...]:
    """Return a work's identifiers written out, `doi:10.1000/182`; what nobody resolves has no URL."""
    return tuple(
        NamedLink(
            label=Text((("", plain(identifiers.written(kind, value), entry.place(kind))),)),
            url=identifiers.url_of(kind, value),  # type: ignore[arg-type]
            origin=entry.place(kind),
        )
        for kind, value in _identifiers(entry)
    )


def _identifiers(entry: Entry) -> Iterator[tuple[str, str]]:
    for kind in ("doi", "arxiv", "pmid", "isbn", "urn"):
        value = getattr(entry, kind, None)
        if value:
            yield kind, value


def _what(entry: Publication, words: Words) -> Iterator[Inlines]:
    """Yield what a work is where its title does not say so: a thesis, a report and its number."""
    genre = _inlines(entry.genre)
    if not genre and entry.kind in _NAMED and not (entry.kind == "preprint" and (entry.venue or entry.venue_short)):
        if entry.kind == "preprint" and entry.arxiv:
            genre = plain(identifiers.written("arxiv", entry.arxiv), entry.place("arxiv"))
        else:
            genre = plain(words[_NAMED[entry.kind]])
    if entry.kind in ("report", "patent") and entry.number:
        genre = genre + plain("\u00a0") + entry.number.inlines
    yield genre


def _place(entry: Publication, full: Inlines, words: Words) -> Iterator[Inlines]:
    """Yield the journal, the proceedings or the book, and which part of it."""
    volume, number, pages = _inlines(entry.volume), _inlines(entry.number), _inlines(entry.pages)
    if entry.kind in ("report", "patent"):
        number = Inlines()
    if entry.kind == "journal" and volume:
        part = volume + plain("(") + number + plain(")") if number else volume
        yield _emphasised(full) + plain("\u00a0") + part if full else _tied(words, "volume", part)
        volume = number = Inlines()
        full = Inlines()
    name = _emphasised(full)
    yield words.say("in_book", name) if entry.kind == "chapter" and name else name
    if entry.editors and entry.authors:
        yield words.say("editors", words.enumerate(plain(one.name + one.marks, one.origin) for one in entry.editors))
    yield _inlines(entry.series)
    yield _tied(words, "volume", volume) if volume else volume
    yield _tied(words, "issue", number) if number else number
    if entry.chapter:
        yield _tied(words, "chapter_number", entry.chapter.inlines)
    if pages and entry.kind == "journal":
        yield pages
    elif pages:
        yield _tied(words, "pages" if re.search(r"\d\W+\w*\d", pages.plain) else "page", pages)


def _edition_of(entry: Publication, words: Words) -> Iterator[Inlines]:
    """Yield which edition or version it is, and who published it."""
    if entry.edition:
        yield _edition(entry.edition.inlines, words)
    if entry.version:
        yield _tied(words, "version", entry.version.inlines)
    for text in (entry.publisher, entry.institution, entry.location):
        yield _inlines(text)


def _edition(text: Inlines, words: Words) -> Inlines:
    """Return an edition: `2nd ed.` for 2, where the language counts so, and as it is written for other words."""
    number = text.plain
    if not number.isdigit():
        return _tied(words, "edition", text)
    return _tied(words, "edition_number", plain(words.ordinal(int(number)), text.origin))


def _tied(words: Words, key: str, value: Inlines) -> Inlines:
    """Return a word with a short number that no line end parts from it."""
    said = words.say(key, value)
    if len(said.plain) > _LONGEST_TIED:
        return said
    nodes = [Plain(node.value.replace(" ", "\u00a0")) if isinstance(node, Plain) else node for node in said.nodes]
    return Inlines(tuple(nodes), said.origin)


def _capital(text: Inlines, words: Words) -> Inlines:
    """Return a text with its first letter in upper case if a word of ours starts it: it starts a sentence."""
    first = text.nodes[0] if text.nodes else None
    keys = [*_STARTS, *("status_" + one.replace(" ", "_") for one in STATUSES)]
    starts = (words[key].partition("{")[0].replace("\u00a0", " ") for key in keys)
    if isinstance(first, Plain) and any(
        start and first.value.replace("\u00a0", " ").startswith(start) for start in starts
    ):
        return Inlines((Plain(first.value[0].upper() + first.value[1:]), *text.nodes[1:]), text.origin)
    return text


def _inlines(text: Text | None) -> Inlines:
    return text.inlines if text else Inlines()


def _emphasised(text: Inlines) -> Inlines:
    return Inlines((Emphasis(text.nodes),), text.origin) if text else text
