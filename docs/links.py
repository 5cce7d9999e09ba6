"""Looks for dead links in a folder of web pages: `python docs/links.py site`, the last step of `make site`.

Every link must lead to a file of the folder, and to something of that name in it. A page may lead elsewhere, but it
may load nothing from there.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

LOADED = {("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}
"""What a browser loads without being asked. (Of `<link>`, all but the address of the page itself.)"""


class Links(HTMLParser):
    """The links of a page, each with its line and whether it is loaded with the page, and the names that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, int, bool]] = []
        self.names: set[str] = {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag links to, and what it is called."""
        found = {key: value or "" for key, value in attrs}
        self.names |= {found[key] for key in ("id", "name") if key in found and (key == "id" or tag == "a")}
        for key in ("href", "src"):
            if key in found:
                loaded = (tag, key) in LOADED and found.get("rel") not in {"canonical", "prev", "next", "edit"}
                self.links.append((found[key], self.getpos()[0], loaded))


def dead_links(folder: Path) -> list[str]:
    """Return a message for each link of the pages and style sheets of a folder that leads nowhere within it."""
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        for link, line, loaded in page.links:
            problem = _problem(link, path, loaded, folder, pages)
            if problem:
                found.append(f"{path.relative_to(folder)}:{line}: {link!r} {problem}")
    for path in sorted(folder.rglob("*.css")):
        for link in re.findall(r"url\(\s*['\"]?(?!data:)([^'\")]+)", path.read_text(encoding="utf-8")):
            problem = _problem(link, path, True, folder, pages)
            if problem:
                found.append(f"{path.relative_to(folder)}: {link!r} {problem}")
    return found


def _problem(link: str, path: Path, loaded: bool, folder: Path, pages: dict[Path, Links]) -> str:
    """Return what is wrong with a link, or nothing."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "is loaded from elsewhere" if loaded and parts.scheme != "data" else ""
    if parts.path.startswith("/"):
        return "is absolute: it does not work in a folder"
    target = Path(unquote(urlsplit(urljoin(path.as_uri(), link)).path)) if parts.path else path
    if not target.is_file() or not target.is_relative_to(folder):
        return "leads to no file"
    if target in pages and unquote(parts.fragment) not in pages[target].names:
        return "leads to nothing of this name in the page"
    return ""


def main() -> int:
    """Print the dead links of the folder that is named, and return 1 if there are any."""
    folder = Path(sys.argv[1]).resolve()
    found = dead_links(folder)
    for message in found:
        print(message, file=sys.stderr)
    count = len(list(folder.rglob("*.html")))
    print(f"{count} pages, {len(found)} dead links")
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main())
