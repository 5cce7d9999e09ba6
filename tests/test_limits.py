"""What is too long, too deep or too much: it is set, or refused with a message at its line, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cvgen
from cvgen.diagnostics import Exit
from cvgen.markup import parse
from cvgen.pipeline import slug
from tests.conftest import messages
from tests.fence import fenced
from tests.hostile import HOSTILE, quoted
from tests.pdf import legible, links_of, text_of

MEMORY = 1_500  # megabytes of address space; a CV takes about 300

_LIMITED = f"""\
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY} << 20, {MEMORY} << 20))
from cvgen.cli import main
sys.exit(main(["build"]))
"""


def build_in_little_memory(folder: Path, text: str) -> tuple[int, str]:
    """Build with the command in a process of its own, TeX too, and return its exit code and what it said."""
    (folder / "cv.yaml").write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", _LIMITED], cwd=folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 5_000
    return done.returncode, done.stderr


NAME = "basics: {name: A}\n"
BOMB = "".join(f"{chr(97 + i)}: &{chr(97 + i)} [{','.join([f'*{chr(96 + i)}'] * 10)}]\n" for i in range(1, 9))
REFUSED = {
    "lists": (NAME + "sections: " + "[" * 3_000 + "]" * 3_000, "2:111: error: more than 100 levels of nesting"),
    "lists in an entry": (
        NAME + "sections: {talks: [{title: x, highlights: " + "[" * 3_000 + "]" * 3_000 + "}]}",
        "2:140: error: more than 100 levels of nesting",
    ),
    "open lists": (NAME + "sections: " + "[" * 1_000_000, "2:111: error: more than 100 levels of nesting"),
    "block lists": (NAME + "sections:\n  " + "- " * 3_000 + "x", "3:203: error: more than 100 levels of nesting"),
    "mappings": (NAME + "sections: " + "{a: " * 3_000 + "}" * 3_000, "2:408: error: more than 100 levels of nesting"),
    "alias bomb": (HOSTILE["yaml-doc-001"], "7:4: error: with its aliases this file holds more than"),
    "larger bomb": ("a: &a [x,x,x,x,x,x,x,x,x,x]\n" + BOMB, "6:4: error: with its aliases this file holds more than"),
    "bomb of text": (
        f"basics:\n  name: A\n  summary: &s {'word ' * 20_000}\nsections:\n  talks:\n    - title: x\n      highlights:\n"
        + "        - *s\n" * 3_000,
        "8:9: error: with its aliases this file holds more than a million values",
    ),
    "large file": (NAME + "#" * 20_000_000, "1:1: error: the file is larger than 20 MB"),
    "long key": (NAME + f"sections:\n  {quoted('A' * 10_000)}: []\n", "3:"),
    "long variant": (NAME + f"variants:\n  ? {'A' * 10_000}\n  : {{template: academic}}\n", "3:5: error: 'AAAA"),
    "long setting": (NAME + f"engine: {'A' * 10_000}\n", "2:9: error: there is no engine 'AAAA"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_too_much_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    text, message = REFUSED[name]
    code, said = build_in_little_memory(tmp_path, text)
    assert code == Exit.INPUT
    assert said.startswith("cv.yaml:" + message)
    assert [path.name for path in tmp_path.iterdir()] == ["cv.yaml"]


TOO_LONG_FOR_TEX = NAME.replace("A}", "A, summary: '") + "word " * 1_000_000 + "'}"


def test_what_tex_cannot_hold_is_refused_at_its_line(tmp_path: Path) -> None:
    code, said = build_in_little_memory(tmp_path, TOO_LONG_FOR_TEX)
    assert code == Exit.TEX
    assert said.startswith("cv.yaml:1:28: error: there is more here than TeX can hold at once (main memory size)")


SUMMARIES = {
    "words": "word " * 20_000,
    "one word": "A" * 100_000,
    "backslashes": "\\" * 100_000,
    "percent signs": "100%, " * 16_000,
    "Cyrillic": "Щукин " * 8_000,
    "Chinese": "温伟学习潮池" * 2_000,
    "asterisks": "*" * 100_000,
    "open emphasis": "**a* " * 20_000,
    "deep emphasis": "*a **b " * 5_000 + "** c*" * 5_000,
    "brackets": "[" * 100_000,
    "open links": "[a](" * 25_000,
    "backticks": "".join("`" * length + " " for length in range(1, 440)),
    "open tags": "<sub>" * 20_000,
    "quotes, dots and dashes": "\"a 'b ... -- --- " * 3_000,
}


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of a PDF for each summary, by name; they share one CV, for each has a highlight."""
    entries = "".join(
        f"  {key}:\n    title: Next\n    type: general\n    entries:\n      - summary: {quoted(text)}\n        title: x\n"
        for key, text in ((name.replace(" ", "_"), text) for name, text in SUMMARIES.items())
    )
    with fenced(tmp_path_factory.mktemp("summaries")):
        Path("cv.yaml").write_text(NAME + "design: {footer: false}\nsections:\n" + entries, encoding="utf-8")
        (built,) = cvgen.build("cv.yaml")
        parts = legible(text_of(built.path)).split("Nextx")
    return dict(zip(SUMMARIES, parts[1:], strict=True))


@pytest.mark.parametrize("name", SUMMARIES)
def test_very_long_texts_come_back(name: str, summaries: dict[str, str]) -> None:
    assert summaries[name] == legible(parse(SUMMARIES[name]).plain)


@pytest.mark.parametrize("template", ["academic", "resume"])
def test_a_long_summary_is_set_in_little_memory(template: str, tmp_path: Path) -> None:
    text = f"basics:\n  name: A\n  summary: {'word ' * 20_000}\ndesign: {{footer: false}}\nvariants: {{{template}: {{}}}}\n"
    assert build_in_little_memory(tmp_path, text) == (Exit.OK, "")
    assert text_of(tmp_path / "output" / f"a-{template}.pdf").count("word") == 20_000


def test_very_many_authors_come_back(tmp_path: Path) -> None:
    names = [f"Jürgen Author{number}" for number in range(6_000)]
    path = tmp_path / "cv.yaml"
    path.write_text(
        f"{NAME}design: {{footer: false}}\nsections: {{publications: [{{title: x, authors: [{', '.join(names)}]}}]}}\n"
    )
    (built,) = cvgen.build(path, output=tmp_path)
    assert legible(", ".join(names)) in legible(text_of(built.path))


def test_a_very_long_url_comes_back(tmp_path: Path) -> None:
    url = "https://example.org/" + "%_#&~^\\{}" * 10_000
    path = tmp_path / "cv.yaml"
    path.write_text(f"{NAME}sections: {{talks: [{{title: x, url: {quoted(url)}}}]}}\n")
    (built,) = cvgen.build(path, output=tmp_path)
    assert links_of(built.path) == {url}


def test_markup_that_is_nested_too_deep_is_text() -> None:
    deep = "*a **b " * 11 + "** c*" * 11
    assert parse(deep).plain == deep
    assert parse("*a **b** c*").plain == "a b c"


@pytest.mark.parametrize("char", ["A", "Щ", "温", "𠀀"])
def test_names_of_files_are_short_enough_for_every_system(char: str) -> None:
    name = slug(char * 1_000)
    assert name == char.lower() * min(80, 120 // len(char.encode()))


def test_a_message_shows_the_part_of_a_long_line_that_it_is_about() -> None:
    (found,) = messages(f"basics: {{name: {'A' * 5_000}, emial: x}}\n")
    assert "unknown key 'emial'" in found
    from tests.conftest import problems

    (problem,) = problems(f"basics: {{name: {'A' * 5_000}, emial: x}}\n")
    source, caret = str(problem).splitlines()[1:]
    assert len(source) < 250
    assert source[caret.index("^") :].startswith("emial")
