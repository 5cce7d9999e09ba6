"""What the classes of the model are made of: places, texts, dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NewType

from cvgen.diagnostics import NOWHERE, Origin
from cvgen.frozen import record
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


@record(frozen=True, kw_only=True, eq=False, repr=False)
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


@record(frozen=True)
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
