"""The second stage: a `CV` × a `Variant` → the `CV` that this variant shows. A pure function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from cvgen.entries import Summary
from cvgen.honors import honors
from cvgen.model import CV, Basics, Entry, Item, Section, SectionChoice, Tag, Variant
from cvgen.texts import map_texts
from cvgen.works import Publication

T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=Item)


def select(cv: CV, variant: Variant) -> CV:
    """Return what `variant` shows of `cv`: its sections, entries and highlights, in one language, private data hidden.

    A section's `include` keeps the entries that have one of the tags; `exclude`, of the section or of the variant,
    leaves out entries and highlights that have one; `limit` keeps that many entries, and `highlights` that many of
    each entry's, the most important ones. Empty sections go.
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
    return tuple(section for section in chosen if section.entries)


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


def _choose(section: Section, choice: SectionChoice, variant: Variant) -> Section:
    exclude = {*choice.exclude, *variant.exclude}
    entries: Iterable[Entry] = _without(section.entries, exclude)
    if choice.include:
        entries = (entry for entry in entries if set(entry.tags) & set(choice.include))
    kept = tuple(
        replace(entry, highlights=_most_important(_without(entry.highlights, exclude), choice.highlights))
        for entry in _most_important(tuple(entries), choice.limit)
    )
    return replace(section, title=choice.title or section.title, entries=kept)


def _most_important(items: tuple[ItemT, ...], limit: int | None) -> tuple[ItemT, ...]:
    """Return at most `limit` items in their order: those with the highest priority, the first among equals.

    Items that say `keep` come first and stay even beyond the limit.
    """
    if limit is None:
        return items
    ranked = sorted(range(len(items)), key=lambda i: (not items[i].keep, -items[i].priority, i))
    chosen = {*ranked[:limit], *(i for i, item in enumerate(items) if item.keep)}
    return tuple(item for i, item in enumerate(items) if i in chosen)


def _without(items: tuple[ItemT, ...], tags: set[Tag]) -> tuple[ItemT, ...]:
    return tuple(item for item in items if not tags & set(item.tags))


def _hide(basics: Basics) -> Basics:
    """Return the basics with every private field as if it had never been given."""
    empty: dict[str, Any] = {field.name: field.default for field in fields(Basics)}
    hidden = {name: empty[name] for name in basics.private if name in empty}
    return replace(basics, **hidden)
