"""Tagged PDFs out of every engine, looked at with poppler and qpdf."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import SAMPLE
from tests.tagged import Both, both, failed_rules, heard

ENGINES = ["embedded", "pdflatex", "xelatex", "lualatex", "latexmk"]


@pytest.fixture(scope="module", params=ENGINES)
def made(request: pytest.FixtureRequest) -> list[Both]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return [both(SAMPLE, variant, monkeypatch, request.param) for variant in ("academic", "resume-zh")]


def test_validators_find_nothing(made: list[Both], tmp_path: Path) -> None:
    for one in made:
        assert failed_rules(one.after) == []
        assert heard(one.after, one.before) == []
        (tmp_path / "cv.pdf").write_bytes(one.after)
        subprocess.run(["qpdf", "--check", str(tmp_path / "cv.pdf")], check=True, capture_output=True)


def test_nothing_is_seen_of_the_tags(made: list[Both], tmp_path: Path) -> None:
    for one in made:
        (tmp_path / "before.pdf").write_bytes(one.before)
        (tmp_path / "after.pdf").write_bytes(one.after)
        for command in (["pdftotext"], ["pdftotext", "-layout"]):
            before, after = (
                subprocess.run([*command, tmp_path / name, "-"], check=True, capture_output=True).stdout
                for name in ("before.pdf", "after.pdf")
            )
            assert before == after
        for name in ("before", "after"):
            subprocess.run(["pdftoppm", "-r", "150", tmp_path / f"{name}.pdf", tmp_path / name], check=True)
        drawn = [sorted(tmp_path.glob(f"{name}-*.ppm")) for name in ("before", "after")]
        assert [path.read_bytes() for path in drawn[0]] == [path.read_bytes() for path in drawn[1]]


def test_every_engine_says_the_same(made: list[Both], embedded: str) -> None:
    assert _said(made[0]) == embedded


@pytest.fixture(scope="module")
def embedded() -> str:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return _said(both(SAMPLE, "academic", monkeypatch))


def _said(one: Both) -> str:
    """Return the outline of a tree without hyphens of lines, which end elsewhere in other engines."""
    lines = one.tree.outline().replace("\u00ad", "").splitlines()
    return "\n".join(line for line in lines if "ActualText" not in line)
