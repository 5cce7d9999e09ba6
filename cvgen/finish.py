"""The fifth stage: what must hold of a finished PDF before it may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cvgen.compiling import Compiled, pages_of
from cvgen.diagnostics import Diagnostic, LostError
from cvgen.model import CV
from cvgen.render import Document
from cvgen.steps import timed
from cvgen.texlog import missing_characters

if TYPE_CHECKING:
    from cvgen.tagging.nodes import Node


def finish(compiled: Compiled, cv: CV) -> tuple[int, tuple[Diagnostic, ...]]:
    """Return the number of pages of a finished PDF, and a warning if those are more than its variant asks for.

    Raises LostError if TeX left characters out or the CV has more pages than its variant allows, which is any number
    where the variant says `fit: off`.
    """
    problems, warnings = missing_characters(compiled.log, cv), []
    variant = cv.variants[0]
    pages = pages_of(compiled)
    if variant.pages is not None and pages > variant.pages:
        origin = variant.place("pages")
        wanted = "1 page" if variant.pages == 1 else f"{variant.pages} pages"
        hint = "nothing was published: show less (exclude, limit, fewer sections), or allow more pages"
        message = f"the variant '{variant.name}' fills {pages} pages, not {wanted}"
        if variant.fit == "off":
            warnings.append(cv.problem(origin, message, "pages", "there is no limit with `fit: off`", "warning"))
        else:
            problems.append(cv.problem(origin, message, "pages", hint))
    if problems:
        raise LostError(problems)
    return pages, tuple(warnings)


class Tagged(NamedTuple):
    """A PDF with its tags, the tree of its nodes, and a warning if it can have neither."""

    pdf: bytes
    tree: Node | None = None
    warnings: tuple[Diagnostic, ...] = ()


@timed("tagged for screen readers")
def tagged(compiled: Compiled, document: Document, cv: CV) -> Tagged:
    """Return the PDF with the tags that TeX prepared."""
    from cvgen.tagging import Unreadable, tag

    try:
        if compiled.tags:
            return Tagged(*tag(compiled.pdf, compiled.tags, (text for text, _ in document.printed)))
        why, hint = "TeX did not say what its parts are", "it takes the styles of `base`, and a LaTeX of 2021 or later"
    except Unreadable as error:
        why, hint = error.message, "templates are accessible that draw nothing in TeX itself"
    hint += "; --no-tags makes it without this warning"
    place = cv.variants[0].place("template")
    problem = cv.problem(place, f"this PDF is not accessible: {why}", "untagged", hint, "warning")
    return Tagged(compiled.pdf, None, (problem,))
