"""Files of other formats → a cv.yaml: one module a format, with one function that `IMPORTERS` names.

A format is one file here and one line in `IMPORTERS`; `writing` has how texts and values are written in YAML.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cvgen.diagnostics import Diagnostic
from cvgen.frozen import record


@record(frozen=True)
class Imported:
    """The text of a cv.yaml that was made of another file, and what is to be said about that file."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


@record(frozen=True)
class Importer:
    """A format that can be imported: what it is, and how a file of it is read, which raises CvgenError."""

    description: str
    read: Callable[[Path], Imported]


def importers() -> dict[str, Importer]:
    """Return the formats by name."""
    from cvgen.importers import bibtex

    return {"bibtex": Importer("BibTeX or biblatex: publications", bibtex.read)}
