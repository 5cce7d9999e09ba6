"""Settings of the command line, `--set design.accent=1D3F66`, put into the nodes of a file.

A setting has a place like all else, in a file called `--set` whose lines are the settings, so that what is wrong with
it is said the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cvgen.diagnostics import Diagnostic, Origin
from cvgen.reader.composer import compose
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import Problems, Unreadable

FILE = "--set"
_WHOLE = ("basics", "locale", "engine", "variants")  # keys of the file; all others are those of variants


def is_set(problem: Diagnostic) -> bool:
    """Return whether a problem is one of the command line rather than of the file."""
    return problem.origin.file == FILE


class Settings:
    """The settings of one command line."""

    def __init__(self, texts: tuple[str, ...], problems: Problems) -> None:
        self.problems = problems
        problems.sources[FILE] = texts
        self.read = [one for number, text in enumerate(texts, 1) if (one := self._read(text, number))]

    def of_file(self, root: Node) -> Node:
        """Return the root of a CV with what is set for all of it."""
        for keys, value in self.read:
            if keys[0].value in _WHOLE:
                root = self._put(root, keys, value, keys[0].value)
        return root

    def of_variants(self, root: Node, names: tuple[str, ...]) -> Node:
        """Return the root of a CV with what is set for some of its variants, or for all if none is named."""
        settings = [one for one in self.read if one[0][0].value not in _WHOLE]
        if not settings or not isinstance(root, Mapping):
            return root
        place = Origin(FILE)
        known = next((value for key, value in root.pairs if key.value == "variants"), None)
        if known is None or known.is_empty or (isinstance(known, Mapping) and not known.pairs):
            known = Mapping(((Scalar("academic", "", place), Mapping((), place, 1)),), place, 1)
        if not isinstance(known, Mapping):
            return root
        pairs = tuple(
            (key, self._variant(key.value, value, settings) if not names or key.value in names else value)
            for key, value in known.pairs
        )
        others = tuple(pair for pair in root.pairs if pair[0].value != "variants")
        return replace(root, pairs=(*others, (Scalar("variants", "", known.origin), replace(known, pairs=pairs))))

    def _variant(self, name: str, node: Node, settings: list[tuple[list[Scalar], Node]]) -> Node:
        node = Mapping((), node.origin, 1) if node.is_empty else node
        for keys, value in settings:
            lists = isinstance(node, Mapping) and any(key.value == "sections" for key, _ in node.pairs)
            if keys[0].value == "sections" and len(keys) > 1 and not lists:
                hint = "say which it shows: --set 'sections=[summary, experience]'"
                self.problems.error(keys[1].origin, f"the variant '{name}' lists no sections", "setting", hint)
                continue
            node = self._put(node, keys, value, f"variants.{name}.{keys[0].value}")
        return node

    def _read(self, text: str, number: int) -> tuple[list[Scalar], Node] | None:
        """Return the keys of a setting and its value."""
        path, _, written = text.partition("=")
        keys, column = [], 1
        for key in path.split("."):
            keys.append(Scalar(key, "", Origin(FILE, number, column)))
            column += len(key) + 1
        place = Origin(FILE, number, column)
        if written.strip() in ("", "~"):
            return keys, Scalar("null", "", place)
        if written.lstrip()[0] not in "[{\"'":  # what begins otherwise is taken as it is, not as YAML
            return keys, Scalar(written, "", place)
        inner = Problems(FILE)
        try:
            return keys, compose(("\n" * (number - 1) + " " * (column - 1) + written).encode(), inner)
        except Unreadable:
            return None
        finally:
            self.problems.found += [replace(one, source=text) for one in inner.found]

    def _put(self, node: Node, keys: list[Scalar], value: Node, path: str) -> Node:
        """Return a node with the value at the end of a path of keys; `path` is what messages call the first."""
        key, *rest = keys
        if isinstance(node, Sequence):
            at = _index(node, key.value)
            if at is None:
                hint = "count from 0, or give an item's name"
                self.problems.error(key.origin, f"the list has no item '{key.value}'", "setting", hint)
                return node
            item = node.items[at]
            if isinstance(item, Scalar) and rest:
                item = Mapping(((Scalar("name", "", item.origin), item),), item.origin, 1)
            new = self._put(item, rest, value, path) if rest else value
            return replace(node, items=(*node.items[:at], new, *node.items[at + 1 :]))
        if not isinstance(node, Mapping):
            above = path.rpartition(".")[0]
            self.problems.error(
                key.origin, f"there is no '{key.value}' within a text", "setting", f"set {above} itself"
            )
            return node
        pairs = {known.value: (known, child) for known, child in node.pairs}
        if not rest:
            pairs[key.value] = (key, value)
            if value.is_empty:
                del pairs[key.value]
        else:
            known, child = pairs.get(key.value, (key, Mapping((), key.origin, 1)))
            child = Mapping((), key.origin, 1) if child.is_empty else child
            pairs[key.value] = (known, self._put(child, rest, value, f"{path}.{rest[0].value}"))
        return replace(node, pairs=tuple(pairs.values()))


def _index(node: Sequence, key: str) -> int | None:
    """Return which item of a list a key means: by its number, from 0, or its name."""
    if key.isdecimal():
        return int(key) if int(key) < len(node.items) else None
    return next((at for at, item in enumerate(node.items) if key in _names(item)), None)


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.value
    elif isinstance(node, Mapping):
        yield from (value.value for key, value in node.pairs if key.value == "name" and isinstance(value, Scalar))
