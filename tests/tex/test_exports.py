"""What `cvgen export` makes, in the hands of others: plain LaTeX programs, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

import cvgen
from cvgen.cli import main
from tests.conftest import ROOT, SAMPLE
from tests.pdf import links_of, text_of

PROFESSOR = ROOT / "docs" / "examples" / "professor.yaml"
LANGUAGES = ROOT / "docs" / "examples" / "languages.yaml"


def set_by(engine: str, folder: Path, elsewhere: Path) -> Path:
    """Return the PDF that a plain TeX makes of an exported folder, in another place and an empty environment."""
    shutil.copytree(folder, elsewhere)
    for _ in range(2):
        subprocess.run(
            [engine, "-interaction=nonstopmode", "-halt-on-error", "cv.tex"],
            cwd=elsewhere,
            env={"PATH": os.environ["PATH"], "HOME": str(elsewhere)},
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            check=True,
        )
    assert "Missing character" not in (elsewhere / "cv.log").read_text(encoding="utf-8", errors="replace")
    return elsewhere / "cv.pdf"


def pages_of(pdf: Path) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=1).to_pil().convert("L") for page in document]
    finally:
        document.close()


def bookmarks_of(pdf: Path) -> list[str]:
    def flat(outline: list) -> list:
        return [one for item in outline for one in (flat(item) if isinstance(item, list) else [str(item.title)])]

    return flat(pypdf.PdfReader(pdf).outline)


def far_off(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ clearly."""
    assert one.size == other.size
    histogram = ImageChops.difference(one, other).histogram()
    return sum(histogram[60:]) / sum(histogram)


@pytest.mark.parametrize("engine", ["pdflatex", "xelatex", "lualatex"])
@pytest.mark.parametrize(
    ("file", "variant"),
    [(SAMPLE, "academic-zh"), (SAMPLE, "resume"), (PROFESSOR, "academic"), (LANGUAGES, "ko")],
    ids=["academic-zh", "resume", "professor", "ko"],
)
def test_exported_latex_looks_like_cvgens_own(engine: str, file: Path, variant: str, tmp_path: Path) -> None:
    (own,) = cvgen.build(file, variants=[variant], engine=engine, output=tmp_path)
    assert main(["export", "tex", str(file), "--variant", variant, "-o", str(tmp_path / "out")]) == 0
    made = set_by(engine, tmp_path / "out", tmp_path / "far away")
    assert text_of(made).split() == text_of(own.path).split()
    assert links_of(made) == links_of(own.path)
    assert bookmarks_of(made) == bookmarks_of(own.path)
    for key in ("/Title", "/Author", "/Subject"):
        assert pypdf.PdfReader(made).metadata[key] == pypdf.PdfReader(own.path).metadata[key]
    pages = list(zip(pages_of(made), pages_of(own.path), strict=True))
    # One page is fitted by the engine of the export, whose heights differ from others' by a point or two.
    assert max(far_off(*pair) for pair in pages) < (0.01 if len(pages) == 1 else 0.001)
