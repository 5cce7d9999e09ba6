"""Runs one program under limits, and ends it with all that it started. The only place that starts a program."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

MAX_MEMORY = 4 << 30  # bytes of address space
MAX_OUTPUT = 256 << 20  # bytes in one file
MAX_PROCESSES = 64  # that a program may start, if it may start any
GRACE = 2  # seconds that an interrupted program has to say where it was


def run_limited(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    seconds: float,
    said: Path,
    *,
    spawns: bool = True,
    told: Path | None = None,
    complaints: Path | None = None,
) -> int | None:
    """Run a program in a folder; what it says goes to the file `said`, its complaints too unless they have their own.

    Its input is the file `told`, or nothing. Unless it `spawns`, it can start no other program; else no more than
    `MAX_PROCESSES`. (Nothing limits that of root.)

    Returns its exit code (negative for a signal), or None if it did not end within `seconds`: it is interrupted then,
    and soon killed with its whole process group. It is killed on an interrupt too, which then goes on.
    """
    process: subprocess.Popen[bytes] | None = None
    timer: threading.Timer | None = None
    late = threading.Event()
    limit = partial(_limit, _processes() + MAX_PROCESSES if spawns else 1) if os.name == "posix" else None
    blocked = _block_signals()  # or one that arrives while the program is started would leave it running
    try:
        with ExitStack() as files:
            output = files.enter_context(said.open("wb"))
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=files.enter_context(told.open("rb")) if told else subprocess.DEVNULL,
                stdout=output,
                stderr=files.enter_context(complaints.open("wb")) if complaints else subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=limit,  # noqa: PLW1509
            )
        # Popen's own time limit looks only every 50 ms whether the program has ended.
        timer = threading.Timer(seconds, _expire, [process, late])
        timer.start()
        _unblock_signals(blocked)
        code = process.wait()
        return None if late.is_set() else code
    finally:
        _unblock_signals(blocked)
        if timer is not None:
            timer.cancel()
        if process is not None:
            _kill(process)


def _block_signals() -> set[signal.Signals]:
    """Put off interrupts, and return which were put off."""
    wanted = {signal.SIGINT, signal.SIGTERM}
    if not hasattr(signal, "pthread_sigmask"):
        return set()
    return wanted - set(signal.pthread_sigmask(signal.SIG_BLOCK, wanted))


def _unblock_signals(blocked: set[signal.Signals]) -> None:
    if blocked:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)


def _processes() -> int:
    """Return how many processes and threads the user has, which the system counts together."""
    count = 0
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if path.stat().st_uid == os.getuid():
                count += len(os.listdir(path / "task"))  # noqa: PTH208 (the names alone, and quickly)
    return count or 10_000  # where the system does not say


def _limit(processes: int) -> None:
    """Set the limits of the child process, between fork and exec."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell has it ignored by what runs in the background
    _unblock_signals({signal.SIGINT, signal.SIGTERM})

    limits = [(resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_FSIZE, MAX_OUTPUT), (resource.RLIMIT_CORE, 0)]
    limits.append((resource.RLIMIT_NPROC, processes))
    for what, most in limits:
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _expire(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    """Interrupt the program, so that TeX writes into its log what it was reading, and then end it and its group."""
    late.set()
    if os.name == "posix":
        with suppress(OSError, subprocess.TimeoutExpired):
            process.send_signal(signal.SIGINT)
            process.wait(GRACE)
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)  # also what it started, should it be gone itself
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the whole process group, also what a program that has ended left running, and wait until it is gone."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            process.kill()
    process.wait()
