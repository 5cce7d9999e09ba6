"""A selected CV → files of other formats: one module a format, whose function `export` makes what is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from cvgen.frozen import record

if TYPE_CHECKING:
    from cvgen.diagnostics import Diagnostic
    from cvgen.loading import Loaded
    from cvgen.model import CV, Variant


WIDTH = 72  # columns of a line of plain text


@record(frozen=True)
class Request:
    """What is to be exported: a variant of a loaded CV, and the CV as that variant shows it.

    If no variant was asked for, `shows_everything` is true: the variant is then none of the file's.
    `width` is how many columns a line of plain text may have.
    """

    loaded: Loaded
    variant: Variant
    cv: CV
    width: int = WIDTH

    @property
    def shows_everything(self) -> bool:
        """Whether it is the whole CV, and no variant."""
        return self.variant not in self.loaded.cv.variants


@record(frozen=True)
class Exported:
    """What a format makes of a CV: a text, or the files of a folder by their paths; and what there is to say."""

    content: str | Mapping[str, bytes]
    notes: tuple[Diagnostic, ...] = ()


@record(frozen=True)
class Format:
    """A format that a CV can be exported to.

    One that is a `folder` cannot be printed, and needs a variant, for only a variant has a template.
    """

    description: str
    folder: bool = False


FORMATS = {
    "tex": Format("LaTeX with its fonts, which any TeX sets without cvgen", folder=True),
    "html": Format("one accessible web page that needs nothing else"),
    "jsonresume": Format("JSON Resume, which many websites and themes read"),
    "markdown": Format("a document in Markdown, for a README or a wiki, say"),
    "text": Format("plain text, as forms for applications ask for it"),
    "bibtex": Format("the publications, for BibTeX"),
}
"""The formats by name, which is that of their module."""


def export(name: str, request: Request) -> Exported:
    """Return what one of `FORMATS` makes of a CV. Raises CvgenError if it cannot."""
    made: Exported = import_module(f"cvgen.exporters.{name}").export(request)
    return made
