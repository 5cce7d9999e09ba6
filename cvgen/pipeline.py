"""The straight line: cv.yaml → CV → selected CV → Document → PDF → output folder."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cvgen.cache import write_atomically
from cvgen.compiling import Compiled, compile_document, document_files
from cvgen.diagnostics import CvgenError, Diagnostic, InputError, LostError, TexError, Together
from cvgen.failure import TexFailed
from cvgen.finish import Tagged, finish, tagged
from cvgen.fit import fit
from cvgen.frozen import record
from cvgen.loading import Loaded, load
from cvgen.model import Variant
from cvgen.naming import slug
from cvgen.prepare import Choice, Prepared, prepare
from cvgen.render import Document
from cvgen.steps import tell, timed
from cvgen.targets import check_targets, choose_variants, target_of
from cvgen.texlog import errors_in, overfull_in

__all__ = [
    "Built",
    "Loaded",
    "Prepared",
    "Typeset",
    "build",
    "build_variant",
    "check_targets",
    "choose_variants",
    "load",
    "publish",
    "slug",
    "target_of",
    "typeset",
]
if TYPE_CHECKING:
    from cvgen.tagging.nodes import Node


DEFAULT_OUTPUT = Path("output")


@record(frozen=True)
class Typeset:
    """A finished PDF that is not published yet, its pages, what to say about it, and the files that it was made of.

    `prepared` is the variant as it was fitted to its pages, `how` says in a few words what was done for that. `tree` is
    what screen readers find, if the PDF is tagged.
    """

    pdf: bytes
    log: str
    pages: int
    warnings: tuple[Diagnostic, ...]
    inputs: tuple[str, ...]
    prepared: Prepared
    how: str = ""
    tree: Node | None = None


@record(frozen=True)
class Built:
    """One PDF that was published: where, of which variant, how many pages, with what and why, in how many seconds."""

    path: Path
    variant: str
    pages: int
    engine: str
    seconds: float
    warnings: tuple[Diagnostic, ...] = ()
    inputs: tuple[str, ...] = field(default=(), repr=False)
    why: str = ""
    is_dated: bool = False
    how: str = ""


def build(
    loaded: Loaded | str | os.PathLike[str],
    *,
    variants: Sequence[str] = (),
    engine: str = "",
    output: str | os.PathLike[str] = DEFAULT_OUTPUT,
    keep_tex: bool = False,
    strict: bool = False,
    tags: bool = True,
) -> list[Built]:
    """Build variants of a CV (all of them if none is named) and publish them as `<slug>-<variant>.pdf` in `output`.

    `engine` is one of `engine.NAMES`; the CV's own, or the embedded one, if it is empty. With `keep_tex` the TeX
    files stay in `<slug>-<variant>-tex` beside the PDF; with `strict` a warning is an error; without `tags` the PDF is
    not accessible.

    Raises CvgenError (see its subclasses): before anything is built with all that is wrong, then at the first variant
    that TeX cannot set. A PDF of an earlier build stays as it was.
    """
    if not isinstance(loaded, Loaded):
        loaded = load(loaded)
    if strict and loaded.warnings:
        raise InputError(replace(warning, severity="error") for warning in loaded.warnings)
    together = Together()
    chosen = choose_variants(loaded.cv, variants)
    check_targets(((loaded, variant) for variant in chosen), Path(output))
    ready = [together.attempt(prepare, loaded, variant, Choice(engine, tags=tags)) for variant in chosen]
    together.raise_errors()
    return [publish(one, output, keep_tex=keep_tex, strict=strict) for one in ready if one]


def typeset(prepared: Prepared, kept: Path | None = None) -> Typeset:
    """Return the PDF of a variant, fitted to its pages; TeX's files stay in the folder `kept` if there is one.

    Raises TexError if TeX fails, LostError if the PDF is not what it must be.
    """
    fitted = fit(prepared, partial(_compiled, kept=kept))
    document, cv, compiled = fitted.prepared.document, fitted.prepared.cv, fitted.compiled
    if kept:
        _keep(kept, document, compiled.log)
    pages, warnings = finish(compiled, cv)
    finished = tagged(compiled, document, cv) if prepared.plan.tagged else Tagged(compiled.pdf)
    said = (*warnings, *finished.warnings, *overfull_in(compiled.log, document, cv), *fitted.left_out)
    inputs = (*prepared.inputs, *compiled.read)
    return Typeset(finished.pdf, compiled.log, pages, said, inputs, fitted.prepared, fitted.how, finished.tree)


def _compiled(prepared: Prepared, kept: Path | None) -> Compiled:
    """Return what TeX makes of a variant. Raises TexError."""
    document, cv = prepared.document, prepared.cv
    label = f"{prepared.loaded.path.resolve()} {prepared.variant.name}"
    try:
        return compile_document(document, prepared.engine, label)
    except TexFailed as error:
        if kept:
            _keep(kept, document, error.log)
        raise TexError(error.message, diagnostics=errors_in(error, document, cv, kept)) from error


def verify(prepared: Prepared, *, strict: bool = False) -> Typeset:
    """Build one variant and look at its PDF, without publishing it. Raises CvgenError; if `strict`, of warnings too."""
    from cvgen.check import check_pdf

    made = typeset(prepared)
    with timed("PDF read back"):
        problems = check_pdf(made.pdf, made.prepared.document, made.prepared.cv, made.tree)
    if any(problem.severity == "error" for problem in problems):
        raise LostError((*made.warnings, *problems))
    return _accepted(replace(made, warnings=(*made.warnings, *problems)), strict)


def publish(
    prepared: Prepared, output: str | os.PathLike[str] = DEFAULT_OUTPUT, *, keep_tex: bool = False, strict: bool = False
) -> Built:
    """Build and publish one variant. Raises CvgenError; a PDF of an earlier build then stays as it was."""
    return publish_typeset(prepared, output, keep_tex=keep_tex, strict=strict)[0]


def publish_typeset(
    prepared: Prepared, output: str | os.PathLike[str] = DEFAULT_OUTPUT, *, keep_tex: bool = False, strict: bool = False
) -> tuple[Built, Typeset]:
    """Do what `publish` does, and return what was published, too. Raises CvgenError."""
    start = time.perf_counter()
    target = target_of(prepared.loaded, prepared.variant, Path(output))
    made = _accepted(typeset(prepared, target.with_name(target.stem + "-tex") if keep_tex else None), strict)
    _write(target, made.pdf)
    tell(f"written: {target}, {len(made.pdf):,} bytes")
    seconds = time.perf_counter() - start
    built = Built(
        target,
        prepared.variant.name,
        made.pages,
        prepared.engine.name,
        seconds,
        made.warnings,
        made.inputs,
        prepared.engine.why,
        prepared.document.is_dated or "{date}" in prepared.variant.filename,
        made.how,
    )
    return built, made


def _accepted(made: Typeset, strict: bool) -> Typeset:
    """Return what was made; raise InputError if it has warnings and they count as errors."""
    warnings = [warning for warning in made.warnings if warning.severity == "warning"]
    if strict and warnings:
        raise InputError(replace(warning, severity="error") for warning in warnings)
    return made


def build_variant(
    loaded: Loaded,
    variant: Variant,
    *,
    engine: str = "",
    output: str | os.PathLike[str] = DEFAULT_OUTPUT,
    keep_tex: bool = False,
) -> Built:
    """Build and publish one variant. Raises CvgenError, as `build` does."""
    return publish(prepare(loaded, variant, Choice(engine)), output, keep_tex=keep_tex)


def _write(target: Path, pdf: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, pdf)
    except OSError as error:
        raise CvgenError(f"cannot write {target}: {error.strerror or error}") from error


def _keep(folder: Path, document: Document, log: str) -> None:
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, data in {**document_files(document), "cv.log": log.encode()}.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise CvgenError(f"cannot write {folder}: {error.strerror or error}") from error
