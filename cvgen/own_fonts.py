"""The fonts that a CV names, `design: {fonts: {text: …}}`: as files beside it, or as installed families."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cvgen.diagnostics import InputError, Together
from cvgen.fonts.faces import Face
from cvgen.fonts.families import ENDINGS, NotAFont, faces_of, family_named, installed, members_of, siblings_of
from cvgen.fonts.typefaces import Families
from cvgen.model import CV, FontChoice

MAX_BYTES = 60_000_000
_FAMILY_OF_ROLE = {"text": "serif", "headings": "sans", "fallback": "fallback"}


def load_fonts(cv: CV, folder: Path) -> Families:
    """Return the families that a selected CV names, by the name of the family that they replace, as faces by style.

    `folder` is the CV's: no file outside it, or outside that of the file that names the font, can be used. Raises
    InputError at the font's place if it is missing, no font, or no such family is installed.
    """
    together = Together()
    loaded = {role: together.attempt(_load, cv, choice, folder) for role, choice in cv.design.fonts.items()}
    together.raise_errors()
    return {_FAMILY_OF_ROLE[role]: faces for role, faces in loaded.items() if faces}


def _load(cv: CV, choice: FontChoice, folder: Path) -> Mapping[str, Face]:
    name = choice.files.get("regular", "")
    if len(choice.files) == 1 and not _is_path(name):
        return _family(cv, choice, name)
    chosen: dict[str, Face] = {}
    for style, file in choice.files.items():
        path = _path(cv, choice, style, folder)
        try:
            members = siblings_of(path) if len(choice.files) == 1 else members_of(path)
        except (NotAFont, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise _wrong(cv, choice, style, f"the font '{file}' cannot be used: {reason}") from error
        faces = faces_of(members)
        if style == "regular":
            chosen = {**faces, **chosen}
        chosen[style] = faces[style]
    return chosen


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or name.lower().endswith(ENDINGS)


def _path(cv: CV, choice: FontChoice, style: str, folder: Path) -> Path:
    name = choice.files[style]
    hint = "give the font's path from the folder of the CV"
    folder = cv.folder_of(choice.place(style), folder)
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise _wrong(cv, choice, style, f"the font '{name}' lies outside the folder of the CV", "copy it beside it")
        if not path.is_file():
            raise _wrong(cv, choice, style, f"there is no font '{name}'", hint)
        if path.stat().st_size > MAX_BYTES:
            raise _wrong(cv, choice, style, f"the font '{name}' has more than {MAX_BYTES // 1_000_000} MB")
    except (OSError, ValueError) as error:
        raise _wrong(cv, choice, style, f"the font '{name}' cannot be read", hint) from error
    return path


def _family(cv: CV, choice: FontChoice, name: str) -> Mapping[str, Face]:
    members = family_named(name)
    if members:
        return faces_of(members)
    known = sorted({family for member in installed() for family in member.families[:1]})
    import difflib

    near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    hint = f"did you mean '{near[0]}'? or " if near else ""
    hint += "install the family, or give the path of its file: fonts/Name-Regular.otf"
    raise _wrong(cv, choice, "regular", f"no font of the family '{name}' is installed here", hint)


def _wrong(cv: CV, choice: FontChoice, style: str, message: str, hint: str = "") -> InputError:
    return InputError([cv.problem(choice.place(style), message, "font", hint)])
