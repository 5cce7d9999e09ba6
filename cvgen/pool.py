"""Work on many items in several processes, none of which outlives the one that began them.

This module imports Python's process pools; it is imported where it is used.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from cvgen.diagnostics import CvgenError, Exit

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")
_TICK = 1.0  # seconds between two looks at the clock while nothing is finished
_INTERRUPTS = {signal.SIGINT, signal.SIGTERM}


def in_processes(
    work: Callable[[S, T], R],
    shared: S,
    items: Sequence[T],
    size: int,
    tick: Callable[[int, int], None] = lambda _done, _at: None,
) -> Iterator[R]:
    """Yield `work(shared, item)` for each item, in their order; `size` processes do it, all at once.

    `work` must be one that can be pickled. `tick` is told, each time that something is finished and once a second, how
    many items are, and the place of the first that is not. Raises CvgenError if a process is ended from outside.
    """
    # A fork has what was read already, and the modules. Elsewhere it is not safe, or there is none.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with _pool(size, context, shared) as pool:
        with _uninterrupted():  # an interrupt in the middle of it would leave the pool in no state at all
            futures = [pool.submit(_work, work, item) for item in items]
            finished: SimpleQueue[Future[R]] = SimpleQueue()
            for future in futures:
                future.add_done_callback(finished.put)
        done = 0
        for at, future in enumerate(futures):
            while not future.done():
                tick(max(done, at), at)
                done += _taken(finished)
            yield _result(future)


def _taken(finished: SimpleQueue[Any]) -> int:
    """Wait for something in a queue, for a while, take out what is there, and return how much it was."""
    try:
        finished.get(timeout=_TICK)
    except Empty:
        return 0
    more = finished.qsize()
    for _ in range(more):
        finished.get()
    return 1 + more


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off interrupts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In a process of the pool: what all work needs, and whether it works.
_shared: Any = None
_busy = False


def _start(shared: object) -> None:
    """Begin a process of the pool. An interrupt is the parent's to hear; it ends us with SIGTERM."""
    global _shared  # noqa: PLW0603 (sent once, not with each item)
    _shared = shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    if hasattr(signal, "pthread_sigmask"):  # the parent put them off when it made us
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPTS)


def _stop(_signum: int, _frame: object) -> None:
    """End this process, and first the TeX that it runs."""
    if _busy:
        raise KeyboardInterrupt
    os._exit(Exit.INTERRUPTED)


def _work(work: Callable[[S, T], R], item: T) -> R:
    global _busy  # noqa: PLW0603
    _busy = True
    try:
        return work(_shared, item)
    except KeyboardInterrupt:  # TeX has been ended on the way here
        os._exit(Exit.INTERRUPTED)
    finally:
        _busy = False


@contextmanager
def _pool(size: int, context: multiprocessing.context.BaseContext, shared: object) -> Iterator[ProcessPoolExecutor]:
    """Provide a pool of processes. What still runs when it is left by an error is ended, with the TeX that it runs."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(size, context, _start, (shared,))
    try:
        yield pool
    except (Exception, KeyboardInterrupt):
        for process in set(multiprocessing.active_children()) - others:
            with suppress(OSError):
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _result(future: Future[R]) -> R:
    try:
        return future.result()
    except BrokenProcessPool as error:
        hint = "the system may be short of memory: build fewer at once, with --jobs 1"
        raise CvgenError("a process that built a CV was ended from outside", hint) from error
