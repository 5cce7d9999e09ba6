import pytest

from cvgen.locale import Words
from cvgen.model import Author, Basics, Person, Text
from cvgen.publications import Owner, legend, main_link, roles_of, shortened
from cvgen.texts import map_texts
from cvgen.works import Publication
from tests.conftest import read

BASICS = Basics(name="Wei Wen", aliases=("José Núñez",), native_name=Text.of("温伟"))
WORDS = Words("en")


def people(*authors: str) -> tuple[Author, ...]:
    return tuple(Author(name=name) for name in authors)


def owners(*lists: tuple[Author, ...], basics: Basics = BASICS, known: tuple[Person, ...] = ()) -> list[list[str]]:
    owner = Owner(basics, lists, known)
    return [[author.name for author in group if owner(author)] for group in lists]


FORMS = ["Wei Wen", "wei wen", "Wen, Wei", "W. Wen", "Wen, W.", "Wen W", "W Wen", "WEI WEN", "Jose Nunez", "J. Núñez",
         "Núñez, J.", "温伟", "Wei  Wen"]  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_the_owner_in_every_form(name: str) -> None:
    assert Owner(BASICS)(Author(name=name))
    assert Owner(BASICS)(Author(name=name, marks="*†"))
    assert owners(people("Ada Lovelace", name)) == [[name]]


@pytest.mark.parametrize(
    "name", ["Wen Wei", "Weiwen", "Weiwen Wen", "Wei Wen Jr", "Wei X. Wen", "W. X. Wen", "Wei", ""]
)
def test_false_friends(name: str) -> None:
    assert not Owner(BASICS)(Author(name=name))


@pytest.mark.parametrize(
    ("lists", "found"),
    [
        # the whole name is in the list: its initials are somebody else's
        ([["W. Wen", "Wei Wen"]], [["Wei Wen"]]),
        # two fit
        ([["W. Wen", "Wen, W."]], [[]]),
        # another W. Wen, who is written out in this list or in another one
        ([["W. Wen", "Weiqi Wen"]], [[]]),
        ([["W. Wen", "Ada Lovelace"], ["Wenyu Wen", "Wei Wen"]], [[], ["Wei Wen"]]),
        ([["W. Wen", "Ada Lovelace"], ["Xi Wen", "Wei Wen"]], [["W. Wen"], ["Wei Wen"]]),
        # the owner's own longer and shorter forms do not count as others
        ([["W. Wen"], ["Wei Wen"], ["Wen, Wei"]], [["W. Wen"], ["Wei Wen"], ["Wen, Wei"]]),
    ],
)
def test_initials_are_the_owners_where_nobody_else_fits(lists: list[list[str]], found: list[list[str]]) -> None:
    assert owners(*(people(*names) for names in lists)) == found


def test_an_alias_tells_where_initials_cannot() -> None:
    basics = Basics(name="Wei Wen", aliases=("W. Wen",))
    assert owners(people("W. Wen", "Weiqi Wen"), basics=basics) == [["W. Wen"]]


def test_people_have_roles_and_conflict_with_the_owner() -> None:
    known = (
        Person(name="Weiqi Wen", role=Text.of("Student")),
        Person(name="Ada Lovelace", role=Text.of("visitor"), aliases=("Ada Byron",)),
    )
    group = people("A. Lovelace", "Byron, Ada", "Weiqi Wen", "W. Wen", "Wei Wen")
    owner = Owner(BASICS, [group], known)
    found = [one.role.plain if (one := owner.person(author)) else "" for author in group]
    assert found == ["", "visitor", "Student", "", ""]
    assert owners(people("W. Wen"), known=known) == [[]]
    entry = Publication(title=Text.of("t"), authors=group)
    owner = Owner(BASICS, [entry.authors], known)
    assert [(role.name.plain, role.number) for role in roles_of([entry], owner, known, WORDS)] == [
        ("student", 1),
        ("visitor", 2),
    ]


def pub(kind: str = "conference", **marks: str) -> Publication:
    return Publication(title=Text.of("t"), kind=kind, marks={mark: Text.of(text) for mark, text in marks.items()})


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
        (names("A", "B", "C", "D", "Wen, W.*"), ["A", "B", "C", "Wen, W."], 1),
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
