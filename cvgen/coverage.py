"""Whether a CV can be printed as it is: every character has a glyph, every fixed word a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from cvgen.diagnostics import InputError, LostError, Origin
from cvgen.fonts.typefaces import Typefaces, describe
from cvgen.locale import WORDS, main_language
from cvgen.markup import Inlines
from cvgen.model import CV, Author, Basics, Date, Profile


def check_language(cv: CV) -> None:
    """Raise InputError if cvgen has no words for the language of a selected CV."""
    language = cv.locale.language
    if main_language(language) in WORDS:
        return
    variant = cv.variants[0]
    origin = variant.place("language") if variant.language else cv.locale.place("language")
    message = f"cvgen has no words for the language '{language}'"
    raise InputError([cv.problem(origin, message, "language", "it has: " + ", ".join(WORDS))])


def check_characters(cv: CV, typefaces: Typefaces) -> None:
    """Raise LostError with every character of a selected CV that no face has."""
    found = [
        cv.problem(
            origin,
            f"no font has the character {describe(char)}",
            "missing-glyph",
            "nothing was published: leave it out or write it in other characters",
        )
        for text, origin in texts_of(cv)
        for char in typefaces.missing(text)
    ]
    if found:
        raise LostError(dict.fromkeys(found))


def texts_of(value: Any) -> Iterator[tuple[str, Origin]]:
    """Yield every visible text below any part of the model, and where it stands."""
    if isinstance(value, Inlines):
        yield value.plain, value.origin
    elif isinstance(value, Author):
        yield value.name, value.origin
    elif isinstance(value, Date):
        yield value.words, value.origin
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, Mapping):
        yield from texts_of(tuple(value.values()))
    elif is_dataclass(value):
        for field in fields(value):
            child = getattr(value, field.name)
            if isinstance(child, str) and isinstance(value, Basics | Profile) and field.name != "photo":
                yield child, value.place(field.name)
            elif field.name not in ("variants", "design", "places") and not isinstance(child, str | Origin):
                yield from texts_of(child)
