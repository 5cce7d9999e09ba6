"""Every command line in README and the docs is run, and does what is said of it there.

A command of a page is looked up among those of its page (`OF_PAGES`), of the docs (`OF_DOCS`), and of the help
(`EFFECTS`), so that one that nobody has thought about fails. Those of the cookbook run in a copy of their example.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cvgen.cli import main, parser
from cvgen.engine import ENGINES
from tests.conftest import MINIMAL, ROOT
from tests.examples import prepare, run
from tests.test_help import ADA, BUILT, EFFECTS, GRACE, JEAN, Effect, check_effect, interrupted, pdfs

ERRORS = ROOT / "docs" / "errors.md"
EXAMPLES = ROOT / "docs" / "examples"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
RESUME = (f"output/{ADA}-resume.pdf",)
STAFF = ("aino-kettunen", "babajide-olatunji-reyes", "chiara-montefusco", "dinesh-rathnayake", "elif-sarıoğlu")

OF_DOCS = {
    "cvgen build --no-tags": BUILT,
    "cvgen build people/*.yaml": Effect(pdfs(GRACE, JEAN)),
    "cvgen build --variant resume --output pdf": Effect((f"pdf/{ADA}-resume.pdf",)),
    "cvgen build -v --variant resume": Effect(RESUME, "template resume, of the same name as the variant"),
    "cvgen build --engine-command 'tectonic --untrusted --keep-logs {tex}'": Effect(
        pdfs(ADA), "with the tectonic engine"
    ),
    "cvgen build --engine-command 'docker run --rm --network none -v {folder}:{folder} -w {folder} texlive/texlive "
    "lualatex -interaction=nonstopmode -halt-on-error {tex}'": Effect(pdfs(ADA), "with the docker engine"),
    "cvgen build --variant resume --set design.accent=7A1F2B": Effect(RESUME),
    "cvgen build --set pages=2 --set 'exclude=[old]'": BUILT,
    "cvgen build --set basics.phone=null --set locale.language=de": Effect(pdfs(ADA), text="Berufserfahrung"),
    "cvgen build --pictures pages --report built.json": Effect(
        (*pdfs(ADA), f"pages/{ADA}-academic-1.png", f"pages/{ADA}-resume-1.png", "built.json")
    ),
    "cvgen build resume.json": Effect(("output/grete-hermann-academic.pdf",)),
    "cvgen build cv.yaml --engine embedded --output output": BUILT,
    "cvgen check cv.yaml --fast": Effect(said="cv.yaml: nothing wrong\n"),
    "cvgen export tex --variant academic -o my-cv.zip": Effect(("my-cv.zip",)),
    "cvgen export html --variant academic -o my-cv.html": Effect(("my-cv.html",), text="<h1"),
    "cvgen export jsonresume -o resume.json": Effect(("resume.json",), text='"name": "Ada Lovelace"'),
    "cvgen export bibtex --variant resume -o selected.bib": Effect(("selected.bib",), text="title   = {Notes}"),
    "cvgen import bibtex mine.bib -o cv.yaml": Effect(("cv.yaml",), text="title: Notes"),
    "cvgen import jsonresume resume.json -o cv.yaml": Effect(("cv.yaml",), text="name: Grete Hermann"),
    "cvgen import John_Doe_CV.yaml -o cv.yaml": Effect(("cv.yaml",), text="name: Ada Lovelace"),
    "cvgen import resume.yml -o cv.yaml": Effect(("cv.yaml",), text="name: Ada Lovelace"),
    "cvgen import homepage.md -o cv.yaml": Effect(("cv.yaml",), text="name: Wei Wen"),
    'cvgen new --kind academic --name "Ada Lovelace" --email ada@example.org': EFFECTS[
        'cvgen new --kind student --name "Ada Lovelace" --email ada@example.org'
    ],
    "cvgen watch --variant resume --open": Effect(RESUME, "opens http://127.0.0.1:"),
    "cvgen watch mine.yaml --editor vscode": Effect(pdfs(ADA), "ended"),
    'cvgen watch --editor "myeditor://open?file={file}&line={line}"': Effect(pdfs(ADA), "ended"),
}
OF_PAGES = {
    "phd-student": {
        "cvgen build": Effect(tuple(f"output/ilse-vandermeulen-{one}.pdf" for one in ("academic", "resume")))
    },
    "professor": {
        "cvgen build": Effect(
            tuple(f"output/helena-okonkwo-brandt-{one}.pdf" for one in ("academic", "publications", "proposal")),
            "academic.pdf  4 pages",
        ),
        "cvgen build --variant proposal": Effect(("output/helena-okonkwo-brandt-proposal.pdf",), "2 pages"),
        "cvgen export bibtex --variant proposal -o relevant.bib": Effect(
            ("relevant.bib",), text="Forty Years of Creep"
        ),
    },
    "engineer": {
        "cvgen build --variant resume": Effect(("output/tomás-ferreira-lobo-resume.pdf",), "1 page"),
        "cvgen build --variant resume --set private=show --output to-somebody": Effect(
            ("to-somebody/tomás-ferreira-lobo-resume.pdf",), text="+351 220 000 000"
        ),
        "cvgen export text --variant resume": Effect(said="Principal firmware engineer"),
        "cvgen export jsonresume --variant resume -o resume.json": Effect(("resume.json",), text="Tomás Ferreira Lobo"),
        "cvgen check --variant resume": Effect(said="nothing wrong; resume: 1 page"),
    },
    "two-languages": {
        "cvgen build": Effect(
            tuple(f"output/katrin-aschenbrenner-{one}.pdf" for one in ("lebenslauf", "cv", "kurz", "short"))
        ),
        "cvgen build --variant cv --set language=fr --output draft": Effect(
            ("draft/katrin-aschenbrenner-cv.pdf",), text="Restauratorin"
        ),
    },
    "department": {
        "cvgen build *.yaml --output profiles": Effect(tuple(f"profiles/{name}.pdf" for name in STAFF), "5 PDFs with"),
        "cvgen check *.yaml --fast": Effect(said="nothing wrong"),
        "cvgen build *.yaml --jobs 2 --quiet": Effect(tuple(f"output/{name}.pdf" for name in STAFF)),
        "cvgen build *.yaml --shard 1/2": Effect((f"output/{STAFF[0]}.pdf", f"output/{STAFF[4]}.pdf")),
        "cvgen build *.yaml --shard 2/2": Effect(tuple(f"output/{name}.pdf" for name in STAFF[1:4])),
        "cvgen check chiara-montefusco.yaml --format github": Effect(said="nothing wrong"),
    },
}
"""What the commands of the cookbook do in their examples."""
IN_TESTS_TEX = {"cvgen build --engine lualatex", "cvgen templates test mine --engine xelatex"}
"""Commands that `tests/tex/test_examples.py` runs, for they need a TeX Live."""


def commands(page: Path) -> list[str]:
    """Return the commands in the blocks of a page, without what is said of them."""
    text = re.sub(r"^```(\w*)\n(.*?)^```$", shown, page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^ {4,}(?:\$ )?(cvgen .*)$", text, re.MULTILINE)
    return list(dict.fromkeys(re.sub(r"\s+# .*", "", line).strip() for line in lines))


def shown(block: re.Match[str]) -> str:
    """Return a fenced block as an indented one if it is for a shell, else nothing."""
    return (
        re.sub("^", "    ", block[2], flags=re.MULTILINE) if block[1] in ("", "sh", "bash", "shell", "console") else ""
    )


def place_of(page: Path) -> str:
    """Return the example in which a page's commands run, or nothing for the folder of `prepare`."""
    return page.stem if page.parent.name == "cookbook" and page.stem != "index" else ""


FOUND = {(place_of(page), command) for page in PAGES if page != ERRORS for command in commands(page)}
RUN_ELSEWHERE = {("", command) for command in {*EFFECTS} - {*OF_DOCS} | IN_TESTS_TEX}
"""Commands that are examples of the help too: `test_help.py` runs them, in the same folder."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795651200")  # 26 November 2026, after all that the examples tell of
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "")  # who is asked presses Enter
    monkeypatch.setattr("cvgen.preview.rounds.wait_for_change", interrupted)  # nobody saves anything
    monkeypatch.setattr("webbrowser.open", lambda url: print(f"opens {url}"))
    return tmp_path


def prepare_for_docs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill the current folder with all that the docs name, and the path with stand-ins for tectonic and docker."""
    prepare()
    Path("mine.yaml").write_text(MINIMAL, encoding="utf-8")
    Path("John_Doe_CV.yaml").write_bytes(Path("rendercv.yaml").read_bytes())
    Path("resume.yml").write_text("content: {basics: {name: Ada Lovelace, headline: Analyst}}\n")
    cv = Path("cv.yaml").read_text(encoding="utf-8")
    old = "      highlights: [{text: Learnt to fly, tags: [old]}]\n"
    Path("cv.yaml").write_text(cv.replace("      end: 1843\n", "      end: 1843\n" + old), encoding="utf-8")
    program = ENGINES["embedded"].find()
    for name in ("tectonic", "docker"):  # which take the name of the document last
        stand_in = Path("bin", name)
        stand_in.parent.mkdir(exist_ok=True)
        last = "for last; do :; done"
        stand_in.write_text(f'#!/bin/sh\n{last}\nexec {program} -interaction=nonstopmode -halt-on-error "$last"\n')
        stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(Path("bin").resolve()), prepend=":")


@pytest.mark.parametrize(("place", "command"), sorted(FOUND - RUN_ELSEWHERE), ids=lambda one: one or "docs")
def test_a_command_does_what_is_said_of_it(
    place: str, command: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if place:
        shutil.copytree(EXAMPLES / place, here, dirs_exist_ok=True)
        check_effect(command, OF_PAGES[place][command], capsys)
    else:
        prepare_for_docs(monkeypatch)
        check_effect(command, OF_DOCS[command], capsys)


def test_no_command_is_known_that_no_page_has() -> None:
    found = {command for place, command in FOUND if not place}
    assert {*OF_DOCS} <= found
    assert {(place, one) for place, known in OF_PAGES.items() for one in known} == {one for one in FOUND if one[0]}
    assert {*IN_TESTS_TEX} <= {command for page in PAGES for command in commands(page)}


def test_every_command_within_a_sentence_is_one() -> None:
    known = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    for page in PAGES:
        for line in re.findall(r"`cvgen ([^`]+)`", page.read_text(encoding="utf-8")):
            name, *words = line.split()
            assert name in known, (page.name, line)
            options = {option for action in known[name]._actions for option in action.option_strings}
            nested = " ".join(words[:1]) if name in ("templates", "export", "import", "completion") else ""
            assert {word for word in words if word.startswith("--")} <= options or nested, (page.name, line)


def blocks_of_errors() -> list[tuple[str, str, str, int]]:
    """Return each command of errors.md: the file above it, the command, what it says, and its exit code."""
    found, cv, code = [], "", 0
    text = ERRORS.read_text(encoding="utf-8")
    pattern = r"^Exit code (\d+)|^```yaml\n((?:(?!```).*\n)*)|^    \$ (cvgen .*)\n((?:    (?!\$).*\n)*)"
    for match in re.finditer(pattern, text, re.MULTILINE):
        code, cv = int(match[1] or code), match[2] or cv
        if match[3]:
            found.append((cv, match[3], re.sub("^    ", "", match[4], flags=re.MULTILINE), code))
    return found


@pytest.mark.parametrize(("cv", "command", "said", "code"), blocks_of_errors())
def test_an_error_is_as_it_is_shown(
    cv: str,
    command: str,
    said: str,
    code: int,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(here))  # where there is no TeX Live
    Path("cv.yaml").write_text(cv, encoding="utf-8")
    got, out = run(command) if "--shard" not in command else usage_error(command)
    assert got == (1 if "--strict" in command else code)
    pattern = re.escape(said).replace("…", ".*")
    assert re.fullmatch(pattern, out + capsys.readouterr().err, re.DOTALL)


def usage_error(command: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as end:
        main(command.split()[1:])
    return int(end.value.code or 0), ""


def test_every_exit_code_has_an_example_or_a_reason() -> None:
    text = ERRORS.read_text(encoding="utf-8")
    assert {f"Exit code {code}" for code in (0, 1, 2, 3, 4, 5, 70)} <= {
        *re.findall(r"^Exit code \d+", text, re.MULTILINE)
    }
    assert {code for *_, code in blocks_of_errors()} >= {0, 1, 2, 3, 5}
