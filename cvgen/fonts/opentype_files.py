"""The files that give XeLaTeX and LuaLaTeX a document's fonts: static OpenType fonts, and `cvfonts.sty`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from cvgen.cache import Files, cached
from cvgen.fonts.encoding import SLOTS, SOFT_HYPHEN
from cvgen.fonts.faces import Face, bundled
from cvgen.fonts.pdftex import Glyph, make_font, postscript_name
from cvgen.fonts.typefaces import HAN, TEXT_FAMILIES, Typefaces, styles_of

_FEATURES = {"regular": "UprightFont", "bold": "BoldFont", "italic": "ItalicFont", "bold-italic": "BoldItalicFont"}
_PREAMBLE = r"""\NeedsTeXFormat{LaTeX2e}
\ProvidesPackage{cvfonts}[2026/11/22 the fonts of this document, for XeLaTeX and LuaLaTeX]
\RequirePackage{fontspec}
\ifdefined\directlua
  \defaultfontfeatures{Renderer=HarfBuzz,Ligatures=NoCommon,Path=./,Extension=.ttf}
\else
  \defaultfontfeatures{Ligatures=NoCommon,Path=./,Extension=.ttf}
\fi
% Text is printed as it is written: no quotes or dashes are made of others.
\defaultfontfeatures[\rmfamily,\sffamily]{}
\newcommand\cvscript[2]{{\csname cvfont#1\expandafter\endcsname
  \csname cvfont#1\ifx\f@family\cv@sans sans\else serif\fi\endcsname #2}}
"""


def opentype_files(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
    """Return the font files for XeLaTeX and LuaLaTeX by name, `cvfonts.sty` among them.

    `used` maps each script to the characters that the document needs of it.
    """
    files: dict[str, bytes] = {}
    style_file = [_PREAMBLE]
    for family in TEXT_FAMILIES:
        for script in ("", *sorted(used)):
            name = f"cv{family}-{script}" if script else f"cv{family}"
            fonts = dict(_family(typefaces, family, script, used.get(script, set()), name))
            files.update({f"{file}.ttf": data for file, data in fonts.values()})
            style_file.append(_declaration(family, script, {style: file for style, (file, _) in fonts.items()}))
    style_file.append("\\endinput\n")
    files["cvfonts.sty"] = "".join(style_file).encode()
    return files


def _family(
    typefaces: Typefaces, family: str, script: str, characters: set[str], name: str
) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Yield style, file name and font of each style that a family has in a script."""
    for style in styles_of(family):
        if script.startswith(HAN) and style not in ("regular", "bold"):
            continue
        file = f"{name}-{style}"
        if script:
            faces = {char: typefaces.face_for(char, family, style) for char in sorted(characters)}
            glyphs = {char: face for char, face in faces.items() if face is not None}
            key = (file, [(char, face.digest) for char, face in glyphs.items()])
            font = cached("fonts", key, partial(_script_font, glyphs, file))
        else:
            face = bundled(family, style)
            font = cached("fonts", (file, "static", face.digest), partial(_static, face, file))
        yield style, (file, font[f"{file}.ttf"])


def _declaration(family: str, script: str, files: Mapping[str, str]) -> str:
    features = [f"{_FEATURES[style]}={file}" for style, file in files.items() if style in _FEATURES]
    if "light" in files:
        features.append(f"FontFace={{l}}{{n}}{{{files['light']}}}")
    options = ",".join(features)
    if script:
        return f"\\newfontfamily\\cvfont{script}{family}[{options}]{{{files['regular']}}}\n"
    command = "\\setmainfont" if family == "serif" else "\\setsansfont"
    remember = "" if family == "serif" else "\\edef\\cv@sans{\\sfdefault}\n"
    return f"{command}[{options}]{{{files['regular']}}}\n{remember}"


def _script_font(glyphs: Mapping[str, Face], name: str) -> Files:
    """Return a font with just the characters that a document needs of a script."""
    slots = {slot: Glyph(char, face) for slot, (char, face) in enumerate(glyphs.items())}
    slots[len(slots)] = Glyph(" ", next(iter(glyphs.values())))  # XeTeX takes the word space from the font
    return {f"{name}.ttf": make_font(slots, name)[f"{name}.ttf"]}


def _static(face: Face, name: str) -> Files:
    """Return a face at its place on the axes as a font of its own, with kerning, under our own name."""
    from io import BytesIO

    import uharfbuzz
    from fontTools.ttLib import TTFont

    selection = uharfbuzz.SubsetInput()
    # Few glyphs load fast. A soft hyphen would share the glyph of the hyphen, and be what is copied for it.
    selection.unicode_set.update(ord(char) for char in SLOTS if char != SOFT_HYPHEN)
    for tag, place in face.axes:
        selection.pin_axis_location(face.font.face, tag, place)
    font = TTFont(BytesIO(uharfbuzz.subset(face.font.face, selection).blob.data), recalcTimestamp=False)
    names = {1: name, 2: "Regular", 4: name, 6: postscript_name(name)}
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 13, 14)]
    for identifier, value in names.items():
        font["name"].setName(value, identifier, 3, 1, 0x409)
    file = BytesIO()
    font.save(file)
    return {f"{name}.ttf": file.getvalue()}
