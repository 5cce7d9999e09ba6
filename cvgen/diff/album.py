"""The pictures of the changed pages in their folder: each written whole, and none of an earlier comparison left."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from cvgen.cache import write_atomically
from cvgen.diagnostics import CvgenError

_SIGN = b"tEXtSoftware\0cvgen diff"  # as `marks.side_by_side` has PNG write it, at the start of the file


def publish(folder: Path, pictures: Mapping[str, bytes]) -> None:
    """Write pictures by their names into a folder, and remove those that an earlier comparison made.

    What cvgen did not make is left alone, and no file of another kind takes part. Raises CvgenError if that cannot be
    done.
    """
    try:
        stale = [path for path in folder.glob("*.png") if path.name not in pictures and _is_ours(path)]
        if pictures:
            folder.mkdir(parents=True, exist_ok=True)
        _check_names(folder, pictures)
        for path in stale:
            path.unlink(missing_ok=True)
        for name, data in pictures.items():
            write_atomically(folder / name, data)
    except OSError as error:
        raise CvgenError(
            f"cannot write {folder}: {error.strerror or error}", "--output names another folder"
        ) from error


def _check_names(folder: Path, pictures: Mapping[str, bytes]) -> None:
    """Raise CvgenError if a file that cvgen did not make has the name of a picture."""
    for name in pictures:
        path = folder / name
        if path.exists() and not _is_ours(path):
            hint = "move it, or name another folder: --output DIR"
            raise CvgenError(f"{path} is not a picture that cvgen diff made, and is left as it is", hint)


def _is_ours(path: Path) -> bool:
    """Return whether a file says that `cvgen diff` made it."""
    with suppress(OSError), path.open("rb") as file:
        return _SIGN in file.read(300)
    return False
