"""The examples in the help of every command, and how one is run: as a shell would, without a shell."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from cvgen.cli import main, parser
from tests.conftest import MINIMAL, ROOT

BIB = "@article{notes, title={Notes}, author={Lovelace, Ada}, year=1843, journal={Memoirs}}\n"
PUBLISHED = MINIMAL.replace("variants:", "  publications: {bib: mine.bib}\nvariants:")


def parsers(top: argparse.ArgumentParser | None = None) -> Iterator[argparse.ArgumentParser]:
    """Yield the parser of the command line, and of every command and action."""
    top = top or parser()
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from parsers(one)


def examples(one: argparse.ArgumentParser) -> list[str]:
    """Return the commands below `examples:` in a help text, without what is said of them."""
    block = re.search(r"^examples:\n((?:  .*\n?)+)", one.epilog or "", re.MULTILINE)
    return [re.split(r" {2,}", line.strip())[0] for line in block[1].splitlines()] if block else []


def prepare() -> None:
    """Fill the current folder with all that the examples name."""
    people = {"people/grace.yaml": "Grace Hopper", "people/jean.yaml": "Jean Bartik", "jane.yaml": "Jane Doe"}
    Path("people").mkdir()
    Path("cv.yaml").write_text(PUBLISHED, encoding="utf-8")
    for name, person in people.items():
        Path(name).write_text(MINIMAL.replace("Ada Lovelace", person), encoding="utf-8")
    Path("private.yaml").write_text("basics: {phone: '+44 20 7946 0000'}\n")
    Path("mine.bib").write_text(BIB)
    for name in ("resume.json", "rendercv.yaml", "homepage.md"):
        Path(name).write_bytes((ROOT / "tests" / "data" / name).read_bytes())
    for folder in (".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"):
        Path(folder).mkdir(parents=True)
    _commit()


def _commit() -> None:
    """Keep the file in a git repository, in two commits; beside it, as it was once and as it will be, and another."""
    texts = {"old.yaml": PUBLISHED, "new.yaml": PUBLISHED.replace("Analyst", "Poet"), "ada.yaml": PUBLISHED}
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")
    who = {f"GIT_{role}_{what}": "ada@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for command in (
        "init --quiet --initial-branch=main",
        "add cv.yaml mine.bib",
        "commit --quiet --message=first",
        "tag v1.0",
        "commit --quiet --allow-empty --message=second",
    ):
        subprocess.run(["git", *command.split()], check=True, env={**os.environ, **who})


def run(command: str) -> tuple[int, str]:
    """Run a command line, with patterns of file names and `> FILE`; return its exit code and its standard output."""
    words = shlex.split(command)
    target = Path(words.pop()).expanduser() if words[-2] == ">" else None
    words = [word for word in words[1:] if word != ">"]
    expanded = [path for word in words for path in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]
    out = StringIO()
    with redirect_stdout(out):
        try:
            code = main(expanded)
        except SystemExit as end:  # of --help
            code = int(end.code or 0)
    if target:
        target.write_text(out.getvalue(), encoding="utf-8")
    return code, out.getvalue()
