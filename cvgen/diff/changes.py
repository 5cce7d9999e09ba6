"""What was found, as data: values that are not as they were, entries, the parts of a CV that have them."""

from __future__ import annotations

from collections.abc import Callable

from cvgen.diagnostics import NOWHERE, Origin
from cvgen.frozen import record, replace

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@record(frozen=True)
class Edit:
    """A value that is not as it was: its key, the old text, the new one, either of them empty.

    `origin` is its place in the new CV, or in the old one if it is gone. Of two texts that are alike, the markup
    differs. What variants hide unless they say otherwise is `private`.
    """

    key: str
    old: str = ""
    new: str = ""
    origin: Origin = NOWHERE
    private: bool = False


@record(frozen=True)
class Change:
    """What became of an entry, or of another thing with a name: its kind, and its values that are not as they were.

    `note` says more, such as where it was moved to.
    """

    kind: str
    name: str
    origin: Origin = NOWHERE
    edits: tuple[Edit, ...] = ()
    note: str = ""


@record(frozen=True)
class Part:
    """A part of a CV with changes: `basics`, a section, `variants`. Its `kind` is empty if it is there in both.

    The changes of a section (`is_section`) are those of its entries.
    """

    name: str
    kind: str = ""
    origin: Origin = NOWHERE
    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] = ()
    note: str = ""
    is_section: bool = False


@record(frozen=True)
class Comparison:
    """All that changed in words; of a whole file, or of what a `variant` shows."""

    variant: str
    parts: tuple[Part, ...]

    def count(self, kind: str) -> int:
        """Return how many entries are of a kind."""
        return sum(change.kind == kind for part in self.parts if part.is_section for change in part.changes)


def placed(found: Comparison, place: Callable[[Origin], Origin]) -> Comparison:
    """Return a comparison with other places: of files by the names that the user gave them."""

    def edits(one: Part | Change) -> tuple[Edit, ...]:
        return tuple(replace(edit, origin=place(edit.origin)) for edit in one.edits)

    def change(one: Change) -> Change:
        return replace(one, origin=place(one.origin), edits=edits(one))

    parts = tuple(
        replace(part, origin=place(part.origin), edits=edits(part), changes=tuple(map(change, part.changes)))
        for part in found.parts
    )
    return replace(found, parts=parts)
