"""The day on which a CV was made: where it is printed, and where it comes from."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import cvgen
from cvgen.cli import main
from cvgen.diagnostics import Exit
from tests.conftest import MINIMAL
from tests.pdf import text_of

CvFile = Callable[..., Path]
DAY = datetime.date(2025, 3, 5)


@pytest.mark.parametrize(
    ("settings", "printed"),
    [
        ("{updated: month}", "Curriculum Vitae · Mar 2025"),
        ("{updated: day}", "Curriculum Vitae · Mar 5, 2025"),
        ("{updated: day, footer: no, dates: year}", "Curriculum Vitae · Mar 5, 2025"),
        ("{updated: hidden}", "Curriculum Vitae"),
    ],
)
def test_the_foot_says_when_the_cv_was_made(cv_file: CvFile, tmp_path: Path, settings: str, printed: str) -> None:
    loaded = cvgen.load(cv_file(MINIMAL + f"design: {settings}\n"), today=DAY)
    (built,) = cvgen.build(loaded, variants=["academic"], output=tmp_path)
    assert text_of(built.path).rstrip().endswith(printed)
    assert built.is_dated == ("2025" in printed)


def test_it_is_said_in_the_language_of_the_variant(cv_file: CvFile, tmp_path: Path) -> None:
    path = cv_file(MINIMAL + "  chinese: {template: academic, language: zh}\ndesign: {updated: day}\n")
    (built,) = cvgen.build(cvgen.load(path, today=DAY), variants=["chinese"], output=tmp_path)
    assert "2025年3月5日" in text_of(built.path)


def test_the_day_comes_from_the_command_line_or_the_surroundings(
    cv_file: CvFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(cv_file(MINIMAL + "design: {updated: day}\n"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")

    def said(*options: str) -> str:
        assert main(["build", path, "--variant", "academic", *options]) == Exit.OK
        return text_of(tmp_path / "output" / "ada-lovelace-academic.pdf")

    assert "Jan 2, 1970" in said()
    assert "Mar 5, 2025" in said("--date", "2025-03-05")
    assert "Mar 6, 2025" in said("--date", "2025-03-06")
    (built,) = cvgen.build(path, variants=["academic"], output=tmp_path)
    assert "Jan 2, 1970" in text_of(built.path)
