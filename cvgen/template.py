"""The third stage: a selected `CV` × a template → a `Document` of LaTeX.

A template is a folder of data: `template.yaml`, `cv.tex.j2`, `entries/<type>.tex.j2` and `.sty` files. It may extend
another, whose files it then takes where it has none of its own. Templates are rendered by Jinja in its sandbox; what
they print goes through `latex.Writer`, always.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from cvgen import publications
from cvgen.cache import Files
from cvgen.diagnostics import CvgenError, Diagnostic, InputError, LostError, Origin
from cvgen.fonts.typefaces import Typefaces, describe
from cvgen.latex import SENTINEL, Writer, escape_pdf_string, escape_url
from cvgen.locale import WORDS, Words
from cvgen.manifest import Manifest, check_options, load_manifest
from cvgen.markup import Inlines, plain
from cvgen.model import CV, Author, Basics, Profile, Text
from cvgen.views import contacts_of, label_of, view_of, where

FontFiles = Callable[[Typefaces, Mapping[str, set[str]]], Files]
# Jinja's own filters that never make text: the others would escape it for HTML.
_FILTERS = (
    "batch",
    "default",
    "first",
    "groupby",
    "last",
    "length",
    "list",
    "map",
    "reject",
    "rejectattr",
    "reverse",
    "select",
    "selectattr",
    "slice",
    "sort",
)
_SENTINEL = re.compile(SENTINEL.format(r"(\d+)"))


@dataclass(frozen=True)
class Document:
    """What TeX needs: the source, the files it reads, and which line of it comes from which place of the CV."""

    source: str
    files: Files
    line_map: tuple[tuple[int, Origin], ...]

    def origin_of(self, line: int) -> Origin | None:
        """Return the place in the CV that a line of the source (counted from 1) comes from, as near as is known."""
        before = [origin for number, origin in self.line_map if number <= line]
        return before[-1] if before else None


@dataclass(frozen=True)
class Template:
    """A template's folder and those that it extends, the nearest first."""

    name: str
    manifests: tuple[Manifest, ...]

    @cached_property
    def options(self) -> dict[str, Any]:
        """Every option of the template and of what it extends: name → declaration; the nearest one counts."""
        merged: dict[str, Any] = {}
        for manifest in reversed(self.manifests):
            merged.update(manifest.options)
        return merged

    def styles(self) -> dict[str, bytes]:
        """Return the `.sty` files of the template, by name."""
        found: dict[str, bytes] = {}
        for manifest in reversed(self.manifests):
            found.update({path.name: path.read_bytes() for path in sorted(manifest.folder.glob("*.sty"))})
        return found

    def source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a file for Jinja; `base/cv.tex.j2` names the one of the template `base`."""
        for manifest in self.manifests:
            relative = name.removeprefix(f"{manifest.name}/")
            if relative == name and "/" in name and any(name.startswith(f"{m.name}/") for m in self.manifests):
                continue
            path = manifest.folder / relative
            if path.is_file():
                return path.read_text(encoding="utf-8"), str(path), lambda: True
        return None

    def nearest(self, family: str, kind: str, otherwise: str) -> str:
        """Return the name of the file that prints a kind of thing, or of the one that prints any."""
        special = f"{family}/{kind}.tex.j2"
        return special if self.source(special) else f"{family}/{otherwise}.tex.j2"


def load_template(name: str, folders: Iterable[Path], missing: Callable[[str], CvgenError]) -> Template:
    """Return the template of a name from the first folder that has it; `missing` makes the error if none has."""
    folders = tuple(folders)
    manifests: list[Manifest] = []
    wanted: str | None = name
    while wanted:
        manifest = load_manifest(wanted, folders)
        if manifest is None or any(manifest.name == known.name for known in manifests):
            if not manifests:
                known = sorted({path.parent.name for folder in folders for path in folder.glob("*/template.yaml")})
                raise missing("known are: " + ", ".join(name for name in known if name != "base"))
            raise CvgenError(f"the template '{manifests[-1].name}' extends '{wanted}', which is not there")
        manifests.append(manifest)
        wanted = manifest.extends
    return Template(name, tuple(manifests))


def render(cv: CV, template: Template, font_files: FontFiles) -> Document:
    """Return the LaTeX of a selected CV, with its fonts, made by `font_files` for the engine at hand.

    Raises LostError if a character is in no face, InputError for options that the template does not have, CvgenError
    if the template itself is wrong.
    """
    typefaces = Typefaces(cv.locale.language)
    _check_language(cv)
    _check_characters(cv, typefaces)
    options = check_options(cv, template.name, template.options)
    writer = Writer(typefaces)
    rendered = _run(template, writer, _context(cv, template, options))
    source, line_map = _strip(rendered, writer.origins)
    return Document(source, {**template.styles(), **font_files(typefaces, writer.used)}, line_map)


def _context(cv: CV, template: Template, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names that a template can use. Documented in `docs/templates.md`."""
    words = Words(cv.locale.language, months=options.get("dates") != "year")
    return {
        "cv": cv,
        "basics": cv.basics,
        "sections": cv.sections,
        "options": options,
        "words": words,
        "language": cv.locale.language,
        "title_of": lambda section: section.title or Text.of(words[section.type]),
        "view": lambda entry: view_of(entry, words),
        "label_of": lambda entry: label_of(entry, words),
        "grouped": publications.grouped,
        "legend": publications.legend,
        "owner": publications.Owner(cv.basics),
        "shortened": publications.shortened,
        "main_link": publications.main_link,
        "where": lambda entry: where(entry, words),
        "contacts_of": contacts_of,
        "section_template": lambda kind: template.nearest("sections", kind, "section"),
        "entry_template": lambda kind: template.nearest("entries", kind, "entry"),
    }


def _run(template: Template, writer: Writer, context: dict[str, Any]) -> str:
    from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound
    from jinja2.exceptions import TemplateSyntaxError
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(template.source),
        autoescape=True,  # so that the results of macros and blocks, LaTeX already, are known from text
        finalize=writer.write,
    )
    harmless = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = harmless | _own_filters(writer, context["words"])
    try:
        return environment.get_template("cv.tex.j2").render(context)
    except TemplateSyntaxError as error:
        raise _broken(error.filename or template.name, error.lineno, error.message or "syntax error") from error
    except TemplateNotFound as error:
        raise CvgenError(f"the template '{template.name}' has no file '{error.name}'") from error
    except (TemplateError, TypeError, AttributeError, KeyError, ValueError, ZeroDivisionError) as error:
        file, line = _place_in_template(error, template)
        raise _broken(file, line, str(error)) from error


def _own_filters(writer: Writer, words: Words) -> dict[str, Callable[..., Any]]:
    def joined(values: Iterable[Any], separator: str = "") -> Markup:
        return Markup(writer.text(separator)).join(map(writer.write, values))

    return {
        "join": joined,
        "listed": lambda values: joined(values, words["comma"]),
        "link": lambda value, url: writer.link(url, writer.write(value)) if url else writer.write(value),
        "url": lambda value: Markup(escape_url(value)),
        "at": lambda value, key: plain(getattr(value, key), value.place(key)),
        "pdf": lambda value: Markup(escape_pdf_string(value if isinstance(value, str) else value.plain)),
        "plain": lambda value: value.plain,
        "words": str.split,
    }


def _broken(file: str, line: int, message: str) -> CvgenError:
    return InputError([Diagnostic(Origin(file, line), f"the template is wrong: {message}", "template")])


def _place_in_template(error: BaseException, template: Template) -> tuple[str, int]:
    """Return the file and the line of a template in which an error arose: Jinja rewrites tracebacks to say so."""
    place = (template.name, 1)
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _strip(rendered: str, origins: list[Origin]) -> tuple[str, tuple[tuple[int, Origin], ...]]:
    """Take the sentinels out of a rendered template; return it and the line map that they stood for."""
    lines: list[str] = []
    line_map: list[tuple[int, Origin]] = []
    for line in rendered.split("\n"):
        # A line that only came of a template's control flow would end a paragraph.
        numbers = [int(match[1]) for match in _SENTINEL.finditer(line)]
        lines.append(_SENTINEL.sub("", line).rstrip(" "))
        line_map += [(len(lines), origins[number]) for number in numbers]
    return "\n".join(lines), tuple(line_map)


def _check_language(cv: CV) -> None:
    language = cv.locale.language
    if language.partition("-")[0] in WORDS:
        return
    variant = cv.variants[0]
    origin = variant.place("language") if variant.language else cv.locale.place("language")
    message = f"cvgen has no words for the language '{language}'"
    raise InputError([_at(cv, origin, message, "language", "it has: " + ", ".join(WORDS))])


def _check_characters(cv: CV, typefaces: Typefaces) -> None:
    found = [
        _at(
            cv,
            origin,
            f"no font has the character {describe(char)}",
            "missing-glyph",
            "nothing was published: leave it out or write it in other characters",
        )
        for text, origin in texts_of(cv)
        for char in typefaces.missing(text)
    ]
    if found:
        raise LostError(found)


def _at(cv: CV, origin: Origin, message: str, code: str, hint: str) -> Diagnostic:
    return Diagnostic(origin, message, code, hint, "error", cv.line_at(origin))


def texts_of(value: Any) -> Iterator[tuple[str, Origin]]:
    """Yield every visible text below any part of the model, and where it stands."""
    if isinstance(value, Inlines):
        yield value.plain, value.origin
    elif isinstance(value, Author):
        yield value.name, value.origin
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, Mapping):
        yield from texts_of(tuple(value.values()))
    elif is_dataclass(value):
        for field in fields(value):
            child = getattr(value, field.name)
            if isinstance(child, str) and isinstance(value, Basics | Profile) and field.name != "url":
                yield child, value.place(field.name)
            elif field.name not in ("variants", "design", "places") and not isinstance(child, str | Origin):
                yield from texts_of(child)


__all__ = ["Document", "Template", "load_template", "render", "texts_of"]
