"""Names as BibTeX writes them → authors: `von Last, Jr, First`, `First von Last`, `{A Team}`, `and others`."""

from __future__ import annotations

from functools import lru_cache

from cvgen.model import Author
from cvgen.reader.authors import MARKS, signs_of
from cvgen.reader.bib.blocks import Value
from cvgen.reader.bib.latex import plain_of
from cvgen.reader.problems import Problems

OTHERS = "et al."


class _Wrong(ValueError):
    """A name that BibTeX could not read either."""


def authors_of(value: Value, problems: Problems) -> tuple[Author, ...]:
    """Return the names of a field, each with its place; a name that cannot be read is noted."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    found = []
    source = " ".join(value.text.split())
    last = value.origin
    for name in split_multiple_persons_names(source) if " and " in source.lower() else [source]:
        origin = problems.find(last, name, last.line + 30)
        last = origin
        if name.lower() == "others":
            found.append(Author(name=OTHERS, origin=origin))
            continue
        try:
            printed, family = _read(name.strip().strip(","))
        except _Wrong as error:
            problems.error(origin, str(error), "bib", "write it as Last, First or First Last; put `and` between names")
            continue
        if printed:
            marks = MARKS.search(printed)
            signs = signs_of(marks[1]) if marks else ""
            bare = MARKS.sub("", printed)
            found.append(Author(name=bare, marks=signs, family=MARKS.sub("", family), origin=origin))
    return tuple(found)


@lru_cache(maxsize=20_000)
def _read(name: str) -> tuple[str, str]:
    """Return a name as it is printed, and the family name in it: all of it, if it is no person's."""
    from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

    if name[:1] == "{" and _closes(name) == len(name):
        whole = plain_of(name)
        return whole, whole
    try:
        parts = parse_single_name_into_parts(name, strict=True)
    except InvalidNameError as error:
        reason = str(error).rpartition(": ")[2].lower().rstrip(".")
        raise _Wrong(f"'{name}' is no name that BibTeX can read: {reason}") from error
    first, von, last, jr = (
        plain_of(" ".join(words)) if words else "" for words in (parts.first, parts.von, parts.last, parts.jr)
    )
    # A mark behind any part, as in `Wen*, Wei`, belongs behind the whole name.
    marks = "".join(mark[1] for part in (first, last, jr) if (mark := MARKS.search(part)))
    first, last, jr = (MARKS.sub("", part) for part in (first, last, jr))
    family = " ".join(part for part in (von, last) if part)
    printed = " ".join(part for part in (first, family, jr) if part).replace("\u00a0", " ")
    return printed + marks, family.replace("\u00a0", " ")


def _closes(name: str) -> int:
    """Return where the brace closes with which a name starts."""
    depth = 0
    for at, char in enumerate(name):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if not depth:
            return at + 1
    return 0
