"""`cvgen watch` in a real browser: Chromium, which Playwright drives."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cvgen.diagnostics import Exit
from tests.conftest import SAMPLE

TEXT = SAMPLE.read_text(encoding="utf-8")
LINES = TEXT.split("\n")
WAIT = 60_000  # milliseconds, for a busy machine


class Watched(NamedTuple):
    """A page of the preview, and the file that it shows."""

    page: Page
    file: Path
    elsewhere: list[str]  # what the page asked of others than the preview, and what went wrong in it

    def round(self, number: int) -> None:
        """Wait until a round has ended."""
        expect(self.page.locator("body")).to_have_attribute("data-round", str(number), timeout=WAIT)

    def digest(self) -> str:
        """Wait until pages are shown, and return which."""
        expect(self.page.locator("#pages")).to_have_attribute("data-digest", re.compile(".+"), timeout=WAIT)
        return self.page.locator("#pages").get_attribute("data-digest") or ""

    def changes(self, before: str) -> None:
        """Wait until other pages are shown."""
        expect(self.page.locator("#pages")).not_to_have_attribute("data-digest", before, timeout=WAIT)
        self.digest()

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        assert program, "Chromium is missing: make test-tex installs it"
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])  # root has none
        yield browser
        browser.close()


def watch(folder: Path, text: str, *options: str) -> tuple[subprocess.Popen[str], str]:
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "cvgen", "watch", *options]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    url = re.search(r"http\S+", process.stdout.readline())
    assert url
    return process, url[0]


@pytest.fixture(params=[()])
def watched(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Watched]:
    """The sample, watched; a test may give options in place of none, and begins when all variants are there."""
    process, url = watch(tmp_path, TEXT, *request.param)
    context = browser.new_context(viewport={"width": 1000, "height": 700}, device_scale_factor=2)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda asked: asked.url.startswith((url, "data:", "vscode:")) or elsewhere.append(asked.url))
    page.on("pageerror", lambda error: elsewhere.append(str(error)))
    page.on("console", lambda said: elsewhere.append(said.text))
    page.goto(url)
    watched = Watched(page, tmp_path / "cv.yaml", elsewhere)
    watched.round(1)
    watched.digest()
    yield watched
    context.close()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == Exit.OK
    assert elsewhere == []


def test_write_break_mend(watched: Watched) -> None:
    page, first = watched.page, watched.digest()
    expect(page.locator(".page")).to_have_count(4)
    # somebody reads the third page when the file is saved
    page.locator(".page").nth(2).evaluate("page => scrollTo(0, page.offsetTop + 100)")
    place = page.evaluate("scrollY")
    assert place > 1000
    # every picture that comes must be there whole when it comes, or a white page would be seen for a moment
    page.evaluate("""() => {
      window.white = [];
      new MutationObserver((changes) => changes.forEach(({addedNodes}) => addedNodes.forEach((node) => {
        if (node.tagName === "IMG" && !(node.complete && node.naturalWidth)) window.white.push(node.src);
      }))).observe(document.getElementById("pages"), {childList: true, subtree: true});
    }""")
    watched.write(TEXT.replace("AI Research Scientist", "AI Research Engineer"))
    watched.changes(first)
    expect(page.get_by_role("button", name=re.compile("AI Research Engineer")).first).to_be_attached()
    assert page.evaluate("scrollY") == place

    second = watched.digest()
    watched.write(TEXT.replace("sections:", "sectoins:", 1))
    line = LINES.index("sections:") + 1
    error = page.locator("#problems .error")
    expect(error).to_contain_text(f"cv.yaml:{line}:1", timeout=WAIT)
    expect(error).to_contain_text("did you mean 'sections'")
    expect(page.get_by_role("status")).to_contain_text("1 error")
    assert watched.digest() == second  # the last good pages
    assert page.evaluate("scrollY") == place
    expect(page.locator(".page")).to_have_count(4)

    watched.write(TEXT)
    expect(error).to_have_count(0, timeout=WAIT)
    watched.changes(second)
    assert watched.digest() == first
    assert page.evaluate("scrollY") == place
    assert page.evaluate("window.white") == []


def test_a_click_leads_to_the_line(watched: Watched) -> None:
    page = watched.page
    line = next(number for number, text in enumerate(LINES, 1) if 'title: "TernGrad' in text)
    page.get_by_role("button", name=re.compile(f"^cv.yaml line {line}: TernGrad")).click()
    expect(page.locator("#place")).to_contain_text(f"cv.yaml:{line}")
    expect(page.locator("#place")).to_contain_text("copied")
    assert re.fullmatch(rf"cv\.yaml:{line}:\d+", page.evaluate("navigator.clipboard.readText()"))
    page.keyboard.press("Escape")
    expect(page.locator("#place")).to_be_hidden()
    # where one clicks is where the words are
    box = page.get_by_role("button", name=re.compile("TernGrad")).first.bounding_box()
    sheet = page.locator(".page").nth(1).bounding_box()
    assert box
    assert sheet
    assert box["height"] < 30
    assert sheet["x"] < box["x"] < box["x"] + box["width"] < sheet["x"] + sheet["width"]


def test_tabs_show_the_variants(watched: Watched) -> None:
    page, first = watched.page, watched.digest()
    names = page.get_by_role("tab")
    expect(names).to_have_text(["academic", "academic-zh", "resume", "resume-zh"])
    page.evaluate("scrollTo(0, 1500)")
    page.get_by_role("tab", name="resume", exact=True).click()
    watched.changes(first)
    expect(page.locator(".page")).to_have_count(1)
    expect(page.get_by_role("tab", selected=True)).to_have_text("resume")
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", selected=True)).to_have_text("academic")
    expect(page.locator(".page")).to_have_count(4)
    assert page.evaluate("scrollY") == 1500  # each keeps its place
    # what is looked at is built first
    page.get_by_role("tab", name="resume-zh").click()
    page.reload()
    expect(page.get_by_role("tab", selected=True)).to_have_text("resume-zh")
    watched.write(TEXT.replace("design:", "# a remark\ndesign:"))
    watched.round(2)
    order = [
        path.name for path in sorted(watched.file.parent.glob("output/*.pdf"), key=lambda path: path.stat().st_mtime_ns)
    ]
    assert order[0] == "wei-wen-resume-zh.pdf"
    # and the tabs follow the file
    watched.write(TEXT.replace("  resume-zh:", "  kurz-zh:"))
    expect(names).to_have_text(["academic", "academic-zh", "resume", "kurz-zh"], timeout=WAIT)


def test_pages_are_sharp_at_every_size(watched: Watched) -> None:
    page = watched.page
    sharp = "img => img.naturalWidth === Math.round(img.clientWidth * devicePixelRatio)"
    image = page.locator(".page img").first
    assert image.evaluate("img => img.clientWidth") > 500
    assert image.evaluate(sharp)
    page.set_viewport_size({"width": 480, "height": 700})
    width = image.evaluate("img => img.clientWidth")
    expect(page.locator(".page").first).to_have_attribute("data-url", re.compile(f"/{2 * width}$"))
    assert image.evaluate(sharp)
    assert width < 500


@pytest.mark.parametrize("watched", [("--variant", "academic", "--editor", "vscode")], indirect=True)
def test_a_click_opens_the_editor(watched: Watched) -> None:
    line = next(number for number, text in enumerate(LINES, 1) if 'title: "TernGrad' in text)
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    with watched.page.expect_request(re.compile("^vscode:")) as request:
        watched.page.get_by_role("button", name=re.compile(f"^cv.yaml line {line}: TernGrad")).click()
    assert re.fullmatch(rf"vscode://file{watched.file.resolve()}:{line}:\d+", request.value.url)


HOSTILE = """\
basics:
  name: Ada <script>window.hit=1</script>
  label: '<img src=x onerror="window.hit=1">'
sections:
  skills:
    - name: '"><svg onload="window.hit=1">'
      keywords: ['javascript:window.hit=1', '</script><script>window.hit=1</script>']
variants:
  academic: {}
"""


def test_what_a_cv_says_is_inert(browser: Browser, tmp_path: Path) -> None:
    process, url = watch(tmp_path, HOSTILE)
    page = browser.new_page()
    page.goto(url)
    watched = Watched(page, tmp_path / "cv.yaml", [])
    watched.digest()
    page.get_by_role("button", name=re.compile("svg onload")).first.click()
    watched.write(HOSTILE.replace("  skills:", "  <img src=x onerror=window.hit=1>:"))
    expect(page.locator("#problems .error").first).to_contain_text("<img src=x onerror", timeout=WAIT)
    assert page.evaluate("window.hit") is None
    assert page.locator("#problems img, .page svg, .page script").count() == 0
    # and when the command has ended, the page says so
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    expect(page.get_by_role("status")).to_contain_text("has ended", timeout=WAIT)
    page.close()
