"""`cvgen export jsonresume`: valid by the published schema, nothing lost in silence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cvgen.cli import main
from cvgen.pipeline import load
from tests.conftest import MINIMAL, ROOT, SAMPLE
from tests.hostile import SHORT, Sheet, fill
from tests.pdf import legible
from tests.test_assets import picture
from tests.test_exports import made

CvFile = Callable[..., Path]
# Of https://github.com/jsonresume/resume-schema (npm: resume-schema 1.0.1), under the MIT licence that lies beside it.
SCHEMA = json.loads((ROOT / "tests" / "data" / "jsonresume.schema.json").read_text(encoding="utf-8"))
# Not "date": the schema has it for certificates alone, and newer versions take years and months there, too.
FORMATS = jsonschema.FormatChecker(["email", "uri"])


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def valid(path: Path, variant: str = "") -> tuple[dict[str, Any], list[str]]:
    """Return what a CV becomes, which the schema must accept, and the notes."""
    done = made(path, "jsonresume", variant)
    resume = json.loads(str(done.content))
    jsonschema.Draft4Validator(SCHEMA, format_checker=FORMATS).validate(resume)
    return resume, [f"{note.origin.line}: {note.message}" for note in done.notes]


@pytest.mark.parametrize(
    "path", [SAMPLE, *sorted((ROOT / "docs" / "examples").glob("*.yaml"))], ids=lambda path: path.stem
)
def test_what_is_exported_is_valid(path: Path) -> None:
    for variant in ("", *(one.name for one in load(path).cv.variants)):
        valid(path, variant)


def test_the_sample() -> None:
    resume, notes = valid(SAMPLE, "academic")
    assert resume["basics"]["label"] == "AI Research Scientist, Meta"
    assert resume["basics"]["profiles"][0] == {
        "network": "GitHub", "username": "wenwei202", "url": "https://github.com/wenwei202/",
    }  # fmt: skip
    assert resume["education"][0] | {"summary": ""} == {
        "institution": "Duke University",
        "area": "Electrical and Computer Engineering",
        "studyType": "Ph.D.",
        "startDate": "2014-08",
        "endDate": "2019-12",
        "summary": "",
    }
    first = next(one for one in resume["publications"] if one["name"].startswith("SiGeo"))
    assert first["url"] == "https://arxiv.org/pdf/2311.13169"
    assert first["summary"].startswith("Hua Zheng, Kuang-Hung Liu, ")
    assert "Acceptance 20%." in first["summary"]
    assert {one["type"] for one in resume["projects"]} == {"talk", "teaching", "media"}
    assert "14: JSON Resume has no place for a native name: it is left out" in notes
    assert (
        "440: JSON Resume has no section for 'Talks and Presentations': its entries stand in 'projects', as the type 'talk'"
        in notes
    )


def test_every_string_comes_back(tmp_path: Path) -> None:
    sheet = fill(Sheet(SHORT))
    (tmp_path / "cv.yaml").write_text(sheet.source, encoding="utf-8")
    resume, _ = valid(tmp_path / "cv.yaml", "academic")
    text = legible("\n".join(strings(resume)))
    # titles of sections have no place: a note says so
    everywhere = [
        (place, templates)
        for group in sheet.groups
        for place, templates in group
        if not place.field.startswith("section")
    ]
    assert [place for place in sheet.lost_in(text, everywhere, "academic") if "title" not in place.field] == []


CORNERS = """\
basics:
  name: Ada Lovelace
  native_name: Ада
  url: https://例え.jp/ü
  orcid: 0000-0002-1825-0097
  location: London, England
sections:
  experience:
    - {position: Analyst, start: 1842-05, end: present, note: "*Very* fast", links: {paper: "doi:10.1000/182"}}
    - {position: Clerk, end: present, highlights: [Did it]}
  education: [{institution: Home, date: 1830, highlights: [Learnt it]}]
  certificates: [{name: Driver, date: 1840-02-03, url: "https://a.org"}]
  skills: [{name: Mathematics, level: good, keywords: [a, b], note: rare}]
  teaching: [{course: Engines, term: Fall 1841, role: Lecturer}]
  languages: [{language: English, fluency: native}]
  references: [{name: Charles Babbage, position: Professor, email: cb@a.org}]
  hobbies: {title: Hobbies, type: general, entries: [{title: Music, date: Summer 1835}]}
"""


def test_corners(cv_file: CvFile) -> None:
    resume, notes = valid(cv_file(CORNERS))
    basics = resume["basics"]
    assert basics["url"] == "https://xn--r8jz45g.jp/%C3%BC"
    assert basics["location"] == {"city": "London", "region": "England"}
    assert basics["profiles"] == [
        {"network": "ORCID", "username": "0000-0002-1825-0097", "url": "https://orcid.org/0000-0002-1825-0097"}
    ]
    assert resume["work"] == [
        {"position": "Analyst", "startDate": "1842-05", "summary": "Very fast. paper: https://doi.org/10.1000/182."},
        {"position": "Clerk", "summary": "present.", "highlights": ["Did it"]},
    ]
    assert resume["education"] == [{"institution": "Home", "endDate": "1830", "summary": "Learnt it."}]
    assert resume["certificates"] == [{"name": "Driver", "date": "1840-02-03", "url": "https://a.org"}]
    assert resume["skills"] == [{"name": "Mathematics", "level": "good", "keywords": ["a", "b"], "summary": "rare."}]
    assert resume["references"] == [{"name": "Charles Babbage", "reference": "Professor. cb@a.org."}]
    assert resume["projects"] == [
        {"name": "Engines", "roles": ["Lecturer"], "type": "teaching", "description": "Fall 1841."},
        {"name": "Music", "startDate": "1835", "endDate": "1835", "type": "Hobbies", "description": "Summer 1835."},
    ]
    assert [note.partition(": ")[2] for note in notes] == [
        "JSON Resume has no place for a native name: it is left out",
        "what JSON Resume has no key for stands in the 'summary' of 'education', where few look for it",
        "what JSON Resume has no key for stands in the 'summary' of 'skills', where few look for it",
        "JSON Resume has no section for 'Teaching': its entries stand in 'projects', as the type 'teaching'",
        "JSON Resume has no section for 'Hobbies': its entries stand in 'projects', as the type 'Hobbies'",
    ]


def test_notes_are_said_with_their_places(cv_file: CvFile, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "jsonresume", str(cv_file(CORNERS))]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)
    assert "cv.yaml:3:16: note: JSON Resume has no place for a native name: it is left out\n" in said.err


def test_the_photo_and_what_is_private(cv_file: CvFile, tmp_path: Path) -> None:
    picture(tmp_path / "me.png", "PNG")
    path = cv_file(
        MINIMAL.replace("email:", "photo: me.png\n  private: [email]\n  email:").replace(
            "academic: {}", "academic: {private: show, design: {photo: yes}}"
        )
    )
    resume, _ = valid(path, "academic")
    assert resume["basics"]["image"].startswith("data:image/png;base64,")
    assert resume["basics"]["email"] == "ada@example.org"
    resume, _ = valid(path, "resume")
    assert "image" not in resume["basics"]
    assert "email" not in resume["basics"]
