"""How problems are printed: for people, for programs, for GitHub; in `build` and in `check`."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.cli import main
from cvgen.diagnostics import Diagnostic, Exit, Origin
from cvgen.report import as_github
from tests.conftest import MINIMAL, SAMPLE

CvFile = Callable[..., Path]
Capture = pytest.CaptureFixture[str]

WRONG = """\
basics: {name: Ada Lovelace, photo: ada.png}
sections:
  experience:
    - {position: Analyst, postion: x}
    - {position: A 𓀀}
    - {position: B, start: 2090}
variants:
  academic: {template: acadmic}
  resume: {pages: 1, design: {acent: red}}
  third: {template: resume}
engine: tectonic
"""
"""One mistake in every place that is examined at its own time: all are reported in one run, in the file's order."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # in May 2026
    return tmp_path


def lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("cv.yaml:")]


@pytest.mark.parametrize("command", ["build", "check"])
def test_all_problems_come_in_one_run_in_the_order_of_the_file(
    here: Path, cv_file: CvFile, capsys: Capture, command: str
) -> None:
    cv_file(WRONG)
    assert main([command]) == Exit.LOST
    out, err = capsys.readouterr()
    said = lines_of(err if command == "build" else out)
    places = ["1:37", "4:27", "5:20", "8:24", "9:31", "11:9"]
    assert [line.split(" ")[0] for line in said[: len(places)]] == [f"cv.yaml:{place}:" for place in places]
    assert said[1] == (
        "cv.yaml:4:27: error: unknown key 'postion' in an experience entry; did you mean 'position'?"
    )  # fmt: skip
    assert said[len(places) :] == (["cv.yaml: 6 errors"] if command == "check" else [])
    assert not (here / "output").exists()


def test_one_wrong_variant_does_not_stop_the_others(here: Path, cv_file: CvFile, capsys: Capture) -> None:
    cv_file(MINIMAL + "  third: {template: x}\n")
    assert main(["build"]) == Exit.INPUT
    out, err = capsys.readouterr()
    assert len(lines_of(err)) == 1
    assert "cv.yaml:13:21: error: there is no template 'x'" in err
    assert out.count(".pdf") == 2
    assert main(["build", "--variant", "resume"]) == Exit.OK
    assert main(["check", "--fast", "--variant", "third"]) == Exit.INPUT


def test_check_writes_nothing_and_says_what_it_saw(here: Path, capsys: Capture) -> None:
    assert main(["check", str(SAMPLE)]) == Exit.OK
    assert (
        capsys.readouterr().out
        == f"{SAMPLE}: nothing wrong; academic: 4 pages; academic-zh: 4 pages; resume: 1 page; resume-zh: 1 page\n"
    )
    assert list(here.iterdir()) == []


def test_fast_runs_no_tex(here: Path, cv_file: CvFile, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvgen.pipeline.compile_document", lambda *_: pytest.fail("TeX ran"))
    cv_file()
    assert main(["check", "--fast"]) == Exit.OK
    assert capsys.readouterr().out == "cv.yaml: nothing wrong\n"


def test_a_page_limit_is_checked(here: Path, cv_file: CvFile, capsys: Capture) -> None:
    many = "".join(f"    - {{position: Position {i}}}\n" for i in range(90))
    cv_file(MINIMAL.replace("variants:", many + "variants:"))
    assert main(["check", "--fit", "strict"]) == Exit.LOST
    out = capsys.readouterr().out
    assert "cv.yaml:102:19: error: the variant 'resume' fills 2 pages, not 1 page" in out
    assert out.endswith("cv.yaml: 1 error; academic: 2 pages\n")


def test_json_is_a_list_with_every_key(here: Path, cv_file: CvFile, capsys: Capture) -> None:
    cv_file(WRONG)
    assert main(["check", "--format", "json"]) == Exit.LOST
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found[1] == {
        "file": "cv.yaml", "line": 4, "column": 27, "severity": "error", "code": "unknown-key",
        "message": "unknown key 'postion' in an experience entry", "hint": "did you mean 'position'?",
    }  # fmt: skip
    assert [one["line"] for one in found] == [1, 4, 5, 8, 9, 11]
    assert err == ""


@pytest.mark.parametrize("command", ["build", "check"])
def test_json_is_a_list_even_if_nothing_is_wrong(here: Path, cv_file: CvFile, capsys: Capture, command: str) -> None:
    cv_file()
    assert main([command, "--format", "json", "--variant", "resume"]) == Exit.OK
    assert json.loads(capsys.readouterr().out) == []


def test_json_of_what_stands_in_no_file(here: Path, cv_file: CvFile, capsys: Capture) -> None:
    cv_file()
    assert main(["check", "--format", "json", "--variant", "x"]) == Exit.USAGE
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["file"], found["line"], found["code"]) == (None, None, "usage")


def test_github_annotations(here: Path, cv_file: CvFile, capsys: Capture) -> None:
    cv_file(WRONG)
    main(["check", "--fast", "--format", "github"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == (
        "::error file=cv.yaml,line=4,col=27,title=unknown-key::unknown key 'postion' in an experience entry; "
        "did you mean 'position'?"
    )


def test_github_annotations_are_escaped() -> None:
    problem = Diagnostic(Origin("a,b:c%.yaml", 1, 2), "100 %\r\n::stop::, x", "code", severity="warning")
    assert as_github(problem) == (
        "::warning file=a%2Cb%3Ac%25.yaml,line=1,col=2,title=code::100 %25%0D%0A::stop::, x"
    )  # fmt: skip


def test_annotations_name_files_from_the_root_of_the_repository(
    here: Path, cv_file: CvFile, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv_file(WRONG)
    (here / "people").mkdir()
    monkeypatch.chdir(here / "people")
    outside = here.parent / f"{here.name}.yaml"  # its name begins as that of the folder does
    outside.write_text(WRONG, encoding="utf-8")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here))
    monkeypatch.setenv("CI_PROJECT_DIR", str(here))
    for path, shown in ((Path("../cv.yaml"), "cv.yaml"), (here / "cv.yaml", "cv.yaml"), (outside, f"{outside}")):
        main(["check", "--fast", "--format", "github", str(path)])
        assert capsys.readouterr().out.splitlines()[1].startswith(f"::error file={shown},line=4,col=27,")
        main(["check", "--fast", "--format", "gitlab", str(path)])
        assert {one["location"]["path"] for one in json.loads(capsys.readouterr().out)} == {shown}
        main(["check", "--fast", str(path)])
        assert capsys.readouterr().out.startswith(f"{path}:1:37: error")
        main(["check", "--fast", "--format", "json", str(path)])
        assert json.loads(capsys.readouterr().out)[0]["file"] == str(path)


def test_a_report_for_gitlab(here: Path, cv_file: CvFile, capsys: Capture) -> None:
    twice = "    - {position: A, postion: x}\n    - {position: B, postion: x}\n"
    cv_file(f"basics: {{name: Ada}}\nsections:\n  experience:\n{twice}    - {{position: C, start: 2090}}\n")
    assert main(["check", "--fast", "--format", "gitlab"]) == Exit.INPUT
    out, err = capsys.readouterr()
    first, second = json.loads(out)
    cv_file(f"# moved\nbasics: {{name: Ada}}\nsections:\n  experience:\n{twice}")
    main(["check", "--fast", "--format", "gitlab"])
    assert [one["fingerprint"] for one in json.loads(capsys.readouterr().out)] == [
        first["fingerprint"],
        second["fingerprint"],
    ]
    assert first["fingerprint"] != second["fingerprint"]
    assert re.fullmatch("[0-9a-f]{64}", first.pop("fingerprint"))
    assert first == {
        "description": "unknown key 'postion' in an experience entry; did you mean 'position'?",
        "check_name": "unknown-key", "severity": "major", "location": {"path": "cv.yaml", "lines": {"begin": 4}},
    }  # fmt: skip
    assert err == ""
    cv_file()
    main(["check", "--format", "gitlab", "--variant", "x"])
    assert json.loads(capsys.readouterr().out)[0]["location"] == {"path": ".", "lines": {"begin": 1}}


@pytest.mark.parametrize("command", ["build", "check"])
def test_strict_takes_warnings_for_errors(here: Path, cv_file: CvFile, capsys: Capture, command: str) -> None:
    cv_file(MINIMAL.replace("start: 1842", "start: 2090").replace("end: 1843", ""))
    assert main([command]) == Exit.OK
    assert "cv.yaml:8:14: warning: this date lies in the future" in "".join(capsys.readouterr())
    assert main([command, "--strict", "--output", "strict"] if command == "build" else [command, "--strict"]) == 1
    assert "cv.yaml:8:14: error: this date lies in the future" in "".join(capsys.readouterr())
    assert not (here / "strict").exists()


def test_colours_are_for_terminals_alone(
    here: Path, cv_file: CvFile, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv_file(WRONG)
    main(["check", "--fast"])
    assert "\033" not in capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    main(["check", "--fast"])
    out = capsys.readouterr().out
    assert "\033[1mcv.yaml:4:27:\033[0m \033[1;31merror:\033[0m unknown key" in out
    assert "\033[1;32m^\033[0m" in out
    monkeypatch.setenv("NO_COLOR", "1")
    main(["check", "--fast"])
    assert "\033" not in capsys.readouterr().out


def test_the_caret_stands_below_its_place_behind_wide_and_combining_characters() -> None:
    line = "a: [温伟, e\u0301x\t?"
    shown = str(Diagnostic(Origin("cv.yaml", 1, line.index("?") + 1), "m", "c", source=line)).splitlines()
    assert shown[1] == f"    {line}"
    assert shown[2] == "    " + " " * 4 + "    " + "  " + "  " + "\t^"


def test_two_files_are_reported_one_after_the_other(here: Path, cv_file: CvFile, capsys: Capture) -> None:
    cv_file("basics: {nam: x}\n", "a.yaml")
    cv_file(MINIMAL.replace("position", "postion"), "b.yaml")
    assert main(["check", "--fast", "b.yaml", "a.yaml"]) == Exit.INPUT
    files = [line.split(":")[0] for line in capsys.readouterr().out.splitlines() if ": error:" in line]
    assert files[0] == "b.yaml"
    assert files[-1] == "a.yaml"
