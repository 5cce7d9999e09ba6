"""`cvgen new`: a cv.yaml to begin with, which builds as it is."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from cvgen.commands.arguments import Help
from cvgen.diagnostics import Exit, InputError, UsageError

_EPILOG = """\
examples:
  cvgen new                                   ask, and begin in this folder
  cvgen new my-cv --name "Ada Lovelace"       begin in a folder of its own
  cvgen new --kind student --name "Ada Lovelace" --email ada@example.org

Then `cvgen build`. No file is ever overwritten.
"""
KINDS = {
    "academic": "all of an academic career, and a one-page resume",
    "industry": "a one-page resume, and the whole story",
    "student": "a page for those who begin",
}
_FOLDER = Path(__file__).parent.parent / "skeletons"


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "new",
        help="begin a CV: write a cv.yaml that builds",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Write a cv.yaml that builds as it is and says how to go on, the schema of its keys for editors, "
        "and a .gitignore. What no option says is asked.",
    )
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        default=Path(),
        help="where to begin; made if it is not there (default: this folder)",
    )
    parser.add_argument("--name", metavar="NAME", default="", help="your name")
    parser.add_argument("--email", metavar="EMAIL", default="", help="your e-mail address")
    kinds = ", ".join(f"{kind} ({what})" for kind, what in KINDS.items())
    parser.add_argument("--kind", metavar="KIND", choices=tuple(KINDS), default="", help=f"what to begin with: {kinds}")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Exit:
    """Write the files. Raises UsageError if there is a cv.yaml already, nobody to ask, or no sense in an answer."""
    target = options.folder / "cv.yaml"
    if target.exists():
        raise UsageError(f"'{target}' exists already", "name another folder: nothing is overwritten")
    from cvgen.reader import read_bytes
    from cvgen.reader.problems import Problems
    from cvgen.schema import schema

    text = skeleton(*_answers(options))
    try:
        read_bytes(text.encode(), Problems("cv.yaml"))
    except InputError as error:  # in what was answered, for all else is ours
        raise UsageError(error.diagnostics[0].message, error.diagnostics[0].hint) from error
    options.folder.mkdir(parents=True, exist_ok=True)
    files = {
        "cv.yaml": text,
        "cv.schema.json": json.dumps(schema(), ensure_ascii=False, indent=2) + "\n",
        ".gitignore": "output/\n",
    }
    for file, content in files.items():
        _write(options.folder / file, content)
    where = "" if options.folder == Path() else f"cd {options.folder} && "
    print(f"\nNow build it:\n\n    {where}cvgen build\n")
    print("Then open cv.yaml and put your own life in the place of this one. `cvgen watch` shows how it looks.")
    return Exit.OK


def skeleton(name: str, email: str, kind: str) -> str:
    """Return a cv.yaml of one of `KINDS` for somebody."""
    text = (_FOLDER / f"{kind}.yaml").read_text(encoding="utf-8")
    for place, value in (("@NAME@*", f"{name}*"), ("@NAME@", name), ("@EMAIL@", email)):
        text = text.replace(place, json.dumps(value, ensure_ascii=False))  # which is a text in YAML, whatever is in it
    return text


def _answers(options: argparse.Namespace) -> tuple[str, str, str]:
    """Return name, e-mail address and kind: as the options say, else as the user does."""
    name = " ".join(options.name.split())
    if not name and not sys.stdin.isatty():
        raise UsageError("there is nobody to ask for your name", 'say it: cvgen new --name "Ada Lovelace"')
    asks = sys.stdin.isatty()
    name = name or _ask("Your name", "Ada Lovelace")
    email = options.email or (_ask("Your e-mail address", "you@example.org") if asks else "you@example.org")
    kind = options.kind
    while kind not in KINDS:
        kinds = ", ".join(KINDS)
        kind = _ask(f"What to begin with ({kinds})", "academic").lower() if asks else "academic"
    return " ".join(name.split()), email.strip(), kind


def _ask(question: str, default: str) -> str:
    try:
        return input(f"{question} [{default}]: ").strip() or default
    except EOFError:
        print()
        return default


def _write(path: Path, text: str) -> None:
    """Write a file, unless it is there already."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        print(path)
    except FileExistsError:
        print(f"{path}  (was there already, and stays)")
