"""The second stage: a `CV` × a `Variant` → the `CV` that this variant shows. A pure function."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any, TypeVar

from cvgen.entries import Summary
from cvgen.frozen import replace
from cvgen.honors import honors
from cvgen.model import CV, Basics, Date, Entry, Item, Section, SectionChoice, Tag, Variant
from cvgen.texts import map_texts
from cvgen.works import Publication

T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=Item)

DEFAULT_PRIORITY = 50


def select(cv: CV, variant: Variant) -> CV:
    """Return what `variant` shows of `cv`: its sections, entries and highlights, in one language, private data hidden.

    Of sections, entries and highlights with tags, the variant's `include` keeps those that have one of its tags; a
    section's `include` keeps the entries that have one. `exclude`, of either, leaves out what has one. `since` and
    `min_priority`, of either, leave out what ended before and what matters less, `kinds` publications of other kinds.
    `limit` keeps that many entries, and `highlights` that many of each entry's, the most important ones. Empty sections
    go. What stays has a priority: its own, or that of what it stands in.
    """
    language = variant.language or cv.locale.language
    chosen = replace(
        cv,
        basics=_hide(cv.basics) if variant.private == "hide" else cv.basics,
        sections=shown(cv, variant),
        variants=(variant,),
        locale=replace(cv.locale, language=language),
        design=variant.design.over(cv.design),
    )
    return map_texts(chosen, lambda text: text.in_language(language) if len(text.versions) > 1 else text)


def shown(cv: CV, variant: Variant) -> tuple[Section, ...]:
    """Return the sections that `variant` shows of `cv`, with what it shows of each, in all their languages."""
    choices = variant.sections or _every_section(cv)
    available = {section.name: section for section in _sections(cv)}
    chosen = [_choose(available[choice.name], choice, variant) for choice in choices if choice.name in available]
    return tuple(section for section in chosen if section and section.entries)


def _sections(cv: CV) -> tuple[Section, ...]:
    """Return the file's sections and those that are made of what it says elsewhere: `summary` and `honors`."""
    made = []
    if cv.basics.summary is not None:
        origin = cv.basics.place("summary")
        entry = Summary(summary=cv.basics.summary, origin=origin)
        made.append(Section(name="summary", type="summary", entries=(entry,), origin=origin))
    sources = [section for section in cv.sections if section.type == "publications" or section.name == "awards"]
    gathered = honors(entry for section in sources for entry in section.entries)
    if gathered and not any(section.name == "honors" for section in cv.sections):
        title = next((section.title for section in sources if section.name == "awards"), None)
        made.append(Section(name="honors", type="awards", title=title, entries=gathered, origin=cv.place("sections")))
    return (*made, *cv.sections)


def _every_section(cv: CV) -> tuple[SectionChoice, ...]:
    """Return the default order: the summary, then the file's; the honors instead of its awards.

    A file without awards has its honors before its publications, if those won any.
    """
    names = [section.name for section in cv.sections]
    publications = [section.name for section in cv.sections if section.type == "publications"]
    won = any(isinstance(e, Publication) and e.award for section in cv.sections for e in section.entries)
    if won and "honors" not in names:
        at = names.index("awards" if "awards" in names else publications[0])
        names[at : at + ("awards" in names)] = ["honors"]
    return tuple(SectionChoice(name=name) for name in ("summary", *names))


def of_types(cv: CV, types: Collection[str]) -> tuple[SectionChoice, ...]:
    """Return the choice of all sections of some types, in the default order."""
    known = {section.name: section.type for section in _sections(cv)}
    return tuple(choice for choice in _every_section(cv) if known.get(choice.name) in types)


def _choose(section: Section, choice: SectionChoice, variant: Variant) -> Section | None:
    """Return a section with what is shown of it, or None if the variant's tags leave it out as a whole."""
    exclude, include = {*choice.exclude, *variant.exclude}, set(variant.include)
    if not _has_place(section, exclude, include):
        return None
    weighed = _weighed(section, choice.priority)
    least = max(choice.min_priority or 0, variant.min_priority or 0)
    since = [date for date in (choice.since, variant.since) if date]
    entries = tuple(
        entry
        for entry in weighed.entries
        if _has_place(entry, exclude, include)
        and (not choice.include or set(entry.tags) & set(choice.include))
        and (not choice.kinds or not isinstance(entry, Publication) or entry.kind in choice.kinds)
        and (entry.keep or weight_of(entry) >= least)
        and not any(ended_before(entry, date) for date in since)
    )
    kept = []
    for entry in _most_important(entries, choice.limit):
        shown = (one for one in entry.highlights if _has_place(one, exclude, include))
        important = tuple(one for one in shown if one.keep or weight_of(one) >= least)
        important = _most_important(important, choice.highlights)
        kept.append(entry if important == entry.highlights else replace(entry, highlights=important))
    return replace(weighed, title=choice.title or section.title, entries=tuple(kept))


def _has_place(item: Item, exclude: set[Tag], include: set[Tag]) -> bool:
    """Return whether an item's tags let it be shown: none is excluded, and if it has any, one is included."""
    tags = set(item.tags)
    return not tags & exclude and (not include or not tags or bool(tags & include))


def _weighed(section: Section, priority: int | None) -> Section:
    """Return a section, its entries and highlights with the priorities that they have in the end."""
    own = section.priority if priority is None else priority
    weight = DEFAULT_PRIORITY if own is None else own
    entries = tuple(
        replace(
            entry,
            priority=(its := weight if entry.priority is None else entry.priority),
            highlights=tuple(replace(one, priority=its) if one.priority is None else one for one in entry.highlights),
        )
        for entry in section.entries
    )
    return replace(section, priority=weight, entries=entries)


def weight_of(item: Item) -> int:
    """Return the priority of something selected, or the one that it has without any."""
    return DEFAULT_PRIORITY if item.priority is None else item.priority


def ended_before(entry: Entry, date: Date) -> bool:
    """Return whether an entry surely ended before a date; what has no date, or only a start, goes on."""
    last = entry.end or entry.date
    return last is not None and last.before(date)


def _most_important(items: tuple[ItemT, ...], limit: int | None) -> tuple[ItemT, ...]:
    """Return at most `limit` items in their order: those with the highest priority, the first among equals.

    Items that say `keep` come first and stay even beyond the limit.
    """
    if limit is None:
        return items
    ranked = sorted(range(len(items)), key=lambda i: (not items[i].keep, -weight_of(items[i]), i))
    chosen = {*ranked[:limit], *(i for i, item in enumerate(items) if item.keep)}
    return tuple(item for i, item in enumerate(items) if i in chosen)


def _hide(basics: Basics) -> Basics:
    """Return the basics with every private field as if it had never been given."""
    empty: dict[str, Any] = {field.name: field.default for field in fields(Basics)}
    hidden = {name: empty[name] for name in basics.private if name in empty}
    return replace(basics, **hidden)
