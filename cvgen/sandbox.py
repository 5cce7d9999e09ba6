"""Runs one program under limits, and ends it with all that it started. The only place that starts a program."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

MAX_MEMORY = 4 << 30  # bytes of address space
MAX_OUTPUT = 256 << 20  # bytes in one file
GRACE = 2  # seconds that an interrupted program has to say where it was


def run_limited(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float, said: Path
) -> int | None:
    """Run a program in a folder, with no input; what it says goes to the file `said`.

    Returns its exit code (negative for a signal), or None if it did not end within `seconds`: it is interrupted then,
    and soon killed with its whole process group. It is killed on an interrupt too, which then goes on.
    """
    process: subprocess.Popen[bytes] | None = None
    timer: threading.Timer | None = None
    late = threading.Event()
    blocked = _block_signals()  # or one that arrives while the program is started would leave it running
    try:
        with said.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_limit if os.name == "posix" else None,  # noqa: PLW1509
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


def _limit() -> None:
    """Set the limits of the child process, between fork and exec."""
    import resource

    _unblock_signals({signal.SIGINT, signal.SIGTERM})

    limits = ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_FSIZE, MAX_OUTPUT), (resource.RLIMIT_CORE, 0))
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
    """End the whole process group if the program still runs, and wait until it is gone."""
    if process.poll() is not None:
        return
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
