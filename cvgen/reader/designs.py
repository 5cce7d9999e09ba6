"""YAML nodes → the design: options as typed, and the fonts that the user names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cvgen.model import FONT_ROLES, FONT_STYLES, Design, FontChoice
from cvgen.reader.nodes import Mapping, Node, Scalar
from cvgen.reader.problems import did_you_mean, one_of

if TYPE_CHECKING:
    from cvgen.reader.values import Values


def read_design(values: Values, node: Node) -> Design | None:
    """Read a mapping of design options to their values."""
    if not isinstance(node, Mapping):
        values.expected("a mapping for design", node, "write it as {page_size: a4}")
        return None
    given = {key.value: value for key, value in node.pairs if not _is_empty(value)}
    fonts = _fonts(values, given.pop("fonts")) if "fonts" in given else {}
    read = {key: values.string(value) for key, value in given.items()}
    options = {key: value for key, value in read.items() if value is not None}
    places = {key.value: value.origin for key, value in node.pairs}
    return Design(options=options, fonts=fonts, origin=node.origin, places=places)


def _fonts(values: Values, node: Node) -> dict[str, FontChoice]:
    """Read fonts by role: a path or a family, or paths by style."""
    found = {}
    for role, value in _pairs(values, node, FONT_ROLES, "fonts: {text: EB Garamond, headings: fonts/Inter.ttf}"):
        styles: list[tuple[str, Node]]
        if isinstance(value, Scalar):
            styles = [("regular", value)]
        else:
            styles = _pairs(values, value, FONT_STYLES, "{regular: fonts/A.otf, bold: fonts/A-Bold.otf}")
            if isinstance(value, Mapping) and "regular" not in dict(styles):
                values.problems.error(value.origin, "this font has no file for 'regular'", "missing-key")
        files = {style: values.string(file) or "" for style, file in styles}
        places = {style: file.origin for style, file in styles}
        found[role] = FontChoice(files=files, origin=value.origin, places=places)
    return found


def _pairs(values: Values, node: Node, known: tuple[str, ...], example: str) -> list[tuple[str, Node]]:
    """Return the keys and values of a mapping that have one of the known keys."""
    if not isinstance(node, Mapping):
        values.expected("a mapping", node, f"write it as {example}")
        return []
    for key, _ in node.pairs:
        if key.value not in known:
            hint = did_you_mean(key.value, known) or one_of(known)
            values.problems.error(key.origin, f"unknown key '{key.value}' among the fonts", "unknown-key", hint)
    return [(key.value, value) for key, value in node.pairs if key.value in known and not _is_empty(value)]


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_empty
