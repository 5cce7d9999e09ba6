"""What README and the docs say is true: their commands run, their examples build, every option is documented."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from cvgen.cli import main, parser
from cvgen.diagnostics import Exit
from cvgen.entries import ENTRY_TYPES
from cvgen.manifest import load_manifest
from cvgen.reader.objects import keys_of
from cvgen.works import KINDS
from docs import reference
from tests.conftest import ROOT
from tests.test_architecture import RANK

TOP = ("README.md", "CONTRIBUTING.md", "RELEASING.md", "SECURITY.md")
DOCS = [*(ROOT / name for name in TOP), *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WRITING = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_first_five_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^    cvgen (.*?)(?:  .*)?$", README, re.MULTILINE)
    assert commands == ["new", "build"]
    for command, options in zip(commands, (["--name", "Ada Lovelace"], []), strict=True):
        assert main([*shlex.split(command), *options]) == 0
    (example,) = blocks(README, "yaml")
    Path("cv.yaml").write_text(example, encoding="utf-8")
    assert main(["build"]) == 0
    for name in re.findall(r"`(output/[\w-]+\.pdf)`", README):
        assert Path(name).exists()
    (code,) = blocks(README, "python")
    exec(compile(code, "README.md", "exec"), {})


def test_every_whole_example_in_the_docs_reads(tmp_path: Path) -> None:
    from cvgen.pipeline import load

    found = 0
    (tmp_path / "professor.bib").write_bytes((ROOT / "docs" / "examples" / "professor.bib").read_bytes())
    for path in (path for path in DOCS if path.name != "errors.md"):  # whose examples are wrong on purpose
        for example in blocks(path.read_text(encoding="utf-8"), "yaml"):
            if re.search(r"^basics:", example, re.MULTILINE):
                name = "private.yaml" if example.startswith("# private.yaml") else "cv.yaml"
                (tmp_path / name).write_text(example, encoding="utf-8")
                load(tmp_path / name)
                found += 1
    assert found >= 2


def test_every_command_and_option_is_documented() -> None:
    docs = "".join(path.read_text(encoding="utf-8") for path in DOCS)
    commands = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    for name, command in commands.items():
        assert f"cvgen {name}" in docs
        for option in (option for action in command._actions for option in action.option_strings):
            assert not option.startswith("--") or option in docs or option == "--help", option


def test_every_exit_code_and_advice_is_documented() -> None:
    docs = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    for code in Exit:
        assert f"| {int(code)} |" in docs
    sources = dict.fromkeys((ROOT / "cvgen" / "check").glob("*.py"), r', "([a-z-]+)", (?:hint|"|_TEMPLATE)')
    sources[ROOT / "cvgen" / "advice.py"] = r'"([a-z-]+)", hint, "warning"'
    codes = {code for path, what in sources.items() for code in re.findall(what, path.read_text(encoding="utf-8"))}
    assert len(codes) > 12
    for code in codes:
        assert f"`{code}`" in docs, code


def test_every_section_key_and_kind_is_documented() -> None:
    for section, cls in ENTRY_TYPES.items():
        assert f"`{section}`" in WRITING, section
        for key in keys_of(cls):
            assert f"`{key}`" in WRITING, (section, key)
    for kind in KINDS:
        assert f"`{kind}`" in WRITING, kind


@pytest.mark.parametrize("template", sorted(path.name for path in (ROOT / "latex_templates").iterdir()))
def test_every_design_option_is_documented(template: str) -> None:
    manifest = load_manifest(template, [ROOT / "latex_templates"])
    assert manifest is not None
    docs = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    for name in manifest.options:
        assert f"`{name}`" in docs, name


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_no_link_within_the_docs_is_dead(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_the_pictures_are_current() -> None:
    from docs.pictures import MADE_OF, made_of

    assert made_of() == MADE_OF.read_text(encoding="utf-8"), "run `make pictures`"


def test_the_picture_of_the_house_is_true() -> None:
    from docs.drawing import FLOORS, PICTURE, drawing

    floors = [rooms.split(" · ") for _, rooms in FLOORS]
    assert sorted(room for rooms in floors for room in rooms) == sorted({*RANK} - {"__main__", "__init__"})
    for upper, lower in pairwise(floors):
        assert max(RANK[room] for room in upper) <= min(RANK[room] for room in lower), (upper, lower)
    assert PICTURE.read_text(encoding="utf-8") == drawing(), "run `make pictures`"


def test_the_changelog_knows_what_is_there() -> None:
    assert "cvgen build" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_reference_and_the_schema_are_current() -> None:
    for path, text in reference.files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is old: make reference"
