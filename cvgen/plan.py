"""What must be settled, and can be refused, before a selected CV is rendered: options, typefaces, punctuation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from cvgen.coverage import check_characters, check_language
from cvgen.diagnostics import Together
from cvgen.fonts.faces import STYLES, bundled
from cvgen.fonts.typefaces import Families, Typefaces
from cvgen.frozen import record
from cvgen.manifest import check_options
from cvgen.markup import Foreign, Inlines
from cvgen.model import CV, Text
from cvgen.tags import main_language
from cvgen.template import Template
from cvgen.texts import map_texts
from cvgen.typography import smarten


@record(frozen=True)
class Plan:
    """A selected CV as it is to be printed: its template, the value of every option, its typefaces, tagged or not."""

    cv: CV
    template: Template
    options: Mapping[str, Any]
    typefaces: Typefaces
    tagged: bool = True


def plan(cv: CV, template: Template, own_fonts: Families | None = None) -> Plan:
    """Return the plan of a selected CV; `own_fonts` are the families it names, from `own_fonts.load_fonts`.

    Raises CvgenError with everything that is wrong: a language without words, options that the template does not have,
    characters that are in no face.
    """
    together = Together()
    together.attempt(check_language, cv)
    options = together.attempt(check_options, cv, template.name, template.options) or {}
    typefaces = _typefaces(cv, options, own_fonts or {})
    smart = options.get("typography") == "smart"
    cv = map_texts(cv, partial(marked, language=cv.locale.language, smart=smart))
    together.attempt(check_characters, cv, typefaces)
    together.raise_errors()
    return Plan(cv, template, options, typefaces)


def _typefaces(cv: CV, options: dict[str, Any], own: Families) -> Typefaces:
    """Return the document's typefaces. A text font of the user's own wins over the option `text`."""
    families = dict(own)
    if options.get("text") == "sans":
        if "sans" in own and "serif" not in own:  # own headings leave the text alone
            families["serif"] = {style: bundled("sans", style) for style in STYLES}
        if families.get("serif"):
            options["text"] = "serif"
    return Typefaces(cv.locale.language, families)


def marked(text: Text, language: str, smart: bool) -> Text:
    """Return a text with its typography, and marked with its language if that is not the document's."""
    found = []
    for tag, inlines in text.versions:
        said = smarten(inlines, tag or language) if smart else inlines
        if tag and main_language(tag) != main_language(language):
            said = Inlines((Foreign(tag, said.nodes),), said.origin)
        found.append((tag, said))
    return replace(text, versions=tuple(found))
