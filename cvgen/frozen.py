"""Dataclasses without code of their own, for classes whose objects never change.

Python writes and compiles five methods for each dataclass whenever it is imported: for a hundred classes, that is a
tenth of a short build. These share theirs. `dataclass` is better where thousands of small objects are made of values in
order (rich text): it makes them three times as fast.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["record", "replace"]

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(
        *,
        frozen: bool,
        kw_only: bool = False,
        eq: bool = True,
        repr: bool = True,  # noqa: A002
    ) -> Callable[[type[T]], type[T]]:
        """Do what `dataclass` does with these options, of which `frozen` must be true.

        The constructor raises TypeError for fields that are unknown, missing or given twice.
        """
        if not frozen:
            raise TypeError("what can change is a dataclass")

        def make(kind: type[T]) -> type[T]:
            return _record(kind, kw_only, eq, repr)

        return make


def replace(obj: T, **changes: Any) -> T:
    """Return a copy with other values in some fields, as `dataclasses.replace` does, but faster."""
    names = getattr(type(obj), "_names", None)
    if names is None:
        return dataclasses.replace(obj, **changes)  # type: ignore[type-var]
    own = obj.__dict__
    values = {name: own[name] for name in names}  # and not what a cached property keeps
    values.update(changes)
    if len(values) != len(names):
        raise TypeError(f"{type(obj).__name__} has no field {min(changes.keys() - names)}")
    made: T = object.__new__(type(obj))
    made.__dict__.update(values)
    return made


def _record(kind: type[T], kw_only: bool, eq: bool, shown: bool) -> type[T]:
    own = vars(kind)
    members: dict[str, Any] = {"__init__": _init, "__setattr__": _refuse, "__delattr__": _refuse}
    members |= {"__eq__": _eq, "__hash__": _hash} if eq else {}
    members |= {"__repr__": _repr} if shown else {}
    members = {name: value for name, value in members.items() if name not in own}
    kind.__doc__ = kind.__doc__ or kind.__name__  # or else `dataclass` asks for the signature, which is slow
    kind = dataclasses.dataclass(init=False, eq=False, repr=False, match_args=False, kw_only=kw_only)(kind)
    found = fields(kind)  # type: ignore[arg-type]
    members |= {
        "_names": frozenset(field.name for field in found),
        "_order": tuple(field.name for field in found if not field.kw_only),
        "_compared": tuple(field.name for field in found if field.compare),
        "_shown": tuple(field.name for field in found if field.repr),
        "_defaults": {field.name: field.default for field in found if field.default is not MISSING},
        "_factories": tuple(
            (field.name, field.default_factory) for field in found if field.default_factory is not MISSING
        ),
    }
    for name, value in members.items():
        setattr(kind, name, value)
    return kind


def _init(self: Any, *ordered: Any, **values: Any) -> None:
    own = self.__dict__
    own.update(self._defaults)
    for name, make in self._factories:
        if name not in values:
            own[name] = make()
    if ordered:
        given = dict(zip(self._order, ordered, strict=False))
        if len(given) < len(ordered) or given.keys() & values.keys():
            raise TypeError(f"{type(self).__name__} takes fewer values without a name, or one is given twice")
        own.update(given)
    own.update(values)
    if own.keys() != self._names:
        wrong = sorted(own.keys() ^ self._names)
        raise TypeError(f"{type(self).__name__} has no fields, or needs them: {', '.join(wrong)}")


def _eq(self: Any, other: Any) -> bool:
    if other.__class__ is not self.__class__:
        return False
    mine, theirs = self.__dict__, other.__dict__
    return all(mine[name] == theirs[name] for name in self._compared)


def _hash(self: Any) -> int:
    return hash(tuple(map(self.__dict__.__getitem__, self._compared)))


def _repr(self: Any) -> str:
    values = (f"{name}={self.__dict__[name]!r}" for name in self._shown)
    return f"{type(self).__qualname__}({', '.join(values)})"


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot change")
