"""A Markdown page about somebody: the sample's, compared with the cv.yaml that was written by hand, and any other."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvgen.advice import advise
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
from tests.conftest import ROOT, SAMPLE
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


PAGES = ROOT / "tests" / "data" / "pages"


@pytest.mark.parametrize("name", ["professor", "engineer", "postdoc"])
def test_no_link_and_no_word_of_a_page_is_lost(name: str) -> None:
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8").replace(" (at) ", "@")
    text, cv = cv_of(page)
    assert [one.message for one in advise(cv) if one.severity == "error"] == []
    for url in re.findall(r"https?://[^\s)\]]+", page):
        assert url.removeprefix("https://doi.org/") in text
    held = letters(text)
    for word in re.findall(r"[^\W\d_]{4,}", re.sub(r"<[^>]*>", "", page)):
        assert letters(word) in held or word.lower() in ("https", "email", "reviewer"), word


def test_a_professors_page() -> None:
    _, cv = cv_of((PAGES / "professor.md").read_text(encoding="utf-8"))
    basics = cv.basics
    assert basics.label.plain == "Assistant Professor, Department of Computer Science, University of Somewhere"
    assert (basics.email, [one.network for one in basics.profiles]) == (
        "jane@example.edu",
        ["Google Scholar", "GitHub"],
    )
    assert basics.summary.plain == "I work on robust machine learning and causal inference."
    _, second, third = section(cv, "publications")  # below two years, in one section
    assert (second.note.plain, second.links[0].url) == ("Oral, 2%", "https://example.org/b.pdf")
    assert (third.venue.plain, third.volume.plain, third.number.plain, third.pages.plain, third.date) == (
        "Transactions on Y", "12", "3", "1–20", Date(2023),
    )  # fmt: skip
    assert [author.marks for author in third.authors] == ["*", "*"]
    (doctor, _) = section(cv, "education")
    assert (doctor.end, [one.plain for one in doctor.advisors]) == (Date(2020), ["Prof. A. Smith"])
    course, _ = section(cv, "teaching")
    assert (course.term.plain, course.note.plain) == ("Fall 2022", "120 students")
    assert [(one.title.plain, one.date.year) for one in section(cv, "awards")] == [
        ("Best Paper Award", 2024), ("Young Researcher", 2022),
    ]  # fmt: skip
    assert [one.plain for one in section(cv, "service")[0].venues] == ["NeurIPS (2020–2024)", "ICML", "ICLR"]


def test_an_engineers_page() -> None:
    _, cv = cv_of((PAGES / "engineer.md").read_text(encoding="utf-8"))
    basics = cv.basics
    assert (basics.label.plain, basics.location.plain) == ("Software Engineer", "Berlin, Germany")
    assert (basics.email, basics.phone) == ("john@example.com", "+49 170 1234567")
    assert basics.summary.plain == "Engineer with ten years of experience in distributed systems."
    first, second = section(cv, "experience")  # whose headings are those of entries
    assert (first.position.plain, first.organization.plain, first.location.plain) == (
        "Senior Software Engineer", "ACME Corp", "Berlin",
    )  # fmt: skip
    assert (first.start, first.end, len(first.highlights)) == (Date(2019, 1), Date(present=True), 2)
    assert (second.organization.plain, second.location.plain, second.end) == ("Foo GmbH", "Munich", Date(2018))
    assert [(one.degree.plain, one.area.plain, one.institution.plain) for one in section(cv, "education")] == [
        ("M.Sc.", "Computer Science", "TU Munich"), ("B.Sc.", "Computer Science", "University of Bonn"),
    ]  # fmt: skip
    loom, warp = section(cv, "projects")
    assert (loom.name.plain, loom.url) == ("loom", "https://github.com/js/loom")
    assert (warp.name.plain, warp.summary.plain) == ("warp", "file transfer")
    (certificate,) = section(cv, "certificates")
    assert (certificate.issuer.plain, certificate.date) == ("Amazon", Date(2021))
    assert [(one.language.plain, one.fluency.plain) for one in section(cv, "languages")] == [
        ("English", "fluent"), ("German", "native"),
    ]  # fmt: skip


def test_a_postdocs_page() -> None:
    _, cv = cv_of((PAGES / "postdoc.md").read_text(encoding="utf-8"))
    assert (cv.basics.name, cv.basics.email) == ("Ana García", "ana@ethz.ch")
    first, second = section(cv, "publications")
    assert [author.name for author in first.authors] == ["A. García", "B. Lee"]
    assert (first.title.plain, first.doi, first.date, first.pages.plain) == (
        "Melting fast", "10.1017/jog.2023.1", Date(2023), "11–20",
    )  # fmt: skip
    assert (second.venue.plain, second.volume.plain, second.pages.plain) == ("Nature", "590", "1–3")
    assert [(one.title.plain, one.date) for one in section(cv, "talks")] == [
        ("Glaciers and us", Date(2022, 5, 3)), ("Invited talk at AGU (virtual)", Date(2021, 5)),
    ]  # fmt: skip
    assert [(one.position.plain, one.organization.plain) for one in section(cv, "experience")] == [
        ("Postdoc", "ETH Zürich"), ("PhD student", "University of Oslo"),
    ]  # fmt: skip


_LINE = st.lists(
    st.sampled_from(
        [
            "|",
            "|---|",
            "###",
            "(2020)",
            "a@b.org",
            "One, A.,",
            "12(3), 1-2",
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
