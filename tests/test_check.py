"""What `check_pdf` says of good PDFs (nothing), and of PDFs that templates or edits made wrong."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, NumberObject, TextStringObject

from benchmarks.generate import long_cv
from cvgen.check import check_pdf
from cvgen.cli import main
from cvgen.compiling import compile_document
from cvgen.diagnostics import Diagnostic, Exit
from cvgen.model import CV
from cvgen.pipeline import load
from cvgen.prepare import Choice, prepare
from cvgen.render import Document
from tests.conftest import MINIMAL, ROOT, SAMPLE
from tests.hostile import SHORT, Sheet, fill
from tests.test_assets import picture
from tests.test_template import everything, own_template

CvFile = Callable[..., Path]


class Made(NamedTuple):
    pdf: bytes
    document: Document
    cv: CV

    @property
    def problems(self) -> list[Diagnostic]:
        return check_pdf(*self)

    @property
    def codes(self) -> list[str]:
        return sorted({problem.code for problem in self.problems})


def make(path: Path, engine: str = "embedded") -> Iterator[Made]:
    """Yield every variant of a CV: its PDF, what that was made of, and the selected CV."""
    loaded = load(path)
    for variant in loaded.cv.variants:
        prepared = prepare(loaded, variant, Choice(engine))
        yield Made(compile_document(prepared.document, prepared.engine).pdf, prepared.document, prepared.cv)


SCRIPTS = """\
basics:
  name: 温 伟
  native_name: สมชาย ใจดี
  label: "हिन्दी अनुवादक 👩‍💻 और शोधकर्ता"
  email: wei-wen@example.org
  url: https://例え.jp/パス?q=é
  summary: "東京大学で研究しています。 ภาษาไทยไม่มีการเว้นวรรคระหว่างคำ และยาวพอที่จะขึ้นบรรทัดใหม่ได้
    नमस्ते दुनिया, यह एक लंबा वाक्य है जो पंक्ति के अंत तक जाता है। 🇨🇭 👨‍👩‍👧 ½ ﬁ x̄ H~2~O ² … state-of-the-art--ish"
sections:
  experience:
    - position: "연구원 대한민국 서울특별시 강남구"
      organization: "株式会社・テスト(東京)"
      start: 2014-08
      end: 2019-12
      highlights: ["**太字**と*斜体*の文", "Über-große Maßstäbe: naïve café", "Δοκιμή ελληνικών и русский текст"]
  awards:
    - {title: "最佳论文奖", date: 2020, url: "https://example.org/a_b%20c#d"}
  publications:
    - {title: "深度学习のための한국어 model", authors: [温 伟*, Дмитрий Ж.], marks: {"*": สมชาย}, venue: "会议", date: 2021-03, kind: conference}
variants: {academic: {}, classic: {}, publications: {}, resume: {}, ja: {template: resume, language: ja}}
"""


@pytest.mark.parametrize("file", [SAMPLE, *sorted((ROOT / "docs" / "examples").glob("*.yaml"))], ids=lambda p: p.name)
def test_the_sample_and_the_examples_are_good(file: Path) -> None:
    for made in make(file):
        assert made.problems == []


@pytest.mark.parametrize("text", [SCRIPTS, everything(), long_cv(60)], ids=["scripts", "every type", "long"])
def test_every_script_and_every_type_of_entry_is_good(cv_file: CvFile, text: str) -> None:
    for made in make(cv_file(text)):
        assert made.problems == []


def test_hostile_texts_are_good(cv_file: CvFile) -> None:
    some = dict(list(SHORT.items())[::3])  # of all of them, the checks were tried once by hand
    sheet = fill(Sheet(some), ("experience", "publications"))
    for made in make(cv_file(sheet.source)):
        assert made.problems == []


def test_the_heading_of_a_year_is_no_label(cv_file: CvFile) -> None:
    design = "variants: {resume: {design: {group: year}}, academic: {design: {group: year, numbering: none}}}\n"
    papers = "[{title: One paper, date: 2020}, {title: Two papers, date: 2020}, {title: Three, start: 2010, end: 2011}]"
    for made in make(cv_file(f"basics: {{name: A}}\nsections: {{publications: {papers}}}\n{design}")):
        assert made.problems == []


def test_a_document_says_what_it_prints(cv_file: CvFile) -> None:
    made = next(make(cv_file(MINIMAL)))
    path = str(made.cv.origin.file)
    printed = [(text, str(origin).removeprefix(path)) for text, origin in made.document.printed]
    assert printed == [
        ("Ada Lovelace", ":2:9"),  # in the foot
        ("ada@example.org", ":3:10"),
        ("Experience", ":5:3"),
        ("1842–1843", ":8:14"),
        ("Analyst", ":6:17"),
        ("Analytical Engine", ":7:21"),
    ]
    assert made.document.links == ("mailto:ada@example.org",)


# --- templates that go wrong

OWN = """\
basics:
  name: Ada Lovelace
  email: ada@example.org
  summary: "Incomprehensibilities notwithstanding, internationalization characteristically overcomplicates."
sections:
  experience:
    - position: Chief Analyst
      organization: Analytical Engine
      start: 1842
      end: 1843
    - position: Second Analyst
      organization: Analytical Engine
      start: 1840
      end: 1841
  awards:
    - {title: Medal, date: 1850}
variants: {own: {}}
"""
ENTRY = "\\begin{cventry}{<< label_of(entry) >>}%s\\end{cventry}\n"
EXPERIENCE = "entries/experience.tex.j2"


def styled(tex: str, block: str = "style") -> dict[str, str]:
    """Return a template that says some TeX after its style, or in the place of another block."""
    inherited = "<< super() >>\n" if block == "style" else ""
    return {"cv.tex.j2": f'<% extends "academic/cv.tex.j2" %>\n<% block {block} %>{inherited}{tex}<% endblock %>\n'}


def resume(tex: str) -> dict[str, str]:
    return {
        "cv.tex.j2": f'<% extends "resume/cv.tex.j2" %>\n<% block style %><< super() >>\n{tex}<% endblock %>\n',
        "template.yaml": "description: mine\nextends: resume\n",
    }


PAGES = {EXPERIENCE: ENTRY % "<< entry.position >>, << entry.organization >>\\newpage "}
COLUMNS = (
    "<% for entry in section.entries %><< label_of(entry) >>\\par\n<% endfor %>\n"
    "<% for entry in section.entries %><< entry.position >>, << entry.organization >>\\par\n<% endfor %>\n"
)
NARROW = "\\renewenvironment{cvprose}{\\par\\hsize=30mm \\hyphenpenalty=50 \\exhyphenpenalty=50 }{\\par}\n"


@pytest.mark.parametrize(
    ("files", "code", "line", "message"),
    [
        ({EXPERIENCE: ENTRY % "\\phantom{<< entry.position >>} << entry.organization >>"},
         "text-lost", 7, "'Chief Analyst' cannot be copied out of the PDF"),
        ({EXPERIENCE: ENTRY % "<< entry.position >><< entry.organization >>"},
         "glued", 8, "words are glued together when they are copied: 843 chief analyst|analytical engin"),
        (styled("\\renewcommand\\cvname[2]{#1\\textbf{#2}\\par}"), "glued", 2, "words are glued together when they are copied: ada|lovelace"),
        (styled("\\renewcommand\\cvemph[1]{#1}\\renewcommand\\cvcontacts[1]{}"), "text-lost", 3, "'ada@example.org' cannot be copied"),
        (styled("\\renewcommand\\cvname[2]{Curriculum Vitae\\par #1 #2\\par}"), "reading-order", 2, "the name does not stand on the first line"),
        (styled("\\renewcommand\\cvsection[2]{\\bookmark[page=1]{#2}\\par\\textbf{#1} of mine\\par}"), "reading-order", 15, "the title of the section 'Awards' does not stand alone"),
        ({"sections/experience.tex.j2": COLUMNS}, "reading-order", 9, "'1842–1843' is copied apart from its entry"),
        ({EXPERIENCE: ENTRY % "\\par\\noindent << entry.position >>, << entry.organization >>"},
         "reading-order", 9, "'1842–1843' is copied apart from its entry"),
        ({**styled('\\cvfoot{<< basics | at("email") >>}{\\thepage}', "furniture"), **PAGES}, "contact", 3, "'ada@example.org' stands at the head or foot of every page"),
        (styled("\\renewcommand\\cvlink[2]{\\href{https://wrong.example}{#2}}"), "link", 3, "the link to mailto:ada@example.org is not in the PDF"),
        (styled("\\renewcommand\\cvsection[2]{\\par\\textbf{#1}\\par}"), "bookmarks", 6, "there is no bookmark for the section 'Experience'"),
        (styled("\\AtEndPreamble{\\hypersetup{pdftitle={CV},pdfauthor={},pdflang={}}}\n"), "metadata", 2, "its title does not hold the name"),
        (resume(NARROW), "hyphen", 4, "a word is hyphenated: "),
    ],
)  # fmt: skip
def test_what_a_template_does_wrong_is_found(
    cv_file: CvFile, tmp_path: Path, files: dict[str, str], code: str, line: int, message: str
) -> None:
    (tmp_path / "latex_templates" / "own" / "sections").mkdir(parents=True)
    own_template(tmp_path, **files)
    (made,) = make(cv_file(OWN))
    found = [problem for problem in made.problems if problem.code == code]
    assert [problem for problem in found if problem.origin.line == line and message in problem.message], made.problems
    assert all(problem.hint for problem in found)


def test_the_template_of_these_tests_is_good(cv_file: CvFile, tmp_path: Path) -> None:
    own_template(tmp_path, **PAGES)
    (made,) = make(cv_file(OWN))
    assert made.problems == []


def test_words_may_be_hyphenated_where_the_template_does_not_say_otherwise(cv_file: CvFile, tmp_path: Path) -> None:
    own_template(tmp_path, **styled(NARROW))
    (made,) = make(cv_file(OWN))
    assert b"-\n" in b"\n".join(page.extract_text().encode() for page in reader(made).pages)
    assert made.problems == []


def test_a_text_that_the_foot_of_a_page_interrupts_is_whole(cv_file: CvFile, tmp_path: Path) -> None:
    text = OWN.replace("own: {}", "academic: {}").replace("Incompr", 600 * "Some words. " + "Incompr")
    (made,) = make(cv_file(text))
    assert len(reader(made).pages) > 1
    assert made.problems == []


def test_a_photo_that_is_not_there(cv_file: CvFile, tmp_path: Path) -> None:
    picture(tmp_path / "me.png", "PNG")
    own_template(tmp_path, **styled("\\renewcommand\\cvphoto[2]{}"))
    text = OWN.replace("ada@example.org\n", "ada@example.org\n  photo: me.png\n").replace(
        "{own: {}}", "{own: {design: {photo: yes}}, academic: {design: {photo: yes}}, resume: {}}"
    )
    own, academic, without = make(cv_file(text))
    found = [str(problem.origin.line) + problem.message for problem in own.problems if problem.severity == "error"]
    assert found == ["4the photo is not in the PDF"]
    assert [problem.code for problem in academic.problems] == ["photo-alt"]
    assert without.problems == []


def test_texts_are_counted(cv_file: CvFile, tmp_path: Path) -> None:
    """What is lost of one entry is not found in another one that says the same."""
    lost = "<% if entry.position.plain[0] == 'C' %>\\phantom{<< entry.organization >>}<% else %><< entry.organization >><% endif %>"
    own_template(tmp_path, **{EXPERIENCE: ENTRY % ("<< entry.position >>, " + lost)})
    (made,) = make(cv_file(OWN))
    (problem,) = made.problems
    assert (problem.code, problem.origin.line) in [("text-lost", 8), ("text-lost", 12)]


# --- PDFs that were edited


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Made:
    path = tmp_path_factory.mktemp("good") / "cv.yaml"
    path.write_text(OWN.replace("own:", "academic:"), encoding="utf-8")
    (made,) = make(path)
    return made


def reader(made: Made) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made.pdf))


def edited(made: Made, edit: Callable[[pypdf.PdfWriter], None]) -> Made:
    writer = pypdf.PdfWriter(clone_from=reader(made))
    edit(writer)
    data = io.BytesIO()
    writer.write(data)
    return made._replace(pdf=data.getvalue())


def font_of(writer: pypdf.PdfWriter, name: str = "serif-r") -> Any:
    fonts = [font.get_object() for font in writer.pages[0]["/Resources"]["/Font"].values()]
    (font,) = (font for font in fonts if font["/BaseFont"].endswith(name))
    return font


def annotation_of(writer: pypdf.PdfWriter) -> Any:
    (annotation,) = writer.pages[0]["/Annots"]
    return annotation.get_object()


def without_characters(writer: pypdf.PdfWriter) -> None:
    del font_of(writer)["/ToUnicode"]


def without_file(writer: pypdf.PdfWriter) -> None:
    del font_of(writer)["/FontDescriptor"]["/FontFile2"]


def of_type_3(writer: pypdf.PdfWriter) -> None:
    font_of(writer)[NameObject("/Subtype")] = NameObject("/Type3")


def other_letter(code: bytes) -> Callable[[pypdf.PdfWriter], None]:
    def edit(writer: pypdf.PdfWriter) -> None:
        font, stream = font_of(writer), DecodedStreamObject()
        other = b"1 beginbfchar\n<69> <" + code + b">\nendbfchar\nendcmap"  # the letter i
        stream.set_data(font["/ToUnicode"].get_data().replace(b"endcmap", other, 1))
        font[NameObject("/ToUnicode")] = writer._add_object(stream)

    return edit


def without_language(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/Lang"]


def without_preference(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/ViewerPreferences"]


def without_author(writer: pypdf.PdfWriter) -> None:
    writer.add_metadata({"/Author": "Charles Babbage"})


def without_bookmarks(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/Outlines"]


def without_link(writer: pypdf.PdfWriter) -> None:
    del writer.pages[0]["/Annots"]


def other_link(writer: pypdf.PdfWriter) -> None:
    annotation_of(writer)["/A"][NameObject("/URI")] = TextStringObject("mailto:eve@example.org")


def empty_link(writer: pypdf.PdfWriter) -> None:
    annotation_of(writer)[NameObject("/Rect")] = ArrayObject([NumberObject(9)] * 4)


@pytest.mark.parametrize(
    ("edit", "code", "messages"),
    [
        (without_characters, "font", ["the font CV-serif-r does not say which characters its glyphs are"]),
        (without_file, "font", ["the font CV-serif-r is not embedded"]),
        (of_type_3, "font", ["the font CV-serif-r is made of pictures (Type 3)"]),
        (other_letter(b"E069"), "noise", ["what is copied out of the PDF has characters that the CV has not: U+E069"]),
        (other_letter(b"FB01"), "noise", ["what is copied out of the PDF has characters that the CV has not: U+FB01"]),
        (without_language, "metadata", ["the PDF's own data: its language is not en"]),
        (without_preference, "metadata", ["the PDF's own data: it does not ask for its title to be shown"]),
        (without_author, "metadata", ["the PDF's own data: its author is not the name"]),
        (without_bookmarks, "bookmarks", [f"there is no bookmark for the section '{name}', or not in its place"
                                          for name in ("Summary", "Experience", "Awards")]),
        (without_link, "link", ["the link to mailto:ada@example.org is not in the PDF"]),
        (other_link, "link", ["the link to mailto:ada@example.org is not in the PDF",
                              "the PDF has a link to mailto:eve@example.org, which is not in the CV"]),
        (empty_link, "link", ["the link to mailto:ada@example.org has no place to click on"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_found(
    good: Made, edit: Callable[[pypdf.PdfWriter], None], code: str, messages: list[str]
) -> None:
    made = edited(good, edit)
    assert [problem.message for problem in made.problems if problem.code == code] == messages


def test_an_edit_that_changes_nothing_is_good(good: Made) -> None:
    assert good.problems == edited(good, lambda writer: None).problems == []


def test_a_hyphen_that_is_lost(good: Made) -> None:
    printed = tuple((text.replace("Medal", "Me-dal"), origin) for text, origin in good.document.printed)
    made = good._replace(document=replace(good.document, printed=printed))
    assert [problem.message for problem in made.problems] == ["'Me-dal' cannot be copied out of the PDF"]


def test_what_the_command_says_of_a_fault(
    cv_file: CvFile, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cv_file(MINIMAL.partition("variants:")[0] + "variants: {own: {}}\n")
    own_template(
        tmp_path, **{"entries/experience.tex.j2": "<< entry.position >>\\phantom{<< entry.organization >>}\\par\n"}
    )
    assert main(["check"]) == Exit.LOST
    out = capsys.readouterr().out
    assert "cv.yaml:7:21: error: 'Analytical Engine' cannot be copied out of the PDF; " in out
    assert main(["check", "--fast"]) == Exit.OK
    assert main(["build"]) == Exit.OK


def test_last_lines_that_look_alike_are_no_foot(cv_file: CvFile, tmp_path: Path) -> None:
    many = "".join(f"    - {{position: Position {number}}}\n" for number in range(90))
    for made in make(cv_file(MINIMAL.partition("variants:")[0] + many)):
        assert made.problems == []


def test_an_address_of_several_lines_keeps_its_words_apart(cv_file: CvFile) -> None:
    address = '  location: "12 Main Street\\nLondon"\n'
    for made in make(cv_file(MINIMAL.replace("  email:", address + "  email:"))):
        assert made.problems == []
        assert "12 Main Street London" in pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text()
