"""The files that give pdfTeX a document's fonts, and what declares them to LaTeX.

`cvfonts.sty` declares the main fonts: the same for all documents with the same typefaces, so that they can share TeX's
format. `cvscripts.sty` declares the script fonts, which are the document's own. It is read at the document's begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from cvgen.cache import Files, cached
from cvgen.fonts.breaking import CLOSING, OPENING, is_hangul
from cvgen.fonts.encoding import SLOT_OF, SLOTS, SOFT_HYPHEN
from cvgen.fonts.glyphs import Glyph
from cvgen.fonts.pdftex import make_font
from cvgen.fonts.space import space_font
from cvgen.fonts.truetype import postscript_name
from cvgen.fonts.typefaces import HAN, LATIN, TEXT_FAMILIES, Typefaces, styles_of

_NFSS = {  # style → series, shape, and the letters that end the file's name
    "regular": ("m", "n", "r"),
    "bold": ("b", "n", "b"),
    "italic": ("m", "it", "i"),
    "bold-italic": ("b", "it", "bi"),
    "light": ("l", "n", "l"),
}
_NO_HYPHENS = r"\hyphenchar\font=-1 "
_SIZE = 256  # characters in one font
SCRIPTS = "cvscripts"
_SCRIPTS = r"""\ProvidesPackage{cvscripts}[2026/11/24 the fonts of this document for what the main fonts lack]
"""
_PREAMBLE = r"""\NeedsTeXFormat{LaTeX2e}
\ProvidesPackage{cvfonts}[2026/11/23 the fonts of this document, for pdfTeX]
\RequirePackage[T1]{fontenc}
\pdfgentounicode=1
\renewcommand\rmdefault{cvserif}
\renewcommand\sfdefault{cvsans}
% \cvscript{script}{text}: text that the main fonts lack. Script fonts belong to the families cvserif-..., cvsans-....
\let\cv@script\@empty  % the script font selected
\let\cv@wanted\@empty  % the script that the text is in
\newcommand\cv@selectscript[1]{%
  \ifx\cv@script\@empty\edef\cv@family{\f@family}\fi
  \def\cv@script{#1}\fontfamily{\cv@family-#1}\selectfont}
\protected\def\cvscript#1#2{{\def\cv@wanted{#1}\cv@selectscript{#1}#2\cv@endword}}
% A glyph of a script font, {font}{slot}: selects that font, unless it is selected already. Only what expands to a
% character, so that TeX sees the letters of a word in a row and kerns them.
\newcommand\cv@glyph[2]{\ifnum\pdfstrcmp{\cv@script}{#1}=0 \char#2 \else{\cv@selectscript{#1}\char#2 }\fi}
% A character that both have, {script}{its glyph there}{slot in the main fonts}.
\newcommand\cv@shared[3]{\ifnum\pdfstrcmp{\cv@wanted}{#1}=0 #2\else\char#3 \fi}
% Between East Asian characters: room to justify a line, then the price of breaking it here.
\newcommand\cv@han{\nobreak\hskip\z@ plus .06em\penalty100 }
\newcommand\cv@tight{\ifhmode\unpenalty\nobreak\fi}
\newcommand\cv@hangul{\penalty9000 }
% A Korean word ends without a penalty: behind one, the space would be no place to break.
\newcommand\cv@endword{\ifnum\lastpenalty=9000 \unpenalty\fi}
% Several characters that are drawn as one: a letter with its marks, a syllable, a flag.
\protected\def\cvcluster#1{\csname cv@cluster \detokenize{#1}\endcsname}
\newcommand\cv@cluster[1]{\expandafter\def\csname cv@cluster \detokenize{#1}\endcsname}
"""


def pdftex_files(typefaces: Typefaces, used: Mapping[str, set[str]]) -> Files:
    """Return the font files for pdfTeX by name, `cvfonts.sty` among them.

    `used` maps each script to the clusters that the document needs of it.
    """
    files = dict(cached("fonts", ("main", typefaces.main_digests()), partial(_main_files, typefaces)))
    tables = [table for script in sorted(used) for table in chunks_of(script, used[script])]
    fonts, declared = _declared(_fonts(typefaces, tables), "{}")
    lines = [_SCRIPTS, *declared, *_substitutions([name for name, _ in tables]), *_script_characters(used)]
    return {**files, **fonts, f"{SCRIPTS}.sty": "".join([*lines, "\\endinput\n"]).encode()}


def _main_files(typefaces: Typefaces) -> Files:
    """Return the main fonts, which every document has, and `cvfonts.sty`."""
    fonts, declared = _declared(_fonts(typefaces, [("", dict(enumerate(SLOTS)))]), "\\AtBeginDocument{{{}}}")
    lines = [_PREAMBLE, *declared, *_substitutions([""]), *_characters()]
    lines.append("\\AtBeginDocument{\\pdfmapline{=pdftexspace CVSpace <pdftexspace.pfb}\\pdfinterwordspaceon}\n")
    lines.append(f"\\AtBeginDocument{{\\RequirePackage{{{SCRIPTS}}}}}\n")
    return {**fonts, **space_font(), "cvfonts.sty": "".join([*lines, "\\endinput\n"]).encode()}


def _declared(fonts: Iterable[tuple[str, str, dict[int, Glyph]]], when: str) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of some fonts and the lines that declare them to LaTeX; `when` is filled with the map line."""
    files: dict[str, bytes] = {}
    lines: list[str] = []
    names: dict[object, str] = {}  # one file for all fonts with the same glyphs
    for family, style, glyphs in fonts:
        content = tuple((slot, glyph.text, glyph.face.digest) for slot, glyph in sorted(glyphs.items()))
        series, shape, letters = _NFSS[style]
        if style == "regular":
            # of other scripts TeX knows no hyphenation here, and their slot of the hyphen may be any letter's
            hyphens = "" if family.rpartition("-")[2].startswith(LATIN) or "-" not in family else _NO_HYPHENS
            lines.append(f"\\DeclareFontFamily{{T1}}{{{family}}}{{{hyphens}}}\n")
        if content not in names:
            name = names[content] = f"{family}-{letters}"
            files.update(cached("fonts", (name, content), partial(make_font, glyphs, name)))
            lines.append(when.format(_map_line(name)) + "\n")
        lines.append(f"\\DeclareFontShape{{T1}}{{{family}}}{{{series}}}{{{shape}}}{{<->{names[content]}}}{{}}\n")
    return files, lines


def chunks_of(script: str, clusters: set[str]) -> Iterator[tuple[str, dict[int, str]]]:
    """Yield the fonts of a script: its name, and the cluster of each slot. Only large scripts need several.

    Letters that the main fonts have too keep the slots that they have there, so that they need no code of their own.
    """
    kept = {SLOT_OF[cluster]: cluster for cluster in clusters if cluster in SLOT_OF} if script == LATIN else {}
    others = sorted(clusters - set(kept.values()))
    free = [slot for slot in range(_SIZE) if slot not in kept]
    for number, start in enumerate(range(0, len(others), len(free)), 1):
        slots = dict(zip(free, others[start : start + len(free)], strict=False))
        yield script + (str(number) if number > 1 else ""), dict(sorted({**kept, **slots}.items()))


def _fonts(
    typefaces: Typefaces, tables: Iterable[tuple[str, dict[int, str]]]
) -> Iterator[tuple[str, str, dict[int, Glyph]]]:
    """Yield every font of some tables (name, "" for the main fonts; slots): NFSS family, style, glyphs."""
    for name, slots in tables:
        for family in TEXT_FAMILIES:
            for style in styles_of(family):
                find = typefaces.han_face_for if name.startswith(HAN) else typefaces.face_for
                faces = {slot: find(cluster, family, style) for slot, cluster in slots.items()}
                glyphs = {slot: Glyph(slots[slot], face) for slot, face in faces.items() if face is not None}
                yield (f"cv{family}-{name}" if name else f"cv{family}"), style, glyphs


def _map_line(name: str) -> str:
    return f"\\pdfmapline{{={name} {postscript_name(name)} <{name}.enc <{name}.ttf}}"


def _substitutions(names: Iterable[str]) -> Iterator[str]:
    """Declare the series and shapes that have no font of their own, of the main fonts ("") or of script fonts."""
    for family in TEXT_FAMILIES:
        for script in names:
            name = f"cv{family}-{script}" if script else f"cv{family}"
            instead = [("bx", "n", "b/n"), ("bx", "it", "b/it")]
            if "light" not in styles_of(family):
                instead.append(("l", "n", "m/n"))
            for series, shape, font in instead:
                yield f"\\DeclareFontShape{{T1}}{{{name}}}{{{series}}}{{{shape}}}{{<->ssub*{name}/{font}}}{{}}\n"


def _characters() -> Iterator[str]:
    """Declare what every character of the main fonts beyond ASCII stands for."""
    for slot, char in enumerate(SLOTS):
        if not char.isascii() and char != SOFT_HYPHEN:
            yield f"\\DeclareUnicodeCharacter{{{ord(char):04X}}}{{\\char{slot} }}\n"


def _script_characters(used: Mapping[str, set[str]]) -> Iterator[str]:
    """Declare what every character of the script fonts stands for, and every cluster."""
    for cluster, glyph in dict(_glyphs(used)).items():
        meaning = f"\\cv@shared{{{HAN}}}{{{glyph}}}{{{SLOT_OF[cluster]}}}" if cluster in SLOT_OF else glyph
        if len(cluster) == 1:
            yield f"\\DeclareUnicodeCharacter{{{ord(cluster):04X}}}{{{meaning}}}\n"
        else:
            codes = " ".join(f"{ord(char):04X}" for char in cluster)
            yield f"\\cv@cluster{{{cluster}}}{{{meaning}}}\\pdfglyphtounicode{{{Glyph.name_of(cluster)}}}{{{codes}}}\n"


def _glyphs(used: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield every cluster of the script fonts and the TeX that prints it, with the places where lines may break."""
    for script in sorted(used):
        for name, slots in chunks_of(script, used[script]):
            for slot, cluster in slots.items():
                if script == LATIN and cluster in SLOT_OF:
                    continue
                before = "\\cv@tight" if script == HAN and cluster in CLOSING else ""
                after = ""
                if script == HAN and cluster not in OPENING:
                    after = "\\cv@hangul" if is_hangul(cluster[0]) else "\\cv@han"
                yield cluster, f"{before}\\cv@glyph{{{name}}}{{{slot}}}{after}"
