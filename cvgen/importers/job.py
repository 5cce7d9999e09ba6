"""What all importers share: sources whose keys are taken one by one, values read from them, and a list of the rest.

An importer turns the nodes of a file into the nodes of a CV. Every value keeps the place where it stands, so that the
reader's messages name the user's own file. Nothing is lost without a word: what no importer takes is in `Job.left`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cvgen import markup
from cvgen.characters import sift
from cvgen.diagnostics import Diagnostic, Origin
from cvgen.importers.writing import source_of
from cvgen.markup import Inline, Inlines, LineBreak, url_problem
from cvgen.patterns import pattern
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import Problems

_LINES = pattern(r"\s*[\n\r\x85\u2028\u2029]\s*")
_HOST = pattern(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?")
_ADDRESS = pattern(r"[^\s@:/]+@[\w.-]+\.\w+")


class Left(NamedTuple):
    """Something of the source that found no place of its own: where it stands, and what became of it.

    Without `became` it is kept in a comment. What `is_content` is not says something of the file alone.
    """

    path: str
    node: Node
    became: str = ""
    why: str = ""
    is_content: bool = True

    def diagnostic(self, problems: Problems, else_: str = "it is kept in a comment at the end") -> Diagnostic:
        """Return what is said of it; `else_` is what became of it if nothing else did."""
        origin = self.node.origin
        message = f"{self.path}: {self.why or 'cvgen has no key for this'}"
        severity = "warning" if self.is_content and not self.became else "note"
        return Diagnostic(origin, message, "import", self.became or else_, severity, problems.source(origin))


class Job:
    """One file that is imported: where its problems go, and what has become of it so far.

    `markdown` says that its texts have Markdown in them. `files` are to be written beside the cv.yaml. `folder` is
    that of the file where its pictures may be used as they are, and None where they cannot. `is_direct` says that no
    cv.yaml is written.
    """

    is_direct = False

    def __init__(self, problems: Problems, *, markdown: bool = False, folder: Path | None = None) -> None:
        self.problems, self.markdown, self.folder = problems, markdown, folder
        self.left: list[Left] = []
        self.counts: Counter[str] = Counter()
        self.files: dict[str, bytes] = {}

    def leave(self, path: str, node: Node, why: str = "", became: str = "", *, is_content: bool = True) -> None:
        """Note that something found no place of its own."""
        if not is_blank(node):
            self.left.append(Left(path, node, became, why, is_content))

    def clean(self, value: str, origin: Origin) -> str:
        """Return a text without characters that cannot be in a CV, after a word about them."""
        kept, refused, left_out = sift(_LINES.sub("\n", value))
        for char in dict.fromkeys((*refused, *left_out)):
            message = f"the character U+{ord(char):04X} cannot be printed, and is left out"
            self.problems.warn(origin, message, "control-character", "delete it")
        return kept

    def rich(self, node: Node | None) -> Inlines | None:
        """Return the rich text that a node stands for: its lines, where it is a list; None if it has none."""
        lines = [] if node is None else [self._rich(leaf) for leaf in leaves(node)]
        return joined(lines, LineBreak())

    def row(self, node: Node | None) -> Inlines | None:
        """Return what a node holds in one line, with commas between."""
        return joined([] if node is None else [self._rich(leaf) for leaf in leaves(node)])

    def _rich(self, leaf: Scalar) -> Inlines:
        value = self.clean(leaf.value, leaf.origin)
        if self.markdown:
            from cvgen.importers.inline import inlines_of

            return Inlines(inlines_of(value), leaf.origin)
        return lines_of(value, leaf.origin)

    def many(self, node: Node | None) -> list[Inlines]:
        """Return the rich texts of a list, each item as one."""
        items = node.items if isinstance(node, Sequence) else [node]
        found = (self.row(item) for item in items if item is not None)
        return [text for text in found if text]

    def plain(self, node: Node | None) -> Scalar | None:
        """Return a text without markup in one line, or None if there is none."""
        if node is None:
            return None
        text = " ".join(" ".join(self.clean(leaf.value, leaf.origin) for leaf in leaves(node)).split())
        return told(text, node.origin) if text else None

    def url(self, node: Node | None) -> Scalar | None:
        """Return a link target, with the scheme that people leave out; None if it leads nowhere."""
        if not isinstance(node, Scalar):
            return None
        url = url_of(self.clean(node.value, node.origin))
        return told(url, node.origin) if url else None


def url_of(text: str) -> str:
    """Return the URL that a text stands for, or an empty text."""
    text = text.strip()
    if text.startswith("//"):
        text = "https:" + text
    elif _ADDRESS.fullmatch(text):
        text = "mailto:" + text
    elif _HOST.fullmatch(text):
        text = "https://" + text
    text = re.sub(r"\s", "%20", text)
    return "" if url_problem(text) else text


class Source:
    """A mapping of the file whose keys are taken one by one; `rest` yields those that nobody took."""

    def __init__(self, node: Mapping, path: str) -> None:
        self.node, self.path = node, path
        self.pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, value in node.pairs:
            name = folded(key.value)
            self.pairs[key.value if name in self.pairs else name] = (key, value)

    def take(self, *names: str) -> Node | None:
        """Return the value of the first of some keys, in lower case without `_`, that has one."""
        for name in names:
            if name in self.pairs and not is_blank(self.pairs[name][1]):
                return self.pairs.pop(name)[1]
        return None

    def peek(self, name: str) -> Node | None:
        """Return the value of a key without taking it."""
        return self.pairs[name][1] if name in self.pairs else None

    def path_of(self, name: str) -> str:
        """Return the path of a key."""
        return f"{self.path}.{name}" if self.path else name

    def rest(self) -> Iterator[tuple[Scalar, Node, str]]:
        """Yield what nobody took, but for what says nothing: the key, the value and its path."""
        for key, value in list(self.pairs.values()):
            if not is_blank(value):
                yield key, value, self.path_of(key.value)
        self.pairs.clear()


def folded(key: str) -> str:
    """Return a key in the form in which it is looked for: `startDate` and `start_date` are `startdate`."""
    return re.sub(r"[\s_-]", "", key).lower() or key


def is_blank(node: Node) -> bool:
    """Return whether a value says nothing: null, an empty text, or a list or an object of such values."""
    return not any(True for _ in leaves(node))


def leaves(node: Node) -> Iterator[Scalar]:
    """Yield the values in a node that say something, in their order."""
    if isinstance(node, Scalar):
        if not node.is_empty and node.value.strip():
            yield node
        return
    for item in node.items if isinstance(node, Sequence) else (value for _, value in node.pairs):
        yield from leaves(item)


def told(value: str, origin: Origin) -> Scalar:
    """Return a text as a node of the CV."""
    return Scalar(value, '"', origin, 1 + len(value) // 20, origin.line)


def written(text: Inlines) -> Scalar:
    """Return a rich text as a node of the CV: without emphasis where cvgen's markup cannot say it (within a word)."""
    for nodes in (text.nodes, _calm(text.nodes)):
        source = source_of(Inlines(nodes))
        if markup.parse(source).nodes == nodes:
            return told(source, text.origin)
    return told(source_of(lines_of(text.plain, text.origin)), text.origin)


def _calm(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return nodes of which links and line breaks alone are left, and plain text."""
    found: list[Inline] = []
    for node in nodes:
        if isinstance(node, markup.Link):
            found.append(markup.Link(node.url, markup.plain(Inlines(node.children).plain).nodes))
        elif isinstance(node, LineBreak):
            found.append(node)
        else:
            found.append(markup.Plain(Inlines((node,)).plain))
    return merged(tuple(found))


def lines_of(value: str, origin: Origin) -> Inlines:
    """Return a text without markup, whose lines stay apart, as a rich text."""
    lines = [markup.plain(" ".join(line.split()), origin) for line in value.split("\n")]
    return joined(lines, LineBreak()) or Inlines((), origin)


def joined(texts: list[Inlines], between: Inline | None = None) -> Inlines | None:
    """Return texts as one, with commas or something else between them; None if they say nothing."""
    texts = [text for text in texts if text]
    if not texts:
        return None
    nodes: tuple[Inline, ...] = texts[0].nodes
    for text in texts[1:]:
        nodes = merged((*nodes, between or markup.Plain(", "), *text.nodes))
    return Inlines(nodes, texts[0].origin)


def merged(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return nodes with neighbouring plain texts as one, as the parser makes them."""
    found: list[Inline] = []
    for node in nodes:
        if found and isinstance(node, markup.Plain) and isinstance(found[-1], markup.Plain):
            found[-1] = markup.Plain(found[-1].value + node.value)
        else:
            found.append(node)
    return tuple(found)


def empty(node: Node) -> Mapping:
    """Return a mapping that says nothing, at the place of a node."""
    return Mapping((), node.origin, 1)


def below(top: Source, job: Job, *names: str) -> Source:
    """Return the mapping below the first of some keys, as a source; nothing if it is none, which is kept."""
    node = top.take(*names)
    if node is not None and not isinstance(node, Mapping):
        job.leave(names[0], node)
    return Source(node if isinstance(node, Mapping) else empty(top.node), names[0])
