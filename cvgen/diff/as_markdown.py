"""What changed, as Markdown for a comment or a job summary of GitHub. No text of a CV is markup there.

GitHub changes texts in three steps, each of which must find nothing: it parses Markdown (GFM), it lets some HTML
through, and then it looks in the texts that are left for mentions, references to issues, and emoji. So every sign
that could mean something is a character reference, which is never markup (CommonMark, section 2.5), and behind those
that the last step looks for stands an empty comment, which parts the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cvgen.diagnostics import NOWHERE, Origin
from cvgen.diff.changes import ADDED, REMOVED, Change, Comparison, Edit, Part
from cvgen.diff.report import Found, named, of_page, of_pages, summed_up
from cvgen.diff.wording import pieces, shortened
from cvgen.patterns import pattern

MAX_LENGTH = 60_000  # characters: a comment may have 65,536
_APART = "<!-- -->"
_MARK = "\0"  # stands for it until all else is escaped
_SIGNS = pattern(r"[\\`*_{}\[\]<>#&|~^$@]|:(?=\S)|(?<=www)\.|(?<=GH)-", re.IGNORECASE)
_COMMIT = pattern(r"(?<![0-9A-Za-z])[0-9a-f]{3}(?=[0-9a-f]{4,61}(?![0-9A-Za-z]))")
_BEFORE_MEANING = "@#$:-."
_TAGS = {"old": "del", "new": "ins"}


def written(found: Found) -> str:
    """Return the document; what does not fit a comment is left out at its end, and said to be."""
    blocks = [f"### {escaped(found.old)} → {escaped(found.new)}"]
    for comparison in found.comparisons:
        blocks += _comparison(comparison)
    if found.pages:
        blocks.append("#### Pages")
        blocks.append("\n".join(_pages(found)))
    length = sum(len(block) + 2 for block in blocks)
    left = 0
    while length > MAX_LENGTH and len(blocks) > 2 + 2 * bool(found.pages):
        length -= len(blocks.pop(len(blocks) - 1 - 2 * bool(found.pages))) + 2
        left += 1
    if left:
        parts = "part of the CV is" if left == 1 else "parts of the CV are"
        blocks.append(f"*{left} more {parts} not shown here, for the text would be too long.*")
    return "\n\n".join(blocks)


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield (f"**{escaped(comparison.variant)}** shows: " if comparison.variant else "") + summed_up(comparison)
    for part in comparison.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    said = "; ".join(filter(None, (part.kind, part.note)))
    head = f"#### {escaped(part.name)}" + (f" ({escaped(said)})" if said else "")
    lines = [_edit(edit, "- ", part.kind) + _at(edit.origin) for edit in part.edits]
    for change in part.changes:
        lines += _change(change)
    yield head + ("\n\n" + "\n".join(lines) if lines else "")


def _change(change: Change) -> Iterator[str]:
    note = f", {escaped(change.note)}" if change.note else ""
    name = escaped(change.name) or "an entry without a name"
    yield f"- *{change.kind}*{note}: **{name}**{_at(change.origin)}"
    for edit in change.edits:
        yield _edit(edit, "  - ", change.kind)


def _edit(edit: Edit, start: str, kind: str) -> str:
    return f"{start}{escaped(edit.key)}: {_values(edit, kind)}"


def _values(edit: Edit, kind: str) -> str:
    if edit.private:
        return "changed; it is private, and not shown here"
    if kind in (ADDED, REMOVED):
        return escaped(edit.new or edit.old)
    if edit.old == edit.new:
        return escaped(edit.new) + ("" if "moved" in edit.key else " (the same characters with other markup)")
    spans = [
        f"<{tag}>{escaped(piece.text)}</{tag}>" if (tag := _TAGS.get(piece.kind)) else escaped(piece.text)
        for piece in shortened(pieces(edit.old, edit.new))
    ]
    return "".join(spans).replace("</del><ins>", "</del> <ins>")


def _pages(found: Found) -> Iterator[str]:
    for pages in found.pages:
        yield f"- **{escaped(pages.variant)}**: {escaped(of_pages(pages))}"
        for page in pages.pages:
            yield f"  - {escaped(of_page(page))}" + (f" (`{_code(page.picture)}`)" if page.picture else "")


def _code(path: str) -> str:
    """Return a path that can stand between backticks."""
    return named(path).replace("`", "'")


def _at(origin: Origin) -> str:
    return "" if origin == NOWHERE else f" <sub>{escaped(f'{origin.file}:{origin.line}')}</sub>"


def escaped(text: str) -> str:
    """Return a text that is shown as it is: no markup, mention, reference, emoji or HTML."""
    return _SIGNS.sub(lambda sign: _reference(sign[0]), _COMMIT.sub(rf"\g<0>{_MARK}", named(text))).replace(
        _MARK, _APART
    )


def _reference(sign: str) -> str:
    return f"&#{ord(sign)};" + (_APART if sign in _BEFORE_MEANING else "")
