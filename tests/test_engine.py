"""How an engine is chosen: by the command line, the environment, the CV, the config file; and a command of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cvgen.cli import main
from cvgen.diagnostics import Exit
from cvgen.engine import ENGINES, NAMES
from tests.conftest import MINIMAL
from tests.pdf import text_of

PDF = Path("output/ada-lovelace-resume.pdf")
SCRIPT = '#!/bin/sh\necho "$@" > $0.called; env > $0.env\nexec {program} -interaction=nonstopmode -halt-on-error $1\n'
BUILD = ["build", "--variant", "resume"]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a CV, a config file that is not there yet, and a program `mytex` on the path."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CVGEN_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    Path("cv.yaml").write_text(MINIMAL, encoding="utf-8")
    Path("bin").mkdir()
    program = Path("bin/mytex")
    program.write_text(SCRIPT.format(program=ENGINES["embedded"].find()))
    program.chmod(0o755)
    return tmp_path


def uses_mytex(out: str) -> bool:
    called = Path("bin/mytex.called").exists()
    assert called == ("with the mytex engine" in out)
    return called


def test_a_command_of_ones_own(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "mine")
    assert main([*BUILD, "--engine-command", "mytex {tex} '{folder} x'"]) == Exit.OK
    assert uses_mytex(capsys.readouterr().out)
    assert "Analytical Engine" in text_of(PDF)
    tex, folder, *_ = Path("bin/mytex.called").read_text().split(" ")
    assert (tex, Path(folder).exists(), Path(folder).is_absolute()) == ("cv.tex", False, True)
    environment = Path("bin/mytex.env").read_text()
    assert "SECRET=mine" in environment  # the user's own command, in the user's own surroundings
    assert "SOURCE_DATE_EPOCH=0" in environment


def test_a_command_makes_the_same_text(here: Path, sample: dict[str, Path]) -> None:
    from tests.conftest import SAMPLE

    assert main(["build", str(SAMPLE), "--engine-command", "mytex {tex}"]) == Exit.OK
    for variant, path in sample.items():
        assert text_of(Path("output") / path.name) == text_of(path), variant


@pytest.mark.parametrize(
    ("arguments", "environment", "cv", "config", "mine"),
    [
        ([], "", "", "", False),
        ([], "", "", 'engine_command = "mytex {tex}"', True),
        ([], "", "", 'engine = "embedded"', False),
        ([], "", "embedded", 'engine_command = "mytex {tex}"', False),
        ([], "mytex {tex}", "embedded", "", True),
        (["--engine", "embedded"], "mytex {tex}", "", 'engine_command = "mytex {tex}"', False),
        (["--engine-command", "mytex {tex}"], "nothing {tex}", "embedded", 'engine = "auto"', True),
    ],
)
def test_who_decides(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    arguments: list[str], environment: str, cv: str, config: str, mine: bool,
) -> None:  # fmt: skip
    if environment:
        monkeypatch.setenv("CVGEN_ENGINE_COMMAND", environment)
    if cv:
        Path("cv.yaml").write_text(f"{MINIMAL}engine: {cv}\n", encoding="utf-8")
    if config:
        Path("config.toml").write_text(config)
    assert main([*BUILD, *arguments]) == Exit.OK
    assert uses_mytex(capsys.readouterr().out) == mine


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--engine-command", "mytex"], 2, "error: the engine command 'mytex' does not say what to set; write {tex}"),
        (["--engine-command", "mytex '{tex}"], 2, "error: the engine command cannot be read: No closing quotation"),
        (
            ["--engine-command", "no-such {tex}"],
            3,
            "error: the engine 'no-such' is not installed here; is its program on",
        ),
        (
            ["--engine-command", "mytex {tex}", "--engine", "auto"],
            2,
            "error: --engine and --engine-command cannot both",
        ),
        (["--engine", "context"], 2, "error: there is no engine 'context'; known are: embedded, pdflatex, xelatex, "),
    ],
)
def test_wrong_commands(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str
) -> None:
    assert main([*BUILD, *arguments]) == code
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('engine = "auto"\nengin = "x"\n', "2:1: error: unknown key 'engin'; known are: engine, engine_command"),
        ("engine = 3\n", "1:1: error: 'engine' is no text; write it in quotes"),
        ("engine = auto\n", "1:10: error: this is no TOML: Invalid value; write: engine ="),
        ('engine = "auto"\nengine_command = "mytex {tex}"\n', "1:1: error: engine and engine_command cannot both"),
    ],
)
def test_a_wrong_config_file(here: Path, capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    Path("config.toml").write_text(text)
    for command in (BUILD, ["check"], ["engines"]):
        assert main(command) == Exit.INPUT
        assert "".join(capsys.readouterr()).startswith(f"{here}/config.toml:{message}")
    assert not Path("output").exists()


def test_no_cv_can_name_a_program(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for line in ("engine: mytex", "engine: ./bin/mytex", "engine: mytex {tex}", "engine_command: mytex {tex}"):
        Path("cv.yaml").write_text(f"{MINIMAL}{line}\n", encoding="utf-8")
        assert main(BUILD) == Exit.INPUT
    assert not Path("bin/mytex.called").exists()


def test_auto_says_which_and_why(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*BUILD, "--engine", "auto"]) == Exit.OK
    assert "1 PDF with the embedded engine in" in capsys.readouterr().out
    Path("bin/mytex").rename("bin/lualatex")
    monkeypatch.setenv("PATH", f"{here}/bin")
    monkeypatch.setenv("CVGEN_TEX", str(here / "nothing"))
    assert main(["engines"]) == Exit.OK
    assert "A build uses embedded, which is not installed here: it is the default." in capsys.readouterr().out
    assert main([*BUILD, "--engine", "auto"]) == Exit.TEX  # this lualatex is none
    monkeypatch.setenv("PATH", "")
    assert main([*BUILD, "--engine", "auto"]) == Exit.NOT_INSTALLED
    assert "no TeX engine is installed here; reinstall cvgen-latex" in capsys.readouterr().err


def test_engines_lists_what_is_here_and_what_to_install(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["engines"]) == Exit.OK
    out = capsys.readouterr().out
    assert out.startswith("* embedded          pdfTeX 3.14")
    assert "  xelatex           not installed\n" in out
    assert "A build uses embedded: it is the default." in out
    assert "xelatex:\n  Debian, Ubuntu  apt install texlive-latex-recommended texlive-xetex\n" in out
    assert max(map(len, out.splitlines())) <= 120
    assert main(["engines", "--format", "json"]) == Exit.OK
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == list(ENGINES)
    assert [one["name"] for one in listed if one["chosen"]] == ["embedded"]


def test_engines_says_who_decided(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("config.toml").write_text('engine = "pdflatex"')
    if ENGINES["pdflatex"].find() is None:
        Path("bin/mytex").rename("bin/pdflatex")
    assert main(["engines"]) == Exit.OK
    assert f"A build uses pdflatex: {here}/config.toml says so." in capsys.readouterr().out
    monkeypatch.setenv("CVGEN_ENGINE_COMMAND", "mytex {tex}")
    assert main(["engines"]) == Exit.OK
    assert "A build uses mytex: it is the command in CVGEN_ENGINE_COMMAND." in capsys.readouterr().out


def test_auto_is_a_name() -> None:
    assert (*ENGINES, "auto") == NAMES
