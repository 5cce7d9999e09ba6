"""What was built, of what: so that a build whose inputs have not changed is recognised without reading a CV.

A record names every file that a build read with its state, and each PDF with its digest. Files beside the CV are known
by their content, others by size and time. This module imports nothing that is slow.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

from cvgen.cache import recall, store
from cvgen.diagnostics import NOWHERE, Diagnostic, Origin
from cvgen.frozen import record
from cvgen.steps import tell

SLACK = 50_000_000  # nanoseconds that the clock of a file system may be behind


@record(frozen=True)
class Done:
    """One PDF of an earlier build: where, of which variant, how many pages, with which engine, and its digest.

    `how` says how it was fitted to its pages, and `left_out` how many items were left out for that.
    """

    path: str
    variant: str
    pages: int
    engine: str
    digest: str
    how: str = ""
    left_out: int = 0


@record(frozen=True)
class Record:
    """All of a file that was built, and what was said about it."""

    done: tuple[Done, ...]
    today: str = ""
    warnings: tuple[Diagnostic, ...] = ()
    is_dated: bool = False

    def holds_on(self, today: str) -> bool:
        """Return whether a later day (as in ISO 8601) changes nothing: no date is printed or in the future."""
        timeless = not self.is_dated and not any(one.code == "future" for one in self.warnings)
        return self.today == today or (self.today < today and timeless)


def find_record(path: Path, settings: object, today: str) -> Record | None:
    """Return the record of a file's last build with these settings if nothing has changed since, or None.

    `settings` must have a `repr` that names all that a build depends on besides files and the day.
    """
    found = recall("builds", _key(path, settings))
    if found is None:
        tell(f"{path}: no earlier build with these options, this cvgen and these packages is known")
        return None
    data = json.loads(found["record.json"])
    record = Record(
        tuple(Done(**one) for one in data["done"]), data["today"], tuple(map(_said, data["warnings"])), data["is_dated"]
    )
    changed = _changed_since(record, data["inputs"], path, today)
    tell(f"{path}: {changed or 'nothing that went into its PDFs has changed'}")
    return None if changed else record


def _changed_since(record: Record, inputs: Mapping[str, object], path: Path, today: str) -> str:
    """Return what is not as it was at a build, in words; "" if all is."""
    for one in record.done:
        if digest_of(Path(one.path)) != one.digest:
            return f"{one.path} is not there as it was built"
    for name, state in inputs.items():
        if state_of(Path(name), path) != state:
            return f"{name} has changed since the last build"
    return "" if record.holds_on(today) else f"the last build was one of {record.today}, and today's date shows"


def keep_record(path: Path, settings: object, record: Record, inputs: Iterable[str], start: int) -> None:
    """Keep the record of a build that began at `start` (nanoseconds), unless an input has changed since then."""
    places = {Path(name) for name in inputs} | {path.resolve()}
    changing = [str(place) for place in sorted(places) if changed_at(place) >= start - SLACK]
    if changing:
        tell(f"{path}: not remembered, for this changed only now: {', '.join(changing)}")
        return
    data: dict[str, Any] = {
        "done": [asdict(one) for one in record.done],
        "today": record.today,
        "is_dated": record.is_dated,
        "inputs": {str(place): state_of(place, path) for place in sorted(places)},
        # not the lines that they show: something private may stand there
        "warnings": [asdict(replace(one, source="")) for one in record.warnings],
    }
    store("builds", _key(path, settings), {"record.json": json.dumps(data).encode()})


def _said(data: dict[str, Any]) -> Diagnostic:
    """Return a diagnostic of a record, with its line, which is as it was."""
    origin = Origin(*data["origin"])
    source = ""
    if data["severity"] != "note" and origin != NOWHERE:
        with suppress(OSError, UnicodeError, IndexError):
            source = Path(origin.file).read_text(encoding="utf-8").split("\n")[origin.line - 1].rstrip("\r")
    return Diagnostic(**{**data, "origin": origin, "source": source})


def tree_of(folder: Path) -> Sequence[str]:
    """Return a folder and all that is in it, as inputs: what is added or taken away changes the folder."""
    return [str(folder), *(str(path) for path in folder.rglob("*"))]


def digest_of(path: Path) -> str:
    """Return the digest of a file's content; "" if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _key(path: Path, settings: object) -> object:
    return (str(path.resolve()), settings, _program())


@cache
def _program() -> str:
    """Return a digest of cvgen itself and of the packages that it may use: what is installed, in which version."""
    package = Path(__file__).parent
    places = (str(package), str(package.parent / "latex_templates"))
    found = sorted(state for place in places for state in _states_in(place))
    installed = [name.name for place in map(Path, sys.path) for name in sorted(place.glob("*.dist-info"))]
    return hashlib.sha256(repr((found, installed, sys.version)).encode()).hexdigest()


def _states_in(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the path, size and time of all files below a folder but Python's own; nothing if there is none."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:  # three times as fast as with paths
            if not entry.is_dir():
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns
            elif entry.name != "__pycache__":
                yield from _states_in(entry.path)


def state_of(path: Path, cv: Path) -> object:
    """Return what changes with a file, or with the names in a folder; None if there is no such thing."""
    if path.is_dir():
        return sorted(child.name for child in path.iterdir())
    if path.is_relative_to(cv.parent.resolve()):
        return digest_of(path) or None
    return _time_of(path) or None


def _time_of(path: Path) -> list[int]:
    try:
        found = path.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


def changed_at(path: Path) -> int:
    """Return when a file was changed last, in nanoseconds; 0 if there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def now() -> int:
    """Return the time, in nanoseconds."""
    return time.time_ns()
