"""Two texts compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from cvgen.diff.sequences import runs
from cvgen.patterns import pattern

# East Asian characters are words of their own, for there are no spaces between words.
HAN = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A word goes on behind signs within it, as in low-rank and a.b@c.org, but for brackets and the like of inline markup.
_TOKEN = pattern(rf"[{HAN}]|\s+|[^\W{HAN}]+(?:[^\w\s\[\]()<>*`{HAN}]+[^\W{HAN}]+)*|[^\w\s]")
LEAST = 0.35  # of two texts that must be the same; else one stands for the other as a whole
KEPT = 4  # words beside a change that are shown of what has not changed
_ELIDED = "…"


class Piece(NamedTuple):
    """A piece of a text: what was there before, what is there now, or both ("same")."""

    kind: str
    text: str


def tokens(text: str) -> list[str]:
    """Return a text in words, spaces and signs; joined they are the text."""
    return _TOKEN.findall(text)


def words_of(text: str) -> list[str]:
    """Return the words of a text without regard to case, spaces and signs."""
    return [token.casefold() for token in tokens(text) if token[0].isalnum()]


def pieces(old: str, new: str) -> list[Piece]:
    """Return what becomes of a text, in order. All of kind "old" and "same" joined is the old text; so with the new.

    Texts that have little in common are not taken apart.
    """
    if old == new:
        return [Piece("same", new)] if new else []
    if not old or not new:
        return [Piece("old", old)] if old else [Piece("new", new)]
    before, after = tokens(old), tokens(new)
    found: list[Piece] = []
    common = 0
    for run in runs(before, after):
        gone, come = "".join(before[slice(*run.old)]), "".join(after[slice(*run.new)])
        if run.same and (come.strip() or not found):
            common += len(come)
            found.append(Piece("same", come))
        else:
            found += [Piece("old", gone), Piece("new", come)]
    if 2 * common < LEAST * (len(old) + len(new)):
        return [Piece("old", old), Piece("new", new)]
    return _merged(found)


def _merged(found: Iterable[Piece]) -> list[Piece]:
    """Return pieces with each stretch of changes as one piece that was, and one that is."""
    done: list[Piece] = []
    gone = come = ""
    for piece in (*found, Piece("same", "")):
        if piece.kind == "old":
            gone += piece.text
        elif piece.kind == "new":
            come += piece.text
        else:
            done += [Piece(kind, text) for kind, text in (("old", gone), ("new", come)) if text]
            gone = come = ""
            done += [piece] if piece.text else []
    return done


def shortened(found: list[Piece]) -> list[Piece]:
    """Return pieces with what is the same cut to a few words beside what is not."""
    return [
        Piece("same", _cut(piece.text, at == 0, at == len(found) - 1)) if piece.kind == "same" else piece
        for at, piece in enumerate(found)
    ]


def _cut(text: str, first: bool, last: bool) -> str:
    """Return the ends of a text that are beside a change: both, unless it is the first piece or the last."""
    words = re.findall(rf"\s*(?:[{HAN}]|[^\s{HAN}]+)\s*", text)
    ends = 0 if first and last else KEPT
    before, after = (0 if first else ends), (0 if last else ends)
    if len(words) <= before + after + 3 or not ends:
        return text
    head = "".join(words[:before]).rstrip() + " " if before else ""
    tail = " " + "".join(words[len(words) - after :]).lstrip() if after else ""
    return f"{head}{_ELIDED}{tail}"
