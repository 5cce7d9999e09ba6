"""Groups in braces in LaTeX source: where they end, and what a macro has for arguments."""

from __future__ import annotations

import re
from collections.abc import Callable

from cvgen.patterns import pattern

_BRACE = pattern(r"\\.|[{}]", re.DOTALL)


def end_of(text: str, start: int) -> int:
    """Return where the group that opens at `start` ends, behind its brace; `start` if it does not."""
    depth = 0
    for found in _BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return start


def depth_of(line: str) -> int:
    """Return how many more groups a line opens than it closes."""
    braces = [found[0] for found in _BRACE.finditer(line)]
    return braces.count("{") - braces.count("}")


def change(text: str, macro: str, count: int, new: Callable[..., str]) -> str:
    """Return LaTeX with each call of a macro of `count` arguments as `new` makes it of them; inner ones first."""
    done, at = [], 0
    for found in re.finditer(re.escape(macro) + r"(?=\{)", text):
        if found.start() < at:
            continue  # within an argument
        end, arguments = found.end(), list[str]()
        while len(arguments) < count and text.startswith("{", end) and (closed := end_of(text, end)) > end:
            arguments.append(change(text[end + 1 : closed - 1], macro, count, new))
            end = closed
        if len(arguments) == count:
            done += [text[at : found.start()], new(*arguments)]
            at = end
    return "".join([*done, text[at:]])
