"""The facts of the homepage that the sample must hold, read from its Markdown."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from cvgen.locale import Words
from cvgen.model import Date

PATH = Path(__file__).parent / "data" / "homepage.md"
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\((https?://(?:[^()\s]|\([^()\s]*\))*)\)")
_DATE = re.compile(r"\b(\d{1,2})/(?:(\d{1,2})/)?(\d{4})\b")


@dataclass(frozen=True)
class Publication:
    """One publication of the homepage."""

    title: str
    authors: tuple[str, ...]
    rest: str


def source() -> str:
    """Return the page without HTML tags and entities, its escaped brackets plain."""
    text = html.unescape(re.sub(r"<(?!https?:)[^>]*>", "", PATH.read_text(encoding="utf-8")))
    return text.replace("\\[", "[").replace("\\]", "]").replace("\\*", "*")


def links() -> set[str]:
    """Return every absolute URL of the page."""
    return {match[2] for match in re.finditer(_LINK, source())} | set(re.findall(r"<(https?://[^>]*)>", source()))


def section(title: str) -> list[str]:
    """Return the top bullets of a section, as text without links and emphasis, sub-bullets joined to theirs."""
    body = re.split(r"^# ", source(), flags=re.MULTILINE)
    (found,) = [part for part in body if title in part.split("\n", 1)[0]]
    bullets: list[str] = []
    for line in found.split("\n")[1:]:
        if line.startswith("- "):
            bullets.append(line[2:])
        elif bullets and line.strip():
            bullets[-1] += " " + line.strip().removeprefix("- ")
    return [_plain(bullet) for bullet in bullets]


def _plain(markdown: str) -> str:
    for _ in range(2):
        markdown = _LINK.sub(r"\1", markdown)
    return re.sub(r"\*\*|(?<![\w.])\*(?=\S)|(?<=[a-z,”])\*(?=[\s,.)(]|$)", "", markdown)


def publications() -> list[Publication]:
    """Return the publications."""
    found = []
    for bullet in section("Publications"):
        head, title, rest = re.fullmatch(r"(.*?)[“\"](.*?)[”“\"]\s*(.*)", bullet).groups()  # type: ignore[union-attr]
        authors = re.sub(r"\band\b", ",", head).replace("†", "").replace("*", "").rstrip(" .").split(",")
        found.append(Publication(title.strip().rstrip(".,"), tuple(filter(None, map(str.strip, authors))), rest))
    return found


def dates() -> set[str]:
    """Return every date of the page with a month, as the academic CV prints it."""
    words = Words("en")
    found = set()
    bullets = [bullet for title in ("Talks", "Activities", "Education") for bullet in section(title)]
    for month, day, year in _DATE.findall(" ".join(bullets)):
        found.add(words.date(Date(int(year), int(month), int(day) if day else None)).plain)
    return found
