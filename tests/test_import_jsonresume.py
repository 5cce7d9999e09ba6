"""JSON Resume: imported, and built as it is."""

import base64
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from cvgen.advice import advise
from cvgen.cli import main
from cvgen.importers.job import Job
from cvgen.importers.whole import FORMATS
from cvgen.importers.whole import imported as import_tree
from cvgen.model import Date, Text
from cvgen.pipeline import build
from cvgen.reader import read_bytes
from cvgen.reader.json_text import compose_json
from cvgen.reader.problems import Problems, Unreadable
from tests.conftest import ROOT
from tests.importing import imported, letters, strings
from tests.pdf import text_of

SAMPLE = ROOT / "tests" / "data" / "resume.json"


def pixel() -> bytes:
    """Return a small PNG file."""
    file = io.BytesIO()
    Image.new("RGB", (8, 10), "#204080").save(file, "PNG")
    return file.getvalue()


def cv_of(resume: Any) -> tuple[str, Any, list[str]]:
    """Return the cv.yaml of a resume, the CV in it, and the messages."""
    problems = Problems("resume.json")
    data = (resume if isinstance(resume, str) else json.dumps(resume)).encode()
    root = compose_json(data, problems)
    found = import_tree(FORMATS["jsonresume"], root, Job(problems), None, Path("resume.json"))  # type: ignore[arg-type]
    cv, _ = read_bytes(found.text.encode(), Problems("cv.yaml"))
    return found.text, cv, [problem.message for problem in found.diagnostics]


def test_every_field_of_the_schema_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "resume.json").write_bytes(SAMPLE.read_bytes())
    found, _ = imported("jsonresume", tmp_path / "resume.json")
    (built,) = build(tmp_path / "cv.yaml")
    resume = json.loads(SAMPLE.read_text("utf-8"))
    printed = letters(text_of(built.path))
    about = [resume.pop("$schema"), *strings(resume.pop("meta"))]
    for text in strings(resume):
        if not re.match(r"\d{4}(-|$)|https?:|@|older\.", text):
            assert letters(text) in printed, text
    for text in ("Apr1950", "Mar311966", "1930", "github.com/grete", "Mastodon: @gh@example.social", "Tea Club"):
        assert letters(text) in printed, text
    for text in about:
        assert text in found.text
    assert "89 values" in found.summary
    assert "experience 2" in found.summary


def test_a_resume_is_built_and_checked_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    resume = json.loads(SAMPLE.read_text("utf-8"))
    Path("resume.json").write_text(json.dumps(resume, indent="\t"), "utf-8")
    assert main(["build", "resume.json"]) == 0
    assert "Tea Club" in text_of(Path("output/grete-hermann-academic.pdf"))
    assert main(["check", "resume.json", "--fast", "--strict"]) == 0
    assert "nothing wrong" in capsys.readouterr().out
    Path("cv.yaml").write_text("extends: resume.json\nvariants: {resume: {pages: 1}}\n", "utf-8")
    assert main(["check", "--fast"]) == 0
    resume["basics"]["image"] = "data:image/png;base64,AAAA"
    resume["work"][0]["id"] = 7
    resume["work"][0]["name"] = "\u0c95\U00010330\u0627\u0628"
    Path("resume.json").write_text(json.dumps(resume, indent=1, ensure_ascii=False), "utf-8")
    assert main(["check", "resume.json", "--fast"]) == 5
    said = capsys.readouterr().out
    line = next(n for n, text in enumerate(Path("resume.json").read_text("utf-8").splitlines(), 1) if "image" in text)
    assert f"resume.json:{line}:12: warning: basics.image: a picture within the file" in said
    assert "warning: work[0].id: cvgen has no key for this; it is not printed" in said
    assert re.search(r"resume\.json:\d+:\d+: error", said)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('{"a": 1,}', "1:9", "a comma stands before }"),
        ('{\n  "a" 1}', "2:7", "a colon is missing behind the key 'a'"),
        ('{"a": [1 2]}', "1:10", "a comma or ] is missing here"),
        ('{"a": "x\\q"}', "1:", "this escape is none of JSON's"),
        ('{"a": "x', "1:7", "has no end"),
        ('{"a": tru}', "1:7", "this is no value"),
        ('{"a": }', "1:7", "a value is missing here"),
        ("{'a': 1}", "1:2", "a key is missing here"),
        ('{"a": 1} x', "1:10", "something stands behind the end"),
        ("", "1:1", "the file is empty"),
        ("[" * 200, "1:102", "more than 100 levels of nesting"),
    ],
)
def test_broken_json_is_an_error_at_its_place(text: str, place: str, message: str) -> None:
    problems = Problems("r.json")
    with pytest.raises(Unreadable):
        compose_json(text.encode(), problems)
    (found,) = problems.found
    assert f"{found.origin.line}:{found.origin.column}".startswith(place)
    assert message in found.message


def test_json_is_read_as_python_reads_it() -> None:
    text = '{"a": ["x\\ud83d\\ude00\\u0041\\/\\n", 1.5e3, -0, true, null, {}, []],\t"b": {"c": "é"}}'
    root: Any = compose_json(text.encode("utf-16"), Problems("x"))
    items = root.pairs[0][1].items
    assert [item.value for item in items[:5]] == ["x😀A/\n", "1.5e3", "-0", "true", "null"]
    assert items[4].is_empty
    assert root.pairs[1][1].pairs[0][1].origin[1:] == (1, text.index('"é"') + 1)


def test_older_names_shapes_and_slips_are_understood() -> None:
    text, cv, _ = cv_of({
        "basics": {
            "name": "A", "website": "a.example.org", "phone": 123, "location": "Rome",
            "email": ["a@example.org", "b@example.org"], "profiles": {"github": "ada", "x": "https://x.com/ada"},
            "nationality": "Italian", "blog": "https://blog.example.org",
        },
        "work": {"company": "C", "title": "Boss", "startDate": "08/2014", "endDate": "Present", "location": {"city": "X"}},
        "education": [{"school": "S", "gpa": 3.9, "startDate": "Sep 1, 2016", "endDate": "2017-02-30"}, {}, None],
        "skills": ["Tea", {"name": "Cake", "keywords": "one"}],
        "awards": [{"date": "2014", "summary": "Only this"}],
        "publications": [{"name": "P", "authors": "Ada Lovelace, Bob Stone and C. Day", "url": "no url", "date": "03/04/2014"}],
        "certificates": [{"url": "https://c.example.org"}],
        "talks": [{"title": "T", "event": "E", "date": "2001-02-03T04:05:06Z", "slides": "https://s.example.org"}],
    })  # fmt: skip
    assert cv.basics.url == "https://a.example.org"
    assert cv.basics.email == "a@example.org"
    assert [(p.network, p.username, p.url) for p in cv.basics.profiles] == [
        ("b@example.org", "", "mailto:b@example.org"),
        ("github", "ada", "https://github.com/ada"),
        ("x", "", "https://x.com/ada"),
        ("Blog", "", "https://blog.example.org"),
    ]
    by_name = {section.name: section.entries for section in cv.sections}
    (work,) = by_name["experience"]
    assert (work.organization.plain, work.position.plain, work.location.plain) == ("C", "Boss", "X")
    assert (work.start, work.end) == (Date(2014, 8), Date(present=True))
    (school,) = by_name["education"]
    assert (school.score.plain, school.start, school.end) == ("3.9", Date(2016, 9, 1), None)
    assert school.note.plain == "End: 2017-02-30"
    assert [skill.name.plain for skill in by_name["skills"]] == ["Tea", "Cake"]
    assert by_name["awards"][0].title.plain == "Only this"
    assert [one.name for one in by_name["publications"][0].authors] == ["Ada Lovelace", "Bob Stone", "C. Day"]
    assert "no url" in by_name["publications"][0].note.plain
    assert "03/04/2014" in by_name["publications"][0].note.plain
    assert by_name["certificates"][0].name.plain == "https://c.example.org"
    assert by_name["talks"][0].date == Date(2001, 2, 3)
    assert by_name["talks"][0].links[0].url == "https://s.example.org"
    assert "Nationality: Italian" in text


def test_a_picture_in_the_file_becomes_a_photo_and_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    picture = base64.b64encode(pixel()).decode()
    Path("r.json").write_text(
        json.dumps({"basics": {"name": "A", "image": f"data:image/png;base64,{picture}"}}), "utf-8"
    )
    assert main(["import", "r.json"]) == 0
    assert "-o cv.yaml" in capsys.readouterr().err
    assert not Path("photo.png").exists()
    assert main(["import", "r.json", "-o", "cv.yaml"]) == 0
    assert Path("photo.png").read_bytes() == pixel()
    assert main(["build"]) == 0
    assert main(["import", "r.json", "-o", "other.yaml"]) == 2
    assert not Path("other.yaml").exists()


@pytest.mark.parametrize(
    "image",
    [
        "../secret.png",
        "/etc/passwd",
        "data:image/svg+xml;base64,AAAA",
        "data:text/html,<b>",
        "https://e.org/x.png",
        "no.png",
    ],
)
def test_no_picture_from_elsewhere_is_used(image: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.png").write_bytes(pixel())
    (tmp_path / "in" / "r.json").write_text(json.dumps({"basics": {"name": "A", "picture": image}}), "utf-8")
    found, loaded = imported("jsonresume", tmp_path / "in" / "r.json")
    assert not loaded.cv.basics.photo
    assert not found.files
    assert "# What found no place" in found.text


def test_spans_groups_and_switches() -> None:
    text, cv, _ = cv_of({
        "basics": {"name": "A", "location": {"city": "Lima", "remote": True}},
        "work": [
            {"name": "A", "startDate": "2018", "endDate": "2019-2021"},
            {"name": "B", "endDate": "May 2014 – present"},
            {"name": "C", "startDate": "2014", "endDate": "2012"},
            {"name": "D", "date": "2019 - 2021", "isCurrent": True, "id": 7},
        ],
        "skills": {"Tools": ["vim", "ed"], "Languages": ["Go"]},
    })  # fmt: skip
    first, second, third, fourth = cv.sections[0].entries
    assert (first.start, first.end, first.note.plain) == (Date(2018), None, "End: 2019-2021")
    assert (second.start, second.end) == (Date(2014, 5), Date(present=True))
    assert (third.start, third.end, third.note.plain) == (Date(2014), None, "End: 2012")
    assert (fourth.start, fourth.end, fourth.note) == (Date(2019), Date(2021), None)
    assert [[word.plain for word in skill.keywords] for skill in cv.sections[1].entries] == [["vim", "ed"], ["Go"]]
    for left in ("location.remote: true", "work[3].isCurrent: true", "work[3].id: 7"):
        assert f"#   {left}" in text


def test_long_texts_are_folded_without_a_change() -> None:
    for told in ("word " * 40 + "a: b #c", "温 伟 " * 40, "a\tb " * 40, "one\ntwo " * 30, "x" * 200):
        text, cv, _ = cv_of({"basics": {"name": "A", "summary": told}})
        assert cv.basics.summary.plain == " ".join(told.split())
        assert max(map(len, text.splitlines())) < 220 or "温" in told


def test_a_key_that_comes_again_loses_nothing() -> None:
    text, cv, said = cv_of('{"basics": {"name": "A"}, "skills": [{"name": "First"}], "skills": [{"name": "Last"}]}')
    assert "the key 'skills' was already given in line 1: this one counts" in said
    assert [one.name for one in cv.sections] == ["skills", "skills_first_given_at_1_27"]
    assert "First" in text


def test_markup_of_others_is_text() -> None:
    told = "**b** *e* `c` [x](https://e.org) <sub>2</sub> \\textbf{x} $x$ <script>alert(1)</script> {{ x }} #1 ''"
    _, cv, _ = cv_of({"basics": {"name": "A", "summary": told}})
    assert isinstance(cv.basics.summary, Text)
    assert cv.basics.summary.plain == told
    assert not cv.basics.summary.inlines.links


_CHARS = st.characters(exclude_categories=())
_TEXT = st.one_of(
    st.text(_CHARS, max_size=20),
    st.text(st.sampled_from("aB1 *`'\"[]<>\\{}$&#%_^~–—-()@=,;:é温\n\t"), max_size=30),
    st.sampled_from(
        [
            "null",
            "no",
            "~",
            "2014",
            "a: b",
            "- x",
            "2020-01",
            "1e5",
            "2019-2021",
            "May 2014 – present",
            "https://e.org/a b",
            "\\n",
            "#x",
            "---",
        ]
    ),
)
_ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), _TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
    max_leaves=4,
)


def _object(names: str, **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = {name: st.one_of(_TEXT, _ANY) for name in names.split()} | others
    return st.one_of(st.fixed_dictionaries({}, optional=keys), _ANY)


def _list(names: str) -> st.SearchStrategy[Any]:
    return st.one_of(st.lists(_object(names), max_size=2), _ANY)


_WORK = "name position url startDate endDate summary highlights location description company keywords"
_RESUME = st.fixed_dictionaries(
    {},
    optional={
        "$schema": _TEXT,
        "basics": _object(
            "name label image email phone url summary picture website",
            location=_object("address postalCode city countryCode region"),
            profiles=_list("network username url"),
        ),
        "work": _list(_WORK),
        "volunteer": _list(_WORK),
        "education": _list("institution url area studyType startDate endDate score courses gpa"),
        "awards": _list("title date awarder summary"),
        "certificates": _list("name date url issuer"),
        "publications": _list("name publisher releaseDate url summary doi authors"),
        "skills": _list("name level keywords"),
        "languages": _list("language fluency"),
        "interests": _list("name keywords"),
        "references": _list("name reference email"),
        "projects": _list("name description highlights keywords startDate endDate url roles entity type"),
        "meta": _object("canonical version lastModified"),
        "own": _ANY,
    },
)


def test_a_publication_that_is_there_twice_is_kept_as_a_comment(tmp_path: Path) -> None:
    paper = {"name": "On *Engines*", "publisher": "Taylor", "releaseDate": "1843"}
    papers = [paper, paper | {"summary": "More."}, paper | {"releaseDate": "1844"}, paper | {"name": "on engines"}]
    papers += [{"name": "A", "doi": "10.1000/182"}, {"name": "B", "url": "https://doi.org/10.1000/182"}]
    text, cv, messages = cv_of({"basics": {"name": "Ada"}, "publications": papers})
    assert [entry.title.plain for entry in cv.sections[0].entries] == ["On *Engines*", "On *Engines*", "A"]
    assert [line for line in text.splitlines() if line.startswith("#   publications[")] == [
        '#   publications[1]: {"title": "On \\\\*Engines\\\\*", "venue": "Taylor", "date": "1843", "summary": "More."}',
        '#   publications[3]: {"title": "on engines", "venue": "Taylor", "date": "1843"}',
        '#   publications[5]: {"title": "B", "url": "https://doi.org/10.1000/182"}',
    ]
    assert "publications[1]: the same publication stands in line 1" in messages
    resume = tmp_path / "resume.json"
    resume.write_text(json.dumps({"basics": {"name": "Ada"}, "publications": papers}), encoding="utf-8")
    assert main(["import", str(resume), "-o", str(tmp_path / "cv.yaml")]) == 0
    assert main(["check", "--fast", str(tmp_path / "cv.yaml")]) == 0


def test_projects_of_other_types_are_sections_of_their_own() -> None:
    projects = [
        {"name": "Loom", "type": "application", "entity": "Jacquard"},
        {"name": "On looms", "type": "Talk", "entity": "Royal Society", "roles": ["Speaker"], "keywords": ["yarn"]},
        {"name": "Weaving", "type": "teaching", "entity": "Mechanics' Institute", "roles": ["Lecturer"]},
        {"name": "Silk", "type": "grant", "entity": "The Crown"},
        {"name": "A new loom", "type": "media", "entity": "The Times"},
    ]
    resume = {"basics": {"name": "Ada"}, "projects": projects}
    _, cv, messages = cv_of(resume)
    assert [(section.name, len(section.entries)) for section in cv.sections] == [
        ("projects", 1), ("talks", 1), ("teaching", 1), ("grants", 1), ("media", 1),
    ]  # fmt: skip
    assert [message for message in messages if "type" in message] == ["projects[0].type: cvgen has no key for this"]
    talk, course, grant, article = (section.entries[0] for section in cv.sections[1:])
    assert (talk.organization.plain, talk.role.plain, talk.note.plain) == ("Royal Society", "Speaker", "Keywords: yarn")
    assert (course.institution.plain, course.role.plain) == ("Mechanics' Institute", "Lecturer")
    assert (grant.agency.plain, article.outlet.plain) == ("The Crown", "The Times")


def test_an_orcid_among_the_profiles_is_the_owners() -> None:
    right, wrong = "0000-0002-1825-0097", "0000-0002-1825-0090"
    for profile in ({"network": "ORCID", "username": right}, {"url": f"https://orcid.org/{right}", "network": "orcid"}):
        text, cv, _ = cv_of({"basics": {"name": "Ada", "profiles": [profile]}})
        assert (cv.basics.orcid, cv.basics.profiles) == (right, ()), text
    text, cv, _ = cv_of({"basics": {"name": "Ada", "profiles": [{"network": "ORCID", "username": wrong}]}})
    assert cv.basics.orcid is None
    assert wrong in text


@given(resume=_RESUME)
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_resume_becomes_a_cv_that_holds_all_of_it(resume: Any) -> None:
    text, cv, _ = cv_of(resume)
    assert [one.message for one in advise(cv) if one.severity == "error"] == []
    held = letters(text + "".join(strings(yaml.load(text, Loader=yaml.BaseLoader))))
    for told in strings(json.loads(json.dumps(resume))):
        kept = re.sub(r"^\s*(?:tel|mailto):", "", told)
        for word in re.findall(r"[A-Za-z0-9]{2,}", kept):
            assert letters(word) in held, told
