"""Several files as one: what a file extends, what is laid over it, and variants that extend others.

All of it is done to nodes, so that every value is checked the same way wherever it comes from, and keeps its place.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Mapped
from dataclasses import replace
from pathlib import Path

from cvgen.diagnostics import Origin
from cvgen.frozen import record
from cvgen.reader.composer import compose
from cvgen.reader.files import bytes_of
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.problems import Problems, Unreadable, did_you_mean, one_of

MAX_LAYERS = 10
Compose = Callable[[bytes, Problems], Node]
"""Makes nodes of the bytes of a file, as `composer.compose` does."""


@record(frozen=True)
class Layers:
    """What the command line lays over a file: other files, then settings such as `design.accent=1D3F66`.

    A setting of a variant is for those in `variants`, or for all if none is named.
    """

    overlays: tuple[Path, ...] = ()
    settings: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


NO_LAYERS = Layers()


def with_files(root: Node, problems: Problems, overlays: tuple[Path, ...], compose: Compose = compose) -> Node:
    """Return the root of a file together with what it extends, and with what is laid over it.

    Raises Unreadable, after noting why, if one of the files cannot be read.
    """
    root = _extended(root, problems, Path(problems.file), (), compose)
    for path in overlays:
        over = _composed(path, problems, Origin(str(path)), "name your overlay: --overlay FILE", compose)
        if isinstance(over, Mapping) and (key := _key(over, "extends")):
            message = "a file that is laid over another one cannot extend a third"
            problems.error(key.origin, message, "extends", f"build it by itself: cvgen build {path}")
            over = _without(over, "extends")
        root = overlaid(root, over)
    return root


def _extended(root: Node, problems: Problems, file: Path, above: tuple[Path, ...], compose: Compose) -> Node:
    """Return a file's root laid over that of the file that it extends; `above` are the files that led here."""
    name = _value(root, "extends")
    if name is None or name.is_empty or not isinstance(root, Mapping):
        return root
    if not isinstance(name, Scalar):
        problems.fatal(name.origin, "expected the name of a file", "type", "write it as extends: cv.yaml")
    path = file.parent / name.value.strip()
    above = (*above, _resolved(file))
    if not _resolved(path).is_relative_to(_resolved(file.parent)):
        hint = f"keep it in the same folder, or name both: cvgen build {path} --overlay {file}"
        problems.fatal(name.origin, f"'{name.value}' lies outside the folder of this file", "extends", hint)
    if _resolved(path) in above or len(above) > MAX_LAYERS:
        problems.fatal(name.origin, "these files extend each other in a circle", "extends", "leave one `extends` out")
    base = _composed(path, problems, name.origin, "name a CV file in the folder of this one", compose)
    return overlaid(_extended(base, problems, path, above, compose), _without(root, "extends"))


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError):  # a name that no file can have
        return path


def _composed(path: Path, problems: Problems, at: Origin, hint: str, compose: Compose) -> Node:
    inner = Problems(str(path))
    try:
        data = bytes_of(path, inner, at, hint)
        if data is None:
            raise Unreadable(inner.found)
        return compose(data, inner)
    finally:
        found = [replace(one, source=one.source or problems.source(one.origin)) for one in inner.found]
        inner.found = found
        problems.absorb(inner)


def overlaid(base: Node, over: Node, *path: str) -> Node:
    """Return one node laid over another: mappings key by key, all else replaces what was there.

    `null` takes a key away; a key without a value changes nothing. `path` are the keys that lead to the nodes.
    """
    if path[:1] == ("sections",) and len(path) == 2:
        base, over = _whole_section(base, over), _whole_section(over, base)
    if not isinstance(base, Mapping) or not isinstance(over, Mapping):
        return over
    pairs = {key.value: (key, value) for key, value in base.pairs}
    for key, value in over.pairs:
        if _is_null(value):
            pairs.pop(key.value, None)
        elif not value.is_empty:
            known = pairs.get(key.value)
            pairs[key.value] = (key, overlaid(known[1], value, *path, key.value) if known else value)
        else:
            pairs.setdefault(key.value, (key, value))
    return Mapping(tuple(pairs.values()), over.origin, base.size + over.size)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_empty and node.value != ""


def _whole_section(node: Node, other: Node) -> Node:
    """Return a section in its long form, `{entries: […]}`, if the other one is a mapping."""
    if isinstance(node, Sequence) and isinstance(other, Mapping):
        return Mapping(((Scalar("entries", "", node.origin), node),), node.origin, node.size)
    return node


def with_variants(root: Node, problems: Problems) -> Node:
    """Return the root of a CV with each variant laid over the one that it extends."""
    variants = _value(root, "variants")
    if not isinstance(root, Mapping) or not isinstance(variants, Mapping):
        return root
    by_name = {key.value: (key, value) for key, value in variants.pairs}
    whole_variant = _Variants(by_name, problems)
    found = ((key, whole_variant(key.value, ())) for key, _ in variants.pairs)
    whole = replace(variants, pairs=tuple((key, node) for key, node in found if node is not None))
    return replace(root, pairs=tuple((key, whole if value is variants else value) for key, value in root.pairs))


class _Variants:
    """The variants of a file, each laid over the one that it extends."""

    def __init__(self, by_name: Mapped[str, tuple[Scalar, Node]], problems: Problems) -> None:
        self.by_name, self.problems = by_name, problems
        self.circles: set[frozenset[str]] = set()

    def __call__(self, name: str, below: tuple[str, ...]) -> Node | None:
        """Return a whole variant, or None after noting that what it extends is not there; `below` led here."""
        _, node = self.by_name[name]
        wanted = _value(node, "extends")
        if not isinstance(node, Mapping) or not isinstance(wanted, Scalar) or wanted.is_empty:
            return node
        if wanted.value not in self.by_name:
            hint = did_you_mean(wanted.value, self.by_name) or one_of(self.by_name)
            message = f"there is no variant '{wanted.value}' in this file"
            self.problems.error(wanted.origin, message, "variant", hint)
            return None
        if wanted.value in (name, *below):
            circle = frozenset((name, *below))
            if circle not in self.circles:
                message = "these variants extend each other in a circle"
                self.problems.error(wanted.origin, message, "variant", "leave one `extends` out")
            self.circles.add(circle)
            return None
        parent = self(wanted.value, (name, *below))
        if parent is None:
            return None
        key, _ = self.by_name[wanted.value]
        return overlaid(_named(key, Mapping((), parent.origin, 1) if parent.is_empty else parent), node)


def _named(key: Scalar, node: Node) -> Node:
    """Return a variant that says which template it has, for without one it is that of its own name."""
    if not isinstance(node, Mapping) or _key(node, "template"):
        return node
    pair = (replace(key, value="template"), replace(key, style=""))
    return replace(node, pairs=(*node.pairs, pair))


def _key(node: Node, name: str) -> Scalar | None:
    return next((key for key, _ in node.pairs if key.value == name), None) if isinstance(node, Mapping) else None


def _value(node: Node, name: str) -> Node | None:
    return next((value for key, value in node.pairs if key.value == name), None) if isinstance(node, Mapping) else None


def _without(node: Mapping, name: str) -> Mapping:
    return replace(node, pairs=tuple(pair for pair in node.pairs if pair[0].value != name))
