"""What is being done, and why, told step by step to whoever listens. Nobody does unless a command was asked to say it.

Each step is a line without an end. Work in other processes is heard there, and what was told goes with its outcome.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str], None]
_listener: Listener | None = None


def tell(step: str) -> None:
    """Tell what is done to whoever listens."""
    if _listener:
        _listener(step)


def is_heard() -> bool:
    """Return whether anybody listens."""
    return _listener is not None


@contextmanager
def told_to(listener: Listener | None) -> Iterator[None]:
    """Tell one listener, or nobody, of all that is done meanwhile."""
    global _listener  # noqa: PLW0603 (what is told is no result, which every function between would have to hand on)
    before, _listener = _listener, listener
    try:
        yield
    finally:
        _listener = before


@contextmanager
def under(heading: str) -> Iterator[None]:
    """Tell a heading, and what is done meanwhile indented below it."""
    tell(heading)
    listener = _listener
    with told_to((lambda step: listener(f"  {step}")) if listener else None):
        yield


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Tell of a step when it is done, with how long it took; nothing if it fails."""
    start = time.perf_counter()
    yield
    tell(f"{step} in {since(start)}")


def since(start: float) -> str:
    """Return how long ago `start` was, a time of `time.perf_counter`, as it is told: 0.12 s."""
    return f"{time.perf_counter() - start:.2f} s"
