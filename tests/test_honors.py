import pytest

from cvgen.honors import honors
from cvgen.markup import Link, Plain
from cvgen.select import select
from tests.conftest import read

FILE = """\
basics: {name: A, summary: s}
sections:
  talks: [{title: t}]
  publications:
    - {title: a, award: "Best Paper, 2/358", venue_short: DAC, date: 2016}
    - {title: b, award: "Best Paper Nomination, [16/876=1.83%](https://x.org)", venue: SC, date: 2019, tags: [x]}
    - {title: c, award: Oral, date: 2018}
    - {title: d, date: 2024}
"""
AWARDS = """\
  awards:
    - {title: Fellowship, awarder: NSF, date: 2020}
    - {title: best paper, awarder: DAC, date: 2016-05}
"""


def shown(text: str, variant: str = "{}") -> dict[str, list[str]]:
    cv = read(text + f"variants: {{v: {variant}}}\n")
    chosen = select(cv, cv.variants[0])
    return {
        section.name: [entry.title.plain for entry in section.entries]
        for section in chosen.sections
        if section.type == "awards"
    }


def test_awards_of_publications_are_split_into_title_and_rate() -> None:
    entries = read(FILE).sections[1].entries
    first, second, third = honors(entries)
    assert [award.date.year for award in (first, second, third)] == [2019, 2018, 2016]
    assert (first.title.plain, first.awarder.plain) == ("Best Paper Nomination", "SC")
    assert first.rate.inlines.nodes == (Link("https://x.org", (Plain("16/876=1.83%"),)),)
    assert (second.title.plain, second.rate) == ("Oral", None)
    assert (third.title.plain, third.rate.plain, third.origin.line) == ("Best Paper", "2/358", 5)


@pytest.mark.parametrize(
    ("award", "title", "rate"),
    [
        ("最佳论文奖，2/358", "最佳论文奖", "2/358"),
        ("最佳论文奖， 2/358, x", "最佳论文奖", "2/358, x"),
        ("最佳论文奖, 2/358", "最佳论文奖", "2/358"),
        ("最優秀論文賞、358件中2件", "最優秀論文賞", "358件中2件"),
        ("一等奖、特等奖", "一等奖、特等奖", None),
        ("，2/358", "，2/358", None),
    ],
)
def test_the_commas_of_other_scripts_split_too(award: str, title: str, rate: str | None) -> None:
    text = f"basics: {{name: A}}\nsections:\n  publications: [{{title: a, award: '{award}'}}]\n"
    (honor,) = honors(read(text).sections[0].entries)
    assert (honor.title.plain, honor.rate.plain if honor.rate else None) == (title, rate)


def test_honors_come_before_the_publications_that_won_them() -> None:
    cv = read(FILE)
    assert [section.name for section in select(cv, cv.variants[0]).sections] == [
        "summary", "talks", "honors", "publications"]  # fmt: skip


def test_honors_take_the_place_of_the_awards_and_say_nothing_twice() -> None:
    assert shown(FILE + AWARDS) == {"honors": ["Fellowship", "Best Paper Nomination", "Oral", "Best Paper"]}


def test_awards_alone_stay_awards() -> None:
    assert shown("basics: {name: A}\nsections:\n" + AWARDS) == {"awards": ["Fellowship", "best paper"]}


def test_a_variant_can_name_either() -> None:
    assert shown(FILE + AWARDS, "{sections: [awards]}") == {"awards": ["Fellowship", "best paper"]}
    assert shown(FILE, "{sections: [{name: honors, limit: 1}]}") == {"honors": ["Best Paper Nomination"]}
    assert shown(FILE, "{exclude: [x]}") == {"honors": ["Oral", "Best Paper"]}


def test_a_second_section_of_awards_stays_its_own() -> None:
    more = "  scholarships: {type: awards, entries: [{title: Grant, date: 2012}]}\n"
    assert shown(FILE + AWARDS + more) == {
        "honors": ["Fellowship", "Best Paper Nomination", "Oral", "Best Paper"], "scholarships": ["Grant"]}  # fmt: skip
    assert shown(FILE + more) == {"honors": ["Best Paper Nomination", "Oral", "Best Paper"], "scholarships": ["Grant"]}


def test_an_award_that_starts_with_a_comma_keeps_its_words() -> None:
    cv = read(FILE.replace("award: Oral", 'award: ", 3%"'))
    assert [award.title.plain for award in honors(cv.sections[1].entries)][1] == ", 3%"


def test_a_section_of_ones_own_called_honors_is_left_alone() -> None:
    own = "  honors: {type: general, entries: [{title: mine}]}\n"
    cv = read(FILE + own)
    assert [section.name for section in select(cv, cv.variants[0]).sections][-1] == "honors"
