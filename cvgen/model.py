"""The CV as typed, frozen data. Every text is rich (`markup.Inlines`) and may exist in several languages (`Text`).

An entry type is one class here. Its fields say by their `role` how an entry template that knows nothing else of the
type prints them, in the order in which they stand:

- `label`: the dates or terms beside the entry
- `head`: the words that name the entry; the first field of role `line` serves where there is none
- `line`: what follows the head on its line
- `detail`: a line of its own, introduced by `word` (a key of `words/en.yaml`) where there is one
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

from cvgen.diagnostics import NOWHERE, Diagnostic, Origin
from cvgen.markup import Inlines, plain
from cvgen.tags import nearest

Url = NewType("Url", str)
Tag = NewType("Tag", str)
LanguageTag = NewType("LanguageTag", str)


def part(role: str = "", *, word: str = "", linked: bool = False, required: bool = False, default: Any = None) -> Any:
    """Declare a field: its `role` and `word` as above.

    The entry's `url` belongs to a `linked` field rather than to the head; a `required` one must be given.
    """
    return field(default=default, metadata={"role": role, "word": word, "linked": linked, "required": required})


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Located:
    """Anything read from the user's file: where it stands, and where each of its keys' values does."""

    origin: Origin = field(default=NOWHERE, compare=False, repr=False)
    places: Mapping[str, Origin] = field(default_factory=dict, compare=False, repr=False, hash=False)

    def place(self, key: str) -> Origin:
        """Return where the value of `key` stands, or the whole thing where it has no such key."""
        return self.places.get(key, self.origin)


@dataclass(frozen=True)
class Text:
    """A text in one or several languages: (language, text) pairs; the language is "" where the user named none."""

    versions: tuple[tuple[str, Inlines], ...]
    others: tuple[tuple[str, Inlines], ...] = field(default=(), compare=False, repr=False)  # what is not to be shown

    def in_language(self, language: str) -> Text:
        """Return this text in one language alone: the version with the nearest tag, else the first."""
        versions = dict(self.versions)
        tag = nearest(language, versions) or next(iter(versions))
        return Text(((tag, versions.pop(tag)),), (*versions.items(), *self.others))

    @property
    def inlines(self) -> Inlines:
        """The text in its first (after selection: its only) language."""
        return self.versions[0][1]

    @property
    def plain(self) -> str:
        """The characters of `inlines`, without markup."""
        return self.inlines.plain

    def __str__(self) -> str:
        raise TypeError("rich text has no string form: a writer must print it (or use .plain for its characters)")

    @classmethod
    def of(cls, value: str) -> Text:
        """Return plain text in no particular language."""
        return cls((("", plain(value)),))


@dataclass(frozen=True)
class Date:
    """A day, a month, a year, "present", or words such as "Fall 2018" (with the year, if they name one)."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    present: bool = False
    words: str = ""
    origin: Origin = field(default=NOWHERE, compare=False, repr=False)

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Later dates have greater keys; "present" is later than any."""
        return (9999, 0, 0) if self.present else (self.year or 0, self.month or 0, self.day or 0)

    def before(self, other: Date) -> bool:
        """Return whether this date is surely earlier than another; unknown parts leave it open."""
        for mine, theirs in zip(self.sort_key, other.sort_key, strict=True):
            if mine != theirs:
                return 0 < mine < theirs
        return False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NamedLink(Located):
    """A link with the words that stand for it, such as `paper`."""

    label: Text = part(required=True)
    url: Url = part(required=True)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Author(Located):
    """One name of an author list and the marks attached to it (`Wei Wen*`)."""

    name: str
    marks: str = ""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Item(Located):
    """What selection works on: entries and highlights.

    Where a limit leaves something out, it is what has the lowest `priority` (0-100), but never what says `keep`.
    """

    tags: tuple[Tag, ...] = ()
    priority: int = 50
    keep: bool = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Highlight(Item):
    """One achievement within an entry."""

    text: Text = part(required=True)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
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


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Profile(Located):
    """An account at a network; without a username it is shown by the network's name."""

    network: str = part(required=True)
    username: str = ""
    url: Url = part(required=True)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Basics(Located):
    """Who the CV is about. `private` names the fields that variants hide unless they say `private: show`."""

    name: str = part(required=True)
    native_name: Text | None = None
    label: Text | None = None
    email: str = ""
    phone: str = ""
    url: Url | None = None
    location: Text | None = None
    photo: str = ""
    private: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    summary: Text | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Section(Located):
    """A part of the CV. `type` is a key of `entries.ENTRY_TYPES`; without a title the locale's own is used."""

    name: str
    type: str
    title: Text | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SectionChoice(Located):
    """How a variant shows a section: under which title, and which of its entries."""

    name: str = part(required=True)
    title: Text | None = None
    include: tuple[Tag, ...] = ()
    exclude: tuple[Tag, ...] = ()
    limit: int | None = None
    highlights: int | None = None


FONT_ROLES, FONT_STYLES = ("text", "headings", "fallback"), ("regular", "bold", "italic", "bold-italic", "light")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FontChoice(Located):
    """A font that the user names: a file or a family under "regular", or files by style (of `FONT_STYLES`)."""

    files: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Design(Located):
    """The look that the user asks for: options of the template, as typed, and fonts by role (of `FONT_ROLES`)."""

    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    fonts: Mapping[str, FontChoice] = field(default_factory=dict, hash=False)

    def over(self, other: Design) -> Design:
        """Return both designs as one, in which what this one says wins."""
        merged = {key: {**getattr(other, key), **getattr(self, key)} for key in ("options", "fonts", "places")}
        return Design(**merged, origin=self.origin)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Variant(Located):
    """One document to build: a template and what it shows. No `sections` means all, in the file's order."""

    name: str
    template: str = ""
    language: LanguageTag = LanguageTag("")
    pages: int | None = None
    sections: tuple[SectionChoice, ...] = ()
    exclude: tuple[Tag, ...] = ()
    private: str = "hide"
    design: Design = Design()


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Locale(Located):
    """The language of the CV, as a BCP 47 tag."""

    language: LanguageTag = LanguageTag("en")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CV(Located):
    """A whole cv.yaml. `lines` are the file's own, for the source shown below a diagnostic."""

    basics: Basics
    sections: tuple[Section, ...] = ()
    variants: tuple[Variant, ...] = ()
    locale: Locale = Locale()
    design: Design = Design()
    engine: str = ""
    lines: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def problem(self, origin: Origin, message: str, code: str, hint: str = "", severity: str = "error") -> Diagnostic:
        """Return a diagnostic at a place in this file, with its line for the caret."""
        here = origin.file == self.origin.file and 0 < origin.line <= len(self.lines)
        return Diagnostic(origin, message, code, hint, severity, self.lines[origin.line - 1] if here else "")
