"""Tries a template with one CV, and says what is wrong, where in the template."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cvgen import batch
from cvgen.check import check_pdf
from cvgen.diagnostics import CvgenError, Diagnostic, Exit, Origin
from cvgen.engine import find_engine
from cvgen.frozen import record
from cvgen.loading import Loaded
from cvgen.model import CV, LanguageTag, SectionChoice, Variant
from cvgen.pipeline import typeset
from cvgen.plan import plan
from cvgen.prepare import Prepared
from cvgen.reader import read_bytes
from cvgen.reader.problems import Problems
from cvgen.render import Document, render
from cvgen.select import of_types, select
from cvgen.template import Template, load_template
from cvgen.texlog import KEEP_TEX
from cvgen.texplaces import Place, template_at
from cvgen.trials.corpus import EVERY_KEY, Trial
from cvgen.trials.fields import left_out

# a grey picture, three by four
_PHOTO = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAMAAAAECAAAAABuRtrbAAAADklEQVR42mNoaGhgQMIAMBAGAVBh0vMAAAAASUVORK5CYII=")


@record(frozen=True)
class Tried:
    """What is tried: the template of a name in some folders, and with which engine."""

    name: str
    folders: tuple[Path, ...]
    engine: str


@record(frozen=True)
class Result:
    """What came of a trial: the PDF and its pages if there is one, and what is wrong."""

    trial: Trial
    problems: tuple[Diagnostic, ...] = ()
    code: Exit = Exit.OK
    pages: int = 0
    pdf: bytes = b""


def run_trial(tried: Tried, trial: Trial) -> Result:
    """Return what came of trying a template with a CV. A warning counts too, for it is the template's fault."""
    template = load_template(tried.name, tried.folders, CvgenError)
    cv, variant = _read(tried, trial, template)
    document: Document | None = None
    try:
        planned = plan(select(cv, variant), template)
        engine = find_engine(tried.engine)
        photo = {"photo.png": _PHOTO} if trial.photo else {}
        document = render(planned, engine.font_files, photo)
        loaded = Loaded(cv, Path(f"{tried.name}, {trial.name}.yaml"))
        made = typeset(Prepared(loaded, variant, planned, photo, document, engine))
    except CvgenError as error:
        return Result(trial, tuple(_blamed(error.diagnostics, cv, document, template)), error.exit_code)
    document = made.prepared.document
    found = [*made.warnings, *check_pdf(made.pdf, document, made.prepared.cv, made.tree)]
    wrong = list(_blamed(found, cv, document, template))
    if trial.name == EVERY_KEY:
        wrong += left_out(document, template)
    code = Exit.LOST if any(problem.severity == "error" for problem in wrong) else Exit.INPUT if wrong else Exit.OK
    return Result(trial, tuple(wrong), code, made.pages, made.pdf)


def run_all(tried: Tried, trials: Sequence[Trial]) -> Iterator[Result]:
    """Yield what came of each trial, in their order; they run in as many processes as there are cores."""
    size = min(batch.processors(), len(trials))
    if size <= 1:
        yield from (run_trial(tried, trial) for trial in trials)
        return
    from cvgen.pool import in_processes  # slow to import

    yield from in_processes(run_trial, tried, trials, size)


def _read(tried: Tried, trial: Trial, template: Template) -> tuple[CV, Variant]:
    """Return the CV of a trial and the variant that is to be built of it."""
    cv, _ = read_bytes(trial.text.encode(), Problems(f"{trial.name}.yaml"))
    shown = of_types(cv, template.sections) if template.sections else ()
    if trial.whole:
        shown = tuple(SectionChoice(name=name) for name in ("summary", *(section.name for section in cv.sections)))
    design = replace(cv.design, options=trial.design)
    variant = Variant(name="trial", template=tried.name, sections=shown, pages=trial.pages, design=design)
    return replace(cv, locale=replace(cv.locale, language=LanguageTag(trial.language))), variant


def _blamed(
    problems: Iterable[Diagnostic], cv: CV, document: Document | None, template: Template
) -> Iterable[Diagnostic]:
    """Yield problems at the line of the template that printed the text that they are about, notes apart."""
    for problem in problems:
        if problem.severity == "note":
            continue
        hint = problem.hint.removesuffix(KEEP_TEX).removesuffix("; ")  # that is an option of builds
        if document is None or problem.origin.file != cv.origin.file:
            yield replace(problem, hint=hint)
            continue
        before = [mark for mark in document.line_map if mark.origin <= problem.origin]
        mark = max(before, key=lambda mark: mark.origin, default=None)
        place = template_at(document, Place(mark.line, mark.column)) if mark else None
        source = template.source("cv.tex.j2")
        origin = place or Origin(source[1] if source else "")
        yield template.problem(origin, problem.message, problem.code, hint, problem.severity)
