"""What the tests of importers share: files that are imported, and whether all that they say is there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cvgen.importers import Imported, importers
from cvgen.loading import Loaded, load


def imported(format_: str, path: Path) -> tuple[Imported, Loaded]:
    """Return a file as a cv.yaml beside it, and that as it is read."""
    found = importers()[format_].read(path, path.parent)
    target = path.parent / "cv.yaml"
    target.write_text(found.text, encoding="utf-8")
    for name, data in found.files.items():
        (path.parent / name).write_bytes(data)
    return found, load(target)


def strings(value: Any) -> Iterator[str]:
    """Yield the texts in what a JSON or YAML file holds."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif value is not None and str(value).strip():
        yield str(value)


def letters(text: str) -> str:
    """Return the letters and digits of a text alone, as they are compared: layouts and punctuation may differ."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()
