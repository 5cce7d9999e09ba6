import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

import cvgen
from cvgen import compiling
from cvgen.cli import main
from cvgen.diagnostics import CvgenError, Exit
from cvgen.pipeline import slug
from tests.conftest import MINIMAL, ROOT, SAMPLE
from tests.pdf import text_of

CvFile = Callable[..., Path]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder of our own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_build_says_what_it_made(here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str]) -> None:
    cv_file()
    assert main(["build"]) == Exit.OK
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[:2] == [
        "output/ada-lovelace-academic.pdf  1 page",
        "output/ada-lovelace-resume.pdf  1 page  spacing 190 %, text 9.8 pt",
    ]
    assert lines[2].startswith("2 PDFs with the embedded engine in ")
    assert err == ""
    assert text_of(here / "output/ada-lovelace-resume.pdf").startswith("Ada Lovelace\n")


def test_variant_output_and_keep_tex(here: Path, cv_file: CvFile) -> None:
    arguments = ["build", str(cv_file(name="x.yaml")), "--variant", "resume", "--output", "pdf/new", "--keep-tex"]
    assert main(arguments) == Exit.OK
    kept = here / "pdf/new/ada-lovelace-resume-tex"
    assert sorted(path.name for path in (here / "pdf/new").iterdir()) == [
        "ada-lovelace-resume-tex",
        "ada-lovelace-resume.pdf",
    ]
    assert "\\cvname{Ada}{Lovelace}" in (kept / "cv.tex").read_text(encoding="utf-8")
    assert (kept / "cv.log").exists()


def test_the_kept_tex_is_clean(here: Path, cv_file: CvFile) -> None:
    cvgen.build(cv_file(), variants=["academic"], keep_tex=True)
    source = (here / "output/ada-lovelace-academic-tex/cv.tex").read_text(encoding="utf-8")
    assert not any(ord(char) < 32 and char != "\n" for char in source)
    assert "\\begin{cventry}{1842–1843}\n\\cvhead{Analyst}, Analytical Engine\n\\end{cventry}" in source


def test_the_api_does_the_same(here: Path, cv_file: CvFile) -> None:
    cv = cvgen.load(cv_file())
    (built,) = cvgen.build(cv, variants=["resume"])
    assert (built.path, built.variant, built.pages, built.engine) == (
        Path("output/ada-lovelace-resume.pdf"), "resume", 1, "embedded")  # fmt: skip


def test_python_m_cvgen(here: Path) -> None:
    result = subprocess.run([sys.executable, "-m", "cvgen", "--version"], capture_output=True, text=True, check=True)
    assert result.stdout == f"cvgen {cvgen.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["build", "nope.yaml"], 1, "nope.yaml:1:1: error: cannot read 'nope.yaml': there is no such file"),
        (["build", "--variant", "resum"], 2, "error: there is no variant 'resum' in cv.yaml; did you mean 'resume'?"),
        (["build", "--engine", "tex"], 2, "error: there is no engine 'tex'; known are: embedded, pdflatex"),
        (["build", "cv.yaml", "./other.yaml"], 2, "error: cv.yaml and other.yaml would both become output/ada"),
    ],
)
def test_wrong_usage(
    here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str
) -> None:
    cv_file(), cv_file(name="other.yaml")
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert err.startswith(message)
    assert "Traceback" not in err
    assert out == ""
    assert not (here / "output").exists()


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", 1, "cv.yaml:1:1: error: the file is empty"),
        ("basics: [", 1, "cv.yaml:1:10: error: the file ends within a list"),
        (MINIMAL.replace("position", "postion"), 1, "cv.yaml:6:7: error: unknown key 'postion' in an experience entry"),
        (MINIMAL + "  new: {}\n", 1, "cv.yaml:13:8: error: there is no template 'new'; say which one"),
        (MINIMAL + "  x: {template: ../../etc}\n", 1, "cv.yaml:13:17: error: there is no template '../../etc'"),
        (MINIMAL + "design: {acent: x}\n", 1, "cv.yaml:13:10: error: the template 'academic' has no option 'acent'"),
        (MINIMAL + "design: {accent: red}\n", 1, "cv.yaml:13:18: error: 'red' is no value of the option 'accent'; write"),
        (MINIMAL + "locale: {language: xx}\n", 1, "cv.yaml:13:20: error: cvgen has no words for the language 'xx'"),
        (MINIMAL + "engine: tectonic\n", 1, "cv.yaml:13:9: error: there is no engine 'tectonic'; known are"),
        (MINIMAL.replace("Analyst", "Analyst 𓀀"), 5, "cv.yaml:6:25: error: no font has the character U+13000 EGYPTIAN"),
        (MINIMAL.replace("1842", "Fall 𓀀"), 5, "cv.yaml:8:19: error: no font has the character U+13000"),
        (MINIMAL.replace("email: ada", "url: https://a.b/𓀀 #"), 5, "cv.yaml:3:20: error: no font has the character"),
        (MINIMAL.replace("Ada Lovelace", "A 𓀀"), 5, "cv.yaml:2:11: error: no font has the character U+13000"),
    ],
)  # fmt: skip
def test_wrong_input(
    here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str], text: str, code: int, message: str
) -> None:
    cv_file(text)
    assert main(["build"]) == code
    assert message in capsys.readouterr().err


def test_a_page_limit_is_kept_or_nothing_is_published(
    here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str]
) -> None:
    many = "".join(f"    - {{position: Position {i}}}\n" for i in range(90))
    cv_file(MINIMAL.replace("variants:", many + "variants:"))
    assert main(["build", "--fit", "strict"]) == Exit.LOST
    out, err = capsys.readouterr()
    assert "error: the variant 'resume' fills 2 pages, not 1 page; nothing was published" in err
    assert "ada-lovelace-academic.pdf" in out  # one failing variant does not stop the others
    assert not (here / "output/ada-lovelace-resume.pdf").exists()


def test_a_failed_build_leaves_the_last_good_pdf(here: Path, cv_file: CvFile) -> None:
    path = cv_file()
    cvgen.build(path, variants=["academic"])
    pdf = here / "output/ada-lovelace-academic.pdf"
    good = pdf.read_bytes()
    cv_file(MINIMAL.replace("Analyst", "𓀀"))
    with pytest.raises(CvgenError):
        cvgen.build(path, variants=["academic"])
    assert pdf.read_bytes() == good
    assert [entry.name for entry in pdf.parent.iterdir()] == [pdf.name]


def test_the_same_bytes_in_any_folder(tmp_path: Path, sample: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "another folder"
    folder.mkdir()
    copy = folder / "cv.yaml"
    copy.write_bytes(SAMPLE.read_bytes())
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CVGEN_CACHE", str(tmp_path / "cold"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    for built in cvgen.build("cv.yaml"):
        assert built.path.read_bytes() == sample[built.variant].read_bytes()


def test_output_that_cannot_be_written(here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "output").write_text("in the way")
    cv_file()
    assert main(["build", "--variant", "resume"]) == Exit.INPUT
    assert capsys.readouterr().err.startswith("error: cannot write output/ada-lovelace-resume.pdf: ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wei Wen", "wei-wen"), ("O'Brien, Bob Jr.", "o-brien-bob-jr"), ("../../x", "x"), ("温伟", "温伟"), ("///", ""),
        ("Zoë  Ångström", "zoë-ångström"), ("a\\b:c*d", "a-b-c-d"), ("x" * 300, "x" * 80),
    ],
)  # fmt: skip
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_two_files_of_one_person_are_refused_before_anything_is_built(here: Path, cv_file: CvFile) -> None:
    assert main(["build", str(cv_file()), str(cv_file(name="b.yaml"))]) == Exit.USAGE
    assert not (here / "output").exists()


def test_a_bug_is_one_line_and_a_trace_in_a_file(
    here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cv_file()
    monkeypatch.setattr("cvgen.pipeline.publish", lambda *args, **named: 1 / 0)
    assert main(["build"]) == Exit.BUG
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: cvgen has a bug (ZeroDivisionError): please report it")
    trace = Path(line.rpartition(" ")[2])
    assert "ZeroDivisionError" in trace.read_text(encoding="utf-8")
    trace.unlink()


def test_a_missing_engine_is_said_with_what_to_do(
    here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cv_file()
    monkeypatch.setenv("CVGEN_TEX", str(here / "nothing"))
    assert main(["build", "--engine", "embedded"]) == Exit.NOT_INSTALLED
    assert "the engine 'embedded' is not installed here; reinstall cvgen-latex" in capsys.readouterr().err


def test_an_engine_that_cannot_be_started(
    here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cv_file()
    fake_tex(here / "tex", "exit 0")
    (program,) = (here / "tex").glob("bin/*/pdflatex")
    program.write_bytes(b"\0\1 no program")
    monkeypatch.setenv("CVGEN_TEX", str(here / "tex"))
    assert main(["build", "--variant", "resume"]) == Exit.NOT_INSTALLED
    assert "the engine 'embedded' cannot be started: " in capsys.readouterr().err


@pytest.mark.parametrize("room", [4, 200, 2000])  # blocks of 512 bytes: for nothing, for fonts, for all but a format
def test_a_full_disk_is_said_plainly(here: Path, cv_file: CvFile, room: int, tmp_path: Path) -> None:
    cv_file()
    (good,) = cvgen.build("cv.yaml", variants=["resume"])
    before = good.path.read_bytes()
    cv_file(MINIMAL.replace("Analyst", "Programmer"))
    environment = {**os.environ, "CVGEN_CACHE": str(tmp_path / "cache")}
    command = ["sh", "-c", f"ulimit -f {room}; exec {sys.executable} -m cvgen build --variant resume"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
    if result.returncode == Exit.OK:
        assert "Programmer" in text_of(good.path)
    else:
        assert "File too large" in result.stderr or "wrote a file of more than" in result.stderr
        assert good.path.read_bytes() == before
    assert [path.name for path in good.path.parent.iterdir()] == [good.path.name]


def fake_tex(folder: Path, script: str) -> None:
    """Put a program in the place of the embedded engine's."""
    platform = {"linux": "x86_64-linux", "darwin": "universal-darwin"}[sys.platform]
    program = folder / "bin" / platform / "pdflatex"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            'n=$(grep -n cvhead{ cv.tex | cut -d: -f1); echo "./cv.tex:$n: Undefined control sequence." > cv.log; exit 1',
            "cv.yaml:6:17: error: the command named here is not defined; please report this: the mistake is in ",
        ),
        (
            "echo './academic.sty:3: Oops.' > cv.log; exit 1",
            f"{ROOT}/latex_templates/academic/academic.sty:3:1: error: TeX says: Oops.; --keep-tex",
        ),
        ("exit 3", "cv.yaml:1:1: error: embedded failed with exit code 3"),
        ("kill -9 $$", "cv.yaml:11:13: error: embedded was ended by signal 9"),
        ("exit 0", "cv.yaml:1:1: error: embedded made no PDF"),
        ("echo $HOME > cv.pdf; exit 0", "cv.yaml:1:1: error: embedded made no PDF"),
        ("sleep 60 & sleep 60", "cv.yaml:11:13: error: embedded did not finish in 1 seconds"),
    ],
)
def test_every_failure_of_tex_is_one_clear_message(
    here: Path, cv_file: CvFile, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    script: str, message: str,
) -> None:  # fmt: skip
    cv_file()
    fake_tex(here / "tex", script)
    monkeypatch.setenv("CVGEN_TEX", str(here / "tex"))
    monkeypatch.setattr(compiling, "MAX_SECONDS", 1)
    assert main(["build", "--variant", "academic"]) == Exit.TEX
    assert capsys.readouterr().err.startswith(message)


def test_tex_sees_a_minimal_environment_and_only_our_files(
    here: Path, cv_file: CvFile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cv_file()
    fake_tex(here / "tex", f"env > {here}/env; ls -a > {here}/ls; pwd > {here}/pwd; cat > {here}/stdin; exit 1")
    monkeypatch.setenv("CVGEN_TEX", str(here / "tex"))
    monkeypatch.setenv("SECRET", "hunter2")
    monkeypatch.setenv("TEXINPUTS", str(here))
    assert main(["build", "--variant", "academic"]) == Exit.TEX
    environment = (here / "env").read_text()
    assert "hunter2" not in environment
    assert "TEXINPUTS" not in environment
    assert "openin_any=p" in environment
    assert "cv.yaml" not in (here / "ls").read_text()
    assert (here / "stdin").read_text() == ""
    assert not Path((here / "pwd").read_text().strip()).exists()


def test_an_interrupt_ends_tex_and_leaves_nothing(here: Path, cv_file: CvFile) -> None:
    cv_file()
    fake_tex(here / "tex", f"echo $$ > {here}/pid; pwd > {here}/pwd; mv {here}/pwd {here}/ready; sleep 60")
    process = subprocess.Popen(
        [sys.executable, "-m", "cvgen", "build"], env={**os.environ, "CVGEN_TEX": str(here / "tex")},
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not (here / "ready").exists() and process.poll() is None:
        pass
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (Exit.INTERRUPTED, "interrupted; nothing was half-written\n")
    assert not Path((here / "ready").read_text().strip()).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int((here / "pid").read_text()), 0)
    assert not (here / "output").exists()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from cvgen.cli import parser; parser().format_help();"
        "print([m for m in ('jinja2', 'yaml', 'babel', 'uharfbuzz', 'fontTools', 'markdown_it', 'argcomplete', "
        "'multiprocessing', 'tempfile') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_the_output_folder_holds_nothing_tracked_but_its_ignore_file() -> None:
    if not (ROOT / ".git").exists():
        return
    listed = subprocess.run(["git", "ls-files", "output"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert listed.stdout == "output/.gitignore\n"


def test_the_document_is_described(sample: dict[str, Path]) -> None:
    reader = pypdf.PdfReader(sample["academic"])
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Wei Wen - Curriculum Vitae", "Wei Wen")
    assert reader.metadata.creation_date is None
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 (pypdf's own type)
    titles = [item["/Title"] for item in reader.outline if isinstance(item, dict)]
    assert titles == ["Summary", "Education", "Industrial Experience", "Honors", "Publications",
                      "Talks and Presentations", "Teaching", "Activities", "Media"]  # fmt: skip
