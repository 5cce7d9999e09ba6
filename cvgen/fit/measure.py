r"""Measures the pieces of a document in one run of TeX, in each setting that its template declares.

The body is set once for each setting, on a page without an end that is thrown away; `\cv@mark` in `cvbase.sty` says in
the log where each piece starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from cvgen.compiling import log_of
from cvgen.engine import Engine
from cvgen.failure import TexFailed
from cvgen.fit.choose import Heights
from cvgen.frozen import record
from cvgen.manifest import Fit
from cvgen.patterns import pattern
from cvgen.render import Document

BODY = "cvbody.tex"
_MARK = pattern(r"^cvgen (\w+) (\d+) (-?[\d.]+)pt (-?[\d.]+)pt (-?[\d.]+)pt$", re.MULTILINE)
_LAST_LINE = 1_000_000_000
_MOST_PAGES = 20  # TeX's lengths end soon after


@record(frozen=True)
class Setting:
    """How tight a page is set: distances in per cent, lines as a part of the usual distance, the size in points."""

    spacing: int
    leading: float
    size: float

    @property
    def latex(self) -> str:
        """The setting as the arguments of the macro `cvfit`."""
        return f"{{{self.spacing}}}{{{self.leading:.4f}}}{{{self.size:g}}}"


@record(frozen=True)
class Mark:
    """Where a piece starts: its kind, its line in the source, the height above it, the distance above, its own one."""

    kind: str
    line: int
    height: float
    free: float
    own: float


@record(frozen=True)
class Measured:
    """What was measured: the height of a page, the marks of the pieces, and their heights by size and tightness.

    A tightness is -1 (as tight as the template allows), 0 (as it was designed) or 1 (as loose as it allows).
    """

    page: float
    marks: tuple[Mark, ...]
    heights: dict[tuple[float, int], Heights]
    fit: Fit

    @property
    def sizes(self) -> list[float]:
        """The sizes that were measured, the usual one first."""
        return list(dict.fromkeys(size for size, _ in self.heights))

    def setting(self, size: float, tightness: float) -> Setting:
        """Return what a tightness between -1 and 1 means."""
        return setting_of(self.fit, size, tightness)


def setting_of(fit: Fit, size: float, tightness: float) -> Setting:
    """Return the setting of a tightness between -1 and 1."""
    spacing, leading = (
        100 + tightness * (ends[1] - 100 if tightness > 0 else 100 - ends[0]) for ends in (fit.spacing, fit.leading)
    )
    return Setting(int(spacing + 1e-9), leading / 100, size)


def measure(document: Document, engine: Engine, fit: Fit, size: float, pages: int | None) -> Measured | None:
    """Return the heights of a document's pieces, whose text has a size in points; None if TeX does not tell them.

    Smaller sizes are measured only if it is longer than `pages` at its tightest.
    """
    sizes = [size, *(smaller for smaller in fit.text_sizes if smaller < size)]
    plan = [(one, tightness) for one in sizes for tightness in ((-1, 0, 1) if one == size else (-1, 0))]
    place = body_of(document.source)
    if place is None:
        return None
    source, body = _measuring(document.source, place, [setting_of(fit, *one) for one in plan], pages)
    try:
        log = log_of(replace(document, source=source, files={**document.files, BODY: body.encode()}), engine)
    except TexFailed:
        return None  # the build itself will say why
    passes = list(_passes(log, place[0]))
    heights = {
        step: _heights(marks)
        for step, marks in zip(plan, passes, strict=False)
        if [mark.kind for mark in marks] == [mark.kind for mark in passes[0]]
    }
    page = next((float(found[3]) for found in _MARK.finditer(log) if found[1] == "page"), 0.0)
    if not {(size, -1), (size, 0), (size, 1)} <= heights.keys():
        return None
    return Measured(page, tuple(passes[0]), heights, fit)


def body_of(source: str) -> tuple[int, int] | None:
    """Return where the body of a document starts and ends, as numbers of lines before; None if it has none."""
    lines = source.split("\n")
    first = next((at for at, line in enumerate(lines, 1) if line.startswith("\\begin{document}")), None)
    last = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].startswith("\\end{document}")), None)
    return None if first is None or last is None else (first, last)


def fitted(source: str, setting: Setting) -> str:
    """Return a document in another setting; every line keeps its number."""
    lines, place = source.split("\n"), body_of(source)
    assert place is not None  # or nothing was measured
    lines[place[0] - 1] = lines[place[0] - 1].replace("{document}", f"{{document}}\\cvfit{setting.latex}", 1)
    return "\n".join(lines)


def _measuring(source: str, place: tuple[int, int], settings: Sequence[Setting], pages: int | None) -> tuple[str, str]:
    """Return the source that measures a document, and the body that it reads."""
    lines, (first, last) = source.split("\n"), place
    runs = [f"\\cvmeasure{{{BODY}}}{one.latex}" for one in settings]
    enough = f"\\ifdim\\cvheight>\\dimexpr\\textheight*{min(pages or 0, _MOST_PAGES)}\\relax"
    smaller = [enough, *runs[3:], "\\fi"] if pages and len(runs) > 3 else []
    end = ["\\shipout\\hbox{}", "\\csname @@end\\endcsname", ""]
    main = [*lines[: first - 1], "\\begin{document}\\cvmeasuring", *runs[:3], *smaller, *end]
    return "\n".join(main), "\n".join([*lines[first:last], ""])


def _passes(log: str, first: int) -> Iterator[list[Mark]]:
    """Yield the marks of each time that the body was set."""
    marks: list[Mark] | None = None
    base = 0.0
    for found in _MARK.finditer(log):
        kind, line = found[1], int(found[2])
        height, free, own = (float(found[at]) for at in (3, 4, 5))
        if kind == "pass":
            marks, base = [Mark("start", 0, 0.0, 0.0, 0.0)], 0.0
        elif kind == "fresh" and marks:
            base = marks[-1].height + marks[-1].free
        elif marks is not None and kind != "page":
            line = _LAST_LINE if kind == "end" else line + first  # TeX has left the body when it comes to the end
            marks.append(Mark(kind, line, base + height, free, own))
            if kind == "end":
                yield marks
                marks = None


def _heights(marks: Sequence[Mark]) -> Heights:
    """Return what stands between one mark and the next, without the distances that depend on what is above."""
    body, own, free = [], [], []
    for before, (mark, after) in zip([None, *marks], pairwise(marks), strict=False):
        height = after.height - mark.height
        if mark.kind == "entry":
            height -= max(mark.free, mark.own)
        else:
            height -= mark.free
            if mark.kind == "subsection" and before and before.kind not in ("section", "subsection"):
                height -= mark.own
        nothing = after.height - mark.height < 0.01 and mark.kind in ("rest", "item", "list")
        body.append(0.0 if nothing else height)
        own.append(mark.own)
        free.append(after.free)
    return Heights(body, own, free)
