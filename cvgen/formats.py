"""TeX's formats: all that a document says up to its last package, read once and dumped, for builds to start from.

pdfTeX alone can dump what our documents say there: XeTeX and LuaTeX cannot dump fonts. With it every build starts from
a format, in the cache or not, because the bytes of a PDF depend on that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from cvgen.cache import Files, alone, recall, store

FORMAT = "cv"  # as the document, so that the log of both has the same name
_LAST_PACKAGE = re.compile(r"\\(usepackage|RequirePackage)\b")
_FONT_OF_STYLE = re.compile(rb"<->(?:ssub\*)?([\w-]+)\}")

Run = Callable[[str, Files], Files]


def split(files: Files) -> tuple[str, Files] | None:
    """Return what a format of a document is made of: the document's first lines, and the files that they may read.

    Returns None if the document has no such lines. Script fonts are not among the files: they are one document's own.
    """
    lines = files["cv.tex"].decode().split("\n")
    start = next((at for at, line in enumerate(lines) if line.startswith("\\begin{document}")), 0)
    last = max((at for at in range(start) if _LAST_PACKAGE.match(lines[at])), default=None)
    if last is None:
        return None
    styles = {name: data for name, data in files.items() if name.endswith(".sty") and name != "cvscripts.sty"}
    fonts = {f"{name.decode()}.tfm" for data in styles.values() for name in _FONT_OF_STYLE.findall(data)}
    return "\n".join(lines[: last + 1]), {**styles, **{name: files[name] for name in sorted(fonts & files.keys())}}


def without(source: str, preamble: str) -> str:
    """Return a document without what stands in its format; every other line keeps its number."""
    return "%\n" * preamble.count("\n") + "%" + source.removeprefix(preamble)


def find_format(program: Path, preamble: str, files: Files, dump: Run) -> Files:
    """Return the format of a preamble as a file, or nothing if TeX cannot dump it.

    `dump` runs TeX on a source with files, and returns the format and the list of all files that it read, or nothing.
    The format is good until one of them changes: a new version of a package, say.
    """
    key = (str(program), preamble, files)
    found = _recall(key)
    if found is None:
        with alone("formats", key):
            found = _recall(key)
            if found is None:
                found = _made(key, program, dump(preamble + "\n\\dump\n", files))
    return {name: data for name, data in found.items() if name == f"{FORMAT}.fmt"}


def _recall(key: object) -> Files | None:
    """Return a format from the cache, if the files that it was made of are as they were."""
    found = recall("formats", key)
    if found is None:
        return None
    read = json.loads(found["read.json"])
    return found if all(_state(path) == state for path, state in read.items()) else None


def _made(key: object, program: Path, dumped: Files) -> Files:
    """Keep a new format in the cache, with the state of all that it was made of, and return it."""
    if not dumped:
        return {}
    lines = dumped[f"{FORMAT}.fls"].decode("utf-8", "replace").splitlines()
    read = {line[6:] for line in lines if line.startswith("INPUT ")} | {str(program.resolve())}
    states = {path: _state(path) for path in sorted(read) if Path(path).is_absolute()}
    found = {f"{FORMAT}.fmt": dumped[f"{FORMAT}.fmt"], "read.json": json.dumps(states).encode()}
    store("formats", key, found)
    return found


def _state(path: str) -> list[int]:
    """Return what changes with a file: its size and the time of its last change, in nanoseconds."""
    try:
        found = Path(path).stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]
