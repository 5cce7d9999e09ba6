"""Files of a git revision, read by git itself. No filter, hook or other program of a repository's settings runs.

git is asked three things alone: which commit a name stands for (`rev-parse`), what is in it (`ls-tree`), and the bytes
of a blob (`cat-file`), which are those that were committed. See gitrevisions(7) and git-cat-file(1), "BATCH OUTPUT".
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from cvgen.diagnostics import CvgenError, NotInstalled
from cvgen.frozen import record
from cvgen.sandbox import run_limited
from cvgen.steps import tell
from cvgen.surroundings import environment_of_git

MAX_SECONDS = 60
MAX_FILE = 60_000_000  # bytes: more than the largest font that a CV may bring along
MAX_TOTAL = 200_000_000  # bytes of all files of a folder
MAX_FILES = 50_000
_LINK, _FILES = "120000", ("100644", "100755", "100664")


class Blob(NamedTuple):
    """A file of a revision: its path from the top of the repository, its kind as git's mode, its name in git, bytes."""

    path: str
    mode: str
    name: str
    size: int


@record(frozen=True)
class Repository:
    """A repository by the top folder of its files."""

    top: Path
    program: Path

    def commit(self, revision: str) -> str:
        """Return the full hash of the commit that a revision names, or nothing if it names none."""
        if not revision or revision.startswith("-") or "\0" in revision:
            return ""
        # what follows the sign of a search is all taken for what is searched, which finds commits alone
        wanted = revision if revision.startswith(":/") else f"{revision}^{{commit}}"
        code, said, _ = self._run(["rev-parse", "--verify", "--quiet", "--end-of-options", wanted])
        return said.decode("ascii", "replace").strip() if code == 0 else ""

    def is_shallow(self) -> bool:
        """Return whether the clone has only the latest commits."""
        return self._run(["rev-parse", "--is-shallow-repository"])[1].strip() == b"true"

    def blobs(self, commit: str) -> dict[str, Blob]:
        """Return the files of a commit by their paths, links among them. Raises CvgenError if they cannot be read."""
        code, said, complaint = self._run(["ls-tree", "-r", "-z", "-l", "--full-tree", commit])
        if code != 0:
            raise _unreadable(commit, complaint)
        found = {}
        for line in said.split(b"\0")[:-1]:
            about, _, name = line.partition(b"\t")
            mode, kind, blob, size = about.decode("ascii").split()
            if kind == "blob":
                path = os.fsdecode(name)
                found[path] = Blob(path, mode, blob, int(size) if size.isdecimal() else 0)  # or it is not there
        return found

    def contents(self, blobs: Sequence[Blob]) -> Iterator[tuple[Blob, bytes]]:
        """Yield files with what is in them. Raises CvgenError if one cannot be read."""
        if not blobs:
            return
        asked = "".join(f"{blob.name}\n" for blob in blobs).encode("ascii")
        code, said, complaint = self._run(["cat-file", "--batch"], asked)
        at = 0
        for blob in blobs:
            end = said.find(b"\n", at)
            head = said[at:end].split()
            at = end + 1
            if code != 0 or end < 0 or len(head) != 3 or at + int(head[2]) > len(said):
                raise _unreadable(blob.path, complaint or said[max(at, 0) : end])
            yield blob, said[at : at + int(head[2])]
            at += int(head[2]) + 1

    def _run(self, arguments: Sequence[str], told: bytes = b"") -> tuple[int, bytes, str]:
        return _git(self.program, self.top, arguments, told)


def repository(folder: Path) -> Repository | None:
    """Return the repository that a folder is in, or None.

    Raises NotInstalled if git is not here, CvgenError if it does not want to look at that repository.
    """
    program = shutil.which("git")
    if program is None or (os.name == "nt" and Path(program).resolve().parent == Path.cwd()):
        hint = "install git, or name two files: cvgen diff old.yaml cv.yaml"
        raise NotInstalled("git is not installed, which knows the revisions of a file", hint)
    found = Path(program).absolute()
    code, said, complaint = _git(found, folder, ["rev-parse", "--show-toplevel"])
    if code == 0 and said.strip():
        top = Path(os.fsdecode(said.removesuffix(b"\n").removesuffix(b"\r")))
        tell(f"repository {top}, read by {found}")
        return Repository(top, found)
    if "dubious ownership" in complaint:
        raise CvgenError(
            f"git does not trust this repository, for its owner is another user: {_first(complaint)}",
            f"if you do: git config --global --add safe.directory {folder.resolve()}",
        )
    return None


def write(repo: Repository, blobs: Sequence[Blob], folder: Path, of: str) -> None:
    """Write files of a revision below a folder of our own, each at its path; `of` says in messages what they are of.

    Links are left out, for they could lead anywhere, and so is what is too large for a CV. Raises CvgenError if they
    are too many, or too large together.
    """
    wanted = [blob for blob in blobs if blob.mode in _FILES and blob.size <= MAX_FILE and _is_within(blob.path)]
    total = sum(blob.size for blob in wanted)
    if total > MAX_TOTAL or len(wanted) > MAX_FILES:
        raise CvgenError(
            f"{of} has {len(wanted):,} files with {total // 1_000_000:,} MB, which is too much for a CV",
            "keep the CV in a folder of its own, with what it needs",
        )
    for blob, data in repo.contents(wanted):
        path = folder / blob.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
        except OSError as error:
            raise CvgenError(f"cannot write '{blob.path}' of {of}: {error.strerror or error}") from error
    tell(f"{of}: {len(wanted)} files, {total:,} bytes")


def is_link(blob: Blob) -> bool:
    """Return whether a file is a symbolic link."""
    return blob.mode == _LINK


def _is_within(path: str) -> bool:
    """Return whether a path leads to a place below where it starts; git itself keeps any bytes for a path."""
    parts = path.split("/")
    bad = {"", ".", ".."}
    signs = "\\:\0" if os.name == "nt" else "\0"
    return not bad & {*parts} and not any(sign in path for sign in signs) and not PurePosixPath(path).is_absolute()


def _git(program: Path, folder: Path, arguments: Sequence[str], told: bytes = b"") -> tuple[int, bytes, str]:
    """Return git's exit code, what it said, and its complaints. Raises CvgenError if it takes too long.

    It can start no program (but as root), and has no helper to ask: `core.fsmonitor` and others are not for these
    commands, and are switched off nevertheless.
    """
    settings = ["core.fsmonitor=false", "core.hooksPath=/dev/null", "protocol.allow=never", "core.packedGitLimit=512m"]
    options = [word for one in settings for word in ("-c", one)]
    command = [str(program), "--no-pager", *options, *arguments]
    with tempfile.TemporaryDirectory(prefix="cvgen-git-", ignore_cleanup_errors=True) as name:
        said, complaints, asked = (Path(name) / one for one in ("said", "complaints", "told"))
        asked.write_bytes(told)
        environment = environment_of_git(program)
        code = run_limited(
            command, folder, environment, MAX_SECONDS, said, spawns=False, told=asked, complaints=complaints
        )
        if code is None:
            raise CvgenError(f"git took more than {MAX_SECONDS} seconds: git {arguments[0]}")
        return code, said.read_bytes(), complaints.read_text(encoding="utf-8", errors="replace")


def _unreadable(what: str, complaint: str | bytes) -> CvgenError:
    said = complaint if isinstance(complaint, str) else complaint.decode("utf-8", "replace")
    hint = "if this is a partial or a shallow clone, fetch the rest: git fetch --refetch, or git fetch --unshallow"
    return CvgenError(f"git cannot read '{what}': {_first(said) or 'no reason given'}", hint)


def _first(text: str) -> str:
    """Return the first line of what git said, without what cannot be printed."""
    line = next(iter(text.strip().splitlines()), "")
    return "".join(char for char in line if char.isprintable())
