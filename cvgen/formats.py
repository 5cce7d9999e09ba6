"""TeX's formats: all that a document says up to its last package, read once and dumped, for builds to start from.

pdfTeX alone can dump what our documents say there: XeTeX and LuaTeX cannot dump fonts. With it every build starts from
a format, in the cache or not, because the bytes of a PDF depend on that.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path

from cvgen.cache import Files, alone, file_of, recall, store, write_atomically
from cvgen.frozen import record
from cvgen.patterns import bytes_pattern, pattern
from cvgen.steps import since, tell

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


@record(frozen=True)
class Format:
    """A format, and the files outside TeX's folder that it was made of.

    It lies at `path` in the cache, where TeX can read it. If the cache cannot be written, it is here, as `data`.
    """

    path: Path | None
    data: bytes
    read: tuple[str, ...]


def find_format(program: Path, preamble: str, files: Files, dump: Run) -> Format | None:
    """Return the format of a preamble, or None if TeX cannot dump it.

    `dump` runs TeX on a source with files, and returns the format and the list of all files that it read, or nothing.
    The format is good until one of them changes: a new version of a package, say.
    """
    contents = [(name, hashlib.sha256(data).hexdigest()) for name, data in files.items()]
    key = (str(program), preamble, contents)
    found = _recall(key)
    if found is None:
        with alone("formats", key):
            found = _recall(key)
            if found is None:
                start = time.perf_counter()
                found = _made(key, program, dump(preamble + "\n\\dump\n", files))
                tell(f"format: made anew in {since(start)}" if found else "format: this preamble cannot be dumped")
                return found
    tell("format: from the cache")
    return found


def read_files(record: bytes) -> set[str]:
    """Return the files outside its folder that TeX read, as its record (`-recorder`) says."""
    lines = record.decode("utf-8", "replace").splitlines()
    return {line[6:] for line in lines if line.startswith("INPUT ") and Path(line[6:]).is_absolute()}


def _recall(key: object) -> Format | None:
    """Return a format from the cache, if it is as TeX wrote it, and so are the files that it was made of."""
    found = recall("formats", key)
    if found is None or "read.json" not in found:
        return None
    read, state = json.loads(found["read.json"])
    path = file_of("formats", key, ".fmt")
    good = _state(str(path)) == state and all(_state(name) == then for name, then in read.items())
    return _at(path, tuple(read)) if good else None


def _made(key: object, program: Path, dumped: Files) -> Format | None:
    """Keep a new format in the cache, with the state of all that it was made of, and return it."""
    if not dumped:
        return None
    read = sorted({*read_files(dumped["cv.fls"]), str(program.resolve())})
    path, data = file_of("formats", key, ".fmt"), dumped["cv.fmt"]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, data, durable=False)
    except OSError:
        return Format(None, data, tuple(read))
    states = json.dumps([{name: _state(name) for name in read}, _state(str(path))])
    store("formats", key, {"read.json": states.encode()})
    return _at(path, tuple(read))


def _at(path: Path, read: tuple[str, ...]) -> Format:
    """Return the format that lies at a path, to be read from there unless TeX would take the path for another."""
    path = path.absolute()
    return Format(None, path.read_bytes(), read) if {"$", '"'} & {*str(path)} else Format(path, b"", read)


def _state(path: str) -> list[int]:
    """Return what changes with a file: its size and the time of its last change, in nanoseconds."""
    try:
        found = Path(path).stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]
