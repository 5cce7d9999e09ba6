"""Files of other formats → a cv.yaml: one module a format, with one function that `importers` names.

A format is one file here and one line in `importers`. Most turn the nodes of their file into the nodes of a CV (`job`
says how), so that a JSON Resume is built directly, too; `yaml_text` and `writing` have how a cv.yaml is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path

from cvgen.diagnostics import Diagnostic
from cvgen.frozen import record


@record(frozen=True)
class Imported:
    """The text of a cv.yaml that was made of another file, and what is to be said about that file.

    `summary` counts what was read. `files` are to be written beside the cv.yaml, by name.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()
    summary: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


@record(frozen=True)
class Importer:
    """A format that can be imported: what it is, and how a file of it is read, which raises CvgenError.

    `read` takes the file, and the folder that the cv.yaml will stand in, or None if it goes to the terminal.
    """

    description: str
    read: Callable[[Path, Path | None], Imported]


def importers() -> dict[str, Importer]:
    """Return the formats by name."""
    from cvgen.importers import bibtex, whole

    return {
        "bibtex": Importer("BibTeX or biblatex: publications", bibtex.read),
        **{name: Importer(form.description, form.read) for name, form in whole.FORMATS.items()},
    }


def format_of(path: Path) -> str:
    """Return the name of the format that a file is in, by what is in it. Raises InputError if that is not clear."""
    from cvgen.importers.detect import detect

    return detect(path)
