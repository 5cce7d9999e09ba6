"""How much is said: with --quiet problems only, with --verbose what is done and why; in one process and in several."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import cvgen
from cvgen.cli import main
from cvgen.diagnostics import Exit
from cvgen.steps import is_heard
from tests.conftest import MINIMAL
from tests.test_cache import age

CvFile = Callable[..., Path]
Capture = pytest.CaptureFixture[str]
LONG = MINIMAL.replace("variants:", "".join(f"    - {{position: Position {n}}}\n" for n in range(60)) + "variants:")
FUTURE = MINIMAL.replace("end: 1843", "end: 2090")
BIB = "@article{one, title={One \\odd}, author={Lovelace, Ada}, year=1843, journal={Notes}}\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # in May 2026
    return tmp_path


def told(text: str) -> list[str]:
    """Return the lines of a text without times and places."""
    return [re.sub(r"[\d.]+ s\b", "… s", re.sub(r"(?<= )/\S+", "/…", line)) for line in text.splitlines()]


@pytest.mark.parametrize("command", [["build"], ["build", "--jobs", "2"], ["check"], ["check", "--fast"]])
def test_quiet_says_nothing_if_nothing_is_wrong(cv_file: CvFile, capfd: Capture, command: list[str]) -> None:
    cv_file(LONG)  # of which something is left out, which is a note
    assert main([*command, "-q"]) == Exit.OK
    assert capfd.readouterr() == ("", "")
    assert Path("output").exists() == (command[0] == "build")


def test_quiet_says_every_problem(cv_file: CvFile, capsys: Capture) -> None:
    age(cv_file(FUTURE))
    for _ in ("built", "unchanged"):
        assert main(["build", "--quiet"]) == Exit.OK
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("cv.yaml:9:12: warning: this date")
        assert len(err.splitlines()) == 3
    cv_file("basics: {nam: x}\n")
    assert main(["build", "-q"]) == main(["check", "-q"]) == Exit.INPUT
    out, err = capsys.readouterr()
    assert "unknown key 'nam'" in out  # check's result
    assert "unknown key 'nam'" in err
    assert "errors" not in out


def test_quiet_json_has_no_notes(cv_file: CvFile, capsys: Capture) -> None:
    cv_file(LONG)
    main(["check", "--format", "json"])
    out, err = capsys.readouterr()
    assert {one["severity"] for one in json.loads(out)} == {"note"}
    assert err == ""
    assert main(["build", "--format", "json", "-q"]) == Exit.OK
    assert capsys.readouterr() == ("[]\n", "")


@pytest.mark.parametrize("command", ["build", "check", "import bibtex x.bib", "export bibtex"])
def test_both_are_wrong_usage(command: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as error:
        main([*command.split(), "-q", "-v"])
    assert error.value.code == Exit.USAGE
    assert "not allowed with argument -q/--quiet" in capsys.readouterr().err


def test_verbose_says_what_is_done_and_why(cv_file: CvFile, capsys: Capture) -> None:
    age(cv_file())
    assert main(["build", "-v", "--variant", "academic"]) == Exit.OK
    out, err = capsys.readouterr()
    assert err == ""
    lines = [line for line in told(out) if not re.match(r"  fonts cv.*: made anew", line)]  # single ones, if need be
    assert lines[0] == "cv.yaml: no earlier build with these options, this cvgen and these packages is known"
    assert lines[1:5] == [
        "cv.yaml: read in … s",
        "cv.yaml, academic:",
        "  engine embedded, the default: /…",
        "  template academic, of the same name as the variant: /… which extends /…",
    ]
    assert re.fullmatch(r"  fonts main: (from the cache|made anew in … s)", lines[5])
    assert lines[6] == "  prepared in … s"
    assert re.fullmatch(r"  format: (from the cache|made anew in … s)", lines[7])
    assert re.fullmatch(r"  references: (those of the last build|none are known)", lines[8])
    assert re.fullmatch(r"  TeX: (1 run|\d runs) of embedded in … s", lines[9])
    assert lines[10] == "  tagged for screen readers in … s"
    assert re.fullmatch(r"  written: output/ada-lovelace-academic.pdf, [\d,]+ bytes", lines[11])
    assert lines[12:] == ["output/ada-lovelace-academic.pdf  1 page", "1 PDF with the embedded engine in … s"]
    assert not is_heard()


def test_verbose_says_why_something_is_built_again(cv_file: CvFile, capsys: Capture) -> None:
    age(cv_file())

    def first(*options: str) -> str:
        assert main(["build", "-v", "--variant", "academic", *options]) == Exit.OK
        lines = told(capsys.readouterr().out)
        assert ("unchanged" in lines[-1]) == lines[0].endswith("nothing that went into its PDFs has changed")
        return lines[0]

    first()
    assert first() == "cv.yaml: nothing that went into its PDFs has changed"
    assert first("--force") == "cv.yaml: built anew because of --force"
    assert first("--keep-tex") == "cv.yaml: built anew because of --keep-tex"
    assert first("--no-cache") == "cv.yaml: built anew because of --no-cache"
    Path("output/ada-lovelace-academic.pdf").write_bytes(b"mine")
    assert first() == "cv.yaml: output/ada-lovelace-academic.pdf is not there as it was built"
    age(cv_file(MINIMAL.replace("Analyst", "Programmer")))
    assert first() == "cv.yaml: /… has changed since the last build"
    cv_file(FUTURE)
    age("cv.yaml")
    first()
    assert first("--date", "2026-07-01") == "cv.yaml: the last build was one of 2026-05-28, and today's date shows"


def test_verbose_says_what_is_not_remembered(cv_file: CvFile, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    path = cv_file()
    monkeypatch.setattr("cvgen.pipeline.Typeset", _touching(path))
    main(["build", "-v", "--variant", "academic"])
    assert f"cv.yaml: not remembered, for this changed only now: {path}" in capsys.readouterr().out


def _touching(path: Path) -> Callable[..., object]:
    from cvgen.pipeline import Typeset

    def typeset(*arguments: object) -> object:
        path.write_bytes(path.read_bytes())
        return Typeset(*arguments)  # type: ignore[arg-type]

    return typeset


def test_verbose_names_all_files_and_reasons(cv_file: CvFile, capsys: Capture) -> None:
    Path("mine.bib").write_text(BIB)
    cv_file(MINIMAL + "engine: auto\n", "base.yaml")
    cv_file("extends: base.yaml\nsections: {publications: {bib: mine.bib}}\n")
    cv_file("variants: {academic: {template: resume}}\n", "over.yaml")
    assert main(["check", "-v", "--fast", "--variant", "academic", "--overlay", "over.yaml"]) == Exit.OK
    lines = told(capsys.readouterr().out)
    (read,) = (line for line in lines if ": read in" in line)
    assert set(read.partition("with ")[2].split(", ")) == {"base.yaml", "over.yaml", "mine.bib"}
    assert "  engine embedded, as the CV says (base.yaml:13:9): /…" in lines
    assert any(line.startswith("  template resume, as the variant says: /…") for line in lines)
    main(["check", "-v", "--fast", "--engine", "embedded"])
    assert "  engine embedded, which was asked for: /…" in told(capsys.readouterr().out)


def test_verbose_says_how_a_page_was_fitted(cv_file: CvFile, capsys: Capture) -> None:
    cv_file(LONG)
    assert main(["check", "-v", "--variant", "resume"]) == Exit.OK
    lines = told(capsys.readouterr().out)
    assert "  heights measured by a run of embedded in … s" in lines
    assert any(re.fullmatch(r"  tried: spacing \d+ %, text [\d.]+ pt, \d+ left out", line) for line in lines)
    assert "  PDF read back in … s" in lines


def test_several_processes_say_the_same_in_the_same_order(cv_file: CvFile, capfd: Capture) -> None:
    files = [str(cv_file(MINIMAL.replace("Ada", name), f"{name}.yaml").name) for name in ("Ada", "Bea", "Eve")]
    main(["build", *files])
    capfd.readouterr()
    said = []
    for jobs in ("1", "3"):
        assert main(["build", *files, "--jobs", jobs, "--force", "-v"]) == Exit.OK
        out, err = capfd.readouterr()
        assert err == ""
        said.append(told(out))
    one, many = said
    assert sorted(one) == sorted(many)
    assert [line for line in many if line.endswith(":")] == [
        f"{file}, {variant}:" for file in files for variant in ("academic", "resume")
    ]
    assert [line for line in one if line.startswith("  ")] == [line for line in many if line.startswith("  ")]


def test_verbose_leaves_standard_output_to_json(cv_file: CvFile, capsys: Capture) -> None:
    cv_file()
    for command in ("build", "check"):
        assert main([command, "-v", "--format", "json", "--variant", "resume"]) == Exit.OK
        out, err = capsys.readouterr()
        assert json.loads(out) == []
        assert "  template resume, of the same name" in err


def test_verbose_says_what_was_done_before_it_failed(cv_file: CvFile, capsys: Capture) -> None:
    cv_file(MINIMAL.replace("pages: 1", "template: nosuch").replace("position", "postion"))
    assert main(["build", "-v"]) == Exit.INPUT
    out, err = capsys.readouterr()
    assert "cv.yaml, academic:\n  engine embedded" in out
    assert "there is no template 'nosuch'" in err


def test_import_and_export(cv_file: CvFile, capsys: Capture) -> None:
    Path("mine.bib").write_text(BIB)
    assert main(["import", "bibtex", "mine.bib", "-o", "cv.yaml", "-q"]) == Exit.OK
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("mine.bib:1:26: warning: the command \\odd is not known")
    assert main(["import", "bibtex", "mine.bib", "-v"]) == Exit.OK
    out, err = capsys.readouterr()
    assert 'title: "One ' in out
    assert told(err)[0] == "mine.bib: read in … s"
    cv_file(MINIMAL)
    assert main(["export", "bibtex", "-o", "my.bib", "-q"]) == Exit.OK
    assert capsys.readouterr() == ("", "")
    assert main(["export", "bibtex", "-v", "--variant", "resume"]) == Exit.OK
    assert told(capsys.readouterr().err) == [
        "cv.yaml: read in … s",
        "what the variant resume shows is exported",
    ]


def test_the_python_function_says_nothing(cv_file: CvFile, capsys: Capture) -> None:
    cvgen.build(cv_file(), output="output")
    assert capsys.readouterr() == ("", "")
