"""Results that are worth keeping between runs, in the user's cache folder, under keys made of their content."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache as memoize
from io import BytesIO
from pathlib import Path

Files = Mapping[str, bytes]


def cache_folder() -> Path:
    """Return the folder of cvgen's cache: `CVGEN_CACHE`, or the one that the system has for such things."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("CVGEN_CACHE") or user_cache_path("cvgen", appauthor=False))


def cached(kind: str, key: object, make: Callable[[], Files]) -> Files:
    """Return the files that `make` returns, from the cache if `key` was made before.

    `key` must have a `repr` that names everything the files depend on; it is joined with a digest of cvgen's own code.
    An entry is one zip file, replaced as a whole and checked when read: two processes can make the same one, and a
    damaged one is made anew. A cache that cannot be written is no error.
    """
    digest = hashlib.sha256(f"{kind} {key!r} {_code_digest()}".encode()).hexdigest()
    path = cache_folder() / kind / f"{digest}.zip"
    with (
        suppress(OSError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError),
        zipfile.ZipFile(path) as archive,
    ):
        return {name: archive.read(name) for name in archive.namelist()}
    files = make()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _zipped(files))
    return files


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that its name never stands for anything but the whole of an old or a new version.

    Raises OSError; the old version then stays.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _zipped(files: Files) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


@memoize
def _code_digest() -> str:
    """Return a digest of the code that makes fonts, so that a new version of cvgen makes them anew."""
    folder = Path(__file__).parent / "fonts"
    sources = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
    return hashlib.sha256(sources).hexdigest()[:16]
