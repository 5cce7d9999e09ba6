r"""The only place where text becomes LaTeX. Three writers, never mixed: text, URLs, and the strings of the PDF itself.

The LaTeX is UTF-8 and the same for every engine. Characters that the main fonts lack are wrapped once a run
(`\cvscript{cyrl}{…}`), so that fonts switch once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from markupsafe import Markup

from cvgen.diagnostics import NOWHERE, Origin
from cvgen.fonts.languages import language_of
from cvgen.fonts.typefaces import LATIN, Typefaces
from cvgen.markup import (
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Plain,
    Strong,
    Subscript,
    Superscript,
    plain,
)
from cvgen.model import Author, Text
from cvgen.patterns import pattern
from cvgen.tags import main_language

SENTINEL = "\x02{}\x03"
"""Stands before every piece of text in a rendered template; `render.py` turns it into the line map."""

TEMPLATE_SENTINEL = "\x05{}\x06"
"""The same for every line of a template's own LaTeX; holds the number of the file, the line and the column."""

MARK = pattern("([\x02\x05])([0-9.]+)[\x03\x06]")
"""Any of these sentinels: which of them (its first character), and its number."""

_TEXT = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "$": "\\$",
    "&": "\\&",
    "#": "\\#",
    "%": "\\%",
    "_": "\\_",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    "\u00a0": "~",
    "\u00ad": "\\-",
    "\t": " ",
    "\n": " ",
    "\r": " ",
    "\x85": " ",
}
_ASCII = str.maketrans(_TEXT)
_MACROS = {Emphasis: "\\cvemph", Strong: "\\cvstrong", Subscript: "\\cvsub", Superscript: "\\cvsup"}
MAX_LINE = 10_000  # characters in a line of the source, or little more
_MAX_PDF_STRING = 500
_LONG_WORD = r"[^\s\u2e80-\U0010ffff]{36,}"  # slow to compile, and rarely needed
LONGEST_COMPOUND = 48  # letters of a word that any line of text has room for
_BREAKS = {"\0": "\\cvallowbreak{}", "\1": "\\cvlastbreak{}"}
_BREAK = pattern(r"[/.?&=_,;:@-]+(?=.)")
_URL = {
    " ": "\\%20",
    "%": "\\%",
    "#": "\\#",
    "&": "\\&",
    "_": "\\_",
    "~": "\\~",
    "^": "\\cvcaret ",
    "\\": "\\cvbackslash ",
    "{": "\\cvlbrace ",
    "}": "\\cvrbrace ",
}
_URL_SAFE = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def escape_url(url: str) -> str:
    """Return a link target as a macro's argument. Read back out of the PDF it is the same, byte for byte.

    Other scripts are written as URLs have them: hosts in IDNA (RFC 5891), the rest percent-encoded (RFC 3986).
    """
    return _joined([_URL.get(char, char) for char in ascii_url(url)])


def ascii_url(url: str) -> str:
    """Return a URL in ASCII; one that is ASCII already stays as it is."""
    if url.isascii():
        return url
    from urllib.parse import quote

    scheme, separator, rest = url.partition("://")
    if separator:
        host, slash, path = rest.partition("/")
        url = f"{scheme}://{_idna(host)}{slash}{path}"
    return quote(url, safe=_URL_SAFE)


def _idna(host: str) -> str:
    if host.isascii():
        return host
    import idna

    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return host  # percent-encoded, as browsers do with what is no domain name


def escape_pdf_string(text: str) -> str:
    """Return text for the document's title, author and bookmarks, as hyperref reads it in any engine.

    It is cut where no window would show it: TeX takes minutes for a title as long as a book.
    """
    text = " ".join(text.split())
    if len(text) > _MAX_PDF_STRING:
        text = text[:_MAX_PDF_STRING] + "…"
    return "".join(
        char if char.isascii() and (char.isalnum() or char in " .,:;-()/'") else f'\\unichar{{"{ord(char):04X}}}'
        for char in text
    ).replace("--", '-\\unichar{"002D}')  # of two hyphens hyperref would make a dash


def unmarked(text: str) -> str:
    """Return text without sentinels."""
    return MARK.sub("", text)


def _joined(pieces: list[str]) -> str:
    """Return pieces of LaTeX as one, on several lines if they are very long: TeX reads no line of 200,000 bytes."""
    whole = "".join(pieces)
    if len(whole) <= MAX_LINE:
        return whole
    done, size = [], 0
    for piece in pieces:
        if size > MAX_LINE and not piece.startswith(" "):  # which TeX would skip at the start of a line
            done.append("%\n")
            size = 0
        done.append(piece)
        size += len(piece)
    return "".join(done)


def _cut(word: str) -> str:
    """Return a word marked where a line may break: behind its punctuation, and every 12 characters.

    What fits a line is broken only in need. (What does not breaks often, and TeX can add up only so many high prices.)
    """
    parts = _BREAK.sub("\\g<0>\0", word).split("\0")
    marks = ["\1" if len(part) <= LONGEST_COMPOUND else "\0" for part in parts]
    pieces = [[part[at : at + 12] for at in range(0, len(part), 12)] for part in parts]
    return "\0".join(mark.join(piece) for mark, piece in zip(marks, pieces, strict=True))


_markup: Callable[[str], Markup] = partial(str.__new__, Markup)  # what it does for text, but faster


class Writer:
    """Writes one document's text.

    `used` collects the characters that need script fonts; `printed` is what the sentinels' numbers stand for: texts and
    where they come from; `links` are the targets of links, as the PDF must have them.
    """

    def __init__(self, typefaces: Typefaces) -> None:
        self.typefaces = typefaces
        self.language = main_language(typefaces.language)  # of what is being written
        self.used: dict[str, set[str]] = {}
        self.printed: list[tuple[str, Origin]] = []
        self.links: dict[str, None] = {}

    def write(self, value: Any) -> Markup:
        """Return any value of a template's context as LaTeX. Raises TypeError for what has no printed form."""
        if isinstance(value, Markup):
            return value
        if isinstance(value, Text):
            value = value.inlines
        if isinstance(value, Inlines):
            return _markup(self._sentinel(value) + self.nodes(value.nodes))
        if isinstance(value, Author):
            return self.write(plain(value.name, value.origin))
        if isinstance(value, str):
            return _markup(self.text(value))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return Markup(f"{value:g}")
        raise TypeError(f"a template cannot print a value of the kind '{type(value).__name__}'")

    def nodes(self, nodes: Iterable[Inline]) -> str:
        """Return a tree of inline markup as LaTeX."""
        return _joined(list(map(self._node, nodes)))

    def _node(self, node: Inline) -> str:
        if isinstance(node, Plain):
            return self.text(node.value)
        if isinstance(node, Code):
            return f"\\cvcode{{{self.text(node.value)}}}"
        if isinstance(node, LineBreak):
            return "\\cvbreak{}"
        if isinstance(node, Foreign):
            before, self.language = self.language, main_language(node.language)
            inner, self.language = self.nodes(node.children), before
            return f"\\cvlang{{{node.language}}}{{{inner}}}"
        inner = self.nodes(node.children)
        if isinstance(node, Link):
            return self.link(node.url, inner)
        return f"{_MACROS[type(node)]}{{{inner}}}"

    def link(self, url: str, latex: str) -> Markup:
        """Return LaTeX as a link."""
        return Markup(f"\\cvlink{{{self.url(url)}}}{{{latex}}}")

    def url(self, url: str) -> Markup:
        """Return the target of a link as a macro's argument (see `escape_url`)."""
        self.links[ascii_url(url).replace(" ", "%20")] = None
        return Markup(escape_url(url))

    def text(self, text: str) -> str:
        """Return plain text as LaTeX: what is printed is these characters and no others."""
        text = unicodedata.normalize("NFC", text)
        if max(map(len, text.split()), default=0) >= 36 and re.search(_LONG_WORD, text):
            pieces = re.split("([\0\1])", re.sub(_LONG_WORD, lambda word: _cut(word[0]), text))
            return _joined([_BREAKS.get(piece) or self._plain(piece) for piece in pieces])
        return self._plain(text)

    def _plain(self, text: str) -> str:
        if text.isascii():
            latex = text.translate(_ASCII)
            return latex if len(latex) <= MAX_LINE else _joined([_TEXT.get(char, char) for char in text])
        return _joined([self._run(script, clusters) for script, clusters in self.typefaces.runs(text)])

    def _run(self, script: str, clusters: list[str]) -> str:
        """Return a run of one script; what no face has counts as the main script (and was reported before)."""
        if not script:
            return _joined([_TEXT.get(cluster, cluster) for cluster in clusters])
        # in a Latin script font too TeX may hyphenate, and needs the hyphen there
        needed = self.used.setdefault(script, {"-"} if script == LATIN else set())
        needed.update(cluster for cluster in clusters if cluster != " ")
        run = _joined([f"\\cvcluster{{{cluster}}}" if len(cluster) > 1 else cluster for cluster in clusters])
        language = language_of(script, clusters, self.language)
        latex = f"\\cvscript{{{script}}}{{{run}}}"
        return f"\\cvlang{{{language}}}{{{latex}}}" if language else latex

    def _sentinel(self, text: Inlines) -> str:
        if text.origin == NOWHERE:
            return ""
        self.printed.append((text.plain, text.origin))
        return SENTINEL.format(len(self.printed) - 1)
