"""What to build of a CV: variants, what they show of each section, how they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cvgen.frozen import record
from cvgen.model.base import Date, LanguageTag, Located, Tag, Text, part


@record(frozen=True, kw_only=True, eq=False, repr=False)
class SectionChoice(Located):
    """How a variant shows a section: under which title, which of its entries, and how much room it may take."""

    name: str = part(required=True)
    title: Text | None = None
    include: tuple[Tag, ...] = ()
    exclude: tuple[Tag, ...] = ()
    kinds: tuple[str, ...] = ()
    since: Date | None = None
    min_priority: int | None = None
    limit: int | None = None
    highlights: int | None = None
    priority: int | None = None
    pages: float | None = None


FONT_ROLES, FONT_STYLES = ("text", "headings", "fallback"), ("regular", "bold", "italic", "bold-italic", "light")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class FontChoice(Located):
    """A font that the user names: a file or a family under "regular", or files by style (of `FONT_STYLES`)."""

    files: Mapping[str, str] = field(default_factory=dict, hash=False)


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Design(Located):
    """The look that the user asks for: options of the template, as typed, and fonts by role (of `FONT_ROLES`)."""

    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    fonts: Mapping[str, FontChoice] = field(default_factory=dict, hash=False)

    def over(self, other: Design) -> Design:
        """Return both designs as one, in which what this one says wins."""
        merged = {key: {**getattr(other, key), **getattr(self, key)} for key in ("options", "fonts", "places")}
        return Design(**merged, origin=self.origin)


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Variant(Located):
    """One document to build: a template and what it shows. No `sections` means all, in the file's order.

    What it `extends`, the reader has put into it.
    """

    name: str
    template: str = ""
    extends: str = ""
    language: LanguageTag = LanguageTag("")
    pages: int | None = None
    fit: str = "drop"
    filename: str = ""
    sections: tuple[SectionChoice, ...] = ()
    include: tuple[Tag, ...] = ()
    exclude: tuple[Tag, ...] = ()
    since: Date | None = None
    min_priority: int | None = None
    private: str = "hide"
    design: Design = Design()
