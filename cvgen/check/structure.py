"""Checks what a PDF holds besides its text: fonts, links, the photo, its own data, bookmarks."""

from __future__ import annotations

from collections.abc import Iterator

from cvgen.check.copied import Copied, Piece
from cvgen.check.file import Facts
from cvgen.diagnostics import Diagnostic, Origin
from cvgen.model import CV
from cvgen.render import Document

_TEMPLATE = "the fault is in the template"


def check_structure(facts: Facts, pieces: list[Piece], document: Document, cv: CV) -> list[Diagnostic]:
    """Return what is wrong with a PDF besides its text."""
    return [*_links(facts, document, cv), *_fonts(facts, cv), *_photo(facts, document, cv),
            *_metadata(facts, cv), *_bookmarks(facts, pieces, cv)]  # fmt: skip


def _links(facts: Facts, document: Document, cv: CV) -> Iterator[Diagnostic]:
    for url in document.links:
        place = _place(url, cv)
        if url not in facts.links:
            yield cv.problem(place, f"the link to {url} is not in the PDF", "link", _TEMPLATE)
        elif not facts.links[url]:
            yield cv.problem(place, f"the link to {url} has no place to click on", "link", "give it a text")
    for url in facts.links:
        if url not in document.links:
            yield cv.problem(cv.origin, f"the PDF has a link to {url}, which is not in the CV", "link", _TEMPLATE)


def _place(url: str, cv: CV) -> Origin:
    """Return where a URL stands in the file; an e-mail address does so without its scheme."""
    for written in (url, url.partition(":")[2]):
        for file, lines in cv.sources.items():
            for number, line in enumerate(lines, 1):
                if written in line:
                    return Origin(file, number, line.index(written) + 1)
    return cv.origin


def _fonts(facts: Facts, cv: CV) -> Iterator[Diagnostic]:
    hint = "use a font that comes with cvgen, or an OpenType or TrueType file"
    for name, wrong in facts.fonts.items():
        if wrong:
            yield cv.problem(cv.origin, f"the font {name} {wrong}", "font", hint)


def _photo(facts: Facts, document: Document, cv: CV) -> Iterator[Diagnostic]:
    wanted = any(name.startswith("photo.") and f"{{{name}}}" in document.source for name in document.files)
    if wanted and not facts.images:
        yield cv.problem(cv.basics.place("photo"), "the photo is not in the PDF", "photo", _TEMPLATE)


def _metadata(facts: Facts, cv: CV) -> Iterator[Diagnostic]:
    name = Copied(cv.basics.name[:100]).letters
    wrong = {
        "its title does not hold the name": name not in Copied(facts.title).letters,
        "its author is not the name": not Copied(facts.author).letters.startswith(name),
        f"its language is not {cv.locale.language}": facts.language.lower() != cv.locale.language.lower(),
        "it does not ask for its title to be shown": not facts.shows_title,
    }
    hint = "the template must set it, as base/cv.tex.j2 does with \\hypersetup"
    for what, is_wrong in wrong.items():
        if is_wrong:
            yield cv.problem(cv.basics.place("name"), f"the PDF's own data: {what}", "metadata", hint, "warning")


def _bookmarks(facts: Facts, pieces: list[Piece], cv: CV) -> Iterator[Diagnostic]:
    found = [Copied(title).letters for title in facts.bookmarks]
    for head in heads(pieces, cv):
        wanted = head.copied.letters
        here = [number for number, title in enumerate(found) if title and _is_title(title, wanted)]
        if here:
            found = found[here[0] + 1 :]
        elif wanted:
            message = f"there is no bookmark for the section '{head.text}', or not in its place"
            hint = "print the title with \\cvsection{title}{bookmark}"
            yield cv.problem(head.origin, message, "bookmarks", hint, "warning")


def _is_title(bookmark: str, title: str) -> bool:
    """Return whether a bookmark is a title, or the start of a very long one."""
    return bookmark == title or (bookmark.endswith("...") and title.startswith(bookmark.removesuffix("...")))


def heads(pieces: list[Piece], cv: CV) -> list[Piece]:
    """Return the titles of the sections among the pieces, as far as the template prints them."""
    found: list[Piece] = []
    at = 0
    for section in cv.sections:
        place = section.title.inlines.origin if section.title else section.origin
        number = next((number for number in range(at, len(pieces)) if pieces[number].origin == place), None)
        if number is not None:
            found.append(pieces[number])
            at = number + 1
    return found
