"""Measures the time from a save to new pixels in the preview, in Chromium, by the clock."""

from __future__ import annotations

import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

WAIT = 60_000  # milliseconds
# Notes when a picture of the first page takes the place of the one before, in milliseconds since 1970.
_WATCH = """page => new MutationObserver(() => { window.shown = performance.timeOrigin + performance.now(); })
  .observe(page, {attributeFilter: ["data-url"]})"""


def measure(folder: Path, environment: dict[str, str], text: str, rounds: int) -> list[float]:
    """Return the seconds from each of some edits of a word until the first page is shown anew."""
    from playwright.sync_api import expect, sync_playwright

    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "cvgen", "watch", "--variant", "academic", "--output", "preview"]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    found = []
    try:
        assert process.stdout is not None
        url = re.findall(r"http\S+", process.stdout.readline())[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1200, "height": 1000})
            page.goto(url)
            first = page.locator(".page").first
            first.evaluate(_WATCH)
            for turn in range(rounds + 1):
                expect(page.locator("body")).to_have_attribute("data-round", str(turn + 1), timeout=WAIT)
                expect(page.locator("#pages")).to_have_attribute("data-digest", re.compile("."), timeout=WAIT)
                before = first.get_attribute("data-url") or ""
                start = time.time()
                edited = text.replace("generative AI", f"generative{turn} AI")
                (folder / "cv.yaml").write_text(edited, encoding="utf-8")
                expect(first).not_to_have_attribute("data-url", before, timeout=WAIT)
                found.append(page.evaluate("window.shown") / 1000 - start)
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
    return found[1:]


def bare(folder: Path, environment: dict[str, str], rounds: int) -> float:
    """Return the median of the seconds that TeX alone takes for the same document, from the same format."""
    parts = str(Path(__file__).with_name("parts.py"))
    command = [sys.executable, parts, "build", "--variant", "academic", "--force", "--output", "preview"]
    times = []
    for _ in range(rounds + 1):
        run = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
        times.append(float(re.findall(r"^TeX by the clock (\S+)$", run.stderr, re.MULTILINE)[0]))
    return statistics.median(times[1:])
