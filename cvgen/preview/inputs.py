"""The files that a build depends on: whether one has changed, and how to wait until one does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from cvgen.records import SLACK, changed_at, state_of

_QUIET = 30  # milliseconds without a change after which whoever saves a file has ended
_LOOK = 1000  # milliseconds after which one looks without being told: some file systems say nothing

States = Mapping[str, object]


def states_of(names: Iterable[str], cv: Path) -> dict[str, object]:
    """Return what changes with each of some files and folders. Files beside the CV are known by what is in them."""
    return {name: state_of(Path(name), cv) for name in names}


def is_changed(states: States, cv: Path) -> bool:
    """Return whether one of the files is not as it was."""
    return any(state_of(Path(name), cv) != state for name, state in states.items())


def is_younger(names: Iterable[str], start: int) -> bool:
    """Return whether one of the files was changed since a time (in nanoseconds), or a moment before."""
    return any(changed_at(Path(name)) >= start - SLACK for name in names if not Path(name).is_dir())


def wait_for_change(states: States, cv: Path, meanwhile: Callable[[], None]) -> None:
    """Wait until one of the files is not as it was, and whoever writes it has ended.

    `meanwhile` is called at least once a second. Raises KeyboardInterrupt if the user does not want to wait.
    """
    from watchfiles import watch

    folders = {path if path.is_dir() else path.parent for path in map(Path, states)}
    changes = watch(
        *sorted(folder for folder in folders if folder.is_dir()),
        watch_filter=None,
        recursive=False,
        step=_QUIET,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    # What was changed before the watch began is told by nobody.
    while not is_changed(states, cv):
        meanwhile()
        next(changes)
