"""Sheets: CVs that hold many hostile strings, each in every kind of field, and know where each one must come back.

A marker (a word that is in none of the strings) stands before every group of fields. What a PDF says between one marker
and the next is what became of that group: nothing can hide behind the same string elsewhere, and a failure names the
string. Each string stands on a line of its own, so the line of a diagnostic tells whose it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, get_args

from cvgen.cache import Files
from cvgen.engine import Engine
from cvgen.entries import ENTRY_TYPES
from cvgen.fonts.typefaces import Typefaces
from cvgen.model import Author, Entry, Text
from cvgen.plan import plan
from cvgen.reader.objects import keys_of
from cvgen.render import Document, render
from cvgen.select import select
from cvgen.template import load_template, template_folders
from tests.conftest import read
from tests.pdf import legible

HOSTILE: dict[str, str] = {
    item["id"]: item["text"]
    for item in json.loads((Path(__file__).parent / "data" / "hostile.json").read_text(encoding="utf-8"))
}
LONG = {name: text for name, text in HOSTILE.items() if len(text) > 5_000}
SHORT = {name: text for name, text in HOSTILE.items() if name not in LONG}

_PREFIXES = (
    "latex-",
    "caret-",
    "jinja-",
    "path-00",
    "url-",
    "markdown-",
    "combining-",
    "emoji-",
    "shell-",
    "unicode-01",
)
SOME = {
    name: text for name, text in SHORT.items() if name.startswith(_PREFIXES) and (name[-1] in "14" or "exec" in name)
} | {"length-003": HOSTILE["length-003"], "yaml-doc-001": HOSTILE["yaml-doc-001"], "url-003": HOSTILE["url-003"]}
"""A string of each kind, and the longest."""

UNPRINTABLE = {"path-007", "bidi-invisible-001", "bidi-invisible-002", *(f"control-00{i}" for i in range(1, 9))}
BAD_LINKS = {"markdown-004", "markdown-005", "markdown-006"}
GOOD_URLS = {"url-002", "url-003", "url-004", "url-005", "url-006"}
MARKUP = {
    "markdown-001": "bold nested broken",
    "markdown-003": r"code \input{x}",
    "latex-catcode-003": r"\catcode\{=12\catcode\}=12",  # what stands between two backticks is code
    "shell-002": "touch cvgen_pwned",
}
"""What is printed of the strings that are markup. All others come back to the letter, even in a rich text."""

PLAIN, RICH, DATE, URL, KEY = "plain", "rich", "date", "url", "key"
MAX_KEY = 1024  # characters of a key, says YAML 1.1
TEMPLATES = ("academic", "classic", "publications", "resume")


class Place(NamedTuple):
    """Where a string stands: the field, its kind, and the string's name."""

    field: str
    kind: str
    name: str


def is_refused(place: Place, text: str) -> bool:
    """Return whether a field must refuse a string of `hostile.json`."""
    if place.name in UNPRINTABLE:
        return True
    if place.kind == URL:
        return place.name not in GOOD_URLS
    if place.kind == DATE:
        return not any(char.isalpha() for char in text)
    return place.kind == RICH and place.name in BAD_LINKS


def printed(place: Place, text: str) -> str:
    """Return what must come back of an accepted string."""
    if place.kind == RICH:
        text = MARKUP.get(place.name, text)
    elif place.kind == KEY:
        text = text[:1].upper() + text[1:].replace("_", " ")
    return legible(text.replace("\u200b", ""))


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def marker_word(number: int) -> str:
    letters = "bcdfghjklmnprstvwx"
    return "Zq" + "".join(letters[number // 18**power % 18] for power in (2, 1, 0))


_MARKER = re.compile("Zq[bcdfghjklmnprstvwx]{3}")


Used = Mapping[str, set[str]]
Group = list[tuple[Place, tuple[str, ...]]]


def parts_of(pdf: str, count: int) -> list[str]:
    """Return what stands after each marker in a PDF's text. Every marker must be there, in its place."""
    text = legible(pdf)
    assert _MARKER.findall(text) == [marker_word(number) for number in range(count)]
    return _MARKER.split(text)[1:]


class Sheet:
    """A CV file that is written line by line.

    `at` says which string a line holds, `groups` which strings must follow each marker, and in which templates.
    Without `refused`, strings that a field must refuse are replaced by a harmless one.
    """

    def __init__(self, texts: Mapping[str, str], refused: bool = False) -> None:
        self.texts = texts
        self.refused = refused
        self.at: dict[int, Place] = {}
        self.groups: list[Group] = []
        self.lines: list[str] = []

    def add(self, *lines: str) -> None:
        self.lines += lines

    def put(self, line: str, place: Place, templates: tuple[str, ...] = TEMPLATES) -> None:
        """Add a line with a string in the place of `{}`, which is shown after the newest marker."""
        text = self.texts[place.name]
        if is_refused(place, text) and not self.refused:
            self.add(line.replace("{}", f"no-{place.name}"))
            return
        self.add(line.replace("{}", quoted(text)))
        self.at[len(self.lines)] = place
        self.groups[-1].append((place, templates))

    def marker(self) -> str:
        """Open a new group and return the word that must stand before it."""
        self.groups.append([])
        return marker_word(len(self.groups) - 1)

    def section(self, name: str, type_: str) -> None:
        self.add(f"  {name}:", f"    type: {type_}", "    entries:")

    @property
    def source(self) -> str:
        return "\n".join([*self.lines, f"variants: {{{', '.join(f'{name}: {{}}' for name in TEMPLATES)}}}", ""])

    def lost(self, pdf: str, template: str) -> list[Place]:
        """Return what does not come back in a PDF's text as often as its group of fields shows it."""
        lost = []
        for part, group in zip(parts_of(pdf, len(self.groups)), self.groups, strict=True):
            lost += self.lost_in(part, group, template)
        return lost

    def lost_in(self, part: str, group: Group, template: str) -> list[Place]:
        wanted: dict[str, list[Place]] = {}
        for place, templates in group:
            if template in templates:
                wanted.setdefault(printed(place, self.texts[place.name]), []).append(place)
        return [place for text, places in wanted.items() for place in places[part.count(text) :]]


_COMMON = set(keys_of(Entry))
_LISTS = {
    name
    for cls in ENTRY_TYPES.values()
    for name, (kind, _) in keys_of(cls).items()
    if get_args(kind) and name not in ("links", "marks")
}
# of publications, see docs/writing.md; a venue is hidden by its short name
_NOT_IN_RESUME = {
    f"publications.{key}"
    for key in [
        "acceptance",
        "venue",
        "note",
        "summary",
        "highlights",
        "series",
        "volume",
        "number",
        "chapter",
        "pages",
        "editors",
        "edition",
        "version",
        "publisher",
        "institution",
        "location",
    ]
}

# All of them would make one paragraph that is longer than TeX can break well.
_NEVER_LONG = {f"publications.{key}" for key in ("genre", "status", "number", "chapter", "pages", "edition", "version",
                                                 "series", "volume", "location", "institution")}  # fmt: skip


def fields_of(kind: str) -> list[tuple[str, str]]:
    """Return the fields of an entry type that hold texts, PLAIN or RICH, as the classes declare them."""
    found = []
    for name, (declared, _) in keys_of(ENTRY_TYPES[kind]).items():
        item = next(iter(get_args(declared)), declared)
        if item in (Text, Author) and name not in {*_COMMON, "marks", "term", "email", "topic"}:
            found.append((name, PLAIN if item is Author else RICH))
    if kind in ("publications", "experience", "general"):
        found += [("summary", RICH), ("note", RICH), ("highlights", RICH)]
    return found


def fill(sheet: Sheet, types: Iterable[str] = tuple(ENTRY_TYPES)) -> Sheet:
    """Put every string into every field of entries of all types, and into what surrounds them."""
    sheet.add("basics: {name: Ada Lovelace}", "design: {footer: false}", "sections:")
    sheet.section("honors", "awards")  # with a section of this name, no other takes the place of the awards
    sheet.add("    - title: x")
    for type_ in types:
        sheet.section(type_, type_)
        for name in sheet.texts:
            _entry(sheet, type_, name)
    _other_fields(sheet)
    _dates(sheet)
    _titles(sheet)
    return sheet


def _entry(sheet: Sheet, type_: str, name: str) -> None:
    if type_ == "publications":  # their date is not a label, and their title is to be a string
        sheet.add(f"    - title: {sheet.marker()}", "    - kind: other")
    else:
        sheet.add(f"    - date: {sheet.marker()}")
    for key, kind in fields_of(type_):
        if name in LONG and f"{type_}.{key}" in _NEVER_LONG:
            continue
        place = Place(f"{type_}.{key}", kind, name)
        value = "[{}]" if key in _LISTS else "{}"
        sheet.put(
            f"      {key}: {value}",
            place,
            tuple(name for name in TEMPLATES if name != "resume") if place.field in _NOT_IN_RESUME else TEMPLATES,
        )


def _other_fields(sheet: Sheet) -> None:
    """Fields that need an entry of their own: a venue without a short name, marks, link labels, brief languages."""
    sheet.section("more_papers", "publications")
    for name in sheet.texts:
        sheet.add(f"    - title: {sheet.marker()}", "      authors: [x*]")
        sheet.put("      venue: {}", Place("venue", RICH, name))
        sheet.put("      marks: {'*': {}}", Place("marks", RICH, name))
        if len(sheet.texts[name]) < MAX_KEY:
            sheet.put("      links: {{}: 'https://example.org/1'}", Place("links", RICH, name))
    sheet.section("more_links", "general")
    for name in sheet.texts:
        sheet.add(f"    - title: {sheet.marker()}", "      links:", "        - url: https://example.org/2")
        sheet.put("          label: {}", Place("links.label", RICH, name))
        sheet.add(*(f"        - {{url: 'https://example.org/3', label: a{i}}}" for i in range(4)))
        sheet.put("      highlights: [{text: {}}]", Place("highlights.text", RICH, name))
    sheet.section("words", "languages")
    for name in sheet.texts:
        sheet.add(f"    - language: {sheet.marker()}")
        sheet.put("      fluency: {}", Place("fluency", RICH, name))
        sheet.put("    - language: {}", Place("language", RICH, name))


def _dates(sheet: Sheet) -> None:
    """What stands in the label before an entry, and so after the marker of the entry before it."""
    sheet.section("labels", "teaching")
    for name in sheet.texts:
        for key, kind in (("term", RICH), ("date", DATE), ("start", DATE), ("end", DATE)):
            sheet.add(f"    - course: {sheet.marker()}", "    - course: x")
            sheet.put(f"      {key}: {{}}", Place(key, kind, name))


def _titles(sheet: Sheet) -> None:
    """Titles of sections; each section ends with the marker for the next."""
    sheet.section("first", "general")
    sheet.add(f"    - title: {sheet.marker()}")
    for name in sheet.texts:
        sheet.add(f"  section {name}:")
        sheet.put("    title: {}", Place("section title", RICH, name))
        sheet.add("    type: general", f"    entries: [{{title: {sheet.marker()}}}]")
        if len(sheet.texts[name]) < MAX_KEY:
            sheet.put("  {}:", Place("section name", KEY, name))
            sheet.add("    type: general", f"    entries: [{{title: {sheet.marker()}}}]")


def header(name: str, text: str, refused: bool = False) -> Sheet:
    """Return a CV with a string in every field of the basics; all of them stand in one group."""
    sheet = Sheet({name: text}, refused)
    sheet.marker()
    sheet.add("basics:")
    for key, kind, value in (
        ("name", PLAIN, "{}"),
        ("native_name", RICH, "{}"),
        ("label", RICH, "{}"),
        ("location", RICH, "{}"),
        ("phone", PLAIN, "{}"),
        ("summary", RICH, "{}"),
    ):
        sheet.put(f"  {key}: {value}", Place(key, kind, name))
    sheet.put("  aliases: [x, {}]", Place("aliases", PLAIN, name), ())
    sheet.add("  profiles:", "    - url: https://example.org/1")
    sheet.put("      network: {}", Place("network", PLAIN, name))
    sheet.add("    - url: https://example.org/2", "      network: x")
    sheet.put("      username: {}", Place("username", PLAIN, name), ())  # its URL is shown instead
    footer = "false" if name in LONG else "true"  # footers would stand amid a text of several pages
    sheet.add(f"design: {{footer: {footer}}}", "sections:", "  publications:", "    - title: x")
    sheet.put("      authors: [{}, nobody]", Place("authors", PLAIN, name))
    return sheet


def together(documents: Iterable[Document], used: Iterable[Used], engine: Engine) -> Document:
    """Return the bodies of many documents as one, each with its own footer, after a marker.

    A CV has one name, one label, one summary: every string in each of them would be a PDF each, and TeX needs half a
    second to start. The LaTeX of each is what `cvgen build` makes; that it is put together is all that differs.
    """
    merged: dict[str, set[str]] = {}
    for script, clusters in (item for each in used for item in each.items()):
        merged.setdefault(script, set()).update(clusters)
    bodies, files = [], {}
    for number, document in enumerate(documents):
        preamble, _, rest = document.source.partition("\\begin{document}")
        foot = re.search(r"^\\cvfoot.*", preamble, re.MULTILINE | re.DOTALL)
        body = rest.rpartition("\\end{document}")[0]
        bodies.append(
            f"\\pagestyle{{empty}}\n{foot[0] if foot else ''}\n{marker_word(number)}\n\n{body}\n\\clearpage\n"
        )
        files = dict(document.files)
    source = preamble + "\\begin{document}\n" + "".join(bodies) + "\\end{document}\n"
    return Document(source, {**files, **engine.font_files(Typefaces("en"), merged)}, ())


def headers(texts: Mapping[str, str], template: str, engine: Engine) -> tuple[list[Sheet], Document]:
    """Return a sheet for each string, with the string in all of its basics, and the document of them all."""
    folders = template_folders(Path("cv.yaml"))
    chosen = load_template(template, folders, AssertionError)
    sheets, documents, used = [], [], []

    def note(_: Typefaces, characters: Used) -> Files:
        used.append(characters)
        return {}

    for name, text in texts.items():
        sheet = header(name, text)
        cv = read(sheet.source)
        (variant,) = (variant for variant in cv.variants if variant.name == template)
        sheets.append(sheet)
        documents.append(render(plan(select(cv, variant), chosen), note))
    return sheets, together(documents, used, engine)
