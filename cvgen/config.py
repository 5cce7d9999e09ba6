"""The user's config file: which engine builds CVs that name none, and the editor. No CV can say what is said here."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from pathlib import Path

from cvgen.diagnostics import Diagnostic, InputError, Origin
from cvgen.frozen import record


@record(frozen=True)
class Config:
    """The settings: an engine's name, or a command of the user's own that runs one; the editor that `watch` opens."""

    engine: str = ""
    engine_command: str = ""
    editor: str = ""


def config_path() -> Path:
    """Return where the config file is, if there is one: `CVGEN_CONFIG`, or where the system has such files."""
    from platformdirs import user_config_path

    return Path(os.environ.get("CVGEN_CONFIG") or user_config_path("cvgen", appauthor=False) / "config.toml")


def read_config() -> Config:
    """Return the settings of the user's config file, which is TOML; none if there is no file.

    Raises InputError at the file's line if it is wrong.
    """
    return _read(config_path())


def wanted_editor() -> str:
    """Return the editor that the user wants: as `CVGEN_EDITOR` says, else the config file; "" if neither does."""
    return os.environ.get("CVGEN_EDITOR") or read_config().editor


def _read(path: Path) -> Config:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(path, "", (1, 1), f"the config file cannot be read: {error}", "mend or remove it") from error
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (max(1, text.count("\n")), 1)
        what = str(error).partition(" (at")[0]
        raise _wrong(path, text, (line, column), f"this is no TOML: {what}", 'write: engine = "auto"') from error
    known = [field.name for field in fields(Config)]
    for key, value in data.items():
        at = re.search(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=", text, re.MULTILINE)
        line = text.count("\n", 0, at.end()) + 1 if at else 1
        if key not in known:
            raise _wrong(path, text, (line, 1), f"unknown key '{key}'", f"known are: {', '.join(known)}")
        if not isinstance(value, str):
            raise _wrong(path, text, (line, 1), f"'{key}' is no text", f'write it in quotes: {key} = "…"')
    if {"engine", "engine_command"} <= set(data):
        raise _wrong(path, text, (1, 1), "engine and engine_command cannot both be meant", "leave one of them out")
    return Config(**data)


def _wrong(path: Path, text: str, place: tuple[int, int], message: str, hint: str) -> InputError:
    line, column = place
    lines = text.split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    return InputError([Diagnostic(Origin(str(path), line, column), message, "config", hint, "error", source)])
