"""The entries of RenderCV: of which type they are, and how each is read."""

from __future__ import annotations

import re

from cvgen.importers.drafts import Draft
from cvgen.importers.inline import inlines_of
from cvgen.importers.job import Job, Source, folded, is_blank, joined, leaves, told
from cvgen.markup import Inlines, Plain, plain
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence

_SHAPES = (  # which keys say of which type an entry is
    ("publications", {"title", "authors"}),
    ("education", {"institution"}),
    ("experience", {"company"}),
    ("skills", {"label"}),
    ("skills", {"name", "details"}),
    ("general", {"name"}),
)
_NAMED = {  # sections of plain entries, or of lines, that cvgen has a type for: their type, and the key of the name
    "projects": ("projects", "name"),
    "certificates": ("certificates", "name"),
    "certifications": ("certificates", "name"),
    "awards": ("awards", "title"),
    "honors": ("awards", "title"),
}
_TEXTS = ("bullet", "number", "reversednumber", "text")


def kind_of(name: str, items: list[Node]) -> str:
    """Return the type of a section by its name and by the keys of its entries."""
    keys = [
        {folded(key.value) for key, value in item.pairs if not is_blank(value)} if isinstance(item, Mapping) else set()
        for item in items
    ]
    kinds = {next((kind for kind, needed in _SHAPES if needed <= found), "") for found in keys}
    kind = kinds.pop() if len(kinds) == 1 else ""
    if kind == "general" and name in _NAMED and not any("location" in found for found in keys):
        return _NAMED[name][0]
    if kind == "skills" and name == "languages":
        return "languages"
    if kind == "skills" and name == "interests":
        return "interests"
    return kind or "general"


def numbers_of(items: list[Node]) -> list[int]:
    """Return the numbers that RenderCV prints before the entries of a section; 0 where it prints none."""
    keys = [
        next((name for name in ("number", "reversednumber") if Source(item, "").peek(name)), "")
        if isinstance(item, Mapping)
        else ""
        for item in items
    ]
    return [
        keys[:at].count(key) + 1 if key == "number" else keys[at:].count(key) if key else 0
        for at, key in enumerate(keys)
    ]


class Entries:
    """Reads entries; `owners` are the names of authors that are marked as the owner's."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.owners: dict[str, Scalar] = {}

    def read(self, kind: str, node: Node, path: str, number: int = 0) -> Mapping:
        """Return an entry of a type; `number` is that of a numbered one."""
        draft = Draft(self.job, kind, node.origin)
        if not isinstance(node, Mapping):
            draft.put("summary" if kind == "general" else "name", self.job.row(node))
            return draft.node()
        source = Source(node, path)
        for name in _TEXTS:
            text = self.job.rich(source.take(name))
            if text and number:
                text = joined([plain(f"{number}. ", text.origin), text], Plain(""))
            draft.put("summary", text)
        reader = getattr(self, f"_{kind}", None)
        if reader:
            reader(draft, source)
        return self._end(draft, source)

    def _end(self, draft: Draft, source: Source) -> Mapping:
        """Take what all entries have, and return the entry."""
        job = self.job
        if "location" in draft.keys:
            draft.put("location", job.row(source.take("location")))
        draft.dates(source)
        draft.url(source.take("url"))
        draft.put("summary", job.rich(source.take("summary")))
        draft.highlights += job.many(source.take("highlights"))
        draft.rest(source)
        return draft.node()

    def _education(self, draft: Draft, source: Source) -> None:
        row = self.job.row
        draft.put("institution", row(source.take("institution")))
        draft.put("area", row(source.take("area")))
        draft.put("degree", row(source.take("degree", "studytype")))
        draft.put("score", row(source.take("gpa", "grade")))
        given = source.take("transcripturl")
        if transcript := self.job.url(given):
            draft.link("transcript", transcript)
        else:
            draft.note("Transcript", row(given))

    def _experience(self, draft: Draft, source: Source) -> None:
        draft.put("organization", self.job.row(source.take("company")))
        draft.put("position", self.job.row(source.take("position")))

    def _publications(self, draft: Draft, source: Source) -> None:
        draft.put("title", self.job.row(source.take("title")))
        self._authors(draft, source.take("authors"))
        draft.put("venue", self.job.row(source.take("journal")))
        draft.identifier("doi", source.take("doi"))

    def _authors(self, draft: Draft, node: Node | None) -> None:
        """Put authors; RenderCV marks its owner by asterisks, cvgen knows the name."""
        found = []
        for leaf in leaves(node) if node else ():
            text = self.job.clean(leaf.value, leaf.origin)
            rich = inlines_of(text)
            name = " ".join(Inlines(rich).plain.split())
            if not name:
                continue
            found.append(told(name, leaf.origin))
            if rich and not isinstance(rich[0], Plain) and re.match(r"\s*\*", text):
                own = Inlines(rich[:1]).plain
                self.owners.setdefault(own, told(own, leaf.origin))
        if found:
            draft.put("authors", Sequence(tuple(found), found[0].origin, 1))

    def _skills(self, draft: Draft, source: Source) -> None:
        draft.put("name", self.job.row(source.take("label", "name")))
        draft.texts("keywords", self._words(source.take("details")))

    _interests = _skills

    def _languages(self, draft: Draft, source: Source) -> None:
        draft.put("language", self.job.row(source.take("label", "name")))
        draft.put("fluency", self.job.row(source.take("details")))

    def _words(self, node: Node | None) -> list[Inlines]:
        """Return details as a list of words, if they are no more than that."""
        text = self.job.row(node)
        if text is None:
            return []
        words = re.split(r",\s+", text.plain)
        plainly = len(text.nodes) == 1 and isinstance(text.nodes[0], Plain)
        if not plainly or re.search(r"[()\[\];:.]\s|[()]", text.plain) or any(word.count(" ") > 3 for word in words):
            return [text]
        return [Inlines((Plain(word),), text.origin) for word in words if word]

    def _projects(self, draft: Draft, source: Source) -> None:
        draft.put("name", self.job.row(source.take("name")))

    _certificates = _projects

    def _awards(self, draft: Draft, source: Source) -> None:
        draft.put("title", self.job.row(source.take("name")))

    def _general(self, draft: Draft, source: Source) -> None:
        names = ("name", "title", "label", "position", "company", "institution", "degree", "area", "details", "journal")
        texts = [text for text in (self.job.row(source.take(name)) for name in names) if text]
        draft.put("title", texts[0] if texts else None)
        draft.put("subtitle", joined(texts[1:]))
