"""A CV file → what is in it, and everything that can be said of it alone: the reader's problems, a friend's advice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from cvgen.advice import advise, is_allowed
from cvgen.diagnostics import CvgenError, Diagnostic, InputError, in_order
from cvgen.frozen import record
from cvgen.model import CV, Basics, Variant
from cvgen.reader import read_file
from cvgen.reader.composer import compose
from cvgen.reader.layers import NO_LAYERS, Layers
from cvgen.reader.nodes import Node
from cvgen.reader.problems import Problems
from cvgen.reader.settings import FILE
from cvgen.select import of_types
from cvgen.steps import since, tell
from cvgen.template import load_template, template_folders


@record(frozen=True)
class Loaded:
    """A file and the CV in it, as far as it could be read, with what is to be said about it.

    `files` are all that it was read from; with several, one is laid over another, and `over` is that one's name.
    `missing` are files that it names and that could not be read.
    """

    cv: CV
    path: Path
    diagnostics: tuple[Diagnostic, ...] = ()
    today: date | None = None
    files: tuple[Path, ...] = ()
    over: str = ""
    missing: tuple[Path, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether there is an error in the file, so that nothing may be built of it."""
        return any(problem.severity == "error" for problem in self.diagnostics)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What should be looked at, but hinders nothing."""
        return tuple(problem for problem in self.diagnostics if problem.severity == "warning")


def load(
    path: str | os.PathLike[str] = "cv.yaml",
    *,
    today: date | None = None,
    overlays: Iterable[str | os.PathLike[str]] = (),
    settings: Iterable[str] = (),
) -> Loaded:
    """Read a CV file. Raises InputError, which lists every error in it with its line, if it is wrong.

    `overlays` are files laid over it, `settings` single values such as `design.accent=1D3F66`. Later dates than `today`
    are worth a warning; without it none is. A CV that prints its date prints this one, or else that of `clock.today`.
    """
    layers = Layers(tuple(map(Path, overlays)), tuple(settings))
    loaded = read(path, today=today, layers=layers)
    if loaded.is_wrong:
        raise InputError(loaded.diagnostics)
    return loaded


def read(
    path: str | os.PathLike[str], *, today: date | None = None, strict: bool = False, layers: Layers = NO_LAYERS
) -> Loaded:
    """Read a CV file as far as that is possible; the diagnostics say what is wrong with it. With `strict` all is."""
    start = time.perf_counter()
    problems = Problems(str(path))
    cv = read_file(Path(path), problems, layers, _compose)
    files = tuple(Path(name) for name in problems.sources if name != FILE and name not in problems.beside)
    cv = _as_templates_show(cv, template_folders(Path(path), *files)) if cv else None
    found = problems.sorted()
    if cv and not any(problem.severity == "error" for problem in found):
        found = in_order((*found, *advise(cv, today)))
    found = tuple(problem for problem in found if problem.severity == "error" or not is_allowed(problem))
    if strict:
        found = tuple(replace(problem, severity="error") for problem in found)
    others = ", ".join(name for name in problems.sources if name not in (str(path), FILE))
    tell(f"{path}: read in {since(start)}" + (f", with {others}" if others else ""))
    over = layers.overlays[-1].stem if layers.overlays else Path(path).stem if len(files) > 1 else ""
    cv = cv or CV(basics=Basics(name=""), origin=problems.at(1, 1))
    return Loaded(cv, Path(path), found, today, files, over, tuple(problems.missing))


def _as_templates_show(cv: CV, folders: tuple[Path, ...]) -> CV:
    """Return a CV whose variants name the sections that they show, where their templates do not show all.

    So what a variant shows is known of the file alone, to those who give advice or export it.
    """

    def shown(variant: Variant) -> Variant:
        if variant.sections:
            return variant
        try:
            types = load_template(variant.template or variant.name, folders, CvgenError).sections
        except CvgenError:  # which is said where the template is used
            return variant
        return replace(variant, sections=of_types(cv, types)) if types else variant

    return replace(cv, variants=tuple(map(shown, cv.variants)))


def _compose(data: bytes, problems: Problems) -> Node:
    """Return the nodes of a file: of a cv.yaml, or of a JSON Resume as those of a CV."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return compose(data, problems)
    from cvgen.importers.direct import compose_any

    return compose_any(data, problems)
