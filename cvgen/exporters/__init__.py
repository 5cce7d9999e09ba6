"""A selected CV → files of other formats: one module a format, with one function that `exporters` names."""

from __future__ import annotations

from collections.abc import Callable

from cvgen.frozen import record
from cvgen.model import CV


@record(frozen=True)
class Exporter:
    """A format that a CV can be exported to: what it is, and how its text is made of a selected CV."""

    description: str
    write: Callable[[CV], str]


def exporters() -> dict[str, Exporter]:
    """Return the formats by name."""
    from cvgen.exporters import bibtex

    return {"bibtex": Exporter("BibTeX: the publications", bibtex.write)}
