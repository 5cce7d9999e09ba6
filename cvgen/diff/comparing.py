"""Two CVs as data → what changed. A pure function of what the files say: how they are laid out does not count."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from cvgen.diagnostics import NOWHERE
from cvgen.diff.changes import ADDED, CHANGED, MOVED, REMOVED, Change, Comparison, Edit, Part
from cvgen.diff.facts import Fact, Facts, facts_of, name_of
from cvgen.diff.matching import Known, Matched, sections_matched
from cvgen.diff.sequences import rising
from cvgen.diff.wording import words_of
from cvgen.frozen import replace
from cvgen.model import CV, Highlight, Section
from cvgen.select import select

# What is no part of what a variant shows, but of how it is chosen.
_NOT_SHOWN = ("tags", "priority", "keep", "key", "bib", "private", "aliases")
_ALIKE = 0.4  # how alike two highlights must be, to be one that was changed


def compare(old: CV, new: CV, variant: str = "") -> Comparison:
    """Return what changed between two CVs: of all that the files say, or, of two selected ones, of what they show."""
    return Comparison(variant, tuple(_Comparing(old, new, bool(variant)).parts()))


def compare_variant(old: CV, new: CV, name: str) -> Comparison:
    """Return what changed of all that a variant shows; of one that only one of the two has, that this is so."""
    variants = [next((one for one in cv.variants if one.name == name), None) for cv in (old, new)]
    before, after = variants
    if before and after:
        return compare(select(old, before), select(new, after), name)
    kind, there = (ADDED, after) if after else (REMOVED, before)
    change = Change(kind, name, there.origin if there else NOWHERE)
    return Comparison(name, (Part("variants", changes=(change,)),))


class _Comparing:
    """Knows the two CVs, their languages, and which keys do not count."""

    def __init__(self, old: CV, new: CV, selected: bool) -> None:
        self.old, self.new = old, new
        self.languages = old.locale.language, new.locale.language
        self.selected = selected
        self.leave_out: Collection[str] = _NOT_SHOWN if selected else ()

    def parts(self) -> Iterator[Part]:
        """Yield the parts that have changes, in the order of the file."""
        old, new = self.old, self.new
        found = [
            Part("basics", origin=new.basics.origin, edits=self._basics()),
            Part("people", changes=() if self.selected else self._named(old.people, new.people)),
            *self._sections(),
            Part("variants", changes=self._variants()),
            Part("design", origin=new.design.origin, edits=self._edits_of(old.design, new.design)),
            Part("settings", edits=self._edits_of(old.locale, new.locale) + self._engine()),
        ]
        yield from (part for part in found if part.kind or part.note or part.edits or part.changes)

    def _basics(self) -> tuple[Edit, ...]:
        leave_out = (*self.leave_out, "summary") if self.selected else ()  # which is a section then
        edits = self._edits_of(self.old.basics, self.new.basics, leave_out)
        private = {*self.old.basics.private, *self.new.basics.private}
        return tuple(replace(edit, private=re.split(r"[. ]", edit.key)[0] in private) for edit in edits)

    def _edits_of(self, old: object, new: object, leave_out: Collection[str] = ()) -> tuple[Edit, ...]:
        before, after = (
            facts_of(one, language, leave_out)  # type: ignore[arg-type]
            for one, language in zip((old, new), self.languages, strict=True)
        )
        return self.edits(before, after)

    def edits(self, old: Facts, new: Facts) -> tuple[Edit, ...]:
        """Return the values that are not as they were, in the order of the keys."""
        keys = dict.fromkeys((*new, *old))
        found = [edit for key in keys if (edit := _edit(key, old.get(key), new.get(key)))]
        return tuple(edit for edit in found if not _is_said_below(edit, keys))

    def _engine(self) -> tuple[Edit, ...]:
        old, new = ({"engine": Fact(cv.engine, cv.engine, cv.place("engine"))} for cv in (self.old, self.new))
        return self.edits(old, new)

    def _named(self, old: Sequence, new: Sequence) -> tuple[Change, ...]:  # type: ignore[type-arg]
        """Return the changes of people, who are known by their names."""
        before = {name_of(one, self.languages[0]): one for one in old}
        after = {name_of(one, self.languages[1]): one for one in new}
        return tuple(self._by_name(before, after, ("name",)))

    def _variants(self) -> tuple[Change, ...]:
        before, after = ({one.name: one for one in cv.variants} for cv in (self.old, self.new))
        return tuple(self._by_name(before, after, ("name", "extends")))

    def _by_name(self, old: Mapping, new: Mapping, leave_out: Collection[str]) -> Iterator[Change]:  # type: ignore[type-arg]
        for name, one in new.items():
            edits = self._edits_of(old[name] if name in old else type(one)(**_required(one)), one, leave_out)
            if name not in old or edits:
                yield Change(CHANGED if name in old else ADDED, name, one.origin, edits)
        for name, one in old.items():
            if name not in new:
                empty = type(one)(**_required(one))
                yield Change(REMOVED, name, one.origin, self._edits_of(one, empty, leave_out))

    def _sections(self) -> Iterator[Part]:
        """Yield the sections that have changes: those of the new CV in their order, then what is gone."""
        old, new = ({one.name: one for one in cv.sections} for cv in (self.old, self.new))
        found = sections_matched(old, new, self.languages)
        names = found.names
        order = [list(old).index(names[name]) for name in new if name in names]
        stays = rising(order)
        moved = {name for at, name in enumerate(name for name in new if name in names) if at not in stays}
        for name, section in new.items():
            changes = self._entries(found, name)
            was = old.get(names.get(name, ""))
            note = "moved among the sections" if name in moved else ""
            note = f"was {was.name}" if was and was.name != name else note
            edits = self._section_edits(was, section)
            yield Part(name, "" if was else ADDED, section.origin, edits, tuple(changes), note, is_section=True)
        for name, section in old.items():
            if name not in names.values():
                entries = enumerate(found.old[name])
                gone = [self._gone(one) for at, one in entries if (name, at) not in found.elsewhere.values()]
                edits = self._section_edits(section, None)
                yield Part(name, REMOVED, section.origin, edits, tuple(gone), is_section=True)

    def _section_edits(self, old: Section | None, new: Section | None) -> tuple[Edit, ...]:
        empty = Section(name="", type="")
        leave_out = ("name", *self.leave_out, *(() if old and new else ("type",)))
        return self._edits_of(old or empty, new or empty, leave_out)

    def _entries(self, found: Matched, name: str) -> Iterator[Change]:
        """Yield what became of the entries of a section: in the new order, then what is gone."""
        pairs, was_named = found.pairs[name], found.names.get(name, "")
        was = {other: at for at, other in pairs}
        stays = {pairs[at][1] for at in rising([at for at, _ in pairs])}
        for at, entry in enumerate(found.new[name]):
            origin = entry.entry.origin
            if at in was:
                edits = self._entry_edits(found.old[was_named][was[at]], entry)
                note = "" if at in stays else f"moved from place {was[at] + 1} to {at + 1}"
                if edits or note:
                    yield Change(CHANGED if edits else MOVED, entry.label, origin, edits, note)
            elif (name, at) in found.elsewhere:
                section, place = found.elsewhere[name, at]
                edits = self._entry_edits(found.old[section][place], entry)
                yield Change(MOVED, entry.label, origin, edits, f"moved here from {section}")
            else:
                yield Change(ADDED, entry.label, origin, self._entry_edits(None, entry))
        for at, entry in enumerate(found.old.get(was_named, ())):
            if at not in was.values() and (was_named, at) not in found.elsewhere.values():
                yield self._gone(entry)

    def _gone(self, entry: Known) -> Change:
        return Change(REMOVED, entry.label, entry.entry.origin, self._entry_edits(entry, None))

    def _entry_edits(self, old: Known | None, new: Known | None) -> tuple[Edit, ...]:
        before, after = (
            {key: fact for key, fact in one.facts.items() if key.partition(".")[0] not in self.leave_out} if one else {}
            for one in (old, new)
        )
        highlights = [one.entry.highlights if one else () for one in (old, new)]
        return (*self.edits(before, after), *self._highlights(*highlights))

    def _highlights(self, old: Sequence[Highlight], new: Sequence[Highlight]) -> Iterator[Edit]:
        """Yield the highlights that are not as they were."""
        before, after = (
            [facts_of(one, language, self.leave_out) for one in items]
            for items, language in zip((old, new), self.languages, strict=True)
        )
        pairs = dict(_alike(before, after))
        was = {other: at for at, other in pairs.items()}
        stays = rising([was[at] for at in sorted(was)])
        moved = {other for place, other in enumerate(sorted(was)) if place not in stays}
        for at, facts in enumerate(after):
            for edit in self.edits(before[was[at]] if at in was else {}, facts):
                yield replace(edit, key=_of_highlight(edit.key))
            if at in moved:
                text = next(iter(facts.values())).text
                yield Edit(f"highlight, moved from place {was[at] + 1} to {at + 1}", text, text, new[at].origin)
        for at, facts in enumerate(before):
            if at not in pairs:
                for edit in self.edits(facts, {}):
                    yield replace(edit, key=_of_highlight(edit.key))


def _of_highlight(key: str) -> str:
    """Return the name of a key of a highlight: its text has none."""
    return "highlight" + (key.removeprefix("text") if key.startswith("text") else f" {key}")


def _edit(key: str, old: Fact | None, new: Fact | None) -> Edit | None:
    if old and new:
        return None if old.is_as(new) else Edit(key, old.text, new.text, new.origin)
    one = new or old
    return Edit(key, old.text if old else "", new.text if new else "", one.origin) if one else None


def _is_said_below(edit: Edit, keys: Collection[str]) -> bool:
    """Return whether an edit is of a list of names, such as `links`, of which some come or go with what they say."""
    is_list = any(key.startswith(f"{edit.key}.") for key in keys) and edit.key != "sections"
    return is_list and {*edit.old.split(", ")} != {*edit.new.split(", ")}


def _required(one: object) -> dict[str, str]:
    """Return what is needed to make an empty thing of the class of another."""
    kept = ("name", "role")
    return {key: getattr(one, key) for key in kept if hasattr(one, key)}


def _alike(old: Sequence[Facts], new: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """Yield which highlight of the new list is which of the old one: what is the same, then what is most alike."""
    left, right = list(range(len(old))), list(range(len(new)))
    for at in list(right):
        same = next((one for one in left if _exact(old[one]) == _exact(new[at])), None)
        if same is not None:
            left.remove(same)
            right.remove(at)
            yield same, at
    scored = sorted((-_shared(old[at], new[other]), abs(at - other), at, other) for at in left for other in right)
    for score, _, at, other in scored:
        if -score >= _ALIKE and at in left and other in right:
            left.remove(at)
            right.remove(other)
            yield at, other


def _exact(facts: Facts) -> list[tuple[str, object]]:
    return [(key, fact.exact) for key, fact in facts.items()]


def _shared(old: Facts, new: Facts) -> float:
    """Return the part of their words that two highlights share."""
    one, other = ({word for fact in facts.values() for word in words_of(fact.text)} for facts in (old, new))
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
