"""A fence around a build: what TeX reads and writes is recorded, and nothing outside may have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from cvgen import compiling
from cvgen.cache import cache_folder
from cvgen.sandbox import run_limited

_TREES = ("/usr/share/texmf", "/usr/share/texlive", "/var/lib/texmf", "/usr/share/fonts")
_SECRET = "canary-3f1b7c"


def _recorded(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float, said: Path, *, spawns: bool
) -> int | None:
    """Run TeX, and look at every file that it says it opened."""
    before = {path.name for path in folder.iterdir()}
    assert "-no-shell-escape" in command
    code = run_limited(command, folder, environment, seconds, said, spawns=spawns)
    fonts = str(cache_folder() / "luatex")  # which luaotfload keeps
    formats = str(cache_folder() / "formats")
    trees = (*_TREES, fonts, formats, str(Path(command[0]).resolve().parents[2]))
    opened = (folder / "cv.fls").read_text(encoding="utf-8", errors="replace").splitlines()
    assert any(line.startswith("INPUT ") for line in opened)
    for line in opened:
        what, _, name = line.partition(" ")
        inside = (folder / name).resolve().is_relative_to(folder)
        assert inside or what == "PWD" or name.startswith(fonts) or (what == "INPUT" and name.startswith(trees)), line
    made = {path.name for path in folder.iterdir()} - before
    assert made <= {f"cv.{ending}" for ending in ("aux", "fls", "fmt", "log", "out", "pdf", "said", "tags")}, made
    return code


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def fenced(folder: Path) -> Iterator[Path]:
    """Work in an empty folder, with a home of our own. When left, both hold what they held, but for PDFs in `output`.

    The file of the secret stands in both, and so does /etc/passwd somewhere: `leaks` looks for them in a text.
    """
    work, home = folder / "work", folder / "home"
    for place in (work, home / ".ssh"):
        place.mkdir(parents=True)
    (home / ".ssh" / "id_rsa").write_text(_SECRET)
    (work / "secret.tex").write_text(_SECRET)
    before = _files(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(work)
        patch.setenv("HOME", str(home))
        patch.setenv("CVGEN_CANARY", _SECRET)
        patch.setattr(compiling, "run_limited", _recorded)
        yield work
    made = {name: data for name, data in _files(folder).items() if before.get(name) != data}
    assert all(Path(name).parts[:2] == ("work", "output") or name == "work/cv.yaml" for name in made), made.keys()
    assert not any(path.name.startswith("cvgen_pwned") for path in (*Path("/tmp").iterdir(), *folder.rglob("*")))


def leaks(text: str) -> bool:
    """Return whether a text holds a file that no CV may hold."""
    passwd = Path("/etc/passwd")
    return _SECRET in text or (passwd.exists() and passwd.read_text().splitlines()[0] in text)
