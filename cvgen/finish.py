"""The fifth stage: what must hold of a finished PDF before it may be published."""

from __future__ import annotations

from cvgen.compiling import Compiled, pages_of
from cvgen.diagnostics import LostError
from cvgen.model import CV
from cvgen.texlog import missing_characters


def finish(compiled: Compiled, cv: CV) -> int:
    """Return the number of pages of a finished PDF.

    Raises LostError if TeX left characters out or the CV has more pages than its variant allows.
    """
    problems = missing_characters(compiled.log, cv)
    variant = cv.variants[0]
    pages = pages_of(compiled)
    if variant.pages is not None and pages > variant.pages:
        origin = variant.place("pages")
        wanted = "1 page" if variant.pages == 1 else f"{variant.pages} pages"
        hint = "nothing was published: show less (exclude, limit, fewer sections), or allow more pages"
        message = f"the variant '{variant.name}' fills {pages} pages, not {wanted}"
        problems.append(cv.problem(origin, message, "pages", hint))
    if problems:
        raise LostError(problems)
    return pages
