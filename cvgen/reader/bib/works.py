"""Entries of .bib files → publications. `docs/publications.md` says which field becomes which key."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from cvgen import identifiers, markup
from cvgen.diagnostics import Origin
from cvgen.model import NamedLink, Tag, Text, Url
from cvgen.reader.bib.blocks import Block, Value
from cvgen.reader.bib.dates import date_of
from cvgen.reader.bib.latex import plain_of, read_latex, tidy
from cvgen.reader.bib.people import authors_of
from cvgen.reader.bib.tables import GENRES, LIKELY, NAMED_GENRES, NOT_PRINTED, PUBSTATES, TEXTS, TYPES
from cvgen.reader.problems import Problems, did_you_mean, similar
from cvgen.works import KINDS, STATUSES, Publication


def publication_of(block: Block, problems: Problems) -> Publication | None:
    """Return what an entry of a .bib file says, or None after noting why it says nothing."""
    return _Work(block, problems).read()


def kind_of(type_: str, venue: Text | None, is_of_arxiv: bool) -> str:
    """Return what kind of work an entry of a type is: a workshop by its name, a preprint by where it stands."""
    kind = TYPES.get(type_, "other")
    if kind == "conference" and venue and re.search("workshop", venue.plain, re.IGNORECASE):
        return "workshop"
    archive = venue and re.search(r"\b(arxiv|corr|biorxiv|medrxiv|ssrn)\b", venue.plain, re.IGNORECASE)
    return "preprint" if (kind == "other" and is_of_arxiv) or (kind == "journal" and archive) else kind


def _pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs of `*: equal contribution; †: lead`; braces keep semicolons and colons in a text."""
    pieces = [piece for piece in (_parted(part, ":", 1) for part in _parted(text, "; ")) if len(piece) == 2]
    return [(plain_of(name), said.strip()) for name, said in pieces]


def _parted(text: str, sign: str, most: int = -1) -> list[str]:
    """Return the parts of a text between signs that stand in no braces."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(text) and most:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth and text.startswith(sign, at):
            parts.append(text[start:at])
            start, most = at + len(sign), most - 1
            at = start
        else:
            at += 1
    return [*parts, text[start:]]


class _Work:
    """Reads one entry: its `values` by key, and the `places` of these."""

    def __init__(self, block: Block, problems: Problems) -> None:
        self.block, self.fields, self.problems = block, block.fields, problems
        self.values: dict[str, Any] = {}
        self.places: dict[str, Origin] = {}

    def read(self) -> Publication | None:
        title = self._title()
        if title is None:
            message = f"the entry '{self.block.key}' has no title"
            self.problems.error(self.block.origin, message, "bib", "write title = {…}")
            return None
        self.values["title"] = title
        for name, key in TEXTS.items():
            if name in self.fields and key not in self.values:
                self._set(key, self._text(self.fields[name]), self.fields[name])
            elif name in self.fields and name not in NOT_PRINTED:
                self._passed_over(name)
        for name, key in (("author", "authors"), ("editor", "editors")):
            if name in self.fields:
                self._set(key, authors_of(self.fields[name], self.problems), self.fields[name])
        self._identifiers()
        self._volume()
        self._date()
        self._links()
        self._own()
        self._kind()
        self._status()
        self._misspelt()
        known = {one.name for one in fields(Publication)}
        values = {key: value for key, value in self.values.items() if key in known and value not in (None, ())}
        return Publication(key=self.block.key, origin=self.block.origin, places=self.places, **values)

    def _set(self, key: str, value: Any, at: Value) -> None:
        if value:
            self.values[key] = value
            self.places[key] = at.origin

    def _text(self, value: Value) -> Text | None:
        """Return a text; commands that nobody knows are noted."""
        read = read_latex(value.text)
        for command in dict.fromkeys(read.unknown):
            place = self.problems.find(value.origin, command, value.origin.line + 30)
            message = f"the command {command} is not known: its argument, or its name, is printed"
            self.problems.warn(place, message, "latex", "write what it stands for")
        inlines = markup.Inlines(read.inlines.nodes, value.origin)
        return Text((("", inlines),)) if inlines else None

    def _title(self) -> Text | None:
        found = [self._text(self.fields[name]) for name in ("title", "subtitle", "titleaddon") if name in self.fields]
        texts = [text.inlines for text in found if text]
        if not texts:
            return None
        self.places["title"] = self.fields.get("title", next(iter(self.fields.values()))).origin
        joined = texts[0]
        for more in texts[1:]:
            joined = joined + markup.plain(" " if joined.plain.endswith("?") else ": ") + more
        return Text((("", replace(joined, nodes=tidy(list(joined.nodes)))),))

    def _identifiers(self) -> None:
        """Read identifiers; `eprint` says by `archiveprefix` or `eprinttype` what it is: of arXiv, if by nothing."""
        named = {name: name for name in ("doi", "arxiv", "pmid", "isbn", "urn")}
        archive = next(
            (self.fields[one].text.lower() for one in ("archiveprefix", "eprinttype") if one in self.fields), ""
        )
        if "eprint" in self.fields and archive in ("", "arxiv", "pubmed"):
            named["eprint"] = "pmid" if archive == "pubmed" else "arxiv"
        for name, kind in named.items():
            if name not in self.fields or kind in self.values:
                continue
            value = self.fields[name]
            try:
                written = plain_of(value.text) if re.search(r"[\\{]", value.text) else value.text.strip()
                self._set(kind, identifiers.READERS[kind](written), value)
            except identifiers.WrongIdentifier as error:
                if name == "eprint" and not archive:
                    continue  # of some other archive
                self.problems.error(value.origin, str(error), kind, error.hint)

    def _volume(self) -> None:
        """Take the volume that DBLP gives to preprints, abs/1906.02910, for what it is."""
        volume = self.fields.get("volume")
        number = volume.text.removeprefix("abs/") if volume else ""
        if volume and number != volume.text and "arxiv" not in self.values:
            try:
                self._set("arxiv", identifiers.arxiv(number), volume)
            except identifiers.WrongIdentifier:
                return
            del self.values["volume"]

    def _date(self) -> None:
        """Read `date`, or `year`, `month` and `day`; a year may say how far the work has got instead."""
        value = self.fields.get("date") or self.fields.get("year")
        if value is None:
            return
        said = plain_of(value.text).casefold()
        if said in STATUSES or said in PUBSTATES:
            self._set("status", Text.of(PUBSTATES.get(said, said)), value)
            return
        by_month = (
            {}
            if "date" in self.fields
            else {name: plain_of(one.text) for name, one in self.fields.items() if name in ("month", "day")}
        )
        try:
            self._set("date", replace(date_of(plain_of(value.text), **by_month), origin=value.origin), value)
        except ValueError as error:
            self.problems.error(value.origin, str(error), "date", "write date = {2020-05-31}, or year and month")

    def _links(self) -> None:
        """Read `url`; one that leads where an identifier does says nothing new. `howpublished` may be a URL too."""
        url = self.fields.get("url")
        how = self.fields.get("howpublished")
        if how:
            text = self._text(how)
            links = text.inlines.links if text else ()
            if text and links and text.plain == links[0].url:
                url = url or Value(links[0].url, how.origin)
            elif "venue" not in self.values:
                self._set("venue", text, how)
            elif "note" not in self.values:
                self._set("note", text, how)
            else:
                self._passed_over("howpublished")
        if url is None:
            return
        target = re.sub(r"\\([%#&_~])", r"\1", url.text).strip()
        target = re.sub(r"^\\url\{(.*)\}$", r"\1", target)
        problem = markup.url_problem(target)
        if problem:
            self.problems.error(url.origin, problem, "url", "write the whole URL, with https://")
            return
        leads = {
            identifiers.url_of(kind, self.values[kind]) for kind in ("doi", "arxiv", "pmid") if kind in self.values
        }
        if target.replace("http://", "https://").replace("dx.doi.org", "doi.org") not in leads:
            self._set("url", Url(target), url)

    def _own(self) -> None:
        """Read what only cvgen knows: keywords as tags, marks, links, the priority."""
        keywords = next((self.fields[name] for name in ("keywords", "keyword", "tags") if name in self.fields), None)
        if keywords:
            words = [" ".join(word.split()) for word in re.split("[,;]", plain_of(keywords.text))]
            self._set("tags", tuple(Tag(word) for word in words if word), keywords)
        if "marks" in self.fields:
            at = self.fields["marks"]
            pairs = _pairs(at.text)
            marks = {sign: text for sign, said in pairs if (text := self._text(Value(said, at.origin)))}
            self._set("marks", marks, at)
        if "links" in self.fields:
            at = self.fields["links"]
            urls = {name: re.sub(r"\\([%#&_~])", r"\1", said) for name, said in _pairs(at.text)}
            for problem in filter(None, map(markup.url_problem, urls.values())):
                self.problems.error(at.origin, problem, "url", "write the whole URL, with https://")
            links = [NamedLink(label=Text.of(name), url=Url(url), origin=at.origin) for name, url in urls.items()]
            self._set("links", tuple(links), at)
        priority = self.fields.get("priority")
        if priority and priority.text.isdigit() and int(priority.text) <= 100:
            self._set("priority", int(priority.text), priority)
        if "keep" in self.fields:
            self._set("keep", self.fields["keep"].text.lower() in ("true", "yes"), self.fields["keep"])

    def _kind(self) -> None:
        """Say what kind of work it is: by its type, but for a workshop, or a preprint of arXiv."""
        venue = self.values.get("venue") or self.values.get("series")
        kind = kind_of(self.block.type, venue, "arxiv" in self.values)
        own = self.fields.get("kind")
        if own and own.text in KINDS:
            kind = own.text
        elif own:
            message = f"unknown kind of publication '{own.text}'"
            self.problems.error(own.origin, message, "kind", did_you_mean(own.text, KINDS))
        self.values["kind"] = kind
        genre = self.values.get("genre")
        if genre and genre.plain.lower() in NAMED_GENRES:
            self.values["genre"] = Text.of(NAMED_GENRES[genre.plain.lower()])
        elif not genre and self.block.type in GENRES:
            self.values["genre"] = Text.of(GENRES[self.block.type])

    def _status(self) -> None:
        """Take `pubstate`, or a note that says no more than how far the work has got, for the status."""
        state = self.fields.get("pubstate")
        if state:
            written = plain_of(state.text).casefold()
            self._set("status", Text.of(PUBSTATES.get(written, written)), state)
        note = self.values.get("note")
        if note and "status" not in self.values and note.plain.casefold().strip(" .") in STATUSES:
            self.values["status"] = Text.of(note.plain.casefold().strip(" ."))
            self.places["status"] = self.places["note"]
            del self.values["note"]

    def _passed_over(self, name: str) -> None:
        message = f"the field '{name}' is not printed: another one says the same already"
        self.problems.warn(self.fields[name].origin, message, "bib", "put both into one of them, or into the note")

    def _misspelt(self) -> None:
        """Note fields that are almost called as those that are printed: BibTeX passes over what it does not know."""
        known = {*TEXTS, *NOT_PRINTED}
        for name, value in self.fields.items():
            near = similar(name, LIKELY) if name not in known else ""
            if near and near not in self.fields:
                message = f"the field '{name}' is not printed"
                self.problems.warn(value.origin, message, "bib", did_you_mean(name, LIKELY))
