"""What TeX and git may know of the machine that they run on: environment variables, and the caches of LuaTeX."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cvgen.cache import alone, cache_folder
from cvgen.engine import Engine

_SYSTEM = ["/usr/bin", "/bin"] if os.name == "posix" else []
_HARDENED = {
    "openin_any": "p",
    "openout_any": "p",
    "MKTEXPK": "0",
    "MKTEXTFM": "0",
    "max_print_line": "10000",
    "error_line": "254",  # most that TeX shows of the line with an error
    "half_error_line": "238",
    "SOURCE_DATE_EPOCH": "0",
    "FORCE_SOURCE_DATE": "1",
    "LC_ALL": "C.UTF-8",
}

_OF_GIT = ("HOME", "XDG_CONFIG_HOME", "USERPROFILE", "SYSTEMROOT", "TEMP", "TMP")
_TAME_GIT = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    # What a partial clone lacks would be fetched, with a program that its own config may name.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
}


def environment_of_git(program: Path) -> dict[str, str]:
    """Return all that git may know of its surroundings: the user's own settings, for they say which folders are safe.

    No variable leads it to another repository than that of its folder, and it reaches nothing over a network.
    """
    kept = {name: os.environ[name] for name in _OF_GIT if name in os.environ}
    return {**kept, "PATH": os.pathsep.join([str(program.parent), *_SYSTEM]), **_TAME_GIT}


def environment_of(engine: Engine, program: Path, folder: Path) -> dict[str, str]:
    """Return all that TeX may know of its surroundings; nothing of the user's own TeX files is among it.

    A command of the user's own keeps its surroundings, but for what makes TeX safe and its PDFs the same.
    """
    if engine.own:
        return {**os.environ, **_HARDENED}
    home = str(folder)
    environment = {
        "PATH": os.pathsep.join([str(program.parent), *_SYSTEM]),
        "HOME": home,
        "TEXMFHOME": str(folder / "texmf"),
        "TEXMFCONFIG": str(folder / "texmf-config"),
        "TEXMFVAR": str(folder / "texmf-var"),
        **_HARDENED,
    }
    if os.name == "nt":
        environment.update({key: os.environ[key] for key in ("SYSTEMROOT", "TEMP", "TMP") if key in os.environ})
    if "lua" in engine.name:
        environment.update(_lua_caches())
    return environment


def _lua_caches() -> dict[str, str]:
    """Keep luaotfload's font database, which takes seconds to make, in our cache rather than the private folder."""
    folder = cache_folder() / "luatex"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return {"TEXMFVAR": str(folder), "TEXMFCACHE": str(folder)}
    return {}


@contextmanager
def first_alone(folder: str | None) -> Iterator[None]:
    """Let one process at a time fill LuaTeX's cache, for it does not keep others from reading what is half-written."""
    ready = Path(folder, "ready") if folder else None
    if ready is None or ready.exists():
        yield
        return
    with alone("luatex", "fonts"):
        yield
        with suppress(OSError):
            ready.touch()
