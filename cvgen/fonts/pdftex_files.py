"""The files that give pdfTeX a document's fonts, and `cvfonts.sty`, which declares them to LaTeX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from cvgen.cache import Files, cached
from cvgen.fonts.encoding import SLOTS, SOFT_HYPHEN
from cvgen.fonts.pdftex import Glyph, make_font, postscript_name
from cvgen.fonts.space import space_font
from cvgen.fonts.typefaces import HAN, TEXT_FAMILIES, Typefaces, styles_of

_NFSS = {  # style → series, shape, and the letters that end the file's name
    "regular": ("m", "n", "r"),
    "bold": ("b", "n", "b"),
    "italic": ("m", "it", "i"),
    "bold-italic": ("b", "it", "bi"),
    "light": ("l", "n", "l"),
}
_SIZE = 256  # characters in one font
_OPENING = "（［｛「『【〈《〔｢“‘"  # no line may end with these,
_CLOSING = "，。、；：？！）］｝」』】〉》〕｣”’・…"  # and none may start with these
_PREAMBLE = r"""\NeedsTeXFormat{LaTeX2e}
\ProvidesPackage{cvfonts}[2026/11/22 the fonts of this document, for pdfTeX]
\RequirePackage[T1]{fontenc}
\pdfgentounicode=1
\renewcommand\rmdefault{cvserif}
\renewcommand\sfdefault{cvsans}
% A character of a script font: select that font, unless it is selected already.
\let\cv@script\@empty
\newcommand\cv@selectscript[1]{%
  \ifx\cv@script\@empty\edef\cv@family{\f@family}\fi
  \def\cv@script{#1}\fontfamily{\cv@family-#1}\selectfont}
\newcommand\cvscript[2]{{\cv@selectscript{#1}#2}}
\newcommand\cv@glyph[2]{\begingroup\edef\cv@wanted{#1}\expandafter\endgroup
  \ifx\cv@script\cv@wanted\char#2 \else{\cv@selectscript{#1}\char#2 }\fi}
\newcommand\cv@han{\penalty100 }
"""


def pdftex_files(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
    """Return the font files for pdfTeX by name, `cvfonts.sty` among them.

    `used` maps each script to the characters that the document needs of it.
    """
    files: dict[str, bytes] = {}
    style_file = [_PREAMBLE]
    for name, family, style, glyphs in _fonts(typefaces, used):
        key = (name, sorted((slot, glyph.char, glyph.face.digest) for slot, glyph in glyphs.items()))
        files.update(cached("fonts", key, partial(make_font, glyphs, name)))
        series, shape, _ = _NFSS[style]
        if style == "regular":
            style_file.append(f"\\DeclareFontFamily{{T1}}{{{family}}}{{}}\n")
        style_file.append(f"\\DeclareFontShape{{T1}}{{{family}}}{{{series}}}{{{shape}}}{{<->{name}}}{{}}\n")
        style_file.append(f"\\AtBeginDocument{{{_map_line(name)}}}\n")
    style_file += _substitutions(used)
    style_file += _characters(used)
    files.update(cached("fonts", "space", space_font))
    style_file.append("\\AtBeginDocument{\\pdfmapline{=pdftexspace CVSpace <pdftexspace.pfb}\\pdfinterwordspaceon}\n")
    files["cvfonts.sty"] = "".join([*style_file, "\\endinput\n"]).encode()
    return files


def chunks_of(script: str, characters: set[str]) -> Iterator[tuple[str, dict[int, str]]]:
    """Yield the fonts of a script: its name, and the character of each slot. Only large scripts need several."""
    ordered = sorted(characters)
    for number, start in enumerate(range(0, len(ordered), _SIZE)):
        chunk = ordered[start : start + _SIZE]
        yield script + (chr(ord("a") + number) if number else ""), dict(enumerate(chunk))


def _fonts(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Iterator[tuple[str, str, str, dict[int, Glyph]]]:
    """Yield every font of the document: file name, NFSS family, style, glyphs."""
    tables = [("", dict(enumerate(SLOTS)))]
    for script in sorted(used):
        tables += chunks_of(script, used[script])
    for script, slots in tables:
        for family in TEXT_FAMILIES:
            name = f"cv{family}-{script}" if script else f"cv{family}"
            for style in styles_of(family):
                if script.startswith(HAN) and style not in ("regular", "bold"):
                    continue
                glyphs = _glyphs(typefaces, slots, family, style)
                yield f"{name}-{_NFSS[style][2]}", name, style, glyphs


def _glyphs(typefaces: Typefaces, slots: Mapping[int, str], family: str, style: str) -> dict[int, Glyph]:
    faces = {slot: typefaces.face_for(char, family, style) for slot, char in slots.items()}
    return {slot: Glyph(slots[slot], face) for slot, face in faces.items() if face is not None}


def _map_line(name: str) -> str:
    return f"\\pdfmapline{{={name} {postscript_name(name)} <{name}.enc <{name}.ttf}}"


def _substitutions(used: Mapping[str, set[str]]) -> Iterator[str]:
    """Declare the series and shapes that have no font of their own."""
    names = [chunk for script in sorted(used) for chunk, _ in chunks_of(script, used[script])]
    for family in TEXT_FAMILIES:
        for script in ("", *names):
            name = f"cv{family}-{script}" if script else f"cv{family}"
            instead = [("bx", "n", "b/n"), ("bx", "it", "b/it")]
            if family == "serif" or script.startswith(HAN):
                instead.append(("l", "n", "m/n"))
            if script.startswith(HAN):
                instead += [("m", "it", "m/n"), ("b", "it", "b/n")]
            for series, shape, font in instead:
                yield f"\\DeclareFontShape{{T1}}{{{name}}}{{{series}}}{{{shape}}}{{<->ssub*{name}/{font}}}{{}}\n"


def _characters(used: Mapping[str, set[str]]) -> Iterator[str]:
    """Declare what every character beyond ASCII stands for."""
    for slot, char in enumerate(SLOTS):
        if not char.isascii() and char != SOFT_HYPHEN:
            yield f"\\DeclareUnicodeCharacter{{{ord(char):04X}}}{{\\char{slot} }}\n"
    for script in sorted(used):
        for name, slots in chunks_of(script, used[script]):
            for slot, char in slots.items():
                before = "\\unpenalty\\nobreak" if script == HAN and char in _CLOSING else ""
                after = "\\cv@han" if script == HAN and char not in _OPENING else ""
                glyph = f"{before}\\cv@glyph{{{name}}}{{{slot}}}{after}"
                yield f"\\DeclareUnicodeCharacter{{{ord(char):04X}}}{{{glyph}}}\n"
