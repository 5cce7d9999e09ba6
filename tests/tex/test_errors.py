"""The same errors of TeX, with every engine of TeX Live, are the same problems at the same places."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cvgen.cli import main
from cvgen.diagnostics import Exit
from tests.test_tex_errors import mine  # noqa: F401 (a fixture)

ENGINES = ["pdflatex", "xelatex", "lualatex"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("entry", "frame", "place", "message"),
    [
        ("a \\nosuch{x}", "", "mine/entries/experience.tex.j2:4:1", "the command \\nosuch is not defined"),
        ("\\begin{nosuch}", "", "mine/entries/experience.tex.j2:4:1", "the environment 'nosuch' is not defined"),
        ("\\input{nosuch}", "", "mine/entries/experience.tex.j2:4:1", "there is no file 'nosuch.tex'"),
        ("", "\\usepackage{nosuch}", "mine/cv.tex.j2:4:1", "the package 'nosuch' is not part of this TeX"),
        ("\\dimen0=16000pt \\multiply\\dimen0 by 2", "", "cv.yaml:6:17", "something is larger than TeX can measure"),
    ],
)
def test_errors(
    mine: Callable[..., Path], capsys: pytest.CaptureFixture[str], engine: str,  # noqa: F811
    entry: str, frame: str, place: str, message: str,
) -> None:  # fmt: skip
    mine(entry, frame)
    assert main(["build", "--engine", engine]) == Exit.TEX
    err = capsys.readouterr().err
    assert re.findall(r"^(?:.*latex_templates/)?(\S+): error: ", err, re.MULTILINE) == [place]
    assert f"error: {message}" in err


@pytest.mark.parametrize("engine", ENGINES)
def test_a_line_that_sticks_out(
    mine: Callable[..., Path], capsys: pytest.CaptureFixture[str], engine: str  # noqa: F811
) -> None:  # fmt: skip
    mine("\\hbox to \\hsize{<< entry.organization >> \\hskip 1.2\\hsize}")
    assert main(["check", "--engine", engine]) == Exit.OK
    assert re.match(r"cv\.yaml:7:21: warning: this text sticks out \d+ pt", capsys.readouterr().out)
