"""YAML nodes → single values of the model: texts, dates, links, authors. Each problem is noted at its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from cvgen import identifiers, markup
from cvgen.diagnostics import Origin
from cvgen.identifiers import Arxiv, Doi, Isbn, Orcid, Pmid, Urn
from cvgen.model import Author, Date, Design, LanguageTag, NamedLink, Tag, Text, Url
from cvgen.patterns import pattern
from cvgen.reader.authors import MARK, author_of
from cvgen.reader.dates import read_date
from cvgen.reader.designs import read_design
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import Problems
from cvgen.reader.slips import meant_letters, meant_url, slip_in
from cvgen.tags import LANGUAGE_TAG, is_language

T = TypeVar("T")

_AUTHOR_SEPARATOR = pattern(r"\s*;\s*|\s+and\s+")
_LATEX_ACCENT = pattern(
    r"""\\["'`^~=.][{\\]*[A-Za-z]|\\[Hckruv]\{[A-Za-z]\}|\\(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L)\b\s*[{}]"""
)
_UNCLEAR_AUTHORS = pattern(r"\s\S+,\s|,.*,|\s&\s|,\s\S+\s")
WORDS = pattern(r"[\w.+, -]+")  # what may stand between brackets as it is
_SPACE = pattern(r"\s+")
_TAGS = "write it as en, zh or en-GB"


class Values:
    """Readers of single values. Each returns None after noting an error, so that reading can go on."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def scalar(self, node: Node, what: str) -> Scalar | None:
        """Return the node if it is a scalar, else note that `what` was expected."""
        if isinstance(node, Scalar):
            return None if node.is_dead else node
        opening = self.problems.source(node.origin)[node.origin.column - 1 : node.origin.column]
        hint = f"write a single one; quote a text that starts with {opening}" if opening in ("[", "{") else ""
        self.expected(what, node, hint or ("write a single one, without '- '" if isinstance(node, Sequence) else ""))
        return None

    def expected(self, what: str, node: Node, hint: str = "") -> None:
        """Note that something else was expected than what stands there."""
        if isinstance(node, Scalar) and node.is_dead:
            return
        found = "a list" if isinstance(node, Sequence) else "a mapping" if isinstance(node, Mapping) else "a text"
        found = "nothing" if node.is_empty else found
        self.problems.error(node.origin, f"expected {what}, found {found}", "type", hint)

    def slipped(self, node: Node, as_key: str = "") -> bool:
        """Note the slip in a word that was meant as a key and its value; return whether there is one.

        `as_key` is what YAML has read behind it.
        """
        if not isinstance(node, Scalar) or node.style:
            return False
        slip = slip_in(node.value) or (slip_in(node.value + as_key) if as_key else None)
        if slip:
            origin = node.origin._replace(column=node.origin.column + slip.at)
            self.problems.error(origin, slip.message, "yaml", slip.hint)
        return slip is not None

    def string(self, node: Node) -> str | None:
        """A text that takes no markup: a name, an e-mail address, a username."""
        scalar = self.scalar(node, "a text")
        if scalar is None:
            return None
        return markup.plain(_SPACE.sub(" ", scalar.value.strip())).plain

    def text(self, node: Node) -> Text | None:
        """A rich text, or a mapping of languages to rich texts."""
        if isinstance(node, Mapping):
            return self._languages(node)
        scalar = self.scalar(node, "a text")
        return Text((("", self._inlines(scalar)),)) if scalar else None

    def _languages(self, node: Mapping) -> Text | None:
        versions: list[tuple[str, markup.Inlines]] = []
        for key, value in node.pairs:
            if not is_language(key.value):
                quote = "quote a text with ': ' in it"
                if versions or is_language(key.value.lower()):
                    hint = f"{_TAGS}, or {quote}"
                    self.problems.error(key.origin, f"'{key.value}' is no language tag", "language", hint)
                else:
                    self.expected("a text", node, f"{quote}, or write texts by language: {{en: …, zh: …}}")
                return None
            scalar = self.scalar(value, "a text")
            if scalar:
                versions.append((key.value, self._inlines(scalar)))
        if not node.pairs:
            self.expected("a text", node, "quote it, or write texts by language: {en: …, zh: …}")
        return Text(tuple(versions)) if versions else None

    def _inlines(self, scalar: Scalar) -> markup.Inlines:
        # In every style but the literal one YAML has joined lines already: a line end left over starts a new line.
        source = scalar.value if scalar.style == "|" else scalar.value.rstrip("\n").replace("\n", "\n\n")
        inlines = markup.parse(source, scalar.origin)
        for word in filter(_LATEX_ACCENT.search, source.split() if "\\" in source else ()):
            self._warn_of_latex(word, self.problems.find(scalar.origin, word, scalar.last))
        for link in inlines.links:
            self._check_url(link.url, self.problems.find(scalar.origin, link.url, scalar.last))
        return inlines

    def _warn_of_latex(self, word: str, origin: Origin) -> None:
        hint = f"write '{meant_letters(word)}'"
        message = f"'{word}' looks like LaTeX; it will be printed as it is written here"
        self.problems.warn(origin, message, "latex", hint)

    def url(self, node: Node) -> Url | None:
        """A link target, kept to the letter."""
        scalar = self.scalar(node, "a URL")
        if scalar is None:
            return None
        url = scalar.value.strip()
        return Url(url) if self._check_url(url, scalar.origin) else None

    def _check_url(self, url: str, origin: Origin) -> bool:
        problem = markup.url_problem(url)
        if problem:
            self.problems.error(origin, problem, "url", meant_url(url))
        return not problem

    def integer(self, node: Node) -> int | None:
        """A whole number, zero or more."""
        scalar = self.scalar(node, "a whole number")
        if scalar is None:
            return None
        if not re.fullmatch(r"[0-9]{1,6}", scalar.value):
            self.problems.error(scalar.origin, f"expected a whole number, found '{scalar.value}'", "type")
            return None
        return int(scalar.value)

    def decimal(self, node: Node) -> float | None:
        """A number, zero or more."""
        scalar = self.scalar(node, "a number")
        if scalar is None:
            return None
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", scalar.value):
            self.problems.error(scalar.origin, f"expected a number such as 0.5, found '{scalar.value}'", "type")
            return None
        return float(scalar.value)

    def boolean(self, node: Node) -> bool | None:
        """Yes or no."""
        scalar = self.scalar(node, "true or false")
        if scalar is None:
            return None
        if scalar.value.lower() not in ("true", "false", "yes", "no"):
            self.problems.error(scalar.origin, f"expected true or false, found '{scalar.value}'", "type")
            return None
        return scalar.value.lower() in ("true", "yes")

    def language(self, node: Node) -> LanguageTag | None:
        """A language, as a BCP 47 tag such as en or zh-TW."""
        value = self.string(node)
        if value is not None and not LANGUAGE_TAG.fullmatch(value):
            self.problems.error(node.origin, f"'{value}' is no language tag", "language", _TAGS)
            return None
        return None if value is None else LanguageTag(value)

    def tag(self, node: Node) -> Tag | None:
        """A word by which variants choose."""
        value = self.string(node)
        return None if value is None else Tag(value)

    def items(self, node: Node, read: Callable[[Node], T | None], example: str) -> tuple[T, ...]:
        """Read a list item by item; `example` shows how one is written."""
        if not isinstance(node, Sequence):
            if isinstance(node, Scalar) and "{" not in example and WORDS.fullmatch(node.value):
                example = f"[{node.value}]"
            self.expected("a list", node, f"write it as {example}")
            return ()
        given = (item for item in node.items if not (isinstance(item, Scalar) and item.is_empty))
        return tuple(item for item in map(read, given) if item is not None)

    def authors(self, node: Node) -> tuple[Author, ...]:
        """A list of names, or one text with the names separated by semicolons or "and"."""
        if isinstance(node, Scalar):
            if node.is_dead:
                return ()
            if not _AUTHOR_SEPARATOR.search(node.value) and _UNCLEAR_AUTHORS.search(node.value):
                hint = "put semicolons between the names, or write a list: [Ada Lovelace, Bob Stone]"
                self.problems.error(node.origin, "it is not clear where one author's name ends", "authors", hint)
            names = [name for name in _AUTHOR_SEPARATOR.split(node.value.strip()) if name]
            return tuple(author_of(name, self.problems.find(node.origin, name, node.last)) for name in names)
        return self.items(node, self._author_node, "[Ada Lovelace, Charles Babbage*]")

    def _author_node(self, node: Node) -> Author | None:
        scalar = self.scalar(node, "an author's name")
        return author_of(scalar.value, scalar.origin) if scalar else None

    def identifier(self, node: Node, kind: str) -> str | None:
        """An identifier of a work or a person, in its usual form."""
        value = self.string(node)
        if value is None:
            return None
        try:
            return identifiers.READERS[kind](value)
        except identifiers.WrongIdentifier as error:
            self.problems.error(node.origin, str(error), kind, error.hint)
            return None

    def links(self, node: Node, read_link: Callable[[Node], NamedLink | None]) -> tuple[NamedLink, ...]:
        """Links by label, `{paper: https://…}`, or a list of {label, url}."""
        if isinstance(node, Scalar):
            self.expected("a mapping of links", node, "write it as {paper: https://…, code: https://…}")
            return ()
        if not isinstance(node, Mapping):
            return self.items(node, read_link, "[{label: paper, url: https://…}]")
        links = []
        for key, value in node.pairs:
            url = self.url(value)
            if url:
                label = Text((("", self._inlines(key)),))
                links.append(NamedLink(label=label, url=url, origin=key.origin))
        return tuple(links)

    def marks(self, node: Node) -> dict[str, Text]:
        """A mapping of the marks on authors' names to their meanings."""
        if not isinstance(node, Mapping):
            self.expected("a mapping", node, 'write it as {"*": equal contribution}')
            return {}
        for key, _ in node.pairs:
            if not MARK.fullmatch(key.value):
                hint = "marks are * † ‡ § ¶, small letters and digits"
                self.problems.error(key.origin, f"'{key.value}' is no mark", "mark", hint)
        read = {key.value: self.text(value) for key, value in node.pairs if MARK.fullmatch(key.value)}
        return {key: text for key, text in read.items() if text is not None}


READERS: dict[Any, Callable[[Values, Node], Any]] = {
    Text: Values.text,
    Url: Values.url,
    LanguageTag: Values.language,
    Tag: Values.tag,
    Date: read_date,
    Design: read_design,
    str: Values.string,
    int: Values.integer,
    float: Values.decimal,
    bool: Values.boolean,
    Doi: partial(Values.identifier, kind="doi"),
    Arxiv: partial(Values.identifier, kind="arxiv"),
    Pmid: partial(Values.identifier, kind="pmid"),
    Isbn: partial(Values.identifier, kind="isbn"),
    Urn: partial(Values.identifier, kind="urn"),
    Orcid: partial(Values.identifier, kind="orcid"),
}
"""How each type of single value is read."""
