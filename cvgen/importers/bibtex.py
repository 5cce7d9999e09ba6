"""A .bib file → a cv.yaml with its publications, to be kept from then on instead of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cvgen.diagnostics import Diagnostic, InputError
from cvgen.importers import Imported
from cvgen.importers.writing import author, date, listed, scalar, source_of
from cvgen.model import Author, Date, Text
from cvgen.names import fits
from cvgen.reader.bib import read_bib
from cvgen.reader.objects import keys_of
from cvgen.reader.problems import Problems
from cvgen.works import Publication

_HEAD = """\
# The publications of {file}, as cvgen read them. From now on this is the file to change;
# to keep the .bib file instead, write `publications: {{bib: [{name}]}}` and only what it cannot say under `entries`.
# Each entry keeps its key; `kind` decides under which heading it stands. All keys: docs/fields.md.
basics:
  name: {owner}  # {guess}
sections:
  publications:
"""
_FIRST = ("key", "title", "authors", "kind", "venue", "venue_short", "date")


def read(path: Path, target: Path | None = None) -> Imported:  # noqa: ARG001
    """Return a cv.yaml with the publications of a .bib file. Raises InputError if anything in that is wrong."""
    problems = Problems(str(path))
    try:
        entries = read_bib(path, problems)
    except OSError as error:
        message = f"cannot read '{path}': {error.strerror or error}"
        raise InputError([Diagnostic(problems.at(1, 1), message, "file")]) from error
    if not entries:
        problems.error(problems.at(1, 1), "there is no entry in this file", "bib", "an entry starts with @article{…")
    problems.raise_errors()
    kept, twice = _once(entries, problems)
    owner, guess = _owner(kept)
    head = _HEAD.format(file=path.name, name=scalar(path.name), owner=scalar(owner), guess=guess)
    text = head + "\n\n".join("\n".join(_entry(entry)) for entry in kept) + "\n"
    if twice:
        text += "\n# What stands there already:\n" + "".join(f"#{line}\n" for one in twice for line in _entry(one))
    summary = f"{path}: BibTeX; entries: publications {len(kept)}"
    return Imported(text, problems.sorted(), summary + (f"; {len(twice)} kept as comments" if twice else ""))


def _once(entries: tuple[Publication, ...], problems: Problems) -> tuple[list[Publication], list[Publication]]:
    """Return the entries, and apart from them those that are there already: a CV with one of them twice is refused."""
    seen: dict[str, Publication] = {}
    kept: list[Publication] = []
    twice: list[Publication] = []
    for entry in entries:
        title = "".join(filter(str.isalnum, entry.title.plain.casefold()))
        signs = [repr((title, entry.kind, entry.date, entry.venue and entry.venue.plain))]
        signs += [entry.doi.casefold()] if entry.doi else []
        first = next((seen[sign] for sign in signs if sign in seen), None)
        for sign in signs:
            seen.setdefault(sign, entry)
        (twice if first else kept).append(entry)
        if first:
            message = f"{entry.key}: the same publication stands in line {first.origin.line}, as {first.key}"
            problems.warn(entry.origin, message, "import", "it is kept in a comment at the end")
    return kept, twice


def _owner(entries: list[Publication]) -> tuple[str, str]:
    """Return who wrote most of the works, by the longest form of the name, and what to say of that."""
    counted = Counter(one.name for entry in entries for one in entry.authors)
    whole = [name for name in counted if len(name.split()) > 1]
    if not whole:
        return "Your Name", "nobody is named as an author: write your name here"
    # the 99 most frequent ones are enough, and each is held against all
    likely = sorted(whole, key=lambda name: -counted[name])[:99]
    total = {name: sum(counted[one] for one in counted if one == name or fits(one, name)) for name in likely}
    name = max(likely, key=lambda name: (total[name], len(name)))
    return name, f"the author of {total[name]} of {len(entries)}: write your own name if this is not it"


def _entry(entry: Publication) -> Iterator[str]:
    """Yield the lines of an entry."""
    start = "    - "
    keys = [*_FIRST, *(key for key in keys_of(Publication) if key not in _FIRST)]
    for key in keys:
        for line in _lines(key, getattr(entry, key)):
            yield start + line
            start = "      "


def _lines(key: str, value: object) -> Iterator[str]:
    """Yield the lines of a key, or none if it says nothing of its own."""
    default = keys_of(Publication)[key][1].default
    if not value or value == default:
        return
    if isinstance(value, Text):
        yield f"{key}: {scalar(source_of(value.inlines))}"
    elif isinstance(value, Date):
        yield f"{key}: {scalar(date(value))}"
    elif isinstance(value, bool):
        yield f"{key}: {str(value).lower()}"
    elif isinstance(value, dict):
        pairs = (f"{scalar(sign)}: {scalar(source_of(text.inlines))}" for sign, text in value.items())
        yield f"{key}: {{{', '.join(pairs)}}}"
    elif key == "links":
        yield f"{key}:"
        for link in value:  # type: ignore[attr-defined]
            yield f"  {scalar(source_of(link.label.inlines))}: {scalar(link.url)}"
    elif isinstance(value, tuple):
        yield f"{key}: {listed(author(one) if isinstance(one, Author) else str(one) for one in value)}"
    else:
        yield f"{key}: {scalar(str(value))}"
