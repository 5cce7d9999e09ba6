"""Jinja's sandbox, as the templates of CVs need it: fast, with a place for each line of a template, and kept compiled.

This module imports Jinja; it is imported where it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any
from zlib import crc32

import jinja2
from jinja2 import BytecodeCache, FunctionLoader, StrictUndefined, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment

from cvgen.cache import is_private, recall, store
from cvgen.diagnostics import Origin, find
from cvgen.latex import TEMPLATE_SENTINEL
from cvgen.patterns import pattern
from cvgen.template import Template

if TYPE_CHECKING:
    from jinja2.compiler import Frame

_CODE = sha256(Path(__file__).read_bytes()).hexdigest()  # decides what templates are compiled to
_INK = pattern(r"\S")
_SPECIAL = pattern(r"[\\{}$&#^_~%]")


class _Generator(CodeGenerator):
    """Writes templates as Python, without calls of `escape`: what `finalize` returns is LaTeX."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002
        self.write(f"({finalize.src}")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002
        self.write("))")


class Environment(SandboxedEnvironment):
    """Jinja's sandbox, in which each line of a template's own LaTeX starts with a sentinel for its place.

    What a macro or a `set` block makes may be asked for its length or compared: there, only what can be wrong in TeX
    has one.
    """

    code_generator_class = _Generator

    def __init__(self, template: Template, finalize: Callable[..., Any], given: Iterable[Any]) -> None:
        """Read a template. `finalize` writes what it prints; `given` are the values of the names that it may use."""
        super().__init__(
            loader=FunctionLoader(self._source),
            bytecode_cache=_Compiled(),
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
            optimized=False,  # else what a filter makes of a constant, in one language, would be kept for all
            autoescape=True,  # so that the results of macros and blocks, LaTeX already, are known from text
            finalize=finalize,
        )
        self._template = template
        self._given = {value for value in given if value.__class__ is FunctionType}
        self._files: dict[str, str] = {}  # what is compiled already names its files by these numbers
        self._places: dict[str, Origin] = {}

    def place_of(self, mark: str) -> Origin:
        """Return the place in a template that a sentinel holds."""
        if mark not in self._places:
            file, line, column = mark.split(".")
            self._places[mark] = Origin(self._files[file], int(line), int(column))
        return self._places[mark]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute, if a template may have it: Jinja's rule, which is slow but for data of our own.

        An instance of a class of ours is no function, class or frame, of which Jinja knows more; and what it holds is
        no method of a string, which could format things.
        """
        kind = obj.__class__
        if (kind in _JINJAS or _is_ours(kind)) and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass  # Jinja says what is wrong
        elif kind is dict and attribute in obj and not hasattr(dict, attribute):
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_callable(self, obj: Any) -> bool:
        """Return whether a template may call something: a method of our own data always, else as Jinja says."""
        return _is_ours(getattr(obj, "__self__", obj).__class__) or super().is_safe_callable(obj)

    def call(self, context: Context, obj: Any, /, *values: Any, **named: Any) -> Any:
        """Call what a template may call, as Jinja does, but fast where nobody asks for the context: our own."""
        kind = obj.__class__
        if kind is Macro:
            values = (context.eval_ctx, *values)
        elif not (kind is MethodType and _is_ours(obj.__self__.__class__)) and not (
            kind is FunctionType and obj in self._given
        ):
            return super().call(context, obj, *values, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return obj(*values, **named)

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = self._template.source(name)
        if found:
            self._files[_number(found[1])] = found[1]
        return found

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        lines = source.split("\n")
        values = {
            id(data)
            for kind in (nodes.Macro, nodes.CallBlock, nodes.AssignBlock, nodes.FilterBlock)
            for block in tree.find_all(kind)
            for data in block.find_all(nodes.TemplateData)
        }
        for data in tree.find_all(nodes.TemplateData):
            wanted = _SPECIAL if id(data) in values else _INK
            data.data = "\n".join(
                self._marked(text, Origin(filename or "", number), lines) if wanted.search(text) else text
                for number, text in enumerate(data.data.split("\n"), data.lineno)
            )
        return tree

    def _marked(self, text: str, origin: Origin, lines: list[str]) -> str:
        ink = text.lstrip()
        place = find(lines[: origin.line], origin, ink.rstrip())
        mark = f"{_number(place.file)}.{place.line}.{place.column}"
        return text[: len(text) - len(ink)] + TEMPLATE_SENTINEL.format(mark) + ink


_JINJAS = (TemplateModule, LoopContext)  # whose attributes are what templates define, or are for them


@cache
def _is_ours(kind: type) -> bool:
    """Return whether a class is one of cvgen's own."""
    return kind.__module__.startswith("cvgen.")


def _number(path: str) -> str:
    return str(crc32(path.encode()))


class _Compiled(BytecodeCache):
    """Templates that are compiled already. They are programs: only what nobody else can have put there is run."""

    def load_bytecode(self, bucket: Bucket) -> None:
        found = recall("templates", self._key(bucket)) if is_private() else None
        if found:
            bucket.bytecode_from_string(found["code"])  # if it is of another Python or another source, it stays empty

    def dump_bytecode(self, bucket: Bucket) -> None:
        store("templates", self._key(bucket), {"code": bucket.bytecode_to_string()})

    def _key(self, bucket: Bucket) -> tuple[str, ...]:
        return (bucket.key, bucket.checksum, jinja2.__version__, sys.version, _CODE)
