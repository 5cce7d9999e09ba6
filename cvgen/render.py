"""The third stage: a selected `CV` × a template → a `Document` of LaTeX.

Templates are rendered by Jinja in its sandbox; what they print goes through `latex.Writer`, always.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from cvgen import publications
from cvgen.cache import Files
from cvgen.diagnostics import Origin
from cvgen.fonts.typefaces import Typefaces
from cvgen.latex import MAX_LINE, SENTINEL, Writer
from cvgen.locale import Words
from cvgen.model import Text
from cvgen.plan import Plan
from cvgen.tags import main_language
from cvgen.templating import LINE_MARK, run_template
from cvgen.views import brief, by_label, contacts_of, label_of, view_of, where

FontFiles = Callable[[Typefaces, Mapping[str, set[str]]], Files]
# The languages that can fill a line: of the others' hyphenation not every TeX knows the patterns.
_JUSTIFIED = ("en", "zh", "ja")
_SENTINEL = re.compile(SENTINEL.format(r"(\d+)"))
_MARK = re.compile(f"{SENTINEL}|{LINE_MARK}".format(r"(\d+)", r"(\d+)"))
_GAP = "\x04"
_BEHIND_WIDE_MARK = re.compile(rf"([，、。：；！？．）］】》〉」』〕]\}}*)({_GAP}|$)")
_LONG_LINE = re.compile(rf"^.{{{MAX_LINE},}}$", re.MULTILINE)


Places = tuple[tuple[int, int, Origin], ...]
"""Where the pieces of a source come from: (line, column, origin), line and column counted from 1, in their order."""


@dataclass(frozen=True)
class Document:
    """What TeX needs: the source and the files that it reads.

    `line_map` says which place of the source comes from which of the CV, `template_map` which from which of the
    template; `styles` are the paths of the style files among the files. `printed` is every text that has a place in the
    CV, in the source's order, and `links` are the targets of links.
    """

    source: str
    files: Files
    line_map: Places
    template_map: Places = ()
    styles: Mapping[str, str] = field(default_factory=dict)
    printed: tuple[tuple[str, Origin], ...] = ()
    links: tuple[str, ...] = ()

    def origin_of(self, line: int, column: int | None = None) -> Origin | None:
        """Return the place in the CV that a place in the source comes from, as near as is known."""
        return _nearest(self.line_map, line, column)

    def template_place(self, line: int, column: int | None = None) -> Origin | None:
        """Return the line of the template that a place in the source comes from."""
        return _nearest(self.template_map, line, column)


def _nearest(places: Places, line: int, column: int | None) -> Origin | None:
    """Return the origin that stands at a place or before it: the first of the line, if no column is given."""
    here = [origin for number, at, origin in places if number == line and (column is None or at <= column)]
    if here:
        return here[0] if column is None else here[-1]
    return next((origin for number, _, origin in reversed(places) if number < line), None)


def render(plan: Plan, font_files: FontFiles, photo: Files | None = None) -> Document:
    """Return the LaTeX of a planned CV, with its photo and its fonts, made by `font_files` for the engine at hand.

    Raises CvgenError if the template itself is wrong.
    """
    writer = Writer(plan.typefaces)
    rendered, template_places = run_template(plan.template, writer, _context(plan, next(iter(photo or {}), "")))
    printed = tuple(writer.printed[int(match[1])] for match in _SENTINEL.finditer(rendered))
    source, line_map, template_map = _strip(rendered, writer.printed, template_places)
    files = {**plan.template.styles(), **font_files(plan.typefaces, writer.used), **(photo or {})}
    styles = plan.template.style_paths()
    return Document(source, files, line_map, template_map, styles, printed, tuple(writer.links))


def _context(plan: Plan, photo: str) -> dict[str, Any]:
    """Return the names that a template can use. Documented in `docs/templates.md`."""
    cv, template, options = plan.cv, plan.template, plan.options
    words = Words(cv.locale.language, months=options.get("dates") != "year")
    return {
        "cv": cv,
        "basics": cv.basics,
        "sections": cv.sections,
        "options": options,
        "photo": photo,
        "words": words,
        "gap": Markup(_GAP),
        "language": cv.locale.language,
        "justified": main_language(cv.locale.language) in _JUSTIFIED,
        "title_of": lambda section: section.title or Text.of(words.section(section.name)),
        "view": lambda entry: view_of(entry, words),
        "label_of": lambda entry: label_of(entry, words),
        "brief": lambda entries: brief(entries, words),
        "by_label": lambda entries: by_label(entries, words),
        "grouped": publications.grouped,
        "legend": publications.legend,
        "owner": publications.Owner(cv.basics),
        "shortened": publications.shortened,
        "main_link": publications.main_link,
        "where": lambda entry: where(entry, words),
        "contacts_of": contacts_of,
        "section_template": lambda kind: template.nearest("sections", kind, "section"),
        "entry_template": lambda kind: template.nearest("entries", kind, "entry"),
    }


def _shortened(line: re.Match[str]) -> str:
    """Return a long line of a rendered template on several: a thousand authors are more than TeX reads at once."""
    done, size = [], 0
    for piece in re.split(r"(?=\x02)", line[0]):
        if size > MAX_LINE and not _SENTINEL.sub("", piece, count=1).startswith(" "):
            done.append("%\n")
            size = 0
        done.append(piece)
        size += len(piece)
    return "".join(done)


def _strip(
    rendered: str, printed: list[tuple[str, Origin]], template_places: list[Origin]
) -> tuple[str, Places, Places]:
    """Take the marks out of a rendered template; return it, the line map and the template map that they stood for.

    A gap is a space. Behind an East Asian mark, which brings its own, neither a gap nor a line end is one.
    """
    lines: list[str] = []
    maps: tuple[list[tuple[int, int, Origin]], list[tuple[int, int, Origin]]] = ([], [])
    for line in _LONG_LINE.sub(_shortened, rendered).split("\n"):
        tight = _BEHIND_WIDE_MARK.sub(lambda at: at[1] if at[2] else f"{at[1]}%", _MARK.sub("", line))
        lines.append(tight.replace(_GAP, " ").rstrip(" "))
        removed = 0
        for mark in _MARK.finditer(line):
            column = mark.start() - removed + 1
            removed += len(mark[0])
            if mark[1]:
                maps[0].append((len(lines), column, printed[int(mark[1])][1]))
            else:
                maps[1].append((len(lines), column, template_places[int(mark[2])]))
    return "\n".join(lines), tuple(maps[0]), tuple(maps[1])
