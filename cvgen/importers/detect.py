"""Which format a file is in: what is in it says so, its name only where it could be two."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from cvgen.diagnostics import Diagnostic, InputError, Origin
from cvgen.importers.jsonresume import is_resume
from cvgen.importers.whole import read_bytes, tree_of
from cvgen.patterns import bytes_pattern
from cvgen.reader.nodes import Mapping, Node
from cvgen.reader.problems import Problems, Unreadable

_BIB = bytes_pattern(rb"(?mi)^\s*@\s*(?:article|book|in\w+|misc|phdthesis|\w*thesis|\w+)\s*[{(]")

_SIGNS = {  # which may stand in a file whose YAML is broken
    "rendercv": bytes_pattern(rb"(?m)^cv[ \t]*:"),
    "yamlresume": bytes_pattern(rb"(?m)^content[ \t]*:"),
}

_OF_RENDERCV = {"name", "social_networks", "headline"}  # where the key `cv` above them is left out

_HEADINGS = bytes_pattern(rb"(?ms)^#{1,3} \S.*^[-*] \S.*^#{1,3} \S")


def detect(path: Path) -> str:
    """Return the name of a file's format. Raises InputError if it cannot be read or is of none that is known."""
    problems = Problems(str(path))
    data = read_bytes(path, problems)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        return "jsonresume"
    if path.suffix.lower() == ".bib" or _BIB.search(data):
        return "bibtex"
    if found := next((name for name, sign in _SIGNS.items() if sign.search(data)), ""):
        return found
    if path.suffix.lower() in (".md", ".markdown", ".mdown") or _HEADINGS.search(data):
        return "markdown"
    try:
        found = _of_tree(tree_of(data, problems), problems)
    except Unreadable:
        found = ""
    if not found:
        _unclear(path)
    return found


def _of_tree(root: Node, problems: Problems) -> str:
    """Return the format of a YAML file by the keys at its top."""
    keys = {key.value for key, _ in root.pairs} if isinstance(root, Mapping) else set()
    if "basics" in keys and "sections" in keys:
        problems.error(root.origin, "this is a cv.yaml already", "import", "build it: cvgen build FILE")
        raise InputError(problems.sorted())
    if "sections" in keys and keys & _OF_RENDERCV:
        return "rendercv"
    return "jsonresume" if is_resume(root) else ""


def _unclear(path: Path) -> NoReturn:
    from cvgen.importers import importers

    hint = f"say it: cvgen import FORMAT {path.name}, where FORMAT is one of " + ", ".join(importers())
    raise InputError([Diagnostic(Origin(str(path)), "what this file is does not show", "import", hint)])
