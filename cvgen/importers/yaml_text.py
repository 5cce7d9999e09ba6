"""The nodes of a CV → the text of a cv.yaml as a person would write it, with comments."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator

from cvgen.characters import sift
from cvgen.importers.job import Left
from cvgen.importers.writing import scalar
from cvgen.patterns import pattern
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence

WIDTH = 110
_HAN = pattern("[\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef] ")
_UNSAFE = pattern("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]")
_BARE = pattern(r"[^\W_](?:(?!:\s|\s#)[^\n\t])*(?<![\s:])")
_BLOCKS = ("highlights", "profiles", "entries")  # lists that stand below each other, however short
_COMMENTS = {
    "basics": "Who you are. `cvgen schema > cv.schema.json` makes editors explain every key.",
    "design": "How the CVs look; `cvgen templates show academic` lists the options.",
    "sections": "What you have done: the sections appear in this order.",
}
_VARIANTS = """
# The CVs to make. This one shows everything; add others, such as `resume: {pages: 1}`.
variants:
  academic: {}
"""


def cv_text(root: Mapping, head: Iterable[str], left: Iterable[Left]) -> str:
    """Return the text of a cv.yaml: lines of comment, the CV, and what found no place in it, as comments."""
    lines = ["# yaml-language-server: $schema=cv.schema.json", *(f"# {safe(line)}" for line in head)]
    for key, value in root.pairs:
        lines += ["", *([f"# {_COMMENTS[key.value]}"] if key.value in _COMMENTS else [])]
        lines += _sections(value) if key.value == "sections" else _pair(key, value, "")
    text = "\n".join(lines) + "\n" + _VARIANTS
    kept = [f"#   {one.path}: {_one_line(one.node)}" for one in left if not one.became]
    if kept:
        text += "\n# What found no place, with its path in the imported file:\n" + "\n".join(map(safe, kept)) + "\n"
    return text


def safe(text: str) -> str:
    """Return a text that can stand in a comment: in one line, without characters that YAML forbids."""
    shown = _UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], text)
    return "".join(char if not any(sift(char)[1:]) else json.dumps(char)[1:-1] for char in shown)


def _one_line(node: Node) -> str:
    """Return a node as JSON in one line."""
    if isinstance(node, Scalar):
        return node.value if not node.style and node.value else json.dumps(node.value, ensure_ascii=False)
    if isinstance(node, Sequence):
        return "[" + ", ".join(map(_one_line, node.items)) + "]"
    pairs = (f"{json.dumps(key.value, ensure_ascii=False)}: {_one_line(value)}" for key, value in node.pairs)
    return "{" + ", ".join(pairs) + "}"


def _sections(node: Node) -> Iterator[str]:
    """Yield the lines of the sections, with an empty line between entries that have several."""
    yield "sections:"
    assert isinstance(node, Mapping)
    for number, (key, value) in enumerate(node.pairs):
        if number:
            yield ""
        whole = Mapping(((Scalar("entries", "", value.origin), value),), value.origin, 1)
        parts = value if isinstance(value, Mapping) else whole
        yield f"  {scalar(key.value)}:"
        for part, inner in parts.pairs:
            if part.value != "entries":
                yield from _pair(part, inner, "    ")
                continue
            indent = "    "
            if parts is value:
                yield "    entries:"
                indent = "      "
            assert isinstance(inner, Sequence)
            entries = [list(_item(entry, indent)) for entry in inner.items]
            for at, lines in enumerate(entries):
                if at and (len(lines) > 1 or len(entries[at - 1]) > 1):
                    yield ""
                yield from lines


def _pair(key: Scalar, value: Node, indent: str) -> Iterator[str]:
    """Yield the lines of a key and its value."""
    name = f"{indent}{scalar(key.value)}:"
    if isinstance(value, Scalar):
        yield from _text(name, value.value, indent + "  ")
    elif (flow := f"{name} {_flow(value)}") and len(flow) <= WIDTH and _is_flat(value, key.value):
        yield flow
    elif isinstance(value, Sequence) and _is_flat(value, key.value):
        wrapped = textwrap.wrap(
            flow, WIDTH, subsequent_indent=" " * (len(name) + 2), break_long_words=False, break_on_hyphens=False
        )
        yield from wrapped if " ".join(map(str.strip, wrapped)) == flow.strip() else [flow]
    elif isinstance(value, Sequence):
        yield name
        for item in value.items:
            yield from _item(item, indent + "  ")
    else:
        yield name
        for inner, node in value.pairs:
            yield from _pair(inner, node, indent + "  ")


def _item(node: Node, indent: str) -> Iterator[str]:
    """Yield the lines of an item of a list."""
    if isinstance(node, Scalar):
        yield from _text(f"{indent}-", node.value, indent + "  ")
        return
    if isinstance(node, Mapping) and len(node.pairs) <= 3:
        flow = f"{indent}- {_flow(node)}"
        if len(flow) <= WIDTH and all(isinstance(value, Scalar) for _, value in node.pairs) and "\\n" not in flow:
            yield flow
            return
    assert isinstance(node, Mapping)
    start = f"{indent}- "
    for key, value in node.pairs:
        for line in _pair(key, value, indent + "  "):
            yield start + line[len(start) :] if start.strip() else line
            start = ""


def _text(start: str, value: str, indent: str) -> Iterator[str]:
    """Yield the lines of a text behind its key: on one line, or folded where it is long."""
    line = f"{start} {value if _is_bare(value) else scalar(value)}"
    paragraphs = value.split("\n\n")
    if (len(line) <= WIDTH and len(paragraphs) == 1) or " " not in value or not _can_fold(value):
        yield line
        return
    yield f"{start} >-"
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ""
        yield from (
            indent + part
            for part in textwrap.wrap(paragraph, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
        )


def _is_bare(value: str) -> bool:
    """Return whether a text needs no quotes where it stands alone in its line."""
    return bool(_BARE.fullmatch(value)) and not _UNSAFE.search(value) and value.lower() != "null"


def _can_fold(value: str) -> bool:
    """Return whether a text can be folded without a change: single spaces, none where a line end would be lost."""
    if _HAN.search(value) or _UNSAFE.search(value.replace("\n", "")) or "\t" in value:
        return False
    paragraphs = value.split("\n\n")
    return all(
        part and part == " ".join(part.split(" ")) and not re.search(r"^\s|\s$|\s\s|[^\S ]", part)
        for part in paragraphs
    )


def _flow(node: Node) -> str:
    """Return a node in YAML's flow style."""
    if isinstance(node, Scalar):
        return scalar(node.value)
    if isinstance(node, Sequence):
        return "[" + ", ".join(map(_flow, node.items)) + "]"
    return "{" + ", ".join(f"{scalar(key.value)}: {_flow(value)}" for key, value in node.pairs) + "}"


def _is_flat(node: Node, key: str) -> bool:
    """Return whether a list or a mapping is best read on one line."""
    if key in _BLOCKS:
        return False
    values = node.items if isinstance(node, Sequence) else [value for _, value in node.pairs]  # type: ignore[union-attr]
    return all(isinstance(value, Scalar) and "\n" not in value.value for value in values)
