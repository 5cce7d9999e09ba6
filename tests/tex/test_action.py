"""The GitHub Action as it is committed, in a clean clone: it installs cvgen from the index, then checks and builds."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, ROOT, SAMPLE
from tests.pdf import text_of
from tests.runner import Run, run_action


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("action") / "cvgen"
    subprocess.run(["git", "clone", "--quiet", "--no-local", str(ROOT), str(folder)], check=True)
    return folder


@pytest.fixture(scope="module")
def first(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """Return a run of all steps on the sample, and its workspace."""
    workspace = tmp_path_factory.mktemp("workspace")
    shutil.copy2(SAMPLE, workspace)
    return run_action(clone, workspace, tmp_path_factory.mktemp("temp")), workspace


def test_all_steps_run_in_a_clean_clone(first: tuple[Run, Path], clone: Path) -> None:
    run, workspace = first
    assert run.failed == [], run.logs
    assert run.outcomes["Install cvgen"] == "success"
    assert Path(run.outputs["cvgen"]).is_relative_to(workspace.parent)
    pdfs = run.outputs["pdfs"].split("\n")
    assert len(pdfs) == 4
    assert all(
        (Path(run.outputs["folder"]) / Path(pdf).name).read_bytes() == (workspace / pdf).read_bytes() for pdf in pdfs
    )
    assert "Wei Wen" in text_of(workspace / "output" / "wei-wen-academic.pdf")
    assert run.summary.count("| wei-wen-") == 4
    status = ["git", "status", "--porcelain", "--ignored", "--untracked-files=all"]
    left = subprocess.run(status, cwd=clone, check=True, capture_output=True, text=True).stdout
    assert left == "", "the action leaves nothing in its own folder"


def test_a_broken_cv_fails_with_its_annotation(
    first: tuple[Run, Path], clone: Path, tmp_path: Path, cv_file: Callable[..., Path]
) -> None:
    cv_file(MINIMAL.replace("position", "postion"))
    installed = Path(first[0].outputs["cvgen"]).with_name("python")
    run = run_action(clone, tmp_path, tmp_path / "temp", installed=installed)
    assert run.failed == ["Check", "Build"]
    assert run.logs["Check"].splitlines()[0] == (
        "::error file=cv.yaml,line=6,col=7,title=unknown-key::unknown key 'postion' in an experience entry; "
        "did you mean 'position'?"
    )


def test_the_hook_as_pre_commit_runs_it(
    clone: Path, tmp_path: Path, cv_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """pre-commit installs the hook of the clone by itself, once, and runs it on the files that a commit changes."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    work = tmp_path / "work"
    work.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=work, check=True)
    codes = {}
    for name, text in {"green": MINIMAL, "broken": MINIMAL.replace("position", "postion")}.items():
        shutil.move(cv_file(text), work / "cv.yaml")
        (work / "other.yaml").write_text("not: a cv\n", encoding="utf-8")
        subprocess.run(["git", "add", "."], cwd=work, check=True)
        command = [
            str(Path(sys.executable).with_name("pre-commit")),
            "try-repo",
            str(clone),
            "cvgen-check",
            "--all-files",
            "--verbose",
        ]
        codes[name] = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    assert codes["green"].returncode == 0, codes["green"].stdout + codes["green"].stderr
    assert "cv.yaml: nothing wrong" in codes["green"].stdout
    assert codes["broken"].returncode == 1
    assert "cv.yaml:6:7: error: unknown key 'postion' in an experience entry" in codes["broken"].stdout
    assert "other.yaml" not in codes["broken"].stdout
