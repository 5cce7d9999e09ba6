"""`cvgen watch`: builds a CV whenever it is saved, and shows its pages in a browser."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvgen.commands.arguments import Help, add_arguments
from cvgen.commands.common import Report, engine_of, heard, layers_of, left_out, line_of, today
from cvgen.diagnostics import CvgenError, Exit, InputError, UsageError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from cvgen.preview.rounds import Asked, Event

_EPILOG = """\
examples:
  cvgen watch                    every variant of cv.yaml, whenever it is saved
  cvgen watch --variant resume   one of them
  cvgen watch --open             show the preview in the browser at once
  cvgen watch --editor vscode    open there what is clicked on in a page

The preview is for this machine alone. Ctrl-C ends it.
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "watch",
        help="build whenever you save, and show the pages in a browser",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Build a CV whenever one of its files is saved (the YAML, a .bib file, the photo, a template), and "
        "show its pages, or what is wrong, in a browser. A click on a piece of a page says which line it comes from.",
    )
    add_arguments(parser, "watch", many=False)
    parser.add_argument(
        "--output", metavar="DIR", type=Path, default=Path("output"), help="the folder for the PDFs (default: output)"
    )
    parser.add_argument("--port", metavar="N", type=_port, default=0, help="the preview's port (default: any)")
    parser.add_argument("--open", action="store_true", help="open the preview in the browser")
    parser.add_argument(
        "--editor",
        metavar="EDITOR",
        default="",
        help="what a click on a piece of a page opens: vscode, vscodium, cursor, zed, idea, pycharm, textmate, or a "
        "URL with {file}, {line} and {column} in it (default: CVGEN_EDITOR, or `editor` in the config file)",
    )
    parser.set_defaults(run=run)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: write a number from 1 to 65535")
    return int(text)


def run(options: argparse.Namespace) -> Exit:
    """Build and show until the user interrupts it, which is how it ends well."""
    from cvgen.cache import no_cache
    from cvgen.config import wanted_editor
    from cvgen.preview.editors import editor_url
    from cvgen.preview.rounds import Listener, keep_building

    editor = options.editor or wanted_editor()
    url = editor_url(editor) if editor else ""
    asked = _asked(options)
    if not asked.path.is_file():
        raise InputError(asked.read().diagnostics)
    with no_cache() if options.no_cache else nullcontext(), _server(options.port, url) as (connection, preview):
        print(f"The preview is at {preview}\nCtrl-C ends it.", flush=True)
        if options.open:
            import webbrowser

            webbrowser.open(preview)
        told = _Told(connection, quiet=options.quiet)
        with suppress(KeyboardInterrupt), heard(options, told.say):
            keep_building(asked, Listener(told.tell, told.looked_at, told.listen))
    print("\nended", flush=True)
    return Exit.OK


def _asked(options: argparse.Namespace) -> Asked:
    """Return what is to be built. Raises CvgenError if the command line is wrong."""
    from cvgen.engine import find_engine
    from cvgen.loading import read
    from cvgen.preview.rounds import Asked
    from cvgen.reader.layers import Layers

    engine = engine_of(options)
    if engine.asked:
        find_engine(engine.asked)
    layers = Layers(*layers_of(options))

    def read_now() -> Any:
        return read(options.file, today=today(options), strict=options.strict, layers=layers)

    return Asked(options.file, read_now, options.variants, engine, options.output, options.strict)


@contextmanager
def _server(port: int, editor: str) -> Iterator[tuple[Connection, str]]:
    """Start the preview in a process of its own; provide the connection to it and its URL.

    Raises UsageError if it cannot use the port.
    """
    import multiprocessing  # slow to import, and every command imports this module

    from cvgen.preview.server import serve

    # A process that begins anew: a fork would hold what this one holds, and is not to be had everywhere.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, port, editor), daemon=True)
    process.start()
    theirs.close()
    try:
        answer = ours.recv()
        if isinstance(answer, OSError):
            raise UsageError(f"port {port} cannot be used: {answer.strerror}", "name another, or leave out --port")
        yield ours, answer
    finally:
        ours.close()  # which ends it
        process.join()


class _Told:
    """Tells the preview and the terminal what happens, and hears which variant is looked at."""

    def __init__(self, connection: Connection, *, quiet: bool) -> None:
        self.connection = connection
        self.report = Report("text", sys.stderr, quiet=quiet)
        self.looked = ""

    def say(self, text: str) -> None:
        """Print what is no problem."""
        self.report.say(text)

    def listen(self) -> None:
        """Hear what the preview says."""
        with suppress(EOFError, OSError):
            while self.connection.poll():
                self.looked = self.connection.recv()

    def looked_at(self) -> str:
        """Return the variant that is looked at, or ""."""
        self.listen()
        return self.looked

    def tell(self, event: Event) -> None:
        """Tell what has happened."""
        from cvgen.preview.rounds import Failed, Made, Read

        try:
            self.connection.send(event)
        except OSError as error:
            raise CvgenError("the preview was ended from outside", "begin it again: cvgen watch") from error
        match event:
            case Read(problems):
                self.report = Report(
                    "text", sys.stderr, quiet=self.report.quiet
                )  # what was said of the last round may be said again
                self.report.add(problems)
            case Made(_, sheet, problems):
                self.report.add(problems)
                seconds = f"{sheet.seconds:.2f} s"
                self.report.say(line_of(sheet.path, sheet.pages, sheet.how, left_out(problems), seconds))
            case Failed(_, problems):
                self.report.add(problems)
