"""What `build` leaves beside its PDFs where it is asked to: pictures of their pages, and a list for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cvgen.cache import write_atomically
from cvgen.diagnostics import CvgenError

WIDTH = 1240  # pixels of a picture: A4 at 150 dots to the inch
_EFFORT = 6


class Made(NamedTuple):
    """One PDF of a build: of which file and variant, where, its pages, the engine, and how it was fitted to a limit.

    `unchanged` says that an earlier build made it; `pictures` are those of its pages, if they were drawn.
    """

    cv: str
    variant: str
    pdf: str
    pages: int
    engine: str
    fit: str
    left_out: int
    unchanged: bool
    pictures: tuple[str, ...] = ()


def drawn(made: Made, folder: Path) -> Made:
    """Draw each page of a PDF into a folder, as `NAME-1.png` and so on; return the PDF with its pictures.

    Each picture takes its name when it is whole; those of pages that the PDF no longer has go. Raises CvgenError if the
    folder cannot be written.
    """
    from cvgen.preview.pictures import picture_of, sizes_of

    stem = Path(made.pdf).stem
    try:
        data = Path(made.pdf).read_bytes()
        folder.mkdir(parents=True, exist_ok=True)
        pictures = [folder / f"{stem}-{page + 1}.png" for page in range(len(sizes_of(data)))]
        for page, path in enumerate(pictures):
            write_atomically(path, picture_of(data, page, WIDTH, effort=_EFFORT))
        for path in folder.iterdir():
            if re.fullmatch(re.escape(stem) + r"-[1-9]\d*\.png", path.name) and path not in pictures:
                path.unlink()
    except OSError as error:
        raise CvgenError(f"cannot write {error.filename or folder}: {error.strerror or error}") from error
    return made._replace(pictures=tuple(map(str, pictures)))


def write_list(all_made: Sequence[Made], path: Path) -> None:
    """Write what was built as a JSON list, one PDF a line. Raises CvgenError if it cannot be written."""
    lines = []
    try:
        for made in all_made:
            data = made._asdict()
            data["bytes"] = Path(made.pdf).stat().st_size
            lines.append("  " + json.dumps(data, ensure_ascii=False))
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, ("[\n" + ",\n".join(lines) + "\n]\n").encode())
    except OSError as error:
        raise CvgenError(f"cannot write {path}: {error.strerror or error}") from error
