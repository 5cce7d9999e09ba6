"""What mkdocs needs besides the pages: files from outside of docs/, links to them, and the fonts of the house.

On a code host the pages link to `../CONTRIBUTING.md`, and that page to `docs/templates.md`. In the site both are in one
folder. So no text stands twice, and a link that leads nowhere is a warning of mkdocs in either case.
"""

from __future__ import annotations

import posixpath
import re
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
OUTSIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "RELEASING.md": "releasing.md",
    "SECURITY.md": "reporting.md",
    "CHANGELOG.md": "changelog.md",
    "cv.yaml": "cv.yaml",
}
"""Files that the site shows, by their paths in the repository, and their paths in the site."""
FONTS = {
    "sans": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf"),
    "sans-italic": ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf"),
    "serif": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf"),
}
_LINK = re.compile(r"(?<=\]\()([^)#\s:]+)(?=[)#])")
_CODE = re.compile(r"^```.*?^```$|^(?: {4}[^\n]*\n)+|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"<img (?=[^>]*src=)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Leave out the page for what is not there: only a server can show it, and only from its root."""
    config.theme.static_templates.discard("404.html")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files from outside of docs/, and the fonts."""
    from mkdocs.structure.files import File, InclusionLevel

    for path, uri in OUTSIDE.items():
        files.append(File.generated(config, uri, abs_src_path=str(ROOT / path)))
    for name, (package, file) in FONTS.items():
        font = _web_font(Path(str(import_module(package).__file__)).parent / "files" / file)
        files.append(File.generated(config, f"fonts/{name}.woff2", content=font, inclusion=InclusionLevel.NOT_IN_NAV))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 (mkdocs)
    """Return a page's text, with links that lead where the files are in the site."""
    uri = page.file.src_uri
    return moved(markdown, next((path for path, outside in OUTSIDE.items() if outside == uri), f"docs/{uri}"), uri)


def moved(markdown: str, path: str, uri: str) -> str:
    """Return the text of a file, with its relative links, code apart, as `in_site` makes them."""
    parts, end = [], 0
    for code in (*_CODE.finditer(markdown), None):
        text = markdown[end : code.start() if code else None]
        parts += [_LINK.sub(lambda link: in_site(link[1], path, uri), text), code[0] if code else ""]
        end = code.end() if code else end
    return "".join(parts)


def in_site(link: str, path: str, uri: str) -> str:
    """Return a relative link of the file at `path` in the repository as the page at `uri` of the site needs it."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
    place = OUTSIDE.get(target) or (target.removeprefix("docs/") if target.startswith("docs/") else "")
    return posixpath.relpath(place, posixpath.dirname(uri) or ".") if place else link


def on_page_content(html: str, **_: object) -> str:
    """Return a page whose pictures are loaded when they come into sight."""
    return _PICTURE.sub('<img loading="lazy" ', html)


def _web_font(path: Path) -> bytes:
    """Return a font as WOFF2, with all that is in it."""
    from fontTools.ttLib import TTFont

    font, data = TTFont(path, recalcTimestamp=False), BytesIO()
    font.flavor = "woff2"
    font.save(data)
    return data.getvalue()
