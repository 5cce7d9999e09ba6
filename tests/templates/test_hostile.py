"""Strings that broke someone's CV tool, in every kind of field: each is printed as it is, or refused at its line.

The strings of all entries share one PDF for each template (see `tests/hostile.py`); those of the basics, which a CV has
but once, are rendered one CV each, and set together. A few are built whole besides.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pypdf
import pytest

import cvgen
from cvgen.assets import load_photo
from cvgen.cli import main
from cvgen.compiling import compile_document
from cvgen.diagnostics import CvgenError, Exit
from cvgen.engine import find_engine
from cvgen.pipeline import load, target_of
from tests.conftest import problems, read
from tests.fence import fenced, leaks
from tests.hostile import (
    HOSTILE,
    LONG,
    SHORT,
    SOME,
    TEMPLATES,
    UNPRINTABLE,
    Place,
    Sheet,
    fill,
    header,
    headers,
    is_refused,
    parts_of,
    printed,
    quoted,
)
from tests.pdf import legible, links_of, squashed, text_of

SPECIAL = ("experience", "publications", "talks", "service", "awards", "skills", "languages", "general")


class Hostile(NamedTuple):
    """A sheet, and what a template made of it."""

    sheet: Sheet
    template: str
    pdf: Path


# Pages cost time: the long strings go through the types that templates treat specially, and where only the style is a
# template's own, some of them are enough.
SHEETS = {
    "short-academic": lambda: fill(Sheet(SHORT)),
    "short-resume": lambda: fill(Sheet(SHORT)),
    "long-academic": lambda: fill(Sheet(LONG), SPECIAL),
    "long-resume": lambda: fill(Sheet(LONG), SPECIAL),
    "some-classic": lambda: fill(Sheet(SOME), SPECIAL),
    "some-publications": lambda: fill(Sheet(SOME), SPECIAL),
}


@pytest.fixture(scope="module", params=SHEETS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """All strings in all fields of entries, in a template."""
    sheet = SHEETS[request.param]()
    template = request.param.partition("-")[2]
    with fenced(tmp_path_factory.mktemp("hostile")) as folder:
        own = Path("latex_templates", "everything", "template.yaml")  # a list of publications that shows all else too
        own.parent.mkdir(parents=True)
        own.write_text("{description: x, extends: publications, sections: []}", encoding="utf-8")
        source = sheet.source.replace(" publications: {},", " publications: {template: everything},")
        Path("cv.yaml").write_text(source, encoding="utf-8")
        (done,) = cvgen.build("cv.yaml", variants=[template], keep_tex=True)
        shutil.rmtree("latex_templates")
    return Hostile(sheet, template, folder / done.path)


def test_every_string_comes_back_from_every_field_of_an_entry(built: Hostile) -> None:
    text = text_of(built.pdf)
    assert built.sheet.lost(text, built.template) == []
    assert not leaks(text)


def test_no_string_leaves_the_page(built: Hostile) -> None:
    log = built.pdf.with_name(built.pdf.stem + "-tex") / "cv.log"
    assert "Overfull" not in log.read_text(encoding="utf-8", errors="replace")


def test_every_title_is_a_bookmark(built: Hostile) -> None:
    sheet = built.sheet
    shown = {legible(item["/Title"]) for item in pypdf.PdfReader(built.pdf).outline if isinstance(item, dict)}
    for place in sheet.at.values():
        if place.field.startswith("section "):
            text = printed(place, sheet.texts[place.name])
            assert {text, legible(sheet.texts[place.name][:500] + "…")} & shown, place


@pytest.mark.parametrize("texts", [SHORT, LONG], ids=["short", "long"])
def test_what_is_refused_is_refused_at_its_line_and_nothing_else(texts: dict[str, str]) -> None:
    """Every string in every field, refused ones too. None but the expected ones may be refused."""
    sheet = fill(Sheet(texts, refused=True))
    found = problems(sheet.source)
    wanted = {place for place in sheet.at.values() if is_refused(place, texts[place.name])}
    if texts is SHORT:  # without what is left out of it, this key is the same as another one
        wanted.add(Place("section name", "key", "bidi-invisible-003"))
    assert {sheet.at.get(problem.origin.line) for problem in found if problem.severity == "error"} == wanted
    assert {problem.origin.line for problem in found} <= set(sheet.at)


def test_a_file_of_refused_strings_ends_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cv.yaml").write_text(fill(Sheet(SHORT, refused=True)).source, encoding="utf-8")
    assert main(["build"]) == Exit.INPUT
    out, err = capsys.readouterr()
    assert (out, "Traceback" in err) == ("", False)
    assert [path.name for path in tmp_path.iterdir()] == ["cv.yaml"]


@pytest.mark.parametrize("texts", [SHORT, LONG], ids=["short", "long"])
def test_the_basics_refuse_the_same_strings_at_their_lines(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        sheet = header(name, text, refused=True)
        found = problems(sheet.source)
        wanted = {place for place in sheet.at.values() if is_refused(place, text)}
        assert {sheet.at.get(problem.origin.line) for problem in found if problem.severity == "error"} == wanted
        assert {problem.origin.line for problem in found} <= set(sheet.at)


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_string_comes_back_from_every_field_of_the_basics(template: str, tmp_path: Path) -> None:
    engine = find_engine("embedded")
    with fenced(tmp_path):
        sheets, document = headers(HOSTILE, template, engine)
        made = compile_document(document, engine)
        Path("output").mkdir()
        path = Path("output/headers.pdf")
        path.write_bytes(made.pdf)
        text = text_of(path)
    assert not leaks(text)
    for sheet, part in zip(sheets, parts_of(text, len(sheets)), strict=True):
        assert sheet.lost_in(part, sheet.groups[0], template) == []
    assert "Overfull" not in made.log


@pytest.mark.parametrize(
    "address",
    ["a!#$%&'*+-/=?^_`{|}~b@example.org", "a}\\input{x}@b_c.example", "<<7*7>>{{7*7}}@x.org", "温伟@例子.测试"],
)
def test_every_email_address_is_printed_and_linked(address: str, tmp_path: Path) -> None:
    with fenced(tmp_path):
        Path("cv.yaml").write_text(f"basics: {{name: A, email: {quoted(address)}}}\n", encoding="utf-8")
        if "<" in address:
            with pytest.raises(CvgenError):
                load(Path("cv.yaml"))
            return
        (built,) = cvgen.build("cv.yaml")
        assert address in text_of(built.path).replace("’", "'")
        (link,) = links_of(built.path)
        assert unquote(link) == f"mailto:{address}"


WHOLE = [
    "latex-specials-001",
    "latex-read-008",
    "latex-inject-004",
    "jinja-006",
    "unicode-012",
    "emoji-002",
    "length-001",
]


def test_a_few_names_are_built_whole(tmp_path: Path) -> None:
    with fenced(tmp_path):
        for number, name in enumerate(WHOLE):
            sheet = header(name, HOSTILE[name])
            Path("cv.yaml").write_text(sheet.source, encoding="utf-8")
            (built,) = cvgen.build("cv.yaml", variants=[("academic", "classic", "resume")[number % 3]])
            assert sheet.lost_in(legible(text_of(built.path)), sheet.groups[0], built.variant) == []
            metadata = pypdf.PdfReader(built.path).metadata
            assert metadata is not None
            text = " ".join(unicodedata.normalize("NFC", HOSTILE[name]).split())
            assert metadata.author == (text if len(text) <= 500 else text[:500] + "…")


def test_every_string_comes_back_from_the_honors(tmp_path: Path) -> None:
    """The honors are made of the awards of publications; what follows a comma stands in brackets there."""
    texts = {name: text for name, text in SHORT.items() if text != "%\n"}  # for honors the same as "%": said once
    sheet = Sheet(texts)
    sheet.add("basics: {name: Ada Lovelace}", "design: {footer: false}", "sections:", "  publications:")
    for name in texts:
        sheet.add("    - title: x", f"      date: {sheet.marker()}")
        sheet.put("      award: {}", Place("award", "rich", name))
    with fenced(tmp_path):
        Path("cv.yaml").write_text(
            sheet.source.replace("academic: {}", "academic: {sections: [honors]}"), encoding="utf-8"
        )
        (built,) = cvgen.build("cv.yaml", variants=["academic"])
        text = text_of(built.path)
    for part, group in zip(parts_of(text, len(texts)), sheet.groups, strict=True):
        for place, _ in group:
            plain = re.sub("[,()]", "", printed(place, texts[place.name]))
            assert plain in re.sub("[,()]", "", part), place


NO_FONT = {"hieroglyph": "a 𓀀", "arabic": "مرحبا", "hebrew": "שלום abc", "unassigned": "\u0378"}


def test_what_no_font_has_is_refused_at_its_line_with_exit_code_5(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = fill(Sheet(NO_FONT))
    with fenced(tmp_path) as folder:
        Path("cv.yaml").write_text(sheet.source, encoding="utf-8")
        assert main(["build"]) == Exit.LOST
        assert not (folder / "output").exists()
    err = capsys.readouterr().err
    assert {int(line) for line in re.findall(r"^cv\.yaml:(\d+):\d+: error: ", err, re.MULTILINE)} == set(sheet.at)
    for name, text in NO_FONT.items():
        sheet = header(name, text)
        Path(tmp_path / "cv.yaml").write_text(sheet.source, encoding="utf-8")
        with pytest.raises(CvgenError) as error:
            cvgen.build(tmp_path / "cv.yaml", output=tmp_path)
        assert error.value.exit_code == Exit.LOST
        shown = {line for line, place in sheet.at.items() if place.field != "aliases"}
        assert {problem.origin.line for problem in error.value.diagnostics} == shown


SETTINGS = {
    "engine": "engine: {}",
    "language": "locale: {language: {}}",
    "template": "variants:\n  a: {template: {}}",
    "variant language": "variants:\n  a: {template: academic, language: {}}",
    "pages": "variants:\n  a: {template: academic, pages: {}}",
    "shows": "variants:\n  a: {template: academic, private: {}}",
    "shown section": "variants:\n  a: {template: academic, sections: [{}]}",
    "excluded tag": "variants:\n  a: {template: academic, exclude: [{}]}",
    "accent": "design: {accent: {}}",
    "page_size": "design: {page_size: {}}",
    "text_size": "design: {text_size: {}}",
    "option": "design: {{}: x}",
    "top": "{}: x",
    "type": "sections: {x: {type: {}, entries: []}}",
    "kind": "sections: {publications: [{title: x, kind: {}}]}",
    "priority": "sections: {talks: [{title: x, priority: {}}]}",
    "keep": "sections: {talks: [{title: x, keep: {}}]}",
    "mark": "sections: {publications: [{title: x, marks: {{}: x}}]}",
    "key": "sections: {talks: [{title: x, {}: x}]}",
    "email": "sections: {references: [{name: x, email: {}}]}",
    "url": "sections: {talks: [{title: x, url: {}}]}",
    "link": "sections: {talks: [{title: x, links: [{label: x, url: {}}]}]}",
}
FINE = {("keep", "blns-003"), ("priority", "blns-004"), ("pages", "blns-004")} | {
    (field, f"url-00{number}") for field in ("url", "link") for number in range(2, 7)
}
FINE |= {("mark", name) for name, text in HOSTILE.items() if re.fullmatch("[a-z0-9]", text)}


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_refuses_every_string_at_its_line(setting: str, tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    line = 2 + SETTINGS[setting].count("\n")
    for name, text in HOSTILE.items():
        path.write_text("basics: {name: A}\n" + SETTINGS[setting].replace("{}", quoted(text), 1), encoding="utf-8")
        if (setting, name) in FINE:
            load(path)
            continue
        with pytest.raises(CvgenError) as error:
            _render(path)
        assert error.value.exit_code == Exit.INPUT
        assert {problem.origin.line for problem in error.value.diagnostics} == {line}, name
        assert all(problem.origin.file == str(path) for problem in error.value.diagnostics)


def _render(path: Path) -> None:
    """Do all that a build does before TeX runs, for every variant."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cvgen.pipeline.compile_document", lambda *_: pytest.fail(f"compiled {path.read_text()[:200]}"))
        cvgen.build(path, output=path.parent / "out")


@pytest.mark.parametrize("name", [name for name in HOSTILE if name.startswith("yaml-doc")])
def test_hostile_files_are_refused(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The strings that are YAML, as whole files and as the basics of one."""
    indented = "\n".join("  " + line for line in HOSTILE[name].splitlines())
    with fenced(tmp_path):
        for text in (HOSTILE[name], f"basics:\n{indented}\n"):
            Path("cv.yaml").write_text(text, encoding="utf-8")
            assert main(["build"]) == Exit.INPUT
            out, err = capsys.readouterr()
            assert out == ""
            assert re.match(r"cv\.yaml:\d+:\d+: error: ", err)
            assert len(err.splitlines()) < 30


def test_raw_control_characters_are_refused_at_their_lines() -> None:
    lines, wanted = ["basics:", "  name: A", "  summary: |"], set()
    for text in (HOSTILE[name] for name in sorted(UNPRINTABLE)):
        lines.append("    " + text)
        wanted.add(len(lines))
    raw = "\n".join(lines)
    found = {problem.origin.line for problem in problems(raw)}
    assert found <= wanted
    controls = {number for number, line in enumerate(lines, 1) if any(char < " " for char in line)}
    assert found == controls  # the others are found once these are gone


@pytest.mark.parametrize("name", [name for name in SHORT if name not in UNPRINTABLE and "\n" not in SHORT[name]])
def test_every_style_of_yaml_reads_the_same(name: str) -> None:
    text = HOSTILE[name].strip()
    styles = (quoted(text), "'" + text.replace("'", "''") + "'", f"|\n    {text}", f">-\n    {text}")
    if is_refused(Place("note", "rich", name), text):
        return
    read_as = {read(f"basics:\n  name: A\n  summary: {style}\n").basics.summary for style in styles}
    assert len(read_as) == 1


def refused_at(error: CvgenError, lines: set[int]) -> None:
    assert {problem.origin.line for problem in error.diagnostics if problem.severity == "error"} == lines


@pytest.mark.parametrize("name", HOSTILE)
def test_photos_of_every_name_are_found_or_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "cv"
    folder.mkdir()
    text = HOSTILE[name]
    data = b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82"
    path = folder / "cv.yaml"
    path.write_text(f"basics:\n  name: A\n  photo: {quoted(text)}\n", encoding="utf-8")
    can_be_named = "/" not in text and "\0" not in text and len(text.encode()) < 255
    if can_be_named:
        (folder / text).write_bytes(data)
    try:
        cv = load(path).cv
        found = load_photo(cv, folder)
    except CvgenError as error:
        refused_at(error, {3})
        folded = unicodedata.normalize("NFC", " ".join(text.split())).replace("\u200b", "")
        assert not can_be_named or name in UNPRINTABLE or folded != text
    else:
        assert found == {"photo.png": data}


@pytest.mark.parametrize("name", HOSTILE)
def test_every_name_stays_inside_the_output_folder(name: str, tmp_path: Path) -> None:
    """The names of persons, files and variants are parts of the PDF's name; nothing is compiled."""
    text = HOSTILE[name]
    path = tmp_path / "cv.yaml"
    for person, variant in ((quoted(text), "academic"), ("'…'", quoted(text))):
        path.write_text(
            f"basics: {{name: {person}}}\nvariants:\n  ? {variant}\n  : {{template: academic}}\n", encoding="utf-8"
        )
        try:
            loaded = load(path)
        except CvgenError as error:
            refused_at(error, {1 if variant == "academic" else 3})
            continue
        for file in (path, Path(text)):
            target = target_of(cvgen.pipeline.Loaded(loaded.cv, file), loaded.cv.variants[0], tmp_path / "out")
            assert target.parent == tmp_path / "out"
            assert target.name.endswith(f"-{loaded.cv.variants[0].name}.pdf")
            assert not set(target.name) & set('/\\:*?"<>|\0\n')
            assert not target.name.startswith(("-", "."))
            assert len(target.name.encode()) < 240


URLS = [
    "https://example.org/100%25_sure#frag~x^y&z=1",
    "https://example.org/a{b}c\\d",
    "https://example.org/?q=a%20b+c|d`e'f\"g<h>",
    "http://example.org/#%&_~$^{}\\",
    "https://example.org/}\\input{x}",
    "https://example.org/\\write18{touch%20cvgen_pwned}%",
    "https://example.org/<<7*7>>{{7*7}}{%x%}",
    "https://example.org/(a)[b](c)",
    "mailto:ada@example.org?subject=a%20b",
    "tel:+1-555-0100",
    "doi:10.1000/182",
    *(HOSTILE[f"url-00{number}"] for number in (2, 3, 5, 6)),
    "https://example.org/" + "A" * 10_000,
    "https://example.org/" + "%_#&~^\\{}" * 1_100,
]


@pytest.mark.parametrize("template", ["academic", "resume"])
def test_link_targets_come_back_to_the_letter(template: str, tmp_path: Path) -> None:
    lines = ["basics:", "  name: A", "  profiles:"]
    lines += [f"    - {{network: x, username: x, url: {quoted(url + '0')}}}" for url in URLS]
    lines += [f"  url: {quoted(URLS[1])}", "design: {footer: false}", "sections:", "  talks:"]
    for url in URLS:
        lines.append(f"    - {{title: x, url: {quoted(url + '1')}, links: {{l: {quoted(url + '2')}}}}}")
        if not re.search(r"[()\[\]<>\\ ]", url):
            lines.append(f"    - {{title: {quoted(f'[x]({url}3)')}, note: {quoted(f'<{url}4>')}}}")
    with fenced(tmp_path):
        Path("cv.yaml").write_text("\n".join([*lines, "variants: {academic: {}, resume: {}}"]), encoding="utf-8")
        (built,) = cvgen.build("cv.yaml", variants=[template])
        links, text = links_of(built.path), legible(text_of(built.path))
    wanted = {URLS[1]} | {url + end for url in URLS for end in "012"}
    wanted |= {url + end for url in URLS for end in "34" if not re.search(r"[()\[\]<>\\ ]", url)}
    assert links == wanted
    for url in URLS:
        assert (url.partition("://")[2] or url) + "0" in text


def compatible(text: str) -> str:
    """Return a text as readers that take ligatures apart see it."""
    return squashed(unicodedata.normalize("NFKC", text).replace("\u00ad", ""))
