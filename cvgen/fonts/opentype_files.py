"""The files that give XeLaTeX and LuaLaTeX a document's fonts: static OpenType fonts, and `cvfonts.sty`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from cvgen.cache import Files, cached
from cvgen.fonts.breaking import CLOSING, OPENING, is_hangul
from cvgen.fonts.clusters import AM
from cvgen.fonts.encoding import SLOTS, SOFT_HYPHEN
from cvgen.fonts.faces import Face
from cvgen.fonts.glyphs import EM, Glyph, Outline, draw, kerns_of
from cvgen.fonts.truetype import postscript_name, truetype
from cvgen.fonts.typefaces import HAN, TEXT_FAMILIES, Typefaces, styles_of

_FEATURES = {"regular": "UprightFont", "bold": "BoldFont", "italic": "ItalicFont", "bold-italic": "BoldItalicFont"}
_MAIN = frozenset(SLOTS) - {SOFT_HYPHEN}
_PREAMBLE = r"""\NeedsTeXFormat{LaTeX2e}
\ProvidesPackage{cvfonts}[2026/11/23 the fonts of this document, for XeLaTeX and LuaLaTeX]
\RequirePackage{fontspec}
\ifdefined\directlua
  \defaultfontfeatures{Renderer=HarfBuzz,Ligatures=NoCommon,Path=./,Extension=.ttf}
\else
  \defaultfontfeatures{Ligatures=NoCommon,Path=./,Extension=.ttf}
\fi
% Text is printed as it is written: no quotes or dashes are made of others.
\defaultfontfeatures[\rmfamily,\sffamily]{}
\protected\def\cvscript#1#2{{\csname cvfont#1\expandafter\endcsname
  \csname cvfont#1\ifx\f@family\cv@sans sans\else serif\fi\endcsname
  \ifcsname cv@set#1\endcsname\csname cv@set#1\expandafter\endcsname\else\expandafter\@firstofone\fi{#2}%
  \ifnum\lastpenalty=9000 \unpenalty\fi}}  % behind a penalty, the space after a Korean word would be no place to break
% XeTeX's driver names the characters of a font's clusters only if the page has a plain character of that font too: so
% the first cluster comes with a space of no width.
\protected\def\cvcluster#1{\ifdefined\XeTeXglyph\ifcsname cv@seen\fontname\font\endcsname\else
  \expandafter\global\expandafter\let\csname cv@seen\fontname\font\endcsname\relax
  \rlap{\XeTeXglyph\XeTeXcharglyph32 }\fi\fi#1}
% Chinese, Japanese and Korean: lines may break between characters, but for what \cv@breaks says of them.
\def\cv@sethani#1{\cv@each#1\cv@each}
\def\cv@each#1{\ifx#1\cv@each\else\ifx#1\cvcluster\expandafter\expandafter\expandafter\cv@eachcluster
  \else\cv@one{#1}{#1}\expandafter\expandafter\expandafter\cv@each\fi\fi}
\def\cv@eachcluster#1{\cv@one{}{#1}\cv@each}
\def\cv@one#1#2{\ifcsname cv@close#1\endcsname\ifhmode\unpenalty\nobreak\fi\fi#2%
  \ifcsname cv@open#1\endcsname\else\ifcsname cv@word#1\endcsname\penalty9000
  \else\nobreak\hskip\z@ plus .06em\penalty100 \fi\fi}
\newcommand\cv@breaks[2]{\expandafter\let\csname cv@#1#2\endcsname\relax}
"""


def opentype_files(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
    """Return the font files for XeLaTeX and LuaLaTeX by name, `cvfonts.sty` among them.

    `used` maps each script to the clusters that the document needs of it.
    """
    files: dict[str, bytes] = {}
    style_file = [_PREAMBLE]
    names: dict[object, str] = {}  # one file for all fonts with the same glyphs
    for family in TEXT_FAMILIES:
        for script in ("", *sorted(used)):
            chosen: dict[str, str] = {}
            for style, key, make in _fonts(typefaces, family, script, used.get(script, set())):
                name = names.setdefault(key, f"cv{family}-{script}-{style}" if script else f"cv{family}-{style}")
                chosen[style] = name
                if f"{name}.ttf" not in files:
                    files.update(cached("fonts", (name, "opentype", key), partial(make, name)))
            style_file.append(_declaration(family, script, chosen))
    style_file += _breaks(used.get(HAN, set()))
    style_file.append("\\endinput\n")
    files["cvfonts.sty"] = "".join(style_file).encode()
    return files


def _fonts(
    typefaces: Typefaces, family: str, script: str, clusters: set[str]
) -> Iterator[tuple[str, object, partial[Files]]]:
    """Yield the style, the content and the maker of each font that a family has in a script."""
    find = typefaces.han_face_for if script == HAN else typefaces.face_for
    for style in styles_of(family):
        face = typefaces.face(family, style)
        if not script and face.has_truetype_outlines and all(map(face.has, _MAIN)):
            yield style, ("static", face.digest), partial(_static, face)
            continue
        faces = {cluster: find(cluster, family, style) for cluster in sorted(clusters if script else _MAIN)}
        glyphs = [Glyph(cluster, face) for cluster, face in faces.items() if face is not None]
        yield style, tuple((glyph.text, glyph.face.digest) for glyph in glyphs), partial(_script_font, glyphs)


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


def _breaks(clusters: set[str]) -> Iterator[str]:
    for char in sorted(clusters):
        kinds = (("close", char in CLOSING), ("open", char in OPENING), ("word", is_hangul(char[0])))
        yield from (f"\\cv@breaks{{{kind}}}{{{char}}}\n" for kind, holds in kinds if holds and len(char) == 1)


def _script_font(glyphs: list[Glyph], name: str) -> Files:
    """Return a font with just what a document needs of a script: the same glyphs and kerning as in pdfTeX's."""
    outlines: dict[str, Outline] = {}
    # A cluster is a ligature of its characters, so each of these needs a glyph of its own.
    for glyph in glyphs:
        for part in (*glyph.text, *_taken_apart(glyph.text), glyph.text):
            one = Glyph(part, glyph.face)
            outlines.setdefault(one.name, draw(one))
    space = Glyph(" ", glyphs[0].face)  # XeTeX takes the word space from the font
    outlines.setdefault(space.name, draw(space))
    return {f"{name}.ttf": truetype(outlines, name, _features(glyphs))}


def _features(glyphs: list[Glyph]) -> str:
    """Return ligatures for clusters and kerning for pairs, as an OpenType feature file."""
    clusters = [glyph for glyph in glyphs if len(glyph.text) > 1 or glyph.text in AM]
    rules = {text: glyph.name for glyph in clusters for text in (glyph.text, _taken_apart(glyph.text)) if len(text) > 1}
    for glyph in clusters:  # XeTeX drops variation selectors before it looks for ligatures
        shorter = "".join(char for char in glyph.text if not "\ufe00" <= char <= "\ufe0f")
        if shorter not in {other.text for other in glyphs}:
            rules.setdefault(shorter, glyph.name)
    longest_first = sorted(rules, key=len, reverse=True)
    ligatures = [f"sub {' '.join(map(Glyph.name_of, text))} by {rules[text]};" for text in longest_first]
    kerns = [
        f"pos {glyphs[left].name} {glyphs[right].name} {round(kern * EM)};"
        for (left, right), kern in sorted(kerns_of(dict(enumerate(glyphs))).items())
    ]
    blocks = [("ccmp", ligatures), ("kern", kerns)]
    return "".join(f"feature {tag} {{\n" + "\n".join(rules) + f"\n}} {tag};\n" for tag, rules in blocks if rules)


def _taken_apart(text: str) -> str:
    """Return a cluster as HarfBuzz has it before it looks for ligatures: the marks of Thai and Lao before the tones."""
    for whole, (mark, letter) in AM.items():
        text = re.sub(f"([\u0e48-\u0e4b\u0ec8-\u0ecb]*){whole}", rf"{mark}\1{letter}", text)
    return text


def _static(face: Face, name: str) -> Files:
    """Return a face at its place on the axes as a font of its own, with kerning, under our own name."""
    from io import BytesIO

    import uharfbuzz
    from fontTools.ttLib import TTFont

    selection = uharfbuzz.SubsetInput()
    # Few glyphs load fast. A soft hyphen would share the glyph of the hyphen, and be what is copied for it.
    selection.unicode_set.update(map(ord, _MAIN))
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
