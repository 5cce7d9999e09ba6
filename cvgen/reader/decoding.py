"""The bytes of a YAML file → its text."""

from __future__ import annotations

import unicodedata

from cvgen.characters import controls_of
from cvgen.reader.problems import Problems, Unreadable

MAX_REPORTED = 20  # forbidden characters in one file


def decode(data: bytes, problems: Problems) -> str:
    """Return the text of a YAML file; raises Unreadable if it is none, or has characters that YAML forbids."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        problems.fatal(problems.at(line, column), "this byte is not text", "encoding", "save the file as UTF-8")
    _refuse_controls(text, problems)
    return text


def _refuse_controls(text: str, problems: Problems) -> None:
    """Report every character that YAML itself forbids; with one of them nothing of the file can be read."""
    found = controls_of(text)
    for at in found[:MAX_REPORTED]:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        problems.error(problems.at(line, column), unprintable(text[at]), "control-character", "delete it")
    if found:
        raise Unreadable(problems.sorted())


def unprintable(char: str) -> str:
    """Return what is wrong with a character that cannot be printed."""
    return f"the character U+{ord(char):04X}{name_of(char)} cannot be printed"


def name_of(char: str) -> str:
    """Return a character's name after a space, or nothing if it has none."""
    name = unicodedata.name(char, "")
    return f" {name}" if name else ""
