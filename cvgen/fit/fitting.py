"""The fitting of one variant: from what was measured to what is set and what is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cvgen.compiling import Compiled, filled, pages_of
from cvgen.diagnostics import Diagnostic, LostError
from cvgen.fit import Fitted, limits_of
from cvgen.fit.choose import Candidate, Choice, Key, Piece, choose
from cvgen.fit.measure import Measured, Setting, fitted
from cvgen.fit.pieces import candidates, name_of, pieces_of
from cvgen.frozen import record
from cvgen.model import CV
from cvgen.prepare import Prepared
from cvgen.steps import tell

MAX_TRIES = 8
_SPARE = 0.6  # points by which measured heights may differ from those on the page
_FINEST = 100  # steps of tightness between two that were measured


@record(frozen=True)
class _Solution:
    setting: Setting
    choice: Choice
    is_whole: bool


class Fitting:
    """The fitting of one variant."""

    def __init__(self, prepared: Prepared, measured: Measured, compile_: Callable[[Prepared], Compiled]) -> None:
        self.prepared, self.measured, self.compile = prepared, measured, compile_
        self.pages = prepared.variant.pages
        self.pieces: list[Piece] = pieces_of(measured.marks, prepared.document, prepared.cv)
        self.candidates: list[Candidate] = list(candidates(prepared.cv))
        self.limits = {at: pages * measured.page for at, pages in limits_of(prepared).items()}

    def fitted(self) -> Fitted:
        """Return the variant as it fits, after as many tries as page breaks ask for."""
        full = self.measured.page * (self.pages or 0) or float("inf")
        capacity = full - _SPARE
        for _ in range(MAX_TRIES):
            done = self._built(self._solved(capacity))
            over = self._over(done)
            if over <= 0:
                return self._fuller(done, capacity)
            capacity -= over
        return done  # `finish` refuses it

    def _over(self, fitted: Fitted) -> float:
        """Return by how many points a CV exceeds its pages, 0 if it does not."""
        if self.pages is None or pages_of(fitted.compiled) <= self.pages:
            return 0.0
        used = filled(fitted.compiled) or 0.0
        if used > self.measured.page:  # TeX has not broken the page before yet: what it holds is no excess
            used -= self.measured.page
        return max(used, 12.0)

    def _fuller(self, done: Fitted, capacity: float) -> Fitted:
        """Return what fits, with more in it if the page has more room than was thought."""
        used = filled(done.compiled)
        if not done.left_out or self.pages != 1 or used is None:
            return done
        solution = self._solved(capacity)
        spare = solution.choice.height - used
        again = self._solved(capacity + spare) if spare > _SPARE else solution
        if again.choice.kept == solution.choice.kept:
            return done
        more = self._built(again)
        return done if self._over(more) > 0 else more

    def _solved(self, capacity: float) -> _Solution:
        """Return the loosest setting in which all fits, or what fits in the tightest one. Raises LostError."""
        usual = self.measured.sizes[0]
        for size in self.measured.sizes:
            tight = self._choice(size, -1, capacity)
            if self._is_whole(tight):
                return self._loosest(size, tight, capacity, most=1 if size == usual and self.pages == 1 else 0)
        if self.pages is None:  # the limits are those of sections: the whole need not be tight for them
            tight = self._choice(usual, 0, capacity)
            self._check(tight, Setting(100, 1, usual))
            return _Solution(self.measured.setting(usual, 0), tight, is_whole=False)
        self._check(tight, self.measured.setting(size, -1))
        return self._loosest(size, tight, capacity, most=0)

    def _check(self, choice: Choice, setting: Setting) -> None:
        if choice.over > 0 or choice.section_over or self.prepared.variant.fit == "tighten":
            raise LostError([self._too_much(choice, setting)])

    def _choice(self, size: float, tightness: int, capacity: float) -> Choice:
        heights = self.measured.heights[size, tightness]
        return choose(self.pieces, heights, self.candidates, capacity, self.limits)

    def _is_whole(self, choice: Choice) -> bool:
        return not choice.refused and choice.over <= 0 and not choice.section_over

    def _loosest(self, size: float, choice: Choice, capacity: float, most: int) -> _Solution:
        """Return the loosest setting of a size in which what was chosen fits."""
        kept = [one for one in self.candidates if one.key in choice.kept]
        tightness, low = -1.0, self._height(kept, size, -1)
        for upper in range(most + 1):
            high = self._height(kept, size, upper)
            if high > capacity:
                steps = int((capacity - low) / (high - low) * _FINEST)
                tightness = upper - 1 + max(0, steps) / _FINEST
                break
            tightness, low = float(upper), high
        return _Solution(self.measured.setting(size, tightness), choice, self._is_whole(choice))

    def _height(self, kept: list[Candidate], size: float, tightness: int) -> float:
        return choose(self.pieces, self.measured.heights[size, tightness], kept, float("inf")).height

    def _built(self, solution: _Solution) -> Fitted:
        prepared = self.prepared
        if not solution.is_whole:
            prepared = prepared.showing(_without(prepared.cv, solution.choice.kept))
        setting = solution.setting
        source = prepared.document.source
        usual = self.measured.setting(self.measured.sizes[0], 0)
        if setting != usual:
            source = fitted(source, setting)
        prepared = replace(prepared, document=replace(prepared.document, source=source))
        how = "" if setting == usual else f"spacing {setting.spacing} %, text {setting.size:g} pt"
        left_out = () if solution.is_whole else tuple(self._notes(solution.choice))
        tell(f"tried: {how or 'as the template has it'}, {len(left_out)} left out")
        return Fitted(prepared, self.compile(prepared), how, left_out)

    def _notes(self, choice: Choice) -> list[Diagnostic]:
        """Return a note for each item that was left out, saying why."""
        return [self._note(key, height, room) for key, (height, room) in sorted(choice.refused.items())]

    def _note(self, key: Key, height: float, room: float) -> Diagnostic:
        cv, variant = self.prepared.cv, self.prepared.variant
        entry = cv.sections[key[0]].entries[key[1]]
        item = entry if len(key) == 2 else entry.highlights[key[2]]
        also = ""
        if len(key) == 2 and entry.highlights:
            count = len(entry.highlights)
            also = f" and its {count} highlights" if count > 1 else " and its highlight"
        message = f"the variant '{variant.name}' leaves out '{name_of(item)}'{also} (priority {item.priority})"
        hint = f"it takes {height:.0f} pt, and {room:.0f} pt were left"
        place = item.origin if len(key) == 2 else max(item.origin, entry.highlights[key[2]].text.inlines.origin)
        return replace(cv.problem(place, message, "left-out", hint, "note"), source="")

    def _too_much(self, choice: Choice, setting: Setting) -> Diagnostic:
        """Return what is wrong where even what must stay does not fit, or nothing may be left out."""
        cv, variant = self.prepared.cv, self.prepared.variant
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        how = f"at its tightest (spacing {setting.spacing} %, text {setting.size:g} pt)"
        if variant.fit == "tighten":
            all_of_it = self._height(self.candidates, setting.size, -1)
            over = all_of_it - self.measured.page * (self.pages or 0)
            message = f"the variant '{variant.name}' is {over:.0f} pt longer than {pages}, even {how}"
            hint = "nothing was published: show less, or let cvgen leave out what matters least: --fit drop"
            return cv.problem(variant.place("pages"), message, "pages", hint)
        must = [name for name, _ in self._kept_by_force()]
        named = ", ".join(must[:6]) + (f" and {len(must) - 6} others" if len(must) > 6 else "")
        hint = f"nothing was published: take `keep` from some of: {named}" if must else "nothing was published"
        if choice.section_over:
            at, over = next(iter(choice.section_over.items()))
            section = cv.sections[at]
            message = f"what must stay of the section '{section.name}' is {over:.0f} pt more than it may fill"
            return cv.problem(variant.place("sections"), message, "pages", hint)
        message = f"what the variant '{variant.name}' must keep is {choice.over:.0f} pt longer than {pages}, even {how}"
        return cv.problem(variant.place("pages"), message, "pages", hint)

    def _kept_by_force(self) -> list[tuple[str, Key]]:
        """Return the items that say `keep`, with their lines."""
        cv = self.prepared.cv
        found = []
        for key in sorted(one.key for one in self.candidates if one.keep):
            entry = cv.sections[key[0]].entries[key[1]]
            item = entry if len(key) == 2 else entry.highlights[key[2]]
            found.append((f"'{name_of(item)}' (line {item.origin.line})", key))
        return found


def _without(cv: CV, kept: set[Key]) -> CV:
    """Return a CV with what was kept alone; sections that are empty then go."""
    sections = []
    for s, section in enumerate(cv.sections):
        entries = [
            replace(entry, highlights=tuple(one for h, one in enumerate(entry.highlights) if (s, e, h) in kept))
            for e, entry in enumerate(section.entries)
            if (s, e) in kept
        ]
        if entries:
            sections.append(replace(section, entries=tuple(entries)))
    return replace(cv, sections=tuple(sections))
