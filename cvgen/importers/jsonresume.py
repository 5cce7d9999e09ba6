"""JSON Resume → the nodes of a CV: the schema 1.0.0, the older names of its keys, and what people add to it.

Its texts are plain: what looks like Markdown or HTML in them is printed as it is, unless the user says that it is
Markdown. https://jsonresume.org/schema
"""

from __future__ import annotations

from collections.abc import Iterator

from cvgen.importers.drafts import mapping_of, words_of
from cvgen.importers.job import Job, Source, below, folded, is_blank, told
from cvgen.importers.people import Person
from cvgen.importers.resume_entries import Entries, groups_of
from cvgen.importers.sections import Sections, name_of
from cvgen.markup import plain
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence

_TOP = ("volunteer", "education", "awards", "certificates", "publications", "skills", "languages", "interests")
ABOUT = ("meta", "schema")  # of the file, not of its owner
_OTHERS = {"talk": "talks", "presentation": "talks", "teaching": "teaching", "grant": "grants", "media": "media"}
_OURS = {"advising": "advising", "software": "software"}  # which mean so only where `cvgen export` wrote them
KEYS = {"work", "meta", "projects", "references", *_TOP}


def is_resume(node: Node) -> bool:
    """Return whether a file's root is that of a JSON Resume rather than of a cv.yaml that is written as JSON."""
    keys = {key.value for key, _ in node.pairs} if isinstance(node, Mapping) else set()
    return "sections" not in keys and bool(keys & KEYS or any("schema" in key for key in keys))


def convert(root: Mapping, job: Job) -> Mapping:
    """Return the root of a CV that says what a JSON Resume does; what found no place is noted in the job."""
    return Resume(Source(root, ""), job).root()


class Resume(Entries):
    """A resume whose sections are read by their names."""

    def __init__(self, source: Source, job: Job) -> None:
        super().__init__(job)
        self.source = source
        self.sections = Sections(job)
        meta = source.peek("meta")
        maker = Source(meta, "").peek("generator") if isinstance(meta, Mapping) else None
        self.is_ours = isinstance(maker, Scalar) and maker.value == "cvgen"

    def root(self) -> Mapping:
        """Return the root of the CV."""
        person = Person(self.job, below(self.source, self.job, "basics", "basic", "personal"))
        self.basics(person)
        for name in list(self.source.pairs):
            if name.lstrip("$@") in ABOUT:
                continue
            path = self.source.path_of(self.source.pairs[name][0].value)
            key, value = self.source.pairs[name]
            if self.source.take(name) is not None:
                self.section(key, value, path)
        self.about()
        self.sections.more(person.more)
        top: dict[str, Node] = {"basics": person.node()}
        return mapping_of(top | self.sections.top(self.source.node.origin), self.source.node.origin)

    def about(self) -> None:
        """Keep what the file says of itself."""
        for _, node, path in self.source.rest():
            self.job.leave(path, node, "it says nothing of the person", is_content=False)

    def basics(self, person: Person) -> None:
        """Take the basics, and then what has no key in them: texts and links, which are printed all the same."""
        person.usual()
        job = self.job
        person.summary += [text for text in [job.rich(person.source.take("summary", "about", "bio"))] if text]
        for key, node, path in person.source.rest():
            if not key.value[:1].isalpha() or (isinstance(node, Scalar) and node.value in ("true", "false")):
                job.leave(path, node)
                continue
            url = job.url(node) if isinstance(node, Scalar) and "://" in node.value else None
            if url:
                person.profiles.append(
                    mapping_of({"network": told(words_of(key.value), key.origin), "url": url}, key.origin)
                )
                job.leave(path, node, became="it is one of the profiles")
            else:
                person.say(words_of(key.value), job.row(node))
                job.leave(path, node, became="it stands in the section `more`")

    def section(self, key: Scalar, node: Node, path: str) -> None:
        """Read a section: one that cvgen knows, or one of one's own."""
        name = folded(key.value)
        kind, read = self.readers().get(name, ("general", self.anything))
        if kind == "projects":
            self.projects(node, path)
            return
        items = node.items if isinstance(node, Sequence) else groups_of(node) if kind == "skills" else (node,)
        entries = [read(item, at) for item, at in _counted(items, node, path)]
        if entries:
            title = None if kind != "general" else plain(words_of(key.value), key.origin)
            own = kind if kind != "general" else name_of(key.value)
            self.sections.add(own, kind, title, entries)

    def projects(self, node: Node, path: str) -> None:
        """Read the projects, and what stands among them as another type: sections of their own."""
        found: dict[tuple[str, str], list[Mapping]] = {}
        for item, at in _counted(node.items if isinstance(node, Sequence) else (node,), node, path):
            kind, title = self._type_of(item)
            told = without_type(item) if kind != "projects" else item
            found.setdefault((kind, title), []).append(self.project(told, at, kind))
        for (kind, title), entries in found.items():
            name = name_of(title) if title else kind
            self.sections.add(name, kind, plain(title, entries[0].origin) if title else None, entries)

    def _type_of(self, item: Node) -> tuple[str, str]:
        """Return the type of the section that a project belongs to by its own type, and that section's title."""
        node = Source(item, "").peek("type") if isinstance(item, Mapping) else None
        said = node.value.strip() if isinstance(node, Scalar) else ""
        kind = (_OTHERS | _OURS if self.is_ours else _OTHERS).get(said.lower(), "")
        if kind or not (said and self.is_ours):
            return kind or "projects", ""
        return "general", said


def without_type(node: Node) -> Node:
    """Return a project without its type, which its section says."""
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return mapping_of({key.value: value for key, value in pairs if folded(key.value) != "type"}, node.origin)


def _counted(items: tuple[Node, ...], node: Node, path: str) -> Iterator[tuple[Node, str]]:
    """Yield the items that say something, with their paths."""
    for number, item in enumerate(items):
        if not is_blank(item):
            yield item, f"{path}[{number}]" if isinstance(node, Sequence) else path
