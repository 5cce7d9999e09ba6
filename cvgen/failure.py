"""How an engine can fail, besides the errors in its log: limits, signals, programs that do not work."""

from __future__ import annotations

import re
import signal
from functools import partial

from cvgen import sandbox
from cvgen.diagnostics import TexError
from cvgen.patterns import pattern

# Not in a line of the document's text, which TeX says in the font's name or behind a box.
_NO_MEMORY = pattern(
    r"^[^\\\[\n]*(memory exhausted|not enough memory|bad_alloc|Cannot allocate memory|allocate memory failed"
    r"|failed to map segment)",
    re.MULTILINE,
)


class TexFailed(TexError):
    """TeX ended with an error; `log` is its log. `limited` says that it is not the log that knows why."""

    def __init__(self, message: str, hint: str = "", *, log: str, engine: str, limited: bool = False) -> None:
        super().__init__(message, hint)
        self.log = log
        self.engine = engine
        self.limited = limited


def failure(name: str, code: int | None, seconds: float, said: str, log: str) -> TexFailed:
    """Return what an engine's end means: the limit that it met, or the error that its log names.

    Engines print that memory is exhausted (`said`), and leave it out of their logs.
    """
    limits = partial(TexFailed, log=log, engine=name, limited=True)
    if code is None:
        hint = "either a command never ends, or there is too much to set"
        return limits(f"{name} did not finish in {seconds:g} seconds", hint)
    if _NO_MEMORY.search(said):
        most = f"{sandbox.MAX_MEMORY >> 20:,} MiB"
        return limits(f"{name} needs more memory than the {most} that it may have", "is there too much to set at once?")
    if code < 0 and -code == getattr(signal, "SIGXFSZ", 0):
        most = f"{sandbox.MAX_OUTPUT >> 20:,} MiB"
        return limits(
            f"{name} wrote a file of more than {most}", "either a command never ends, or a picture is too large"
        )
    if code < 0:
        hint = "the system may have been short of memory" if code == -9 else "the engine itself is broken, or met a bug"
        return limits(f"{name} was ended by signal {-code}", hint)
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "")
    hint = f"it said: {last}" if last else "it said nothing"
    return TexFailed(f"{name} failed with exit code {code}", hint, log=log, engine=name)
