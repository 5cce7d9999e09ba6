"""The line that says how far the work is: on a terminal, in one place, never wider than that."""

from __future__ import annotations

import os
import time
import unicodedata
from typing import TextIO

_SHORT = 2  # seconds of work that need no clock
_EARLY = 5  # seconds in which nothing can be said of what is left


class Progress:
    """One line on a terminal, which the next one replaces; none if `stream` is no terminal, or can move no cursor."""

    def __init__(self, stream: TextIO, *, quiet: bool = False) -> None:
        self.stream = stream
        self.is_seen = not quiet and stream.isatty() and os.environ.get("TERM") != "dumb"
        self._is_shown = False
        self.begin(0)

    def begin(self, of: int, doing: str = "") -> None:
        """Begin to count up to a number of things to do."""
        self.of, self.doing, self.start = of, doing, time.monotonic()

    def show(self, done: int, what: str) -> None:
        """Show how many things are done, and which one is not."""
        if self.is_seen:
            self.clear()
            self._is_shown = True
            self._print(self._line(done, what))

    def clear(self) -> None:
        """Take the line away, before anything else is printed."""
        if self._is_shown:
            self._print("\r\033[K")
            self._is_shown = False

    def _print(self, text: str) -> None:
        print(text, end="", file=self.stream, flush=True)

    def _line(self, done: int, what: str) -> str:
        seconds = time.monotonic() - self.start
        count = f"{self.doing}{done} of {self.of}"
        if seconds >= _SHORT:
            count += f", {_clock(seconds)}"
        if seconds >= _EARLY and done:
            count += f", about {_clock(seconds / done * (self.of - done))} left"
        room = self._columns() - 1  # in the last column, some terminals go on to the next line
        what = "".join(char if char.isprintable() else "?" for char in what)
        return count[:room] + (clipped(f": {what}", room - len(count)) if len(count) < room else "")

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self.stream.fileno()).columns or 80
        except OSError:
            return 80


def clipped(text: str, room: int, kept: int = 2) -> str:
    """Return a text in a number of columns: its first characters, then as much of its end as there is room for.

    Returns "" if there is room for nothing but the first.
    """
    if sum(map(_width, text)) <= room:
        return text
    room -= kept + 1
    at = len(text)
    while at > kept and _width(text[at - 1]) <= room:
        at -= 1
        room -= _width(text[at])
    return f"{text[:kept]}…{text[at:]}" if at < len(text) else ""


def _width(char: str) -> int:
    """Return in how many columns a terminal draws a character."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _clock(seconds: float) -> str:
    """Return a time as clocks show it: 0:05, 1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
