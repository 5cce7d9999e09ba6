"""Hostile strings with a TeX Live of one's own: a string of each kind in every field, and the worst in every basic."""

from __future__ import annotations

from pathlib import Path

import pytest

import cvgen
from cvgen.compiling import compile_document
from cvgen.engine import find_engine
from tests.fence import fenced, leaks
from tests.hostile import HOSTILE, SOME, Sheet, fill, headers, parts_of
from tests.pdf import links_of, text_of
from tests.templates.test_hostile import SPECIAL, URLS

ENGINES = ["xelatex", "lualatex"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("template", ["academic", "classic", "resume"])
def test_a_sample_comes_back_from_every_field_of_an_entry(engine: str, template: str, tmp_path: Path) -> None:
    sheet = fill(Sheet(SOME), SPECIAL)
    with fenced(tmp_path):
        Path("cv.yaml").write_text(sheet.source, encoding="utf-8")
        (built,) = cvgen.build("cv.yaml", variants=[template], engine=engine)
        text = text_of(built.path)
    assert sheet.lost(text, template) == []
    assert not leaks(text)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sample_comes_back_from_every_field_of_the_basics(engine: str, tmp_path: Path) -> None:
    program = find_engine(engine)
    texts = {**SOME, "length-001": HOSTILE["length-001"]}
    with fenced(tmp_path):
        sheets, document = headers(texts, "academic", program)
        made = compile_document(document, program)
        Path("output").mkdir()
        path = Path("output/headers.pdf")
        path.write_bytes(made.pdf)
        text = text_of(path)
    assert not leaks(text)
    for sheet, part in zip(sheets, parts_of(text, len(sheets)), strict=True):
        assert sheet.lost_in(part, sheet.groups[0], "academic") == []


@pytest.mark.parametrize("engine", ENGINES)
def test_link_targets_come_back_to_the_letter(engine: str, tmp_path: Path) -> None:
    entries = "".join(f"    - {{title: x, url: '{url.replace(chr(39), chr(39) * 2)}'}}\n" for url in URLS)
    with fenced(tmp_path):
        Path("cv.yaml").write_text(f"basics: {{name: A}}\nsections:\n  talks:\n{entries}", encoding="utf-8")
        (built,) = cvgen.build("cv.yaml", engine=engine)
        assert links_of(built.path) == set(URLS)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_summary_of_100_000_characters(engine: str, tmp_path: Path) -> None:
    with fenced(tmp_path):
        Path("cv.yaml").write_text(
            "basics:\n  name: A\n  summary: '" + "\\word " * 16_667 + "'\ndesign: {footer: false}\n"
        )
        (built,) = cvgen.build("cv.yaml", engine=engine)
        assert text_of(built.path).count("\\word") == 16_667
