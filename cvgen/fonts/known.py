"""Which characters faces have, kept between builds: one that needs nothing new opens no font."""

from __future__ import annotations

import json
from functools import cache

from cvgen.cache import recall, store

_KEY = "answers"
_MOST = 50_000  # answers that are kept; then it begins anew

Answers = dict[str, bool]


@cache
def _answers() -> dict[str, Answers]:
    """Return the answers that are kept: digest of a face → character → whether it has a glyph."""
    kept = recall("characters", _KEY)
    try:
        found = json.loads(kept["answers.json"]) if kept else {}
        return {
            face: {**dict.fromkeys(has, True), **dict.fromkeys(lacks, False)} for face, (has, lacks) in found.items()
        }
    except (ValueError, KeyError, TypeError):
        return {}


_new: list[str] = []


def answer(face: str, char: str) -> bool | None:
    """Return whether a face, known by its digest, has a glyph for a character; None if nobody has asked before."""
    found = _answers().get(face)
    return None if found is None else found.get(char)


def learn(face: str, char: str, has: bool) -> None:
    """Note whether a face has a glyph for a character."""
    _answers().setdefault(face, {})[char] = has
    _new.append(char)


def keep() -> None:
    """Keep what was learnt. Of two builds at once, one may forget what the other learnt: it is asked again."""
    if not _new:
        return
    _new.clear()
    known = _answers()
    if sum(map(len, known.values())) > _MOST:
        known.clear()
    lists = {
        face: ["".join(char for char in found if found[char] is has) for has in (True, False)]
        for face, found in sorted(known.items())
    }
    store("characters", _KEY, {"answers.json": json.dumps(lists).encode()})
