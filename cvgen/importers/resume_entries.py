"""The entries of resumes as JSON Resume has them, section by section; YAMLResume's are almost the same."""

from __future__ import annotations

from collections.abc import Callable

from cvgen.entries import ENTRY_TYPES
from cvgen.importers.drafts import Draft, mapping_of
from cvgen.importers.job import Job, Source, empty, joined, told
from cvgen.importers.people import place
from cvgen.reader.nodes import Mapping, Node, Sequence
from cvgen.reader.objects import keys_of

Reader = Callable[[Node, str], Mapping]


class Entries:
    """Reads entries: each method one of a section, at a path."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def readers(self) -> dict[str, tuple[str, Reader]]:
        """Return how each known section is read: the type of its entries, and their reader."""
        kinds = {
            "experience": (self.work, "work experience employment jobs"),
            "volunteer": (self.work, "volunteer volunteering"),
            "education": (self.education, "education"),
            "awards": (self.award, "awards honors honours"),
            "certificates": (self.certificate, "certificates certifications"),
            "publications": (self.publication, "publications"),
            "skills": (self.skill, "skills"),
            "interests": (self.skill, "interests hobbies"),
            "languages": (self.language, "languages"),
            "references": (self.reference, "references"),
            "projects": (self.project, "projects"),
        }
        return {word: (kind, read) for kind, (read, words) in kinds.items() for word in words.split()}

    def start(self, kind: str, node: Node, path: str, head: str) -> tuple[Draft, Source]:
        """Return a new entry, and the source of what it says; a text alone is the entry's head."""
        draft = Draft(self.job, kind, node.origin)
        if isinstance(node, Mapping):
            return draft, Source(node, path)
        draft.put(head, self.job.row(node))
        return draft, Source(empty(node), path)

    def end(self, draft: Draft, source: Source) -> Mapping:
        """Take what all entries have, and return the entry."""
        job = self.job
        draft.dates(source)
        draft.url(source.take("url", "website", "link"))
        description, summary = source.take("description"), source.take("summary", "details", "text")
        self.prose(draft, summary)
        if description is not None:
            text = job.rich(description)
            if "summary" in draft.values:
                draft.note("", text)
            else:
                draft.put("summary", text)
        draft.highlights += job.many(source.take("highlights", "achievements", "bullets"))
        draft.rest(source)
        return draft.node()

    def prose(self, draft: Draft, node: Node | None) -> None:
        """Put the summary of an entry."""
        draft.put("summary", self.job.rich(node))

    def work(self, node: Node, path: str) -> Mapping:
        """Read a position, paid or not."""
        draft, source = self.start("experience", node, path, "organization")
        draft.put("position", self.job.row(source.take("position", "title", "jobtitle", "role")))
        draft.put("organization", self.job.row(source.take("name", "company", "organization", "employer")))
        draft.put("location", place(self.job, source.take("location", "address")))
        return self.end(draft, source)

    def education(self, node: Node, path: str) -> Mapping:
        """Read a degree; its courses are highlights."""
        draft, source = self.start("education", node, path, "institution")
        draft.put("degree", self.job.row(source.take("studytype", "degree")))
        draft.put("area", self.job.row(source.take("area", "field", "fieldofstudy", "major")))
        draft.put("institution", self.job.row(source.take("institution", "school", "university", "name")))
        draft.put("location", place(self.job, source.take("location", "address")))
        draft.put("score", self.job.row(source.take("score", "gpa", "grade")))
        draft.texts("advisors", self.job.many(source.take("advisors", "advisor")))
        draft.highlights += self.job.many(source.take("courses", "coursework"))
        return self.end(draft, source)

    def award(self, node: Node, path: str) -> Mapping:
        """Read an award."""
        draft, source = self.start("awards", node, path, "title")
        draft.put("title", self.job.row(source.take("title", "name")))
        draft.put("awarder", self.job.row(source.take("awarder", "issuer")))
        return self.end(draft, source)

    def certificate(self, node: Node, path: str) -> Mapping:
        """Read a certificate."""
        draft, source = self.start("certificates", node, path, "name")
        draft.put("name", self.job.row(source.take("name", "title")))
        draft.put("issuer", self.job.row(source.take("issuer", "awarder", "authority")))
        return self.end(draft, source)

    def publication(self, node: Node, path: str) -> Mapping:
        """Read a publication; its publisher, the only word of where it appeared, is the venue."""
        draft, source = self.start("publications", node, path, "title")
        draft.put("title", self.job.row(source.take("name", "title")))
        draft.authors("authors", source.take("authors", "author"))
        draft.put("venue", self.job.row(source.take("journal", "venue", "conference")))
        draft.put("publisher" if "venue" in draft.values else "venue", self.job.row(source.take("publisher")))
        draft.identifier("doi", source.take("doi"))
        draft.identifier("isbn", source.take("isbn"))
        return self.end(draft, source)

    def skill(self, node: Node, path: str) -> Mapping:
        """Read a group of skills, or of interests."""
        draft, source = self.start("skills", node, path, "name")
        draft.put("name", self.job.row(source.take("name", "title", "category")))
        draft.put("level", self.job.row(source.take("level")))
        draft.texts("keywords", self.job.many(source.take("keywords", "skills", "items")))
        return self.end(draft, source)

    def language(self, node: Node, path: str) -> Mapping:
        """Read a language."""
        draft, source = self.start("languages", node, path, "language")
        draft.put("language", self.job.row(source.take("language", "name")))
        draft.put("fluency", self.job.row(source.take("fluency", "level", "proficiency")))
        return self.end(draft, source)

    def reference(self, node: Node, path: str) -> Mapping:
        """Read a reference: who says what."""
        draft, source = self.start("references", node, path, "name")
        draft.put("name", self.job.row(source.take("name")))
        draft.put("position", self.job.row(source.take("position", "title", "relationship", "role")))
        draft.put("organization", self.job.row(source.take("company", "organization")))
        draft.email(source.take("email"))
        draft.put("phone", self.job.row(source.take("phone")))
        draft.put("summary", self.job.rich(source.take("reference", "quote")))
        return self.end(draft, source)

    def project(self, node: Node, path: str, kind: str = "projects") -> Mapping:
        """Read a project, or what is told as one but is of another kind: a talk, a course, a grant."""
        keys = keys_of(ENTRY_TYPES[kind])
        head = next((key for key, (_, field) in keys.items() if field.metadata.get("required")), "title")
        where = next((key for key in ("agency", "outlet", "organization", "institution") if key in keys), "note")
        draft, source = self.start(kind, node, path, head)
        draft.put(head, self.job.row(source.take("name", "title")))
        draft.put("role", self.job.row(source.take("roles", "role", "position")))
        draft.put(where, self.job.row(source.take("entity", "organization", "company")))
        if "keywords" in keys:
            draft.texts("keywords", self.job.many(source.take("keywords", "technologies")))
        return self.end(draft, source)

    def anything(self, node: Node, path: str) -> Mapping:
        """Read an entry of a section that the format does not know."""
        draft, source = self.start("general", node, path, "summary")
        names = (
            "title",
            "name",
            "label",
            "position",
            "role",
            "organization",
            "institution",
            "company",
            "publisher",
            "event",
        )
        texts = [text for text in (self.job.row(source.take(name)) for name in names) if text]
        draft.put("title", texts[0] if texts else None)
        draft.put("subtitle", joined(texts[1:]))
        draft.put("location", place(self.job, source.take("location", "city")))
        return self.end(draft, source)


def groups_of(node: Node) -> tuple[Node, ...]:
    """Return skills that are a mapping of names to lists, `{Tools: [vim]}`, as one entry for each name."""
    if not isinstance(node, Mapping) or not all(isinstance(value, Sequence) for _, value in node.pairs):
        return (node,)
    if {"keywords", "skills", "items"} & {key.value for key, _ in node.pairs}:
        return (node,)
    return tuple(
        mapping_of({"name": told(key.value, key.origin), "keywords": value}, key.origin) for key, value in node.pairs
    )
