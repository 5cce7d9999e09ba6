from __future__ import annotations

import pytest

from cvgen.naming import file_name, pattern_problem
from tests.conftest import messages

VALUES = {"name": "ada", "variant": "cv", "language": "en", "template": "academic", "file": "", "date": "2026-11-25"}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{name}-{variant}", "ada-cv.pdf"),
        ("{name}-{file}-{variant}", "ada-cv.pdf"),
        ("CV_{name} ({language}).pdf", "CV_ada (en).pdf"),
        ("{date} {template}", "2026-11-25 academic.pdf"),
        ("x" * 300, "x" * 200 + ".pdf"),
        ("温" * 100, "温" * 66 + ".pdf"),
        ("...", "cv.pdf"),
    ],
)
def test_names(pattern: str, expected: str) -> None:
    assert file_name(pattern, VALUES) == expected


@pytest.mark.parametrize(
    "pattern", ["../x", "a/b", "a\\b", "{nmae}", "{", ".x", "-x", "a:b", "a\nb", "{name!r}", "{name.__class__}", "~x"]
)
def test_patterns_that_are_refused(pattern: str) -> None:
    assert pattern_problem(pattern)


def test_a_wrong_pattern_is_said_at_its_place() -> None:
    text = "basics: {name: Ada}\nvariants: {academic: {filename: '../{name}'}}\n"
    assert messages(text) == [
        "cv.yaml:2:33: error: the name of a file is made of letters, digits, spaces and . , ( ) + -; "
        "write it as '{name}-{variant}'"
    ]
