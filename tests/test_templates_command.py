"""`cvgen templates`: what there is, what can be set, a copy to change."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.cli import main
from cvgen.diagnostics import Exit
from tests.conftest import MINIMAL

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: Captured, *arguments: str) -> str:
    assert main(["templates", *arguments]) == Exit.OK
    return capsys.readouterr().out


def test_they_are_listed(capsys: Captured) -> None:
    lines = said(capsys).splitlines()
    assert [line.split()[0] for line in lines] == ["academic", "classic", "publications", "resume"]
    assert re.match("academic +The full academic CV", lines[0])


def test_one_is_shown_with_its_options(capsys: Captured) -> None:
    shown = said(capsys, "show", "resume")
    assert shown.startswith("resume: A résumé of one page.")
    assert "It extends base." in shown
    assert re.search("^Of publications it leaves out: acceptance, .*note", shown, re.MULTILINE)
    for option, default, values in (
        ("accent", "1D3F66", "Six hexadecimal digits"),
        ("text_size", "9.8", "A number from 9 to 10.5"),
        ("links", "shown", "One of shown, hidden"),
        ("photo", "false", "yes or no"),
        ("authors", "", "A whole number from"),
    ):
        assert re.search(rf"^  {option}: {default}.*\n      .+\n      {re.escape(values)}", shown, re.MULTILINE), option


def test_a_copy_works_and_is_the_users(capsys: Captured, here: Path, cv_file: Callable[..., Path]) -> None:
    assert "Use it in a variant: mine: {template: mine}" in said(capsys, "copy", "academic", "mine")
    assert re.search(r"^mine +The full academic CV.*\(latex_templates/mine\)$", said(capsys), re.MULTILINE)
    style = here / "latex_templates" / "mine" / "academic.sty"
    style.write_text(style.read_text(encoding="utf-8").replace("cvsize{26}{29}", "cvsize{20}{23}"), encoding="utf-8")
    cv_file(MINIMAL.replace("  academic: {}\n", "  academic: {}\n  mine: {}\n"))
    assert main(["build", "--variant", "mine", "--variant", "academic"]) == Exit.OK
    mine, academic = (Path(f"output/ada-lovelace-{name}.pdf").read_bytes() for name in ("mine", "academic"))
    assert mine != academic


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "resum"], "there is no template 'resum'; did you mean 'resume'?"),
        (
            ["copy", "nothing", "mine"],
            "there is no template 'nothing'; known are: academic, classic, publications, resume",
        ),
        (["copy", "resume", "academic"], "there is a template 'academic' already; take another name"),
        (["copy", "resume", "base"], "there is a template 'base' already; take another name"),
        (["copy", "resume", "../mine"], "'../mine' is no name of a template; use ASCII letters"),
        (["copy", "resume", "taken"], "exists already; take another name: nothing is overwritten"),
    ],
)
def test_what_cannot_be_done_is_said(capsys: Captured, here: Path, arguments: list[str], message: str) -> None:
    (here / "latex_templates" / "taken").mkdir(parents=True)
    assert main(["templates", *arguments]) == Exit.USAGE
    assert message in capsys.readouterr().err
    assert [path.name for path in (here / "latex_templates").iterdir()] == ["taken"]
