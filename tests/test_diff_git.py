"""`cvgen diff` with git revisions: the right files, nothing of a repository's settings run, nothing outside written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cvgen.cli import main
from cvgen.diagnostics import CvgenError
from cvgen.diff import git
from tests.conftest import MINIMAL

Git = Callable[..., str]
POET = MINIMAL.replace("Analyst\n", "Poet\n")


@pytest.fixture
def in_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Git]:
    """Begin a repository in the current folder; return a function that runs git there."""
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "repo").mkdir()
    monkeypatch.chdir(tmp_path / "repo")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home),
        **{f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }  # fmt: skip

    def run(*arguments: str, told: str = "") -> str:
        done = subprocess.run(
            ["git", *arguments], check=True, capture_output=True, text=True, env=environment, input=told
        )
        return done.stdout.strip()

    run("init", "--quiet", "--initial-branch=main")
    return run


def commit(in_git: Git, files: dict[str, str], message: str = "Change") -> str:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    in_git("add", "--all")
    in_git("commit", "--quiet", "--message", message)
    return in_git("rev-parse", "HEAD")


def diff(*arguments: str) -> int:
    return main(["diff", *arguments, "--no-pictures"])


def test_the_file_is_compared_with_what_was_committed_last(in_git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    commit(in_git, {"cv.yaml": MINIMAL})
    assert diff("--exit-code") == 0
    Path("cv.yaml").write_text(POET)
    assert diff("--exit-code") == 6
    out = capsys.readouterr().out
    assert "HEAD → cv.yaml\n" in out
    assert "position: Analyst → Poet" in out


def test_every_kind_of_revision(in_git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    first = commit(in_git, {"cv.yaml": MINIMAL})
    in_git("tag", "v1.0")
    in_git("tag", "--annotate", "v1.1", "--message", "a tag with a message")
    commit(in_git, {"cv.yaml": POET}, "Call her a poet")
    in_git("branch", "a/branch")
    for old in ("v1.0", "v1.1", "HEAD~1", "main^", first, first[:8], "v1.0:cv.yaml", "HEAD~1:./cv.yaml"):
        assert diff(old, "--exit-code") == 6, old
    for old in ("HEAD", "main", "a/branch", ":/poet", "HEAD^{/poet}", "main@{0}"):
        assert diff(old, "--exit-code") == 0, old
    assert diff("v1.0", "main", "--exit-code") == 6
    assert diff("main", "v1.0") == 0
    assert "position: Poet → Analyst" in capsys.readouterr().out


def test_a_file_of_a_revision_comes_with_all_that_it_needs(in_git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    bib = "@article{notes, title={Notes}, author={Lovelace, Ada}, year=1843, journal={Memoirs}}\n"
    cv = "extends: base.yaml\nsections: {publications: {bib: mine.bib}}\n"
    commit(in_git, {"people/ada.yaml": cv, "people/base.yaml": MINIMAL, "people/mine.bib": bib, "other/x": ""})
    commit(in_git, {"people/mine.bib": bib.replace("Notes", "Long Notes"), "people/base.yaml": POET})
    assert diff("HEAD~1", "--file", "people/ada.yaml") == 0
    said = capsys.readouterr()
    assert "title: {+Long+} Notes" in said.out
    assert "position: Analyst → Poet" in said.out
    assert diff("HEAD~1:people/ada.yaml") == 0  # NEW is the same file, now
    assert "HEAD~1 → people/ada.yaml" in capsys.readouterr().out
    os.chdir("people")
    assert diff("HEAD~1:./ada.yaml") == 0
    assert diff("HEAD~1", "--file", "ada.yaml") == 0
    assert "title: {+Long+} Notes" in capsys.readouterr().out


def test_what_is_gone_is_at_its_line_in_the_revision(in_git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    talks = "  talks:\n    - {title: A Talk, date: 1840}\n"
    commit(in_git, {"a/cv.yaml": MINIMAL.replace("variants:", f"{talks}variants:")})
    commit(in_git, {"a/cv.yaml": MINIMAL.replace("  email: ada@example.org\n", "")})
    for new in ((), ("main",)):
        assert diff("HEAD~1", *new, "--file", "a/cv.yaml") == 0
        out = capsys.readouterr().out
        assert "email: [-ada@example.org-]  HEAD~1:a/cv.yaml:3\n" in out
        assert "talks (removed)  HEAD~1:a/cv.yaml:10\n  - A Talk (1840)  HEAD~1:a/cv.yaml:11\n" in out
        assert "cvgen-diff-" not in out
    assert diff("main", "HEAD~1", "--file", "a/cv.yaml", "--format", "json") == 0
    assert '"file": "HEAD~1:a/cv.yaml"' in capsys.readouterr().out


def test_overlays_are_of_the_revision_or_else_as_they_are_now(in_git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    commit(in_git, {"cv.yaml": MINIMAL, "over/work.yaml": "basics: {phone: '1'}\n", ".gitignore": "private.yaml\n"})
    commit(in_git, {"over/work.yaml": "basics: {phone: '2'}\n"})
    Path("private.yaml").write_text("basics: {location: London}\n")
    assert diff("HEAD~1", "HEAD", "--overlay", "over/work.yaml", "--overlay", "private.yaml") == 0
    said = capsys.readouterr()
    assert "phone: 1 → 2" in said.out
    assert "location" not in said.out
    assert "note: HEAD~1 has no file 'private.yaml': it is laid over as it is now" in said.err


def test_mistakes_in_a_revision_are_at_its_file_as_git_calls_it(
    in_git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = MINIMAL.replace("position:", "postion:")
    commit(in_git, {"cv.yaml": broken + "  broad: {extends: nothing}\n"})
    commit(in_git, {"cv.yaml": "extends: away.yaml\n"})
    Path("cv.yaml").write_text(broken)
    assert diff("HEAD~1") == 1
    said = capsys.readouterr()
    assert "HEAD~1:cv.yaml:6:7: error: unknown key 'postion'" in said.err
    assert "\ncv.yaml:6:7: error: unknown key 'postion'" in said.err
    assert diff("HEAD", "HEAD", "--verbose") == 1
    said = capsys.readouterr()
    assert "HEAD:cv.yaml: read in" in said.out
    assert "cvgen-diff-" not in said.out
    assert "cannot read 'HEAD:away.yaml'" in said.err
    assert "cvgen-diff-" not in said.err


def test_what_is_no_revision_is_said_with_what_to_do(
    in_git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(in_git, {"cv.yaml": MINIMAL, "ada.yaml": MINIMAL})
    for old, code, words in (
        ("nothing", 2, "'nothing' is neither a file nor a revision that git knows here"),
        ("main..HEAD", 2, "name the two apart: cvgen diff main HEAD"),
        ("main...HEAD", 2, "name the two apart: cvgen diff main HEAD"),
        (":cv.yaml", 2, "what is staged cannot be compared"),
        ("HEAD:adda.yaml", 1, "HEAD has no file 'adda.yaml'; did you mean 'ada.yaml'?"),
        ("HEAD^{tree}", 2, "neither a file nor a revision"),
        ("HEAD\n", 2, "neither a file nor a revision"),
    ):
        assert diff(old) == code, old
        assert words in capsys.readouterr().err, old
    assert main(["diff", "--no-pictures", "--", "--output=x"]) == 2
    assert "no revision begins with a hyphen" in capsys.readouterr().err
    assert not Path("x").exists()
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(outside)
    Path("cv.yaml").write_text(MINIMAL)
    assert diff("main") == 2
    assert "this folder is in no git repository" in capsys.readouterr().err
    assert diff("main", "--file", "../repo/cv.yaml") == 0


def test_a_shallow_clone_says_how_to_get_the_rest(in_git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    commit(in_git, {"cv.yaml": MINIMAL})
    commit(in_git, {"cv.yaml": POET})
    in_git("clone", "--quiet", "--depth", "1", f"file://{Path.cwd()}", "../shallow")
    os.chdir("../shallow")
    assert diff("HEAD~1") == 2
    assert "git fetch --unshallow" in capsys.readouterr().err


def test_git_that_is_not_here_is_said(
    in_git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(in_git, {"cv.yaml": MINIMAL})
    monkeypatch.setenv("PATH", str(tmp_path))
    assert diff("HEAD") == 3
    assert "git is not installed" in capsys.readouterr().err
    assert diff("cv.yaml", "cv.yaml") == 0  # two files need none


def test_a_file_wins_over_a_revision_of_its_name(in_git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    commit(in_git, {"cv.yaml": MINIMAL, "main": POET})
    assert diff("main", "--exit-code") == 6
    said = capsys.readouterr()
    assert "note: 'main' is a file and a revision; the file is meant here" in said.err
    assert diff("refs/heads/main", "--exit-code") == 0
    assert diff("main:cv.yaml", "--exit-code") == 0
    Path("branch").mkdir()
    in_git("branch", "branch")
    assert diff("branch", "--exit-code") == 0  # a folder is no CV


# ---- a repository of someone who means ill


def test_no_program_of_a_repository_runs(in_git: Git, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(in_git, {"cv.yaml": MINIMAL, "a.bib": ""})
    ran = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\necho $0 >> {ran}\ncat\n")
    script.chmod(0o755)
    for key in ("filter.x.smudge", "filter.x.clean", "filter.x.process", "diff.x.textconv", "diff.external", "core.pager",
                "core.fsmonitor", "core.sshCommand", "core.editor", "alias.rev-parse", "alias.ls-tree", "pager.ls-tree",
                "credential.helper", "core.askPass"):  # fmt: skip
        in_git("config", key, f"{'!' if key.startswith('alias') else ''}{script}")
    in_git("config", "filter.x.required", "true")
    Path(".git/info").mkdir(exist_ok=True)
    Path(".git/info/attributes").write_text("* filter=x diff=x working-tree-encoding=UTF-16 ident eol=crlf\n")
    for hook in ("post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc"):
        Path(".git/hooks").mkdir(exist_ok=True)
        Path(f".git/hooks/{hook}").write_bytes(script.read_bytes())
        Path(f".git/hooks/{hook}").chmod(0o755)
    assert diff("HEAD", "main", "--exit-code") == 0
    assert diff("HEAD", "--exit-code") == 0
    assert not ran.exists()
    assert capsys.readouterr().err == ""


def test_what_a_partial_clone_lacks_is_not_fetched(
    in_git: Git, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(in_git, {"cv.yaml": MINIMAL})
    commit(in_git, {"cv.yaml": POET})
    in_git("config", "uploadpack.allowFilter", "true")
    in_git("clone", "--quiet", "--filter=blob:none", f"file://{Path.cwd()}", "../partial")
    os.chdir("../partial")
    ran = tmp_path / "ran"
    script = tmp_path / "upload"
    script.write_text(f'#!/bin/sh\necho ran >> {ran}\nexec git-upload-pack "$@"\n')
    script.chmod(0o755)
    in_git("config", "remote.origin.uploadpack", str(script))
    assert diff("HEAD~1") == 1
    assert not ran.exists()
    assert "fetch the rest" in capsys.readouterr().err


def test_variables_of_git_do_not_lead_elsewhere(in_git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(in_git, {"cv.yaml": MINIMAL})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    assert diff("HEAD", "--exit-code") == 0


def test_links_of_a_revision_lead_nowhere(in_git: Git, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "secret.bib"
    secret.write_text("@article{s, title={Secret}, author={Lovelace, Ada}, year=1843, journal={Memoirs}}\n")
    Path("mine.bib").symlink_to(secret)
    Path("link.yaml").symlink_to("cv.yaml")
    Path("folder").symlink_to(tmp_path)
    commit(in_git, {"cv.yaml": MINIMAL.replace("variants:", "  publications: {bib: mine.bib}\nvariants:")})
    assert diff("HEAD", "HEAD") == 1
    said = capsys.readouterr()
    assert "Secret" not in said.out + said.err
    assert "HEAD:cv.yaml:10:23: error: there is no file 'mine.bib'" in said.err
    assert "note: symbolic links in HEAD are not followed: folder, link.yaml, mine.bib" in said.err
    assert diff("HEAD", "--file", "link.yaml") == 1
    assert "'link.yaml' is a symbolic link in HEAD" in capsys.readouterr().err


def test_any_name_that_git_keeps_is_written_and_none_leads_outside(in_git: Git, tmp_path: Path) -> None:
    names = ["cv.yaml", "with space.bib", "new\nline", "tab\there", 'quo"te', "-rf", "ünïcode 温", "deep/er/file"]
    commit(in_git, {name: f"in {name}" for name in names})
    blob = in_git("hash-object", "-w", "--stdin", told="bad")
    # git mktree refuses such names, so the trees are written as objects
    entries = b"".join(b"100644 " + name.encode() + b"\0" + bytes.fromhex(blob) for name in (".", "..", "ok"))
    Path("../tree").write_bytes(entries)
    tree = in_git("hash-object", "-t", "tree", "-w", "--literally", "../tree")
    up = b"40000 ..\0" + bytes.fromhex(tree) + b"160000 module\0" + bytes.fromhex(in_git("rev-parse", "HEAD"))
    Path("../tree").write_bytes(up)
    top = in_git("hash-object", "-t", "tree", "-w", "--literally", "../tree")
    bad = in_git("commit-tree", top, "-m", "Climb")
    repo = git.repository(Path())
    assert repo is not None
    for at, (revision, expected) in enumerate({"HEAD": {*names}, bad: set()}.items()):
        folder = tmp_path / f"written{at}" / "inner"
        folder.mkdir(parents=True)
        git.write(repo, list(repo.blobs(revision).values()), folder, revision)
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert found == expected
        assert all((folder / name).read_text() == f"in {name}" for name in found)
        assert [path.name for path in folder.parent.iterdir()] == ["inner"]


def test_a_folder_that_is_too_large_is_refused(
    in_git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(in_git, {"cv.yaml": MINIMAL, "big": "x" * 5000, "huge": "x" * 9000})
    monkeypatch.setattr(git, "MAX_TOTAL", 4000)
    assert diff("HEAD") == 1
    assert "too much for a CV; keep the CV in a folder of its own" in capsys.readouterr().err
    monkeypatch.setattr(git, "MAX_TOTAL", 6000)
    monkeypatch.setattr(git, "MAX_FILE", 8000)  # huge is left out
    assert diff("HEAD") == 0


def test_a_damaged_repository_is_said(in_git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    commit(in_git, {"cv.yaml": MINIMAL})
    blob = in_git("rev-parse", "HEAD:cv.yaml")
    (Path(".git/objects") / blob[:2] / blob[2:]).unlink()
    assert diff("HEAD") == 1
    assert "git cannot read 'cv.yaml'" in capsys.readouterr().err


def test_a_repository_of_another_user_is_for_git_to_judge(
    in_git: Git, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(in_git, {"cv.yaml": MINIMAL})
    asked = git.environment_of_git
    monkeypatch.setattr(git, "environment_of_git", lambda one: {**asked(one), "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert diff("HEAD") == 1
    assert "git config --global --add safe.directory" in capsys.readouterr().err
    in_git("config", "--global", "safe.directory", "*")
    assert diff("HEAD") == 0


def test_git_that_never_ends_is_ended(in_git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\nwhile :; do :; done\n")
    program.chmod(0o755)
    monkeypatch.setattr(git, "MAX_SECONDS", 0.1)
    with pytest.raises(CvgenError, match="git took more than"):
        git.Repository(Path(), program).commit("HEAD")
