"""The URL that opens a place of a file in the user's editor."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from cvgen.diagnostics import Origin, UsageError

# From the editors' manuals: "Opening VS Code with URLs", IntelliJ's Toolbox URLs, TextMate's "txmt" scheme, Zed's CLI.
EDITORS = {
    "vscode": "vscode://file{file}:{line}:{column}",
    "vscodium": "vscodium://file{file}:{line}:{column}",
    "cursor": "cursor://file{file}:{line}:{column}",
    "zed": "zed://file{file}:{line}:{column}",
    "idea": "idea://open?file={file}&line={line}&column={column}",
    "pycharm": "pycharm://open?file={file}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{file}&line={line}&column={column}",
}
_SCRIPTS = ("javascript", "vbscript", "data")


def editor_url(name: str) -> str:
    """Return the URL of an editor, in which {file}, {line} and {column} stand for a place.

    `name` is one of `EDITORS`, or such a URL. Raises UsageError if it is neither.
    """
    url = EDITORS.get(name, name)
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", url, re.IGNORECASE)
    if not scheme or "{file}" not in url or scheme[1].lower() in _SCRIPTS:
        known = ", ".join(EDITORS)
        hint = f"name one of {known}, or write a URL with {{file}}, {{line}} and {{column}} in it"
        raise UsageError(f"'{name}' opens no editor", hint)
    return url


def place_url(url: str, place: Origin) -> str:
    """Return the URL of a place; `url` is what `editor_url` returned."""
    path = Path(place.file).absolute().as_posix()
    file = quote(path if path.startswith("/") else f"/{path}")  # C:/… on Windows
    for name, value in (("file", file), ("line", str(place.line)), ("column", str(place.column))):
        url = url.replace(f"{{{name}}}", value)
    return url
