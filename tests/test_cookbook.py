"""The five whole examples of the cookbook: nothing is wrong with them, and their pages are as the cookbook says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from cvgen.cli import main
from cvgen.schema import schema
from docs.pictures import COOKBOOK
from tests import yaml12
from tests.conftest import ROOT

EXAMPLES = ROOT / "docs" / "examples"
PAGES = ROOT / "docs" / "cookbook"
FILES = [EXAMPLES / folder / file for folder, (_, files) in COOKBOOK.items() for file in files]


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_is_wrong_with_an_example(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(file.parent)
    assert main(["check", file.name, "--strict", "--date", "2026-11-26"]) == 0
    line = capsys.readouterr().out.splitlines()[-1]  # above it, how good the contrast of a colour is
    variants = COOKBOOK[file.parent.name][1][file.name]
    assert line.startswith(f"{file.name}: nothing wrong; ")
    assert re.findall(r"([\w-]+): \d pages?", line) == [*variants]


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_example_fits_the_schema(file: Path) -> None:
    cv = yaml12.load(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(json.dumps(schema()))).validate(cv)


def test_every_file_of_the_examples_belongs_to_a_recipe() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.is_dir()} == set(COOKBOOK)
    assert {path.stem for path in PAGES.glob("*.md")} == {*COOKBOOK, "index"}
    assert set(FILES) <= {*EXAMPLES.rglob("*.yaml")}


@pytest.mark.parametrize("recipe", COOKBOOK)
def test_a_recipe_shows_its_pages_and_links_its_files(recipe: str) -> None:
    text = (PAGES / f"{recipe}.md").read_text(encoding="utf-8")
    for file in (path for path in (EXAMPLES / recipe).rglob("*") if path.is_file()):
        assert f"(../examples/{file.relative_to(EXAMPLES)})" in text, file
    shown = {path.name for path in (ROOT / "docs" / "pictures").glob(f"cookbook-{recipe}-*.png")}
    missing = {name for name in shown if f"(../pictures/{name})" not in text}
    assert len(shown - missing) > 2
    assert missing <= {"cookbook-two-languages-lebenslauf-2.png", "cookbook-two-languages-cv-2.png"}


@pytest.mark.parametrize("recipe", COOKBOOK)
def test_the_lines_that_a_recipe_quotes_are_in_its_file(recipe: str) -> None:
    files = " ".join(path.read_text(encoding="utf-8") for path in (EXAMPLES / recipe).rglob("*.yaml"))
    known = {*re.findall(r"[\w’'-]{4,}", files)}
    for block in re.findall(r"^```yaml\n(.*?)^```$", (PAGES / f"{recipe}.md").read_text(), re.MULTILINE | re.DOTALL):
        words = {*re.findall(r"[\w’'-]{4,}", re.sub(r"#.*", "", block))}
        assert words <= known, words - known
