"""A Markdown page about somebody → the nodes of a CV: its headings are sections, its bullets entries.

Headings say of which type a section is. Whatever of a bullet could not be sorted into keys is told; a section that
cvgen does not know keeps its bullets as paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter

from cvgen.importers.drafts import Draft, mapping_of
from cvgen.importers.homepage_resume import HEADED, ResumeEntries
from cvgen.importers.homepage_top import Top
from cvgen.importers.inline import inlines_of
from cvgen.importers.job import Job, Source, empty, leaves, told, written
from cvgen.importers.markdown_blocks import plain_of
from cvgen.importers.people import NO_NAME, Person
from cvgen.importers.pieces import Line
from cvgen.importers.sections import Sections, keys_in, name_of
from cvgen.markup import Inlines, Link, plain, walk
from cvgen.patterns import pattern
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence

_KINDS = (
    ("publications", r"publication|paper|article|preprint"), ("talks", r"talk|presentation|lecture|seminar"),
    ("education", r"education|degree|academic background"), ("teaching", r"teaching|course"),
    ("awards", r"award|hono[u]?r|prize|scholarship"), ("media", r"media|press|coverage"),
    ("service", r"activit|service|review|committee"), ("volunteer", r"volunteer"),
    ("experience", r"experience|employment|position|career|\bwork\b|intern"),
    ("skills", r"skill"), ("interests", r"hobb|^interests"), ("projects", r"project|open.source"),
    ("certificates", r"certificat|licen[cs]e"), ("languages", r"^languages?$"),
    ("summary", r"^(?:about(?: me)?|summary|profile|bio(?:graphy)?|objective)$"),
)  # fmt: skip
_US_DATE, _DAY_FIRST = (
    pattern(r"\b\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{4}\b"),
    pattern(r"\b(?:1[3-9]|2\d|3[01])/\d{1,2}/\d{4}\b"),
)
# words that stand for a key, or for a number in a date
_UNSAID = pattern(
    r"https?|doi|org|acceptance|rate|accessed|and|preprint|arxiv|advisors?|(?:jan|febr)(?:uary)?|feb|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_LINES = {  # sections whose entries may be paragraphs, and what one of these says
    "publications": r"[“\"].*(?:19|20)\d\d|(?:19|20)\d\d.*[“\"]|\.\s.*\b(?:19|20)\d\d\b", "talks": r"\b(?:19|20)\d\d\b",
    "awards": r"\b(?:19|20)\d\d\b", "service": r"(?i)review|chair|committee|\b(?:19|20)\d\d\b", "skills": r":\s",
    "teaching": r"\b(?:19|20)\d\d\b", "education": r"\b(?:19|20)\d\d\b",
}  # fmt: skip
_ASIDE = {
    "---": ("front matter", "it says how the page is made"),
    "|": ("table", "it is the head of a table"),
}
_UPDATED = pattern(r"\W*last (?:updated?|modified|change[ds]?)\b", re.IGNORECASE)
_YEARS = pattern(r"(?:19|20)\d\d(?:\s*[-–—/]\s*(?:(?:19|20)?\d\d|present))?", re.IGNORECASE)
_NETWORK_HOSTS = pattern(
    r"https?://(?:www\.)?(?:github|linkedin|twitter|x|scholar\.google|orcid|gitlab|medium)\.(?:com|org)/\S"
)


def convert(root: Mapping, job: Job) -> Mapping:
    """Return the root of a CV that says what a page does; what found no place is noted in the job."""
    return _Page(root, job).root()


class _Page:
    """A page: its introduction, and its sections."""

    def __init__(self, root: Mapping, job: Job) -> None:
        self.tree, self.job = root, job
        self.person = Person(job, Source(empty(root), "basics"))
        self.top = Top(job, self.person)
        self.sections = Sections(job)
        text = "\n".join(leaf.value for leaf in leaves(root))
        self.entries = ResumeEntries(is_month_first=bool(_US_DATE.search(text)) or not _DAY_FIRST.search(text))
        self.owners: Counter[str] = Counter()

    def root(self) -> Mapping:
        """Return the root of the CV."""
        pairs = [(key, node) for key, node in self.tree.pairs if isinstance(node, Sequence)]
        levels = Counter(len(key.value) - len(key.value.lstrip("#")) for key, _ in pairs if key.value.startswith("#"))
        several = [level for level, number in sorted(levels.items()) if number > 1]
        top = several[0] if several else min(levels, default=1)
        parent, is_titled = "", False
        introduction: list[Node] = []
        for key, node in _merged(pairs, top):
            level = len(key.value) - len(key.value.lstrip("#"))
            title = plain_of(key.value) if level else ""
            if key.value in _ASIDE:
                for item in node.items:
                    self.job.leave(*_ASIDE[key.value][:1], item, _ASIDE[key.value][1], is_content=False)
            elif level < top and not (level and _kind_of(title)):
                introduction += node.items
                is_titled = self.titled(title, key) or is_titled
            elif level <= top:
                parent = title
                self.section(title, title, key, node)
            else:
                self.section(title, parent, key, node)
        self.top.read(introduction, is_titled=is_titled)
        self.name()
        self.sections.more(self.person.more)
        basics = self.person.node()
        return mapping_of({"basics": basics, **self.sections.top(self.tree.origin)}, self.tree.origin)

    def titled(self, title: str, key: Scalar) -> bool:
        """Take the heading of the whole page for the name; return whether it was one."""
        if title and "name" not in self.person.values:
            self.person.values["name"] = told(title, key.origin)
            return True
        if title:
            self.job.leave(f"line {key.origin.line}", told(title, key.origin), "this heading is no section's")
        return False

    def name(self) -> None:
        """Give the person a name that the page does not tell: that of the author who is bold most often."""
        if "name" not in self.person.values:
            name = self.owners.most_common(1)[0][0] if self.owners else NO_NAME
            if name == NO_NAME:
                self.job.problems.warn(
                    self.tree.origin, "there is no name in this file", "import", "write it into the cv.yaml"
                )
            self.person.values["name"] = told(name, self.tree.origin)

    def section(self, title: str, parent: str, key: Scalar, node: Sequence) -> None:
        """Read a section, or a part of one, whose title stands behind that of the whole."""
        if not node.items:
            if title != parent or not self.has_parts(key):
                why = "there is nothing below this heading"
                self.job.leave(f"line {key.origin.line}", told(title, key.origin), why)
            return
        kind = _kind_of(title) or _kind_of(parent) or "general"
        if title != parent:
            title = f"{parent}: {title}" if parent else title
        if kind == "summary":
            self.top.read(list(node.items), is_titled=False)
            return
        found = []
        are_entries = kind in _LINES and not any(isinstance(item, Mapping) for item in node.items)
        for item in node.items:
            if isinstance(item, Scalar) and _UPDATED.match(item.value):
                self.job.leave(f"line {item.origin.line}", item, "it says when the page was made", is_content=False)
            elif isinstance(item, Mapping):
                found.append(self.entry(kind, item))
            elif are_entries and re.search(_LINES[kind], "".join(leaf.value for leaf in leaves(item))):
                found.append(self.entry(kind, mapping_of({"text": item}, item.origin)))
            else:
                found += self.paragraph(kind, title, item)
        own = kind if kind != "general" else name_of(title)
        known = title.strip().lower() == kind
        self.sections.add(own, kind, None if known else plain(title or "More", key.origin), found)

    def has_parts(self, key: Scalar) -> bool:
        """Return whether a heading below that of a section follows it."""
        keys = [one for one, _ in self.tree.pairs]
        following = keys[keys.index(key) + 1 :][:1]
        level = len(key.value) - len(key.value.lstrip("#"))
        return any(one.value.startswith("#" * (level + 1)) for one in following)

    def entry(self, kind: str, item: Mapping) -> Mapping:
        """Read a bullet, or a heading with what is below it."""
        if item.pairs[0][0].value == "heading":
            return self.entries.headed(self.job, kind, item).node()
        source, *below = leaves(item)
        line, *others = (Line.of(self.job.clean(one.value, one.origin), one.origin) for one in (source, *below))
        draft = Draft(self.job, kind, source.origin)
        if kind == "publications" and line.strong:
            first = re.split(r"[,*†]", "".join(char.value for char in line.chars if char.strong))[0].strip()
            self.owners[first] += " " in first
        self.entries.reader(kind)(draft, line, others)
        for one in (line, *others):
            for url in one.urls:
                if url not in _urls_of(draft):
                    label = "".join(char.value for char in one.chars if char.url == url).strip(" .,;:")
                    draft.link(label[:60] or "link", told(url, one.origin))
        node = draft.node()
        lost = [word for one in (line, *others) for word in _words(one.text) if word not in _said(node)]
        if lost := [word for word in lost if not _UNSAID.fullmatch(word)]:
            why = "not all of it could be sorted into keys: " + ", ".join(dict.fromkeys(lost))
            self.job.leave(f"line {source.origin.line}", source, why)
        return node

    def paragraph(self, kind: str, title: str, node: Node) -> list[Mapping]:
        """Read a paragraph among the bullets of a section."""
        line = joined_line(self.job, node)
        if line.urls and len(line.text) < 60 and all(_NETWORK_HOSTS.match(url) for url in line.urls):
            self.top.profiles(line)
            self.job.leave(f"line {node.origin.line}", node, "a pointer to an account", "it is one of the profiles")
            return []
        text = line.rich(emphasis=True)
        if kind in ("general", "experience", "volunteer"):
            return [mapping_of({"summary": written(text)}, node.origin)] if text else []
        self.person.say(title, text)
        return []


def _urls_of(draft: Draft) -> set[str]:
    """Return where an entry's own link, its other links and those in its texts lead."""
    found = {url.value for _, url in draft.links}
    for value in (*draft.values.values(), *draft.notes, *draft.highlights):
        if isinstance(value, Inlines):
            found |= {node.url for node in walk(value.nodes) if isinstance(node, Link)}
        else:
            found |= {leaf.value for leaf in leaves(value)}
            found |= {
                node.url for leaf in leaves(value) for node in walk(inlines_of(leaf.value)) if isinstance(node, Link)
            }
    return found


def _merged(pairs: list[tuple[Scalar, Sequence]], top: int) -> list[tuple[Scalar, Sequence]]:
    """Return headings and what stands below them, where those that are no section's go into the section above.

    What stands below years is as if they were not there; a heading within positions, say, is an entry's.
    """
    found: list[tuple[Scalar, Sequence]] = []
    kind = ""
    for key, node in pairs:
        level, title = len(key.value) - len(key.value.lstrip("#")), plain_of(key.value)
        kind = _kind_of(title) if level <= top else kind
        more: tuple[Node, ...] | None = None
        if level > top and _YEARS.fullmatch(title):
            more = node.items
        elif level > top and kind in HEADED and (_kind_of(title) in ("", kind) or node.items):
            more = (
                mapping_of({"heading": told(re.sub(r"^#+\s*", "", key.value), key.origin), "below": node}, key.origin),
            )
        if found and more is not None:
            above, items = found[-1]
            found[-1] = above, Sequence((*items.items, *more), items.origin, 1)
        else:
            found.append((key, node))
    return found


def joined_line(job: Job, node: Node) -> Line:
    """Return all that a node holds as one line."""
    text = "\n".join(job.clean(leaf.value, leaf.origin) for leaf in leaves(node))
    return Line.of(text, node.origin)


def _kind_of(title: str) -> str:
    return next((kind for kind, sign in _KINDS if re.search(sign, title, re.IGNORECASE)), "")


def _words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[^\W\d_]{3,}", text)]


def _said(node: Node) -> set[str]:
    """Return the words of an entry, those of its links' names too."""
    texts = [leaf.value for leaf in (*leaves(node), *keys_in(node))]
    return {word for text in texts for word in _words(Inlines(inlines_of(text)).plain)}
