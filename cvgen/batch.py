"""Many builds at once: each variant of each file is a task, and tasks run in as many processes as there are cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from cvgen.diagnostics import CvgenError, Diagnostic, Exit, Together
from cvgen.loading import Loaded
from cvgen.prepare import Choice, Prepared, prepare

T = TypeVar("T")


class Task(NamedTuple):
    """One variant of one file: the file's place among those that were read, and the variant's name."""

    at: int
    variant: str


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What became of a task: what was made of it, or what is wrong, found before TeX ran (`early`) or by it."""

    made: T | None = None
    problems: tuple[Diagnostic, ...] = ()
    code: Exit = Exit.OK
    early: bool = False


def processors() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(
    all_loaded: Sequence[Loaded], tasks: Sequence[Task], engine: Choice, action: Callable[[Prepared], T], jobs: int
) -> Iterator[Outcome[T]]:
    """Prepare each task's variant and do something with it; yield what became of each, in the order of the tasks.

    `action` must be known by name, with arguments that can be pickled. One task's error does not stop the others.
    Raises CvgenError if one of the processes is ended from outside.
    """
    if min(jobs, len(tasks)) <= 1:
        yield from (_outcome(all_loaded, task, engine, action) for task in tasks)
        return
    # A fork has what was read already, and the modules. Elsewhere it is not safe, or there is none.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with _pool(min(jobs, len(tasks)), context, all_loaded) as pool:
        futures = [pool.submit(_work, task, engine, action) for task in tasks]
        yield from map(_result, futures)


def in_shard(files: Iterable[Path], shard: int, of: int) -> list[Path]:
    """Return the files of one of several shards, which count from 1.

    Each file's own path decides, so that a file that is added moves no other.
    """
    return [path for path in files if int(sha256(path.as_posix().encode()).hexdigest(), 16) % of == shard - 1]


def _outcome(all_loaded: Sequence[Loaded], task: Task, engine: Choice, action: Callable[[Prepared], T]) -> Outcome[T]:
    loaded = all_loaded[task.at]
    variant = next(variant for variant in loaded.cv.variants if variant.name == task.variant)
    together = Together()
    ready = together.attempt(prepare, loaded, variant, engine)
    made = together.attempt(action, ready) if ready else None
    if not together.errors:
        return Outcome(made)
    (error,) = together.errors
    return Outcome(None, error.diagnostics, error.exit_code, early=ready is None)


# In a process of the pool: the files, and whether it works on one of them.
_read: Sequence[Loaded] = ()
_busy = False


def _start(all_loaded: Sequence[Loaded]) -> None:
    """Begin a process of the pool. An interrupt is the parent's to hear; it ends us with SIGTERM."""
    global _read  # noqa: PLW0603 (what a task needs is sent once, not with each)
    _read = all_loaded
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)


def _stop(_signum: int, _frame: object) -> None:
    """End this process, and first the TeX that it runs."""
    if _busy:
        raise KeyboardInterrupt
    os._exit(Exit.INTERRUPTED)


def _work(task: Task, engine: Choice, action: Callable[[Prepared], T]) -> Outcome[T]:
    global _busy  # noqa: PLW0603
    _busy = True
    try:
        return _outcome(_read, task, engine, action)
    except KeyboardInterrupt:  # TeX has been ended on the way here
        os._exit(Exit.INTERRUPTED)
    finally:
        _busy = False


@contextmanager
def _pool(
    size: int, context: multiprocessing.context.BaseContext, all_loaded: Sequence[Loaded]
) -> Iterator[ProcessPoolExecutor]:
    """Provide a pool of processes. What still runs when it is left by an error is ended, with the TeX that it runs."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(size, context, _start, (all_loaded,))
    try:
        yield pool
    except (Exception, KeyboardInterrupt):
        for process in set(multiprocessing.active_children()) - others:
            with suppress(OSError):
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _result(future: Future[Outcome[T]]) -> Outcome[T]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        hint = "the system may be short of memory: build fewer at once, with --jobs 1"
        raise CvgenError("a process that built a CV was ended from outside", hint) from error
