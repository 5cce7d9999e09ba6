"""RenderCV's YAML: every entry type and every header, imported."""

import re
from pathlib import Path

import pytest
import yaml

from cvgen.cli import main
from cvgen.importers import format_of
from cvgen.importers.inline import inlines_of
from cvgen.importers.job import written
from cvgen.markup import Inlines
from cvgen.model import Date
from cvgen.pipeline import build
from tests.conftest import ROOT
from tests.importing import imported, letters, strings
from tests.pdf import links_of, text_of

SAMPLE = ROOT / "tests" / "data" / "rendercv.yaml"


def without_signs(text: str) -> str:
    return letters(re.sub(r"\]\([^)]*\)\)?|[*_`\[]|^tel:", "", text))


def test_every_entry_type_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_bytes(SAMPLE.read_bytes())
    assert format_of(tmp_path / "r.yaml") == "rendercv"
    found, loaded = imported("rendercv", tmp_path / "r.yaml")
    (built,) = build(tmp_path / "cv.yaml")
    printed = letters(text_of(built.path))
    content = yaml.load(SAMPLE.read_bytes(), Loader=yaml.BaseLoader)["cv"]
    content["custom_connections"][0].pop("fontawesome_icon")
    for text in strings(content):
        if not re.fullmatch(r"\d{4}[-/]\d\d|https?:.*|@.*", text):
            assert without_signs(text) in printed, text
    for text in ("Jan1842–present", "Aug1843", "Feb1844", "Mastodon:@ada@example.social", "Welcome to Engines!"):
        assert letters(text) in printed, text
    assert {"https://example.org/x_(y)", "https://call.example.org/"} <= links_of(built.path) | {
        "https://call.example.org/"
    }
    assert loaded.cv.basics.aliases == ("A. A. L.",)
    assert "theme" in found.text
    assert "cv.custom_connections[0].fontawesome_icon" in found.text
    by_name = {section.name: section for section in loaded.cv.sections}
    assert by_name["projects"].type == "projects"
    assert by_name["tools_of_mine"].type == "general"
    assert [word.plain for word in by_name["skills"].entries[0].keywords] == ["Cards", "wheels", "steam"]  # type: ignore[attr-defined]
    assert by_name["mixed"].entries[0].note.plain == "Extra key: kept"  # type: ignore[union-attr]
    assert not loaded.warnings


def test_the_oldest_files_have_their_sections_beside_the_name(tmp_path: Path) -> None:
    path = tmp_path / "old.yaml"
    path.write_text(
        """\
cv:
  name: Ada
  label: Analyst
  section_order: [Skills, My Own, Work Experience]
  work_experience:
    - {company: C, position: P, date: "2001-02-03"}
  skills:
    - {name: Cards, details: many}
  custom_sections:
    - {title: My Own, entry_type: EducationEntry, link_text: see, entries: [{institution: I, area: A, study_type: BS}]}
locale: {language: german}
""",
        "utf-8",
    )
    found, loaded = imported("rendercv", path)
    assert [(one.name, one.type) for one in loaded.cv.sections] == [
        ("skills", "skills"),
        ("my_own", "education"),
        ("work_experience", "experience"),
    ]
    assert loaded.cv.sections[2].entries[0].date == Date(2001, 2, 3)
    assert loaded.cv.locale.language == "de"
    assert "#   cv.custom_sections[0].link_text: see" in found.text


@pytest.mark.parametrize(
    ("source", "text", "links"),
    [
        ("**b** _e_ __s__ ***both***", "b e s both", []),
        ("in**word**s", "inwords", []),
        ("** no emphasis **", "** no emphasis **", []),
        ("*a***b**", "ab", []),
        ("<b>x</b> <span style='a'>y</span><br>z &amp; w", "x y z & w", []),
        ("[x](#top) [y](javascript:alert(1)) [z](https://e.org 'title')", "x y z", ["https://e.org"]),
        ("<script>alert(1)</script> a < b", "<script>alert(1)</script> a < b", []),
        ("![alt](https://e.org/x.png)", "alt", []),
        ("\\[[paper](https://e.org)\\]", "[paper]", ["https://e.org"]),
        ("<https://e.org/a>", "https://e.org/a", ["https://e.org/a"]),
        ("[**b**](<https://e.org/a b>)", "b", ["https://e.org/a%20b"]),
        ("2**10 and 3 * 4", "2**10 and 3 * 4", []),
    ],
)
def test_markdown_of_others_becomes_that_of_cvgen(source: str, text: str, links: list[str]) -> None:
    nodes = Inlines(inlines_of(source))
    assert nodes.plain == text
    assert [link.url for link in nodes.links] == links
    from cvgen.markup import parse

    assert parse(written(nodes).value).plain == text


def test_broken_yaml_is_an_error_at_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text("cv:\n  name: Ada\n  sections:\n    a: [b\n", "utf-8")
    assert main(["import", "r.yaml"]) == 1
    assert re.search(r"^r\.yaml:\d:\d+: error", capsys.readouterr().err)
    Path("cv.yaml").write_text("basics: {name: A}\nsections: {}\n", "utf-8")
    assert main(["import", "cv.yaml"]) == 1
    assert "this is a cv.yaml already" in capsys.readouterr().err
    Path("x.txt").write_text("Dear reader", "utf-8")
    assert main(["import", "x.txt"]) == 1
    assert "what this file is does not show" in capsys.readouterr().err
