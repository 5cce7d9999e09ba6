"""`cvgen schema`: the JSON Schema of cv.yaml, for editors."""

from __future__ import annotations

import argparse
from typing import Any

from cvgen.commands.arguments import Help
from cvgen.diagnostics import Exit

_EPILOG = """\
examples:
  cvgen schema > cv.schema.json

With this as the first line of cv.yaml, an editor with the YAML language server
completes and explains its keys:
  # yaml-language-server: $schema=cv.schema.json
"""


def add_parser(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "schema",
        help="print the JSON Schema of cv.yaml, for editors",
        epilog=_EPILOG,
        formatter_class=Help,
        description="Print the JSON Schema of cv.yaml (draft 2020-12), by which editors complete and explain its keys.",
    )
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> Exit:
    """Print the schema."""
    import json

    from cvgen.schema import schema

    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return Exit.OK
