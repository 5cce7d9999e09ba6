"""A Markdown page about somebody: the sample's, compared with the cv.yaml that was written by hand, and any other."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvgen.importers import format_of
from cvgen.importers.job import Job
from cvgen.importers.whole import FORMATS
from cvgen.importers.whole import imported as import_tree
from cvgen.loading import load
from cvgen.model import Date
from cvgen.pipeline import build
from cvgen.reader import read_bytes
from cvgen.reader.problems import Problems
from tests import homepage
from tests.conftest import SAMPLE
from tests.importing import imported, letters
from tests.pdf import links_of, text_of


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("page")
    (folder / "homepage.md").write_bytes(homepage.PATH.read_bytes())
    assert format_of(folder / "homepage.md") == "markdown"
    found, loaded = imported("markdown", folder / "homepage.md")
    (built,) = build(folder / "cv.yaml", output=folder)
    return found, loaded, built.path


def section(cv: Any, name: str) -> Any:
    (found,) = (one for one in cv.sections if one.name == name)
    return found.entries


def key(text: Any) -> str:
    return letters(text.plain) if text else ""


def test_every_publication_is_that_of_the_hand_written_cv(page: Any) -> None:
    _, loaded, _ = page
    ours, theirs = section(loaded.cv, "publications"), section(load(SAMPLE).cv, "publications")
    assert len(ours) == len(theirs) == 27
    for one, other in zip(ours, theirs, strict=True):
        assert key(one.title) == key(other.title)
        assert [(a.name, a.marks) for a in one.authors] == [(a.name, a.marks) for a in other.authors]
        assert (one.kind, one.date and one.date.year, key(one.acceptance)) == (
            other.kind,
            other.date and other.date.year,
            key(other.acceptance),
        ), key(one.title)
        assert {link.url for link in one.links} == {link.url for link in other.links}
        assert key(one.award) == key(other.award) or "oral" in key(one.note)
        assert {key(text) for text in one.marks.values()} == {key(text) for text in other.marks.values()}
        assert key(one.venue_short) == key(other.venue_short) or not other.venue or key(one.venue)


def test_every_talk_is_that_of_the_hand_written_cv(page: Any) -> None:
    _, loaded, _ = page
    ours, theirs = section(loaded.cv, "talks"), section(load(SAMPLE).cv, "talks")
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert key(one.title) == key(other.title)
        assert one.date == other.date
        assert {one.url, *(link.url for link in one.links)} == {other.url, *(link.url for link in other.links)}


def test_the_pdf_holds_all_of_the_page(page: Any) -> None:
    found, _, pdf = page
    printed = letters(text_of(pdf))
    for work in homepage.publications():
        assert letters(work.title) in printed, work.title
        for name in work.authors:
            assert letters(name) in printed, name
    for title in ("Talks", "Activities", "Education", "Industrial", "Teaching", "Media"):
        for bullet in homepage.section(title):
            for word in re.findall(r"[^\W\d_]{4,}", re.sub(r"https?://\S+", "", bullet)):
                assert letters(word) in printed or word in ("February", "September"), (title, word)
    assert len(homepage.links() - links_of(pdf)) <= 1  # what differs in its encoding alone
    assert "not all of it" not in "".join(str(problem) for problem in found.diagnostics)
    assert "publications 27" in found.summary
    assert "talks 15" in found.summary


def cv_of(source: str) -> tuple[str, Any]:
    problems = Problems("page.md")
    form = FORMATS["markdown"]
    root: Any = form.tree(source.encode(), problems)
    found = import_tree(form, root, Job(problems, markdown=True), None, Path("page.md"))
    return found.text, read_bytes(found.text.encode(), Problems("cv.yaml"))[0]


def test_other_pages_are_read_too() -> None:
    text, cv = cv_of("""\
---
layout: page
---
Grace Hopper
============

[GitHub](https://github.com/grace) | [Mail](mailto:grace@example.org)

Rear admiral.

## Experience
* **Navy**, Programmer, Washington, Jan 1944 – 1966
    * Wrote a compiler

## Selected Papers
### 1952
1. **Grace Hopper**, A. Other. The Education of a Computer. *Proceedings of the ACM*, 1952.

## Awards
- Medal of Technology, US, 1991

## Skills
- Languages: COBOL, FLOW-MATIC

## Bugs & moths
A paragraph.

- A *moth*
""")
    assert cv.basics.name == "Grace Hopper"
    assert cv.basics.email == "grace@example.org"
    assert cv.basics.profiles[0].username == "grace"
    assert cv.basics.summary.plain == "Rear admiral."
    (job,) = section(cv, "experience")
    assert (job.organization.plain, job.position.plain, job.location.plain) == ("Navy", "Programmer", "Washington")
    assert (job.start, job.end, job.highlights[0].text.plain) == (Date(1944, 1), Date(1966), "Wrote a compiler")
    (paper,) = section(cv, "publications")
    assert paper.title.plain == "The Education of a Computer"
    assert [author.name for author in paper.authors] == ["Grace Hopper", "A. Other"]
    assert section(cv, "awards")[0].date == Date(1991)
    assert [word.plain for word in section(cv, "skills")[0].keywords] == ["COBOL", "FLOW-MATIC"]
    assert [entry.summary.plain for entry in section(cv, "bugs_moths")] == ["A paragraph.", "A moth"]
    assert '#   front matter: "layout: page"' in text


_LINE = st.lists(
    st.sampled_from(
        [
            "#",
            "##",
            "-",
            "*",
            "1.",
            "**b**",
            "*e*",
            "“t”",
            "[l](https://e.org)",
            "[x](#y)",
            "\\[[p](https://e.org)\\]",
            "2020",
            "12/31/2020",
            "(A,",
            "B)",
            "(",
            ")",
            ",",
            ".",
            ":",
            ";",
            "!",
            "Publications",
            "Talks",
            "Education",
            "Teaching",
            "Media",
            "Skills",
            "Experience",
            "Awards",
            "and",
            "†",
            "*",
            "`",
            "<b>",
            "</b>",
            "<!--",
            "---",
            "===",
            "\t",
            "a",
            "b",
            "温",
            "\x07",
            "Acceptance",
            "Rate:",
            "20%",
            "arXiv:1608.01409",
            "(Best)",
            "https://e.org/a_b",
            "Fall",
            "2018",
            "2019-2020",
            "present",
            "TA:",
            "I’m",
        ]
    ),
    max_size=8,
).map(" ".join)


@given(lines=st.lists(_LINE, max_size=12))
@settings(max_examples=250, deadline=None)
def test_any_page_becomes_a_cv_that_holds_its_words(lines: list[str]) -> None:
    text, _ = cv_of("\n".join(lines))
    held = letters(text)
    for word in ("t", "Publications", "Media", "温", "Fall"):
        if any(word in line.split() for line in lines):
            assert letters(word) in held
