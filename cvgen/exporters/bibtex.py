"""The publications of a CV → a .bib file. Read back, it says the same; exported again, it is the same.

Fields are those of BibTeX, of biblatex where BibTeX has none, and of cvgen's own for what neither has (`acceptance`,
`award`, `marks`, …): BibTeX passes over fields that it does not know. Highlights, and texts in other languages, stay
behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cvgen.exporters import Exported, Request
from cvgen.exporters.latex_text import latex_of, protected
from cvgen.model import CV, Author, Text
from cvgen.names import folded
from cvgen.patterns import pattern
from cvgen.reader.bib.pieces import MONTHS
from cvgen.reader.bib.works import kind_of
from cvgen.works import Publication

_TYPES = {
    "journal": "article", "conference": "inproceedings", "workshop": "inproceedings", "chapter": "incollection",
    "book": "book", "report": "techreport", "patent": "patent", "software": "software", "dataset": "dataset",
    "preprint": "unpublished", "thesis": "phdthesis", "other": "misc",
}  # fmt: skip
_THESES = {"Ph.D. thesis": "phdthesis", "Master’s thesis": "mastersthesis"}
_TEXTS = {
    "venue_short": "shortjournal", "series": "series", "volume": "volume", "number": "number", "chapter": "chapter",
    "pages": "pages", "edition": "edition", "version": "version", "publisher": "publisher", "location": "address",
    "genre": "type", "topic": "topic", "acceptance": "acceptance", "award": "award", "status": "pubstate",
    "note": "note", "summary": "summary",
}  # fmt: skip
_INSTITUTIONS = {"thesis": "school", "patent": "holder"}
_PUBSTATES = {"in press": "inpress", "to appear": "forthcoming", "in preparation": "inpreparation"}
_TEAM = pattern(r"\b(collaboration|consortium|team|group|inc|ltd|gmbh|project|committee|initiative)\b", re.I)
_SUFFIX = pattern(r"(?: |, )(Jr\.?|Sr\.?|II|III|IV)$")


def export(request: Request) -> Exported:
    """Return the publications that a variant shows."""
    return Exported(write(request.cv))


def write(cv: CV) -> str:
    """Return the publications of a CV as the text of a .bib file, in the CV's order, each under a key of its own."""
    works = [entry for section in cv.sections for entry in section.entries if isinstance(entry, Publication)]
    return "\n".join(_entry(work, key) for work, key in zip(works, keys_of(works), strict=True))


def keys_of(works: Iterable[Publication]) -> list[str]:
    """Return a key for each work: its own, or family name, year and a word of the title, as in `lovelace1843notes`."""
    works = list(works)
    used = {work.key.casefold() for work in works if work.key}
    keys = []
    for work in works:
        key = work.key
        if not key:
            base, number = _key(work), 1
            while (key := base if number == 1 else f"{base}-{number}").casefold() in used:
                number += 1
            used.add(key.casefold())
        keys.append(key)
    return keys


def _key(work: Publication) -> str:
    people = work.authors or work.editors
    family = people[0].family or people[0].name.split()[-1] if people and people[0].name.split() else ""
    year = str(work.date.year) if work.date and work.date.year else ""
    word = next((word for word in re.findall(r"\w+", folded(work.title.plain)) if len(word) > 3), "")
    return "".join(re.findall(r"[a-z0-9]+", folded(family) + year + word)) or "work"


def _entry(work: Publication, key: str) -> str:
    kind = _THESES.get(work.genre.plain, "thesis") if work.kind == "thesis" and work.genre else _TYPES[work.kind]
    kind = "misc" if work.kind == "preprint" and work.arxiv and not work.note else kind
    fields = list(_fields(work, kind))
    width = max(len(name) for name, _ in fields)
    return f"@{kind}{{{key},\n" + "".join(f"  {name:{width}} = {value},\n" for name, value in fields) + "}\n"


def _fields(work: Publication, kind: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry with their values in braces."""
    for name, people in (("author", work.authors), ("editor", work.editors)):
        if people:
            yield name, _braced(" and ".join(map(name_of, people)))
    yield "title", _braced(protected(work.title.inlines))
    if work.venue:
        yield "journal" if kind == "article" else "booktitle", _braced(latex_of(work.venue.inlines))
    for key, name in _TEXTS.items():
        text: Text | None = getattr(work, key)
        if text and not (key == "genre" and text.plain in _THESES):
            yield name, _braced(latex_of(text.inlines) if key != "status" else _state(text))
    if work.institution:
        yield _INSTITUTIONS.get(work.kind, "institution"), _braced(latex_of(work.institution.inlines))
    yield from _dates(work)
    yield from _identifiers(work)
    if work.url:
        yield "url", _braced(work.url)
    if kind_of(kind, work.venue or work.series, work.arxiv is not None) != work.kind:
        yield "kind", _braced(work.kind)
    yield from _own(work)


def _state(text: Text) -> str:
    return _PUBSTATES.get(text.plain, latex_of(text.inlines))


def _dates(work: Publication) -> Iterator[tuple[str, str]]:
    date = work.date or work.end or work.start
    if date is None:
        return
    if date.words or not date.year:
        yield "year", _braced(latex_of(Text.of(date.words or "to appear").inlines))
    else:
        yield "year", _braced(str(date.year))
        if date.month:
            yield "month", (f'"{date.day}~" # ' if date.day else "") + list(MONTHS)[date.month - 1]


def _identifiers(work: Publication) -> Iterator[tuple[str, str]]:
    for name in ("doi", "pmid", "isbn", "urn"):
        if getattr(work, name):
            yield name, _braced(getattr(work, name).replace("{", "").replace("}", ""))
    if work.arxiv:
        yield "eprint", _braced(work.arxiv)
        yield "archiveprefix", _braced("arXiv")


def _own(work: Publication) -> Iterator[tuple[str, str]]:
    """Yield what only cvgen reads."""
    if work.tags:
        yield "keywords", _braced(", ".join(work.tags))
    if work.marks:
        pairs = (
            f"{latex_of(Text.of(sign).inlines)}: {{{latex_of(text.inlines)}}}" for sign, text in work.marks.items()
        )
        yield "marks", _braced("; ".join(pairs))
    if work.links:
        yield "links", _braced("; ".join(f"{{{latex_of(one.label.inlines)}}}: {one.url}" for one in work.links))
    if work.priority not in (None, 50):
        yield "priority", _braced(str(work.priority))
    if work.keep:
        yield "keep", _braced("true")


def name_of(author: Author) -> str:
    """Return a name as BibTeX has it: `von Last, Jr, First` where the family name is known, a team in braces."""
    name, marks = author.name, _marks(author.marks)
    if name == "et al.":
        return "others"
    latex = latex_of(Text.of(name).inlines)
    if author.family == name or " and " in name or ("," in name and not author.family) or _TEAM.search(name):
        return f"{{{latex}}}{marks}"
    suffix = _SUFFIX.search(name)
    bare = name[: suffix.start()] if suffix else name
    family = author.family if author.family and bare.endswith(" " + author.family) else _family(bare)
    if family == bare:
        return latex + marks
    first = bare[: -len(family)].strip()
    parts = [family, *([suffix[1]] if suffix else []), first]
    return ", ".join(latex_of(Text.of(part).inlines) for part in parts) + marks


def _family(name: str) -> str:
    """Return the family name as BibTeX finds it: the last word, with small ones before it such as `von`."""
    words = name.split()
    small = next((at for at, word in enumerate(words) if at and word[0].islower()), len(words) - 1)
    return " ".join(words[min(small, len(words) - 1) :])


def _marks(signs: str) -> str:
    letters = "".join(sign for sign in signs if sign.isalnum())
    others = "".join(sign for sign in signs if not sign.isalnum())
    return latex_of(Text.of(others).inlines) + "".join(f"\\textasciicircum{{}}{letter}" for letter in letters)


def _braced(text: str) -> str:
    return f"{{{text}}}"
