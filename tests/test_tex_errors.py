"""Every failure of TeX ends in one diagnostic at its place, and leaves the PDF of an earlier build as it was."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import cvgen
from cvgen import compiling, sandbox
from cvgen.cli import main
from cvgen.compiling import compile_document
from cvgen.diagnostics import CvgenError, Exit, Origin
from cvgen.engine import ENGINES
from cvgen.pipeline import load
from cvgen.plan import plan
from cvgen.render import Document, render
from cvgen.select import select
from cvgen.template import load_template, template_folders
from cvgen.texlog import missing_characters, overfull_in
from tests.conftest import MINIMAL, ROOT, SAMPLE, read
from tests.tex_kinds import ENTRY, FRAME, KINDS, MANIFEST, ORGANIZATION, STYLE, entry, preamble, style

OWN = MINIMAL.partition("variants")[0] + "variants:\n  own: {}\n"
Build = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a PDF of an earlier build."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "cv.yaml").write_text(MINIMAL)
    (built,) = cvgen.build(folder / "cv.yaml", variants=["academic"], output=folder)
    return built.path.read_bytes()


@pytest.fixture
def build(
    tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Build]:
    """Return a function that builds a CV with files of a template `own`; it returns the exit code and what was said.

    There was a PDF before, and there still is.
    """
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "output" / "ada-lovelace-own.pdf"
    target.parent.mkdir()
    target.write_bytes(good)

    def run(files: dict[str, str], *arguments: str, text: str = OWN) -> tuple[int, str]:
        for name, content in {"template.yaml": MANIFEST, **files}.items():
            path = tmp_path / "latex_templates" / "own" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        (tmp_path / "cv.yaml").write_text(text, encoding="utf-8")
        return main(["build", *arguments]), capsys.readouterr().err

    yield run
    assert target.read_bytes() == good
    assert [path.name for path in target.parent.iterdir() if path.is_file()] == [target.name]


@pytest.mark.parametrize("name", KINDS)
def test_a_mistake_in_a_template_is_at_its_line(build: Build, name: str) -> None:
    files, place, message = KINDS[name]
    code, said = build(files)
    assert code == Exit.TEX
    assert said.startswith(f"latex_templates/own/{place}: error: {message}"), said
    assert said.count("error:") == 1
    file, line, column = place.split(":")
    (head, source, caret) = said.splitlines()
    assert head.endswith("; --keep-tex keeps TeX's files and its log")
    assert source == "    " + files[file].splitlines()[int(line) - 1]
    assert caret == "    " + " " * (int(column) - 1) + "^"


def test_the_log_is_where_the_message_says(build: Build, tmp_path: Path) -> None:
    _, said = build(entry("\\nonsense"), "--keep-tex")
    assert "; TeX's log: output/ada-lovelace-own-tex/cv.log\n" in said
    assert "Undefined control sequence" in (tmp_path / "output/ada-lovelace-own-tex/cv.log").read_text()


@pytest.mark.parametrize(
    ("latex", "message"),
    [
        ("\\setbox0\\hbox to 99999cm{<< entry.organization >>}", "a size here is larger than TeX can measure; make several"),
        ("\\def\\mine{<< entry.organization >>\\mine}\\setbox0\\hbox{\\mine}", "there is more here than TeX can hold at once (main memory size)"),
    ],
)  # fmt: skip
def test_what_is_too_much_is_at_the_text(build: Build, latex: str, message: str) -> None:
    code, said = build(entry(latex))
    assert code == Exit.TEX
    assert said.startswith(f"{ORGANIZATION}: error: {message}"), said


LOOP = "\\loop\\iftrue\\repeat"


@pytest.mark.parametrize(
    ("files", "place"),
    [
        (entry(f"foo {LOOP}"), f"latex_templates/own/{ENTRY}:3:23"),
        (entry(f"<< entry.organization >>{LOOP}"), ORGANIZATION),  # who knows which of them is too much
        (style(LOOP), f"latex_templates/own/{STYLE}:3:19"),
        (preamble(LOOP), f"latex_templates/own/{FRAME}:4:19"),
    ],
)
def test_what_never_ends_is_ended(
    build: Build, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], place: str
) -> None:
    monkeypatch.setattr(compiling, "MAX_SECONDS", 3)
    code, said = build(files)
    assert code == Exit.TEX
    assert said.startswith(f"{place}: error: embedded did not finish in 3 seconds; either a command never ends, or "), (
        said
    )
    assert said.count("error:") == 1


@pytest.mark.parametrize("megabytes", [20, 90])
def test_too_little_memory(build: Build, monkeypatch: pytest.MonkeyPatch, megabytes: int) -> None:
    monkeypatch.setattr(sandbox, "MAX_MEMORY", megabytes << 20)
    code, said = build({})
    assert code == Exit.TEX
    message = f"embedded needs more memory than the {megabytes} MiB that it may have; is there too much"
    assert said.startswith(f"cv.yaml:11:8: error: {message}"), said


def test_too_large_a_file(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_OUTPUT", 1 << 20)
    code, said = build(entry("\\def\\mine{\\message{" + "x" * 200 + "}\\mine}\\mine"))
    assert code == Exit.TEX
    assert "error: embedded wrote a file of more than 1 MiB; either a command never ends, or " in said


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("kill -SEGV $$", "cv.yaml:11:8: error: embedded was ended by signal 11; the engine itself is broken, or met a bug"),
        ("kill -KILL $$", "cv.yaml:11:8: error: embedded was ended by signal 9; the system may have been short of memory"),
        ("echo 'cannot open shared object'; exit 127", "cv.yaml:1:1: error: embedded failed with exit code 127; it said: cannot open"),
        ("exit 1", "cv.yaml:1:1: error: embedded failed with exit code 1; it said nothing; --keep-tex"),
        ("trap '' INT; sleep 60 & wait; wait; sleep 60", "cv.yaml:11:8: error: embedded did not finish in 1 seconds; either"),
        ("rm -- \"$0\"; echo '\\relax' > cv.aux; exit 0", "error: the engine 'embedded' is not installed here; reinstall"),
    ],
)  # fmt: skip
def test_an_engine_that_does_not_work(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, message: str
) -> None:
    platform = {"linux": "x86_64-linux", "darwin": "universal-darwin"}[sys.platform]
    program = tmp_path / "tex" / "bin" / platform / "pdflatex"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("CVGEN_TEX", str(tmp_path / "tex"))
    monkeypatch.setattr(compiling, "MAX_SECONDS", 1)
    monkeypatch.setattr(sandbox, "GRACE", 0.1)
    code, said = build({})
    assert said.startswith(message), said
    assert said.count("error:") == 1
    assert code == (Exit.NOT_INSTALLED if "installed" in message else Exit.TEX)


def test_an_engine_that_cannot_be_run(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = ENGINES["embedded"].find()
    assert program is not None
    place = tmp_path / "tex" / "bin" / program.parent.name / program.name
    place.parent.mkdir(parents=True)
    place.write_text("not a program")
    place.chmod(stat.S_IRUSR)
    monkeypatch.setenv("CVGEN_TEX", str(tmp_path / "tex"))
    code, said = build({})
    assert (code, said.splitlines()[0].split(";")[0]) == (
        Exit.NOT_INSTALLED,
        "error: the engine 'embedded' cannot be started: Permission denied",
    )


def test_an_engine_that_the_cv_names_but_is_not_here(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    code, said = build({}, text=OWN + "engine: xelatex\n")
    assert code == Exit.NOT_INSTALLED
    assert said.startswith("cv.yaml:12:9: error: the engine 'xelatex' is not installed here; install TeX Live"), said


def compiled(path: Path, template: str) -> tuple[Document, str, cvgen.model.CV]:
    """Return the first variant's document, TeX's log of it, and the selected CV."""
    loaded = load(path)
    cv = select(loaded.cv, loaded.cv.variants[0])
    found = load_template(template, template_folders(path), CvgenError)
    document = render(plan(cv, found), ENGINES["embedded"].font_files)
    return document, compile_document(document, ENGINES["embedded"]).log, cv


TIED = "\N{NO-BREAK SPACE}".join("abcdefghijklmnopqrstuvwxyz" * 3)


def test_a_text_that_sticks_out_is_said(cv_file: Callable[..., Path]) -> None:
    path = cv_file(
        MINIMAL.replace("      end: 1843\n", f"      note: Some words and {TIED}\n      highlights: [x, Fits]\n")
    )
    document, log, cv = compiled(path, "academic")
    (warning,) = overfull_in(log, document, cv)
    assert (warning.code, warning.severity) == ("overfull", "warning")
    assert str(warning.origin).startswith(f"{path}:9:")
    assert "this text sticks out " in warning.message
    assert warning.message.endswith(" pt over the margin")
    assert warning.source.startswith("      note: Some words")


def test_what_a_template_sets_too_wide_is_at_its_line(cv_file: Callable[..., Path], tmp_path: Path) -> None:
    path = cv_file(OWN)
    folder = tmp_path / "latex_templates" / "own"
    (folder / "entries").mkdir(parents=True)
    for name, text in {
        "template.yaml": MANIFEST,
        **entry("\\par\\hbox to 2cm{\\hskip 3cm}\n\\hbox to 2cm{\\hskip 2.01cm}"),
    }.items():
        (folder / name).write_text(text)
    document, log, cv = compiled(path, "own")
    (warning,) = overfull_in(log, document, cv)
    assert str(warning.origin).startswith(f"{folder / ENTRY}:3:")
    assert warning.message == "what is set here sticks out 28.5 pt over the margin"


@pytest.mark.parametrize("template", ["academic", "resume"])
@pytest.mark.parametrize("path", [SAMPLE, *sorted((ROOT / "docs" / "examples").glob("*.yaml"))], ids=lambda p: p.stem)
def test_nothing_of_ours_sticks_out(path: Path, template: str) -> None:
    document, log, cv = compiled(path, template)
    assert not overfull_in(log, document, cv)


def test_a_lost_character_is_at_the_text_that_holds_it() -> None:
    cv = read(MINIMAL.replace("Analytical Engine", "Analytical → Engine"))
    log = 'Missing character: There is no → ("2192) in font cvserif/OT:mode=base!\n'
    (problem,) = missing_characters(log, cv)
    assert problem.origin == Origin("cv.yaml", 7, 32)
    assert problem.message == "the character → is not in the font cvserif"


def test_the_source_has_no_trace_of_its_maps() -> None:
    loaded = load(SAMPLE)
    for variant in loaded.cv.variants:
        template = load_template(variant.template or variant.name, template_folders(SAMPLE), CvgenError)
        document = render(plan(select(loaded.cv, variant), template), ENGINES["embedded"].font_files)
        assert not set(map(chr, range(32))) & set(document.source) - {"\n"}
        lines = document.source.split("\n")
        for line, column, origin in document.template_map:
            written = template.lines(origin.file)[origin.line - 1][origin.column - 1 :]
            assert lines[line - 1][column - 1] == written[0]


def test_what_a_template_makes_of_its_own_latex_can_be_compared_and_counted(build: Build, tmp_path: Path) -> None:
    latex = (
        "<% macro m() %>abc<% endmacro %><% macro n() %>a\\&b<% endmacro %><% set s %>de f<% endset %>"
        "<% set blank %> <% endset %>\\typeout{GOT <% if m() == 'abc' %>1<% endif %> << m() | length >> << s | length >> "
        "<< blank | length >> << n() | pdf >>}\\nonsense"
    )
    build(entry(latex), "--keep-tex")
    log = (tmp_path / "output/ada-lovelace-own-tex/cv.log").read_text()
    assert "GOT 1 3 4 1 a" in log
