"""What `cvgen export` makes, in the hands of others: plain LaTeX programs, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

import cvgen
from cvgen.cli import main
from tests.conftest import ROOT, SAMPLE
from tests.fence import fenced, leaks
from tests.hostile import SOME, Sheet, fill
from tests.pdf import links_of, text_of
from tests.templates.test_hostile import SPECIAL

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


@pytest.mark.parametrize("engine", ["pdflatex", "xelatex", "lualatex"])
def test_hostile_texts_run_nothing_in_exported_latex_and_come_back(engine: str, tmp_path: Path) -> None:
    sheet = fill(Sheet(SOME), SPECIAL)
    (tmp_path / "cv.yaml").write_text(sheet.source, encoding="utf-8")
    with fenced(tmp_path / "fence"):
        assert (
            main(["export", "tex", str(tmp_path / "cv.yaml"), "--variant", "academic", "-o", str(tmp_path / "out")])
            == 0
        )
        text = text_of(set_by(engine, tmp_path / "out", tmp_path / "far away"))
    assert sheet.lost(text, "academic") == []
    assert not leaks(text)


HOSTILE = """\
basics:
  name: "<script>document.title='pwned'</script>"
  label: "<img src=x onerror=\\"document.title='pwned'\\">"
  summary: "</style></title></script><svg onload=alert(1)> [a](https://example.org/?q=<b>)"
  url: "https://example.org/'onmouseover='alert(1)"
sections:
  general: {type: general, title: "</script><script>alert(1)</script>", entries: [{title: "<iframe src=//x.org>"}]}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        assert program, "Chromium is missing: make test-tex installs it"
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])  # root has none
        yield started
        started.close()


def opened(browser: Browser, path: Path, **how: Any) -> tuple[Page, list[str]]:
    """Return a page that a browser shows, and what it said or asked for beside the page itself."""
    page, said = browser.new_context(**how).new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on(
        "request", lambda request: said.append(request.url) if not request.url.startswith(("data:", "file:")) else None
    )
    page.goto(path.as_uri())
    return page, said


def exported_page(source: str | Path, folder: Path, variant: str = "") -> Path:
    if isinstance(source, str):
        (folder / "cv.yaml").write_text(source, encoding="utf-8")
        source = folder / "cv.yaml"
    named = ["--variant", variant] if variant else []
    assert main(["export", "html", str(source), *named, "-o", str(folder / "cv.html")]) == 0
    return folder / "cv.html"


def test_a_hostile_page_runs_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    page, said = opened(browser, exported_page(HOSTILE, tmp_path))
    assert said == []
    assert page.title() == "<script>document.title='pwned'</script> - Curriculum Vitae"
    assert page.locator("h1").inner_text() == "<script>document.title='pwned'</script>"
    assert page.locator("svg, iframe, img, [onmouseover]").count() == 0
    assert page.evaluate("JSON.parse(document.querySelector('script').textContent)['@type']") == "Person"


def test_the_policy_of_a_page_holds(browser: Browser, tmp_path: Path) -> None:
    path = exported_page(HOSTILE, tmp_path)
    html = path.read_text(encoding="utf-8")
    inserted = (
        "<script>document.title='pwned'</script><img src='https://example.org/x.png'><p style='color:red' id='p'>x</p>"
    )
    path.write_text(html.replace("<main>", f"<main>{inserted}"), encoding="utf-8")
    page, said = opened(browser, path)
    assert page.title() != "pwned"
    assert sum("Content Security Policy" in one for one in said) == 3
    assert page.evaluate("getComputedStyle(document.getElementById('p')).color") != "rgb(255, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(29, 63, 102)"


@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("variant", ["academic", "academic-zh"])
def test_a_page_fits_any_screen(browser: Browser, tmp_path: Path, width: int, variant: str) -> None:
    path = exported_page(SAMPLE, tmp_path, variant)
    page, said = opened(browser, path, viewport={"width": width, "height": 800})
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    names = page.get_by_role("heading", level=2).all_inner_texts()
    assert page.get_by_role("region").count() == len(names)
    assert page.get_by_role("main").count() == page.get_by_role("banner").count() == 1
    assert page.get_by_role("list").count() > 30


def test_a_page_is_dark_where_that_is_wanted_and_light_on_paper(browser: Browser, tmp_path: Path) -> None:
    path = exported_page(SAMPLE, tmp_path, "resume")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page, _ = opened(browser, path, color_scheme="dark")
    assert page.evaluate(ground) == "rgb(22, 24, 28)"
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(page.pdf(format="Letter"))
    assert 1 <= len(pypdf.PdfReader(pdf).pages) <= 2
