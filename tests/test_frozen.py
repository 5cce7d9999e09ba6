"""The classes of the model are dataclasses, with one constructor for all."""

from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from cvgen.model import Author, Profile
from cvgen.model.frozen import record


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
