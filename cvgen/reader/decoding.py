"""The bytes of a YAML file → its text."""

from __future__ import annotations

import unicodedata

from cvgen.characters import REPLACEMENT, controls_of
from cvgen.diagnostics import Origin
from cvgen.patterns import pattern
from cvgen.reader.problems import Problems, Unreadable

MAX_REPORTED = 20  # forbidden characters in one file
LINE_END = pattern("\r\n|[\n\r\x85\u2028\u2029]")  # as libyaml counts lines
_MARKED = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# By which of the first four bytes are not zero: a CV starts with ASCII characters.
_UNMARKED: dict[tuple[bool, ...], str] = {
    (True, False, False, False): "utf-32-le",
    (False, False, False, True): "utf-32-be",
    (True, False, True, False): "utf-16-le",
    (False, True, False, True): "utf-16-be",
}


def decode(data: bytes, problems: Problems, *, forbidding: bool = True) -> str:
    """Return the text of a YAML file, and give `problems` its lines.

    Raises Unreadable if it is no text, or has characters that YAML forbids, unless it is not `forbidding`.
    """
    encoding = next((name for mark, name in _MARKED if data.startswith(mark)), None)
    encoding = encoding or _UNMARKED.get(tuple(map(bool, data[:4])), "utf-8-sig")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        problems.lines = lines_of(_printable(data.decode(encoding, "replace")))
        before = error.object[: error.start].decode(encoding, "replace")
        problems.fatal(_place(problems, before), "this byte is not text", "encoding", "save the file as UTF-8")
    problems.lines = lines_of(_printable(text))
    if forbidding:
        _refuse_controls(text, problems)
    return text


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a file, as libyaml counts them."""
    lines = LINE_END.split(text)
    return tuple(lines if lines[-1] else lines[:-1])


def _place(problems: Problems, before: str) -> Origin:
    """Return the place behind a text that starts the file."""
    lines = LINE_END.split(before)
    return problems.at(len(lines), len(lines[-1]) + 1)


def _printable(text: str) -> str:
    """Return a text without the characters that must not reach a terminal."""
    found = controls_of(text)
    if not found:
        return text
    chars = list(text)
    for at in found:
        chars[at] = REPLACEMENT
    return "".join(chars)


def _refuse_controls(text: str, problems: Problems) -> None:
    """Report every character that YAML itself forbids; with one of them nothing of the file can be read."""
    found = controls_of(text)
    for at in found[:MAX_REPORTED]:
        problems.error(_place(problems, text[:at]), unprintable(text[at]), "control-character", "delete it")
    if found:
        raise Unreadable(problems.sorted())


def unprintable(char: str) -> str:
    """Return what is wrong with a character that cannot be printed."""
    return f"the character U+{ord(char):04X}{name_of(char)} cannot be printed"


def name_of(char: str) -> str:
    """Return a character's name after a space, or nothing if it has none."""
    name = unicodedata.name(char, "")
    return f" {name}" if name else ""
