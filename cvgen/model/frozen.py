"""Dataclasses of the model, without code of their own.

Python writes and compiles a constructor for each dataclass whenever it is imported: for some forty classes, that is a
tenth of a short build. These share one constructor, which is faster for classes of many fields too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["record"]

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, kw_only: bool, eq: bool, repr: bool) -> Callable[[type[T]], type[T]]:  # noqa: A002, ARG001
        """Do what `dataclass(frozen=True, kw_only=True, eq=False, repr=False)` does; it takes no other options.

        The constructor of such a class takes its fields by name, and raises TypeError for wrong or missing ones.
        """
        return _record


def _record(kind: type[T]) -> type[T]:
    kind = dataclasses.dataclass(init=False, eq=False, repr=False, match_args=False)(kind)
    found = fields(kind)  # type: ignore[arg-type]
    members: dict[str, Any] = {
        "__init__": _init,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "_names": frozenset(field.name for field in found),
        "_defaults": {field.name: field.default for field in found if field.default is not MISSING},
        "_factories": tuple(
            (field.name, field.default_factory) for field in found if field.default_factory is not MISSING
        ),
    }
    for name, value in members.items():
        setattr(kind, name, value)
    return kind


def _init(self: Any, **values: Any) -> None:
    own = self.__dict__
    own.update(self._defaults)
    for name, make in self._factories:
        if name not in values:
            own[name] = make()
    own.update(values)
    if own.keys() != self._names:
        wrong = sorted(own.keys() ^ self._names)
        raise TypeError(f"{type(self).__name__} has no fields, or needs them: {', '.join(wrong)}")


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot change")
