"""What a shell should offer, for the tests of all three: a folder to stand in, lines, and what completes them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.conftest import MINIMAL

COMPLETED = {
    "cvgen bui": {"build"},
    "cvgen ex": {"export"},
    "cvgen build --vari": {"--variant"},
    "cvgen build --qui": {"--quiet"},
    "cvgen build --variant ": {"academic", "resume"},
    "cvgen build --variant res": {"resume"},
    "cvgen build jane.yaml --variant ": {"teaching", "long"},
    "cvgen build cv.yaml jane.yaml --variant ": {"academic", "resume", "teaching", "long"},
    "cvgen build layered.yaml --variant ": {"academic", "resume", "third"},
    "cvgen check --overlay over.yml --variant ": {"academic", "resume", "fourth"},
    "cvgen build broken.yaml --variant ": set(),
    "cvgen build nosuch.yaml --variant ": set(),
    "cvgen build bare.yaml --variant ": {"academic"},
    "cvgen export bibtex --variant a": {"academic"},
    "cvgen build --engine x": {"xelatex"},
    "cvgen check --engine latexmk-": {"latexmk-xelatex", "latexmk-lualatex"},
    "cvgen templates ": {"show", "copy", "test"},
    "cvgen templates test r": {"resume"},
    "cvgen watch --variant r": {"resume"},
    "cvgen watch j": {"jane.yaml"},
    "cvgen watch --editor ze": {"zed"},
    "cvgen templates show ": {"academic", "classic", "publications", "resume", "mine"},
    "cvgen templates copy m": {"mine"},
    "cvgen build j": {"jane.yaml"},
    "cvgen build p": {"people/"},
    "cvgen build n": set(),
    "cvgen build people/": {"people/ada.yaml"},
    "cvgen build nosuch/": set(),
    "cvgen check --overlay o": {"over.yml"},
    "cvgen import bi": {"bibtex"},
    "cvgen import bibtex mi": {"mine.bib"},
    "cvgen export bibtex j": {"jane.yaml"},
    "cvgen build --fit t": {"tighten"},
    "cvgen check --format gith": {"github"},
    "cvgen new --kind s": {"student"},
    "cvgen completion z": {"zsh"},
    "cvgen build --output peo": {"people/"},
    "cvgen build --pictures peo": {"people/"},
    "cvgen build --report peo": {"people/"},
    "cvgen build --date ": set(),
    "cvgen build -v --qui": set(),
}
"""A line as it is typed, and all that should be offered for its last word."""


def folder(path: Path) -> dict[str, str]:
    """Fill a folder with what is completed; return the environment of a shell that finds cvgen."""
    (path / "people").mkdir()
    (path / "latex_templates" / "mine").mkdir(parents=True)
    (path / "latex_templates" / "mine" / "template.yaml").write_text("description: Mine\n")
    for name in ("cv.yaml", "people/ada.yaml"):
        (path / name).write_text(MINIMAL, encoding="utf-8")
    (path / "jane.yaml").write_text("basics: {name: Jane}\nvariants: {teaching: {}, long: {template: academic}}\n")
    (path / "layered.yaml").write_text("extends: cv.yaml\nvariants: {third: {}}\n")
    (path / "over.yml").write_text("variants: {fourth: {}}\n")
    (path / "bare.yaml").write_text("basics: {name: Jane}\n")
    (path / "broken.yaml").write_text("variants: {a: [\n")
    (path / "mine.bib").touch()
    (path / "notes.txt").touch()
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": programs, "HOME": str(path), "TERM": "dumb"}
