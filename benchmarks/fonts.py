"""Does all of a build but TeX: reads a CV, selects, renders, makes the fonts. `python benchmarks/fonts.py FILE VARIANT`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from cvgen.engine import ENGINES
from cvgen.own_fonts import load_fonts
from cvgen.pipeline import choose_variants, load
from cvgen.plan import plan
from cvgen.render import render
from cvgen.select import select
from cvgen.template import load_template, template_folders


def main(path: Path, name: str) -> None:
    """Render one variant and make its fonts for pdfTeX."""
    loaded = load(path)
    (variant,) = choose_variants(loaded.cv, [name])
    cv = select(loaded.cv, variant)
    template = load_template(variant.template or name, template_folders(path), RuntimeError)
    render(plan(cv, template, load_fonts(cv, path.parent)), ENGINES["embedded"].font_files)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
