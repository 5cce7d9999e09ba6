"""A loaded CV × a variant → all that TeX needs to set it, or everything that is wrong with it, at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cvgen.assets import load_photo
from cvgen.cache import Files
from cvgen.diagnostics import CvgenError, InputError, NotInstalled, Together
from cvgen.engine import NAMES, Engine, find_engine
from cvgen.frozen import record
from cvgen.loading import Loaded
from cvgen.model import CV, Variant
from cvgen.own_fonts import load_fonts
from cvgen.plan import Plan, plan
from cvgen.reader.problems import did_you_mean, one_of
from cvgen.records import tree_of
from cvgen.render import Document, render
from cvgen.select import select
from cvgen.steps import tell, timed
from cvgen.template import Template, load_template, template_folders

DEFAULT_ENGINE = "embedded"


@record(frozen=True)
class Choice:
    """Which engine is wanted: the one that was asked for, else the CV's own, else the default; and `tags` or none."""

    asked: str | Engine = ""
    default: str | Engine = DEFAULT_ENGINE
    tags: bool = True


@record(frozen=True)
class Prepared:
    """One variant, ready for TeX: its plan, the document and the engine.

    `inputs` are the files and folders that it was made of, besides the CV file.
    """

    loaded: Loaded
    variant: Variant
    plan: Plan
    photo: Files
    document: Document
    engine: Engine
    inputs: tuple[str, ...] = ()

    @property
    def cv(self) -> CV:
        """The CV as the variant shows it."""
        return self.plan.cv

    def showing(self, cv: CV) -> Prepared:
        """Return this variant with another selection of the same CV. Raises CvgenError if the template is wrong."""
        planned = replace(self.plan, cv=cv)
        document = render(planned, self.engine.font_files, self.photo, self.loaded.today)
        return replace(self, plan=planned, document=document)


ANY = Choice()


def prepare(loaded: Loaded, variant: Variant, engine: Choice = ANY) -> Prepared:
    """Return one variant ready for TeX. Raises CvgenError with everything that is wrong with it."""
    with timed("prepared"):
        with_engine, planned, photo = examine(loaded, variant, engine)
        planned = replace(planned, tagged=engine.tags)
        document = render(planned, with_engine.font_files, photo, loaded.today)
    inputs = tuple(_inputs(loaded, planned, with_engine))
    return Prepared(loaded, variant, planned, photo, document, with_engine, inputs)


def examine(loaded: Loaded, variant: Variant, engine: Choice = ANY) -> tuple[Engine, Plan, Files]:
    """Return the engine, the plan and the photo of a variant. Raises CvgenError with everything that is wrong with it.

    What is wrong is found in a CV that was read in part, too.
    """
    together = Together()
    folder = loaded.path.parent
    with_engine = together.attempt(_engine, loaded.cv, engine)
    if with_engine:
        tell(f"engine {with_engine.name}, {_reason(loaded.cv, engine, with_engine)}: {with_engine.find()}")
    template = together.attempt(template_of, loaded, variant)
    if template:
        why = "as the variant says" if variant.template else "of the same name as the variant"
        folders = ", which extends ".join(str(manifest.folder) for manifest in template.manifests)
        tell(f"template {template.name}, {why}: {folders}")
        together.attempt(_has_sections, loaded.cv, variant, template)
    selected = select(loaded.cv, variant)
    photo = together.attempt(load_photo, selected, folder)
    own_fonts = together.attempt(load_fonts, selected, folder)
    planned = together.attempt(plan, selected, template, own_fonts) if template and own_fonts is not None else None
    together.raise_errors()
    for file in _brought(loaded, planned) if planned else ():
        tell(f"reads {file}")
    assert with_engine is not None and planned is not None and photo is not None  # noqa: PT018 (or there were errors)
    return with_engine, planned, photo


def _inputs(loaded: Loaded, planned: Plan, engine: Engine) -> Iterator[str]:
    """Yield the files and folders that a document is made of; a folder stands for the names in it."""
    yield from (str(beside.resolve()) for beside in template_folders(loaded.path, *loaded.files)[:-1])
    yield from _files(loaded)
    for manifest in planned.template.manifests:
        yield from tree_of(manifest.folder)
    yield from _brought(loaded, planned)
    program = engine.find()
    if program:
        yield str(program)


def _files(loaded: Loaded) -> Iterator[str]:
    """Yield the files that a CV is read from."""
    folder = loaded.path.resolve().parent
    yield from (str(path.resolve()) for path in loaded.files)
    for section in loaded.cv.sections:
        beside = loaded.cv.folder_of(section.place("bib"), folder)
        yield from (str((beside / name).resolve()) for name in section.bib)


def _brought(loaded: Loaded, planned: Plan) -> Iterator[str]:
    """Yield the photo and the fonts that a CV brings along."""
    yield from _photo(loaded, planned.cv)
    yield from (str(face.path.resolve()) for faces in planned.typefaces.own.values() for face in faces.values())


def _photo(loaded: Loaded, cv: CV) -> Iterator[str]:
    if cv.basics.photo:
        folder = cv.folder_of(cv.basics.place("photo"), loaded.path.resolve().parent)
        yield str(folder.resolve() / cv.basics.photo)


def sources_of(loaded: Loaded) -> Iterator[str]:
    """Yield the files and folders that decide what becomes of a CV, though it may be wrong, or they not be there.

    A folder stands for the names in it.
    """
    yield from map(str, (loaded.path, *loaded.missing))
    yield from _files(loaded)
    yield from _photo(loaded, loaded.cv)
    for beside in template_folders(loaded.path, *loaded.files)[:-1]:
        yield from tree_of(beside.resolve())
    for variant in loaded.cv.variants:
        cv = select(loaded.cv, variant)
        for choice in cv.design.fonts.values():
            for style, name in choice.files.items():
                yield str(cv.folder_of(choice.place(style), loaded.path.resolve().parent) / name)


def _engine(cv: CV, choice: Choice) -> Engine:
    if not choice.asked and cv.engine and cv.engine not in NAMES:
        origin = cv.place("engine")
        hint = did_you_mean(cv.engine, NAMES) or one_of(NAMES)
        raise InputError([cv.problem(origin, f"there is no engine '{cv.engine}'", "engine", hint)])
    try:
        return find_engine(choice.asked or cv.engine or choice.default)
    except NotInstalled as error:
        if choice.asked or not cv.engine:
            raise
        found = cv.problem(cv.place("engine"), error.message, "engine", error.hint)
        raise NotInstalled(error.message, diagnostics=[found]) from error


def _reason(cv: CV, choice: Choice, engine: Engine) -> str:
    """Return why it is this engine, in words."""
    if choice.asked:
        why = "a command of yours" if engine.own else "which was asked for"
    elif cv.engine:
        why = f"as the CV says ({cv.place('engine')})"
    else:
        why = "the default" if choice.default == DEFAULT_ENGINE else "as the config file says"
    return f"{why} ({engine.why})" if engine.why else why


def _has_sections(cv: CV, variant: Variant, template: Template) -> None:
    """Raise InputError if a variant that leaves it to its template what to show would show nothing."""
    if template.sections and not variant.sections:  # which the loader has named, if there are any
        types = " or ".join(template.sections)
        message = f"the template '{template.name}' shows sections of the type {types}, and there is none in this CV"
        named = ", ".join(section.name for section in cv.sections[:3]) or "experience"
        hint = f"name the sections that the variant shows, as in sections: [{named}]"
        raise InputError([cv.problem(variant.place("template"), message, "template", hint)])


def template_of(loaded: Loaded, variant: Variant) -> Template:
    """Return the template of a variant. Raises InputError if there is none of its name, or it is wrong."""
    name = variant.template or variant.name

    def missing(known: str) -> CvgenError:
        origin = variant.place("template")
        if not variant.template:
            known = f"say which one the variant uses: {variant.name}: {{template: academic}}; {known}"
        return InputError([loaded.cv.problem(origin, f"there is no template '{name}'", "template", known)])

    return load_template(name, template_folders(loaded.path, *loaded.files), missing)
