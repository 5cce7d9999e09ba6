"""Many builds at once: each variant of each file is a task, and tasks run in as many processes as there are cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from cvgen.diagnostics import Diagnostic, Exit, Together
from cvgen.frozen import record
from cvgen.loading import Loaded
from cvgen.prepare import Choice, Prepared, prepare
from cvgen.steps import is_heard, told_to, under

T = TypeVar("T")
Tick = Callable[[int, int], None]
"""Is told how many tasks are done, and the place of the first that is not."""


class Task(NamedTuple):
    """One variant of one file: the file's place among those that were read, and the variant's name."""

    at: int
    variant: str


@record(frozen=True)
class Outcome(Generic[T]):
    """What became of a task: what was made of it, or what is wrong, found before TeX ran (`early`) or by it.

    `steps` are what was told meanwhile, if that was in another process.
    """

    made: T | None = None
    problems: tuple[Diagnostic, ...] = ()
    code: Exit = Exit.OK
    early: bool = False
    steps: tuple[str, ...] = ()


def processors() -> int:
    """Return how many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(
    all_loaded: Sequence[Loaded],
    tasks: Sequence[Task],
    engine: Choice,
    action: Callable[[Prepared], T],
    jobs: int,
    *,
    tick: Tick = lambda _done, _at: None,
) -> Iterator[Outcome[T]]:
    """Prepare each task's variant and do something with it; yield what became of each, in the order of the tasks.

    `action` must be known by name, with arguments that can be pickled. One task's error does not stop the others.
    `tick` is called when something is done, and meanwhile. Raises CvgenError if a process is ended from outside.
    """
    work = partial(_outcome, engine=engine, action=action)
    if min(jobs, len(tasks)) <= 1:
        for at, task in enumerate(tasks):
            tick(at, at)
            yield work(all_loaded, task)
        return
    from cvgen.pool import in_processes  # slow to import

    if is_heard():
        work = partial(_noted, work=work)
    yield from in_processes(work, all_loaded, tasks, min(jobs, len(tasks)), tick)


def in_shard(files: Iterable[Path], shard: int, of: int) -> list[Path]:
    """Return the files of one of several shards, which count from 1.

    Each file's own path decides, so that a file that is added moves no other.
    """
    return [path for path in files if int(sha256(path.as_posix().encode()).hexdigest(), 16) % of == shard - 1]


def _noted(
    all_loaded: Sequence[Loaded], task: Task, work: Callable[[Sequence[Loaded], Task], Outcome[T]]
) -> Outcome[T]:
    """Return what became of a task, with what was told meanwhile."""
    steps: list[str] = []
    with told_to(steps.append):
        outcome = work(all_loaded, task)
    return replace(outcome, steps=tuple(steps))


def _outcome(all_loaded: Sequence[Loaded], task: Task, engine: Choice, action: Callable[[Prepared], T]) -> Outcome[T]:
    loaded = all_loaded[task.at]
    variant = next(variant for variant in loaded.cv.variants if variant.name == task.variant)
    together = Together()
    with under(f"{loaded.path}, {variant.name}:"):
        ready = together.attempt(prepare, loaded, variant, engine)
        made = together.attempt(action, ready) if ready else None
    if not together.errors:
        return Outcome(made)
    (error,) = together.errors
    return Outcome(None, error.diagnostics, error.exit_code, early=ready is None)
