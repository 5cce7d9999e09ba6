"""The command line: the parser, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import FrameType

from cvgen import __version__
from cvgen.commands.arguments import Help
from cvgen.diagnostics import CvgenError, Exit

_EPILOG = """\
examples:
  cvgen new            begin: it asks for your name, and writes a cv.yaml
  cvgen build          make a PDF of each of its variants, in output/
  cvgen check          look for mistakes, in the file and in the PDFs
  cvgen build --help   all that a command can do, with more examples

exit codes:
  0 fine   1 the input is wrong   2 wrong usage   3 not installed here
  4 TeX failed   5 text would be lost, or a page limit cannot be kept
  6 they differ (diff --exit-code)
  70 a bug of cvgen   130 interrupted
"""


COMMANDS = (
    "new",
    "build",
    "watch",
    "check",
    "diff",
    "import",
    "export",
    "engines",
    "schema",
    "templates",
    "completion",
)
"""The commands, as `--help` lists them; each is a module of `cvgen.commands`."""


def parser(command: str = "") -> argparse.ArgumentParser:
    """Return the parser of the whole command line, or of one command alone, which takes a fraction of the time."""
    top = argparse.ArgumentParser(
        prog="cvgen",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Make every CV you need from one cv.yaml, set by LaTeX.",
    )
    top.add_argument("--version", action="version", version=f"cvgen {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in (command,) if command in COMMANDS else COMMANDS:
        module = import_module("cvgen.commands." + ("import_" if name == "import" else name))
        module.add_parser(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. No exception leaves this function but argparse's own exit."""
    signal.signal(signal.SIGTERM, _interrupt)
    # A CV is a tree, which leaves few cycles: to look for them less often saves a tenth of the time.
    gc.set_threshold(200_000, 20, 100)
    arguments = sys.argv[1:] if arguments is None else arguments
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what can stand at its cursor
        from cvgen.commands.completion import answer

        answer(parser())
    options = parser(*arguments[:1]).parse_args(arguments)
    try:
        return int(options.run(options))
    except CvgenError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("interrupted; nothing was half-written", file=sys.stderr)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; keep Python from complaining of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except OSError as error:  # a full disk, say: the surroundings' fault, not the CV's
        where = f"{error.filename}: " if error.filename else ""
        print(f"error: {where}{error.strerror or error}", file=sys.stderr)
        return Exit.INPUT
    except Exception as error:
        print(
            f"error: cvgen has a bug ({type(error).__name__}): please report it with {_trace()}",
            file=sys.stderr,
        )
        return Exit.BUG


def _interrupt(_signum: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _trace() -> str:
    """Write the traceback of the exception at hand to a file and return its name."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="cvgen-bug-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.write(traceback.format_exc())
    return file.name
