"""The two CVs that are compared: each a file, or a file of a git revision, which is written to a private folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cvgen.diagnostics import NOWHERE, CvgenError, Diagnostic, Origin, UsageError
from cvgen.diff import git
from cvgen.frozen import record
from cvgen.reader.problems import did_you_mean

DEFAULT_FILE = Path("cv.yaml")
DEFAULT_REVISION = "HEAD"
_ENDINGS = (".yaml", ".yml", ".json")


@record(frozen=True)
class Side:
    """One of the two CVs: its file, with what is laid over it; what it is called; the commit, if it is of one.

    `folder` is the private one that its revision was written to, `links` are the symbolic links that were not.
    """

    label: str
    path: Path
    overlays: tuple[Path, ...] = ()
    commit: str = ""
    folder: Path | None = None
    links: tuple[str, ...] = ()

    def shown(self, text: str) -> str:
        """Return a text in which files of the private folder are called as git calls them, `main:cv.yaml`."""
        if self.folder is None:
            return text
        return text.replace(f"{self.folder}{os.sep}", f"{self.label}:").replace(str(self.folder), f"{self.label}:")

    def placed(self, origin: Origin) -> Origin:
        """Return a place with the name that its file has for the user."""
        return Origin(self.shown(origin.file), origin.line, origin.column)

    def said(self, problem: Diagnostic) -> Diagnostic:
        """Return a diagnostic that names files as the user does."""
        return replace(
            problem,
            origin=self.placed(problem.origin) if problem.origin != NOWHERE else NOWHERE,
            message=self.shown(problem.message),
            hint=self.shown(problem.hint),
        )


class Finder:
    """Finds the two sides. `file` is the CV's, if the command line names it; revisions are written below `private`.

    `notes` are what there is to say about it.
    """

    def __init__(self, file: Path | None, overlays: Iterable[Path], private: Path) -> None:
        self.file, self.overlays, self.private = file, tuple(overlays), private
        self.notes: list[Diagnostic] = []

    def now(self, old: str) -> Side:
        """Return the file as it is now: the one that the command line names, or that of `REVISION:FILE` in `old`."""
        path = self.file or DEFAULT_FILE
        revision, colon, inner = old.partition(":")
        if self.file is None and colon and revision and inner and not _is_file(old):
            repo = git.repository(Path())
            if repo is not None:
                path = Path(os.path.relpath(repo.top / _from_top(repo, inner)))
        return Side(str(path), path, self.overlays)

    def side(self, text: str) -> Side:
        """Return what the command line names: a file, or else a revision.

        Raises UsageError if it is neither, CvgenError if the revision has no such file or cannot be read.
        """
        if _is_file(text):
            self._warn_of_revision(text)
            return Side(text, Path(text), self.overlays)
        if text.startswith("-"):
            raise UsageError(f"'{text}' is neither a file nor a revision", "no revision begins with a hyphen")
        repo = self._repository(text)
        commit, inner, label = repo.commit(text), "", text
        if not commit and ":" in text:
            label, _, inner = text.partition(":")
            commit = repo.commit(label)
        if not commit:
            raise _unknown(text, repo)
        path = _from_top(repo, inner) if inner else _in(repo, self.file or DEFAULT_FILE)
        return self._checked_out(repo, commit, label, path)

    def _repository(self, text: str) -> git.Repository:
        beside = (self.file or DEFAULT_FILE).parent
        repo = git.repository(beside if beside.is_dir() else Path())
        if repo is None:
            what = f"'{text}' is no file, and this folder is in no git repository that could have such a revision"
            raise UsageError(what, "name two files, as in cvgen diff old.yaml cv.yaml, or go to the repository")
        return repo

    def _warn_of_revision(self, text: str) -> None:
        """Note that a file has the name of a revision, as git does."""
        try:
            repo = git.repository(Path())
        except CvgenError:  # then nobody means a revision
            return
        if repo and repo.commit(text):
            message = f"'{text}' is a file and a revision; the file is meant here"
            hint = f"write refs/heads/{text} for the branch"
            self.notes.append(Diagnostic(NOWHERE, message, "ambiguous", hint, "note"))

    def _checked_out(self, repo: git.Repository, commit: str, label: str, path: str) -> Side:
        """Write the folder of a file, and those of its overlays, as they are in a commit; return where they are."""
        blobs = repo.blobs(commit)
        _check_file(blobs, path, label)
        inner = {over: _in(repo, over) for over in self.overlays}
        kept = {over: name for over, name in inner.items() if name in blobs and not git.is_link(blobs[name])}
        for over in self.overlays:
            if over not in kept:
                message = f"{label} has no file '{over}': it is laid over as it is now"
                self.notes.append(Diagnostic(NOWHERE, message, "overlay", severity="note"))
        tops = {name.rpartition("/")[0] for name in (path, *kept.values())}
        wanted = [blob for name, blob in blobs.items() if any(not top or name.startswith(f"{top}/") for top in tops)]
        folder = self.private / str(len(list(self.private.iterdir())))
        folder.mkdir()
        git.write(repo, wanted, folder, label)
        links = tuple(blob.path for blob in wanted if git.is_link(blob))
        overlays = tuple(folder / kept[over] if over in kept else over for over in self.overlays)
        return Side(label, folder / path, overlays, commit, folder, links)


def _is_file(text: str) -> bool:
    """Return whether a text is the path of a file; of some texts there can be none."""
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _check_file(blobs: dict[str, git.Blob], path: str, label: str) -> None:
    """Raise CvgenError if a commit has no such file."""
    if path not in blobs:
        near = [name for name in blobs if name.endswith(_ENDINGS) and not Path(name).name.startswith(".")]
        hint = did_you_mean(path, near)
        hint = hint or f"say where the CV is in it: cvgen diff --file FILE {label}, or {label}:FILE"
        raise CvgenError(f"{label} has no file '{path}'", hint)
    if git.is_link(blobs[path]):
        raise CvgenError(f"'{path}' is a symbolic link in {label}, and links are not followed", "name the file itself")
    if blobs[path].size > git.MAX_FILE:
        raise CvgenError(f"'{path}' in {label} has more than {git.MAX_FILE // 1_000_000} MB")


def _unknown(text: str, repo: git.Repository) -> CvgenError:
    """Return the error that a text names neither a file nor a revision."""
    message = f"'{text}' is neither a file nor a revision that git knows here"
    before, dots, after = text.partition("..")
    if dots and (before or after):
        return UsageError(message, f"name the two apart: cvgen diff {before or 'HEAD'} {after.strip('.') or 'HEAD'}")
    if text.startswith(":"):
        return UsageError(message, "what is staged cannot be compared: name a commit, or the file as it is")
    if repo.is_shallow():
        hint = "this clone has the latest commits only: git fetch --unshallow, or fetch-depth: 0 in a workflow"
        return UsageError(message, hint)
    return UsageError(message, "git log --oneline lists revisions, git branch --all branches")


def _from_top(repo: git.Repository, inner: str) -> str:
    """Return the path of `REVISION:FILE` from the top of the repository, from which it is, unless it begins with ./."""
    return _in(repo, Path(inner)) if inner.startswith(("./", "../")) else inner


def _in(repo: git.Repository, path: Path) -> str:
    """Return the path of a file from the top of a repository, with slashes; what lies outside begins with `..`."""
    resolved = path.parent.resolve() / path.name  # the file itself may be a link, which has a name of its own in git
    return Path(os.path.relpath(resolved, repo.top.resolve())).as_posix()
