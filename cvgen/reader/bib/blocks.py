"""A .bib file → its entries: types, keys, and the values of their fields as BibTeX would hand them to a style.

`bibtexparser` splits the file; here strings are put together, `@string`s and months filled in, and `crossref`s
followed. What is wrong is noted at its line. The rules are those of "BibTeXing" (btxdoc) and of biblatex's manual.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cvgen.diagnostics import Origin
from cvgen.frozen import record
from cvgen.patterns import pattern
from cvgen.reader.bib.pieces import MONTHS, Values
from cvgen.reader.bib.tables import UNREAD
from cvgen.reader.problems import Problems, did_you_mean

_LOST_ENTRY = pattern(r"^[ \t]*(article|book|in\w+|misc|\w*thesis|techreport|proceedings)\s*\{[^,{}\n]*,", re.M | re.I)
# what an entry does not take from the one that it refers to
_ITS_OWN = {
    "title",
    "subtitle",
    "doi",
    "url",
    "eprint",
    "crossref",
    "keywords",
    "abstract",
    "note",
    "pages",
    "key",
    "ids",
}


@record(frozen=True)
class Value:
    """The value of a field, and where it starts."""

    text: str
    origin: Origin


@dataclass
class Block:
    """An entry: its type and the names of its fields are in small letters."""

    type: str
    key: str
    origin: Origin
    fields: dict[str, Value] = field(default_factory=dict)
    is_parent: bool = False  # others refer to it


def blocks_of(text: str, problems: Problems) -> list[Block]:
    """Return the entries of a .bib file, in its order; `problems` has its lines.

    What is wrong is noted and left out.
    """
    from bibtexparser import model
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # we say what is wrong, with its place
    library = Splitter(text).split()
    macros = dict(MONTHS)
    found: dict[str, Block] = {}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, model.String):
            value = Values(problems, macros).joined(
                str(block.value), _place(problems, line, block.key, str(block.value))
            )
            macros[block.key.lower()] = value
        elif isinstance(block, model.Entry):
            read = _entry(block, line, problems, macros)
            if read and read.key.casefold() in found:
                _repeated(read, found[read.key.casefold()], problems)
            elif read:
                found[read.key.casefold()] = read
        elif isinstance(block, model.ImplicitComment | model.ParsingFailedBlock):
            _not_read(block, line, problems)
    _follow(found, problems)
    return list(found.values())


def _entry(block: Any, line: int, problems: Problems, macros: Mapping[str, str]) -> Block | None:
    """Return an entry with the values of its fields."""
    at = _find(problems, line, "@" + block.entry_type)
    if not block.key.strip() or re.search(r"\s", block.key):
        hint = "write a word of your own behind the opening brace: @article{smith2020,"
        problems.error(at, f"'{block.key}' is no key of an entry", "bib", hint)
        return None
    read = Block(block.entry_type.lower(), block.key, at)
    values, last = Values(problems, macros), at
    for one in block.fields:
        last = _place(problems, (one.start_line or 0) + 1, one.key, str(one.value), last)
        name = one.key.lower()
        if name in UNREAD:
            continue
        if name in read.fields:
            first = read.fields[name].origin.line
            message = f"the entry '{block.key}' has '{name}' twice; the first is in line {first}"
            problems.error(last, message, "bib", "keep one of them")
            continue
        read.fields[name] = Value(values.joined(str(one.value), last), last)
    return read


def _repeated(block: Block, first: Block, problems: Problems) -> None:
    message = f"the key '{block.key}' is used in line {first.origin.line} already"
    problems.error(block.origin, message, "bib", "each entry has a key of its own")


def _not_read(block: Any, line: int, problems: Problems) -> None:
    """Note what could not be read; what stands between entries is a comment, but for an entry without its @."""
    from bibtexparser import model

    if isinstance(block, model.DuplicateBlockKeyBlock):
        return _again(block, line, problems)
    if isinstance(block, model.DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        return problems.error(problems.at(line, 1), f"this entry has '{names}' twice", "bib", "keep one of them")
    if isinstance(block, model.ParsingFailedBlock):
        reason = str(getattr(block.error, "abort_reason", "") or block.error).rstrip(".")
        place = problems.at(line, 1)
        return problems.error(
            place, f"this entry cannot be read: {_plain_reason(reason)}", "bib", _hint(block.raw or "", reason)
        )
    for match in _LOST_ENTRY.finditer(str(block.comment)):
        at = problems.at(line + block.comment.count("\n", 0, match.start()), 1)
        problems.warn(at, "this looks like an entry without its @", "bib", f"write @{match[0].strip()}")
    return None


def _again(block: Any, line: int, problems: Problems) -> None:
    message = f"the key '{block.key}' is used in line {(block.previous_block.start_line or 0) + 1} already"
    problems.error(_find(problems, line, block.key), message, "bib", "each entry has a key of its own")


def _plain_reason(reason: str) -> str:
    if "end of file" in reason.lower() or "block start" in reason or "EOF" in reason:
        return "a brace or a quote of it is not closed"
    if "comma after entry key" in reason:
        return "there is no comma behind its key"
    return reason[:1].lower() + reason[1:]


def _hint(raw: str, reason: str) -> str:
    if "comma after entry key" in reason:
        return "write @article{smith2020, title = {…}}"
    opened, closed = raw.count("{"), raw.count("}")
    if opened > closed:
        return f"it has {opened} opening braces and {closed} closing ones"
    return "write it as @article{smith2020, title = {…}, year = 2020}"


def _place(problems: Problems, line: int, name: str, raw: str, after: Origin | None = None) -> Origin:
    """Return where the value of a field starts, behind its name and the sign of equality."""
    start = after.column if after and after.line == line else 1
    source = problems.lines[line - 1] if 0 < line <= len(problems.lines) else ""
    named = re.compile(rf"\b{re.escape(name)}\s*=\s*").search(source, start - 1)
    if not named:
        return problems.at(line, start)
    opening = len(raw[:1]) if raw[:1] in '{"' and source[named.end() : named.end() + 1] == raw[:1] else 0
    return problems.at(line, named.end() + 1 + opening)


def _find(problems: Problems, line: int, piece: str) -> Origin:
    source = problems.lines[line - 1] if 0 < line <= len(problems.lines) else ""
    return problems.at(line, source.find(piece) + 1 or 1)


def _follow(blocks: dict[str, Block], problems: Problems) -> None:
    """Fill the fields that entries take from those that they refer to; a title becomes the title of the book."""
    done: set[str] = set()
    for key in blocks:
        _fill(blocks, key, (), done, problems)


def _fill(blocks: dict[str, Block], key: str, way: tuple[str, ...], done: set[str], problems: Problems) -> None:
    block = blocks[key]
    if key in done or "crossref" not in block.fields:
        return None
    done.add(key)
    wanted = block.fields["crossref"]
    other = blocks.get(wanted.text.strip().casefold())
    if other is None:
        near = did_you_mean(wanted.text, [one.key for one in blocks.values()])
        message = f"the entry '{block.key}' refers to '{wanted.text}', which is not in this file"
        return problems.error(wanted.origin, message, "bib", near)
    if other.key.casefold() in (key, *way):
        return problems.error(wanted.origin, f"the entry '{block.key}' refers to itself", "bib", "leave it out")
    _fill(blocks, other.key.casefold(), (*way, key), done, problems)
    other.is_parent = True
    for name, value in other.fields.items():
        if name not in _ITS_OWN:
            block.fields.setdefault(name, value)
    if "title" in other.fields and not {"booktitle", "journal"} & block.fields.keys():
        block.fields["booktitle"] = other.fields["title"]
    return None
