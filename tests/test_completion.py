"""`cvgen completion`: what bash offers. The tests of zsh and fish are in `tests/tex`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cvgen.cli import main
from cvgen.commands.completion import SHELLS
from cvgen.diagnostics import Exit
from tests.completed import COMPLETED, folder

# What bash does when the Tab key is pressed, but for printing it.
_PRESS = r"""
press() {
  local COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_WORDS COMP_CWORD COMPREPLY=()
  read -ra COMP_WORDS <<<"$1"
  [[ $1 == *" " ]] && COMP_WORDS+=("")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  local how; how=$(complete -p cvgen)
  how=${how##*-F }
  "${how%% *}" cvgen "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
  printf '%s\t' "$1" "${COMPREPLY[@]}"
  echo
}
"""


def test_bash(tmp_path: Path) -> None:
    environment = folder(tmp_path)
    presses = "".join(f"press '{line}'\n" for line in COMPLETED)
    script = f'set -e\neval "$(cvgen completion bash)"\n{_PRESS}{presses}'
    run = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    offered = {line: {one.strip() for one in found if one} for line, *found in map(_fields, run.stdout.splitlines())}
    assert offered == COMPLETED


def _fields(line: str) -> list[str]:
    return line.rstrip("\t").split("\t")


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = {
        "bash": "    complete -o nospace -F _python_argcomplete cvgen",  # and no files but ours
        "zsh": "#compdef cvgen",
        "fish": "complete --command cvgen -f -a '(__fish_cvgen_complete)'",
    }
    assert main(["completion", shell]) == Exit.OK
    assert lines[shell] in capsys.readouterr().out.splitlines()


def test_other_shells_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["completion", "tcsh"])
    assert error.value.code == Exit.USAGE
    assert "choose from" in capsys.readouterr().err


def test_no_command_hears_of_completion_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("argcomplete.autocomplete", lambda *_, **__: pytest.fail("asked"))
    assert main(["completion", "bash"]) == Exit.OK
