"""Every help text has examples that fit a terminal, and each of them does what it says."""

from __future__ import annotations

import argparse
import re
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest

from cvgen.cli import main
from cvgen.trials import trials_of
from tests.examples import examples, parsers, prepare, run
from tests.pdf import text_of

ADA, GRACE, JEAN, JANE = "ada-lovelace", "grace-hopper", "jean-bartik", "jane-doe"


class Effect(NamedTuple):
    """What an example does: the files that it makes, something that it prints, or a text in the first file."""

    files: tuple[str, ...] = ()
    said: str = ""
    text: str = ""


def pdfs(*people: str, folder: str = "output") -> tuple[str, ...]:
    return tuple(f"{folder}/{name}-{variant}.pdf" for name in people for variant in ("academic", "resume"))


BUILT = Effect(pdfs(ADA))
BEGUN = ("cv.yaml", "cv.schema.json", ".gitignore")
EFFECTS = {
    "cvgen new": Effect(BEGUN, "Now build it", "Ada Lovelace"),
    'cvgen new my-cv --name "Ada Lovelace"': Effect(tuple(f"my-cv/{file}" for file in BEGUN), text="Ada Lovelace"),
    'cvgen new --kind student --name "Ada Lovelace" --email ada@example.org': Effect(BEGUN, text="ada@example.org"),
    "cvgen build": BUILT,
    "cvgen build --help": Effect(said="people/*.yaml"),
    "cvgen build --variant resume": Effect((f"output/{ADA}-resume.pdf",)),
    "cvgen build jane.yaml --output pdf": Effect(pdfs(JANE, folder="pdf")),
    "cvgen build --overlay private.yaml": Effect(pdfs(f"{ADA}-private"), text="7946"),
    "cvgen build --set pages=2": BUILT,
    "cvgen build --keep-tex": Effect(
        (*pdfs(ADA), *(path.replace(".pdf", "-tex/cv.tex") for path in pdfs(ADA))), said="academic.pdf  1 page"
    ),
    "cvgen build --pictures pages": Effect(
        (*pdfs(ADA), *(path.replace("output", "pages").replace(".pdf", "-1.png") for path in pdfs(ADA))),
        "2 pictures in pages",
    ),
    "cvgen build --report built.json": Effect(("built.json", *pdfs(ADA)), text='"variant": "resume"'),
    "cvgen check --format gitlab > quality.json": Effect(("quality.json",), text="[]"),
    "cvgen build people/*.yaml --quiet": Effect(pdfs(GRACE, JEAN)),
    "cvgen build --verbose": Effect(pdfs(ADA), "template academic, of the same name as the variant"),
    "cvgen watch": Effect(pdfs(ADA), "The preview is at http://127.0.0.1:"),
    "cvgen watch --variant resume": Effect((f"output/{ADA}-resume.pdf",), "ended"),
    "cvgen watch --open": Effect(pdfs(ADA), "opens http://127.0.0.1:"),
    "cvgen watch --editor vscode": Effect(pdfs(ADA), "ended"),
    "cvgen check": Effect(said="cv.yaml: nothing wrong; academic: 1 page; resume: 1 page"),
    "cvgen check --fast": Effect(said="cv.yaml: nothing wrong\n"),
    "cvgen check --strict": Effect(said="nothing wrong"),
    "cvgen check --format github": Effect(said="nothing wrong"),
    "cvgen import bibtex mine.bib": Effect(said="publications:"),
    "cvgen import resume.json": Effect(said="name: Grete Hermann"),
    "cvgen import resume.json -o cv.yaml": Effect(("cv.yaml",), text="name: Grete Hermann"),
    "cvgen import homepage.md": Effect(said="name: Wei Wen"),
    "cvgen import rendercv.yaml": Effect(said="name: Ada Lovelace"),
    "cvgen export bibtex": Effect(said="title   = {Notes}"),
    "cvgen export bibtex --variant resume -o my.bib": Effect(("my.bib",), text="title   = {Notes}"),
    "cvgen export tex --variant academic -o my-cv": Effect(("my-cv/cv.tex",), text="Ada"),
    "cvgen export tex --variant resume -o my-cv.zip": Effect(("my-cv.zip",)),
    "cvgen export html --variant academic -o me.html": Effect(("me.html",), text="<h1"),
    "cvgen export jsonresume -o me.json": Effect(("me.json",), text='"name": "Ada Lovelace"'),
    "cvgen export markdown": Effect(said="# Ada Lovelace"),
    "cvgen export text --width 80": Effect(said="Ada Lovelace"),
    "cvgen diff": Effect(said="HEAD → cv.yaml\nboth say the same"),
    "cvgen diff old.yaml new.yaml": Effect(
        ("output/diff/academic-page-1.png", "output/diff/resume-page-1.png"), "position: Analyst → Poet"
    ),
    "cvgen diff main": Effect(said="resume: 1 page, which look the same"),
    "cvgen diff v1.0 HEAD~1": Effect(said="v1.0 → HEAD~1\nboth say the same"),
    "cvgen diff main:cv.yaml ada.yaml": Effect(said="main → ada.yaml\nboth say the same"),
    "cvgen diff main --no-pictures": Effect(said="main → cv.yaml\nboth say the same"),
    "cvgen diff main --variant resume": Effect(said="what resume shows: both say the same"),
    "cvgen diff main --exit-code": Effect(said="both say the same"),
    "cvgen diff main --format markdown": Effect(said="### main → cv.yaml"),
    "cvgen engines": Effect(said="A build uses embedded"),
    "cvgen engines --format json": Effect(said='"name": "embedded"'),
    "cvgen schema > cv.schema.json": Effect(("cv.schema.json",), text="https://json-schema.org/draft/2020-12"),
    "cvgen templates": Effect(said="The full academic CV."),
    "cvgen templates show resume": Effect(said="accent: 1D3F66"),
    "cvgen templates show academic": Effect(said="Options"),
    "cvgen templates copy resume mine": Effect(("latex_templates/mine/template.yaml",)),
    "cvgen templates copy academic mine": Effect(("latex_templates/mine/template.yaml",)),
    "cvgen templates test mine": Effect(said="mine: all 2 trials passed"),
    "cvgen templates test mine --keep trials": Effect(said="mine: all 2 trials passed"),
    "cvgen completion bash > ~/.local/share/bash-completion/completions/cvgen": Effect(
        (".local/share/bash-completion/completions/cvgen",), text="complete -o"
    ),
    "cvgen completion zsh > ~/.zfunc/_cvgen": Effect((".zfunc/_cvgen",), text="#compdef cvgen"),
    "cvgen completion fish > ~/.config/fish/completions/cvgen.fish": Effect(
        (".config/fish/completions/cvgen.fish",), text="complete --command cvgen"
    ),
}
"""What each example does."""
ELSEWHERE = {"cvgen build --engine xelatex"}
"""Examples that `tests/tex` runs, for they need a TeX Live."""
ALL = sorted({example for one in parsers() for example in examples(one)})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "")  # who is asked presses Enter
    monkeypatch.setattr("cvgen.preview.rounds.wait_for_change", interrupted)  # nobody saves anything
    monkeypatch.setattr("webbrowser.open", lambda url: print(f"opens {url}"))
    monkeypatch.setattr("cvgen.trials.trials_of", lambda template: islice(trials_of(template), 2))
    prepare()
    return tmp_path


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


def check_effect(example: str, effect: Effect, capsys: pytest.CaptureFixture[str]) -> None:
    """Run a command line in the current folder, and compare what it made and said with what it should."""
    for file in effect.files:  # such as cv.yaml, where one is begun
        Path(file).unlink(missing_ok=True)
    if " test mine" in example:
        assert main(["templates", "copy", "academic", "mine"]) == 0
        capsys.readouterr()
    before = files()
    code, said = run(example)
    assert code == 0
    err = capsys.readouterr().err
    # an import counts what it has read; an export says what the other format has no place for
    assert err == "" or (re.match("cvgen (import|export jsonresume)", example) and "error" not in err)
    assert effect.said in said
    made = files() - before
    assert made >= {*effect.files}
    assert {path for path in made if not re.search("-tex/|latex_templates/|trials/|my-cv/", path)} <= {*effect.files}
    if effect.text:
        first = Path(effect.files[0])
        assert effect.text in (text_of(first) if first.suffix == ".pdf" else first.read_text(encoding="utf-8"))
    assert ("--quiet" not in example) or said == ""


@pytest.mark.parametrize("example", sorted({*ALL} - ELSEWHERE))
def test_an_example_does_what_it_says(example: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_effect(example, EFFECTS[example], capsys)


def test_every_effect_is_of_an_example() -> None:
    assert {*EFFECTS} | ELSEWHERE == {*ALL}


@pytest.mark.parametrize("one", parsers(), ids=lambda one: one.prog)
def test_every_help_text_has_examples_and_fits(one: argparse.ArgumentParser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    found = examples(one)
    assert found
    assert all(f"{example} ".startswith(f"{one.prog} ") for example in found)
    text = one.format_help()
    assert max(map(len, text.splitlines())) <= 80
    assert one.description
    assert one.description.endswith(".")
    assert found[0] in text


def test_every_command_stands_in_a_line_of_the_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    top, *others = parsers()
    for one in others:
        if one.prog.count(" ") == 1:
            name = one.prog.partition(" ")[2]
            (line,) = (line for line in top.format_help().splitlines() if line.startswith(f"    {name} "))
            assert len(line.split()) > 2


def test_every_argument_is_explained() -> None:
    for one in parsers():
        for action in one._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), (one.prog, action.dest)
