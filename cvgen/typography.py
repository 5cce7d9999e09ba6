"""Typewriter punctuation → typographic: quotation marks, apostrophes, dashes and ellipses. Nothing else is changed.

Where a character may be meant as it is, it stays: a straight mark looks plain, a wrong one is damage. The rules:

- Code, URLs, e-mail addresses, file names, options (`--help`) and names with an underscore are left alone.
- Quotes pair, or stay. An opening one stands at the start or after a space, a dash, a slash, an opening bracket or
  quote; a closing one before the end, a space, a dash, a slash, closing punctuation or quote. Chinese, Japanese and
  Korean characters count as spaces on the outer side. A quote that can be neither (`a="b"`) tells of code: then no
  quote of its kind pairs. After a digit a quote closes only if no better one does: it may be an inch or a foot.
- A single quote is an apostrophe between letters, in `1990's`, `'90s`, `'n'`, and after an s where none is open.
- `--` and `---` are dashes, as in TeX, between letters or digits (and `'18--'20`) and between spaces, but not where a
  line starts.
- `...` is an ellipsis at the end or start of a word, or alone; not within a word (`0...5`) or a path (`./...`).

Quotation marks are those of Unicode CLDR 47 (common/main, `delimiters`; Babel leaves them out), but for three: Dutch
has double marks for double ones (CLDR: ‘’), Spanish «», as the Diccionario panhispánico de dudas asks (CLDR: “”), and
French “” within «», with no-break spaces. The apostrophe is U+2019 (The Unicode Standard, section 6.2).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any
from unicodedata import category, east_asian_width

from cvgen.frozen import record
from cvgen.markup import Code, Inlines, LineBreak, Link, Plain
from cvgen.patterns import pattern

Marks = tuple[str, str, str, str]
_ENGLISH: Marks = ("“", "”", "‘", "’")
_MARKS = {
    ("„", "“", "‚", "‘"): "cs de dsb et hr hsb is lb mk sk sl",
    ("„", "“", "„", "“"): "bg lt",
    ("„", "”", "«", "»"): "pl ro",
    ("„", "”", "»", "«"): "hu",
    ("„", "”", "’", "’"): "sr",
    ("”", "”", "’", "’"): "fi sv",
    ("«", "»", "‘", "’"): "nb nn no",
    ("«", "»", "„", "“"): "be ru uk",
    ("«", "»", "“", "”"): "ca el es eu it pt-PT sq",
    ("«", "»", "‹", "›"): "fr-CH",
    ("«\u00a0", "\u00a0»", "“", "”"): "fr",
    ("「", "」", "『", "』"): "ja zh-Hant zh-HK zh-MO zh-TW",
}
_BY_LANGUAGE = {language: marks for marks, languages in _MARKS.items() for language in languages.split()}

_TYPED = pattern(r"[\"']|--|\.\.\.")
_MACHINE = pattern(
    r"""\b(?:\w+://|www\.|mailto:|tel:|doi:)[^\s"<>]*[\w/]  # a URL
    | (?<![\w.+'-])\w[\w.+'-]*@\w[\w.-]*\w                  # an e-mail address
    | (?<![\w.-])\w[\w-]*(?:\.[\w-]+)+/[^\s"<>]*[\w/]       # a URL without its scheme
    | (?<![\w-])(?=[\w-]*--)[\w-]+\.[^\W\d_]                # a file or a host: a--b.pdf, xn--a.org
    | (?<![\w-])[\w-]*_[\w-]*                               # an identifier
    | (?<![\w-])--?[A-Za-z][\w-]*                           # an option of a command""",
    re.VERBOSE,
)
_DASH = pattern(r"(?<=[^\W_])-{2,3}(?=[^\W_]|'[0-9]{2}(?!\w))|(?<=[^\s-] )-{2,3}(?=[ \n]+[^\s-]|\s*\Z)")
_DOTS = pattern(r"\.{3}")
_YEAR = pattern(r"'[0-9]{2}(s|(?=[,;)\]]|[-–—/]+['’]?[0-9]|\Z))?(?![\w'’])")  # the group: surely a year
_DOUBLE = '"“”„«»「」'
_ALL_QUOTES = _DOUBLE + "'‘’‚‹›『』"  # no character, at either end of a text, counts as one of them
_RUN = pattern(rf"(?:[{_ALL_QUOTES}]|(?<=«)\u00a0|\u00a0(?=»))+")


def smarten(inlines: Inlines, language: str) -> Inlines:
    """Return rich text with the punctuation of a language, a BCP 47 tag; the same object if there is nothing to do.

    Only the characters of plain text change: the tree, its code, its URLs and links that show their own URL do not.
    """
    if not _TYPED.search(inlines.plain):
        return inlines
    pieces = list(_flatten(inlines.nodes))
    text = "".join(pieces)
    text = _MACHINE.sub(lambda found: found[0][0] + "x" * (len(found[0]) - 1), text)
    changes = dict(_quotes(text, _marks_of(language)))
    borders = set(accumulate(map(len, pieces)))
    for start, end, mark in _dashes_and_dots(text):
        if borders.isdisjoint(range(start + 1, end)):
            changes |= {start: mark} | dict.fromkeys(range(start + 1, end), "")
    return replace(inlines, nodes=_rebuild(inlines.nodes, changes, 0)[0]) if changes else inlines


def _marks_of(language: str) -> Marks:
    main = language.rpartition("-")[0]
    return _BY_LANGUAGE.get(language) or (_marks_of(main) if main else _ENGLISH)


def _flatten(nodes: Iterable[Any]) -> Iterator[str]:
    """Yield the text of each leaf, as long as `_rebuild` takes it to be: what must not change reads as letters."""
    for node in nodes:
        if isinstance(node, Plain):
            yield node.value
        elif _shows_itself(node) or isinstance(node, Code):
            yield "x"
        elif isinstance(node, LineBreak):
            yield "\n"
        else:
            yield from _flatten(node.children)


def _rebuild(nodes: Iterable[Any], changes: dict[int, str], start: int) -> tuple[tuple[Any, ...], int]:
    """Return the nodes with their changes, by their place in the flat text, and the place where they end."""
    done: list[Any] = []
    for node in nodes:
        if isinstance(node, Plain):
            value = "".join(changes.get(place, letter) for place, letter in enumerate(node.value, start))
            done.append(Plain(value))
            start += len(node.value)
        elif _shows_itself(node) or isinstance(node, Code | LineBreak):
            done.append(node)
            start += 1
        else:
            children, start = _rebuild(node.children, changes, start)
            done.append(replace(node, children=children))
    return tuple(done), start


def _shows_itself(node: Any) -> bool:
    if not isinstance(node, Link):
        return False
    shown = Inlines(node.children).plain.rstrip("/")
    return shown in (node.url.rstrip("/"), re.sub(r"^\w+:(//)?", "", node.url).rstrip("/"))


def _dashes_and_dots(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where dashes and ellipses stand, and what they become."""
    for found in _DASH.finditer(text):
        before, after = text[found.start() - 1], text[found.end() : found.end() + 1]
        if before == " " or not (_wide(before) or _wide(after)):
            yield *found.span(), "–" if len(found[0]) == 2 else "—"
    for found in _DOTS.finditer(text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        starts = before.isspace() or before in _ALL_QUOTES
        ends = after.isspace() or after in _ALL_QUOTES + ",;:!?，。、；：！？" or category(after) == "Pe"
        if (starts or before.isalnum() or category(before) in ("Ps", "Pe")) and (ends or (starts and _letter(after))):
            yield *found.span(), "…"


@record(frozen=True)
class _Quote:
    """A straight quote: its place, what it can be, and whether it may be an inch, a foot or an apostrophe instead."""

    place: int
    opens: bool
    closes: bool
    doubtful: bool


def _quotes(text: str, marks: Marks) -> Iterator[tuple[int, str]]:
    """Yield where quotes stand, and what they become."""
    doubles: list[_Quote] = []
    singles: dict[int, list[_Quote]] = defaultdict(list)
    seen = 0  # double quotes so far: a pair of single ones must not cross a pair of double ones
    for run in _RUN.finditer(text):
        left, right = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        for place in range(*run.span()):
            if _apostrophe(text, place, left):
                yield place, "’"
            elif text[place] == '"':
                doubles.append(_quote(text, place, left, right))
            elif text[place] == "'":
                singles[seen if seen % 2 else 0].append(_quote(text, place, left, right))
            seen += text[place] in _DOUBLE
    alone = {quote.place: quote for group in singles.values() for quote in group}
    wide = [place for place, letter in enumerate(text) if _wide(letter)]
    for group, level in [(doubles, 0), *((group, 2) for group in singles.values())]:
        for opening, closing in _pairs(group):
            near = bisect_left(wide, opening - 1) < bisect_left(wide, closing + 2)
            chosen = marks if near or marks[0] != "「" else _ENGLISH
            yield from ((opening, chosen[level]), (closing, chosen[level + 1]))
            alone.pop(opening, None)
            alone.pop(closing, None)
    opened = False
    for place, quote in sorted(alone.items()):
        if (quote.opens and _YEAR.match(text, place)) or (
            quote.closes and not quote.opens and not opened and text[place - 1] in "sS"
        ):
            yield place, "’"
        else:
            opened = opened or quote.opens


def _apostrophe(text: str, place: int, left: str) -> bool:
    """Return whether a quote is an apostrophe by what stands next to it alone."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if text[place] != "'" or "'" in (before, after):
        return False
    if " 'n' " in (text[place - 1 : place + 4].lower(), text[place - 3 : place + 2].lower()):
        return True
    year = _YEAR.match(text, place)
    decade = before.isdecimal() and re.match(r"s(?!\w)", text[place + 1 : place + 3])
    return bool(
        (_letter(before) and _letter(after)) or decade or (year and year[1] is not None and _before_opening(left))
    )


def _quote(text: str, place: int, left: str, right: str) -> _Quote:
    """Return what a quote can be, from the characters before and after the run of quotes that it stands in."""
    mark, before = text[place], text[place - 1 : place]
    if mark in (before, text[place + 1 : place + 2]):
        return _Quote(place, False, False, False)
    opens = _before_opening(left) and not _after_closing(right, spaces_only=True)
    closes = _after_closing(right) and not _before_opening(left, spaces_only=True)
    return _Quote(place, opens, closes, before.isnumeric() or (mark == "'" and before in ("s", "S")))


def _pairs(quotes: list[_Quote]) -> Iterator[tuple[int, int]]:
    """Yield the places of quotes that belong together; none if one of them is no quotation mark at all."""
    if not all(quote.opens or quote.closes or quote.doubtful for quote in quotes):
        return
    following, count, clear = [], 0, False
    for quote in reversed(quotes):  # how many close from here until one opens, and whether one of them does for sure
        count = 0 if quote.opens else count + quote.closes
        clear = not quote.opens and (clear or (quote.closes and not quote.doubtful))
        following.append((count, clear))
    opened: list[int] = []
    for quote, (count, clear) in zip(quotes, reversed(following), strict=True):
        if quote.closes and opened:
            if not (quote.doubtful and clear and count > len(opened)):
                yield opened.pop(), quote.place
        elif quote.opens:
            opened.append(quote.place)


def _before_opening(letter: str, spaces_only: bool = False) -> bool:
    """Return whether a quote after this character can open; with `spaces_only`, whether it cannot close."""
    if not letter or letter.isspace() or category(letter) == "Ps":
        return True
    return not spaces_only and (_wide(letter) or category(letter) == "Pd" or letter in "/|¿¡·•")


def _after_closing(letter: str, spaces_only: bool = False) -> bool:
    """Return whether a quote before this character can close; with `spaces_only`, whether it cannot open."""
    if not letter or letter.isspace() or category(letter) == "Pe" or letter in "，。、；：！？":
        return True
    return not spaces_only and (_wide(letter) or category(letter) == "Pd" or letter in ".,;:!?…/|·•*†‡§¶™®©°¹²³")


def _letter(letter: str) -> bool:
    return letter != "" and category(letter)[0] in "LM" and not _wide(letter)


def _wide(letter: str) -> bool:
    """Return whether a character is Chinese, Japanese or Korean."""
    return letter != "" and east_asian_width(letter) in "WF"
