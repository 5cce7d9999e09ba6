"""The third stage: a `Plan` → a `Document` of LaTeX."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from cvgen import clock
from cvgen.arranging import counts, grouped
from cvgen.cache import Files
from cvgen.diagnostics import Origin
from cvgen.fonts import known
from cvgen.fonts.typefaces import Typefaces
from cvgen.frozen import record
from cvgen.imprint import identifiers_of, status, where, written_identifiers
from cvgen.latex import MARK, MAX_LINE, TEMPLATE_SENTINEL, Writer, unmarked
from cvgen.locale import Words
from cvgen.markup import Inlines
from cvgen.model import Date
from cvgen.patterns import pattern
from cvgen.plan import Plan
from cvgen.publications import Owner, legend, lists_of, main_link, role_of, roles_of, shortened
from cvgen.tags import main_language
from cvgen.template import Template
from cvgen.views import brief, by_label, contacts_of, label_of, title_of, view_of

FontFiles = Callable[[Typefaces, Mapping[str, set[str]]], Files]
# The languages that can fill a line: of the others' hyphenation not every TeX knows the patterns.
_JUSTIFIED = ("en", "zh", "ja")
_GAP = "\x04"
_BEHIND_WIDE_MARK = pattern(rf"([，、。：；！？．）］】》〉」』〕]\}}*)({_GAP}|$)")
_LONG_LINE = pattern(rf"^.{{{MAX_LINE},}}$", re.MULTILINE)


class Mark(NamedTuple):
    """A place in the source (both count from 1, columns in characters) and what it comes from."""

    line: int
    column: int
    origin: Origin


@record(frozen=True)
class Document:
    """What TeX needs, the source and the files it reads; and where the source comes from.

    `line_map` says which text of the CV starts where in it; `template_map`, which line of the template. `printed` is
    every text that has a place in the CV, in the source's order, `links` are the targets of links, and `is_dated` says
    whether it prints the day on which it was made.
    """

    source: str
    files: Files
    line_map: tuple[Mark, ...] = ()
    template_map: tuple[Mark, ...] = ()
    template: Template | None = None
    printed: tuple[tuple[str, Origin], ...] = ()
    links: tuple[str, ...] = ()
    is_dated: bool = False


def render(
    plan: Plan, font_files: FontFiles, photo: Files | None = None, today: datetime.date | None = None
) -> Document:
    """Return the LaTeX of a planned CV, with its photo and its fonts, made by `font_files` for the engine at hand.

    `today` is the date that it prints, if it prints one; without it that of `clock.today`. Raises CvgenError if the
    template itself is wrong.
    """
    from cvgen.templating import run_template

    template, writer = plan.template, Writer(plan.typefaces)
    asked: list[bool] = []

    def dated(*, day: bool = True) -> Inlines:
        asked.append(True)
        now = today or clock.today()
        date = Date(year=now.year, month=now.month, day=now.day if day else None)
        return Words(plan.cv.locale.language).date(date)

    rendered, place_of = run_template(template, writer, {**_context(plan, next(iter(photo or {}), "")), "today": dated})
    printed = tuple(writer.printed[int(mark[2])] for mark in MARK.finditer(rendered) if mark[1] != TEMPLATE_SENTINEL[0])
    source, line_map, template_map = _strip(rendered, [origin for _, origin in writer.printed], place_of)
    files = {**template.styles(), **font_files(plan.typefaces, writer.used), **(photo or {})}
    known.keep()
    return Document(source, files, line_map, template_map, template, printed, tuple(writer.links), bool(asked))


def _context(plan: Plan, photo: str) -> dict[str, Any]:
    """Return the names that a template can use. Documented in `docs/templates.md`."""
    cv, template, options = plan.cv, plan.template, plan.options
    words = Words(cv.locale.language, months=options.get("dates") != "year")
    owner = Owner(cv.basics, lists_of(cv), cv.people)
    return {
        "cv": cv,
        "basics": cv.basics,
        "sections": cv.sections,
        "options": options,
        "tagged": plan.tagged,
        "photo": photo,
        "words": words,
        "gap": Markup(_GAP),
        "language": cv.locale.language,
        "justified": main_language(cv.locale.language) in _JUSTIFIED,
        "title_of": lambda section: title_of(section, words),
        "view": lambda entry: view_of(entry, words),
        "label_of": lambda entry: label_of(entry, words),
        "brief": lambda entries: brief(entries, words),
        "by_label": lambda entries: by_label(entries, words),
        "grouped": lambda entries, **how: grouped(entries, words, **how),
        "counts": lambda entries, by="kind": counts(entries, words, by),
        "legend": legend,
        "owner": owner,
        "person_of": owner.person,
        "roles": lambda entries: roles_of(entries, owner, cv.people, words),
        "role_of": lambda person: role_of(person, cv.people, words),
        "shortened": shortened,
        "main_link": main_link,
        "where": lambda entry, **how: where(entry, words, **how),
        "status": lambda text: status(text, words),
        "identifiers": identifiers_of,
        "written_identifiers": written_identifiers,
        "contacts_of": contacts_of,
        "section_template": lambda kind: template.nearest("sections", kind, "section"),
        "entry_template": lambda kind: template.nearest("entries", kind, "entry"),
    }


def _shortened(line: re.Match[str]) -> str:
    """Return a long line of a rendered template on several: a thousand authors are more than TeX reads at once."""
    done, size = [], 0
    for piece in re.split(r"(?=\x02)", line[0]):
        if size > MAX_LINE and not unmarked(piece).startswith(" "):
            done.append("%\n")
            size = 0
        done.append(piece)
        size += len(unmarked(piece))
    return "".join(done)


def _strip(
    rendered: str, origins: list[Origin], place_of: Callable[[str], Origin]
) -> tuple[str, tuple[Mark, ...], tuple[Mark, ...]]:
    """Take the sentinels out of a rendered template; return it and the maps that they stood for.

    A gap is a space. Behind an East Asian mark, which brings its own, neither a gap nor a line end is one.
    """
    lines: list[str] = []
    line_map: list[Mark] = []
    template_map: list[Mark] = []
    for line in _LONG_LINE.sub(_shortened, rendered).split("\n"):
        bare, *marked = MARK.split(line)
        columns: list[int] = []
        for text in marked[2::3]:
            columns.append(len(bare))
            bare += text
        wide = [] if bare.isascii() else list(_BEHIND_WIDE_MARK.finditer(bare))
        tight = _BEHIND_WIDE_MARK.sub(lambda at: at[1] if at[2] else f"{at[1]}%", bare) if wide else bare
        lost = [at.end() for at in wide if at[2]]
        lines.append(tight.replace(_GAP, " ").rstrip(" "))
        for sign, mark, column in zip(marked[0::3], marked[1::3], columns, strict=True):
            place = column + 1 - (sum(end <= column for end in lost) if lost else 0)
            if sign == TEMPLATE_SENTINEL[0]:
                template_map.append(Mark(len(lines), place, place_of(mark)))
            else:
                line_map.append(Mark(len(lines), place, origins[int(mark)]))
    return "\n".join(lines), tuple(line_map), tuple(template_map)
