"""Pictures of other formats → a photo beside the cv.yaml: what a picture is, its bytes say."""

from __future__ import annotations

import base64
import binascii
import re

from cvgen.importers.job import Job, told
from cvgen.patterns import pattern
from cvgen.reader.nodes import Node, Scalar

_DATA = pattern(r"data:[\w/+.-]*(?:;[\w=.-]+)*;base64,(.*)", re.DOTALL | re.IGNORECASE)
_KINDS = ((b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82", "png"), (b"\xff\xd8\xff", b"\xff\xd9", "jpg"))
MAX_BYTES = 20_000_000


def photo(job: Job, path: str, node: Node) -> dict[str, Node]:
    """Return the photo of the basics, or nothing after saying what becomes of the picture.

    One that is written out in the file is put among the job's files; one that lies beside it is named.
    """
    if not isinstance(node, Scalar):
        job.leave(path, node)
        return {}
    value = node.value.strip()
    if job.is_direct and re.match(r"(?i)data:", value):
        job.leave(path, _short(node), "a picture within the file is not shown: `cvgen import` makes a file of it")
    elif match := _DATA.fullmatch(value):
        return _written_out(job, path, node, match[1])
    elif re.match(r"(?i)data:", value):
        job.leave(path, _short(node), "this is no picture that can be used")
    elif re.match(r"(?i)[a-z]+:|//", value):
        job.leave(path, node, "a photo is a file beside the CV: save it there, and name it under `photo`")
    elif job.folder and _is_picture(job, value):
        return {"photo": told(value, node.origin)}
    else:
        job.leave(path, node, "there is no such PNG or JPEG file beside the CV")
    return {}


def _written_out(job: Job, path: str, node: Scalar, text: str) -> dict[str, Node]:
    """Return the photo of a picture that is written out in base64."""
    try:
        data = base64.b64decode(re.sub(r"\s|%0[aAdD]", "", text), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    ending = kind_of(data)
    if not ending or len(data) > MAX_BYTES:
        job.leave(path, _short(node), "this is no PNG or JPEG picture that can be used")
        return {}
    name = f"photo.{ending}"
    job.files[name] = data
    return {"photo": told(name, node.origin)}


def kind_of(data: bytes) -> str:
    """Return the ending of the name of a whole PNG or JPEG file, or an empty text for what is none."""
    for start, end, ending in _KINDS:
        if data.startswith(start) and data.rstrip(b"\0\r\n").endswith(end):
            return ending
    return ""


def _is_picture(job: Job, name: str) -> bool:
    """Return whether a name is that of a picture in the folder of the file, not outside of it through a link."""
    assert job.folder is not None
    try:
        found = (job.folder / name).resolve()
        if not found.is_relative_to(job.folder.resolve()) or found.stat().st_size > MAX_BYTES:
            return False
        return bool(kind_of(found.read_bytes()))
    except (OSError, ValueError):
        return False


def _short(node: Scalar) -> Scalar:
    """Return a picture that is no text to be kept in a comment, by its start and its length."""
    return told(f"{node.value[:40]}… ({len(node.value)} characters)", node.origin)
