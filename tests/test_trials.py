"""`cvgen templates test`: the templates that come with cvgen pass, and each fault of a template is caught at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen import trials
from cvgen.cli import main
from cvgen.diagnostics import CvgenError, Exit
from cvgen.entries import ENTRY_TYPES
from cvgen.reader import read_bytes
from cvgen.reader.problems import Problems
from cvgen.template import Template, load_template, names_in, template_folders
from cvgen.trials import Result, Trial, Tried, run_trial, trials_of
from cvgen.trials.corpus import EVERY_KEY

FOLDERS = template_folders(Path("cv.yaml"))
HARD = [
    EVERY_KEY,
    "the least of every type",
    "hostile texts",
    "long words and texts",
    "two pages for more than they hold",
]
ENTRY = "<% set part = view(entry) %>\n\\begin{cventry}{<< part.label >>}\n"
DETAILS = "\n<% include 'entries/details.tex.j2' %>\n\\end{cventry}\n"


def template_of(name: str) -> Template:
    return load_template(name, FOLDERS, CvgenError)


def trial_of(template: Template, name: str) -> Trial:
    (found,) = (trial for trial in trials_of(template) if trial.name == name)
    return found


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template in the current folder that extends `academic`, `latex_templates/own`, to be spoilt."""
    monkeypatch.chdir(tmp_path)
    folder = Path("latex_templates", "own")
    (folder / "entries").mkdir(parents=True)
    (folder / "template.yaml").write_text("description: mine\nextends: academic\n", encoding="utf-8")
    return folder


def tried(name: str, trial: str) -> Result:
    return run_trial(Tried(name, FOLDERS, "embedded"), trial_of(template_of(name), trial))


def said(result: Result) -> list[str]:
    return [f"{problem.origin}: {problem.message}" for problem in result.problems]


# All trials with the shortest of them, and those that were hard with the others: the options are those of `base`.
@pytest.mark.parametrize(
    ("name", "trial"),
    [
        *(("publications", trial.name) for trial in trials_of(template_of("publications"))),
        *((name, trial) for name in ("academic", "classic", "resume") for trial in HARD),
        *(("classic", f"a name and contacts that are hard to set, {number}") for number in (1, 2, 3)),
        *(("resume", value) for value in ("a photo", "group: year", "text: serif", "text_size: 10.5")),
    ],
)
def test_the_templates_that_come_with_cvgen_pass(name: str, trial: str) -> None:
    result = tried(name, trial)
    assert said(result) == []
    assert (result.code, result.pdf[:5]) == (Exit.OK, b"%PDF-")
    assert result.pages >= 1


def test_every_template_is_tried_with_each_of_its_options_and_every_type() -> None:
    assert {"academic", "classic", "publications", "resume"} == set(names_in(FOLDERS[-1:]))
    for name in names_in(FOLDERS[-1:]):
        template = template_of(name)
        designs = [trial.design for trial in trials_of(template)]
        for option, declared in template.options.items():
            tried_values = {design[option] for design in designs if option in design}
            assert tried_values | {declared.default} >= set(declared.values), option
            assert tried_values, option
    for trial in trials_of(template_of("academic")):
        cv, _ = read_bytes(trial.text.encode(), Problems("x.yaml"))
        if trial.whole:
            assert {section.type for section in cv.sections} == set(ENTRY_TYPES)


@pytest.mark.parametrize(
    ("file", "text", "trial", "code", "message"),
    [
        (
            "entries/skills.tex.j2",
            "\\begin{cventry}{<< label_of(entry) >>}\n\\cvhead{<< entry.name >>}: << entry.keywords | listed >>\n\\end{cventry}",
            EVERY_KEY,
            Exit.LOST,
            "entries/skills.tex.j2:1:1: of entries of the type skills this is never printed: links, summary, note",
        ),
        (
            "entries/awards.tex.j2",
            ENTRY + "\\cvhead{<< part.head | listed >>}<% for one in part.line %><< one >><% endfor %>" + DETAILS,
            EVERY_KEY,
            Exit.LOST,
            "entries/awards.tex.j2:3:",
        ),
        (
            "entries/talks.tex.j2",
            ENTRY + "\\cvhead{<< part.head | listed >>}<% if (entry.title | plain | length) < 9 %>\\nosuch<% endif %>"
            + DETAILS,
            "hostile texts",
            Exit.TEX,
            "entries/talks.tex.j2:3:",
        ),
        (
            "entries/awards.tex.j2",
            ENTRY + "\\hbox{\\cvhead{<< part.head | listed >>}, << part.line | listed >>}" + DETAILS,
            "long words and texts",
            Exit.INPUT,
            "sticks out",
        ),
        (
            "cv.tex.j2",
            "<% extends 'academic/cv.tex.j2' %>\n<% block header %>\n<% include 'header.tex.j2' %>\n<< basics.name >>\n"
            "<% for contact in contacts_of(basics) %><< contact.text >><% endfor %><% endblock %>",
            EVERY_KEY,
            Exit.LOST,
            "words are glued together",
        ),
        (
            "entries/talks.tex.j2",
            ENTRY + "\\cvhead{<< part.head | listed >>}<% if options.links == 'hidden' %>\\nosuch<% endif %>" + DETAILS,
            "links: hidden",
            Exit.TEX,
            "entries/talks.tex.j2:3:68: the command \\nosuch is not defined",
        ),
    ],
    ids=["dropped", "glued", "TeX", "overfull", "header", "option"],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_found(
    own: Path, file: str, text: str, trial: str, code: Exit, message: str
) -> None:
    (own / file).write_text(text, encoding="utf-8")
    result = tried("own", trial)
    assert result.code == code, said(result)
    assert any(message in one for one in said(result)), said(result)


def test_a_template_can_say_what_it_leaves_out(own: Path) -> None:
    (own / "entries" / "awards.tex.j2").write_text(
        "<% set part = view(entry) %>\n\\begin{cventry}{<< part.label >>}\n<% include 'award.tex.j2' %>\n"
        "<% for detail in part.details %>\\cvdetail{<< detail >>}\n<% endfor %>\\end{cventry}\n",
        encoding="utf-8",
    )
    assert "of entries of the type awards this is never printed: links, highlights" in said(tried("own", EVERY_KEY))[0]
    manifest = own / "template.yaml"
    manifest.write_text(manifest.read_text() + "leaves_out: {awards: [links, highlights]}\n", encoding="utf-8")
    assert said(tried("own", EVERY_KEY)) == []


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try little: what the command prints does not depend on how much is tried."""
    names = ["a name alone", "the least of every type", "footer: false"]
    monkeypatch.setattr(trials, "trials_of", lambda template: [trial_of(template, name) for name in names])


@pytest.mark.usefixtures("few")
def test_the_command_says_what_came_of_each_trial(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "test", "own", "--keep", "kept"]) == Exit.OK
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "ok      a name alone (1 page)"
    assert out.endswith("\nown: all 3 trials passed\n")
    assert sorted(path.name for path in Path("kept").iterdir())[:2] == ["a-name-alone.pdf", "a-name-alone.yaml"]


@pytest.mark.usefixtures("few")
def test_each_mistake_is_said_once_and_decides_the_exit_code(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "entries" / "skills.tex.j2").write_text("\\nosuch{<< entry.name >>}\n", encoding="utf-8")
    assert main(["templates", "test", "own"]) == Exit.TEX
    out = capsys.readouterr().out
    assert "failed  the least of every type: 1 problem\n" in out
    assert "failed  footer: false: 1 problem, said above\n" in out
    assert out.count("latex_templates/own/entries/skills.tex.j2:1:1: error: the command \\nosuch is not defined") == 1
    assert "--keep-tex" not in out
    assert out.endswith("\nown: 2 of 3 trials failed\n")


def test_what_cannot_be_tried_is_wrong_usage(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "test", "owm"]) == Exit.USAGE
    assert "there is no template 'owm'; did you mean 'own'?" in capsys.readouterr().err
    assert main(["templates", "test", "own", "--engine", "nosuch"]) == Exit.USAGE
    (own / "kept").write_text("")
    monkeypatched = [trial_of(template_of("own"), "a name alone")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trials, "trials_of", lambda _: monkeypatched)
        assert main(["templates", "test", "own", "--keep", str(own / "kept")]) == Exit.USAGE
    assert "cannot write to" in capsys.readouterr().err
