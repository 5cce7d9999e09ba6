"""TeX errors come home: each kind is one clear problem at the line that caused it, with the right exit code.

A PDF of an earlier build stays as it was, byte for byte.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cvgen import engine, sandbox
from cvgen.cli import main
from cvgen.diagnostics import Exit
from cvgen.texerrors import explain
from tests.conftest import MINIMAL
from tests.test_build import fake_tex

Capture = pytest.CaptureFixture[str]

ENTRY = """\
<# An entry. What a test puts in stands in line 4. #>
\\begin{cventry}{<< label_of(entry) >>}
\\cvhead{<< entry.position >>}
@
\\end{cventry}
"""
FRAME = """\
<% extends "academic/cv.tex.j2" %>
<% block style %>
<< super() >>
@
<% endblock %>
"""
CV = MINIMAL.partition("variants:")[0] + "variants: {mine: {}}\n"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Work beside a CV with a template of its own; return a function that writes the template's files."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "latex_templates" / "mine"
    (folder / "entries").mkdir(parents=True)
    (folder / "template.yaml").write_text("description: Mine.\nextends: academic\n", encoding="utf-8")
    (tmp_path / "cv.yaml").write_text(CV, encoding="utf-8")

    def write(entry: str = "", frame: str = "", style: str = "") -> Path:
        (folder / "entries/experience.tex.j2").write_text(ENTRY.replace("@", entry), encoding="utf-8")
        (folder / "cv.tex.j2").write_text(FRAME.replace("@", frame), encoding="utf-8")
        (folder / "mine.sty").write_text(style, encoding="utf-8")
        return folder

    good = tmp_path / "output" / "ada-lovelace-mine.pdf"
    good.parent.mkdir()
    good.write_bytes(b"%PDF-1.5 the last good one")
    yield write
    assert good.read_bytes() == b"%PDF-1.5 the last good one"
    assert [path.name for path in good.parent.iterdir() if path.suffix != ".pdf"] in ([], ["ada-lovelace-mine-tex"])


def said(capsys: Capture, code: Exit = Exit.TEX, arguments: tuple[str, ...] = ()) -> tuple[str, str]:
    """Build; return the place and the message of the one problem, with the place from the folder of templates on."""
    assert main(["build", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    found = re.findall(r"^(\S+:\d+:\d+): error: (.*)$", err, re.MULTILINE)
    assert len(found) == 1, err
    return found[0][0].rpartition("latex_templates/")[2], found[0][1]


IN_AN_ENTRY = {
    "\\nosuch{x}": "the command \\nosuch is not defined; correct its name",
    "text \\cvhead{a \\nosuch b}": "the command \\nosuch is not defined",
    "\\def\\deep{\\nosuch}\\deep": "the command \\nosuch is not defined",
    "\\begin{nosuch}": "the environment 'nosuch' is not defined",
    "\\begin{itemize}": "\\begin{itemize} is ended by \\end{cventry}",
    "\\cvhead{open": None,
    "\\cvhead{a\n\nb}": None,
    "}": None,
    "a_b": "there is mathematics outside of $…$",
    "\\hskip x": "a number or a length is missing or wrong",
    "#": "a # stands where no parameter can",
    "\\input{nosuch}": "there is no file 'nosuch.tex'",
    "\\includegraphics{nosuch.png}": "there is no file 'nosuch.png'",
    "\\usepackage{xcolor}": "a command stands behind \\begin{document} that must be before",
    "\\textcolor{nosuch}{x}": "the colour 'nosuch' is not defined",
    "\\newcommand\\cvhead{x}": "\\cvhead is defined already",
    "\\fi": "\\fi ends nothing",
    "\\def\\loop{\\loop x}\\def\\deep{x\\deep\\relax}\\deep": "TeX has no more room (",
    "\\font\\x=nosuchfont \\x": None,
    "\\errmessage{of my own}": "TeX says: of my own",
}


@pytest.mark.parametrize("wrong", IN_AN_ENTRY)
def test_what_is_wrong_in_an_entry(mine: Callable[..., Path], capsys: Capture, wrong: str) -> None:
    mine(wrong)
    place, message = said(capsys)
    expected = IN_AN_ENTRY[wrong]
    assert message.startswith(expected or "")
    assert message.endswith("; --keep-tex keeps TeX's files and its log")
    if "no more room" in message:
        assert place in ("cv.yaml:6:17", "mine/entries/experience.tex.j2:4:1")
    elif any(word in message for word in ("closed", "brace", "is ended by")):  # TeX notices it later
        assert re.fullmatch(r"mine/entries/experience\.tex\.j2:[3-7]:1|cv\.yaml:6:17", place), (place, message)
    else:
        assert place == f"mine/entries/experience.tex.j2:{4 + wrong.count(chr(10))}:1"
        assert "it arose while setting cv.yaml:6:17" in message


def test_the_command_is_shown_in_its_line(mine: Callable[..., Path], capsys: Capture) -> None:
    mine("\\nosuch{x}")
    main(["build"])
    assert capsys.readouterr().err.endswith("\n    \\nosuch{x}\n    ^\n")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            "\\usepackage{nosuch}",
            "the package 'nosuch' is not part of this TeX; leave it out, or use a TeX that has it",
        ),
        ("\\usepackage{mine}\\nosuch", "the command \\nosuch is not defined"),
        ("Text.", "there is text before \\begin{document}; move it behind"),
        ("\\usepackage[nosuch]{geometry}", "the package 'geometry' is loaded with other options already"),
    ],
)
def test_what_is_wrong_in_the_frame(
    mine: Callable[..., Path], capsys: Capture, wrong: str, message: str | None
) -> None:
    mine(frame=wrong)
    place, found = said(capsys)
    assert found.startswith(message or "")
    assert place == "mine/cv.tex.j2:4:1"


def test_what_is_wrong_in_a_style(mine: Callable[..., Path], capsys: Capture) -> None:
    mine(frame="\\usepackage{mine}", style="% one\n\\relax\n\\nosuch{x}\n")
    place, message = said(capsys)
    assert place == "mine/mine.sty:3:1"
    assert message.startswith("the command \\nosuch is not defined; correct its name")


def test_what_is_wrong_in_a_command_of_a_style_is_said_where_it_is_used(
    mine: Callable[..., Path], capsys: Capture
) -> None:
    mine("\\mine{a}", frame="\\usepackage{mine}", style="\\newcommand\\mine[1]{\\nosuch #1}\n")
    place, message = said(capsys)
    assert place == "mine/entries/experience.tex.j2:4:1"
    assert message.startswith("the command \\nosuch is not defined")


def test_a_text_that_is_too_large_is_said_at_its_line(mine: Callable[..., Path], capsys: Capture) -> None:
    mine("\\setbox0\\hbox{<< entry.organization >>}\\dimen0=20000pt \\advance\\dimen0 by \\dimen0")
    place, message = said(capsys)
    assert place == "cv.yaml:7:21"
    assert message.startswith("something is larger than TeX can measure, 5.7 m; make it smaller")


def test_the_log_is_where_the_message_says(mine: Callable[..., Path], capsys: Capture) -> None:
    mine("\\nosuch")
    _, message = said(capsys, arguments=("--keep-tex",))
    log = Path(message.rpartition("TeX's log is ")[2])
    assert log == Path("output/ada-lovelace-mine-tex/cv.log")
    assert "Undefined control sequence" in log.read_text(encoding="utf-8")


def test_an_endless_loop_is_ended(mine: Callable[..., Path], capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    mine("\\loop\\iftrue\\repeat")
    monkeypatch.setattr(engine, "MAX_SECONDS", 1)
    place, message = said(capsys)
    assert place == "cv.yaml:10:18"
    assert message.startswith("embedded did not finish in 1 seconds; a command of the template may never end")


def test_too_much_output_is_ended(mine: Callable[..., Path], capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    mine("\\newwrite\\x\\immediate\\openout\\x=x.txt \\loop\\immediate\\write\\x{" + "x" * 500 + "}\\iftrue\\repeat")
    monkeypatch.setattr(sandbox, "MAX_OUTPUT", 1 << 20)
    place, message = said(capsys)
    assert place == "cv.yaml:10:18"
    assert "; it wrote a file of more than" in message


def test_too_much_memory_is_refused(
    mine: Callable[..., Path], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine()
    monkeypatch.setattr(sandbox, "MAX_MEMORY", 30 << 20)
    assert main(["build"]) in (Exit.TEX, Exit.NOT_INSTALLED)
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "error:" in line]
    assert line.startswith("cv.yaml:10:18: error: embedded ")


def test_an_endless_loop_in_jinja_is_ended(mine: Callable[..., Path], capsys: Capture) -> None:
    mine("<% for i in range(100000000) %>x<% endfor %>")
    place, message = said(capsys, Exit.INPUT)
    assert place == "mine/entries/experience.tex.j2:4:1"
    assert message.startswith("the template is wrong: Range too big")


@pytest.mark.parametrize(
    ("script", "code", "message"),
    [
        ("kill -9 $$", Exit.TEX, "embedded was ended by signal 9 (SIGKILL); the system may have run out of memory"),
        ("kill -11 $$", Exit.TEX, "embedded was ended by signal 11 (SIGSEGV); it may have needed more than its 4 GB"),
        ("exit 7", Exit.TEX, "embedded failed with exit code 7; --keep-tex keeps"),
        ("echo > cv.log; exit 0", Exit.TEX, "embedded made no PDF; the template may print nothing; --keep-tex"),
    ],
)
def test_an_engine_that_ends_otherwise(
    mine: Callable[..., Path], capsys: Capture, monkeypatch: pytest.MonkeyPatch, script: str, code: Exit, message: str
) -> None:
    mine()
    fake_tex(Path("tex"), script)
    monkeypatch.setenv("CVGEN_TEX", str(Path("tex").resolve()))
    place, found = said(capsys, code)
    assert place == "cv.yaml:10:18"
    assert found.startswith(message)


def test_a_template_that_prints_nothing(mine: Callable[..., Path], capsys: Capture) -> None:
    folder = mine()
    (folder / "cv.tex.j2").write_text(
        "\\documentclass{article}\n\\begin{document}\n\\end{document}\n", encoding="utf-8"
    )
    place, message = said(capsys)
    assert place == "cv.yaml:10:18"
    assert message.startswith("embedded made no PDF; the template may print nothing")


def test_a_line_that_sticks_out_is_a_warning_at_its_text(mine: Callable[..., Path], capsys: Capture) -> None:
    mine(
        "\\hbox to \\hsize{<< entry.organization >> \\hskip 1.2\\hsize}\n\n\\hbox to \\hsize{\\hskip 0.5\\hsize x\\hskip0.5\\hsize}"
    )
    assert main(["check"]) == Exit.OK
    out = capsys.readouterr().out
    assert re.match(r"cv\.yaml:7:21: warning: this text sticks out \d+ pt into the margin; shorten it", out)
    assert "cv.yaml: 2 warnings" in out
    assert main(["check", "--strict"]) == Exit.INPUT
    capsys.readouterr()
    assert main(["build", "--strict"]) == Exit.INPUT


def test_a_lost_character_is_said_at_its_text(mine: Callable[..., Path], capsys: Capture) -> None:
    mine("{\\nullfont << entry.organization >>}")
    assert main(["build"]) == Exit.LOST
    err = capsys.readouterr().err
    assert "cv.yaml:7:32: error: the character E is not in the font nullfont; nothing was published" in err


def test_what_is_unknown_is_said_in_the_words_of_tex() -> None:
    assert explain("LaTeX Error: Something new.").message == "TeX says: Something new."
