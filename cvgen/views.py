"""What an entry template needs of any entry: its label, its head, what follows it, its details.

The parts are found by the roles that the fields of the entry's class declare (see `model.py`), so that an entry type
that a template does not treat specially still prints whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from itertools import groupby
from typing import Any

from cvgen import identifiers
from cvgen.frozen import record
from cvgen.locale import Words
from cvgen.markup import Inlines, Link, plain
from cvgen.model import Author, Basics, Date, Entry, Highlight, NamedLink, Section, Text


@record(frozen=True)
class EntryView:
    """An entry, ready for a template. A detail is a line of its own."""

    label: Inlines
    head: tuple[Inlines, ...]
    line: tuple[Inlines, ...]
    details: tuple[Inlines, ...]
    highlights: tuple[Highlight, ...]
    links: tuple[NamedLink, ...]


def view_of(entry: Entry, words: Words) -> EntryView:
    """Return an entry's parts in the order of its fields; its `url` becomes a link of one of them."""
    parts: dict[str, list[Inlines]] = {"head": [], "line": [], "aside": [], "detail": []}
    url = entry.url
    for field in sorted(fields(entry), key=lambda field: field.name in ("summary", "note")):
        role, word = field.metadata.get("role"), field.metadata.get("word")
        if role in parts:
            texts = _texts(getattr(entry, field.name), words)
            if word and texts:
                texts = [words.say(word, words.enumerate(texts))]
            if url and field.metadata["linked"] and texts and not texts[0].links:
                texts, url = [_linked(texts[0], url)], None
            parts[role] += texts
    if not parts["head"] and parts["line"]:
        parts["head"] = [parts["line"].pop(0)]
    links = entry.links
    has_linked_field = any(field.metadata.get("linked") for field in fields(entry))
    if url and parts["head"] and not has_linked_field and not any(text.links for text in parts["head"]):
        parts["head"] = [_linked(text, url) for text in parts["head"]]
    elif url:  # the text has links of its own, and a link within a link would break both
        links = (NamedLink(label=Text.of(_short(url).partition("/")[0]), url=url, origin=entry.place("url")), *links)
    if parts["aside"]:
        parts["detail"].insert(0, words.join(parts["aside"], "semicolon"))
    if not parts["head"] and parts["detail"]:  # a paragraph: what it says is no detail of anything
        parts["line"] = [parts["detail"].pop(0)]
    head, line, details = (tuple(parts[role]) for role in ("head", "line", "detail"))
    return EntryView(label_of(entry, words), head, line, details, entry.highlights, links)


@record(frozen=True)
class Labelled:
    """Neighbouring entries with one label."""

    label: Inlines
    entries: tuple[Entry, ...]


def by_label(entries: Iterable[Entry], words: Words) -> tuple[Labelled, ...]:
    """Return entries in their order, neighbours with the same label together."""
    groups = groupby(entries, key=lambda entry: label_of(entry, words))
    return tuple(Labelled(label, tuple(members)) for label, members in groups)


def brief(entries: Iterable[Entry], words: Words) -> bool:
    """Return whether all that entries say stands on their one line, without a date or a link."""
    views = [view_of(entry, words) for entry in entries]
    return not any(view.label or view.details or view.highlights or view.links for view in views) and not any(
        text.links for view in views for text in view.head
    )


def title_of(section: Section, words: Words) -> Text:
    """Return the title of a section: its own, or that of the language for its name."""
    return section.title or Text((("", plain(words.section(section.name), section.origin)),))


def label_of(entry: Entry, words: Words) -> Inlines:
    """Return what stands beside an entry: its date, its term or its span of time."""
    term = getattr(entry, "term", None)
    found = [
        term.inlines if isinstance(term, Text) else Inlines(),
        words.date(entry.date) if entry.date else Inlines(),
        words.period(entry.start, entry.end),
    ]
    years = [year.inlines for year in getattr(entry, "years", ())]
    return words.join([*(text for text in found if text), *([words.join(years, "series")] if years else [])])


@record(frozen=True)
class Contact:
    """One way to reach the owner, written out: no icons, which every PDF reader takes for noise."""

    text: Inlines
    url: str


def contacts_of(basics: Basics) -> tuple[Contact, ...]:
    """Return the contacts in the order of a letterhead: place, phone, e-mail, site, profiles."""
    contacts = []
    if basics.location:
        contacts.append(Contact(basics.location.inlines, ""))
    if basics.phone:
        number = re.sub(r"\(0\)|[^+0-9]", "", basics.phone)  # (0) is dialled only within the country
        contacts.append(Contact(plain(basics.phone, basics.place("phone")), f"tel:{number}" if number else ""))
    if basics.email:
        contacts.append(Contact(plain(basics.email, basics.place("email")), f"mailto:{basics.email}"))
    if basics.orcid:
        orcid = plain(identifiers.written("orcid", basics.orcid), basics.place("orcid"))
        contacts.append(Contact(orcid, identifiers.url_of("orcid", basics.orcid)))
    if basics.url:
        contacts.append(Contact(plain(_short(basics.url), basics.place("url")), basics.url))
    for profile in basics.profiles:
        # A network's name alone says nothing of whose profile it is, but an opaque URL says less.
        shown = _short(profile.url) if profile.username else profile.network
        contacts.append(Contact(plain(shown, profile.origin), profile.url))
    return tuple(contacts)


def _linked(text: Inlines, url: str) -> Inlines:
    return Inlines((Link(url, text.nodes),), text.origin)


def _short(url: str) -> str:
    """Return a URL as people write it: without scheme, `www.` and a closing slash."""
    return (url.partition("://")[2] or url).removeprefix("www.").removesuffix("/")


def _texts(value: Any, words: Words) -> list[Inlines]:
    if isinstance(value, Text):
        return [value.inlines] if value.inlines else []
    if isinstance(value, Author):
        return [plain(value.name + value.marks, value.origin)]
    if isinstance(value, Date):
        return [words.date(value)]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts(item, words)]
    return []
