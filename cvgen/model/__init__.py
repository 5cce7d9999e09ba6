"""The CV as typed, frozen data. Every text is rich (`markup.Inlines`) and may exist in several languages (`Text`).

An entry type is one class here. Its fields say by their `role` how an entry template that knows nothing else of the
type prints them, in the order in which they stand:

- `label`: the dates or terms beside the entry
- `head`: the words that name the entry; the first field of role `line` serves where there is none
- `line`: what follows the head on its line
- `aside`: what shares one line below the entry with all others of this role
- `detail`: a line of its own, introduced by `word` (a key of `words/en.yaml`) where there is one
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from cvgen.diagnostics import Diagnostic, Origin
from cvgen.frozen import record
from cvgen.identifiers import Orcid
from cvgen.model.base import Date, LanguageTag, Located, Tag, Text, Url, part
from cvgen.model.variants import FONT_ROLES, FONT_STYLES, Design, FontChoice, SectionChoice, Variant

__all__ = [
    "CV",
    "FONT_ROLES",
    "FONT_STYLES",
    "Author",
    "Basics",
    "Date",
    "Design",
    "Entry",
    "FontChoice",
    "Highlight",
    "Item",
    "LanguageTag",
    "Locale",
    "Located",
    "NamedLink",
    "Person",
    "Profile",
    "Section",
    "SectionChoice",
    "Tag",
    "Text",
    "Url",
    "Variant",
    "part",
]


@record(frozen=True, kw_only=True, eq=False, repr=False)
class NamedLink(Located):
    """A link with the words that stand for it, such as `paper`."""

    label: Text = part(required=True)
    url: Url = part(required=True)


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Author(Located):
    """One name of an author list and the marks attached to it (`Wei Wen*`).

    `family` is the part by which it is sorted, where a .bib file says so: all of it, if it is no person's.
    """

    name: str
    marks: str = ""
    family: str = field(default="", compare=False)


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Person(Located):
    """Someone who may stand in lists of authors: a student, say, whom a template marks by the role."""

    name: str = part(required=True)
    role: Text = part(required=True)
    aliases: tuple[str, ...] = ()


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Item(Located):
    """What selection works on: sections, entries and highlights.

    Where a limit leaves something out, it is what has the lowest `priority` (0-100), but never what says `keep`.
    Without a priority it has that of what it stands in; `select` gives one to each.
    """

    tags: tuple[Tag, ...] = ()
    priority: int | None = None
    keep: bool = False


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Highlight(Item):
    """One achievement within an entry."""

    text: Text = part(required=True)


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Entry(Item):
    """What all entries share; an entry type adds its own fields."""

    date: Date | None = part("label")
    start: Date | None = part("label")
    end: Date | None = part("label")
    url: Url | None = None
    links: tuple[NamedLink, ...] = ()
    summary: Text | None = part("detail")
    note: Text | None = part("detail")
    highlights: tuple[Highlight, ...] = ()


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Profile(Located):
    """An account at a network; without a username it is shown by the network's name."""

    network: str = part(required=True)
    username: str = ""
    url: Url = part(required=True)


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Basics(Located):
    """Who the CV is about. `private` names the fields that variants hide unless they say `private: show`."""

    name: str = part(required=True)
    native_name: Text | None = None
    label: Text | None = None
    email: str = ""
    phone: str = ""
    url: Url | None = None
    location: Text | None = None
    orcid: Orcid | None = None
    photo: str = ""
    photo_alt: Text | None = None
    private: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    summary: Text | None = None
    aliases: tuple[str, ...] = ()


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Section(Item):
    """A part of the CV. `type` is a key of `entries.ENTRY_TYPES`; without a title the locale's own is used.

    `bib` are the .bib files that some of its entries come from.
    """

    name: str
    type: str
    title: Text | None = None
    entries: tuple[Entry, ...] = ()
    bib: tuple[str, ...] = ()


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Locale(Located):
    """The language of the CV, as a BCP 47 tag."""

    language: LanguageTag = LanguageTag("en")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class CV(Located):
    """A whole cv.yaml. `sources` are the lines of its files by name, for the source shown below a diagnostic."""

    basics: Basics
    people: tuple[Person, ...] = ()
    sections: tuple[Section, ...] = ()
    variants: tuple[Variant, ...] = ()
    locale: Locale = Locale()
    design: Design = Design()
    engine: str = ""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False, hash=False)

    def lines_of(self, origin: Origin) -> tuple[str, ...]:
        """Return the lines of the file that a place is in; none if that is no file of this CV."""
        return self.sources.get(origin.file, ())

    def folder_of(self, origin: Origin, folder: Path) -> Path:
        """Return the folder of the file that a place is in, where `folder` is that of the CV itself."""
        return folder if origin.file == self.origin.file else Path(origin.file).parent

    def problem(self, origin: Origin, message: str, code: str, hint: str = "", severity: str = "error") -> Diagnostic:
        """Return a diagnostic at a place in a file of this CV, with its line for the caret."""
        lines = self.lines_of(origin)
        source = lines[origin.line - 1] if 0 < origin.line <= len(lines) else ""
        return Diagnostic(origin, message, code, hint, severity, source)
