"""The parts of `make site` that are ours: links between the repository and the site, and the search for dead ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.links import dead_links
from docs.mkdocs_hooks import FONTS, OUTSIDE, in_site, moved
from tests.conftest import ROOT

PAGE = '<!doctype html><h2 id="there">A</h2><a name="old"></a>\n'


def site(folder: Path, body: str, css: str = "") -> list[str]:
    """Return what is wrong with a page of a small site."""
    (folder / "outside.html").write_text(PAGE, encoding="utf-8")
    folder = folder / "site"
    (folder / "deep").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE + body, encoding="utf-8")
    (folder / "deep" / "other page.html").write_text(PAGE, encoding="utf-8")
    (folder / "style.css").write_text(css, encoding="utf-8")
    return dead_links(folder)


@pytest.mark.parametrize(
    "link",
    ["deep/other%20page.html", "deep/other%20page.html#there", "#there", "#old", "index.html", "#", "style.css?1",
     "https://example.org/x", "mailto:ada@example.org"],
)  # fmt: skip
def test_a_link_that_leads_somewhere(tmp_path: Path, link: str) -> None:
    assert site(tmp_path, f'<a href="{link}">x</a>') == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="gone.html">x</a>', "'gone.html' leads to no file"),
        ('<a href="../gone.html">x</a>', "'../gone.html' leads to no file"),
        ('<a href="../outside.html">x</a>', "'../outside.html' leads to no file"),
        ('<a href="deep">x</a>', "'deep' leads to no file"),
        ('<a href="#gone">x</a>', "'#gone' leads to nothing of this name in the page"),
        ('<a href="deep/other%20page.html#gone">x</a>', "'deep/other%20page.html#gone' leads to nothing of this name in the page"),
        ('<a href="/index.html">x</a>', "'/index.html' is absolute: it does not work in a folder"),
        ('<img src="gone.png">', "'gone.png' leads to no file"),
        ('<script src="https://cdn.example.org/x.js"></script>', "'https://cdn.example.org/x.js' is loaded from elsewhere"),
        ('<link rel="stylesheet" href="//fonts.example.org/x">', "'//fonts.example.org/x' is loaded from elsewhere"),
    ],
)  # fmt: skip
def test_a_dead_link(tmp_path: Path, body: str, problem: str) -> None:
    assert site(tmp_path, body) == [f"index.html:2: {problem}"]


def test_a_style_that_loads_what_is_not_there(tmp_path: Path) -> None:
    css = 'a { src: url("gone.woff2") } b { src: url(style.css), url(data:x) } c { src: url(https://example.org/f) }'
    gone, elsewhere = site(tmp_path, "", css)
    assert gone == "style.css: 'gone.woff2' leads to no file"
    assert elsewhere == "style.css: 'https://example.org/f' is loaded from elsewhere"


@pytest.mark.parametrize(
    ("link", "path", "uri", "expected"),
    [
        ("../CONTRIBUTING.md", "docs/index.md", "index.md", "contributing.md"),
        ("../../CONTRIBUTING.md", "docs/cookbook/index.md", "cookbook/index.md", "../contributing.md"),
        ("../cv.yaml", "docs/index.md", "index.md", "cv.yaml"),
        ("docs/templates.md", "CONTRIBUTING.md", "contributing.md", "templates.md"),
        ("../writing.md", "docs/cookbook/index.md", "cookbook/index.md", "../writing.md"),
        ("../LICENSE", "docs/index.md", "index.md", "../LICENSE"),  # which mkdocs warns of
    ],
)
def test_links_lead_where_files_are_in_the_site(link: str, path: str, uri: str, expected: str) -> None:
    assert in_site(link, path, uri) == expected


def test_links_are_moved_in_texts_and_not_in_code() -> None:
    text = "[a](../cv.yaml#x) `[b](../cv.yaml)`\n\n    [c](../cv.yaml)\n\n[d](../cv.yaml)\n```\n[e](../cv.yaml)\n```\n[f](../cv.yaml)"
    done = moved(text, "docs/index.md", "index.md")
    assert re.findall(r"(\w)\]\(([^)]*)", done) == [
        ("a", "cv.yaml#x"), ("b", "../cv.yaml"), ("c", "../cv.yaml"), ("d", "cv.yaml"), ("e", "../cv.yaml"), ("f", "cv.yaml"),
    ]  # fmt: skip


def test_what_the_site_is_made_of_is_there() -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = re.findall(r"^ +- (?:[\w ]+: )?([\w/-]+\.md)$", config, re.MULTILINE)
    outside = {uri for uri in OUTSIDE.values() if uri.endswith(".md")}
    files = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert {*pages} == files | outside
    assert all((ROOT / path).is_file() for path in OUTSIDE)
    style = (ROOT / "docs" / "theme.css").read_text(encoding="utf-8")
    assert all(f"fonts/{name}.woff2" in style for name in FONTS)
    assert "googleapis" not in style


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_a_page_begins_with_what_it_is_for(path: Path) -> None:
    title, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    first = rest.removeprefix(
        "<!-- made by `make reference` from cvgen/fields.yaml and the model; do not change it by hand -->\n\n"
    )
    assert title.startswith("# ")
    assert re.match(r"[\w`].*", first), first[:60]
    assert re.match(r"[^#|>!-].{30,}", first.split("\n\n")[0], re.DOTALL)


@pytest.mark.parametrize(
    "path", [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name
)
def test_a_page_is_the_same_on_a_code_host_and_in_the_site(path: Path) -> None:
    """Python-Markdown wants four spaces before a block in a list, and an empty line before a list."""
    fenced = False
    before = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        assert not re.match(r" {1,3}```", line), number
        fenced ^= line.lstrip().startswith("```")
        if not fenced and re.match(r"(- |\d+\. )", line):
            assert not before or before[0] in " -0123456789", number
        before = line
