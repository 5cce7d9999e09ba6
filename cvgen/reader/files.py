"""Files to read: their bytes, or a note of why there are none."""

from __future__ import annotations

from pathlib import Path

from cvgen.diagnostics import Origin
from cvgen.reader.problems import Problems

MAX_BYTES = 20_000_000


def bytes_of(path: Path, problems: Problems, at: Origin, hint: str) -> bytes | None:
    """Return what is in a file, or None after noting at a place why it cannot be read; `hint` says what to do."""
    try:
        if path.stat().st_size > MAX_BYTES:
            where = Origin(str(path))
            problems.error(where, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "size")
            return None
        return path.read_bytes()
    except (OSError, ValueError) as error:
        problems.missing.add(path)
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else "it cannot be read"
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            reason = error.strerror or reason
        problems.error(at, f"cannot read '{path}': {reason}", "file", hint)
        return None
