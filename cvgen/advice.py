"""What a careful friend would point out in a CV that can be printed as it is. Each is a warning, and can be allowed.

`docs/checking.md` lists them for users.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from cvgen.diagnostics import Diagnostic
from cvgen.identifiers import doi_in
from cvgen.model import CV, Author, Date, Entry, Section, Variant
from cvgen.patterns import pattern
from cvgen.publications import Owner, lists_of
from cvgen.select import shown
from cvgen.works import Publication

FAR_YEARS = 10  # that an end may lie ahead: degrees, grants and posts end in the future, but not that late
_OTHERS = pattern(r"(and )?(\d+ )?others|et al\.?|…|\.\.\.", re.IGNORECASE)
_ONE_WORD = pattern(r"[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯΑ-Ω][a-zß-öø-ÿā-žа-яα-ω]+")
_PAPER = ("paper", "doi", "article", "publisher", "pdf")
_ALLOWED = pattern(r"#\s*cvgen:\s*allow\s+([a-z, -]+)")


def advise(cv: CV, today: datetime.date | None = None) -> list[Diagnostic]:
    """Return what should be looked at in a whole CV. Without a `today` no date counts as future.

    What a comment in the line allows, `# cvgen: allow future`, is not among it. An error is what cannot be meant: the
    same publication twice.
    """
    found = [*_owner(cv), *_one_word(cv), *_twice(cv), *_not_shown(cv)]
    if today:
        found += _future(cv, today)
    return [problem for problem in found if problem.severity == "error" or not is_allowed(problem)]


def is_allowed(problem: Diagnostic) -> bool:
    """Return whether the line of a problem ends in a comment that allows it: `# cvgen: allow CODE`."""
    match = _ALLOWED.search(problem.source)
    return match is not None and problem.code in re.split(r"[,\s]+", match[1])


def _publications(cv: CV) -> list[Publication]:
    return [entry for section in cv.sections for entry in section.entries if isinstance(entry, Publication)]


def _owner(cv: CV) -> Iterator[Diagnostic]:
    """Whether the owner is among the authors of each publication."""
    owner = Owner(cv.basics, lists_of(cv), cv.people)
    lists = [entry for entry in _publications(cv) if entry.authors and not _torn(entry)]
    without = [entry for entry in lists if not any(owner(a) or _OTHERS.fullmatch(a.name) for a in entry.authors)]
    if not without:
        return
    name = cv.basics.name
    hint = "name other spellings: basics: {aliases: [" + _spelling(name) + "]}"
    if len(without) == len(lists) and len(lists) > 1:
        message = f"'{name}' is in none of the {len(lists)} lists of authors"
        yield cv.problem(cv.basics.place("name"), message, "owner", hint, "warning")
        return
    for entry in without:
        message = f"'{name}' is not among the authors of this publication"
        yield cv.problem(entry.place("authors"), message, "owner", hint, "warning")


def _spelling(name: str) -> str:
    first, _, last = name.rpartition(" ")
    return f"{first[:1]}. {last}" if first else name


def _one_word(cv: CV) -> Iterator[Diagnostic]:
    """Names that lost their other half: `[Wen, Wei]` is two authors for YAML."""
    for entry in _publications(cv):
        lone = [author for author in entry.authors if _ONE_WORD.fullmatch(author.name)]
        pair = _torn(entry)
        if pair:
            message = f"'{pair[0].name}' and '{pair[1].name}' count as two authors"
            hint = f"if they are one, write {pair[1].name} {pair[0].name}"
            yield cv.problem(pair[0].origin, message, "one-word-author", hint, "warning")
        elif lone and len(entry.authors) > 1:
            message = f"the author '{lone[0].name}' has one word"
            yield cv.problem(lone[0].origin, message, "one-word-author", "write the whole name", "warning")


def _torn(entry: Publication) -> tuple[Author, Author] | None:
    """Return the first two authors in a row who have one word each."""
    pairs = zip(entry.authors, entry.authors[1:], strict=False)
    return next((pair for pair in pairs if all(_ONE_WORD.fullmatch(author.name) for author in pair)), None)


def _twice(cv: CV) -> Iterator[Diagnostic]:
    """Publications that were listed before: with the same DOI, or the same title."""
    seen: dict[str, Publication] = {}
    for entry in _publications(cv):
        title = "".join(filter(str.isalnum, entry.title.plain.casefold()))
        for key, what in ((_doi(entry), "DOI"), (title, "title")):
            first = seen.setdefault(key, entry) if key else entry
            if first is not entry:
                yield _twice_problem(cv, entry, first, what)
                break


def _doi(entry: Publication) -> str:
    if entry.doi:
        return entry.doi.casefold()
    labelled = [link.url for link in entry.links if link.label.plain.casefold() in _PAPER]
    return next(filter(None, (doi_in(url or "") for url in (entry.url, *labelled))), "")


def _twice_problem(cv: CV, entry: Publication, first: Publication, what: str) -> Diagnostic:
    """An error if nothing tells the two apart: a preprint and its article may well share a title."""
    same = what == "DOI" or (entry.kind == first.kind and entry.date == first.date and entry.venue == first.venue)
    elsewhere = f" of {first.origin.file}" if first.origin.file != entry.origin.file else ""
    message = f"a publication with the same {what} stands in line {first.origin.line}{elsewhere}"
    hint = "keep one of them" if same else "if they are one work, keep one of them"
    return cv.problem(entry.place("title"), message, "twice", hint, "error" if same else "warning")


def _future(cv: CV, today: datetime.date) -> Iterator[Diagnostic]:
    """Dates that have not come yet. It may be tomorrow already where the user is."""
    latest = today + datetime.timedelta(days=1)
    for section in cv.sections:
        for entry in section.entries:
            for field in fields(entry):
                value = getattr(entry, field.name)
                years = FAR_YEARS if field.name == "end" else 0
                if isinstance(value, Date) and _is_after(value, latest, years):
                    hint = f"today is {today.isoformat()}; what goes on ends in 'present'"
                    yield cv.problem(value.origin, "this date lies in the future", "future", hint, "warning")


def _is_after(value: Date, day: datetime.date, years: int) -> bool:
    key = (value.year or 0, value.month or 1, value.day or 1)
    return not value.present and key > (day.year + years, day.month, day.day)


def _not_shown(cv: CV) -> Iterator[Diagnostic]:
    """Entries that no variant shows. What a `limit`, say, leaves out is left out on purpose."""
    sections = [section for variant in cv.variants for section in shown(cv, _unlimited(variant))]
    seen = {entry.origin for section in sections for entry in section.entries}
    honors = any(section.name == "honors" for section in sections)
    for section in cv.sections:
        if section.name == "awards" and honors:  # where an award that a publication names too is shown but once
            continue
        hidden = [entry for entry in section.entries if entry.origin not in seen]
        if hidden and len(hidden) == len(section.entries):
            message = f"no variant shows the section '{section.name}'"
            yield cv.problem(section.origin, message, "not-shown", "name it in the sections of a variant", "warning")
        else:
            yield from _hidden(cv, section, hidden)


def _hidden(cv: CV, section: Section, hidden: Iterable[Entry]) -> Iterator[Diagnostic]:
    for entry in hidden:
        message, hint = f"no variant shows this entry of the section '{section.name}'", "look at its tags"
        yield cv.problem(entry.origin, message, "not-shown", hint, "warning")


def _unlimited(variant: Variant) -> Variant:
    """Return a variant without what leaves entries out for their number, age or weight."""
    sections = tuple(replace(one, limit=None, since=None, min_priority=None) for one in variant.sections)
    return replace(variant, sections=sections, since=None, min_priority=None)
