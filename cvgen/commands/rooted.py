"""Where a service that builds CVs looks for a file: from the root of the repository, wherever a command runs in it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from cvgen.diagnostics import NOWHERE, Diagnostic

_ROOTS = {"github": "GITHUB_WORKSPACE", "gitlab": "CI_PROJECT_DIR"}
"""The variable of the environment that names the folder, by the format of the report."""


def rooted(problem: Diagnostic, format_: str) -> Diagnostic:
    """Return a diagnostic with the path of its file as the service of a format reads it.

    Both GitHub and GitLab take a path for one from the root of the repository, while messages name files as the command
    line does. A file outside the repository, and any file where the service is not at work, keeps its path.
    """
    root = os.environ.get(_ROOTS.get(format_, ""), "")
    if not root or problem.origin == NOWHERE:
        return problem
    # Not resolved first: a file that is a link within the repository is known there by the name of the link.
    path = Path(os.path.abspath(problem.origin.file))  # noqa: PTH100
    for place, top in ((path, Path(root)), (path.resolve(), Path(root).resolve())):
        if place.is_relative_to(top):
            return replace(problem, origin=problem.origin._replace(file=place.relative_to(top).as_posix()))
    return problem
