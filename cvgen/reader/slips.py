"""Slips of the keyboard: in a line that was meant as `key: value`, in a URL."""

from __future__ import annotations

import re
import unicodedata

from cvgen.frozen import record
from cvgen.patterns import pattern

KEY = pattern(r"\s*(?:- +)*")  # what stands before the key of a line
HAS_KEY = pattern(r"\s*(?:- +)*[^\s:#][^:#]*:(?:\s|$)")
_WORD = r"[A-Za-z_][\w-]*"
_ODD_INDENT = pattern(r" *(?:- +)*([^\S \t\r\n])")
_ODD_SPACE = pattern(rf"({_WORD}):([^\S \t\r\n])\s*(.*)")
_WIDE = pattern(rf"{_WORD}\s*(：)")
_GLUED = pattern(rf"({_WORD}):([^\s:/].*)", re.DOTALL)
_DASH = pattern(rf"(-+)\s*({_WORD}\s*:(?:\s.*)?$)", re.DOTALL)
_DOI = pattern(r"10\.\d{4,9}/\S+")
_ADDRESS = pattern(r"[^\s@:/]+@[\w.-]+\.\w+")
_HOST = pattern(r"[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}(/\S*)?")


@record(frozen=True)
class Slip:
    """A slip: where in the text it is, counted from 0, what it is, and what to do."""

    at: int
    message: str
    hint: str


def slip_in(text: str) -> Slip | None:
    """Return the slip in a line, or in what YAML read of it."""
    if match := _ODD_INDENT.match(text):
        return Slip(match.start(1), f"{_space(match[1])} does not count as indentation", "indent with plain spaces")
    start = KEY.match(text).end()  # type: ignore[union-attr]
    if match := _WIDE.match(text, start):
        return Slip(match.start(1), "'：' is not the colon of YAML", "write ':' and a space")
    if match := _ODD_SPACE.match(text, start):
        hint = f"write a plain space: {match[1]}: {match[3].strip()}"
        return Slip(match.start(2), f"{_space(match[2])} does not count as the space behind '{match[1]}:'", hint)
    if match := _GLUED.match(text, start):
        hint = f"write {match[1]}: {match[2].strip()}"
        return Slip(match.end(1), f"a space is missing behind '{match[1]}:'", hint)
    if match := _DASH.match(text, start):
        message = "a space is missing behind the '-'" if match[1] == "-" else "an entry starts with one '-' and a space"
        return Slip(start, message, f"write - {match[2].strip()}")
    return None


def _space(char: str) -> str:
    """Return the name of a space, or of a character that looks like one."""
    return f"the space U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()


def meant_url(url: str) -> str:
    """Return how a link target is written, if there is no doubt what was meant."""
    if _DOI.fullmatch(url):
        return f"write doi:{url}"
    if _ADDRESS.fullmatch(url):
        return f"write mailto:{url}"
    return f"write https://{url}" if _HOST.fullmatch(url) else "write it as in https://example.org/page"


def meant_letters(word: str) -> str:
    """Return the letters that a word in LaTeX stands for."""
    import codecs

    import latexcodec  # noqa: F401 (registers the codec)

    meant, _ = codecs.lookup("ulatex").decode(word, "ignore")  # type: ignore[arg-type]
    return meant.replace("{", "").replace("}", "")
