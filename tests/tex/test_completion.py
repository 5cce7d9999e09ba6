"""What zsh and fish offer, as they are installed by what `docs/building.md` says."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.completed import COMPLETED, folder


def script(shell: str, environment: dict[str, str], path: Path) -> None:
    """Write the script for a shell into a file."""
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        subprocess.run(["cvgen", "completion", shell], env=environment, stdout=file, check=True)


def test_fish(tmp_path: Path) -> None:
    environment = folder(tmp_path) | {"XDG_CONFIG_HOME": str(tmp_path / ".config")}
    script("fish", environment, tmp_path / ".config/fish/completions/cvgen.fish")
    subprocess.run(["fish", "--no-execute", tmp_path / ".config/fish/completions/cvgen.fish"], check=True)
    asked = "".join(f"echo '=={line}'; complete -C '{line}'\n" for line in COMPLETED)
    run = subprocess.run(
        ["fish", "-c", asked], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    offered = {}
    for block in run.stdout.split("==")[1:]:
        line, *found = block.splitlines()
        offered[line] = {one.split("\t")[0] for one in found}
    assert offered == COMPLETED
    assert "build\tmake the PDFs" in run.stdout


class Zsh:
    """An interactive zsh, in which keys are pressed. The Tab key completes, then writes what stands in its line into a file."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.line = home / "line"
        (home / ".zshrc").write_text(
            "fpath=(~/.zfunc $fpath)\nautoload -Uz compinit && compinit -u\n"
            f"tab() {{ zle expand-or-complete; print -rn -- $BUFFER > {self.line}.new; mv {self.line}.new {self.line} }}\n"
            "zle -N tab; bindkey '^I' tab; PROMPT='%% '; LISTMAX=1000; unsetopt beep\n"
        )
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.chdir(home)
            os.execvpe("zsh", ["zsh", "-i"], environment | {"ZDOTDIR": str(home), "TERM": "xterm"})
        self.shown(2.0)

    def shown(self, wait: float = 0.3) -> str:
        """Return what it shows until it falls silent."""
        found = b""
        while select.select([self.terminal], [], [], wait)[0]:
            try:
                found += os.read(self.terminal, 65536)
            except OSError:
                break
        return re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", found.decode())

    def pressed(self, line: str) -> tuple[str, str]:
        """Return what a line becomes by the Tab key, and what was shown meanwhile."""
        self.line.unlink(missing_ok=True)
        os.write(self.terminal, b"\x15" + line.encode() + b"\t")
        until = time.monotonic() + 20
        while not self.line.exists() and time.monotonic() < until:
            time.sleep(0.02)
        return self.line.read_text(), self.shown()

    def end(self) -> None:
        """End the shell."""
        os.write(self.terminal, b"\x15exit\n")
        os.close(self.terminal)
        os.waitpid(self.process, 0)


@pytest.fixture
def zsh(tmp_path: Path) -> Iterator[Callable[[str], tuple[str, str]]]:
    environment = folder(tmp_path)
    script("zsh", environment, tmp_path / ".zfunc" / "_cvgen")
    subprocess.run(["zsh", "-n", tmp_path / ".zfunc" / "_cvgen"], check=True)
    shell = Zsh(tmp_path, environment)
    yield shell.pressed
    shell.end()


def test_zsh(zsh: Callable[[str], tuple[str, str]]) -> None:
    for line, offered in COMPLETED.items():
        becomes, shown = zsh(line)
        before = line.rpartition(" ")[0]
        if len(offered) == 1:
            (one,) = offered
            assert becomes.rstrip() == f"{before} {one}", line
        elif not offered:
            assert becomes.rstrip() == line.rstrip(), line
        else:
            assert becomes.startswith(line), line
            assert offered <= set(shown.split()), line
    assert "make the PDFs" in zsh("cvgen ")[1]
