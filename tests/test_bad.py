"""Broken files, and all that is said of each.

A file in `tests/bad/` starts with what is expected of it, one problem a line, in the order in which they are reported:

    #! LINE:COLUMN SEVERITY CODE: MESSAGE; HINT

Nothing else may be reported. `pytest tests/test_bad.py --update` writes what is said now: read it before you commit it.
"""

import datetime
import re
from pathlib import Path

import pytest

from cvgen.diagnostics import Diagnostic, Together, in_order
from cvgen.loading import read
from cvgen.prepare import examine
from tests.conftest import ROOT

BAD = sorted((ROOT / "tests" / "bad").glob("*.yaml"))
PYTHON = re.compile(
    r"\b(NoneType|dict|str|int|float|bool|tuple|object at 0x|expected str|None|True|False|Traceback)\b|'\w+Error'"
)


def diagnose(path: Path) -> list[Diagnostic]:
    """Return all that can be said of a file without TeX, as `cvgen check --fast` does on the first of March 2026."""
    loaded = read(path, today=datetime.date(2026, 3, 1))
    together = Together()
    for variant in loaded.cv.variants:
        together.attempt(examine, loaded, variant)
    return list(in_order((*loaded.diagnostics, *(one for error in together.errors for one in error.diagnostics))))


def written(problem: Diagnostic) -> str:
    hint = f"; {problem.hint}" if problem.hint else ""
    place = f"{problem.origin.line}:{problem.origin.column}"
    return f"#! {place} {problem.severity} {problem.code}: {problem.message}{hint}"


def expected(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#! ")]


def update(path: Path) -> None:
    """Write what is said now; twice, because the lines move with the number of problems."""
    for _ in range(2):
        text = path.read_text(encoding="utf-8")
        body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#! "))
        said = [written(problem) for problem in diagnose(path)]
        path.write_text("".join(f"{line}\n" for line in said) + body, encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_all_that_is_wrong_is_said_and_nothing_else(path: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        update(path)
    found = diagnose(path)
    assert [written(problem) for problem in found] == expected(path)
    assert found
    for problem in found:
        assert not PYTHON.search(problem.message + problem.hint), problem
        assert problem.source == path.read_text(encoding="utf-8").splitlines()[problem.origin.line - 1]
        assert 1 <= problem.origin.column <= len(problem.source) + 1


def test_there_are_many() -> None:
    assert len(BAD) >= 60
