"""Diagnostics as a list for programs and as annotations for GitHub. For people there is `Diagnostic.text`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cvgen.diagnostics import NOWHERE, Diagnostic

FORMATS = ("text", "json", "github")


def as_data(problem: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as JSON has it; what concerns no file has no file, line and column."""
    placed = problem.origin != NOWHERE
    return {
        "file": problem.origin.file if placed else None,
        "line": problem.origin.line if placed else None,
        "column": problem.origin.column if placed else None,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def as_json(problems: Iterable[Diagnostic]) -> str:
    """Return diagnostics as a JSON list, one a line."""
    import json

    lines = ",\n".join("  " + json.dumps(as_data(problem), ensure_ascii=False) for problem in problems)
    return f"[\n{lines}\n]" if lines else "[]"


def as_github(problem: Diagnostic) -> str:
    """Return a diagnostic as a workflow command, which GitHub shows beside the line.

    Source: GitHub's "Workflow commands for GitHub Actions", and `toolkit/packages/core/src/command.ts` for what must be
    escaped.
    """
    properties = {"title": problem.code}
    if problem.origin != NOWHERE:
        place = problem.origin
        properties = {"file": place.file, "line": str(place.line), "col": str(place.column), **properties}
    written = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    message = problem.message + (f"; {problem.hint}" if problem.hint else "")
    severity = "notice" if problem.severity == "note" else problem.severity
    return f"::{severity} {written}::{_escaped(message)}"


def _escaped(text: str, also: str = "") -> str:
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
