"""The line of progress: what it says, that it fits, when it is not there; on real terminals."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from pathlib import Path

import pytest

from cvgen.commands.progress import Progress, clipped
from cvgen.pool import in_processes
from tests.conftest import MINIMAL

CVGEN = [sys.executable, "-m", "cvgen"]
CLEAR = "\r\033[K"


def on_terminal(*arguments: str, columns: int = 80, **environment: str) -> tuple[str, str]:
    """Run cvgen with a terminal for its standard error; return what it showed there, and its standard output."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    everything = {**os.environ, "TERM": "xterm", **environment}
    run = subprocess.run([*CVGEN, *arguments], stdout=subprocess.PIPE, stderr=theirs, env=everything, check=True)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 100_000):
            shown += part
    except OSError:  # which is how Linux says that nobody writes to the terminal any more
        pass
    os.close(ours)
    return shown.decode(), run.stdout.decode()


@pytest.fixture(autouse=True)
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    files = ["ada.yaml", "温伟-的-简历-很长很长很长很长很长很长很长很长很长很长.yaml", "eve\033[31m.yaml"]
    for file in files:
        Path(file).write_text(MINIMAL.replace("Ada Lovelace", file[:3]), encoding="utf-8")
    return files


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_line_that_fits_and_goes(people: list[str], jobs: str) -> None:
    for columns in (80, 30, 12):
        command = ["build", *people, "--variant", "resume", "--jobs", jobs, "--force"]
        shown, out = on_terminal(*command, columns=columns)
        assert shown.endswith(CLEAR)
        lines = shown.removesuffix(CLEAR).split(CLEAR)
        for line in lines:
            assert line.isprintable()
            assert sum(2 if unicodedata.east_asian_width(char) == "W" else 1 for char in line) < columns
        assert len(out.splitlines()) == 4
        lines = [re.sub(r"(?<=of 3), .*?(?=: )", "", line) for line in lines]  # the clock of a slow machine
        if columns == 80:
            assert lines[:3] == [
                "reading 0 of 3: ada.yaml",
                "reading 1 of 3: 温伟-的-简历-很长很长很长很长很长很长很长很长很长很长.yaml",
                "reading 2 of 3: eve?[31m.yaml",
            ]
            assert lines[3] == "0 of 3: ada.yaml resume"
            assert jobs == "2" or lines[5] == "2 of 3: eve?[31m.yaml resume"
        if columns == 30:
            assert lines[1] == "reading 1 of 3: …长很长.yaml"


def test_none_but_on_terminals_that_can_show_it(people: list[str]) -> None:
    shown, _ = on_terminal("build", "ada.yaml", TERM="dumb")
    assert shown == ""
    shown, _ = on_terminal("build", "ada.yaml", "--quiet", "--force")
    assert shown == ""
    run = subprocess.run([*CVGEN, "check", "ada.yaml"], capture_output=True, check=True)
    assert run.stderr == b""
    shown, _ = on_terminal("check", "ada.yaml", NO_COLOR="1")  # it has no colours
    assert "0 of 2: ada.yaml academic" in shown
    shown, out = on_terminal("check", "ada.yaml", "--fast", "--format", "json")
    assert shown.endswith(CLEAR)
    assert out == "[]\n"


def test_problems_and_steps_take_its_place(people: list[str]) -> None:
    Path("ada.yaml").write_text(MINIMAL.replace("end: 1843", "end: 2090"), encoding="utf-8")
    shown, out = on_terminal("build", "ada.yaml", "--verbose", "--date", "2026-01-01")
    assert re.search(r"\r\x1b\[K(\x1b\[1m)?ada.yaml:9:12:", shown)
    assert "\033" not in out
    assert "  prepared in" in out


class Terminal:
    """A terminal of a width, which keeps what is printed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
        self.now, self.text = 100.0, ""
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr("time.monotonic", lambda: self.now)
        monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((columns, 24)))

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 2

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def test_a_long_batch_says_how_long_it_will_take(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch, 80)
    progress = Progress(terminal)  # type: ignore[arg-type]
    progress.begin(100)
    for seconds, done in ((0.0, 0), (1.9, 1), (2.0, 2), (5.0, 0), (31.0, 12), (1000.0, 99), (4000.0, 50)):
        terminal.now = 100 + seconds
        progress.show(done, "people/3.yaml resume")
    assert terminal.text.split(CLEAR) == [
        "0 of 100: people/3.yaml resume",
        "1 of 100: people/3.yaml resume",
        "2 of 100, 0:02: people/3.yaml resume",
        "0 of 100, 0:05: people/3.yaml resume",
        "12 of 100, 0:31, about 3:47 left: people/3.yaml resume",
        "99 of 100, 16:40, about 0:10 left: people/3.yaml resume",
        "50 of 100, 1:06:40, about 1:06:40 left: people/3.yaml resume",
    ]
    terminal.text = ""
    progress.clear()
    progress.clear()
    assert terminal.text == CLEAR


def test_it_fits_any_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in range(1, 70):
        terminal = Terminal(monkeypatch, columns)
        progress = Progress(terminal)  # type: ignore[arg-type]
        progress.begin(100)
        terminal.now += 31
        progress.show(12, "people/three.yaml resume")
        assert len(terminal.text) < columns
        assert terminal.text.startswith("12 of 100, 0:31, about 3:47 left"[: columns - 1])
    assert terminal.text.endswith(": people/three.yaml resume")


def test_what_is_clipped_keeps_its_end() -> None:
    assert clipped(": people/3.yaml", 15) == ": people/3.yaml"
    assert clipped(": people/3.yaml", 10) == ": …/3.yaml"
    assert clipped(": 温伟.yaml", 10) == ": 伟.yaml"[:0] + ": …伟.yaml"
    assert clipped(": e\u0301.yaml", 8) == ": e\u0301.yaml"
    assert clipped(": people/3.yaml", 4) == ": …l"
    assert clipped(": people/3.yaml", 3) == ""


def test_the_count_goes_on_while_the_first_is_not_done(tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    items = [tmp_path / "last", *(tmp_path / f"{number}" for number in range(4))]
    results = list(in_processes(_waiting, tmp_path, items, 2, lambda done, at: said.append((done, at))))
    assert results == [item.name for item in items]
    assert (0, 0) in said
    assert (4, 0) in said
    assert all(done >= at for done, at in said)


def test_the_clock_goes_on_while_nothing_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvgen.pool._TICK", 0.05)
    said: list[tuple[int, int]] = []
    (tmp_path / "0").touch()
    list(in_processes(_sleeping, None, [0.6], 1, lambda done, at: said.append((done, at))))
    assert len(said) > 5


def _waiting(folder: Path, item: Path) -> str:
    """Leave a file; the last item waits for those of all others."""
    while item.name == "last" and len(list(folder.iterdir())) < 4:
        time.sleep(0.01)
    if item.name == "last":
        time.sleep(0.3)
    item.touch()
    return item.name


def _sleeping(_shared: None, seconds: float) -> None:
    time.sleep(seconds)
