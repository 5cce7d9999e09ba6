"""The checks of a finished PDF: no false alarm, and every kind of fault found in PDFs that really have it."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import NameObject, TextStringObject

from cvgen.check import check_pdf
from cvgen.cli import main
from cvgen.diagnostics import Diagnostic, Exit
from cvgen.loading import load
from cvgen.pipeline import typeset
from cvgen.prepare import Prepared, prepare
from tests.conftest import ROOT, SAMPLE
from tests.hostile import Sheet, fill
from tests.templates.test_hostile import SHORT, UNPRINTABLE
from tests.test_template import everything

CV = """\
basics:
  name: Ada Lovelace
  email: ada@example.org
  url: https://example.org/ada
  summary: An analyst of engines.
sections:
  experience:
    - position: Analyst
      organization: Analytical Engine
      start: 1842
      end: 1843
      highlights: [Wrote the first program.]
  talks:
    - title: On Engines
      url: https://example.org/talk
      date: 1843
variants: {mine: {template: mine}}
"""


@pytest.mark.parametrize("path", [SAMPLE, *sorted((ROOT / "docs/examples").glob("*.yaml"))], ids=lambda path: path.name)
def test_good_pdfs_have_no_faults(path: Path) -> None:
    loaded = load(path)
    for variant in loaded.cv.variants:
        prepared = prepare(loaded, variant)
        assert check_pdf(typeset(prepared).pdf, prepared.document, prepared.cv) == []


@pytest.mark.parametrize("text", [everything(), fill(Sheet({n: SHORT[n] for n in list(SHORT)[::5] if n not in UNPRINTABLE})).source],
                         ids=["every key", "hostile strings"])  # fmt: skip
def test_odd_but_good_pdfs_have_no_faults(tmp_path: Path, text: str) -> None:
    (tmp_path / "cv.yaml").write_text(text, encoding="utf-8")
    loaded = load(tmp_path / "cv.yaml")
    for variant in loaded.cv.variants:
        prepared = prepare(loaded, variant)
        assert check_pdf(typeset(prepared).pdf, prepared.document, prepared.cv) == []


class Built:
    """A CV with a template of its own, built once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "latex_templates/mine/entries").mkdir(parents=True, exist_ok=True)
        self.write("template.yaml", "description: Mine.\nextends: academic\n")
        (folder / "cv.yaml").write_text(CV, encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.folder / "latex_templates/mine" / name).write_text(text, encoding="utf-8")

    def prepared(self) -> Prepared:
        loaded = load(self.folder / "cv.yaml")
        return prepare(loaded, loaded.cv.variants[0])

    def faults(self) -> list[str]:
        prepared = self.prepared()
        return said(check_pdf(typeset(prepared).pdf, prepared.document, prepared.cv))


def said(problems: list[Diagnostic]) -> list[str]:
    return [f"{one.origin.line}:{one.origin.column} {one.severity} {one.code}: {one.message}" for one in problems]


@pytest.fixture
def built(tmp_path: Path) -> Built:
    return Built(tmp_path)


ENTRY = """\
\\begin{cventry}{<< label_of(entry) >>}
@
\\end{cventry}
"""


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("\\cvhead{<< entry.position >>}, \\phantom{<< entry.organization >>}",
         "9:21 error text-lost: 'Analytical Engine' cannot be copied out of the PDF"),
        ("\\cvhead{<< entry.position >>}\\hskip0.02em << entry.organization >>",
         "9:21 error glued: words are glued together when they are copied: 842–1843 analyst|analytical engin"),
        ("\\cvhead{<< entry.position >>}, \\spaceskip0.01em<< entry.organization >>",
         "9:21 error glued: words are glued together when they are copied: lyst, analytical|engine talks 1843"),
        ("\\cvhead{<< entry.position >>}, << entry.organization >> \\symbol{\"00AD}\\pdfglyphtounicode{x}{E000}", None),
    ],
)  # fmt: skip
def test_texts_that_cannot_be_copied(built: Built, entry: str, expected: str | None) -> None:
    built.write("entries/experience.tex.j2", ENTRY.replace("@", entry))
    found = built.faults()
    if expected:
        assert [fault for fault in found if "error" in fault][:1] == [expected]


def test_a_label_apart_from_its_entry(built: Built) -> None:
    built.write(
        "entries/experience.tex.j2",
        "\\cvhead{<< entry.position >>}, << entry.organization >>\\hfill << label_of(entry) >>\\par\n",
    )
    assert built.faults() == []  # behind its entry a label has no place to be checked
    built.write(
        "entries/experience.tex.j2",
        "<< label_of(entry) >>\\par\\vskip3cm\\cvhead{<< entry.position >>}, << entry.organization >>\\par\n",
    )
    (fault,) = built.faults()
    assert fault.startswith("10:14 error reading-order: '1842–1843' is copied apart from its entry, 'Analyst'")


HEADER = '<% extends "academic/cv.tex.j2" %>\n<% block header %>\n@\n<% endblock %>\n'


def test_the_name_is_not_the_first_line(built: Built) -> None:
    built.write("cv.tex.j2", HEADER.replace("@", 'Curriculum Vitae\\par\n<% include "header.tex.j2" %>'))
    assert any(
        "2:9 error reading-order: the name does not stand on the first line alone" in one for one in built.faults()
    )


def test_a_title_that_is_not_alone_on_its_line(built: Built) -> None:
    frame = (ROOT / "latex_templates/base/cv.tex.j2").read_text(encoding="utf-8")
    style = "<% block style %>\n\\usepackage[<< options.page_size >>,<< options.dates >>]{academic}\n<% endblock %>"
    frame = frame.replace("<% block style %><% endblock %>", style)
    built.write(
        "cv.tex.j2",
        frame.replace(
            "\\cvsection{<< title_of(section) >>}{<< title_of(section) | pdf >>}",
            "\\par\\textbf{<< title_of(section) >>} of mine\\par ",
        ),
    )
    faults = built.faults()
    assert any(
        "reading-order: the title of the section 'Experience' does not stand alone on its line" in one for one in faults
    )
    assert any("warning bookmarks: there is no bookmark for the section 'Experience'" in one for one in faults)


def test_contacts_in_a_running_foot(built: Built) -> None:
    many = "".join(f"    - {{position: Position {i}}}\n" for i in range(120))
    (built.folder / "cv.yaml").write_text(CV.replace("  talks:", many + "  talks:"), encoding="utf-8")
    built.write(
        "cv.tex.j2",
        '<% extends "academic/cv.tex.j2" %>\n<% block furniture %>\n\\cvfoot{<< basics | at("email") >>}{\\thepage}\n<% endblock %>\n',
    )
    assert "3:10 warning contact: 'ada@example.org' stands at the head or foot of every page" in built.faults()


def test_wrong_links(built: Built) -> None:
    built.write(
        "entries/experience.tex.j2",
        ENTRY.replace("@", "\\cvlink{https://example.com}{<< entry.position >>}, << entry.organization >>"),
    )
    assert "1:1 error link: the PDF has a link to https://example.com, which is not in the CV" in built.faults()


def edited(pdf: bytes, change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _fonts(writer: pypdf.PdfWriter) -> list[Any]:
    return [font.get_object() for font in writer.pages[0]["/Resources"]["/Font"].values()]


def _drop_unicode(writer: pypdf.PdfWriter) -> None:
    for font in _fonts(writer):
        font.pop("/ToUnicode", None)


def _drop_files(writer: pypdf.PdfWriter) -> None:
    for font in _fonts(writer):
        font.get("/FontDescriptor", {}).get_object().pop("/FontFile2", None)


def _make_type3(writer: pypdf.PdfWriter) -> None:
    for font in _fonts(writer):
        font[NameObject("/Subtype")] = NameObject("/Type3")


def _drop_links(writer: pypdf.PdfWriter) -> None:
    del writer.pages[0]["/Annots"]


def _drop_language(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/Lang"]
    del writer.root_object["/ViewerPreferences"]


def _drop_outline(writer: pypdf.PdfWriter) -> None:
    del writer.root_object["/Outlines"]


def _rename(writer: pypdf.PdfWriter) -> None:
    writer.metadata = {NameObject("/Title"): TextStringObject("x"), NameObject("/Author"): TextStringObject("y")}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_drop_unicode, "error font: the font "),
        (_drop_files, "is not embedded"),
        (_make_type3, "is made of pictures (Type 3)"),
        (_drop_links, "9:5 error link: the link to https://example.org/talk is not in the PDF"),
        (_drop_language, "2:9 warning metadata: the PDF's own data: its language is not en"),
        (_drop_language, "2:9 warning metadata: the PDF's own data: it does not ask for its title to be shown"),
        (_drop_outline, "warning bookmarks: there is no bookmark for the section 'Experience', or not in its place"),
        (_rename, "2:9 warning metadata: the PDF's own data: its title does not hold the name"),
        (_rename, "2:9 warning metadata: the PDF's own data: its author is not the name"),
    ],
)  # fmt: skip
def test_pdfs_that_were_spoilt(built: Built, change: Callable[[pypdf.PdfWriter], None], expected: str) -> None:
    prepared = built.prepared()
    pdf = typeset(prepared).pdf
    assert check_pdf(pdf, prepared.document, prepared.cv) == []
    faults = said(check_pdf(edited(pdf, change), prepared.document, prepared.cv))
    assert any(expected.partition(" ")[2] in fault for fault in faults), faults


def test_a_photo_that_is_not_shown(built: Built) -> None:
    prepared = built.prepared()
    document = replace(prepared.document, files={"photo.png": b""}, source=prepared.document.source + "{photo.png}")
    faults = said(check_pdf(typeset(prepared).pdf, document, prepared.cv))
    assert [fault.partition(": ")[2] for fault in faults] == ["the photo is not in the PDF"]


def test_what_the_command_does_with_faults(
    built: Built, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.folder)
    built.write(
        "entries/experience.tex.j2",
        ENTRY.replace("@", "\\cvhead{<< entry.position >>} \\phantom{<< entry.organization >>}"),
    )
    assert main(["check"]) == Exit.LOST
    out = capsys.readouterr().out
    assert out.startswith("cv.yaml:9:21: error: 'Analytical Engine' cannot be copied out of the PDF; ")
    assert out.endswith("cv.yaml: 1 error\n")
    assert main(["check", "--fast"]) == Exit.OK
    assert main(["build"]) == Exit.OK
