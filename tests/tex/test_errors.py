"""The same failures with the engines of TeX Live."""

from __future__ import annotations

from pathlib import Path

import pytest

import cvgen
from cvgen.diagnostics import CvgenError, Exit
from tests.conftest import MINIMAL
from tests.tex_kinds import ENTRY, KINDS, MANIFEST, entry

ENGINES = ("pdflatex", "xelatex", "lualatex")
SOME = (
    "a command", "in an argument", "in a macro of Jinja", "in a macro of a style", "in a style", "a package of a style",
    "a picture", "a font", "an open brace", "an open brace in a style", "a closing brace", "no end", "nothing", "mathematics",
    "a command within itself",
)  # fmt: skip


def failure(folder: Path, files: dict[str, str], engine: str) -> CvgenError:
    """Build a CV with files of a template `own`, and return the error."""
    for name, text in {"template.yaml": MANIFEST, **files}.items():
        path = folder / "latex_templates" / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "cv.yaml").write_text(MINIMAL.partition("variants")[0] + "variants:\n  own: {}\n")
    with pytest.raises(CvgenError) as error:
        cvgen.build("cv.yaml", engine=engine, output="output")
    assert not Path("output").exists()
    return error.value


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SOME)
def test_a_mistake_in_a_template_is_at_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, engine: str
) -> None:
    monkeypatch.chdir(tmp_path)
    files, place, message = KINDS[name]
    error = failure(tmp_path, files, engine)
    assert error.exit_code == Exit.TEX
    assert str(error).startswith(f"latex_templates/own/{place}: error: {message}")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cvgen.compiling.MAX_SECONDS", 10)
    error = failure(tmp_path, entry("foo \\loop\\iftrue\\repeat"), engine)
    assert str(error).startswith(
        f"latex_templates/own/{ENTRY}:3:23: error: {engine} did not finish in 10 seconds; either"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_too_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cvgen.sandbox.MAX_MEMORY", 40 << 20)
    error = failure(tmp_path, {}, engine)
    assert str(error).startswith(f"cv.yaml:11:8: error: {engine} needs more memory than the 40 MiB that it may have; ")
