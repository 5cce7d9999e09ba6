"""Jinja, in its sandbox: a template and the names that it may use → LaTeX. What it prints goes through `latex.Writer`.

This module imports Jinja; it is imported where it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from jinja2 import (
    TemplateError,
    TemplateNotFound,
    Undefined,
    pass_context,
)
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from cvgen.diagnostics import CvgenError, InputError, Origin
from cvgen.environment import Environment
from cvgen.latex import Writer, escape_pdf_string, unmarked
from cvgen.locale import Words
from cvgen.markup import plain
from cvgen.template import Template

if TYPE_CHECKING:
    pass

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


def run_template(template: Template, writer: Writer, context: dict[str, Any]) -> tuple[str, Callable[[str], Origin]]:
    """Return what a template makes of its names, with the sentinels of the texts and of the template's own lines in it.

    The function returns what a sentinel of the template's stands for. Raises InputError, at the template's line, or
    CvgenError if the template is wrong.
    """

    @pass_context  # otherwise Jinja would escape constants for HTML
    def finalize(_context: object, value: Any) -> Markup:
        return writer.write(str(value) if isinstance(value, Undefined) else value)  # str() says which name it is

    environment = Environment(template, finalize, context.values())
    harmless = {name: environment.filters[name] for name in _FILTERS}
    environment.filters = harmless | _own_filters(writer, context["words"])
    try:
        return environment.get_template("cv.tex.j2").render(context), environment.place_of
    except TemplateSyntaxError as error:
        raise _broken(
            template, error.filename or template.name, error.lineno, error.message or "syntax error"
        ) from error
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
        message = f"there is no word {error}" if isinstance(error, KeyError) else str(error)
        raise _broken(template, file, line, message) from error


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
        "url": lambda value: writer.url(unmarked(value)),
        "at": lambda value, key: plain(getattr(value, key), value.place(key)),
        "pdf": lambda value: Markup(escape_pdf_string(unmarked(value if isinstance(value, str) else value.plain))),
        "plain": lambda value: value.plain,
        "words": str.split,
    }


def _broken(template: Template, file: str, line: int, message: str) -> CvgenError:
    # Jinja names our classes; a template author knows entries.
    message = message.replace("'dict object' has no attribute", "there is no option or key")
    message = re.sub(r"'cvgen\.\w+\.(\w+) object' has no attribute", r"\1 has no key", message)
    return InputError([template.problem(Origin(file, line), f"the template is wrong: {message}", "template")])


def _place_in_template(error: BaseException, template: Template) -> tuple[str, int]:
    """Return the file and the line of a template in which an error arose: Jinja rewrites tracebacks to say so."""
    place = (template.name, 1)
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place
