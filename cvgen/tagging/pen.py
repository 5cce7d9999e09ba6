"""Where a page's text is set: what of the state of graphics and text matters to level text (PDF 1.7, 8.3, 9.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cvgen.tagging.nodes import Node

Matrix = tuple[float, float, float, float]  # scale in x and y, place in x and y
State = tuple[Matrix, bytes, float]


class Shown(NamedTuple):
    """What was shown last: whose it is, and where it ends on the page, and in the stream: the text, the operator."""

    owner: Node
    x: float
    y: float
    stop: int
    end: int
    font: bytes
    size: float


class Pen:
    """The place where text comes next, and its font and size.

    `moved` says whether it was sent there, rather than led there by the text before.
    """

    def __init__(self) -> None:
        self.font, self.size = b"", 0.0
        self.moved = True
        self._matrix: Matrix = (1.0, 1.0, 0.0, 0.0)
        self._stack: list[State] = []
        self._x = self._line_x = self._line_y = 0.0
        self._scale = 1.0

    @property
    def em(self) -> float:
        """An em, in units of the page."""
        return abs(self.size * self._scale * self._matrix[0]) or 1.0

    def place(self, forward: float = 0.0) -> tuple[float, float]:
        """Return where the text comes, or would if it went so far forward, in units of the page."""
        w, h, left, bottom = self._matrix
        x = (self._line_x if self.moved else self._x) + forward * self.size * self._scale / 1000
        return w * x + left, h * self._line_y + bottom

    def advance(self, width: float) -> None:
        """Go on over text of a width, in 1/1000 em."""
        self._x = (self._line_x if self.moved else self._x) + width * self.size * self._scale / 1000
        self.moved = False

    def move(self, x: float, y: float) -> None:
        """Go to another line (Td)."""
        self._line_x += x * self._scale
        self._line_y += y
        self.moved = True

    def take(self, operator: bytes, operands: Sequence[bytes]) -> None:
        """Take in one of the operators Tm, BT, q, Q and cm."""
        if operator == b"Tm":
            self._scale, _, _, _, self._line_x, self._line_y = map(float, operands[-6:])
            self.moved = True
        elif operator == b"BT":
            self._line_x, self._line_y, self._scale, self.moved = 0.0, 0.0, 1.0, True
        elif operator == b"q":
            self._stack.append((self._matrix, self.font, self.size))
        elif operator == b"Q":
            self._matrix, self.font, self.size = self._stack.pop()
        else:
            a, _, _, d, e, f = map(float, operands[-6:])
            w, h, x, y = self._matrix
            self._matrix = (w * a, h * d, w * e + x, h * f + y)
