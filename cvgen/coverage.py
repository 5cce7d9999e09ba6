"""Whether a CV can be printed as it is: every character has a glyph, every fixed word a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from cvgen.diagnostics import Diagnostic, InputError, LostError, Origin, find
from cvgen.fonts.typefaces import Typefaces, describe, is_right_to_left
from cvgen.locale import languages, main_language
from cvgen.markup import Inlines
from cvgen.model import CV, Author, Basics, Date, Profile

MAX_NAMED = 5  # characters that one message names


def check_language(cv: CV) -> None:
    """Raise InputError if cvgen has no words for the language of a selected CV."""
    language = cv.locale.language
    if main_language(language) in languages():
        return
    variant = cv.variants[0]
    origin = variant.place("language") if variant.language else cv.locale.place("language")
    message = f"cvgen has no words for the language '{language}'"
    raise InputError([cv.problem(origin, message, "language", "it has: " + ", ".join(languages()))])


def check_characters(cv: CV, typefaces: Typefaces) -> None:
    """Raise LostError with the characters of a selected CV that cannot be printed, one problem for each text."""
    found = [_lost(cv, origin, missing) for text, origin in texts_of(cv) if (missing := typefaces.missing(text))]
    if found:
        raise LostError(dict.fromkeys(found))


def _lost(cv: CV, origin: Origin, clusters: list[str]) -> Diagnostic:
    first = find(cv.lines, origin, clusters[0])
    named = ", ".join(map(describe, clusters[:MAX_NAMED]))
    if len(clusters) > MAX_NAMED:
        named += f" and {len(clusters) - MAX_NAMED} more"
    if any(is_right_to_left(cluster) for cluster in clusters):
        message = f"cvgen cannot set text from right to left: {named}"
        return cv.problem(first, message, "right-to-left", "nothing was published: write it in another script")
    hint = "nothing was published: leave it out, or name a font that has it: design: {fonts: {fallback: …}}"
    return cv.problem(first, f"no font has the character {named}", "missing-glyph", hint)


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
