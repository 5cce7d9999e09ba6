"""Pages are kept with every engine, a command of the user's own too."""

from __future__ import annotations

from pathlib import Path

import pytest

from cvgen.engine import own_engine
from cvgen.loading import load
from cvgen.pipeline import publish
from cvgen.prepare import Choice, prepare
from tests.test_fit import long_cv, text_of

OWN = "pdflatex -interaction=nonstopmode -output-directory={folder} {tex}"


@pytest.mark.parametrize("engine", ["embedded", "pdflatex", "xelatex", "lualatex", "latexmk", OWN])
def test_the_same_is_left_out(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(long_cv(3), encoding="utf-8")
    loaded = load(path)
    asked = own_engine(engine) if "{" in engine else engine
    built = publish(prepare(loaded, loaded.cv.variants[0], Choice(asked)), tmp_path)
    usual = publish(prepare(loaded, loaded.cv.variants[0]), tmp_path / "usual")
    assert built.pages == 1
    assert built.how.endswith("text 9 pt")
    left = [{note.origin for note in one.warnings if note.code == "left-out"} for one in (built, usual)]
    assert left[0] == left[1]
    assert text_of(built.path).split()[:2] == ["Ada", "Lovelace"]
