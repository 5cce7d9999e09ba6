"""What changed, as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cvgen.diagnostics import NOWHERE, Diagnostic, Origin
from cvgen.diff.changes import Change, Comparison, Edit, Part
from cvgen.diff.report import Found
from cvgen.diff.wording import pieces
from cvgen.report import as_data


def written(found: Found | None, problems: Iterable[Diagnostic]) -> str:
    """Return one JSON object: what was found, or null if the two could not be compared, and the problems."""
    data: dict[str, Any] = {"differ": None, "old": None, "new": None, "words": [], "pages": []}
    if found is not None:
        data = {
            "differ": found.differs,
            "old": found.old,
            "new": found.new,
            "words": [_comparison(one) for one in found.comparisons],
            "pages": [
                {
                    "variant": one.variant,
                    "old": one.old,
                    "new": one.new,
                    "note": one.note,
                    "changed": [
                        {"old": page.old, "new": page.new, "marked": list(page.marked), "picture": page.picture}
                        for page in one.pages
                    ],
                }
                for one in found.pages
            ],
        }
    data["problems"] = [as_data(problem) for problem in problems]
    return json.dumps(data, ensure_ascii=False, indent=2)


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {"variant": comparison.variant or None, "parts": [_part(part) for part in comparison.parts]}


def _part(part: Part) -> dict[str, Any]:
    return {
        "part": part.name,
        "kind": part.kind or "changed",
        **_place(part.origin),
        "note": part.note,
        "values": [_edit(edit) for edit in part.edits],
        "entries": [_change(change) for change in part.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "name": change.name,
        **_place(change.origin),
        "note": change.note,
        "values": [_edit(edit) for edit in change.edits],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    words = [list(piece) for piece in pieces(edit.old, edit.new)]
    place = _place(edit.origin)
    return {"key": edit.key, **place, "old": edit.old, "new": edit.new, "words": words, "private": edit.private}


def _place(origin: Origin) -> dict[str, Any]:
    placed = origin != NOWHERE
    return {"file": origin.file if placed else None, "line": origin.line if placed else None}
