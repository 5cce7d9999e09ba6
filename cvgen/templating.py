"""Templates through Jinja, in its sandbox. What they print goes through `latex.Writer`, always.

Every line that a template's author wrote carries a mark with its place, so that an error of TeX can be traced to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cvgen.diagnostics import CvgenError, Diagnostic, InputError, Origin
from cvgen.latex import Writer, escape_pdf_string
from cvgen.locale import Words
from cvgen.markup import plain
from cvgen.template import Template

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

LINE_MARK = "\x05{}\x06"
"""Stands before every line of a template; `render.py` turns it into the template map."""

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


def run_template(template: Template, writer: Writer, context: dict[str, Any]) -> tuple[str, list[Origin]]:
    """Return a rendered template with its marks, and the places in the template that the line marks stand for.

    Raises CvgenError at the template's line if the template is wrong.
    """
    from jinja2 import TemplateError, TemplateNotFound
    from jinja2.exceptions import TemplateSyntaxError

    places: list[Origin] = []
    environment = _environment(template, writer, places)
    harmless = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = harmless | _own_filters(writer, context["words"])
    try:
        return environment.get_template("cv.tex.j2").render(context), places
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


def _environment(template: Template, writer: Writer, places: list[Origin]) -> SandboxedEnvironment:
    """Return Jinja's sandbox with delimiters that are no LaTeX; `places` collects the lines of templates."""
    from jinja2 import FunctionLoader, StrictUndefined, Undefined, nodes, pass_context
    from jinja2.sandbox import SandboxedEnvironment

    class Environment(SandboxedEnvironment):
        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            tree = super()._parse(source, name, filename)
            for data in tree.find_all(nodes.TemplateData):
                data.data = _marked(data.data, filename or name or template.name, data.lineno, places)
            return tree

    @pass_context  # otherwise Jinja would escape constants for HTML
    def finalize(_context: object, value: Any) -> Markup:
        return writer.write(str(value) if isinstance(value, Undefined) else value)  # str() says which name it is

    return Environment(
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


def _marked(data: str, file: str, line: int, places: list[Origin]) -> str:
    """Return a piece of a template with a mark in front of each of its lines that holds something."""
    marked = []
    for number, text in enumerate(data.split("\n"), line):
        if text.strip():
            places.append(Origin(file, number, 1))
            text = LINE_MARK.format(len(places) - 1) + text  # noqa: PLW2901
        marked.append(text)
    return "\n".join(marked)


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
        "url": writer.url,
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
