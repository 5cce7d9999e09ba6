"""The GitHub Action, step by step as the runner takes them, with the cvgen of the tests. `tests/tex` installs it too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, ROOT
from tests.runner import Run, run_action

BROKEN = MINIMAL.replace("position: Analyst", "postion: 50%, x")
PYTHON = Path(sys.executable)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work space"
    folder.mkdir()
    (folder / "cv.yaml").write_text(MINIMAL, encoding="utf-8")
    return folder


@pytest.fixture
def act(workspace: Path, tmp_path: Path):
    def run(
        inputs: dict[str, str] | None = None, github: dict | None = None, *, installed: Path = PYTHON, **more
    ) -> Run:
        return run_action(ROOT, workspace, tmp_path / "runner temp", inputs, github, installed=installed, **more)

    return run


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    done = subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/usr/bin/env bash\nset -euo pipefail\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    """Return the Python of an environment whose cvgen finds nothing wrong and "builds" one page at once.

    It is for the steps that come after the build, which has its own tests.
    """
    script = """
    for word; do case $word in
      --output=*) out=${word#*=} ;; --pictures=*) pages=${word#*=} ;; --report=*) report=${word#*=} ;;
    esac; done
    case $1 in
      build)
        mkdir -p "$out" "$pages"
        echo %PDF >"$out/ada.pdf"
        echo PNG >"$pages/ada-1.png"
        printf '[{"pdf": "%s/ada.pdf", "variant": "cv", "pages": 1, "bytes": 5, "fit": "", "left_out": 0, "pictures": ["%s"]}]' \\
          "$out" "$pages/ada-1.png" >"$report" ;;
      diff)
        printf "%s\\n" "$@" >&2
        mkdir -p "$out"
        echo PNG >"$out/page.png"
        git cat-file -e "$2^{commit}"
        echo "## Changes of $4: $out/page.png" ;;
    esac"""
    program(tmp_path / "quick", "cvgen", script)
    python = tmp_path / "quick" / "python"
    python.symlink_to(PYTHON)
    return python


def test_a_green_run(act, workspace: Path) -> None:
    run = act()
    assert run.failed == []
    pdfs = ["output/ada-lovelace-academic.pdf", "output/ada-lovelace-resume.pdf"]
    assert run.outputs["pdfs"].split("\n") == pdfs
    assert all((workspace / pdf).read_bytes().startswith(b"%PDF") for pdf in pdfs)
    upload = run.used["actions/upload-artifact"]
    assert upload["name"] == "cv"
    assert upload["path"] == run.outputs["folder"]
    assert sorted(str(path.relative_to(upload["path"])) for path in Path(upload["path"]).rglob("*.p*")) == [
        "ada-lovelace-academic.pdf", "ada-lovelace-resume.pdf",
        "pictures/ada-lovelace-academic-1.png", "pictures/ada-lovelace-resume-1.png",
    ]  # fmt: skip
    assert "| ada-lovelace-resume.pdf | resume | 1 |" in run.summary
    assert "✅" in run.summary
    assert "Pictures of the 2 pages are in the artifact cv." in run.summary


def test_a_mistake_is_an_annotation_at_its_place_in_the_repository(act, workspace: Path) -> None:
    (workspace / "people").mkdir()
    (workspace / "people" / "ada, b.yaml").write_text(BROKEN, encoding="utf-8")
    run = act({"working-directory": "people", "files": "*.yaml"})
    assert run.logs["Check"].splitlines()[0] == (
        "::error file=people/ada%2C b.yaml,line=6,col=7,title=unknown-key::unknown key 'postion' in an experience entry; "
        "did you mean 'position'?"
    )
    assert run.failed == ["Check", "Build"]
    assert run.outcomes["Upload"] == "skipped"
    assert run.outputs["pdfs"] == ""
    assert "❌ `cvgen check` found mistakes" in run.summary
    assert not (workspace / "people" / "output").exists()


def test_what_an_input_says_is_data(act, workspace: Path) -> None:
    odd = "$(touch pwned) `touch pwned` \"'; touch pwned #"
    folder = workspace / odd
    folder.mkdir()
    (folder / f"{odd}.yaml").write_text(MINIMAL, encoding="utf-8")
    (folder / "-rf.yaml").write_text(MINIMAL.replace("Ada", "Rf"), encoding="utf-8")
    run = act(
        {"files": f"\n  {odd}.yaml  \n-*.yaml\n", "working-directory": odd, "output": f"to {odd}", "args": f"--set=basics.label={odd}"}
        | {"variants": "resume\n", "artifact-name": odd}
    )  # fmt: skip
    assert run.failed == []
    names = ["ada-lovelace-resume.pdf", "rf-lovelace-resume.pdf"]
    assert run.outputs["pdfs"].split("\n") == [f"{odd}/to {odd}/{name}" for name in names]
    assert not list(workspace.parent.rglob("pwned"))
    assert "<" not in run.summary
    assert "`touch" not in run.summary


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"strict": "yes"}, "the input strict is 'yes': write true or false"),
        ({"files": " \n"}, "the input files names no file"),
        ({"working-directory": "no\nsuch 100%"}, "there is no folder 'no%0Asuch 100%25'"),
    ],
)
def test_an_input_that_means_nothing_is_an_error(act, inputs: dict[str, str], said: str) -> None:
    run = act(inputs)
    assert f"::error title=cvgen::{said}\n" in run.logs["Check"]
    assert run.failed == ["Check", "Build"]


def test_other_inputs_reach_the_commands(act, workspace: Path) -> None:
    (workspace / "cv.yaml").write_text(MINIMAL.replace("start: 1842", "start: 2842").replace("end: 1843", ""))
    assert act({"strict": "true"}).failed == ["Check", "Build"]
    run = act({"engine": "nosuchtex"})
    assert "::error title=usage::there is no engine 'nosuchtex'" in run.logs["Check"]
    run = act({"variants": "resume", "upload": "false", "summary": "false", "output": "here"})
    assert (run.failed, run.summary, run.outcomes["Upload"]) == ([], "", "skipped")
    assert [path.name for path in (workspace / "here").iterdir()] == ["ada-lovelace-resume.pdf"]


def test_no_text_of_a_cv_can_give_the_runner_a_command(act, workspace: Path) -> None:
    label = "  label: >\n    x\n    ::add-mask::Ada\n"
    (workspace / "cv.yaml").write_text(MINIMAL.replace("  email", f"{label}  emial"), encoding="utf-8")
    lines = act().logs["Check"].splitlines()
    assert lines[0].startswith("::error file=cv.yaml,")
    assert not [
        line for line in lines if line.strip().startswith("::") and not line.startswith("::error file=cv.yaml,")
    ]


def test_no_name_of_a_file_can_give_the_runner_a_command(act, workspace: Path) -> None:
    (workspace / "cv.yaml").rename(workspace / "::add-mask::Ada.yaml")
    run = act({"files": "*.yaml", "variants": "resume"})
    assert run.failed == []
    assert run.logs["Check"].startswith(": :add-mask::Ada.yaml: nothing wrong")


def test_the_log_of_a_build_is_no_command(act, tmp_path: Path) -> None:
    script = 'case $1 in build) echo "  ::error::x"; echo "::add-mask::y" >&2; exit 4 ;; esac'
    run = act(installed=program(tmp_path / "bin", "cvgen", script).with_name("python"))
    start, *quoted, _, end = run.logs["Build"].splitlines()[:5]
    token = start.removeprefix("::stop-commands::")
    assert (len(token), end) == (32, f"::{token}::")
    assert quoted == ["  ::error::x", "::add-mask::y"]
    assert run.failed[0] == "Build"


def test_one_wrong_variant_keeps_no_pdf_of_the_others_back(act, workspace: Path) -> None:
    (workspace / "cv.yaml").write_text(MINIMAL + "  third: {template: x}\n", encoding="utf-8")
    run = act()
    assert run.failed == ["Check", "Build"]
    assert run.outputs["pdfs"].count(".pdf") == 2
    assert run.outcomes["Upload"] == "success"
    assert "❌ `cvgen check` found mistakes" in run.summary
    assert "❌ `cvgen build` failed" in run.summary
    assert "| ada-lovelace-resume.pdf |" in run.summary


def test_a_pull_request_is_compared_with_its_base(act, tmp_path: Path, workspace: Path) -> None:
    origin = tmp_path / "origin"
    git(workspace, "init", "--quiet")
    git(workspace, "checkout", "--quiet", "-b", "main")
    git(workspace, "add", ".")
    git(workspace, "commit", "--quiet", "-m", "one")
    base = git(workspace, "rev-parse", "HEAD")
    changed = MINIMAL.replace("position: Analyst", "position: Poet")
    assert changed != MINIMAL
    (workspace / "cv.yaml").write_text(changed, encoding="utf-8")
    (workspace / "new one.yaml").write_text(MINIMAL.replace("Ada", "Grace"), encoding="utf-8")
    git(workspace, "add", ".")
    git(workspace, "commit", "--quiet", "-m", "two")
    git(tmp_path, "clone", "--quiet", "--bare", str(workspace), str(origin))
    git(origin, "config", "uploadpack.allowAnySHA1InWant", "true")  # as on GitHub
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=1", origin.as_uri(), str(shallow))
    event = {"event_name": "pull_request", "event": {"pull_request": {"base": {"sha": base}}}}
    inputs = {"diff": "true", "files": "*.yaml", "variants": "resume"}
    run = run_action(ROOT, shallow, tmp_path / "temp", inputs, event, installed=PYTHON)
    assert run.failed == []
    assert "new one.yaml is new" in run.logs["Compare with the base"].splitlines()
    assert "<del>Analyst</del> <ins>Poet</ins>" in run.summary
    (picture,) = (Path(run.outputs["folder"]) / "diff" / "1").glob("*.png")
    assert f"diff/1/{picture.name}" in run.summary
    assert str(tmp_path) not in run.summary
    assert act(inputs).outcomes["Compare with the base"] == "skipped"


def test_a_base_that_is_no_commit_is_refused(act, quick: Path) -> None:
    event = {"event_name": "pull_request", "event": {"pull_request": {"base": {"sha": "--upload-pack=x"}}}}
    run = act({"diff": "true"}, event, installed=quick)
    assert "'--upload-pack=x' is no commit to compare with" in run.logs["Compare with the base"]


def test_pictures_go_to_a_branch_of_their_own(act, quick: Path, tmp_path: Path, workspace: Path) -> None:
    origin = tmp_path / "origin"
    git(workspace, "init", "--quiet")
    git(workspace, "checkout", "--quiet", "-b", "main")
    git(workspace, "add", ".")
    git(workspace, "commit", "--quiet", "-m", "one")
    git(tmp_path, "clone", "--quiet", "--bare", str(workspace), str(origin))
    git(workspace, "remote", "add", "origin", str(origin))
    for runs in (1, 2):
        run = act({"pictures-branch": "cv/pages"}, installed=quick)
        assert run.failed == []
        commit = git(origin, "rev-parse", "cv/pages")
        url = f"https://github.com/ada/cv/raw/{commit}/ada-1.png"
        assert f'<img src="{url}" alt="ada-1.png"' in run.summary
        assert git(origin, "ls-tree", "--name-only", commit) == "ada-1.png"
        assert git(origin, "rev-list", "--count", commit) == str(runs)
    run = act({"pictures-branch": "main"}, installed=quick)
    assert "the branch 'main' holds something else" in run.logs["Put pictures on a branch"]
    assert git(origin, "log", "--format=%s", "main") == "one"
    assert (
        "'a..b' is no name of a branch"
        in act({"pictures-branch": "a..b"}, installed=quick).logs["Put pictures on a branch"]
    )
    assert git(workspace, "status", "--porcelain", "--untracked-files=no") == ""


@pytest.mark.parametrize("exists", [True, False])
def test_pdfs_are_attached_to_the_release_of_a_tag(act, quick: Path, tmp_path: Path, exists: bool) -> None:
    noted = tmp_path / "noted"
    gh = f'printf "%s\\n" "$GH_TOKEN" "$@" >>"{noted}"\n[ "$2" != view ] || exit {int(not exists)}'
    tools = program(tmp_path / "tools", "gh", gh).parent
    tag = {"ref_type": "tag", "ref_name": "v1 $(touch x)"}
    run = act({"release": "true"}, tag, path=tools, installed=quick)
    assert run.failed == []
    words = noted.read_text(encoding="utf-8").splitlines()
    assert words[:4] == ["secret", "release", "view", "v1 $(touch x)"]
    assert ("create" in words) is not exists
    assert [Path(word).name for word in words[-2:]] == ["--", "ada.pdf"]
    assert act({"release": "true"}, path=tools, installed=quick).outcomes["Attach to the release"] == "skipped"


def test_the_summary_is_never_longer_than_github_takes(tmp_path: Path) -> None:
    (tmp_path / "diff.md").write_text("é\n" * 600_000, encoding="utf-8")
    names = ("CHECK", "BUILD", "PICTURES_URL", "ARTIFACT")
    environment = (
        os.environ | dict.fromkeys(names, "") | {"STAGED": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "s")}
    )
    subprocess.run([sys.executable, str(ROOT / ".github/action/summary.py")], env=environment, check=True)
    text = (tmp_path / "s").read_text(encoding="utf-8")
    assert text.endswith("… The rest is too long for a summary.\n")
    assert len(text.encode()) < 1 << 20
