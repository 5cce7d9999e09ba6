"""A template's manifest, `template.yaml`: what the template is, what it extends, and its typed options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from cvgen.diagnostics import Diagnostic, InputError, Origin
from cvgen.entries import ENTRY_TYPES
from cvgen.frozen import record
from cvgen.model import CV, Basics
from cvgen.patterns import pattern

MAX_NAME = 100
LEAST_SIZE = 9.0  # of the text in points: what is smaller is hard to read on paper
_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@record(frozen=True)
class Option:
    """A design option: `kind` is "choice", "number", "integer", "boolean" or "colour" (six hexadecimal digits).

    `values` are the choices, or the least and the greatest number.
    """

    kind: str
    default: str
    description: str
    values: tuple[str, ...] = ()

    def read(self, value: str) -> Any:
        """Return the value that a text stands for. Raises ValueError, saying what is allowed."""
        if self.kind == "choice":
            if value not in self.values:
                raise ValueError("one of: " + ", ".join(self.values))
            return value
        if self.kind == "number":
            least, most = map(float, self.values)
            if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", value) or not least <= float(value) <= most:
                raise ValueError(f"a number from {least:g} to {most:g}")
            return float(value)
        if self.kind == "integer":
            low, high = map(int, self.values)
            if not re.fullmatch(r"\d{1,3}", value) or not low <= int(value) <= high:
                raise ValueError(f"a whole number from {low} to {high}")
            return int(value)
        if self.kind == "boolean":
            if value.lower() not in ("true", "false", "yes", "no"):
                raise ValueError("true or false")
            return value.lower() in ("true", "yes")
        if not re.fullmatch(r"#?[0-9A-Fa-f]{6}", value):
            raise ValueError("a colour in six hexadecimal digits, such as 1D3F66")
        return value.removeprefix("#").upper()


@record(frozen=True)
class Fit:
    """How tight and how loose a template may be set to fit a page, and still be handsome.

    `spacing` and `leading` are the least and the most of distances and of lines, in per cent of the usual ones;
    `text_sizes` are the sizes of the text in points that may take the place of a larger one, the largest first.
    """

    spacing: tuple[int, int] = (100, 100)
    leading: tuple[int, int] = (100, 100)
    text_sizes: tuple[float, ...] = ()


@record(frozen=True)
class Manifest:
    """One template's folder and what its `template.yaml` says.

    `sections` are the types of those that it shows where a variant does not name its own; none means all. `leaves_out`
    are the keys that it does not print, by types of entries.
    """

    name: str
    folder: Path
    description: str
    extends: str | None
    options: Mapping[str, Option]
    fit: Fit | None = None
    sections: tuple[str, ...] | None = None
    leaves_out: Mapping[str, tuple[str, ...]] | None = None


def is_name(name: str) -> bool:
    """Return whether a template can have this name: a single word, which cannot lead out of a folder."""
    return _NAME.fullmatch(name) is not None and len(name) <= MAX_NAME


def load_manifest(name: str, folders: Iterable[Path]) -> Manifest | None:
    """Return the manifest of the template `name` from the first folder that has it, or None.

    Raises InputError if the manifest cannot be understood, or a link leads out of the CV's folder. A name is a single
    word: it cannot lead out of the folders.
    """
    if not is_name(name):
        return None
    for parent in folders:
        folder = parent / name
        if (folder / "template.yaml").is_file():
            if parent != bundled_templates():
                _refuse_links(folder)
            return _read(name, folder)
    return None


def bundled_templates() -> Path:
    """Return where the templates are that come with cvgen."""
    package = Path(__file__).parent
    bundled = package / "latex_templates"  # in an installed package; in a checkout they stand beside it
    return bundled if bundled.is_dir() else package.parent / "latex_templates"


def _refuse_links(folder: Path) -> None:
    """Raise InputError if a template beside a CV is, or holds, a link that leads out of the CV's folder.

    What it leads to would be printed, or shown in a message. Installers may link the files of a package: ours may be.
    """
    root = folder.parent.parent.resolve()
    for path in (folder, *sorted(folder.rglob("*"))):
        if not path.resolve().is_relative_to(root):
            message = f"the template '{folder.name}' has a link that leads out of the folder of the CV"
            raise InputError([Diagnostic(Origin(str(path)), message, "template", "copy what it leads to")])


def _read(name: str, folder: Path) -> Manifest:
    import yaml

    path = folder / "template.yaml"
    try:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # texts only; libyaml's is fast
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
        options = {key: _option(value) for key, value in (data.get("options") or {}).items()}
        fit = _fit(data["fit"]) if data.get("fit") else None
        sections = _sections(data["sections"]) if "sections" in data else None
        leaves_out = _leaves_out(data["leaves_out"]) if "leaves_out" in data else None
        return Manifest(name, folder, data["description"], data.get("extends"), options, fit, sections, leaves_out)
    except (OSError, UnicodeError, yaml.YAMLError, AttributeError, TypeError, KeyError, ValueError) as error:
        reason = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
        message = f"this manifest cannot be read: {reason}"
        raise InputError([Diagnostic(Origin(str(path)), message, "manifest")]) from error


def _option(data: Mapping[str, Any]) -> Option:
    """Return an option as declared. Raises ValueError, KeyError or TypeError if the declaration makes no sense."""
    if data["type"] not in ("choice", "number", "integer", "boolean", "colour"):
        raise ValueError(f"there is no type '{data['type']}' of options")
    option = Option(data["type"], data["default"], data["description"], tuple(data.get("values", ())))
    option.read(option.default)
    return option


def _sections(data: Any) -> tuple[str, ...]:
    """Return the types of sections that a template shows. Raises ValueError if there is none of a name."""
    if not isinstance(data, list):
        raise ValueError("sections is a list of types, as in [publications]")
    if unknown := set(data) - {*ENTRY_TYPES, "summary"}:
        raise ValueError(f"there is no type '{min(unknown)}' of sections")
    return tuple(data)


def _leaves_out(data: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return the keys that a template does not print. Raises ValueError if there is no such type, or no such key."""
    classes = {**ENTRY_TYPES, "basics": Basics}
    found = {}
    for type_, keys in data.items():
        if type_ not in classes:
            raise ValueError(f"there is no type '{type_}' of sections")
        if unknown := set(keys) - {field.name for field in fields(classes[type_])}:
            raise ValueError(f"there is no key '{min(unknown)}' in {type_}")
        found[type_] = tuple(keys)
    return found


def _fit(data: Mapping[str, Any]) -> Fit:
    """Return how a template may be fitted. Raises ValueError or TypeError if what it says makes no sense."""
    if unknown := set(data) - {"spacing", "leading", "text_sizes"}:
        raise ValueError(f"there is no '{min(unknown)}' in fit")
    ranges = {}
    for key, least, most in (("spacing", 20, 300), ("leading", 90, 130)):
        low, high = map(int, data.get(key, ("100", "100")))
        if not least <= low <= 100 <= high <= most:
            raise ValueError(f"the {key} goes from {least} at least, over 100, to {most} at most")
        ranges[key] = (low, high)
    sizes = tuple(sorted(map(float, data.get("text_sizes", ())), reverse=True))
    if min(sizes, default=LEAST_SIZE) < LEAST_SIZE:
        raise ValueError(f"no text is set smaller than {LEAST_SIZE:g} points")
    return Fit(ranges["spacing"], ranges["leading"], sizes)


def check_options(cv: CV, template: str, options: Mapping[str, Option]) -> dict[str, Any]:
    """Return the value of every option: what the CV's design says, else the default. Raises InputError."""
    values: dict[str, Any] = {name: option.read(option.default) for name, option in options.items()}
    problems: list[Diagnostic] = []
    for name, text in cv.design.options.items():
        origin = cv.design.place(name)
        if name not in options:
            import difflib

            near = difflib.get_close_matches(name.replace("-", "_"), list(options), n=1)
            known = f"did you mean '{near[0]}'?" if near else "its options are: " + ", ".join(options)
            message = f"the template '{template}' has no option '{name}'"
            problems.append(cv.problem(_key_before(cv, origin, name), message, "unknown-option", known))
            continue
        try:
            values[name] = options[name].read(text)
        except ValueError as error:
            message = f"'{text}' is no value of the option '{name}'"
            problems.append(cv.problem(origin, message, "option", f"write {error}"))
    if problems:
        raise InputError(problems)
    return values


def _key_before(cv: CV, value: Origin, name: str) -> Origin:
    """Return where the key of a value stands, if that is in the same line."""
    lines = cv.lines_of(value)
    line = lines[value.line - 1] if 0 < value.line <= len(lines) else ""
    column = line.rfind(name, 0, value.column - 1) + 1
    return value._replace(column=column) if column else value
