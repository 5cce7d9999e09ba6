"""Inline markup → the LaTeX of .bib files: the other way round of `reader.bib.latex`. UTF-8 stays as it is."""

from __future__ import annotations

import re

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
)

_ESCAPES = {
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
    "^": "\\textasciicircum{}", "~": "\\textasciitilde{}", "`": "\\textasciigrave{}", "–": "--", "—": "---",
    "\u00a0": "~", "\u2009": "\\,",
}  # fmt: skip
_COMMANDS = {
    Emphasis: "emph", Strong: "textbf", Subscript: "textsubscript", Superscript: "textsuperscript",
}  # fmt: skip
_DASHES = "-–—"


def latex_of(text: Inlines) -> str:
    """Return a rich text as LaTeX, which reads as the same text."""
    return "".join(_latex(node, case=False) for node in text.nodes)


def protected(text: Inlines) -> str:
    """Return a title as LaTeX, with braces around words whose case no style may change: `{NASRec}`, `{CNNs}`."""
    return "".join(_latex(node, case=True) for node in text.nodes)


def _latex(node: Inline, *, case: bool) -> str:
    if isinstance(node, Plain):
        return _plain(node.value, case=case)
    if isinstance(node, Code):
        return f"\\texttt{{{_plain(node.value, case=False)}}}"
    if isinstance(node, LineBreak):
        return " "
    inner = "".join(_latex(child, case=case) for child in node.children)
    if isinstance(node, Foreign):
        return inner
    if isinstance(node, Link):
        url = re.sub(r"([%#&_{}])", r"\\\1", node.url)
        return f"\\href{{{url}}}{{{inner}}}"
    return f"\\{_COMMANDS[type(node)]}{{{inner}}}"


def _plain(text: str, *, case: bool) -> str:
    """Return characters as LaTeX; two hyphens or apostrophes in a row are kept apart, for else they are joined."""
    words = re.split(r"(\w*[A-Z]\w*)", text) if case else [text]
    return "".join(f"{{{word}}}" if _has_inner_capital(word) and case else _escaped(word) for word in words)


def _has_inner_capital(word: str) -> bool:
    return word.isalnum() and any(char.isupper() for char in word[1:])


def _escaped(text: str) -> str:
    pieces, before = [], ""
    for char in text:
        if before and ((char in _DASHES and before in _DASHES) or char == before == "'"):
            pieces.append("{}")
        pieces.append(_ESCAPES.get(char, char))
        before = char
    return "".join(pieces)
