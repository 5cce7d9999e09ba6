"""The fourth stage: a `Document` × an engine → a PDF.

TeX runs in a private folder that holds nothing but the document's own files, with no shell, no standard input, a
minimal environment, and limits on time, memory and output. The whole process group is killed at the end of its time.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from cvgen.cache import Files, cache_folder, recall, store
from cvgen.diagnostics import NotInstalled
from cvgen.engine import Engine
from cvgen.failure import TexFailed, failure
from cvgen.formats import FORMAT, Format, find_format, read_files, split, without
from cvgen.frozen import record
from cvgen.render import Document
from cvgen.sandbox import run_limited
from cvgen.steps import since, tell, timed
from cvgen.surroundings import environment_of, first_alone

MAX_RUNS = 4
MAX_SECONDS = 120


@record(frozen=True)
class Compiled:
    """What TeX made: the PDF and its log; the files outside its folder that it read; what it said of its nodes."""

    pdf: bytes
    log: str
    read: tuple[str, ...] = ()
    tags: str = ""


def compile_document(document: Document, engine: Engine, label: str = "") -> Compiled:
    """Return the PDF of a document, after as many runs as its cross references need.

    `label` names what the document is a version of: its references are remembered under it, so that a new version
    whose references are the same needs one run.

    Raises TexFailed with the log if TeX fails or exceeds a limit, NotInstalled if the engine has gone.
    """
    ready, format_ = _with_format(document_files(document), engine)
    key = (engine.name, label)
    found = recall("references", key) if label else None
    aux = found.get("cv.aux", b"") if found else b""
    tell(f"references: {'those of the last build' if aux else 'none are known'}")
    try:
        compiled, settled = _compile(ready, engine, format_, aux)
    except TexFailed as error:
        if not aux or error.limited:
            raise
        tell("TeX failed with the references of the last build: tried without")
        compiled, settled = _compile(ready, engine, format_, b"")  # what is wrong may be what was remembered
    if format_:
        compiled = replace(compiled, read=tuple(sorted({*compiled.read, *format_.read})))
    if label and settled != aux:
        store("references", key, {"cv.aux": settled} if settled else {})
    return compiled


def log_of(document: Document, engine: Engine) -> str:
    """Return the log of a single run of TeX. Raises TexFailed and NotInstalled as `compile_document` does."""
    ready, format_ = _with_format(document_files(document), engine)
    with _private_folder() as folder:
        for name, data in ready.items():
            (folder / name).write_bytes(data)
        with timed(f"heights measured by a run of {engine.name}"):
            return _run(engine, folder, _options(format_))


def _compile(files: Files, engine: Engine, format_: Format | None, aux: bytes) -> tuple[Compiled, bytes]:
    """Run TeX on files until its references are what they were; return what it made, and them if they settled."""
    with _private_folder() as folder:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        if aux:
            (folder / "cv.aux").write_bytes(aux)
        start = time.perf_counter()
        runs = 0
        for _ in range(MAX_RUNS):
            runs += 1
            log = _run(engine, folder, _options(format_))
            before, aux = aux, _read(folder / "cv.aux")
            if aux == before or engine.settles:
                break
        tell(f"TeX: {'1 run' if runs == 1 else f'{runs} runs'} of {engine.name} in {since(start)}")
        pdf = _read(folder / "cv.pdf")
        if not pdf.startswith(b"%PDF-"):
            raise TexFailed(f"{engine.name} made no PDF", log=log, engine=engine.name)
        # What lies in our cache, such as LuaTeX's fonts, is made of the other files.
        read = {name for name in read_files(_read(folder / "cv.fls")) if not name.startswith(str(cache_folder()))}
        tags = _read(folder / "cv.tags").decode("utf-8", "replace")
        return Compiled(pdf, log, tuple(sorted(read)), tags), aux if aux == before else b""


def _with_format(files: Files, engine: Engine) -> tuple[Files, Format | None]:
    """Return a document's files, with its format and without what stands in it if there is one; and that format."""
    program = engine.find()
    parts = split(files) if engine.dumps and program else None
    if parts is None or program is None:
        return files, None
    preamble, needed = parts
    found = find_format(program, preamble, needed, partial(_dump, engine))
    if found is None:
        return files, None
    ready = {**files, "cv.tex": without(files["cv.tex"].decode(), preamble).encode()}
    return ready if found.path else {**ready, f"{FORMAT}.fmt": found.data}, found


def _options(format_: Format | None) -> list[str]:
    """Return what tells TeX of its format, which lies in its folder if it is not in the cache."""
    return [f"-fmt={format_.path or FORMAT}"] if format_ else []


def _dump(engine: Engine, source: str, files: Files) -> Files:
    """Return the format that TeX dumps of a source, and the record of the files that it read; nothing if it cannot.

    Raises TexFailed if TeX meets a limit: it might not, another time.
    """
    with _private_folder() as folder:
        for name, data in {**files, "cv.tex": source.encode()}.items():
            (folder / name).write_bytes(data)
        try:
            _run(engine, folder, ["-ini", "&pdflatex"])
        except TexFailed as error:
            if error.limited:
                raise
            return {}
        return {name: _read(folder / name) for name in (f"{FORMAT}.fmt", f"{FORMAT}.fls")}


def document_files(document: Document) -> Files:
    """Return every file that TeX reads for a document, by name; `cv.tex` is the main one."""
    return {**document.files, "cv.tex": document.source.encode()}


@contextmanager
def _private_folder() -> Iterator[Path]:
    """Provide a folder of our own, and remove it whatever happens."""
    with tempfile.TemporaryDirectory(prefix="cvgen-", ignore_cleanup_errors=True) as name:
        yield Path(name).resolve()


def _run(engine: Engine, folder: Path, options: Sequence[str] = ()) -> str:
    """Run the engine once, with some options besides its own, and return its log."""
    program = engine.find()
    if program is None:
        raise NotInstalled(f"the engine '{engine.name}' is not installed here", engine.hint)
    command = engine.command(program, folder, options)
    said = folder / "cv.said"
    try:
        environment = environment_of(engine, program, folder)
        with first_alone(environment.get("TEXMFCACHE")):
            code = run_limited(command, folder, environment, MAX_SECONDS, said, spawns=engine.spawns)
    except OSError as error:
        raise NotInstalled(f"the engine '{engine.name}' cannot be started: {error.strerror}", engine.hint) from error
    log = _log(folder)
    if code != 0:
        raise failure(engine.name, code, MAX_SECONDS, _read(said).decode("utf-8", "replace"), log)
    return log


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _log(folder: Path) -> str:
    return _read(folder / "cv.log").decode("utf-8", "replace")


def pages_of(compiled: Compiled) -> int:
    """Return the number of pages of what TeX made: its log says it, or else the PDF.

    Raises TexFailed if neither can be read.
    """
    match = re.search(r"Output written on (?:\./)?cv\.(?:pdf|xdv) \((\d+) pages?", compiled.log)
    if match:
        return int(match[1])
    from io import BytesIO

    import pypdf

    try:
        return len(pypdf.PdfReader(BytesIO(compiled.pdf)).pages)
    except pypdf.errors.PyPdfError as error:
        raise TexFailed("the PDF cannot be read", str(error), log=compiled.log, engine="") from error


def filled(compiled: Compiled) -> float | None:
    """Return how much of the last page is filled, in points, or None if the log does not tell."""
    match = re.search(r"^cvgen last page: (-?[\d.]+)pt$", compiled.log, re.MULTILINE)
    return float(match[1]) if match else None


def version_of(engine: Engine) -> str:
    """Return the first line that an engine says of its version; "" if it is not here or says nothing."""
    program = engine.find()
    if program is None:
        return ""
    with _private_folder() as folder:
        said = folder / "cv.said"
        try:
            run_limited([str(program), "--version"], folder, environment_of(engine, program, folder), 20, said)
        except OSError:
            return ""
        lines = _read(said).decode("utf-8", "replace").splitlines()
    return next((line.strip() for line in lines if line.strip()), "")
