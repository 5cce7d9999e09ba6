"""Files of BibTeX → publications, each with its place in its file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cvgen.diagnostics import Origin
from cvgen.reader.bib.blocks import blocks_of
from cvgen.reader.bib.works import publication_of
from cvgen.reader.decoding import decode
from cvgen.reader.problems import Problems, Unreadable
from cvgen.works import Publication

MAX_BYTES = 20_000_000


def read_bib(path: Path, problems: Problems, *, wanted: Iterable[str] = ()) -> tuple[Publication, ...]:
    """Return the publications of a .bib file; what is wrong is noted in `problems`, which are the file's.

    An entry that others refer to by `crossref` is not listed by itself, unless its key is `wanted`. Raises OSError.
    """
    return read_bib_text(path.read_bytes(), problems, wanted=wanted)


def read_bib_text(data: bytes, problems: Problems, *, wanted: Iterable[str] = ()) -> tuple[Publication, ...]:
    """Return the publications in the bytes of a .bib file, as `read_bib` does."""
    try:
        decode(data, problems)
    except Unreadable:
        return ()
    keep = {key.casefold() for key in wanted}
    found = []
    for block in blocks_of("\n".join(problems.lines), problems):
        if not block.is_parent or block.key.casefold() in keep:
            found.append(publication_of(block, problems))
    return tuple(one for one in found if one is not None)


def find_bib(name: str, folder: Path, problems: Problems, at: Origin) -> Path | None:
    """Return the path of a .bib file that a CV names, or None after noting at its place why it cannot be read.

    It must lie in the folder of the CV, through a link too: no other file may end in a PDF.
    """
    path = folder / name
    try:
        real = path.resolve()
        if not real.is_relative_to(folder.resolve()):
            problems.error(at, f"'{name}' lies outside the folder of the CV", "bib", "copy it beside the CV")
        elif not real.is_file():
            hint = "give its path from the folder of the CV"
            problems.error(at, f"there is no file '{name}'", "bib", hint)
        elif real.stat().st_size > MAX_BYTES:
            problems.error(
                at, f"'{name}' has more than {MAX_BYTES // 1_000_000} MB", "bib", "leave out what is not yours"
            )
        else:
            return path
    except (OSError, ValueError):
        problems.error(at, f"'{name}' cannot be read", "bib", "give its path from the folder of the CV")
    return None
