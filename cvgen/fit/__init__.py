"""Fits a variant to the pages that it may have: sets it tighter or looser, then leaves out what matters least.

`docs/fitting.md` has the rule in the words of users. What is promised is checked on the real pages: heights decide what
is tried, and TeX's own count of the pages what is published.
"""

from __future__ import annotations

from collections.abc import Callable

from cvgen.compiling import Compiled
from cvgen.diagnostics import Diagnostic
from cvgen.frozen import record
from cvgen.prepare import Prepared


@record(frozen=True)
class Fitted:
    """A variant as it fits: with what was made of it, in a few words how, and a note for each item left out."""

    prepared: Prepared
    compiled: Compiled
    how: str = ""
    left_out: tuple[Diagnostic, ...] = ()


def fit(prepared: Prepared, compile_: Callable[[Prepared], Compiled]) -> Fitted:
    """Return a variant within its limits of pages, compiled; as it was if it has none, or nothing may be done.

    Raises LostError if even what must stay is too much.
    """
    variant = prepared.variant
    if (variant.pages is None and not limits_of(prepared)) or variant.fit not in ("drop", "tighten"):
        return Fitted(prepared, compile_(prepared))
    from cvgen.fit.fitting import Fitting
    from cvgen.fit.measure import measure

    size = float(prepared.plan.options.get("text_size", 10))
    measured = measure(prepared.document, prepared.engine, prepared.plan.template.fit, size, variant.pages)
    if measured is None:
        return Fitted(prepared, compile_(prepared))
    return Fitting(prepared, measured, compile_).fitted()


def limits_of(prepared: Prepared) -> dict[int, float]:
    """Return how many pages single sections of the selected CV may fill, by their numbers."""
    sections, found, at = prepared.cv.sections, {}, 0
    for choice in prepared.variant.sections:
        if at < len(sections) and sections[at].name == choice.name:  # else it has nothing to show
            if choice.pages is not None:
                found[at] = choice.pages
            at += 1
    return found
