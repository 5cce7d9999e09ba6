"""RenderCV's YAML: every entry type and every header, imported."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cvgen.cli import main
from cvgen.importers import format_of
from cvgen.importers.inline import inlines_of
from cvgen.importers.job import Job, written
from cvgen.importers.whole import FORMATS
from cvgen.importers.whole import imported as import_tree
from cvgen.markup import Inlines
from cvgen.model import Date
from cvgen.pipeline import build
from cvgen.reader import read_bytes
from cvgen.reader.json_text import compose_json
from cvgen.reader.problems import Problems
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


BARE = """\
name: Ada Lovelace
social_networks: [{network: GitHub, username: ada}]
sections:
  steps: [{number: One}, {bullet: Between}, {number: "*Two*"}]
  steps back: [{reversed_number: "Three"}, {reversed_number: Two}, {reversed_number: One}]
"""


def test_a_file_without_the_key_cv_and_numbers(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(BARE, encoding="utf-8")
    assert format_of(tmp_path / "r.yaml") == "rendercv"
    found, loaded = imported("rendercv", tmp_path / "r.yaml")
    assert found.diagnostics == ()
    texts = [[entry.summary.plain for entry in section.entries] for section in loaded.cv.sections]  # type: ignore[union-attr]
    assert texts == [["1. One", "Between", "2. Two"], ["3. Three", "2. Two", "1. One"]]
    assert loaded.cv.basics.profiles[0].url == "https://github.com/ada"


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
        ("in**word**s [l](https://e.org)", "inwords l", ["https://e.org"]),
        ("[**b**](<https://e.org/a b>)", "b", ["https://e.org/a%20b"]),
        ("2**10 and 3 * 4", "2**10 and 3 * 4", []),
    ],
)
def test_markdown_of_others_becomes_that_of_cvgen(source: str, text: str, links: list[str]) -> None:
    nodes = Inlines(inlines_of(source))
    assert nodes.plain == text
    assert [link.url for link in nodes.links] == links
    from cvgen.markup import parse

    back = parse(written(nodes).value)
    assert back.plain == text
    assert [link.url for link in back.links] == links


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


_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=16),
    st.text(st.sampled_from("aB1 *`'\"[]<>\\{}$&#%_^~()@=,;:é温\n\t!|-+"), max_size=24),
    st.sampled_from(["**b** *i*", "***Ada***", "[x](https://e.org)", "<b>", "2020-01", "present", "a - b", "10.1/x"]),
)
_ANY = st.recursive(
    st.one_of(st.none(), st.integers(), _TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
    max_leaves=4,
)
_ENTRY = st.dictionaries(
    st.sampled_from(
        [
            "bullet",
            "number",
            "reversed_number",
            "name",
            "label",
            "details",
            "company",
            "position",
            "institution",
            "area",
            "degree",
            "title",
            "authors",
            "doi",
            "url",
            "journal",
            "date",
            "start_date",
            "end_date",
            "location",
            "summary",
            "highlights",
            "gpa",
            "cited_by",
            "other",
        ]
    ),
    _ANY,
    max_size=5,
)
_SECTIONS = st.dictionaries(
    st.one_of(_TEXT, st.sampled_from(["skills", "education", "summary", "awards", "projects", "languages"])),
    st.one_of(st.lists(st.one_of(_ENTRY, _TEXT), max_size=3), _ANY),
    max_size=3,
)
_CV = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(
            ["name", "headline", "label", "location", "email", "phone", "website", "photo", "social_networks", "own"],
            _ANY,
        ),
        **dict.fromkeys(["custom_connections", "custom_sections", "section_order", "summary"], _ANY),
        "sections": st.one_of(_SECTIONS, _ANY),
        "skills": _ANY,
    },
)


@given(cv=_CV, form=st.sampled_from(["rendercv", "yamlresume"]))
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_file_becomes_a_cv_that_holds_all_of_it(cv: Any, form: str) -> None:
    data = json.dumps({"cv" if form == "rendercv" else "content": cv, "design": {"theme": "classic"}}).encode()
    problems = Problems("r.yaml")
    found = FORMATS[form]
    root: Any = compose_json(data, problems)
    text = import_tree(found, root, Job(problems, markdown=found.markdown), None, Path("r.yaml")).text
    read_bytes(text.encode(), Problems("cv.yaml"))
    held = letters(text + "".join(strings(yaml.load(text, Loader=yaml.BaseLoader))))
    for told in strings(cv):
        for word in re.findall(r"[A-Za-z]{2,}", re.sub(r"^\s*(?:tel|mailto):|<.*?>|&.*?;|\]\(.*?\)", " ", told)):
            assert letters(word) in held, told
