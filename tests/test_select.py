import pytest

from cvgen.model import CV
from cvgen.select import select
from tests.conftest import read

BOOKS = ["a", "b/1/2/3", "c", "d"]
FILE = """\
basics: {name: Ada, phone: "1", email: a@b.org, private: [phone], summary: {en: Sums, zh: 摘要}}
sections:
  talks:
    - {title: one, tags: [x]}
    - {title: two, highlights: [plain, {text: tagged, tags: [x]}]}
    - {title: three, tags: [y]}
  awards:
    title: {en: Prizes, zh: 奖}
    entries:
      - {title: only, tags: [x]}
  books:
    type: general
    entries:
      - {title: a}
      - {title: b, priority: 51, highlights: ["1", "2", {text: "3", priority: 60}]}
      - {title: c, priority: 9}
      - {title: d, priority: 0, keep: yes}
variants:
  all: {}
"""


def shown(variant: str) -> CV:
    cv = read(FILE + f"  v: {variant}\n")
    return select(cv, cv.variants[1])


def outline(cv: CV) -> dict[str, list[str]]:
    return {
        section.name: [
            (entry.summary if section.type == "summary" else entry.title).plain
            + "".join("/" + highlight.text.plain for highlight in entry.highlights)
            for entry in section.entries
        ]
        for section in cv.sections
    }


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("{}", {"summary": ["Sums"], "talks": ["one", "two/plain/tagged", "three"], "awards": ["only"], "books": BOOKS}),
        ("{exclude: [x]}", {"summary": ["Sums"], "talks": ["two/plain", "three"], "books": BOOKS}),
        ("{sections: [awards, talks]}", {"awards": ["only"], "talks": ["one", "two/plain/tagged", "three"]}),
        ("{sections: [{name: talks, include: [x, y]}]}", {"talks": ["one", "three"]}),
        ("{sections: [{name: talks, include: [x, y], exclude: [y]}]}", {"talks": ["one"]}),
        ("{sections: [{name: talks, limit: 2}]}", {"talks": ["one", "two/plain/tagged"]}),
        ("{sections: [{name: talks, exclude: [x], limit: 1}]}", {"talks": ["two/plain"]}),
        ("{sections: [{name: books, limit: 2}]}", {"books": ["b/1/2/3", "d"]}),
        ("{sections: [{name: books, limit: 1}]}", {"books": ["d"]}),
        ("{sections: [{name: books, highlights: 1}]}", {"books": ["a", "b/3", "c", "d"]}),
        ("{sections: [{name: talks, limit: 0}, awards]}", {"awards": ["only"]}),
        ("{sections: [summary], language: zh}", {"summary": ["摘要"]}),
    ],
)  # fmt: skip
def test_what_a_variant_shows(variant: str, expected: dict[str, list[str]]) -> None:
    found = outline(shown(variant))
    assert found == expected
    assert list(found) == list(expected)


WEIGHED = """\
basics: {name: Ada}
sections:
  talks:
    title: Talks
    tags: [ml]
    priority: 70
    entries:
      - {title: old, end: 2010, start: 2009}
      - {title: new, date: 2020-05, tags: [ml], priority: 20}
      - {title: going, start: 2001, highlights: [plain, {text: both, tags: [hci, ml]}, {text: hci, tags: [hci], priority: 90}]}
      - {title: words, date: Fall 2012, tags: [hci]}
      - {title: kept, end: 2012-03, priority: 5, keep: yes}
  publications:
    - {title: journal, kind: journal, date: 2015}
    - {title: talk, kind: conference, tags: [hci]}
variants:
  all: {}
"""
TALKS, PAPERS = ["old", "new", "going/plain/both/hci", "words", "kept"], ["journal", "talk"]


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("{}", {"talks": TALKS, "publications": PAPERS}),
        ("{include: [ml]}", {"talks": ["old", "new", "going/plain/both", "kept"], "publications": ["journal"]}),
        ("{include: [hci]}", {"publications": PAPERS}),
        ("{include: [ml, hci]}", {"talks": TALKS, "publications": PAPERS}),
        ("{exclude: [ml]}", {"publications": PAPERS}),
        ("{since: 2012}", {"talks": TALKS[1:], "publications": PAPERS}),
        ("{since: 2012-04}", {"talks": ["new", "going/plain/both/hci", "words"], "publications": PAPERS}),
        ("{since: 2016, sections: [{name: publications, since: 2014}]}", {"publications": ["talk"]}),
        ("{min_priority: 60}", {"talks": ["old", "going/plain/both/hci", "words", "kept"]}),
        ("{min_priority: 80}", {"talks": ["kept"]}),
        ("{sections: [{name: talks, min_priority: 71, priority: 80}]}", {"talks": ["old", "going/plain/both/hci", "words", "kept"]}),
        ("{sections: [{name: publications, kinds: [journal]}]}", {"publications": ["journal"]}),
        ("{sections: [{name: talks, limit: 2}]}", {"talks": ["old", "kept"]}),
        ("{sections: [{name: talks, highlights: 1, limit: 3}]}", {"talks": ["old", "going/hci", "kept"]}),
    ],
)  # fmt: skip
def test_tags_of_sections_dates_and_priorities(variant: str, expected: dict[str, list[str]]) -> None:
    cv = read(WEIGHED + f"  v: {variant}\n")
    assert outline(select(cv, cv.variants[1])) == expected


def test_what_has_no_priority_has_that_of_what_it_stands_in() -> None:
    cv = read(WEIGHED)
    talks, papers = select(cv, cv.variants[0]).sections
    assert [entry.priority for entry in talks.entries] == [70, 20, 70, 70, 5]
    assert [one.priority for one in talks.entries[2].highlights] == [70, 70, 90]
    assert [entry.priority for entry in papers.entries] == [50, 50]


def test_private_data_is_gone_unless_shown() -> None:
    hidden, shown_all = shown("{}"), shown("{private: show}")
    assert (hidden.basics.phone, hidden.basics.email) == ("", "a@b.org")
    assert shown_all.basics.phone == "1"


def test_titles_and_language() -> None:
    cv = shown("{language: zh, sections: [{name: talks, title: Reports}, awards]}")
    assert [section.title.plain for section in cv.sections] == ["Reports", "奖"]
    assert cv.locale.language == "zh"


def test_design_of_the_variant_wins() -> None:
    cv = read("basics: {name: A}\ndesign: {a: 1, b: 2}\nvariants: {v: {design: {b: 3}}}\n")
    design = select(cv, cv.variants[0]).design
    assert design.options == {"a": "1", "b": "3"}
    assert (design.place("a").column, design.place("b").column) == (13, 28)


def test_selection_changes_nothing_and_keeps_places() -> None:
    cv = read(FILE)
    before = repr(cv)
    chosen = select(cv, cv.variants[0])
    assert repr(cv) == before
    assert chosen.sections[1].entries[0].origin.line == 4
