import pytest

from cvgen.entries import Publication
from cvgen.model import Author, Basics, Text
from cvgen.publications import Owner, grouped, legend, main_link, shortened
from cvgen.texts import map_texts
from tests.conftest import read

BASICS = Basics(name="Wei Wen", aliases=("W. Wen", "José Núñez"))


@pytest.mark.parametrize("name", ["Wei Wen", "wei wen", "Wen, Wei", "W. Wen", "Wen, W.", "Jose Nunez", "Wei  Wen"])
def test_the_owner_in_every_form(name: str) -> None:
    assert Owner(BASICS)(Author(name=name))


@pytest.mark.parametrize("name", ["Wen Wei", "Weiwen", "Wei Wen Jr", "W Wen", "Wei", ""])
def test_false_friends(name: str) -> None:
    assert not Owner(BASICS)(Author(name=name))


def pub(kind: str = "conference", **marks: str) -> Publication:
    return Publication(title=Text.of("t"), kind=kind, marks={mark: Text.of(text) for mark, text in marks.items()})


def test_numbers_count_down_within_kinds() -> None:
    groups = grouped([pub(), pub("preprint"), pub(), pub("journal")])
    labels = [[numbered.label for numbered in group.entries] for group in groups]
    assert labels == [["J1"], ["C2", "C1"], ["P1"]]


def test_a_legend_holds_only_what_means_one_thing_throughout() -> None:
    entries = [pub(a="equal", b="lead"), pub(a="equal", b="mentor"), pub(c="once")]
    assert {mark: text.plain for mark, text in legend(entries).items()} == {"a": "equal"}


def names(*authors: str) -> tuple[Author, ...]:
    return tuple(Author(name=name.rstrip("*"), marks="*" if name.endswith("*") else "") for name in authors)


@pytest.mark.parametrize(
    ("authors", "kept", "others"),
    [
        (names("A", "B", "C"), ["A", "B", "C"], 0),
        (names("A", "B", "C", "D"), ["A", "B", "C", "D"], 0),
        (names("A", "B", "C", "D", "E"), ["A", "B", "C"], 2),
        (names("A", "B", "C", "D", "Wei Wen"), ["A", "B", "C", "Wei Wen"], 1),
        (names("A*", "Wei Wen*", "C", "D", "E"), ["A", "Wei Wen"], 3),
        (names("A*", "B", "C", "D", "Wei Wen*"), ["A", "Wei Wen"], 3),
        (names("A*", "B", "C*", "D", "E", "Wei Wen"), ["A", "B", "C", "Wei Wen"], 2),
    ],
)
def test_long_lists_are_shortened_without_losing_the_owner(
    authors: tuple[Author, ...], kept: list[str], others: int
) -> None:
    found, left = shortened(authors, Owner(BASICS), 3)
    assert ([author.name for author in found], left) == (kept, others)


@pytest.mark.parametrize("language", ["en", "zh", "fr"])
@pytest.mark.parametrize(
    ("links", "found"),
    [
        ("[{label: {en: code, zh: 代码}, url: 'x:c'}, {label: {en: Paper, zh: 论文}, url: 'x:p'}]", "x:p"),
        ("[{label: {en: code, zh: 代码}, url: 'x:c'}, {label: {zh: 论文}, url: 'x:p'}]", "x:c"),
        ("{code: 'x:c', paper: 'x:p', PAPER: 'x:q'}", "x:p"),
    ],
)
def test_the_main_link_is_the_papers_in_whichever_language(links: str, found: str, language: str) -> None:
    text = f"basics: {{name: A}}\nsections: {{publications: [{{title: t, links: {links}}}]}}\n".replace(
        "x:", "https://"
    )
    (entry,) = map_texts(read(text).sections[0], lambda text: text.in_language(language)).entries
    link = main_link(entry)
    assert link is not None
    assert link.url == found.replace("x:", "https://")
