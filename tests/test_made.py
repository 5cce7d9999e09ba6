"""What `cvgen build` leaves besides PDFs: pictures of the pages, and a list for programs."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from cvgen.cli import main
from cvgen.diagnostics import Exit
from tests.conftest import MINIMAL
from tests.test_cache import age

CvFile = Callable[..., Path]
Capture = pytest.CaptureFixture[str]
LONG = MINIMAL.replace("variants:", "".join(f"    - {{position: Position {n}}}\n" for n in range(60)) + "variants:")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def built() -> list[dict]:
    return json.loads(Path("built.json").read_text(encoding="utf-8"))


def names(folder: str) -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def test_pages_are_drawn_and_those_that_are_gone_go(cv_file: CvFile, capsys: Capture) -> None:
    age(cv_file(LONG))
    command = ["build", "--pictures", "new/pages", "--report", "built.json"]
    assert main(command) == Exit.OK
    drawn = ["ada-lovelace-academic-1.png", "ada-lovelace-academic-2.png", "ada-lovelace-resume-1.png"]
    assert names("new/pages") == drawn
    assert "; 3 pictures in new/pages" in capsys.readouterr().out
    picture = Image.open("new/pages/ada-lovelace-academic-1.png").convert("L")
    assert picture.width == 1240
    assert 1.2 < picture.height / picture.width < 1.5
    inked = ImageChops.invert(picture).getbbox()
    assert inked is not None
    assert inked[0] > 50
    assert [(one["variant"], one["pages"], len(one["pictures"])) for one in built()] == [
        ("academic", 2, 2),
        ("resume", 1, 1),
    ]
    for name in drawn:  # and others stay as they are
        Path("new/pages", name.replace("-1", "-x")).write_text("mine")
    Path("new/pages/ada-lovelace-academic-2-1.png").write_text("mine")
    cv_file(MINIMAL)
    assert main(command) == Exit.OK
    assert "ada-lovelace-academic-2.png" not in [
        *names("new/pages"),
        *(path for one in built() for path in one["pictures"]),
    ]
    assert len(names("new/pages")) == 5


def test_the_list_says_what_was_built_and_what_is_unchanged(cv_file: CvFile) -> None:
    age(cv_file(LONG))
    age(cv_file(MINIMAL.replace("Ada", "Grace"), "grace.yaml"))
    assert main(["build", "cv.yaml"]) == Exit.OK
    assert main(["build", "grace.yaml", "cv.yaml", "--report", "lists/built.json"]) == Exit.OK
    Path("lists/built.json").rename("built.json")
    assert [(one["cv"], one["variant"], one["unchanged"]) for one in built()] == [
        ("grace.yaml", "academic", False), ("grace.yaml", "resume", False),
        ("cv.yaml", "academic", True), ("cv.yaml", "resume", True),
    ]  # fmt: skip
    resume = built()[3]
    assert resume.pop("left_out") > 0
    assert "text" in resume.pop("fit")
    assert resume == {
        "cv": "cv.yaml", "variant": "resume", "pdf": "output/ada-lovelace-resume.pdf", "pages": 1, "engine": "embedded",
        "unchanged": True, "pictures": [], "bytes": Path("output/ada-lovelace-resume.pdf").stat().st_size,
    }  # fmt: skip


def test_what_failed_is_not_in_the_list(cv_file: CvFile) -> None:
    cv_file(MINIMAL + "  third: {template: x}\n")
    assert main(["build", "--report", "built.json", "--pictures", "pages"]) == Exit.INPUT
    assert [one["variant"] for one in built()] == ["academic", "resume"]
    assert len(names("pages")) == 2
    cv_file("basics: {nam: x}\n")
    assert main(["build", "--report", "built.json"]) == Exit.INPUT
    assert built() == []


@pytest.mark.parametrize("option", ["--pictures", "--report"])
def test_a_place_that_cannot_be_written_is_an_error(cv_file: CvFile, capsys: Capture, option: str) -> None:
    cv_file()
    Path("file").write_text("")
    assert main(["build", option, "file/in"]) == Exit.INPUT
    err = capsys.readouterr().err
    assert err.startswith("error: cannot write file")
    assert len(err.splitlines()) == 1
    assert len(names("output")) == 2
