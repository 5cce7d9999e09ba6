"""Changes to a text, collected in any order."""

from __future__ import annotations


class Edits:
    """What comes into a text instead of parts of it. Of several at one place, those of a lower rank come first."""

    def __init__(self) -> None:
        self._edits: list[tuple[int, int, int, bytes]] = []

    def add(self, start: int, end: int, text: bytes, rank: int = 1) -> None:
        """Put a text in the place of what is from `start` to `end`."""
        self._edits.append((start, rank, end, text))

    def applied(self, data: bytes) -> bytes:
        """Return a text with all edits."""
        done: list[bytes] = []
        at = 0
        for start, _, end, text in sorted(self._edits, key=lambda edit: edit[:2]):
            done += (data[at:start], text)
            at = max(at, end)
        return b"".join((*done, data[at:]))
