"""`cvgen new`: what one begins with builds, whoever one is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cvgen
from cvgen.cli import main
from cvgen.commands import new
from cvgen.diagnostics import Exit
from cvgen.pipeline import verify
from cvgen.prepare import prepare
from cvgen.reader import read_bytes
from cvgen.reader.problems import Problems
from cvgen.schema import schema

ADA = ["--name", "Ada Lovelace", "--email", "ada@example.org"]
NAMES = st.text(st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Zs"]), min_size=1)


@pytest.mark.parametrize("kind", new.KINDS)
def test_it_builds_and_nothing_is_wrong(tmp_path: Path, kind: str) -> None:
    assert main(["new", str(tmp_path / "cv"), *ADA, "--kind", kind]) == Exit.OK
    loaded = cvgen.load(tmp_path / "cv" / "cv.yaml")
    assert not loaded.diagnostics
    for variant in loaded.cv.variants:
        made = verify(prepare(loaded, variant))
        assert (made.pages, made.warnings) == (1, ())
    text = (tmp_path / "cv" / "cv.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=cv.schema.json\n")
    assert json.loads((tmp_path / "cv" / "cv.schema.json").read_text(encoding="utf-8")) == schema()
    assert (tmp_path / "cv" / ".gitignore").read_text(encoding="utf-8") == "output/\n"


@given(NAMES, st.sampled_from([*new.KINDS]))
def test_any_name_is_one(name: str, kind: str) -> None:
    cv, found = read_bytes(new.skeleton(name, "a@example.org", kind).encode(), Problems("cv.yaml"))
    assert cv.basics.name
    assert not [problem for problem in found if problem.severity == "error"]


def test_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".gitignore").write_text("mine\n", encoding="utf-8")
    assert main(["new", *ADA]) == Exit.OK
    assert Path(".gitignore").read_text(encoding="utf-8") == "mine\n"
    assert ".gitignore  (was there already, and stays)" in capsys.readouterr().out
    before = Path("cv.yaml").read_bytes()
    assert main(["new", "--name", "Somebody Else"]) == Exit.USAGE
    assert "'cv.yaml' exists already" in capsys.readouterr().err
    assert Path("cv.yaml").read_bytes() == before


def test_it_asks_what_it_does_not_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["  Grace   Hopper ", "grace@example.org", "soldier", "Student"])
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["new", str(tmp_path / "cv")]) == Exit.OK
    assert [question.split("[")[0].split("(")[0].strip() for question in asked] == [
        "Your name", "Your e-mail address", "What to begin with", "What to begin with",
    ]  # fmt: skip
    basics = cvgen.load(tmp_path / "cv" / "cv.yaml").cv.basics
    assert (basics.name, basics.email) == ("Grace Hopper", "grace@example.org")


def test_nobody_to_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    assert main(["new", str(tmp_path / "cv")]) == Exit.USAGE
    assert "there is nobody to ask for your name; say it: cvgen new --name" in capsys.readouterr().err
    assert not (tmp_path / "cv").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--name", "   "], "there is nobody to ask for your name"),
        (["--name", "Ada", "--email", "ada at example"], "'ada at example' is no e-mail address; write one address"),
    ],
)
def test_what_no_cv_can_say_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    message: str,
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    assert main(["new", str(tmp_path / "cv"), *options]) == Exit.USAGE
    assert message in capsys.readouterr().err
    assert not (tmp_path / "cv").exists()
