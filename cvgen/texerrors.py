"""TeX's error messages in words for people who do not know TeX."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_BRACE = "look for a brace that is not closed, or closed twice"
_OTHER_ENGINE = "leave it out, or use a TeX that has it: --engine pdflatex"


@dataclass(frozen=True)
class Fault:
    """An error of TeX: what it is and what to do. `by_template`: only a template can cause it, no text of a CV.

    TeX notices some faults behind the line that loads a `package`.
    """

    message: str
    hint: str = ""
    by_template: bool = True
    package: str = ""


def explain(message: str, context: str = "") -> Fault:
    """Return what an error message means; `context` is the log behind it."""
    for pattern, fault in _KINDS:
        match = pattern.search(message)
        if match:
            return fault(match, context)
    return Fault(f"TeX says: {message.removeprefix('LaTeX Error: ').strip()}")


def _undefined(_match: re.Match[str], context: str) -> Fault:
    """TeX shows the text that it was reading up to the command, on the first line of the context."""
    commands = re.findall(r"\\(?:[A-Za-z@]+|[^A-Za-z@\s])", context.lstrip("\n").partition("\n")[0])
    if not commands:
        return Fault("a command is not defined", "correct its name, or load the package that defines it")
    hint = "correct its name, or load the package that defines it"
    return Fault(f"the command {commands[-1]} is not defined", hint)


def _not_found(match: re.Match[str], _context: str) -> Fault:
    file = match[1]
    name, _, ending = file.rpartition(".")
    if ending == "sty":
        return Fault(f"the package '{name}' is not part of this TeX", _OTHER_ENGINE, package=name)
    if ending == "cls":
        return Fault(f"the document class '{name}' is not part of this TeX", _OTHER_ENGINE)
    return Fault(f"there is no file '{file}'", "a template can load only the .sty files in its folder, and TeX's own")


def _clash(match: re.Match[str], _context: str) -> Fault:
    hint = "set its options where it is loaded first, or with its own command"
    return Fault(f"the package '{match[1]}' is loaded with other options already", hint, package=match[1])


def _capacity(match: re.Match[str], _context: str) -> Fault:
    what = match[1]
    if any(word in what for word in ("input stack", "parameter stack", "save", "grouping", "nest")):
        return Fault(f"TeX has no more room ({what})", "a command of the template may call itself without end")
    hint = "a text is too long, or a command of the template makes something without end"
    return Fault(f"TeX has no more room ({what})", hint, by_template=False)


def _plain(message: str, hint: str = "", *, by_template: bool = True) -> Callable[[re.Match[str], str], Fault]:
    """Return the rule for a message in which `{}` is what the pattern caught."""
    return lambda match, _context: Fault(message.format(*match.groups()), hint, by_template)


_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Fault]], ...] = tuple(
    (re.compile(pattern), fault)
    for pattern, fault in (
        (r"^Undefined control sequence", _undefined),
        (r"File [`'‘]([^'’]+)['’] not found", _not_found),
        (r"I can't find file [`']([^']+)'", _not_found),
        (r"Unable to load picture or PDF file '([^']+)'", _not_found),
        (r"Environment (\S+) undefined", _plain("the environment '{}' is not defined", "correct its name")),
        (
            r"\\begin\{(.+?)\} on input line \d+ ended by \\end\{(.+?)\}",
            _plain("\\begin{{{}}} is ended by \\end{{{}}}", "end what was begun"),
        ),
        (r"Paragraph ended before (\\\S+?) ?was complete", _plain("what follows {} is never closed", _BRACE)),
        (r"File ended while scanning \w+ of (\\\S+?)\.?$", _plain("what follows {} is never closed", _BRACE)),
        (r"File ended while scanning", _plain("something is never closed", _BRACE)),
        (r"Argument of (\\\S+) has an extra \}", _plain("there is a closing brace too many behind {}", _BRACE)),
        (r"Extra \}, or forgotten|Too many \}'s", _plain("there is a closing brace too many", _BRACE)),
        (r"Missing [{}] inserted", _plain("a brace is missing", _BRACE)),
        (r"Missing \$ inserted", _plain("there is mathematics outside of $…$", "write \\_ and \\^{} for _ and ^")),
        (r"Extra (\\\w+)", _plain("{} ends nothing", "look for the \\if that it belongs to")),
        (r"Incomplete (\\\w+)", _plain("{} is never ended", "end it with \\fi")),
        (r"TeX capacity exceeded, sorry \[([^\]=]+)", _capacity),
        (
            r"Dimension too large|Arithmetic overflow",
            _plain("something is larger than TeX can measure, 5.7 m", "make it smaller", by_template=False),
        ),
        (r"Missing number|Illegal unit", _plain("a number or a length is missing or wrong", "lengths have units: 2pt")),
        (
            r"Illegal parameter number|macro parameter character #",
            _plain("a # stands where no parameter can", "write \\# for the sign"),
        ),
        (r"Use of (\\\S+) doesn't match its definition", _plain("{} is not followed by what it expects")),
        (r"Undefined color [`']([^']+)'", _plain("the colour '{}' is not defined", "define it with \\definecolor")),
        (r"Command (\\\S+?) ?already defined", _plain("{} is defined already", "use \\renewcommand, or another name")),
        (r"Option clash for package (\w+)", _clash),
        (r"Unknown option [`']([^']+)' for package [`']([^']+)'", _plain("'{}' is no option of the package '{}'")),
        (r"Missing \\begin\{document\}", _plain("there is text before \\begin{{document}}", "move it behind")),
        (r"Can be used only in preamble", _plain("a command stands behind \\begin{{document}} that must be before")),
        (r"Font \S+?=(\S+) .*not load", _plain("the font {} cannot be loaded", _OTHER_ENGINE)),
        (r"Font \\?\S+ .*not loadable", _plain("a font cannot be loaded", _OTHER_ENGINE)),
        (r"The font \"([^\"]+)\" cannot be found", _plain("the font '{}' is not installed here")),
        (r"Emergency stop|That makes 100 errors", _plain("TeX cannot go on", "look at its log")),
    )
)
