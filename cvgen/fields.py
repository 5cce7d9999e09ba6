"""What the keys of cv.yaml mean: the texts of `fields.yaml`, by the classes of the model."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cvgen.frozen import record
from cvgen.model import Located


@record(frozen=True)
class Meaning:
    """What a key is, in a sentence or two, and how its value may be written."""

    text: str
    examples: tuple[Any, ...]


@record(frozen=True)
class Described:
    """What a class stands for, and the meanings of the keys that it explains itself."""

    text: str
    keys: Mapping[str, Meaning]


@cache
def described() -> Mapping[str, Described]:
    """Return what is said of each class, by its name."""
    import yaml

    data = yaml.safe_load((Path(__file__).parent / "fields.yaml").read_text(encoding="utf-8"))
    return {
        name: Described(
            entry["is"], {key: Meaning(text, tuple(shown)) for key, (text, *shown) in entry.get("keys", {}).items()}
        )
        for name, entry in data.items()
    }


def meaning_of(cls: type[Located], key: str) -> Meaning:
    """Return the meaning of a key: what the class says of it, or the nearest class above it. Raises KeyError."""
    for parent in cls.__mro__:
        said = described().get(parent.__name__)
        if said and key in said.keys:
            return said.keys[key]
    raise KeyError(f"{cls.__name__}.{key}")
