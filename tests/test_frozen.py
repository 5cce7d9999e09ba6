"""Most classes are dataclasses that share their methods."""

import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields
from typing import Any

import pytest

from cvgen.frozen import record, replace
from cvgen.model import Author, Profile


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Thing:
    name: str
    parts: dict[str, str] = field(default_factory=dict)


@record(frozen=True, kw_only=True, eq=False, repr=False)
class Named(Thing):
    name: str = "default"
    more: int = 0


def test_fields_are_given_by_name_or_have_defaults() -> None:
    thing = Named(more=2)
    assert (thing.name, thing.parts, thing.more) == ("default", {}, 2)
    assert Thing(name="a").parts is not Thing(name="a").parts
    assert [one.name for one in fields(Named)] == ["name", "parts", "more"]


def test_wrong_and_missing_fields_are_refused() -> None:
    with pytest.raises(TypeError, match="name"):
        Thing()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="marx"):
        Author(name="Ada", marx="*")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Author("Ada")  # type: ignore[misc]


def test_nothing_changes_but_in_a_copy() -> None:
    author = Author(name="Ada", marks="*")
    with pytest.raises(FrozenInstanceError):
        author.name = "Grace"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del author.name
    changed = replace(author, name="Grace")
    assert (changed.name, changed.marks, author.name) == ("Grace", "*", "Ada")
    assert changed != replace(author, name="Grace")  # two of the same are two things


def test_what_must_be_given_is_asked_for_by_the_reader_alone() -> None:
    assert Profile().network is None  # `required` is the reader's business


@record(frozen=True)
class Point:
    x: int
    y: int = 0
    note: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True)
class Usual:
    x: int
    y: int = 0
    note: str = field(default="", compare=False, repr=False)


def test_values_in_order_are_the_fields_in_order() -> None:
    assert (Point(1, 2).y, Point(1, y=3).y, Point(1).y) == (2, 3, 0)
    for wrong in (Point, lambda: Point(1, 2, "", 4), lambda: Point(1, x=1), lambda: Point(1, z=1)):  # type: ignore[call-arg, misc]
        with pytest.raises(TypeError):
            wrong()


def test_equal_values_are_equal_and_shown_as_those_of_a_usual_dataclass() -> None:
    assert Point(1, 2, "a") == Point(1, 2, "b") != Point(2, 2)
    assert hash(Point(1, 2, "a")) == hash(Point(1, 2, "b"))
    assert Point(1) != Usual(1)
    assert repr(Point(1, 2, "a")) == repr(Usual(1, 2, "a")).replace("Usual", "Point")
    assert pickle.loads(pickle.dumps(Point(1, 2, "a"))).note == "a"


def test_what_can_change_is_refused() -> None:
    with pytest.raises(TypeError, match="change"):
        record(frozen=False)


@pytest.mark.parametrize("copy", [replace, dataclasses.replace])
def test_copies_have_other_values(copy: Callable[..., Any]) -> None:
    assert copy(Point(1, 2, "a"), y=3) == Point(1, 3)
    assert copy(Point(1, 2, "a")).note == "a"
    assert copy(Usual(1), x=4) == Usual(4)
    with pytest.raises(TypeError):
        copy(Point(1), z=1)
