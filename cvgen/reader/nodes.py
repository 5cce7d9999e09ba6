"""YAML nodes: scalars as they were typed, lists and mappings, each with its place."""

from __future__ import annotations

from dataclasses import dataclass

from cvgen.diagnostics import Origin


@dataclass(frozen=True)
class Scalar:
    """A scalar's exact text; `style` is "" for a plain one, else its quote or block indicator."""

    value: str
    style: str
    origin: Origin
    size: int = 1
    last: int = 0  # the line in which it ends

    @property
    def is_empty(self) -> bool:
        """Whether the user left the value out (or wrote YAML's null)."""
        return not self.style and self.value in ("", "~", "null")

    @property
    def is_dead(self) -> bool:
        """Whether it stands for an alias of nothing, which was reported."""
        return self.style == "*"


@dataclass(frozen=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    origin: Origin
    size: int
    is_empty = False


@dataclass(frozen=True)
class Mapping:
    """Pairs of a key and a node, in the file's order, each key once."""

    pairs: tuple[tuple[Scalar, Node], ...]
    origin: Origin
    size: int
    is_empty = False


Node = Scalar | Sequence | Mapping
