"""Colours, for terminals alone."""

from __future__ import annotations

import os
from typing import TextIO

_COLOURS = {
    "place": "1",
    "error": "1;31",
    "warning": "1;35",
    "note": "1;36",
    "caret": "1;32",
    "head": "1",
    "old": "31",
    "new": "32",
}


def coloured(stream: TextIO, part: str, text: str) -> str:
    """Return a text in the colour of its part if the stream is a terminal that has colours, and the user wants them."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain else f"\033[{_COLOURS[part]}m{text}\033[0m"
