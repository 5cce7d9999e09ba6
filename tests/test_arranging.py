import pytest

from cvgen.arranging import counts, grouped, ordered
from cvgen.locale import Words
from cvgen.model import Date, Text
from cvgen.works import Publication

WORDS = Words("en")


def pub(title: str, kind: str = "conference", *when: int, topic: str = "") -> Publication:
    date = Date(**dict(zip(("year", "month", "day"), when, strict=False))) if when else None
    return Publication(title=Text.of(title), kind=kind, date=date, topic=Text.of(topic) if topic else None)


ENTRIES = [
    pub("a", "conference", 2020, topic="X"),
    pub("b", "preprint"),
    pub("c", "conference", 2021, 5, topic="Y"),
    pub("d", "journal", 2020, 3, topic="X"),
    pub("e", "conference", 2020, topic="Y"),
]


def shown(**how: str) -> list[tuple[str, str]]:
    return [
        (group.title.plain, " ".join(f"{one.label}{one.entry.title.plain}" for one in group.entries))
        for group in grouped(ENTRIES, WORDS, **how)
    ]


def test_by_kind_numbered_down_within_each() -> None:
    assert shown() == [
        ("Journal articles", "J1d"),
        ("Conference papers", "C3a C2c C1e"),
        ("Preprints", "P1b"),
    ]
    assert shown(numbers="ascending")[1] == ("Conference papers", "C1a C2c C3e")


def test_by_year() -> None:
    assert shown(by="year") == [("Undated", "P1b"), ("2021", "C3c"), ("2020", "C2a J1d C1e")]
    assert shown(by="year", order="oldest", numbering="across", numbers="ascending") == [
        ("2020", "1a 2e 3d"),
        ("2021", "4c"),
        ("Undated", "5b"),
    ]


def test_by_topic_in_the_order_of_the_file_and_what_has_none_last() -> None:
    assert shown(by="topic", numbering="across") == [("X", "5a 4d"), ("Y", "3c 2e"), ("Other publications", "1b")]


def test_in_one_list() -> None:
    assert shown(by="none", numbering="none") == [("", "a b c d e")]
    assert shown(by="none", order="newest") == [("", "P1b C3c J1d C2a C1e")]


@pytest.mark.parametrize(("order", "found"), [("file", "abcde"), ("newest", "bcdae"), ("oldest", "aedcb")])
def test_the_order_is_stable(order: str, found: str) -> None:
    assert "".join(entry.title.plain for entry in ordered(ENTRIES, order)) == found


def test_counts() -> None:
    assert [(count.title, count.number) for count in counts(ENTRIES, WORDS)] == [
        ("Journal articles", 1),
        ("Conference papers", 3),
        ("Preprints", 1),
    ]
    assert [(count.title, count.number) for count in counts(ENTRIES, WORDS, "year")] == [
        ("2021", 1),
        ("2020", 3),
        ("Undated", 1),
    ]
