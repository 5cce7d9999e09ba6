"""The third stage: a selected `CV` × a template → a `Document` of LaTeX.

Templates are rendered by Jinja in its sandbox; what they print goes through `latex.Writer`, always.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cvgen import publications
from cvgen.cache import Files
from cvgen.diagnostics import CvgenError, Diagnostic, InputError, Origin
from cvgen.fonts.typefaces import Typefaces
from cvgen.latex import MAX_LINE, SENTINEL, Writer, escape_pdf_string, escape_url
from cvgen.locale import Words
from cvgen.markup import plain
from cvgen.model import Text
from cvgen.plan import Plan
from cvgen.tags import main_language
from cvgen.template import Template
from cvgen.views import brief, by_label, contacts_of, label_of, view_of, where

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
    "max",
    "reject",
    "rejectattr",
    "reverse",
    "select",
    "selectattr",
    "slice",
    "sort",
)
# The languages that can fill a line: of the others' hyphenation not every TeX knows the patterns.
_JUSTIFIED = ("en", "zh", "ja")
_SENTINEL = re.compile(SENTINEL.format(r"(\d+)"))
_GAP = "\x04"
_BEHIND_WIDE_MARK = re.compile(rf"([，、。：；！？．）］】》〉」』〕]\}}*)({_GAP}|$)")
_LONG_LINE = re.compile(rf"^.{{{MAX_LINE},}}$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """What TeX needs: the source, the files it reads, and which line of it comes from which place of the CV."""

    source: str
    files: Files
    line_map: tuple[tuple[int, Origin], ...]

    def origin_of(self, line: int) -> Origin | None:
        """Return the place in the CV that a line of the source (counted from 1) comes from, as near as is known."""
        here = [origin for number, origin in self.line_map if number == line]
        before = [origin for number, origin in self.line_map if number < line]
        return here[0] if here else before[-1] if before else None


def render(plan: Plan, font_files: FontFiles, photo: Files | None = None) -> Document:
    """Return the LaTeX of a planned CV, with its photo and its fonts, made by `font_files` for the engine at hand.

    Raises CvgenError if the template itself is wrong.
    """
    writer = Writer(plan.typefaces)
    rendered = _run(plan.template, writer, _context(plan, next(iter(photo or {}), "")))
    source, line_map = _strip(rendered, writer.origins)
    files = {**plan.template.styles(), **font_files(plan.typefaces, writer.used), **(photo or {})}
    return Document(source, files, line_map)


def _context(plan: Plan, photo: str) -> dict[str, Any]:
    """Return the names that a template can use. Documented in `docs/templates.md`."""
    cv, template, options = plan.cv, plan.template, plan.options
    words = Words(cv.locale.language, months=options.get("dates") != "year")
    return {
        "cv": cv,
        "basics": cv.basics,
        "sections": cv.sections,
        "options": options,
        "photo": photo,
        "words": words,
        "gap": Markup(_GAP),
        "language": cv.locale.language,
        "justified": main_language(cv.locale.language) in _JUSTIFIED,
        "title_of": lambda section: section.title or Text.of(words.section(section.name)),
        "view": lambda entry: view_of(entry, words),
        "label_of": lambda entry: label_of(entry, words),
        "brief": lambda entries: brief(entries, words),
        "by_label": lambda entries: by_label(entries, words),
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
    from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, Undefined, pass_context
    from jinja2.exceptions import TemplateSyntaxError
    from jinja2.sandbox import SandboxedEnvironment

    @pass_context  # otherwise Jinja would escape constants for HTML
    def finalize(_context: object, value: Any) -> Markup:
        return writer.write(str(value) if isinstance(value, Undefined) else value)  # str() says which name it is

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
        finalize=finalize,
    )
    harmless = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = harmless | _own_filters(writer, context["words"])
    try:
        return environment.get_template("cv.tex.j2").render(context)
    except TemplateSyntaxError as error:
        raise _broken(error.filename or template.name, error.lineno, error.message or "syntax error") from error
    except TemplateNotFound as error:
        raise CvgenError(f"the template '{template.name}' has no file '{error.name}'") from error
    except (
        TemplateError,
        TypeError,
        AttributeError,
        LookupError,
        ValueError,
        ArithmeticError,
        RecursionError,
    ) as error:
        file, line = _place_in_template(error, template)
        raise _broken(file, line, str(error)) from error


def _own_filters(writer: Writer, words: Words) -> dict[str, Callable[..., Any]]:
    def joined(values: Iterable[Any], separator: str = "") -> Markup:
        return Markup(writer.text(separator)).join(map(writer.write, values))

    def listed(values: Iterable[Any], key: str = "series") -> Markup:
        items = list(values)
        marks = [words.mark(key, item) for item in items[:-1]] + [""]
        return joined(piece for item, mark in zip(items, marks, strict=False) for piece in (item, mark))

    def brackets(value: Any, behind: Any = None) -> Markup:
        opening, closing = words.mark("brackets", behind).split("{}")
        return joined((opening, value, closing))

    return {
        "join": joined,
        "listed": listed,
        "brackets": brackets,
        "link": lambda value, url: writer.link(url, writer.write(value)) if url else writer.write(value),
        "url": lambda value: Markup(escape_url(value)),
        "at": lambda value, key: plain(getattr(value, key), value.place(key)),
        "pdf": lambda value: Markup(escape_pdf_string(value if isinstance(value, str) else value.plain)),
        "plain": lambda value: value.plain,
        "words": str.split,
    }


def _broken(file: str, line: int, message: str) -> CvgenError:
    # Jinja names our classes; a template author knows entries.
    message = re.sub(r"'cvgen\.\w+\.(\w+) object' has no attribute", r"\1 has no key", message)
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


def _shortened(line: re.Match[str]) -> str:
    """Return a long line of a rendered template on several: a thousand authors are more than TeX reads at once."""
    done, size = [], 0
    for piece in re.split(r"(?=\x02)", line[0]):
        if size > MAX_LINE and not _SENTINEL.sub("", piece, count=1).startswith(" "):
            done.append("%\n")
            size = 0
        done.append(piece)
        size += len(piece)
    return "".join(done)


def _strip(rendered: str, origins: list[Origin]) -> tuple[str, tuple[tuple[int, Origin], ...]]:
    """Take the sentinels out of a rendered template; return it and the line map that they stood for.

    A gap is a space. Behind an East Asian mark, which brings its own, neither a gap nor a line end is one.
    """
    lines: list[str] = []
    line_map: list[tuple[int, Origin]] = []
    for line in _LONG_LINE.sub(_shortened, rendered).split("\n"):
        numbers = [int(match[1]) for match in _SENTINEL.finditer(line)]
        tight = _BEHIND_WIDE_MARK.sub(lambda at: at[1] if at[2] else f"{at[1]}%", _SENTINEL.sub("", line))
        lines.append(tight.replace(_GAP, " ").rstrip(" "))
        line_map += [(len(lines), origins[number]) for number in numbers]
    return "\n".join(lines), tuple(line_map)
