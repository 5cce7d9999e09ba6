"""What a careful friend would point out: each kind of warning where it is due, and none where it is not."""

import datetime

import pytest

from cvgen.advice import advise
from cvgen.pipeline import load
from tests.conftest import ROOT, read

TODAY = datetime.date(2026, 3, 1)


def advice(text: str) -> list[str]:
    return [f"{one.origin.line}:{one.origin.column} {one.severity} {one.code}: {one.message}; {one.hint}"
            for one in advise(read(text), TODAY)]  # fmt: skip


def paper(**keys: str) -> str:
    written = "".join(f"      {key}: {value}\n" for key, value in keys.items())
    return "    -\n" + written


def cv(*papers: str, basics: str = "", more: str = "") -> str:
    return f"basics: {{name: Wei Wen{basics}}}\nsections:\n  publications:\n" + "".join(papers) + more


def test_the_sample_and_the_examples_need_no_advice() -> None:
    for path in (ROOT / "cv.yaml", *(ROOT / "docs/examples").glob("*.yaml")):
        assert advise(load(path).cv, TODAY) == [], path


def test_the_owner_in_no_list_of_authors() -> None:
    hint = "name other spellings: basics: {aliases: [W. Wen]}"
    one = paper(title="A", authors="[Ada Lovelace]")
    assert advice(cv(one)) == [f"6:16 warning owner: 'Wei Wen' is not among the authors of this publication; {hint}"]
    two = one + paper(title="B", authors="Bob Stone; Ada Lovelace")
    assert advice(cv(two)) == [f"1:16 warning owner: 'Wei Wen' is in none of the 2 lists of authors; {hint}"]


@pytest.mark.parametrize(
    ("authors", "basics"),
    [
        ("[Wei Wen*, Ada Lovelace]", ""), ('["Wen, Wei", Ada Lovelace]', ""), ("[W. Wen, Ada Lovelace]", ", aliases: [W. Wen]"),
        ("[Ada Lovelace, et al.]", ""), ("[Ada Lovelace, 20 others]", ""), ("[]", ""), ("WEI WEN; Ada Lovelace", ""),
    ],
)  # fmt: skip
def test_the_owner_is_found(authors: str, basics: str) -> None:
    assert advice(cv(paper(title="A", authors=authors, marks='{"*": x}'), basics=basics)) == []


def test_authors_of_one_word() -> None:
    assert advice(cv(paper(title="A", authors="[Ada Lovelace, Wen, Wei]"))) == [
        "6:31 warning one-word-author: 'Wen' and 'Wei' count as two authors; if they are one, write Wei Wen"
    ]
    assert advice(cv(paper(title="A", authors="[Wei Wen, Lovelace]"))) == [
        "6:26 warning one-word-author: the author 'Lovelace' has one word; write the whole name"
    ]


@pytest.mark.parametrize("author", ["温伟", "OpenAI", "CERN", "DeepMind", "김철수", "Team 3"])
def test_what_may_have_one_word(author: str) -> None:
    assert advice(cv(paper(title="A", authors=f"[Wei Wen, {author}]"))) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"date": "2016"}, {"date": "2016"}, "error twice: a publication with the same title stands in line 5"),
        ({"date": "2016"}, {"date": "2017"}, "warning twice: a publication with the same title stands in line 5"),
        ({"kind": "preprint"}, {"kind": "journal"}, "warning twice: a publication with the same title"),
    ],
)
def test_the_same_title(first: dict[str, str], second: dict[str, str], expected: str) -> None:
    (said,) = advice(cv(paper(title="Structured Sparsity", **first), paper(title="Structured *sparsity*.", **second)))
    assert expected in said


def test_the_same_doi() -> None:
    one = paper(title="A", links="{paper: https://doi.org/10.1145/ABC.1}")
    two = paper(title="B", url="https://dl.acm.org/doi/10.1145/abc.1?x=y")
    (said,) = advice(cv(one, two))
    assert said.startswith("8:14 error twice: a publication with the same DOI stands in line 5; keep one of them")
    code = paper(title="B", links="{code: https://doi.org/10.1145/abc.1}")  # two papers may share their code
    assert advice(cv(one, code)) == []


def test_dates_in_the_future() -> None:
    text = """\
    basics: {name: Ada}
    sections:
      education:
        - {institution: A, start: 2025-10, end: 2029}
        - {institution: B, start: 2026-04}
        - {institution: C, end: 2205}
      experience:
        - {position: D, start: 2026-03-02, end: present}
        - {position: E, date: Fall 2026}
        - {position: F, date: 2026}
      media:
        - {title: G, accessed: 2027-01-01}
    """
    assert [line.split(" ")[0] for line in advice(text)] == ["5:31", "6:29", "12:28"]
    assert "today is 2026-03-01" in advice(text)[0]
    assert [one for one in advise(read(text)) if one.code == "future"] == []  # nobody said what day it is


def test_entries_that_no_variant_shows() -> None:
    text = """\
    basics: {name: Ada}
    sections:
      experience:
        - {position: A, tags: [old]}
        - {position: B}
      skills:
        - {name: C}
    variants:
      academic: {sections: [experience], exclude: [old]}
      resume: {sections: [{name: experience, limit: 0}], exclude: [old]}
    """
    assert advice(text) == [
        "4:7 warning not-shown: no variant shows this entry of the section 'experience'; look at its tags",
        "6:3 warning not-shown: no variant shows the section 'skills'; name it in the sections of a variant",
    ]
    assert (
        advice(text.replace("exclude: [old]", "exclude: []", 1).replace("[experience]", "[experience, skills]")) == []
    )


def test_an_award_that_is_shown_among_the_honors_is_shown() -> None:
    text = cv(
        paper(title="A", award="Best Paper", venue="X", date="2020"),
        more="  awards: [{title: Best Paper, awarder: X, date: 2020}]\nvariants: {academic: {sections: [honors, publications]}}\n",
    )
    assert advice(text) == []


def test_a_comment_allows_what_is_meant() -> None:
    text = cv(paper(title="A", date="2027  # cvgen: allow future"))
    assert advice(text) == []
    assert len(advice(text.replace("allow future", "allow owner"))) == 1
    assert advice(text.replace("allow future", "allow owner, future")) == []
    same = cv(paper(title="A"), paper(title="A # cvgen: allow twice"))
    assert len(advice(same)) == 1  # an error cannot be allowed
