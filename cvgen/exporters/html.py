"""A selected CV → one HTML page that needs nothing else: accessible, for screens of both kinds and for paper.

Text becomes HTML here and in `page.html.j2`, whose values markupsafe escapes. The page runs no script and loads
nothing, and its own policy forbids browsers to: what is in `<script>` is data for search engines.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from cvgen.assets import load_photo
from cvgen.exporters import Exported, Request
from cvgen.exporters.outline import Outline, Piece, outline
from cvgen.latex import ascii_url
from cvgen.markup import (
    SCHEMES,
    Code,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Plain,
    Strong,
    Subscript,
    Superscript,
)
from cvgen.model import Basics, Date
from cvgen.views import contacts_of

_TAGS = {Emphasis: "em", Strong: "strong", Subscript: "sub", Superscript: "sup"}
_TYPES = {"jpg": "jpeg", "png": "png"}


def export(request: Request) -> Exported:
    """Return the page. Raises CvgenError if the template's options, or the photo, are wrong."""
    said = outline(request, typographic=True)
    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"rich": rich, "url": safe_url, "when": lambda piece: when(piece, said)}
    style = (folder / "page.css").read_text(encoding="utf-8").replace("#1d3f66", f"#{said.options['accent']}")
    page = environment.get_template("page.html.j2").render(
        outline=said,
        basics=said.cv.basics,
        contacts=contacts_of(said.cv.basics),
        language=said.cv.locale.language,
        title=said.words["curriculum_vitae"],
        photo=_photo(request, said),
        photo_text=_photo_text(said),
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        person=_embedded(_person(said)),
    )
    return Exported(page)


def rich(text: Inlines) -> Markup:
    """Return inline markup as HTML."""
    return Markup("").join(map(_node, text.nodes))


def _node(node: Inline) -> Markup:
    if isinstance(node, Plain):
        return escape(node.value)
    if isinstance(node, Code):
        return Markup("<code>{}</code>").format(node.value)
    if isinstance(node, LineBreak):
        return Markup("<br>")
    inner = Markup("").join(map(_node, node.children))
    if isinstance(node, Link):
        url = safe_url(node.url)
        return Markup('<a href="{}">{}</a>').format(url, inner) if url else inner
    if isinstance(node, Foreign):
        return Markup('<span lang="{}">{}</span>').format(node.language, inner)
    tag = Markup(_TAGS[type(node)])
    return Markup("<{}>{}</{}>").format(tag, inner, tag)


def safe_url(url: str | None) -> str:
    """Return a link target that leads somewhere in a browser, or an empty text if its scheme is none of a CV's."""
    scheme, _, rest = (url or "").partition(":")
    if not url or scheme.lower() not in SCHEMES:
        return ""
    return ascii_url(f"https://doi.org/{rest.lstrip('/')}" if scheme.lower() == "doi" else url)


def when(piece: Piece, said: Outline) -> Markup:
    """Return what stands beside an entry, with its dates marked as such."""
    text, done = piece.label, Markup("")
    entry = piece.entry
    dates = [date for date in (entry.date, entry.start, entry.end) if date]
    if len(text.nodes) != 1 or not isinstance(text.nodes[0], Plain):
        return rich(text)
    rest = text.nodes[0].value
    for date in dates:
        before, found, after = rest.partition(said.words.date(date).plain)
        if found and (machine := _machine(date)):
            done += escape(before) + Markup('<time datetime="{}">{}</time>').format(machine, found)
            rest = after
    return done + escape(rest)


def _machine(date: Date) -> str:
    """Return a date as HTML has it; "" for words, the present, and years that HTML does not know."""
    if not date.year or date.words or date.present:
        return ""
    parts = (f"{date.year:04}", *(f"{part:02}" for part in (date.month, date.day) if part))
    return "-".join(parts)


def _photo(request: Request, said: Outline) -> str:
    """Return the photo as a data URI, if the variant shows one."""
    if not (said.options.get("photo") or request.shows_everything):
        return ""
    for name, data in load_photo(request.cv, request.loaded.path.parent).items():
        return f"data:image/{_TYPES[name.rpartition('.')[2]]};base64,{base64.b64encode(data).decode()}"
    return ""


def _photo_text(said: Outline) -> str:
    basics = said.cv.basics
    if basics.photo_alt:
        return basics.photo_alt.plain
    return said.words.say("photo_of", Inlines((Plain(basics.name),))).plain


def _person(said: Outline) -> dict[str, Any]:
    """Return who the page is about, in the words of schema.org."""
    basics: Basics = said.cv.basics
    pages: list[str] = [*(profile.url for profile in basics.profiles)]
    if basics.orcid:
        pages.append(f"https://orcid.org/{basics.orcid}")
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": basics.name,
        "alternateName": basics.native_name.plain if basics.native_name else "",
        "jobTitle": basics.label.plain if basics.label else "",
        "description": basics.summary.plain if basics.summary else "",
        "email": f"mailto:{basics.email}" if basics.email else "",
        "telephone": basics.phone,
        "url": safe_url(basics.url) if basics.url else "",
        "address": basics.location.plain if basics.location else "",
        "sameAs": [url for url in map(safe_url, pages) if url],
    }
    return {key: value for key, value in known.items() if value}


def _embedded(data: dict[str, Any]) -> Markup:
    """Return JSON that nothing in it can end: no character of it means anything to HTML."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return Markup(text.translate({ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}))
