"""`cvgen engines`: which TeX engines are here, which one a build would use, and what to install for the others."""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cvgen.commands.arguments import Help
from cvgen.commands.common import choice_of, engine_of
from cvgen.diagnostics import Exit

if TYPE_CHECKING:
    from cvgen.engine import Engine

_TAGS = "PDF/UA-1"
_EPILOG = """\
examples:
  cvgen engines                   what is here, and what to install for the rest
  cvgen engines --format json     the same for a program
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "engines",
        help="list the TeX engines that are here",
        epilog=_EPILOG,
        formatter_class=Help,
        description="List the TeX engines, which of them are installed here, and which one a build would use.",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="print text (default) or json")
    parser.set_defaults(run=run, engine="", engine_command="", no_tags=False)


def run(options: argparse.Namespace) -> Exit:
    """List the engines."""
    from cvgen.engine import AUTO, ENGINES, find_engine

    chosen = engine_of(options)
    wanted = chosen.asked or chosen.default
    name = wanted if isinstance(wanted, str) else wanted.name
    used = find_engine(wanted).name if name == AUTO else name
    known = {**ENGINES, **({} if isinstance(wanted, str) else {wanted.name: wanted})}
    found = [_described(engine, used) for engine in known.values()]
    if options.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return Exit.OK
    width = max(len(one["name"]) for one in found)
    for one in found:
        mark = "*" if one["chosen"] else " "
        print(f"{mark} {one['name']:{width}}  {one['version'] or 'here' if one['path'] else 'not installed'}")
    absent = "" if any(one["chosen"] and one["path"] for one in found) else ", which is not installed here"
    print(f"\nA build uses {used}{absent}: {_reason(options, name)}")
    print(f"Whichever is used, PDFs are tagged for screen readers ({_TAGS}); --no-tags leaves that out.")
    _print_install([engine for engine in known.values() if engine.find() is None])
    return Exit.OK


def _described(engine: Engine, used: str) -> dict[str, Any]:
    from cvgen.compiling import version_of

    path = engine.find()
    return {
        "name": engine.name,
        "path": str(path) if path else None,
        "version": version_of(engine),
        "chosen": engine.name == used,
        "tags": _TAGS if not engine.own else f"{_TAGS} with the pdfTeX, XeTeX or LuaTeX of a TeX Live since 2021",
        "install": asdict(engine.install) if engine.install else None,
    }


def _reason(options: argparse.Namespace, name: str) -> str:
    from cvgen.config import config_path
    from cvgen.engine import AUTO, find_engine

    _, command, usual, usual_command = choice_of(options)
    said = {
        "it is the command in CVGEN_ENGINE_COMMAND.": command and os.environ.get("CVGEN_ENGINE_COMMAND"),
        f"it is the command in {config_path()}.": usual_command,
        f"{config_path()} says so.": usual,
    }
    because = next((text for text, is_so in said.items() if is_so), "it is the default.")
    if name == AUTO:
        because += f" That is the first that is here ({find_engine('auto').why or 'auto'})."
    return f"{because}\nA CV can name another (engine: …), and so can the command line (--engine, --engine-command)."


def _print_install(missing: list[Engine]) -> None:
    for engine in missing:
        print(f"\n{engine.name}:")
        if engine.install is None:
            print(f"  {engine.hint}")
            continue
        print(f"  Debian, Ubuntu  apt install {engine.install.debian}")
        print(f"  macOS           {engine.install.macos}")
        print(f"  Windows         {engine.install.windows}")
        print(f"  tlmgr           tlmgr install {engine.install.tlmgr}")
