"""Where the entries of each type go in a JSON Resume: its lists, their keys, and the fields that these hold."""

from __future__ import annotations

from collections.abc import Mapping

from cvgen.frozen import record

DATED = ("startDate", "endDate")


@record(frozen=True)
class Place:
    """Where entries of a type go: a list; its keys and the fields that they hold; the key of its free text.

    `type` is that of a project, `dates` are the keys for dates, `own` says whether the format knows such entries.
    """

    list: str
    keys: Mapping[str, str]
    free: str = "summary"
    type: str = ""
    dates: tuple[str, ...] = DATED
    own: bool = True
    links: bool = True
    highlights: bool = False


def _project(keys: Mapping[str, str], type_: str, *, own: bool = False) -> Place:
    return Place("projects", keys, "description", type_, own=own, highlights=True)


_HELPED = {"organization": "organization", "position": "role"}
_SKILL = {"name": "name", "level": "level", "keywords": "keywords"}
PLACES = {
    "experience": Place(
        "work", {"name": "organization", "position": "position", "location": "location"}, highlights=True
    ),
    "volunteer": Place("volunteer", {"organization": "organization", "position": "position"}, highlights=True),
    "service": Place("volunteer", _HELPED, own=False, highlights=True),
    "memberships": Place("volunteer", _HELPED, own=False, highlights=True),
    "education": Place(
        "education", {"institution": "institution", "area": "area", "studyType": "degree", "score": "score"}
    ),
    "awards": Place("awards", {"title": "title", "awarder": "awarder"}, dates=("date",), links=False),
    "certificates": Place("certificates", {"name": "name", "issuer": "issuer"}, dates=("date",)),
    "publications": Place("publications", {"name": "title", "publisher": "venue"}, dates=("releaseDate",)),
    "patents": Place(
        "publications", {"name": "title", "publisher": "assignee"}, dates=("releaseDate",), own=False
    ),
    "skills": Place("skills", _SKILL, dates=(), links=False),
    "interests": Place("interests", {"name": "name", "keywords": "keywords"}, dates=(), links=False),
    "languages": Place("languages", {"language": "language", "fluency": "fluency"}, dates=(), links=False),
    "references": Place("references", {"name": "name"}, "reference", dates=(), links=False),
    "projects": _project(
        {"name": "name", "entity": "organization", "roles": "role", "keywords": "keywords"}, "", own=True
    ),
    "software": _project({"name": "name", "roles": "role", "keywords": "keywords"}, "software"),
    "talks": _project({"name": "title", "entity": "organization", "roles": "role"}, "talk"),
    "teaching": _project({"name": "course", "entity": "institution", "roles": "role"}, "teaching"),
    "grants": _project({"name": "title", "entity": "agency", "roles": "role"}, "grant"),
    "advising": _project({"name": "name", "entity": "institution", "roles": "role"}, "advising"),
    "media": _project({"name": "title", "entity": "outlet"}, "media"),
    "general": _project({"name": "title"}, ""),
}  # fmt: skip
