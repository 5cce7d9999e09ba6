"""Results that are worth keeping between runs, in the user's cache folder, under keys made of their content."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache as memoize
from io import BytesIO
from pathlib import Path

from cvgen import __version__
from cvgen.steps import since, tell

Files = Mapping[str, bytes]
MAX_AGE = 90 * 86400  # seconds since an entry was last used
MAX_SIZE = 1 << 30  # bytes of all entries
MAX_WAIT = 60  # seconds that one process waits for another that makes the same
_DAY = 86400


def cache_folder() -> Path:
    """Return the folder of cvgen's cache: `CVGEN_CACHE`, or the one that the system has for such things."""
    from platformdirs import user_cache_path

    return Path(os.environ.get("CVGEN_CACHE") or user_cache_path("cvgen", appauthor=False))


def is_private() -> bool:
    """Return whether nobody but this user (and root) can have written what is in the cache."""
    if not hasattr(os, "geteuid"):
        return True  # Windows: the folder is in the user's own profile, unless `CVGEN_CACHE` says otherwise
    try:
        folder = cache_folder().stat()
    except OSError:
        return False
    return folder.st_uid == os.geteuid() and not folder.st_mode & 0o022


@contextmanager
def no_cache() -> Iterator[None]:
    """Work with an empty cache of its own, which is gone afterwards; child processes do so too."""
    before = os.environ.get("CVGEN_CACHE")
    with tempfile.TemporaryDirectory(prefix="cvgen-cache-", ignore_cleanup_errors=True) as folder:
        os.environ["CVGEN_CACHE"] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ["CVGEN_CACHE"]
            else:
                os.environ["CVGEN_CACHE"] = before


def cached(kind: str, key: object, make: Callable[[], Files]) -> Files:
    """Return the files that `make` returns, from the cache if `key` was made before.

    `key` must have a `repr` that names everything the files depend on; it is joined with a digest of cvgen's own code.
    """
    what = f"{kind} {key[0] if isinstance(key, tuple) else key}"
    key = (key, _code_digest())
    files = recall(kind, key)
    if files is None:
        start = time.perf_counter()
        files = make()
        tell(f"{what}: made anew in {since(start)}")
        store(kind, key, files)
    else:
        tell(f"{what}: from the cache")
    return files


def recall(kind: str, key: object) -> Files | None:
    """Return files that were stored under a key, or None if there are none, or they are damaged."""
    path = _path(kind, key)
    try:
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError):
        return None
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > _DAY:  # what is in use is not pruned
            os.utime(path)
    return files


def store(kind: str, key: object, files: Files) -> None:
    """Keep files under a key, whose `repr` names them. A cache that cannot be written is no error.

    An entry is one zip file, replaced as a whole and checked when read: two processes can make the same one, and a
    damaged one is made anew.
    """
    path = _path(kind, key)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _zipped(files), durable=False)
        _prune(cache_folder())


def file_of(kind: str, key: object, suffix: str) -> Path:
    """Return the place of a file that is kept beside an entry, as a file of its own, and as long as that."""
    return _path(kind, key).with_suffix(suffix)


@contextmanager
def alone(kind: str, key: object) -> Iterator[None]:
    """Let one process at a time make what a key names; a lock whose holder has gone is free.

    Whoever has waited for `MAX_WAIT` goes on: two that make the same are slow, but do no harm.
    """
    from filelock import FileLock, Timeout

    path = _path(kind, key).with_suffix(".lock")
    lock = FileLock(path, timeout=MAX_WAIT)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except (OSError, NotImplementedError, Timeout):
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _prune(folder: Path) -> None:
    """Once a day, remove what was not used for long, and the oldest of what is too much."""
    stamp = folder / "pruned"
    now = time.time()
    if stamp.exists() and now - stamp.stat().st_mtime < _DAY:
        return
    stamp.touch()
    files = {path: path.stat() for path in folder.glob("*/*") if path.is_file()}
    total = sum(state.st_size for state in files.values())
    for path in sorted(files, key=lambda path: _last_used(path, files)):
        if now - _last_used(path, files) > MAX_AGE or total > MAX_SIZE:
            with suppress(OSError):
                path.unlink()
            total -= files[path].st_size


def _last_used(path: Path, files: Mapping[Path, os.stat_result]) -> float:
    """Return when a file was last used: what lies beside an entry, when that was."""
    return files.get(path.with_suffix(".zip"), files[path]).st_mtime


def _path(kind: str, key: object) -> Path:
    return cache_folder() / kind / f"{hashlib.sha256(f'{kind} {__version__} {key!r}'.encode()).hexdigest()}.zip"


def write_atomically(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file so that its name never stands for anything but the whole of an old or a new version.

    If `durable`, it is on the disk before it has its name. Raises OSError; the old version then stays.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
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
