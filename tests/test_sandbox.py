"""A program under limits: how many processes it may start."""

from __future__ import annotations

import os
import resource  # noqa: F401 (the child, who is nobody, may not be able to read it)
import select
from pathlib import Path

import pytest

from cvgen import sandbox
from cvgen.sandbox import run_limited

FORKS = "for i in 1 2 3 4 5 6 7 8; do sleep 1000 & echo $! >> pids; done; echo all > forks"


@pytest.mark.parametrize(("spawns", "limited"), [(False, True), (True, True), (True, False)])
def test_processes_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spawns: bool, limited: bool) -> None:
    monkeypatch.setattr(sandbox, "MAX_PROCESSES", 3 if limited else 60)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o777)
    child = os.fork()
    if child == 0:  # nothing limits root
        try:
            if os.getuid() == 0:
                os.setuid(54321)
            environment = {"PATH": "/usr/bin:/bin"}
            command = ["/bin/sh", "-c", FORKS]
            run_limited(command, tmp_path, environment, 30, tmp_path / "said", spawns=spawns)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    started = tmp_path / "forks"
    said = (tmp_path / "said").read_text()
    assert ("fork" in said.lower()) == limited, said
    assert started.exists() != limited
    for pid in (tmp_path / "pids").read_text().split() if not limited else ():
        assert ends(int(pid))  # what a program leaves running is ended with it


def ends(pid: int) -> bool:
    """Return whether a process has ended, or does at last: who is killed on a busy machine needs a moment."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 60)[0])
    finally:
        os.close(process)
