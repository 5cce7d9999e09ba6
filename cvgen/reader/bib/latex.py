r"""The LaTeX of .bib files → inline markup, as a tree: what Markdown takes for markup stays text.

Accents are put together by Unicode; what a command like `\ss` stands for, `latexcodec` knows. Braces that protect the
case of a title have done their work: cvgen never changes case.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cvgen.markup import (
    Code,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Plain,
    Subscript,
    Superscript,
    url_problem,
)
from cvgen.patterns import pattern
from cvgen.reader.bib.commands import ACCENTS, DECLARATIONS, DROPPED, FUNCTIONS, LITERAL, STYLES, THROUGH

MAX_DEPTH = 50
_TOKEN = pattern(r"\\([A-Za-z]+\*?(?=(\s*))\s*|.)|\\\Z|([{}$^_~])|(`{1,2}|'{2}|-{2,3})|([^\\{}$^_~`'-]+|.)", re.DOTALL)
_QUOTES = {"``": "“", "`": "‘", "''": "”", "--": "–", "---": "—"}
_SYMBOL = pattern(r"[\\{}$~^_`]|''|--")


@dataclass
class Read:
    """A text read from LaTeX, and the commands in it that nobody knows."""

    inlines: Inlines
    unknown: list[str] = field(default_factory=list)


def read_latex(source: str) -> Read:
    """Return what LaTeX prints. Any text can be read; unknown commands print their arguments, or their names."""
    text = " ".join(source.split(" ") if "\n" not in source and "\t" not in source else source.split())
    if not _SYMBOL.search(text):
        text = unicodedata.normalize("NFC", " ".join(text.split()))
        return Read(Inlines((Plain(text),) if text else ()))
    reader = _Reader(text)
    nodes = tidy(reader.group(""))
    return Read(Inlines(nodes), reader.unknown)


def plain_of(source: str) -> str:
    """Return the characters that LaTeX prints, without markup."""
    return read_latex(source).inlines.plain


@lru_cache
def _symbol(name: str, in_math: bool) -> str:
    """Return what a command without arguments stands for, or "" if nobody knows it."""
    import codecs

    import latexcodec  # noqa: F401 (registers the codec)

    for source in (f"${name}$", name) if in_math else (name, f"${name}$"):
        found = str(codecs.lookup("ulatex").decode(source, "strict")[0]).strip()  # type: ignore[arg-type]
        if found and "\\" not in found and "$" not in found:
            return found
    return ""


class _Reader:
    """Reads LaTeX token by token; `unknown` are the commands that it had to guess."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_TOKEN.finditer(text))
        self.at = 0
        self.depth = 0
        self.in_math = False
        self.unknown: list[str] = []

    def group(self, end: str) -> list[Inline]:
        """Return the nodes up to a closing brace, to the end of the mathematics, or to the end of all."""
        nodes: list[Inline] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token[3] == "}" and end == "}":
                break
            if token[3] == "$" and self.in_math:
                if end != "$":
                    self.at -= 1
                break
            if (token[1] or "").rstrip() in DECLARATIONS:
                return [*nodes, DECLARATIONS[token[1].rstrip()](tuple(self.group(end)))]
            nodes += self._nodes(token)
        return nodes

    def _nodes(self, token: re.Match[str]) -> list[Inline]:
        command, space, special, quote, text = token.groups()
        if command:
            return self._command(command.rstrip() or command, space or "")
        if special:
            return self._special(special)
        if quote and not self.in_math:
            return [Plain(_QUOTES.get(quote, quote))]
        text = quote or text or ""
        return self._variables(text) if self.in_math else [Plain(text)]

    def _special(self, sign: str) -> list[Inline]:
        if sign == "{":
            return self._nested("}")
        if sign == "$":
            return self._mathematics()
        if sign in "^_" and self.in_math:
            inner = self._argument()
            kind = Superscript if sign == "^" else Subscript
            return [kind(tuple(inner))] if inner else []
        return [Plain("\u00a0" if sign == "~" else sign)] if sign != "}" else []

    def _variables(self, text: str) -> list[Inline]:
        """Return a piece of mathematics: letters are variables, and spaces mean nothing."""
        pieces = re.findall(r"[A-Za-z]+|[^A-Za-z]+", "".join(text.split()).replace("-", "−"))
        return [Emphasis((Plain(piece),)) if piece.isalpha() and piece.isascii() else Plain(piece) for piece in pieces]

    def _nested(self, end: str) -> list[Inline]:
        if self.depth >= MAX_DEPTH:
            return []
        self.depth += 1
        nodes = self.group(end)
        self.depth -= 1
        return nodes

    def _mathematics(self) -> list[Inline]:
        if self.in_math:
            return []
        self.in_math = True
        nodes = self._nested("$")
        self.in_math = False
        return nodes

    def _argument(self) -> list[Inline]:
        """Return the argument of a command: a group, or the next character or command."""
        while self.at < len(self.tokens) and (self.tokens[self.at][5] or "").isspace():
            self.at += 1
        if self.at == len(self.tokens):
            return []
        token = self.tokens[self.at]
        self.at += 1
        text = token[5] or ""
        if len(text.lstrip()) > 1:  # one character, and what remains
            rest = text.lstrip()
            self.at -= 1
            self.tokens[self.at] = _TOKEN.match(rest[1:]) or token
            return self._variables(rest[0]) if self.in_math else [Plain(rest[0])]
        return self._nodes(token)

    def _raw_argument(self) -> str:
        """Return the characters of a group as they are written: a URL."""
        if self.at == len(self.tokens) or self.tokens[self.at][3] != "{":
            return ""
        depth, start = 0, self.at
        while self.at < len(self.tokens):
            depth += {"{": 1, "}": -1}.get(self.tokens[self.at][3] or "", 0)
            self.at += 1
            if not depth:
                break
        written = "".join(token[0] for token in self.tokens[start + 1 : self.at - 1])
        return re.sub(r"\\([%#&_~{}$])", r"\1", written).strip()

    def _command(self, name: str, space: str) -> list[Inline]:
        name = name.rstrip("*") if len(name) > 1 else name
        if name in ACCENTS:
            return self._accented(ACCENTS[name])
        if name in LITERAL:
            word = f" {name} " if self.in_math and name in FUNCTIONS else LITERAL[name]
            return [Plain(word)] if word else []
        if name in STYLES:
            inner = self._argument()
            return [STYLES[name](tuple(inner))] if inner else []
        if name in DROPPED:
            self._argument()
            return []
        if name in THROUGH:  # what follows is its argument
            return []
        return self._with_argument(name) or self._unknown(name, space)

    def _with_argument(self, name: str) -> list[Inline]:
        """Return what a command makes of its arguments, or nothing if it is no such command."""
        if name == "texttt":
            return [Code(Inlines(tuple(self._argument())).plain)]
        if name in ("url", "href"):
            return self._link(name) or [Plain("")]
        if name in ("enquote", "mkbibquote"):
            return [Plain("“"), *self._argument(), Plain("”")]
        if name == "frac":
            return [*self._argument(), Plain("/"), *self._argument()]
        return [Plain("")] if name in ("(", ")") else []

    def _unknown(self, name: str, space: str) -> list[Inline]:
        found = _symbol("\\" + name, self.in_math)
        if found:
            return [Plain(found)]
        self.unknown.append("\\" + name)
        has_argument = self.at < len(self.tokens) and self.tokens[self.at][3] == "{"
        return [] if has_argument else [Plain("\\" + name + space)]

    def _accented(self, accent: str) -> list[Inline]:
        base = Inlines(tuple(self._argument())).plain or "\u00a0"
        return [Plain(unicodedata.normalize("NFC", base[0] + accent + base[1:]))]

    def _link(self, name: str) -> list[Inline]:
        url = self._raw_argument()
        text: list[Inline] = self._argument() if name == "href" else [Plain(url)]
        return [Link(url, tuple(text))] if text and not url_problem(url) else text


def tidy(nodes: list[Inline], *, keep: bool = False) -> tuple[Inline, ...]:
    """Return nodes with neighbouring texts joined, spaces once, and none at the ends."""
    joined: list[Inline] = []
    for node in nodes:
        if isinstance(node, Plain) and joined and isinstance(joined[-1], Plain):
            joined[-1] = Plain(joined[-1].value + node.value)
        else:
            joined.append(node)
    for at, node in enumerate(joined):
        if isinstance(node, Plain):
            value = re.sub(r" {2,}", " ", unicodedata.normalize("NFC", node.value))
            value = value.lstrip(" ") if at == 0 and not keep else value
            joined[at] = Plain(value.rstrip(" ") if at == len(joined) - 1 and not keep else value)
    return tuple(_within(node) for node in joined if not isinstance(node, Plain) or node.value)


def _within(node: Inline) -> Inline:
    """Return a node with its children tidied as well."""
    if isinstance(node, Plain | Code | LineBreak):
        return node
    return replace(node, children=tidy(list(node.children), keep=True))
