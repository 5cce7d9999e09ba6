"""Whether a CV can be printed as it is: every character has a glyph, every fixed word a language."""

from __future__ import annotations

from cvgen.diagnostics import Diagnostic, InputError, LostError, Origin, find
from cvgen.fonts.typefaces import Typefaces, describe, is_right_to_left
from cvgen.locale import languages
from cvgen.model import CV
from cvgen.tags import main_language
from cvgen.texts import texts_of

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
    first = find(cv.lines_of(origin), origin, clusters[0])
    named = ", ".join(map(describe, clusters[:MAX_NAMED]))
    if len(clusters) > MAX_NAMED:
        named += f" and {len(clusters) - MAX_NAMED} more"
    if any(is_right_to_left(cluster) for cluster in clusters):
        message = f"cvgen cannot set text from right to left: {named}"
        return cv.problem(first, message, "right-to-left", "nothing was published: write it in another script")
    hint = "nothing was published: leave it out, or name a font that has it: design: {fonts: {fallback: …}}"
    return cv.problem(first, f"no font has the character {named}", "missing-glyph", hint)
