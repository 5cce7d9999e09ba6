"""A Markdown page about somebody → the nodes of a CV: its headings are sections, its bullets entries.

Headings say of which type a section is. Whatever of a bullet could not be sorted into keys is told; a section that
cvgen does not know keeps its bullets as paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter

from cvgen.importers.drafts import Draft, mapping_of
from cvgen.importers.homepage_entries import Entries
from cvgen.importers.inline import inlines_of
from cvgen.importers.job import Job, Source, empty, leaves, told, written
from cvgen.importers.markdown_blocks import plain_of
from cvgen.importers.people import NO_NAME, Person
from cvgen.importers.pictures import photo
from cvgen.importers.pieces import Line
from cvgen.importers.sections import Sections, keys_in, name_of
from cvgen.markup import Inlines, plain
from cvgen.patterns import pattern
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence

_KINDS = (
    ("publications", r"publication|paper|article|preprint"), ("talks", r"talk|presentation|lecture|seminar"),
    ("education", r"education|degree|academic background"), ("teaching", r"teaching|course"),
    ("awards", r"award|hono[u]?r|prize|scholarship"), ("media", r"media|press|coverage"),
    ("service", r"activit|service|review|committee"), ("volunteer", r"volunteer"),
    ("experience", r"experience|employment|position|career|\bwork\b|intern"),
    ("skills", r"skill"), ("interests", r"hobb|^interests"),
)  # fmt: skip
_NAME = pattern(r"(?:I[’']m|I am|[Mm]y name is)\s+((?:[^\W\d_a-z][\w.’'-]*[ ]?){1,4})")
_NATIVE = pattern(r"\s*\(([^()\x00-\u024f]+)\)")
_LABEL = pattern(r"[,\s]*(?:an?|the)\s+([^.]{3,120}?)\.(?:\s|$)")
_IMAGE = pattern(r"!\[[^\]]*\]\(\s*<?([^\s)>]+)>?[^)]*\)")
_US_DATE, _DAY_FIRST = (
    pattern(r"\b\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{4}\b"),
    pattern(r"\b(?:1[3-9]|2\d|3[01])/\d{1,2}/\d{4}\b"),
)
# words that stand for a key, or for a number in a date
_UNSAID = pattern(
    r"acceptance|rate|accessed|and|preprint|arxiv|advisors?|(?:jan|febr)(?:uary)?|feb|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
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
        self.sections = Sections(job)
        text = "\n".join(leaf.value for leaf in leaves(root))
        self.entries = Entries(is_month_first=bool(_US_DATE.search(text)) or not _DAY_FIRST.search(text))
        self.owners: Counter[str] = Counter()

    def root(self) -> Mapping:
        """Return the root of the CV."""
        pairs = [(key, node) for key, node in self.tree.pairs if isinstance(node, Sequence)]
        levels = Counter(len(key.value) - len(key.value.lstrip("#")) for key, _ in pairs if key.value.startswith("#"))
        several = [level for level, number in sorted(levels.items()) if number > 1]
        top = several[0] if several else min(levels, default=1)
        parent = ""
        introduction: list[Node] = []
        for key, node in pairs:
            level = len(key.value) - len(key.value.lstrip("#"))
            title = plain_of(key.value) if level else ""
            if key.value == "---":
                self.front(node)
            elif level < top:
                introduction += node.items
                self.titled(title, key)
            elif level == top:
                parent = title
                self.section(title, title, key, node)
            else:
                self.section(title, parent, key, node)
        self.introduce(introduction)
        self.sections.more(self.person.more)
        basics = self.person.node()
        return mapping_of({"basics": basics, **self.sections.top(self.tree.origin)}, self.tree.origin)

    def front(self, node: Sequence) -> None:
        """Keep the settings at the start of the file."""
        for item in node.items:
            self.job.leave("front matter", item, "it says how the page is made", is_content=False)

    def titled(self, title: str, key: Scalar) -> None:
        """Take the heading of the whole page for the name."""
        if title and "name" not in self.person.values:
            self.person.values["name"] = told(title, key.origin)
        elif title:
            self.job.leave(f"line {key.origin.line}", told(title, key.origin), "this heading is no section's")

    def introduce(self, nodes: list[Node]) -> None:
        """Read what stands before the first section."""
        for node in nodes:
            if isinstance(node, Scalar) and (image := _IMAGE.fullmatch(node.value.strip())):
                self.person.values |= photo(self.job, "picture", told(image[1], node.origin))
                continue
            for text in leaves(node):
                self.about(text)
        if "name" not in self.person.values:
            name = self.owners.most_common(1)[0][0] if self.owners else NO_NAME
            if name == NO_NAME:
                self.job.problems.warn(
                    self.tree.origin, "there is no name in this file", "import", "write it into the cv.yaml"
                )
            self.person.values["name"] = told(name, self.tree.origin)

    def about(self, node: Scalar) -> None:
        """Read a paragraph of the introduction: accounts, or who somebody is."""
        line = Line.of(self.job.clean(node.value, node.origin), node.origin)
        outside = "".join(char.value for char in line.chars if not char.url)
        if line.urls and not re.search(r"\w", outside):
            self.profiles(line)
            return
        if (match := _NAME.search(line.text)) and "name" not in self.person.values:
            self.person.values["name"] = told(match[1].strip(" ,."), node.origin)
            end = match.end()
            if native := _NATIVE.match(line.text, end):
                self.person.values["native_name"] = written(line.cut(native.start(1), native.end(1)).rich())
                end = native.end()
            if label := _LABEL.match(line.text, end):
                self.person.values["label"] = written(line.cut(label.start(1), label.end(1)).rich())
        self.person.summary.append(line.rich(emphasis=True))

    def profiles(self, line: Line) -> None:
        """Put the links of a line as accounts."""
        for url in line.urls:
            name = "".join(char.value for char in line.chars if char.url == url).strip()
            if re.match(r"mailto:", url):
                self.person.reach("email", told(url, line.origin))
                continue
            values: dict[str, Node] = {"network": told(name or url, line.origin), "url": told(url, line.origin)}
            user = re.search(r"(?:github\.com|gitlab\.com|linkedin\.com/in|twitter\.com|//x\.com)/([\w.-]+)/?$", url)
            if user:
                values = {"network": values["network"], "username": told(user[1], line.origin), "url": values["url"]}
            self.person.profiles.append(mapping_of(values, line.origin))

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
        found = []
        for item in node.items:
            if isinstance(item, Mapping):
                found.append(self.entry(kind, item))
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
        """Read a bullet."""
        source, *below = leaves(item)
        line, *others = (Line.of(self.job.clean(one.value, one.origin), one.origin) for one in (source, *below))
        draft = Draft(self.job, kind, source.origin)
        if kind == "publications" and line.strong:
            first = re.split(r"[,*†]", "".join(char.value for char in line.chars if char.strong))[0].strip()
            self.owners[first] += " " in first
        self.entries.reader(kind)(draft, line, others)
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
            self.profiles(line)
            self.job.leave(f"line {node.origin.line}", node, "a pointer to an account", "it is one of the profiles")
            return []
        text = line.rich(emphasis=True)
        if kind in ("general", "experience", "volunteer"):
            return [mapping_of({"summary": written(text)}, node.origin)] if text else []
        self.person.say(title, text)
        return []


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
