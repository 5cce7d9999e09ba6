"""Draws docs/pictures/architecture.svg, the straight line and the house: a part of `make pictures`.

The floors are those of `LAYERS` in tests/test_architecture.py, which says whether the picture is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

PICTURE = Path(__file__).parent / "pictures" / "architecture.svg"
STAGES = (
    ("read", "reader/", "CV"),
    ("select", "select", "CV of a variant"),
    ("render", "plan, render", "Document"),
    ("compile", "compiling", "PDF and log"),
    ("finish", "tagging/, finish", "PDF"),
    ("publish", "pipeline", ""),
)
"""Each stage of the line: its name, its modules, and what it hands to the next one."""
FLOORS = (
    ("the door", "cli · commands"),
    ("called differently", "preview · diff · trials · batch · exporters · config"),
    ("the line", "pipeline · schema · fit · prepare · targets · loading · importers"),
    ("around a PDF", "finish · check · assets · own_fonts · advice · tagging · texlog · texplaces · texkinds"),
    ("TeX", "compiling · surroundings · engine"),
    ("LaTeX", "render · plan · templating · environment · template · coverage · latex · imprint"),
    ("what is printed", "views · publications · arranging · manifest · fonts · locale"),
    ("the machine", "failure · sandbox · formats · records · cldr · cache"),
    ("the CV", "select · honors · texts · reader · entries · fields · works · model"),
    ("words and marks", "typography · naming · fits · identifiers · names · markup · tags"),
    ("the ground", "report · pool · clock · diagnostics · characters · patterns · frozen · steps"),
)
"""The floors of the house from the top, each with the rooms on it: a room uses what lies below it."""
WIDTH, HEIGHT = 960, 700
INK, SOFT, ACCENT, HAIR, WALL = "#1a1a1a", "#4a4f57", "#1d3f66", "#c9ced6", "#f2f5f9"
ABOUT = (
    "Above, the straight line: cv.yaml is read, selected, rendered, compiled, finished and published as a PDF. Fitting "
    "to a page goes back from compiling to rendering. Problems of every stage have a file, line and column. Below, the "
    "house: eleven floors of modules, from the command line down to diagnostics; imports point down."
)


def text(x: float, y: float, words: str, size: float = 13, colour: str = INK, more: str = "") -> str:  # noqa: PLR0917
    """Return a text; `more` are attributes."""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" {more}>{escape(words)}</text>'


def arrow(path: str) -> str:
    """Return a line along a path, with a head at its end."""
    return f'<path d="{path}" fill="none" stroke="{ACCENT}" stroke-width="1.5" marker-end="url(#head)"/>'


def line() -> Iterator[str]:
    """Yield the straight line."""
    step, wide, top, high = 150, 96, 66, 48
    middle = 'text-anchor="middle"'
    yield text(30, 38, "The straight line", 17, ACCENT, 'font-weight="600"')
    for i, (name, modules, made) in enumerate(STAGES):
        x = 40 + i * step
        yield f'<rect x="{x}" y="{top}" width="{wide}" height="{high}" fill="{ACCENT}"/>'
        yield text(x + wide / 2, top + 30, name, 16, "#ffffff", f'{middle} font-weight="600"')
        yield text(x + wide / 2, top + high + 18, modules, 12, SOFT, middle)
        if made:
            yield arrow(f"M{x + wide + 3} {top + high / 2} H{x + step - 5}")
            yield text(x + (wide + step) / 2, top - 8, made, 12, INK, middle)
    yield text(40, top - 8, "cv.yaml →", 12, INK, 'text-anchor="start"')
    yield text(40 + 5 * step + wide, top - 8, "→ output/", 12, INK, 'text-anchor="end"')
    yield arrow(f"M{40 + 3 * step + wide / 2} {top + high + 26} v18 H{40 + 2 * step + wide / 2} v-14")
    yield text(40 + 2.5 * step + wide / 2, top + high + 38, "fit/", 12, SOFT, middle)
    y = top + high + 62
    yield f'<rect x="40" y="{y}" width="{5 * step + wide}" height="26" fill="{WALL}" stroke="{HAIR}"/>'
    yield text(WIDTH / 2 - 17, y + 18, "problems, each at file:line:column", 13, SOFT, middle)


def house() -> Iterator[str]:
    """Yield the house."""
    top, high, left, wide = 262, 37, 40, 846
    yield text(30, 242, "The house", 17, ACCENT, 'font-weight="600"')
    yield text(left + wide, 242, "imports point down", 13, SOFT, 'text-anchor="end"')
    for i, (name, rooms) in enumerate(FLOORS):
        y = top + i * high
        wall = WALL if i % 2 else "#ffffff"
        yield f'<rect x="{left}" y="{y}" width="{wide}" height="{high}" fill="{wall}" stroke="{HAIR}"/>'
        yield text(left + 12, y + 23, name, 13, ACCENT, 'font-weight="600"')
        yield text(left + 160, y + 23, rooms, 13)
    yield arrow(f"M{left + wide + 18} {top + 4} V{top + len(FLOORS) * high - 6}")


def drawing() -> str:
    """Return the picture as SVG. It has a ground of its own, so that it can be read on any page."""
    head = '<marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d" '
            'font-family="Source Sans 3, Source Sans Pro, Noto Sans, DejaVu Sans, sans-serif">',
            '<title id="t">The architecture of cvgen</title>',
            f'<desc id="d">{escape(ABOUT)}</desc>',
            f'<defs>{head}<path d="M0 0 L8 4 L0 8 z" fill="{ACCENT}"/></marker></defs>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *line(),
            *house(),
            "</svg>\n",
        )
    )


def main() -> None:
    """Draw the picture anew."""
    PICTURE.write_text(drawing(), encoding="utf-8")


if __name__ == "__main__":
    main()
