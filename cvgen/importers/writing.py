"""Texts and values as a person would write them in a cv.yaml."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import partial

from cvgen.markup import Code, Emphasis, Foreign, Inline, Inlines, LineBreak, Link, Plain, Strong, Subscript, parse
from cvgen.model import Author, Date
from cvgen.patterns import pattern

_PLAIN = pattern(r"[^\W_](?:[\w .()/+;–—’“”-]*[\w.)])?")
_NULLS = ("null", "Null", "NULL")


def scalar(text: str) -> str:
    """Return a text as a YAML scalar that any reader takes for a text, quoted where it must be."""
    if _PLAIN.fullmatch(text) and text not in _NULLS:
        return text
    return json.dumps(text, ensure_ascii=False)


def listed(texts: Iterable[str]) -> str:
    """Return texts as a YAML list on one line."""
    return "[" + ", ".join(scalar(text) for text in texts) + "]"


def source_of(text: Inlines) -> str:
    """Return a rich text as inline Markdown that reads as the same; what looks like markup is escaped where needed."""
    plain: Callable[[str], str] = str
    for escape in (plain, partial(re.sub, r"([*`\[\]<])", r"\\\1")):
        source = "".join(_source(node, escape) for node in text.nodes)
        if parse(source).nodes == text.nodes:
            return source
    return source


def _source(node: Inline, escape: Callable[[str], str]) -> str:
    if isinstance(node, Plain):
        return escape(node.value)
    if isinstance(node, Code | LineBreak):
        return f"`{node.value}`" if isinstance(node, Code) else "\n\n"
    inner = "".join(_source(child, escape) for child in node.children)
    if isinstance(node, Link):
        return f"[{inner}](<{node.url}>)" if re.search(r"[()\s]", node.url) else f"[{inner}]({node.url})"
    if isinstance(node, Emphasis | Strong):
        sign = "*" if isinstance(node, Emphasis) else "**"
        return f"{sign}{inner}{sign}"
    if isinstance(node, Foreign):
        return inner
    tag = "sub" if isinstance(node, Subscript) else "sup"
    return f"<{tag}>{inner}</{tag}>"


def author(one: Author) -> str:
    """Return an author as a list of authors has it: the name, with its marks."""
    signs = one.marks
    letters = "".join(sign for sign in signs if sign.isalnum())
    others = "".join(sign for sign in signs if not sign.isalnum())
    return one.name + others + (f"^{{{','.join(letters)}}}" if letters else "")


def date(value: Date) -> str:
    """Return a date as it is written: 2014-08, or words."""
    if value.present:
        return "present"
    if value.words or not value.year:
        return value.words
    parts = [f"{value.year:04}", *(f"{part:02}" for part in (value.month, value.day) if part)]
    return "-".join(parts)
