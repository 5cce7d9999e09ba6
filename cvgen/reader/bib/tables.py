"""What BibTeX and biblatex call things, and what cvgen calls them."""

from __future__ import annotations

TYPES: dict[str, str] = {
    "article": "journal", "suppperiodical": "journal", "periodical": "journal",
    "inproceedings": "conference", "conference": "conference", "proceedings": "book", "mvproceedings": "book",
    "incollection": "chapter", "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "inreference": "chapter",
    "suppcollection": "chapter", "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book",
    "booklet": "book", "reference": "book", "manual": "report", "phdthesis": "thesis", "mastersthesis": "thesis",
    "thesis": "thesis", "techreport": "report", "report": "report", "patent": "patent", "software": "software",
    "dataset": "dataset", "unpublished": "preprint", "preprint": "preprint", "misc": "other", "online": "other",
    "electronic": "other", "www": "other", "artwork": "other", "audio": "other", "video": "other",
}  # fmt: skip
"""The types of BibTeX and biblatex, and the kinds that they are."""
TEXTS = {
    "journal": "venue", "journaltitle": "venue", "booktitle": "venue", "maintitle": "venue",
    "shortjournal": "venue_short",
    "venue_short": "venue_short", "series": "series", "volume": "volume", "number": "number", "issue": "number",
    "chapter": "chapter", "pages": "pages", "edition": "edition", "version": "version", "publisher": "publisher",
    "institution": "institution", "school": "institution", "organization": "institution", "holder": "institution",
    "address": "location", "location": "location", "venue": "location", "type": "genre", "note": "note",
    "addendum": "note", "acceptance": "acceptance", "award": "award", "topic": "topic", "status": "status",
    "summary": "summary",
}  # fmt: skip
"""The fields that are texts, and their keys. Of two for one key the first in this order counts."""
NOT_PRINTED = {
    "abstract", "annote", "annotation", "key", "keywords", "keyword", "tags", "file", "owner", "timestamp",
    "crossref", "xref", "ids", "language", "langid", "issn", "day", "month", "year", "date", "urldate",
    "lastaccessed", "issue_date", "numpages", "articleno", "copyright", "isbn", "eprinttype", "eprintclass",
    "archiveprefix", "primaryclass", "subtitle", "titleaddon", "author", "editor", "title", "doi", "eprint",
    "arxiv", "pmid", "urn", "url", "howpublished", "pubstate", "kind", "marks", "links", "priority", "keep",
    "dateadded", "date-added", "date-modified", "bibsource", "biburl", "rating", "comment", "localfile",
    "groups", "editortype", "translator", "shorttitle", "booksubtitle", "eventtitle", "eventdate", "venue_url",
    "pagetotal",
}  # fmt: skip
"""Fields that are read in another way, or that are no text of a CV; BibTeX knows and passes over most of them."""
UNREAD = {"abstract", "annote", "annotation", "file", "bdsk-url-1", "localfile", "review", "mrreviewer"}
"""Long fields that are never printed."""
PUBSTATES = {"inpress": "in press", "forthcoming": "to appear", "inpreparation": "in preparation"}
GENRES = {"phdthesis": "Ph.D. thesis", "mastersthesis": "Master’s thesis", "mathesis": "Master’s thesis"}
NAMED_GENRES = {"phdthesis": "Ph.D. thesis", "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis",
                 "techreport": "Technical report", "resreport": "Research report", "patentus": "US patent"}  # fmt: skip
LIKELY = ("author", "title", "journal", "booktitle", "year", "month", "volume", "number", "pages", "publisher",
          "editor", "institution", "school", "doi", "eprint", "note")  # fmt: skip
"""Fields that are often misspelt."""
