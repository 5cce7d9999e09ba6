"""TeX's formats: all that a document says up to its last package, read once and dumped, for builds to start from.

pdfTeX alone can dump what our documents say there: XeTeX and LuaTeX cannot dump fonts. With it every build starts from
a format, in the cache or not, because the bytes of a PDF depend on that.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cvgen.cache import Files, alone, recall, store
from cvgen.patterns import bytes_pattern, pattern

FORMAT = "cv"  # as the document, so that the log of both has the same name
_LAST_PACKAGE = pattern(r"\\(usepackage|RequirePackage)\b")
_FONT_OF_STYLE = bytes_pattern(rb"<->(?:ssub\*)?([\w-]+)\}")

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


@dataclass(frozen=True)
class Format:
    """A format, and the files outside TeX's folder that it was made of."""

    data: bytes
    read: tuple[str, ...]


def find_format(program: Path, preamble: str, files: Files, dump: Run) -> Format | None:
    """Return the format of a preamble, or None if TeX cannot dump it.

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
    return found


def read_files(record: bytes) -> set[str]:
    """Return the files outside its folder that TeX read, as its record (`-recorder`) says."""
    lines = record.decode("utf-8", "replace").splitlines()
    return {line[6:] for line in lines if line.startswith("INPUT ") and Path(line[6:]).is_absolute()}


def _recall(key: object) -> Format | None:
    """Return a format from the cache, if the files that it was made of are as they were."""
    found = recall("formats", key)
    if found is None or not {"cv.fmt", "read.json"} <= found.keys():
        return None
    read = json.loads(found["read.json"])
    good = all(_state(path) == state for path, state in read.items())
    return Format(found["cv.fmt"], tuple(read)) if good else None


def _made(key: object, program: Path, dumped: Files) -> Format | None:
    """Keep a new format in the cache, with the state of all that it was made of, and return it."""
    if not dumped:
        return None
    read = sorted({*read_files(dumped["cv.fls"]), str(program.resolve())})
    states = json.dumps({path: _state(path) for path in read}).encode()
    store("formats", key, {"cv.fmt": dumped["cv.fmt"], "read.json": states})
    return Format(dumped["cv.fmt"], tuple(read))


def _state(path: str) -> list[int]:
    """Return what changes with a file: its size and the time of its last change, in nanoseconds."""
    try:
        found = Path(path).stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]
