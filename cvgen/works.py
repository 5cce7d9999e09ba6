"""Works as entries: publications, patents, software; their kinds, and how far they can have got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cvgen.frozen import record
from cvgen.identifiers import Arxiv, Doi, Isbn, Pmid, Urn
from cvgen.model import Author, Date, Entry, Text, part

KINDS: dict[str, str] = {
    "journal": "J",
    "conference": "C",
    "workshop": "W",
    "chapter": "Ch",
    "book": "B",
    "thesis": "T",
    "preprint": "P",
    "report": "R",
    "patent": "N",
    "software": "S",
    "dataset": "D",
    "other": "O",
}
"""The kinds of publications, in the order of a CV, and the letters that number them."""
STATUSES = (
    "under review", "submitted", "accepted", "in press", "to appear", "in preparation", "published", "filed", "pending",
    "granted", "expired",
)  # fmt: skip
"""How far a work can have got, as the languages have words for it; other words are printed as they are."""
ROLES = ("student", "undergraduate", "postdoc", "advisee", "advisor", "mentee")
"""What the people of a CV can be, as the languages have words for it; other words are printed as they are."""


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Publication(Entry):
    """A paper, book, patent or other work; `marks` says what the marks on its authors' names mean."""

    key: str = ""
    title: Text = part("head", required=True)
    authors: tuple[Author, ...] = part("detail", default=())
    marks: Mapping[str, Text] = field(default_factory=dict, hash=False)
    kind: str = "other"
    genre: Text | None = part("line")
    topic: Text | None = None
    status: Text | None = part("line")
    venue: Text | None = part("line")
    venue_short: Text | None = part("line")
    series: Text | None = part("line")
    volume: Text | None = part("line", word="volume")
    number: Text | None = part("line", word="issue")
    chapter: Text | None = part("line", word="chapter_number")
    pages: Text | None = part("line", word="pages")
    editors: tuple[Author, ...] = part("line", word="editors", default=())
    edition: Text | None = part("line", word="edition")
    version: Text | None = part("line", word="version")
    publisher: Text | None = part("line")
    institution: Text | None = part("line")
    location: Text | None = part("line")
    doi: Doi | None = None
    arxiv: Arxiv | None = None
    pmid: Pmid | None = None
    isbn: Isbn | None = None
    urn: Urn | None = None
    acceptance: Text | None = part("detail", word="acceptance")
    award: Text | None = part("detail")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Patent(Entry):
    """A patent or an application for one."""

    title: Text = part("head", required=True)
    inventors: tuple[Author, ...] = part("line", default=())
    number: Text | None = part("line")
    assignee: Text | None = part("line")
    status: Text | None = part("line")
    filed: Date | None = part("aside", word="filed_on")
    granted: Date | None = part("aside", word="granted_on")


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Software(Entry):
    """A program, a library or a data set that one keeps up."""

    name: Text = part("head", required=True)
    role: Text | None = part("line")
    version: Text | None = part("line", word="version")
    authors: tuple[Author, ...] = part("line", default=())
    keywords: tuple[Text, ...] = part("line", default=())
    users: Text | None = part("line")
    license: Text | None = part("aside", word="license")
    doi: Doi | None = None
