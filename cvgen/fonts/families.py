"""Families of fonts: which files belong together, and which of them is the bold or the italic.

A family is looked for among the fonts of Python packages (`pip install fontpkg-eb-garamond`) and of the system.
"""

from __future__ import annotations

import hashlib
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cvgen.fonts import faces
from cvgen.fonts.faces import WEIGHTS, Face
from cvgen.frozen import record

ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_SIGNATURES = (b"\x00\x01\x00\x00", b"OTTO", b"ttcf", b"true")
_OUTLINES = {"glyf", "CFF ", "CFF2"}
_PACKAGES = ("fontpkg_*", "manimgx_fonts*", "rendercv_fonts")
_SYSTEM = {
    "darwin": ("~/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts"),
    "win32": ("~/AppData/Local/Microsoft/Windows/Fonts", "C:/Windows/Fonts"),
}
_UNIX = ("~/.local/share/fonts", "~/.fonts", "/usr/local/share/fonts", "/usr/share/fonts")
_NORMAL_WIDTH = 5  # OS/2 usWidthClass
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16  # of the table `name`
_AXES = {"opsz": 12.0}  # what we want of an axis besides weight and slant, if the face has it


class NotAFont(Exception):
    """A file is no font that can be used; the message says why."""


@record(frozen=True)
class Member:
    """One face of a font file: its families, weight class, slant and width, and the axes along which it varies."""

    path: Path
    index: int
    families: tuple[str, ...]
    weight: int
    italic: bool
    width: int
    axes: Mapping[str, tuple[float, float]]

    def place(self, style: str) -> tuple[dict[str, float], tuple[bool, float, int]]:
        """Return where on its axes it comes nearest to a style, and how far off that is: slant, weight, width."""
        wanted, slanted = float(WEIGHTS[style]), "italic" in style
        place = {tag: _clamp(value, self.axes[tag]) for tag, value in _AXES.items() if tag in self.axes}
        weight = float(self.weight)
        if "wght" in self.axes:
            weight = place["wght"] = _clamp(wanted, self.axes["wght"])
        italic = self.italic
        if slanted and not italic and "ital" in self.axes:
            place["ital"], italic = self.axes["ital"][1], True
        elif slanted and not italic and "slnt" in self.axes:
            place["slnt"], italic = self.axes["slnt"][0], True
        return place, (italic != slanted, abs(weight - wanted), abs(self.width - _NORMAL_WIDTH))


def _clamp(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def members_of(path: Path) -> list[Member]:
    """Return the faces in a font file. Raises NotAFont, or OSError if it cannot be read."""
    import uharfbuzz

    with path.open("rb") as file:
        if file.read(4) not in _SIGNATURES:
            raise NotAFont("it is no OpenType font (.ttf, .otf or .ttc)")
    blob = uharfbuzz.Blob.from_file_path(str(path))
    members = []
    for index in range(max(uharfbuzz.Face(blob, 0).count, 1)):
        face = uharfbuzz.Face(blob, index)
        if not face.glyph_count or not face.unicodes:
            raise NotAFont("it is damaged")
        if not _OUTLINES.intersection(face.table_tags):
            raise NotAFont("it has no outlines, only pictures of its characters")
        members.append(_member(path, index, face))
    return members


def _member(path: Path, index: int, face: Any) -> Member:
    os2 = bytes(face.reference_table("OS/2").data)
    weight, width, flags = 400, _NORMAL_WIDTH, 0
    if len(os2) >= 64:  # OpenType specification, table OS/2
        weight, width = struct.unpack(">HH", os2[4:8])
        (flags,) = struct.unpack(">H", os2[62:64])
    names = (face.get_name(_TYPOGRAPHIC_FAMILY), face.get_name(_FAMILY))
    axes = {axis.tag: (axis.min_value, axis.max_value) for axis in face.axis_infos}
    return Member(path, index, tuple(name for name in names if name), weight, bool(flags & 1), width, axes)


def faces_of(members: Iterable[Member]) -> dict[str, Face]:
    """Return the face of each style: the nearest that the family has."""
    members = list(members)
    found = {}
    for style in WEIGHTS:
        best = min(members, key=lambda member: (member.place(style)[1], str(member.path)))
        place, _ = best.place(style)
        found[style] = Face(best.path, best.index, tuple(sorted(place.items())), _content(best.path))
    return found


@cache
def _content(path: Path) -> str:
    """Return a digest of a whole font file: unlike the bundled fonts', its checksum may be anybody's."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:32]


def forget() -> None:
    """Forget what is known of font files: one has changed."""
    _content.cache_clear()
    installed.cache_clear()
    faces.forget()


def siblings_of(path: Path) -> list[Member]:
    """Return the faces in a file, and those of the same family in the files beside it. Raises as `members_of` does."""
    own = members_of(path)
    names = {name for member in own for name in member.families}
    others = (member for file in _files([path.parent], deep=False) if file != path for member in _readable(file))
    return own + [member for member in others if names.intersection(member.families)]


def family_named(name: str) -> list[Member]:
    """Return the faces of an installed family, without regard to case."""
    wanted = name.casefold()
    return [member for member in installed() if any(wanted == family.casefold() for family in member.families)]


@cache
def installed() -> tuple[Member, ...]:
    """Return every face of the fonts in Python packages and on the system."""
    packages = [folder for entry in sys.path for pattern in _PACKAGES for folder in sorted(Path(entry).glob(pattern))]
    system = [Path(folder).expanduser() for folder in _SYSTEM.get(sys.platform, _UNIX)]
    return tuple(member for file in _files([*packages, *system], deep=True) for member in _readable(file))


def _files(folders: Iterable[Path], *, deep: bool) -> Iterator[Path]:
    for folder in folders:
        if folder.is_dir():
            paths = folder.rglob("*") if deep else folder.glob("*")
            yield from sorted(path for path in paths if path.suffix.lower() in ENDINGS and path.is_file())


def _readable(path: Path) -> list[Member]:
    try:
        return members_of(path)
    except (NotAFont, OSError):
        return []
