"""Regular expressions that are compiled when they are first used: most builds need few of those that cvgen has."""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands for a compiled pattern; its methods are that one's."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)  # so that this is not asked again
        return value


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression, as `re.compile` does, whose methods can be used (but not `re.sub(pattern, …)`)."""
    return cast("re.Pattern[str]", _Pattern(source, flags))


def bytes_pattern(source: bytes, flags: int = 0) -> re.Pattern[bytes]:
    """Return a regular expression for bytes, as `pattern` does."""
    return cast("re.Pattern[bytes]", _Pattern(source, flags))
