"""The licence of the fonts that a document was made of, to go with the document's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cvgen.fonts.faces import Face, bundled
from cvgen.fonts.typefaces import TEXT_FAMILIES, Typefaces

_MAIN = (*TEXT_FAMILIES, "noto", "math", "symbols")  # the main fonts can have letters of all of these
_COPYRIGHT, _LICENCE_STARTS = 0, "-----------"


def licence(typefaces: Typefaces, used: Mapping[str, set[str]]) -> str:
    """Return the copyright notices of the faces that a document's fonts were made of, and the Open Font License.

    `used` maps each script to the clusters that the document needs of it. Fonts of the user's own are not named.
    """
    notices = "\n".join(dict.fromkeys(map(_notice, _faces(typefaces, used))))
    text = (Path(bundled("serif", "regular").path).parent.parent / "LICENSE").read_text(encoding="utf-8")
    return (
        "The fonts in this folder were made by cvgen of these. They hold fewer characters than these, are fixed\n"
        f"at one weight, and have names of their own.\n\n{notices}\n\n"
        "They are licensed under the SIL Open Font License, Version 1.1, and so are those in this folder.\n\n"
        f"{text[text.index(_LICENCE_STARTS) :]}"
    )


def _faces(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Iterator[Face]:
    for family in _MAIN:
        yield bundled(family, "regular", typefaces.language)
    own = {face.path for faces in typefaces.own.values() for face in faces.values()}
    for clusters in used.values():
        for cluster in sorted(clusters):
            face = typefaces.face_for(cluster, "serif", "regular")
            if face and face.path not in own:
                yield face


def _notice(face: Face) -> str:
    import uharfbuzz

    font = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.path)), face.index)
    return f"- {font.get_name(1)}: {' '.join(font.get_name(_COPYRIGHT).split())}"
