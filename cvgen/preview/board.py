"""What the preview shows: kept up to date by what it is told, read by the pages that show it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from threading import Condition
from typing import Any

from cvgen.diagnostics import NOWHERE, Diagnostic, in_order
from cvgen.preview.editors import place_url
from cvgen.preview.pictures import sizes_of
from cvgen.preview.places import pieces_of
from cvgen.preview.rounds import Begun, Ended, Event, Failed, Made, Read, Sheet
from cvgen.report import as_data

_KEPT = 2  # PDFs of each variant: a page may still ask for the one before the last


class _Variant:
    """A variant: its PDFs by digest, the last one last, and what is the matter with it."""

    def __init__(self) -> None:
        self.sheets: dict[str, Sheet] = {}
        self.sizes: list[tuple[float, float]] = []
        self.problems: tuple[Diagnostic, ...] = ()
        self.has_failed = self.is_building = False

    def add(self, sheet: Sheet, problems: Iterable[Diagnostic]) -> None:
        digest = hashlib.sha256(sheet.pdf).hexdigest()[:32]
        self.sheets.pop(digest, None)
        self.sheets[digest] = sheet
        while len(self.sheets) > _KEPT:
            del self.sheets[next(iter(self.sheets))]
        self.sizes = sizes_of(sheet.pdf)
        self.problems = tuple(problems)
        self.has_failed = self.is_building = False


class Board:
    """Holds what is shown; any thread may ask. `editor` is the URL that opens a place, or ""."""

    def __init__(self, editor: str = "") -> None:
        self._changed = Condition()
        self._editor = editor
        self._number = 0  # of the state, which every event changes
        self._round = 0
        self._variants: dict[str, _Variant] = {}
        self._problems: tuple[Diagnostic, ...] = ()
        self._is_wrong = False

    def hear(self, event: Event) -> None:
        """Take note of an event."""
        with self._changed:
            self._take(event)
            self._number += 1
            self._changed.notify_all()

    def _take(self, event: Event) -> None:
        match event:
            case Read(problems, names, is_wrong):
                self._problems, self._is_wrong = problems, is_wrong
                if not is_wrong:  # else what is known of the variants may be half of them
                    self._variants = {name: self._variants.get(name) or _Variant() for name in names}
                    for one in self._variants.values():
                        one.is_building = True
            case Begun(name):
                self._variants[name].is_building = True
            case Made(name, sheet, problems):
                self._variants[name].add(sheet, problems)
            case Failed(name, problems):
                one = self._variants[name]
                one.problems, one.has_failed, one.is_building = problems, True, False
            case Ended(number):
                self._round = number
                for one in self._variants.values():
                    one.is_building = False

    def wait(self, number: int, seconds: float) -> tuple[int, dict[str, Any]]:
        """Wait until the state has another number than this one, but no longer than so many seconds; return both."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != number, seconds)
            return self._number, self._state()

    def _state(self) -> dict[str, Any]:
        variants = [self._described(name, one) for name, one in self._variants.items()]
        return {"round": self._round, "wrong": self._is_wrong, "variants": variants, "problems": self._said(())}

    def _described(self, name: str, variant: _Variant) -> dict[str, Any]:
        digest = next(reversed(variant.sheets), None)
        sheet = variant.sheets[digest] if digest else None
        shown = sheet and {
            "digest": digest,
            "file": Path(sheet.path).name,
            "pages": variant.sizes,
            "seconds": round(sheet.seconds, 2),
            "how": sheet.how,
        }
        return {
            "name": name,
            "sheet": shown,
            "building": variant.is_building,
            "failed": variant.has_failed or self._is_wrong,
            "problems": self._said(() if self._is_wrong else variant.problems),
        }

    def _said(self, more: Iterable[Diagnostic]) -> list[dict[str, Any]]:
        """Return what is to be said of the file and of a variant, each once."""
        return [self._as_data(problem) for problem in in_order(dict.fromkeys((*self._problems, *more)))]

    def _as_data(self, problem: Diagnostic) -> dict[str, Any]:
        return {**as_data(problem), "source": problem.source, "href": self._href(problem)}

    def _href(self, problem: Diagnostic) -> str:
        is_file = problem.origin != NOWHERE and Path(problem.origin.file).is_file()
        return place_url(self._editor, problem.origin) if self._editor and is_file else ""

    def sheet(self, digest: str) -> Sheet:
        """Return a PDF by its digest. Raises KeyError if it is not known, or no longer."""
        with self._changed:
            for variant in self._variants.values():
                if digest in variant.sheets:
                    return variant.sheets[digest]
        raise KeyError(digest)

    def pieces(self, digest: str) -> list[dict[str, Any]]:
        """Return the pieces of a PDF's pages with their places in the CV. Raises KeyError as `sheet` does."""
        found = []
        for piece in pieces_of(self.sheet(digest)):
            place = piece.origin
            href = place_url(self._editor, place) if self._editor else ""
            left, top, right, bottom = (round(100 * side, 3) for side in piece.box)
            box = {"left": left, "top": top, "width": round(right - left, 3), "height": round(bottom - top, 3)}
            where = {"file": place.file, "line": place.line, "column": place.column, "href": href}
            found.append({"page": piece.page, **box, **where, "text": piece.text[:80]})
        return found
