"""The sections in the making: each under a name that no other has, in its short form where its name says its type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvgen.diagnostics import Origin
from cvgen.identifiers import doi_in
from cvgen.importers.drafts import mapping_of, words_of
from cvgen.importers.job import Job, told, written
from cvgen.markup import Inlines, plain
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence


class Sections:
    """The sections of a CV."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.nodes: dict[str, Node] = {}
        self.works: dict[str, Mapping] = {}

    def add(self, name: str, kind: str, title: Inlines | None, entries: list[Mapping]) -> None:
        """Add a section of a type; a second one of a name is numbered."""
        if not entries:
            return
        taken = {"summary", "honors", *self.nodes}  # the first two are made of what stands elsewhere
        number = next(number for number in range(1, len(taken) + 2) if _numbered(name, number) not in taken)
        own = _numbered(name, number)
        if kind == "publications" and not self.job.is_direct:
            entries = self._once(own, entries)
        self.job.counts[own] += len(entries)
        found = Sequence(tuple(entries), entries[0].origin, 1)
        if own == kind and not title:
            self.nodes[own] = found
            return
        values: dict[str, Node] = {"title": written(title)} if title else {}
        values |= {"type": told(kind, found.origin), "entries": found}
        self.nodes[own] = mapping_of(values, found.origin)

    def _once(self, name: str, entries: list[Mapping]) -> list[Mapping]:
        """Return publications without those that stand there already: a CV with one of them twice is refused."""
        kept = []
        for number, entry in enumerate(entries):
            signs = signs_of(entry)
            first = next((self.works[sign] for sign in signs if sign in self.works), None)
            for sign in signs:
                self.works.setdefault(sign, entry)
            if first:
                why = f"the same publication stands in line {first.origin.line}"
                self.job.leave(f"{name}[{number}]", entry, why)
            else:
                kept.append(entry)
        return kept

    def more(self, entries: list[Mapping]) -> None:
        """Add the section of what the basics have no key for."""
        self.add("more", "general", plain("More"), entries)

    def top(self, origin: Origin) -> dict[str, Node]:
        """Return the key `sections` with its value, if there are any."""
        return {"sections": mapping_of(self.nodes, origin)} if self.nodes else {}


def signs_of(entry: Mapping) -> list[str]:
    """Return by what a publication is known: its title, kind, date and venue together; its DOI."""
    says = {key.value: node.value for key, node in entry.pairs if isinstance(node, Scalar)}
    title = "".join(filter(str.isalnum, says.get("title", "").casefold()))
    doi = says.get("doi", "").casefold() or doi_in(says.get("url", ""))
    told = "\n".join((title, *(says.get(key, "") for key in ("kind", "date", "venue"))))
    return [*([told] if title else []), *([doi] if doi else [])]


def name_of(title: str) -> str:
    """Return the name of a section of one's own: `coverLetter` is `cover_letter`."""
    return re.sub(r"\W+", "_", words_of(title).lower()).strip("_")[:40] or "section"


def with_design(cv: Mapping) -> Mapping:
    """Return a CV with what makes all of it be seen: the photo, and identifiers written out."""
    pairs = {key.value: value for key, value in cv.pairs}
    keys = {key.value for value in pairs.values() for key in keys_in(value)}
    options: dict[str, Node] = {"photo": told("yes", cv.origin)} if "photo" in keys else {}
    if keys & {"doi", "isbn"}:
        options["publications"] = told("full", cv.origin)
    return mapping_of({**pairs, **({"design": mapping_of(options, cv.origin)} if options else {})}, cv.origin)


def keys_in(node: Node) -> Iterator[Scalar]:
    """Yield every key in a node."""
    if isinstance(node, Mapping):
        for key, value in node.pairs:
            yield key
            yield from keys_in(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from keys_in(item)


def _numbered(name: str, number: int) -> str:
    return f"{name}_{number}" if number > 1 else name
