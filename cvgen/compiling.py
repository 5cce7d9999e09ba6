"""The fourth stage: a `Document` × an engine → a PDF.

TeX runs in a private folder that holds nothing but the document's own files, with no shell, no standard input, a
minimal environment, and limits on time, memory and output. The whole process group is killed at the end of its time.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cvgen.diagnostics import CvgenError, NotInstalled
from cvgen.engine import Engine
from cvgen.failure import TexFailed, failure
from cvgen.render import Document
from cvgen.sandbox import run_limited

MAX_RUNS = 4
MAX_SECONDS = 120


@dataclass(frozen=True)
class Compiled:
    """What TeX made: the PDF and its log."""

    pdf: bytes
    log: str


def compile_document(document: Document, engine: Engine) -> Compiled:
    """Return the PDF of a document, after as many runs as its cross references need.

    Raises TexFailed with the log if TeX fails or exceeds a limit, NotInstalled if the engine has gone.
    """
    with _private_folder() as folder:
        for name, data in document_files(document).items():
            (folder / name).write_bytes(data)
        aux = b""
        for _ in range(MAX_RUNS):
            log = _run(engine, folder)
            before, aux = aux, _read(folder / "cv.aux")
            if aux == before:
                break
        pdf = _read(folder / "cv.pdf")
        if not pdf.startswith(b"%PDF-"):
            raise TexFailed(f"{engine.name} made no PDF", log=log, engine=engine.name)
        return Compiled(pdf, log)


def document_files(document: Document) -> Mapping[str, bytes]:
    """Return every file that TeX reads for a document, by name; `cv.tex` is the main one."""
    return {**document.files, "cv.tex": document.source.encode()}


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Provide a folder of our own, and remove it whatever happens."""
    with tempfile.TemporaryDirectory(prefix="cvgen-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


def _run(engine: Engine, folder: Path) -> str:
    """Run the engine once and return its log."""
    program = engine.find()
    if program is None:
        raise NotInstalled(f"the engine '{engine.name}' is not installed here", engine.hint)
    command = [str(program), *engine.options, "cv.tex"]
    said = folder / "cv.said"
    try:
        code = run_limited(command, folder, _environment(program, folder), MAX_SECONDS, said)
    except OSError as error:
        raise NotInstalled(f"the engine '{engine.name}' cannot be started: {error.strerror}", engine.hint) from error
    log = _log(folder)
    if code != 0:
        raise failure(engine.name, code, MAX_SECONDS, _read(said).decode("utf-8", "replace"), log)
    return log


def _environment(program: Path, folder: Path) -> dict[str, str]:
    """Return all that TeX may know of its surroundings; nothing of the user's own TeX files is among it."""
    home = str(folder)
    environment = {
        "PATH": os.pathsep.join([str(program.parent), *(["/usr/bin", "/bin"] if os.name == "posix" else [])]),
        "HOME": home,
        "TEXMFHOME": str(folder / "texmf"),
        "TEXMFCONFIG": str(folder / "texmf-config"),
        "TEXMFVAR": str(folder / "texmf-var"),
        "openin_any": "p",
        "openout_any": "p",
        "MKTEXPK": "0",
        "MKTEXTFM": "0",
        "max_print_line": "10000",
        "error_line": "254",  # most that TeX shows of the line with an error
        "half_error_line": "238",
        "SOURCE_DATE_EPOCH": "0",
        "FORCE_SOURCE_DATE": "1",
        "LC_ALL": "C.UTF-8",
    }
    if os.name == "nt":
        environment.update({key: os.environ[key] for key in ("SYSTEMROOT", "TEMP", "TMP") if key in os.environ})
    if "lua" in program.name:
        environment.update(_lua_caches())
    return environment


@cache
def _lua_caches() -> dict[str, str]:
    """Keep luaotfload's font database, which takes seconds to make, in our cache rather than the private folder."""
    from cvgen.cache import cache_folder

    folder = cache_folder() / "luatex"
    folder.mkdir(parents=True, exist_ok=True)
    return {"TEXMFVAR": str(folder), "TEXMFCACHE": str(folder)}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _log(folder: Path) -> str:
    return _read(folder / "cv.log").decode("utf-8", "replace")


def pages_of(log: str) -> int:
    """Return the number of pages that TeX says it wrote. Raises CvgenError if the log does not say."""
    match = re.search(r"Output written on cv\.(?:pdf|xdv) \((\d+) pages?", log)
    if match is None:
        raise CvgenError("TeX's log does not say how many pages there are")
    return int(match[1])
