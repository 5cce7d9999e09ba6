"""What no program can judge of an accessible PDF: where a person must look, and at what."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cvgen.check.copied import Copied
from cvgen.diagnostics import Diagnostic
from cvgen.locale import Words
from cvgen.markup import plain
from cvgen.model import CV
from cvgen.render import Document

if TYPE_CHECKING:
    from cvgen.tagging.nodes import Node

ENOUGH, LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3: of text, and of large or bold text, against white


def check_access(document: Document, cv: CV) -> list[Diagnostic]:
    """Return notes on what a person must judge, and a warning where a colour is too light."""
    return [*_photo(document, cv), *_accent(cv)]


def check_tree(tree: Node, document: Document, cv: CV) -> list[Diagnostic]:
    """Return which texts a screen reader does not find: those that no part of the tree from their line holds."""
    read: dict[int, list[str]] = defaultdict(list)
    for node in tree.walk():
        if node.block is node and node.text:
            read[node.line].append(Copied("".join(node.text)).letters)
    starts = sorted(read)
    found = []
    for mark, (text, origin) in zip(document.line_map, document.printed, strict=True):
        at = bisect_right(starts, mark.line)
        near = (letters for line in starts[max(at - 2, 0) : at + 2] for letters in read[line])
        wanted = Copied(text).letters
        if wanted and not any(wanted in letters for letters in near):
            message = f"'{text[:40]}' is not read to those who cannot see the page"
            hint = "the fault is in the template: a text belongs into a paragraph, and not into an ornament"
            found.append(cv.problem(origin, message, "not-read", hint, "warning"))
    return found


def contrast(colour: str) -> float:
    """Return the contrast ratio of a colour (`1D3F66`) against white, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    parts = [int(colour.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _photo(document: Document, cv: CV) -> Iterator[Diagnostic]:
    if any(name.startswith("photo.") and f"{{{name}}}" in document.source for name in document.files):
        own = cv.basics.photo_alt
        text = own.plain if own else Words(cv.locale.language).say("photo_of", plain(cv.basics.name)).plain
        message = f"for those who cannot see the photo it says '{text}'"
        hint = "see whether that is so" + ("" if own else "; `photo_alt` in the basics says it in your words")
        yield cv.problem(cv.basics.place("photo_alt" if own else "photo"), message, "photo-alt", hint, "note")


def _accent(cv: CV) -> Iterator[Diagnostic]:
    colour = cv.design.options.get("accent")
    if colour is None:
        return
    ratio = contrast(colour)
    shown = f"the contrast of the accent colour {colour} against white is {ratio:.1f}:1"
    if ratio >= ENOUGH:
        message, hint, severity = f"{shown}, which is enough", "see whether you like to read it", "note"
    else:
        message, severity = f"{shown}, which is too little for small text", "warning"
        hint = f"text needs {ENOUGH}:1, and {LARGE:.0f}:1 where it is large: take a darker colour"
    yield cv.problem(cv.design.place("accent"), message, "contrast", hint, severity)
