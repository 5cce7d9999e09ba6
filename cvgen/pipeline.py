"""The straight line: cv.yaml → CV → selected CV → Document → PDF → output folder."""

from __future__ import annotations

import os
import re
import shutil
import time
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cvgen.assets import load_photo
from cvgen.cache import write_atomically
from cvgen.diagnostics import CvgenError, Diagnostic, InputError, TexError, UsageError
from cvgen.engine import ENGINES, Engine, TexFailed, compile_document, document_files, find_engine
from cvgen.finish import finish
from cvgen.model import CV, Variant
from cvgen.own_fonts import load_fonts
from cvgen.reader import read_cv
from cvgen.reader.problems import did_you_mean, one_of
from cvgen.render import Document, render
from cvgen.select import select
from cvgen.template import Template, load_template
from cvgen.texlog import errors_in

DEFAULT_OUTPUT = Path("output")
DEFAULT_ENGINE = "embedded"


@dataclass(frozen=True)
class Loaded:
    """A CV, the file that it was read from, and the warnings about it."""

    cv: CV
    path: Path
    warnings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Built:
    """One PDF that was published: where, of which variant, how many pages, with what, in how many seconds."""

    path: Path
    variant: str
    pages: int
    engine: str
    seconds: float


def load(path: str | os.PathLike[str] = "cv.yaml") -> Loaded:
    """Read a CV file. Raises InputError, which lists every error in it with its line, if it is wrong."""
    cv, warnings = read_cv(Path(path))
    return Loaded(cv, Path(path), warnings)


def build(
    loaded: Loaded | str | os.PathLike[str],
    *,
    variants: Sequence[str] = (),
    engine: str = "",
    output: str | os.PathLike[str] = DEFAULT_OUTPUT,
    keep_tex: bool = False,
) -> list[Built]:
    """Build variants of a CV (all of them if none is named) and publish them as `<slug>-<variant>.pdf` in `output`.

    `engine` is a key of `engine.ENGINES`; the CV's own, or the embedded one, if it is empty. With `keep_tex` the TeX
    files stay in `<slug>-<variant>-tex` beside the PDF. Raises CvgenError (see its subclasses) at the first variant
    that fails; a PDF of an earlier build then stays as it was.
    """
    if not isinstance(loaded, Loaded):
        loaded = load(loaded)
    chosen = choose_variants(loaded.cv, variants)
    return [build_variant(loaded, variant, engine=engine, output=output, keep_tex=keep_tex) for variant in chosen]


def build_variant(
    loaded: Loaded,
    variant: Variant,
    *,
    engine: str = "",
    output: str | os.PathLike[str] = DEFAULT_OUTPUT,
    keep_tex: bool = False,
) -> Built:
    """Build and publish one variant. Raises CvgenError, as `build` does."""
    start = time.perf_counter()
    with_engine = _engine(loaded.cv, engine)
    template = _template(loaded, variant)
    selected = select(loaded.cv, variant)
    photo = load_photo(selected, loaded.path.parent)
    own_fonts = load_fonts(selected, loaded.path.parent)
    document = render(selected, template, with_engine.font_files, photo, own_fonts)
    target = target_of(loaded, variant, Path(output))
    kept = target.with_name(target.stem + "-tex")
    try:
        compiled = compile_document(document, with_engine)
    except TexFailed as error:
        if keep_tex:
            _keep(kept, document, error.log)
        raise TexError(error.message, diagnostics=errors_in(error.log, document, selected, error.message)) from error
    if keep_tex:
        _keep(kept, document, compiled.log)
    pages = finish(compiled, selected)
    _publish(target, compiled.pdf)
    return Built(target, variant.name, pages, with_engine.name, time.perf_counter() - start)


def choose_variants(cv: CV, names: Iterable[str]) -> tuple[Variant, ...]:
    """Return the variants of some names, or all. Raises UsageError for a name that the file does not have."""
    by_name = {variant.name: variant for variant in cv.variants}
    for name in names:
        if name not in by_name:
            raise UsageError(
                f"there is no variant '{name}' in {cv.origin.file}", did_you_mean(name, by_name) or one_of(by_name)
            )
    return tuple(by_name[name] for name in dict.fromkeys(names)) or cv.variants


def target_of(loaded: Loaded, variant: Variant, output: Path) -> Path:
    """Return the path of a variant's PDF."""
    return output / f"{slug(loaded.cv.basics.name) or slug(loaded.path.stem) or 'cv'}-{variant.name}.pdf"


def slug(name: str) -> str:
    """Return a name as part of a file name: its letters and digits, of any script, in lower case, with hyphens.

    It has at most 80 characters and 120 bytes: systems allow 255 for the whole name.
    """
    normal = unicodedata.normalize("NFC", name).lower()
    short = re.sub(r"[\W_]+", "-", normal).strip("-")[:80].encode()[:120].decode(errors="ignore")
    return short.strip("-")


def check_targets(jobs: Iterable[tuple[Loaded, Variant]], output: Path) -> None:
    """Raise UsageError if two of the builds would end in the same PDF."""
    seen: dict[Path, Path] = {}
    for loaded, variant in jobs:
        target = target_of(loaded, variant, output)
        if target in seen:
            raise UsageError(
                f"{seen[target]} and {loaded.path} would both become {target}",
                "build them into different folders: --output DIR",
            )
        seen[target] = loaded.path


def _engine(cv: CV, name: str) -> Engine:
    if not name and cv.engine and cv.engine not in ENGINES:
        origin = cv.place("engine")
        hint = did_you_mean(cv.engine, ENGINES) or one_of(ENGINES)
        raise InputError([cv.problem(origin, f"there is no engine '{cv.engine}'", "engine", hint)])
    return find_engine(name or cv.engine or DEFAULT_ENGINE)


def _template(loaded: Loaded, variant: Variant) -> Template:
    name = variant.template or variant.name

    def missing(known: str) -> CvgenError:
        origin = variant.place("template")
        if not variant.template:
            known = f"say which one the variant uses: {variant.name}: {{template: academic}}; {known}"
        return InputError([loaded.cv.problem(origin, f"there is no template '{name}'", "template", known)])

    return load_template(name, template_folders(loaded.path), missing)


def template_folders(path: Path) -> tuple[Path, ...]:
    """Return where templates are looked for: beside the CV file, then among those that come with cvgen."""
    package = Path(__file__).parent
    bundled = package / "latex_templates"  # in an installed package; in a checkout they stand beside it
    return (path.parent / "latex_templates", bundled if bundled.is_dir() else package.parent / "latex_templates")


def _publish(target: Path, pdf: bytes) -> None:
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
