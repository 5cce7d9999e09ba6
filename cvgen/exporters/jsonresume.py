"""A selected CV → JSON Resume (https://jsonresume.org/schema), version 1 of its schema.

What has no key of its own there goes into the free text of its entry, and what has no section among the projects, whose
`type` says what it is. A note says so; what is left out is said too.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from cvgen import identifiers
from cvgen.assets import load_photo
from cvgen.diagnostics import Diagnostic, Origin
from cvgen.exporters import Exported, Request
from cvgen.exporters.html import safe_url
from cvgen.exporters.jsonresume_places import DATED, PLACES, Place
from cvgen.exporters.outline import Outline, Piece, joined, outline
from cvgen.exporters.text import said_of
from cvgen.markup import Inlines, plain
from cvgen.model import CV, Author, Date, Entry, Section, Text
from cvgen.works import Publication

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_LISTS = ("roles", "keywords")
_FREE = {"work", "volunteer", "awards", "publications", "projects", "references"}  # whose schema has the free text


def export(request: Request) -> Exported:
    """Return the JSON, with a note for all that the format has no place for. Raises CvgenError as `outline` does."""
    said = outline(request, legends=False)
    maker = _Maker(said)
    resume: dict[str, Any] = {"$schema": SCHEMA, "basics": maker.basics(_photo(request, said))}
    for part in said.parts:
        if part.section.name == "summary":
            continue
        pieces = {id(piece.entry): piece for group in part.groups for piece in group.pieces}
        place = PLACES[part.section.type]
        entries = [maker.entry(entry, pieces[id(entry)], part.section, place) for entry in part.section.entries]
        resume.setdefault(place.list, []).extend(entries)
        maker.note_section(part.section, said_of(part.title), place)
    resume["meta"] = {"version": "v1.0.0", "generator": "cvgen"}  # the importer then knows the types of its projects
    return Exported(json.dumps(resume, ensure_ascii=False, indent=2) + "\n", tuple(dict.fromkeys(maker.notes)))


def _photo(request: Request, said: Outline) -> str:
    if not (said.options.get("photo") or request.shows_everything):
        return ""
    for name, data in load_photo(request.cv, request.loaded.path.parent).items():
        kind = "png" if name.endswith("png") else "jpeg"
        return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    return ""


class _Maker:
    """Makes the parts of a résumé, and notes what it has no place for."""

    def __init__(self, said: Outline) -> None:
        self.said, self.cv, self.words = said, said.cv, said.words
        self.notes: list[Diagnostic] = []

    def note(self, origin: Origin, message: str) -> None:
        cv: CV = self.cv
        self.notes.append(cv.problem(origin, message, "jsonresume", severity="note"))

    def basics(self, photo: str) -> dict[str, Any]:
        basics = self.cv.basics
        if basics.native_name:
            self.note(basics.place("native_name"), "JSON Resume has no place for a native name: it is left out")
        profiles = [
            {"network": one.network, "username": one.username, "url": safe_url(one.url)} for one in basics.profiles
        ]
        if basics.orcid:
            url = identifiers.url_of("orcid", basics.orcid)
            profiles.append({"network": "ORCID", "username": basics.orcid, "url": url})
        return _filled(
            {
                "name": basics.name,
                "label": _said(basics.label),
                "image": photo,
                "email": basics.email,
                "phone": basics.phone,
                "url": safe_url(basics.url),
                "summary": _said(basics.summary),
                "location": _location(_said(basics.location)),
                "profiles": [_filled(one) for one in profiles],
            }
        )

    def note_section(self, section: Section, title: str, place: Place) -> None:
        """Note that a section, or its title, has no place of its own."""
        if not place.own or (section.type == "general"):
            kind = f", as the type '{place.type or title}'" if place.list == "projects" else ""
            message = f"JSON Resume has no section for '{title}': its entries stand in '{place.list}'{kind}"
            self.note(section.origin, message)
        elif section.title:
            self.note(section.place("title"), f"JSON Resume has no place for the title '{title}': it is left out")

    def entry(self, entry: Entry, piece: Piece, section: Section, place: Place) -> dict[str, Any]:
        """Return an entry as an object."""
        made: dict[str, Any] = {}
        for key, name in place.keys.items():
            value = getattr(entry, name) or getattr(entry, "venue_short" if name == "venue" else name)
            texts = list(self._texts(value))
            made[key] = texts if key in _LISTS else " ".join(texts)
        dates, words = self._dates(entry, place)
        made |= dates
        url, links = self._links(entry, piece, place)
        made["url"] = url
        if place.highlights:
            made["highlights"] = [said_of(one) for one in piece.highlights]
        if place.list == "projects":
            made["type"] = place.type or ("" if place.own else said_of(self._title(section)))
        more = list(piece.details) if isinstance(entry, Publication) else list(self._rest(entry, place))
        more += [plain(one) for one in (*words, *links)]
        more += [] if place.highlights else list(piece.highlights)
        made[place.free] = said_of(joined(more, self.words))
        if made[place.free] and place.list not in _FREE:
            said = f"stands in the '{place.free}' of '{place.list}', where few look for it"
            self.note(section.origin, f"what JSON Resume has no key for {said}")
        return _filled(made)

    def _title(self, section: Section) -> Inlines:
        return next(part.title for part in self.said.parts if part.section is section)

    def _rest(self, entry: Entry, place: Place) -> Iterator[Inlines]:
        """Yield all that an entry says beside what has a key."""
        if entry.summary:
            yield entry.summary.inlines
        for field in fields(entry):
            role, word = field.metadata.get("role"), field.metadata.get("word")
            if not role or field.name in (*place.keys.values(), "summary", "note", "date", "start", "end"):
                continue
            texts = [plain(one) for one in self._texts(getattr(entry, field.name))]
            if texts:
                said = self.words.enumerate(texts)
                yield self.words.say(word, said) if word else said
        if entry.note:
            yield entry.note.inlines

    def _texts(self, value: Any) -> Iterator[str]:
        if isinstance(value, Text):
            yield said_of(value.inlines)
        elif isinstance(value, Author):
            yield value.name + value.marks
        elif isinstance(value, Date):
            yield self.words.date(value).plain
        elif isinstance(value, tuple):
            for one in value:
                yield from self._texts(one)

    def _dates(self, entry: Entry, place: Place) -> tuple[dict[str, str], list[str]]:
        """Return the keys of an entry's dates, and what of its dates none of them can hold, in words."""
        start, end = entry.start or entry.date, entry.end or entry.date
        if place.list == "education" and entry.date:
            start = None
        wanted = (
            {place.dates[0]: start, "endDate": end}
            if place.dates == DATED
            else dict.fromkeys(place.dates, end or start)
        )
        held = {key: _iso(date) for key, date in wanted.items() if date}
        lost = (
            [self.words.period(entry.start, entry.end).plain]
            if not place.dates or (place.dates != DATED and entry.start)
            else []
        )
        for date in (entry.date, entry.start, entry.end):
            if date and (not _iso(date) or date.words) and not (date.present and place.dates == DATED and start):
                lost.append(self.words.date(date).plain)
        if entry.date and not place.dates:
            lost.append(self.words.date(entry.date).plain)
        return held, list(dict.fromkeys(one for one in lost if one))

    def _links(self, entry: Entry, piece: Piece, place: Place) -> tuple[str, list[str]]:
        """Return where an entry leads, and its other links in words."""
        url = safe_url(entry.url)
        links = [(said_of(link.label.inlines), safe_url(link.url)) for link in piece.links]
        if not url and isinstance(entry, Publication):
            url = next((one for _, one in links if one), "")
        written = [f"{label}: {one}" if one else label for label, one in links if not one or one != url]
        if url and not place.links:
            return "", [url, *written]
        return url, written


def _location(text: str) -> dict[str, str]:
    """Return a place as a city and what lies around it."""
    city, _, region = text.partition(", ")
    return _filled({"city": city, "region": region})


def _said(text: Text | None) -> str:
    return said_of(text.inlines) if text else ""


def _iso(date: Date) -> str:
    """Return a date as the schema has it; "" for what it cannot hold."""
    if date.present or not date.year:
        return ""
    return "-".join((f"{date.year}", *(f"{part:02}" for part in (date.month, date.day) if part)))


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
