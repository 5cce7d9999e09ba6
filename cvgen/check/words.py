"""Checks the text of a PDF: that all of it is there, in order, with its words apart, and without noise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from cvgen.check.copied import Copied, Piece, place
from cvgen.check.structure import heads
from cvgen.diagnostics import Diagnostic, Origin, find
from cvgen.model import CV, Date, Entry, Text
from cvgen.patterns import bytes_pattern, pattern
from cvgen.render import Document
from cvgen.texts import texts_of
from cvgen.views import contacts_of

_HYPHENS = pattern("[-\u2010]")
_NOISE = pattern(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\ufb00-\ufb06\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]|\\(cid:"
)
_PACKAGE = pattern(r"\\usepackage(?:\[[^\]]*\])?\{([^}]*)\}")
_NO_HYPHENS = bytes_pattern(rb"^\\hyphenpenalty=10000\b", re.MULTILINE)
_NARROW = 12  # characters of a label that fits beside its entry in every template
_APART = 40  # letters between a label and its entry
_SHORT = 60  # characters of a text that are shown


def check_words(pieces: list[Piece], text: str, running: list[str], document: Document, cv: CV) -> list[Diagnostic]:
    """Return what is wrong with the text of a PDF; `running` are the lines that head or foot its pages."""
    pdf = Copied(text)
    place(pieces, pdf)
    return [*_name(pdf, cv), *_lost(pieces, pdf, cv), *_apart(pieces, pdf, cv), *_hyphenated(pieces, pdf, document, cv),
            *_heads(pieces, pdf, cv), *_labels(pieces, pdf, cv), *_contacts(running, cv),
            *_noise(text, document, cv)]  # fmt: skip


def _name(pdf: Copied, cv: CV) -> Iterator[Diagnostic]:
    name = Piece(cv.basics.name, cv.basics.place("name"))
    name.start = 0
    if not pdf.letters.startswith(name.copied.letters) or not pdf.starts_line(name.end):
        hint = "programs that read CVs take the first line for the name"
        yield cv.problem(name.origin, "the name does not stand on the first line alone", "reading-order", hint)
    else:
        yield from _apart([name], pdf, cv)


def _lost(pieces: list[Piece], pdf: Copied, cv: CV) -> Iterator[Diagnostic]:
    hint = "the template must print every text that it is given"
    for number, piece in enumerate(pieces):
        words = _lost_words(number, pieces, pdf) if piece.start < 0 else _lost_hyphens(piece, pdf)
        if words:
            where = find(cv.lines_of(piece.origin), piece.origin, words[0])
            message = f"'{_clipped(' '.join(words))}' cannot be copied out of the PDF"
            yield cv.problem(where, message, "text-lost", hint)


def _lost_words(number: int, pieces: list[Piece], pdf: Copied) -> list[str]:
    """Return the words of a text that are not between those before and behind it."""
    start = max((piece.end for piece in pieces[:number] if piece.start >= 0), default=0)
    end = min((piece.start for piece in pieces[number:] if piece.start >= start), default=len(pdf.letters))
    lost = []
    for word in pieces[number].text.split():
        letters = Copied(word).letters
        found = pdf.letters.find(letters, start, end)
        if found < 0:
            lost.append(word)
        else:
            start = found + len(letters)
    return lost


def _lost_hyphens(piece: Piece, pdf: Copied) -> list[str]:
    """Return the word whose hyphen is not there, if there is one."""
    words = piece.text.split()
    for wanted, found, number in piece.gaps(pdf):
        if len(_HYPHENS.findall(found)) < len(_HYPHENS.findall(wanted)):
            at = sum(any(char.isspace() for char in gap) for gap, _, before in piece.gaps(pdf) if before <= number)
            return words[at : at + 1] or [piece.text]
    return []


def _apart(pieces: list[Piece], pdf: Copied, cv: CV) -> Iterator[Diagnostic]:
    """Yield words that are glued together: within a text, and where one text follows another."""
    glued = []
    for piece in pieces:
        for wanted, found, number in piece.gaps(pdf):
            if re.search(r"\s", wanted) and not re.search(r"\s", found) and not _has_symbol(pdf, piece.start + number):
                glued.append((piece, piece.start + number))
                break  # one is enough to find the place
    for piece, after in pairwise(pieces):
        if 0 <= piece.start < piece.end == after.start and not pdf.before[after.start] and _is_word(pdf, after.start):
            glued.append((after, after.start))
    for piece, at in glued:
        hint = "there must be a space of .2em at least between words"
        yield cv.problem(
            piece.origin, f"words are glued together when they are copied: {pdf.around(at)}", "glued", hint
        )


def _has_symbol(pdf: Copied, at: int) -> bool:
    """Return whether a symbol or an emoji stands before or behind a place: it needs no space to be told apart."""
    return at == 0 or any(unicodedata.category(char) in ("So", "Sk") for char in pdf.letters[at - 1 : at + 1])


def _is_word(pdf: Copied, at: int) -> bool:
    """Return whether the letters before and behind a place would make one word."""
    sides = pdf.letters[at - 1], pdf.letters[at]
    return all(char.isalnum() and not _is_wide(char) for char in sides)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _hyphenated(pieces: list[Piece], pdf: Copied, document: Document, cv: CV) -> Iterator[Diagnostic]:
    styles = [name for names in _PACKAGE.findall(document.source) for name in names.split(",")]
    if not any(_NO_HYPHENS.search(document.files.get(f"{name}.sty", b"")) for name in styles):
        return
    for piece in pieces:
        for wanted, found, number in piece.gaps(pdf):
            if number and "\n" in found and len(_HYPHENS.findall(found)) > len(_HYPHENS.findall(wanted)):
                shown = pdf.around(piece.start + number)
                hint = "set the text ragged, with \\cvragged"
                yield cv.problem(piece.origin, f"a word is hyphenated: {shown}", "hyphen", hint, "warning")


def _heads(pieces: list[Piece], pdf: Copied, cv: CV) -> Iterator[Diagnostic]:
    hint = "programs that read CVs know sections by their titles"
    last = 0
    for head in heads(pieces, cv):
        if head.start < 0:
            continue  # it was reported as lost
        if not (pdf.starts_line(head.start) and pdf.starts_line(head.end)):
            message = f"the title of the section '{_clipped(head.text)}' does not stand alone on its line"
            yield cv.problem(head.origin, message, "reading-order", hint)
        if head.start < last:
            message = f"the section '{_clipped(head.text)}' is copied in another order than it is printed"
            yield cv.problem(head.origin, message, "reading-order", hint)
        last = head.start


def _labels(pieces: list[Piece], pdf: Copied, cv: CV) -> Iterator[Diagnostic]:
    labels: dict[Origin, set[Origin]] = {}  # of dates → of all that their entries say
    for entry in (entry for section in cv.sections for entry in section.entries):
        said = {origin for _, origin in texts_of(entry)}
        for origin in _label_origins(entry):
            labels.setdefault(origin, set()).update(said)
    printed = {piece.origin for piece in pieces} - set(labels)
    hint = "print the label first, on the line of the entry, as \\cvlabel does"
    for before, label, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        own = labels.get(label.origin, set())
        if not printed & own or not label.copied.letters or (before and before.origin in own):
            continue  # there is nothing to stand beside, or the date follows other words of its entry
        if after is None or after.origin not in own or _is_torn(label, after, pdf):
            message = f"'{_clipped(label.text)}' is copied apart from its entry"
            yield cv.problem(label.origin, message, "reading-order", hint)


def _is_torn(label: Piece, entry: Piece, pdf: Copied) -> bool:
    """Return whether an entry starts far behind its label, or on another line though there is room on its own."""
    if min(label.start, entry.start) < 0:
        return False  # one of them was reported as lost
    end = label.end
    if pdf.letters.startswith(label.copied.letters, max(entry.start - len(label.copied.letters), label.start)):
        end = entry.start  # what was found first was the heading of its year
    fits = len(label.text) <= _NARROW and not any(map(_is_wide, label.text))
    torn = any("\n" in gap for gap in pdf.before[end : entry.start + 1])
    return not 0 <= entry.start - end <= _APART or (torn and fits)


def _label_origins(entry: Entry) -> Iterator[Origin]:
    for value in (getattr(entry, "term", None), entry.date, entry.start, entry.end):
        if isinstance(value, Text):
            yield value.inlines.origin
        elif isinstance(value, Date):
            yield value.origin


def _contacts(running: list[str], cv: CV) -> Iterator[Diagnostic]:
    shown, name = Copied("\n".join(running)).letters, Copied(cv.basics.name).letters
    for contact in contacts_of(cv.basics):
        letters = Copied(contact.text.plain).letters
        if contact.url and letters and letters in shown and letters not in name:
            message = f"'{contact.text.plain}' stands at the head or foot of every page"
            hint = "programs that read CVs skip those lines, or take them for text: print contacts once"
            yield cv.problem(contact.text.origin, message, "contact", hint, "warning")


def _noise(text: str, document: Document, cv: CV) -> Iterator[Diagnostic]:
    noise = {found for found in _NOISE.findall(text) if found not in document.source}
    if noise:
        named = ", ".join(f"U+{ord(char):04X}" if len(char) == 1 else char for char in sorted(noise))
        message = f"what is copied out of the PDF has characters that the CV has not: {named}"
        yield cv.problem(cv.origin, message, "noise", "print no icons or ornaments as text")


def _clipped(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"
