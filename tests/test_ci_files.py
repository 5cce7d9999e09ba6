"""The files that GitHub, GitLab, pre-commit and Docker read, and the examples in docs/ci.md: against published schemas."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import MINIMAL, ROOT

BIN = Path(sys.executable).parent
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", CI, re.MULTILINE | re.DOTALL)
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
FILES = {
    "github-actions": ["action.yml"],
    "github-workflows": [".github/workflows/ci.yml"],
    "github-issue-forms": [".github/ISSUE_TEMPLATE/mistake.yml", ".github/ISSUE_TEMPLATE/wish.yml"],
    "github-issue-config": [".github/ISSUE_TEMPLATE/config.yml"],
    "citation-file-format": ["CITATION.cff"],
}
"""The files by their schema, as check-jsonschema has it."""


def valid(schema: str, *files: Path) -> None:
    checker = [str(BIN / "check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *map(str, files)]
    done = subprocess.run(checker, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def written(folder: Path, sign: str) -> list[Path]:
    """Return files with the examples of the docs that have a sign in them."""
    found = [example for example in EXAMPLES if sign in example]
    for at, example in enumerate(found):
        (folder / f"{at}.yml").write_text(example, encoding="utf-8")
    return [folder / f"{at}.yml" for at in range(len(found))]


@pytest.mark.parametrize("schema", FILES)
def test_files_of_the_repository(schema: str) -> None:
    valid(schema, *(ROOT / name for name in FILES[schema]))


def test_every_workflow_and_form_is_among_them() -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for folder in ("workflows", "ISSUE_TEMPLATE")
        for path in (ROOT / ".github" / folder).iterdir()
    }
    assert here == {name for names in FILES.values() for name in names if name.startswith(".github")}


def test_workflows_in_the_docs(tmp_path: Path) -> None:
    files = written(tmp_path, "runs-on:")
    assert len(files) == 4
    valid("github-workflows", *files)
    for file in files:
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        (use,) = (step for step in workflow["jobs"]["cv"]["steps"] if "cvgen" in step["uses"])
        assert {*use.get("with", {})} <= {*ACTION["inputs"]}
        writes = {"release", "pictures-branch"} & {*use.get("with", {})}
        assert workflow["permissions"] == {"contents": "write" if writes else "read"}


def test_the_docs_have_every_input_and_output_of_the_action() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|.*?(?:\| (.*) )?\|$", CI, re.MULTILINE)
    assert [name for name, _ in rows] == [*ACTION["inputs"], *ACTION["outputs"]]
    for name, default in rows[: len(ACTION["inputs"])]:
        if default.startswith("`"):
            assert default == f"`{ACTION['inputs'][name]['default']}`"
    for name, described in ACTION["inputs"].items():
        assert "default" in described, name


def test_every_script_of_the_action_is_a_step_of_it() -> None:
    called = {
        Path(name).name
        for step in ACTION["runs"]["steps"]
        for name in re.findall(r"\.github/action/\S+\.\w+", step.get("run", ""))
    }
    folder = ROOT / ".github" / "action"
    assert called | {"common.sh", "stage.py"} == {path.name for path in folder.iterdir() if path.is_file()}
    for name in called:
        assert os.access(folder / name, os.X_OK) or name.endswith(".py"), name


def test_no_expression_stands_in_a_script() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    steps = [*ACTION["runs"]["steps"], *(step for job in workflow["jobs"].values() for step in job["steps"])]
    assert not [step for step in steps if "${{" in step.get("run", "")]
    assert workflow["permissions"] == {"contents": "read"}


@pytest.mark.parametrize(("text", "code"), [(MINIMAL, 0), (MINIMAL.replace("position", "postion"), 1)])
def test_the_gitlab_job(tmp_path: Path, text: str, code: int) -> None:
    (file,) = written(tmp_path, "codequality")
    valid("gitlab-ci", file)
    job: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))["cv"]
    assert job["before_script"] == ["pip install --quiet cvgen-latex"]
    (tmp_path / "cv.yaml").write_text(text, encoding="utf-8")
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "CI_PROJECT_DIR": str(tmp_path)}
    script = "\n".join(job["script"])
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    report = yaml.safe_load((tmp_path / job["artifacts"]["reports"]["codequality"]).read_text(encoding="utf-8"))
    assert [one["location"] for one in report] == ([{"path": "cv.yaml", "lines": {"begin": 6}}] if code else [])
    assert ("cv.yaml:6:7: error: unknown key 'postion'" in done.stdout) is bool(code)
    assert (tmp_path / job["artifacts"]["paths"][0] / "pages" / "ada-lovelace-resume-1.png").exists() is not bool(code)


def test_the_hook_and_its_example(tmp_path: Path) -> None:
    (file,) = written(tmp_path, "hooks:")
    for command in (["validate-config", str(file)], ["validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]):
        subprocess.run(
            [str(BIN / "pre-commit"), *command], check=True, env=os.environ | {"PRE_COMMIT_HOME": str(tmp_path)}
        )
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["id"] == yaml.safe_load(file.read_text(encoding="utf-8"))["repos"][0]["hooks"][0]["id"]
    for name, wanted in {"cv.yaml": True, "people/cv.yml": True, "my-cv.yaml": False, "cv.yaml.txt": False}.items():
        assert bool(re.search(hook["files"], name)) is wanted, name


def test_the_image_is_made_of_what_is_there() -> None:
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    sources = {name for line in re.findall(r"^COPY (?!--)(.*) \S+$", docker, re.MULTILINE) for name in line.split()}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert sources == {line[1:] for line in ignored if line.startswith("!")}
    assert all((ROOT / name).exists() for name in sources)
    stages = re.split(r"^FROM ", docker, flags=re.MULTILINE)[1:]
    assert [re.search(r" AS (\w+)", stage)[1] for stage in stages] == ["build", "base", "texlive", "cvgen"]  # type: ignore[index]
    assert all(re.search(r"^USER 10001\Z", stage.rstrip(), re.MULTILINE) for stage in stages[2:])
    assert "--target texlive" in CI


def test_versions_agree() -> None:
    from cvgen import __version__

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == __version__
