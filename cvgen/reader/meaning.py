"""What the values of an object say together, or by themselves: dates that contradict each other, e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cvgen.diagnostics import Origin
from cvgen.entries import KINDS, Publication, Reference
from cvgen.model import Basics, Entry, Section, SectionChoice, Variant
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import Problems, did_you_mean, one_of

HIDEABLE = ("email", "phone", "url", "location", "profiles", "photo", "native_name")
EMAIL = re.compile(r'(?:[^\s@,;:<>()"]+|"[^"]+")@[^\s@,;:<>()"]*[^\s@,;:<>()".]')


def check_basics(problems: Problems, basics: Basics) -> None:
    """Note what is wrong with the basics: an empty name, no e-mail address, private names."""
    if not basics.name and "name" in basics.places:
        problems.error(basics.place("name"), "the name is empty", "empty-name")
    if basics.email:
        _check_email(problems, basics.email, basics.place("email"))
    for name in basics.private:
        if name not in HIDEABLE:
            hint = did_you_mean(name, HIDEABLE) or one_of(HIDEABLE)
            place = problems.find(basics.place("private"), name)
            problems.error(place, f"'{name}' cannot be private", "private", hint)


def _check_email(problems: Problems, address: str, origin: Origin) -> None:
    if not EMAIL.fullmatch(address):
        hint = "write one address, as in jane@example.org"
        problems.error(origin, f"'{address}' is no e-mail address", "email", hint)


def check_entry(problems: Problems, entry: Entry, what: str) -> None:
    """Note what is wrong with an entry as a whole; `what` names it ("a publication entry")."""
    if entry.start and entry.end and entry.end.before(entry.start):
        problems.error(entry.place("end"), "the end lies before the start", "reversed-dates")
    if entry.date and (entry.start or entry.end):
        message = f"{what} has a date, and a start or an end too"
        problems.error(entry.place("date"), message, "dates", "give either the date or the start and the end")
    if entry.priority > 100:
        problems.error(entry.place("priority"), "a priority is a number from 0 to 100", "priority")
    if isinstance(entry, Publication) and entry.kind not in KINDS:
        hint = did_you_mean(entry.kind, KINDS) or one_of(KINDS)
        problems.error(entry.place("kind"), f"unknown kind of publication '{entry.kind}'", "kind", hint)
    if isinstance(entry, Reference) and entry.email is not None:
        _check_email(problems, entry.email.plain, entry.place("email"))


def check_marks(problems: Problems, section: Section) -> None:
    """Note marks on authors' names that no publication of the section explains, and explained ones that none has."""
    papers = [entry for entry in section.entries if isinstance(entry, Publication)]
    explained = {mark for paper in papers for mark in paper.marks}
    for paper in papers:
        used = {mark for author in paper.authors for mark in _marks(author.marks, explained)}
        for author in paper.authors:
            unknown = [mark for mark in _marks(author.marks, explained) if mark not in explained]
            for mark in unknown:
                hint = f'say what it means: marks: {{"{mark}": equal contribution}}'
                problems.warn(author.origin, f"the mark {mark} of '{author.name}' has no meaning", "mark", hint)
            explained.update(unknown)  # said once
        for mark in paper.marks:
            if mark not in used:
                message = f"no author of this publication has the mark {mark}"
                problems.warn(paper.place("marks"), message, "unused-mark", f"put it behind a name: Ada Lovelace{mark}")


def _marks(written: str, known: Iterable[str]) -> list[str]:
    """Return the single marks behind a name: `*†` is two, unless that is explained as one."""
    return [written] if written in known else list(dict.fromkeys(written))


def check_variants(problems: Problems, variants: Iterable[Variant], sections: Node | None) -> None:
    """Note sections and tags that variants name but the file does not have, and words where only some are allowed.

    `sections` is the node of the file's sections: one that could not be read is there nevertheless.
    """
    names = ["summary", "honors"]
    if isinstance(sections, Mapping):
        names += [key.value for key, _ in sections.pairs]
    tags = list(dict.fromkeys(_tags(sections))) if sections else []
    for variant in variants:
        _check_tags(problems, variant, "exclude", tags)
        if variant.private not in ("show", "hide"):
            problems.error(variant.place("private"), "'private' is either show or hide", "private")
        if variant.pages == 0:
            problems.error(variant.place("pages"), "a CV has at least one page", "pages")
        for choice in variant.sections:
            if choice.name not in names:
                hint = did_you_mean(choice.name, names) or one_of(names)
                message = f"there is no section '{choice.name}' in this file"
                problems.error(choice.place("name"), message, "unknown-section", hint)
            _check_tags(problems, choice, "include", tags)
            _check_tags(problems, choice, "exclude", tags)


def _check_tags(problems: Problems, at: Variant | SectionChoice, key: str, tags: list[str]) -> None:
    for tag in getattr(at, key):
        if tag not in tags:
            hint = did_you_mean(tag, tags) or (one_of(tags) if tags else "")
            problems.error(
                problems.find(at.place(key), tag), f"no entry or highlight has the tag '{tag}'", "unknown-tag", hint
            )


def _tags(node: Node) -> Iterator[str]:
    """Yield the tags of entries and highlights below a node: of those too that could not be read."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _tags(item)
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            if key.value == "tags" and isinstance(value, Sequence):
                yield from (item.value for item in value.items if isinstance(item, Scalar))
            elif not isinstance(value, Scalar):
                yield from _tags(value)
