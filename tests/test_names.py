import pytest

from cvgen.names import fits, is_whole, same


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Wei Wen", "Wei Wen"),
        ("Wen, Wei", "Wei Wen"),
        ("WEI WEN", "Wei Wen"),
        ("wei  wen", "Wei Wen"),
        ("Wen， Wei", "Wei Wen"),
        ("Dr. Wei Wen", "Wei Wen"),
        ("Jose Nunez", "José Núñez"),
        ("Nunez, J.", "J. Núñez"),
        ("Hsin-Pai Cheng", "Hsin Pai Cheng"),
        ("Cheng, Hsin‑Pai", "Hsin-Pai Cheng"),
        ("de la Tour, Étienne", "Etienne de la Tour"),
        ("Tour, Étienne de la", "Etienne de la Tour"),
        ("King, Jr., Martin Luther", "Martin Luther King Jr."),
        ("King Jr., Martin Luther", "Martin Luther King, Jr."),
        ("Flannery O’Connor", "Flannery O'Connor"),
        ("Soren Kierkegaard", "Søren Kierkegaard"),
        ("温伟", "温伟"),
        ("Д. Иванов", "д. ИВАНОВ"),
    ],
)
def test_the_same_name(written: str, name: str) -> None:
    assert same(written, name)
    assert same(name, written)


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("W. Wen", "Wei Wen"),
        ("W Wen", "Wei Wen"),
        ("Wen, W.", "Wei Wen"),
        ("Wen W", "Wei Wen"),
        ("WEN W", "Wei Wen"),
        ("A. K. Lovelace", "Ada King Lovelace"),
        ("A.K. Lovelace", "Ada King Lovelace"),
        ("AK Lovelace", "Ada King Lovelace"),
        ("Lovelace AK", "Ada King Lovelace"),
        ("Lovelace, A.", "Ada King Lovelace"),
        ("Ada K. Lovelace", "Ada King Lovelace"),
        ("Ada Lovelace", "Ada King Lovelace"),
        ("H.-P. Cheng", "Hsin-Pai Cheng"),
        ("É. de la Tour", "Étienne de la Tour"),
        ("J. R. R. Tolkien", "John Ronald Reuel Tolkien"),
        ("M. L. King", "Martin Luther King Jr."),
        ("Д. Иванов", "Дмитрий Иванов"),
    ],
)
def test_shorter_forms_fit(short: str, name: str) -> None:
    assert fits(short, name)


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ("Wen Wei", "Wei Wen"),
        ("Weiwen", "Wei Wen"),
        ("Weiwen Wen", "Wei Wen"),
        ("Wei W.", "Wei Wen"),
        ("Wei", "Wei Wen"),
        ("Wen", "Wei Wen"),
        ("", "Wei Wen"),
        ("X. Wen", "Wei Wen"),
        ("W. X. Wen", "Wei Wen"),
        ("Wei X. Wen", "Wei Wen"),
        ("Wei Wen Jr", "Wei Wen"),
        ("W. Weng", "Wei Wen"),
        ("W.-Y. Wen", "Wei Wen"),
        ("Wei Wen-Li", "Wei Wen"),
        ("K. Lovelace", "Ada King Lovelace"),
        ("A. B. Lovelace", "Ada King Lovelace"),
        ("M. L. King Sr.", "Martin Luther King Jr."),
        ("伟", "温伟"),
    ],
)
def test_false_friends(other: str, name: str) -> None:
    assert not same(other, name)
    assert not fits(other, name)


@pytest.mark.parametrize(
    ("name", "whole"), [("Wei Wen", True), ("W. Wen", False), ("Wen, W", False), ("Wen W", False), ("Wen", False)]
)
def test_whole_names(name: str, whole: bool) -> None:
    assert is_whole(name) == whole
