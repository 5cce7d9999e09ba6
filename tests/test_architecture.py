"""The house: imports point down this list, never up. `diagnostics`, `markup` and `model` may be imported by all."""

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAYERS = [
    {"__main__", "__init__"},
    {"cli"},
    {"commands"},
    {"trials", "diff"},
    {"batch", "config", "preview", "exporters"},
    {"pipeline", "schema"},
    {"fit"},
    {"prepare", "targets"},
    {"loading"},
    {"importers"},
    {"finish", "check", "assets", "own_fonts", "advice"},
    {"tagging"},
    {"texlog"},
    {"texplaces", "texkinds"},
    {"compiling"},
    {"surroundings"},
    {"engine"},
    {"render"},
    {"plan", "templating"},
    {"environment"},
    {"template", "coverage", "latex", "imprint"},
    {"views", "publications", "arranging"},
    {"manifest"},
    {"fonts", "locale", "failure"},
    {"sandbox"},
    {"formats", "records"},
    {"cldr"},
    {"cache"},
    {"select"},
    {"honors", "texts"},
    {"reader"},
    {"entries", "fields"},
    {"works"},
    {"model"},
    {"typography", "naming", "fits", "identifiers", "names"},
    {"markup", "tags"},
    {"report"},
    {"pool", "clock"},
    {"diagnostics", "characters"},
    {"patterns", "frozen", "steps"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
MODULES = sorted((ROOT / "cvgen").rglob("*.py"))


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imports_of(path: Path) -> set[str]:
    """Return the rooms of cvgen that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "cvgen":
            names = [f"cvgen.{alias.name}" for alias in node.names] if node.module == "cvgen" else [node.module]
            found |= {room_of(name) for name in names if room_of(name) in RANK}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    room = path.relative_to(ROOT / "cvgen").parts[0].removesuffix(".py")
    for other in imports_of(path) - {room}:
        assert RANK[other] > RANK[room], f"{room} imports {other}"


def test_every_module_has_a_room() -> None:
    assert {path.relative_to(ROOT / "cvgen").parts[0].removesuffix(".py") for path in MODULES} == set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 260
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


def test_only_the_engine_starts_programs_and_only_the_line_reads_the_surroundings() -> None:
    starters = {path.name for path in MODULES if "subprocess" in path.read_text(encoding="utf-8")}
    assert starters == {"sandbox.py"}
    readers = {path.name for path in MODULES if "os.environ" in path.read_text(encoding="utf-8")}
    assert readers == {
        "engine.py",
        "surroundings.py",
        "cache.py",
        "clock.py",
        "config.py",
        "colours.py",
        "common.py",
        "cli.py",
        "engines.py",
        "progress.py",
        "rooted.py",
    }  # the last ones for colours, for terminals, for today's date and for the root of a repository
    printers = {path.parent.name + "/" + path.name for path in MODULES if "print(" in path.read_text(encoding="utf-8")}
    assert printers <= {
        "cvgen/cli.py",
        "commands/common.py",
        "commands/completion.py",
        "commands/diff.py",
        "commands/diff_report.py",
        "commands/progress.py",
        "commands/schema.py",
        "commands/new.py",
        "commands/templates.py",
        "commands/export.py",
        "commands/import_.py",
        "commands/engines.py",
        "commands/watch.py",
        "cvgen/latex.py",
    }
