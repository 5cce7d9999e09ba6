"""A .bib file → a cv.yaml with its publications, to be kept from then on instead of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cvgen.diagnostics import Diagnostic, InputError
from cvgen.importers import Imported
from cvgen.importers.writing import author, date, listed, scalar, source_of
from cvgen.model import Author, Date, Text
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
    owner, guess = _owner(entries)
    head = _HEAD.format(file=path.name, name=scalar(path.name), owner=scalar(owner), guess=guess)
    text = head + "\n\n".join("\n".join(_entry(entry)) for entry in entries) + "\n"
    return Imported(text, problems.sorted())


def _owner(entries: tuple[Publication, ...]) -> tuple[str, str]:
    """Return who wrote most of the works, by the longest form of the name, and what to say of that."""
    names = [one.name for entry in entries for one in entry.authors]
    counted = Counter(name for name in names if len(name.split()) > 1)
    if not counted:
        return "Your Name", "nobody is named as an author: write your name here"
    name, number = max(counted.items(), key=lambda item: (item[1], len(item[0])))
    return name, f"the author of {number} of {len(entries)}: write your own name if this is not it"


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
