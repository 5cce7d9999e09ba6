"""What the values of an object say together, or by themselves: dates that contradict each other, e-mail addresses."""

from __future__ import annotations

from collections.abc import Iterable

from cvgen.diagnostics import Origin
from cvgen.entries import Reference
from cvgen.fits import FITS
from cvgen.model import Basics, Entry, Item, Section, SectionChoice, Text, Variant
from cvgen.naming import pattern_problem
from cvgen.patterns import pattern
from cvgen.reader.problems import Problems, did_you_mean, one_of
from cvgen.works import KINDS, STATUSES, Patent, Publication

_KINDS_ELSEWHERE = {
    "article": "journal",
    "inproceedings": "conference",
    "proceedings": "conference",
    "incollection": "chapter",
    "inbook": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "arxiv": "preprint",
    "misc": "other",
}
"""Kinds of publications in BibTeX, and what cvgen calls them."""
HIDEABLE = ("email", "phone", "url", "location", "profiles", "photo", "native_name", "orcid")
EMAIL = pattern(r'(?:[^\s@,;:<>()"]+|"[^"]+")@[^\s@,;:<>()"]*[^\s@,;:<>()".]')


def check_basics(problems: Problems, basics: Basics) -> None:
    """Note what is wrong with the basics: no e-mail address, private names."""
    if basics.email:
        _check_email(problems, basics.email, basics.place("email"))
    for name in basics.private:
        if name not in HIDEABLE:
            hint = did_you_mean(name, HIDEABLE) or one_of(HIDEABLE)
            problems.error(basics.place(f"private.{name}"), f"'{name}' cannot be private", "private", hint)


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
    check_priority(problems, entry)
    if isinstance(entry, Publication) and entry.kind not in KINDS:
        problems.error(entry.place("kind"), *_unknown_kind(entry.kind))
    if isinstance(entry, Reference) and entry.email is not None:
        _check_email(problems, entry.email.plain, entry.place("email"))
    if isinstance(entry, Publication | Patent) and entry.status:
        _check_status(problems, entry.status, entry.place("status"))


def _check_status(problems: Problems, status: Text, origin: Origin) -> None:
    """Note a status that is almost, but not quite, one that languages have words for."""
    said = " ".join(status.plain.casefold().replace("-", " ").split())
    hint = "" if said in STATUSES or len(status.versions) > 1 else did_you_mean(said, STATUSES)
    if hint:
        problems.warn(origin, f"'{status.plain}' is printed as it is, in every language", "status", hint)


def _unknown_kind(kind: str) -> tuple[str, str, str]:
    """Return the message, the code and the hint for a kind of publications that cvgen does not know."""
    ours = _KINDS_ELSEWHERE.get(kind.lower())
    hint = f"cvgen calls it '{ours}'" if ours else did_you_mean(kind, KINDS) or one_of(KINDS)
    return f"unknown kind of publication '{kind}'", "kind", hint


def check_priority(problems: Problems, item: Item | SectionChoice | Variant) -> None:
    """Note priorities above 100."""
    for key in ("priority", "min_priority"):
        if (getattr(item, key, None) or 0) > 100:
            problems.error(item.place(key), "a priority is a number from 0 to 100", "priority")


def check_marks(problems: Problems, section: Section) -> None:
    """Note marks on authors' names that no publication of the section explains, and explained ones that none has."""
    papers = [entry for entry in section.entries if isinstance(entry, Publication)]
    explained = {mark for paper in papers for mark in paper.marks}
    for paper in papers:
        used = {mark for author in paper.authors for mark in marks_of(author.marks, explained)}
        for author in paper.authors:
            unknown = [mark for mark in marks_of(author.marks, explained) if mark not in explained]
            for mark in unknown:
                hint = f'say what it means: marks: {{"{mark}": equal contribution}}'
                problems.warn(author.origin, f"the mark {mark} of '{author.name}' has no meaning", "mark", hint)
            explained.update(unknown)  # said once
        for mark in paper.marks:
            if mark not in used:
                message = f"no author of this publication has the mark {mark}"
                problems.warn(paper.place("marks"), message, "unused-mark", f"put it behind a name: Ada Lovelace{mark}")


def marks_of(written: str, known: Iterable[str]) -> list[str]:
    """Return the single marks behind a name: `*†` is two, unless that is explained as one."""
    return [written] if written in known else list(dict.fromkeys(written))


def check_variants(problems: Problems, variants: Iterable[Variant]) -> None:
    """Note words and numbers in variants that cannot be meant."""
    for variant in variants:
        if variant.private not in ("show", "hide"):
            problems.error(variant.place("private"), "'private' is either show or hide", "private")
        if variant.pages == 0:
            problems.error(variant.place("pages"), "a CV has at least one page", "pages")
        if variant.fit not in FITS:
            hint = did_you_mean(variant.fit, FITS) or one_of(FITS)
            problems.error(variant.place("fit"), f"there is no way '{variant.fit}' to fit a page", "fit", hint)
        problem = pattern_problem(variant.filename)
        if problem:
            problems.error(variant.place("filename"), problem, "filename", "write it as '{name}-{variant}'")
        _check_limits(problems, variant)
        for choice in variant.sections:
            _check_limits(problems, choice)
            _check_choice(problems, choice)


def _check_limits(problems: Problems, at: Variant | SectionChoice) -> None:
    check_priority(problems, at)
    if at.since and not at.since.year:
        problems.error(at.place("since"), "this date names no year", "date", "write 2015 or 2015-09")


def _check_choice(problems: Problems, choice: SectionChoice) -> None:
    for kind in choice.kinds:
        if kind not in KINDS:
            problems.error(choice.place(f"kinds.{kind}"), *_unknown_kind(kind))
    if choice.pages is not None and choice.pages <= 0:
        problems.error(choice.place("pages"), "a section takes some room", "pages", "leave it out of the list instead")
