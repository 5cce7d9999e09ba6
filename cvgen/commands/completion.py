"""`cvgen completion`: what makes a shell complete cvgen's commands; and the answer when that shell asks."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from cvgen.commands.arguments import Help
from cvgen.diagnostics import Exit

SHELLS = ("bash", "zsh", "fish")
_EPILOG = """\
examples:
  cvgen completion bash > ~/.local/share/bash-completion/completions/cvgen
  cvgen completion zsh > ~/.zfunc/_cvgen
  cvgen completion fish > ~/.config/fish/completions/cvgen.fish

Then start a new shell. For zsh, ~/.zshrc must have fpath=(~/.zfunc $fpath)
before it calls compinit; bash needs the package bash-completion.
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "completion",
        help="make the Tab key of your shell complete commands",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Print a script for your shell, with which the Tab key completes commands, options, files, and the "
        "names of variants, engines and templates.",
    )
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="the shell: bash, zsh or fish")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Print the script."""
    from argcomplete.shell_integration import shellcode

    print(shellcode(["cvgen"], shell=options.shell, complete_arguments=["-o", "nospace"]), end="")
    return Exit.OK


def answer(parser: argparse.ArgumentParser) -> None:
    """Say to the shell that asks what can stand at its cursor, and end the program."""
    from argcomplete import autocomplete
    from argcomplete.completers import SuppressCompleter

    _add_completers(parser)
    autocomplete(parser, always_complete_options=False, default_completer=SuppressCompleter())


def _add_completers(parser: argparse.ArgumentParser) -> None:
    """Give the arguments of a parser, and of those below it, what completes them."""
    command = parser.prog.rpartition(" ")[2]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                _add_completers(one)
        elif found := _VALUES.get(f"{command} {action.dest}", _VALUES.get(action.dest)):
            action.completer = found  # type: ignore[attr-defined]


def _paths(*endings: str, prefix: str, **_: object) -> Iterator[str]:
    """Yield the folders that begin as `prefix` does, and the files that end as they should."""
    folder, slash, start = prefix.rpartition("/")
    with suppress(OSError, RuntimeError):  # there may be no such folder, or nobody of this name
        for path in sorted(Path(folder + slash).expanduser().iterdir()):
            if path.name.startswith(start) and path.name.startswith(".") == start.startswith("."):
                if path.is_dir():
                    yield f"{folder}{slash}{path.name}/"
                elif path.name.endswith(endings):
                    yield f"{folder}{slash}{path.name}"


def _variants(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    from cvgen.reader import variant_names

    files = getattr(parsed_args, "files", None) or [parsed_args.file or "cv.yaml"]
    overlays = getattr(parsed_args, "overlays", ())
    return [name for file in files for name in variant_names(Path(file), tuple(map(Path, overlays)))]


def _engines(**_: object) -> Iterable[str]:
    from cvgen.engine import NAMES

    return NAMES


def _editors(**_: object) -> Iterable[str]:
    from cvgen.preview.editors import EDITORS

    return EDITORS


def _templates(**_: object) -> Iterable[str]:
    from cvgen.commands.templates import names

    return names()


def _importers(**_: object) -> dict[str, str]:
    from cvgen.importers import importers

    return {name: importer.description for name, importer in importers().items()}


def _exporters(**_: object) -> dict[str, str]:
    from cvgen.exporters import FORMATS

    return {name: format_.description for name, format_ in FORMATS.items()}


_YAML = partial(_paths, ".yaml", ".yml")
# What completes an argument, by its name, after that of its command where names alone do not tell.
_VALUES: dict[str, Callable[..., Iterable[str]]] = {
    "files": _YAML,
    "overlays": _YAML,
    "diff file": _YAML,
    "diff old": _YAML,
    "diff new": _YAML,
    "export file": _YAML,
    "watch file": _YAML,
    "editor": _editors,
    "import file": partial(_paths, ".bib", ".json", ".md", ".yaml", ".yml"),
    "output": _paths,
    "pictures": _paths,
    "report": partial(_paths, ".json"),
    "folder": _paths,
    "variants": _variants,
    "variant": _variants,
    "engine": _engines,
    "show name": _templates,
    "copy name": _templates,
    "test name": _templates,
    "import format": _importers,
    "export format": _exporters,
}
