"""Diagnostics as lists for programs and for GitLab, and as annotations for GitHub.

For people there is `Diagnostic.text`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from cvgen.diagnostics import NOWHERE, Diagnostic

FORMATS = ("text", "json", "github", "gitlab")
_GITLAB = {"error": "major", "warning": "minor", "note": "info"}


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
    return _listed(map(as_data, problems))


def as_gitlab(problems: Iterable[Diagnostic]) -> str:
    """Return diagnostics as a report of code quality, which GitLab shows in a merge request.

    A fingerprint says which problem is the one of an earlier run: it is made of the file and the words, not of the
    line, which moves. Of problems that say the same, each has its number in it. What concerns no file stands at the
    root of the repository, for GitLab knows no problem without a path.

    Source: GitLab's "Code Quality", section "Code Quality report format".
    """
    seen: Counter[str] = Counter()
    return _listed(_gitlab_data(problem, seen) for problem in problems)


def _gitlab_data(problem: Diagnostic, seen: Counter[str]) -> dict[str, Any]:
    from hashlib import sha256

    path = problem.origin.file if problem.origin != NOWHERE else "."
    same = "\0".join((path, problem.code, problem.message))
    seen[same] += 1
    return {
        "description": _with_hint(problem),
        "check_name": problem.code,
        "fingerprint": sha256(f"{same}\0{seen[same]}".encode()).hexdigest(),
        "severity": _GITLAB[problem.severity],
        "location": {"path": path, "lines": {"begin": problem.origin.line}},
    }


def _listed(data: Iterable[dict[str, Any]]) -> str:
    import json

    lines = ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in data)
    return f"[\n{lines}\n]" if lines else "[]"


def _with_hint(problem: Diagnostic) -> str:
    return problem.message + (f"; {problem.hint}" if problem.hint else "")


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
    severity = "notice" if problem.severity == "note" else problem.severity
    return f"::{severity} {written}::{_escaped(_with_hint(problem))}"


def no_command(text: str) -> str:
    """Return a text no line of which GitHub's runner takes for a workflow command: one that starts with two colons."""
    import re

    return re.sub(r"^(\s*):(?=:)", r"\1: ", text, flags=re.MULTILINE)


def _escaped(text: str, also: str = "") -> str:
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


LISTS = {"json": as_json, "gitlab": as_gitlab}
"""The formats that are one list, and can be printed only at the end."""
