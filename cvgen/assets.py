"""Files that a CV brings along: its photo. What a file is, its bytes say, not its name."""

from __future__ import annotations

from pathlib import Path

from cvgen.cache import Files
from cvgen.diagnostics import InputError
from cvgen.model import CV

MAX_BYTES = 20_000_000
# how a file of each kind starts, how it ends, and the ending of its name
_KINDS = ((b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", "png"), (b"\xff\xd8\xff", b"\xff\xd9", "jpg"))


def load_photo(cv: CV, folder: Path) -> Files:
    """Return the CV's photo under a name of our own (`photo.png` or `photo.jpg`), or nothing if it has none.

    `folder` is the CV's; a photo lies in that of the file that names it. Raises InputError if the file is missing, no
    picture, too large, or outside that folder, through a link too: nobody else's file may end in a PDF.
    """
    name = cv.basics.photo
    if not name:
        return {}
    folder = cv.folder_of(cv.basics.place("photo"), folder)
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _wrong(cv, f"the photo '{name}' lies outside the folder of the CV", "copy it beside the CV")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _wrong(cv, f"the photo '{name}' has more than {MAX_BYTES // 1_000_000} MB", "make it smaller")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else "it cannot be read"
        raise _wrong(cv, f"the photo '{name}': {reason}", "give its path from the folder of the CV") from error
    for start, end, ending in _KINDS:
        if data.startswith(start):
            if not data.rstrip(b"\0\r\n").endswith(end):
                raise _wrong(cv, f"the photo '{name}' is damaged: its end is missing", "save it again")
            return {f"photo.{ending}": data}
    raise _wrong(cv, f"'{name}' is no picture that can be used", "a photo is a PNG or JPEG file")


def _wrong(cv: CV, message: str, hint: str) -> InputError:
    origin = cv.basics.place("photo")
    return InputError([cv.problem(origin, message, "photo", hint)])
