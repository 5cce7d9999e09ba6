"""Tagged PDFs: what a screen reader finds in them, and that nothing else changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cvgen
from benchmarks.generate import long_cv
from cvgen.check.access import contrast
from cvgen.cli import main
from cvgen.diagnostics import Exit
from cvgen.tagging import Unreadable, tag
from cvgen.tagging.nodes import Nodes
from cvgen.tagging.spaces import Spaces, within_line
from cvgen.tagging.statements import string
from tests.conftest import MINIMAL, SAMPLE
from tests.pdf import READERS, squashed
from tests.tagged import Both, both, drawn, failed_rules, heard

CvFile = Callable[..., Path]
VARIANTS = ["academic", "academic-zh", "resume", "resume-zh"]


@pytest.fixture(scope="module")
def made() -> dict[str, Both]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return {variant: both(SAMPLE, variant, monkeypatch) for variant in VARIANTS}


@pytest.mark.parametrize("variant", VARIANTS)
def test_validators_find_nothing(made: dict[str, Both], variant: str) -> None:
    one = made[variant]
    assert failed_rules(one.after) == []
    assert heard(one.after, one.before) == []
    with pikepdf.open(BytesIO(one.after)) as pdf:
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_without_its_tags_it_fails(made: dict[str, Both], variant: str) -> None:
    assert failed_rules(made[variant].before)
    assert heard(made[variant].before)


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_pixel_changes(made: dict[str, Both], variant: str) -> None:
    assert drawn(made[variant].before) == drawn(made[variant].after)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_text_that_is_copied_is_what_it_was(
    made: dict[str, Both], tmp_path: Path, variant: str, reader: str
) -> None:
    texts = []
    for name, pdf in (("before", made[variant].before), ("after", made[variant].after)):
        (tmp_path / name).write_bytes(pdf)
        texts.append(READERS[reader](tmp_path / name))
    if reader in ("pdfium", "pypdf"):
        before, after = ([line.strip() for line in text.splitlines()] for text in texts)
        assert before == after
    # The others take what is said of a hyphen for the text, and see the spaces between the parts of a line.
    assert squashed(texts[0]) == squashed(texts[1].replace("\u00ad", "-"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_structure_is_that_of_a_cv(made: dict[str, Both], variant: str) -> None:
    tree = made[variant].tree
    assert tree.kind == "Document"
    assert [one.text for one in tree.all("H1")] == ["Wei Wen"]
    assert len(tree.all("H2")) >= 5
    kinds = [one.kind for one in tree.kids]
    assert kinds[:3] == ["H1", "P", "P"]
    assert {"Artifact", "Sect", "Div"}.isdisjoint(one.kind for one in tree.walk())
    for one in tree.all("L"):
        assert one.kids
        assert {kid.kind for kid in one.kids} == {"LI"}
    for one in tree.all("LI"):
        assert [kid.kind for kid in one.kids] in (["Lbl", "LBody"], ["LBody"])
        assert one.kids[-1].kids[0].kind == "P"


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_text_is_read_as_it_was_written(made: dict[str, Both], variant: str) -> None:
    """With its words apart. Between Chinese and Latin letters TeX leaves room, which is no space."""
    tree = made[variant].tree
    whole = _spaced(" ".join(one.text for one in tree.walk() if one.kind in ("H1", "H2", "H3", "P", "Lbl")))
    for text in made[variant].texts:
        assert _spaced(text) in whole, text


def _spaced(text: str) -> str:
    return re.sub(r"(?<=[^\x00-\u2fff]) | (?=[^\x00-\u2fff])", "", re.sub(r"\s+", " ", text).strip()).replace(
        "\u00ad", ""
    )


def test_the_foot_is_not_read(made: dict[str, Both]) -> None:
    text = made["academic"].tree.text
    assert "Curriculum Vitae" not in text
    assert not re.search(r"\d / 4", text)


def test_links_say_where_they_lead(made: dict[str, Both]) -> None:
    with pikepdf.open(BytesIO(made["academic"].after)) as pdf:
        found = [str(one.Contents) for page in pdf.pages for one in page.get("/Annots", ())]
        assert all("/StructParent" in one for page in pdf.pages for one in page.get("/Annots", ()))
    assert "https://github.com/wenwei202/" in found
    assert any(text.startswith("paper: https://") for text in found)


def test_a_name_in_another_script_has_its_language(made: dict[str, Both]) -> None:
    spans = {(one.text.strip(), one.known.get("Lang")) for one in made["academic"].tree.all("Span")}
    assert ("温", "zh") in spans
    assert not [one for one in made["academic-zh"].tree.all("Span") if "Lang" in one.known]


PAGES = """\
basics: {name: Ada Lovelace}
locale: {language: en}
sections:
  experience:
    - position: Analyst
      organization: {de: Rechenmaschinenfabrik}
      start: 1842
      summary: LONG
      highlights: [HIGHLIGHTS]
variants: {academic: {}}
"""
WORDS = "the engine weaves algebraical patterns just as the Jacquard loom weaves flowers and leaves "


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Return a CV of some pages in which a paragraph, a list and a link go on from one page to the next."""
    path = tmp_path_factory.mktemp("broken") / "cv.yaml"
    link = "[" + WORDS * 40 + "](https://example.org/long)"
    text = PAGES.replace("LONG", f"'{WORDS * 24}{link}{WORDS * 20}'").replace(
        "HIGHLIGHTS", ", ".join(f"'item {number}: {WORDS * 2}'" for number in range(60))
    )
    path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch:
        return both(path, "academic", monkeypatch)


def test_what_breaks_across_pages_is_whole(broken: Both) -> None:
    assert failed_rules(broken.after) == []
    assert heard(broken.after, broken.before) == []
    assert drawn(broken.before) == drawn(broken.after)
    tree = broken.tree
    (link,) = tree.all("Link")
    assert link.text.replace("\u00ad", "").split() == (WORDS * 40).split()
    assert [one for one in tree.all("P") if one.text.replace("\u00ad", "").split() == (WORDS * 84).split()]
    (items,) = [one for one in tree.all("L") if len(one.kids) == 60]
    assert [one.kids[0].text for one in items.kids] == ["•"] * 60
    with pikepdf.open(BytesIO(broken.after)) as pdf:
        pages = [sum(1 for _ in page.get("/Annots", ())) for page in pdf.pages]
        assert sum(count > 0 for count in pages) >= 2  # the link is on two pages


def test_a_hyphen_of_the_line_is_none_of_the_word(made: dict[str, Both]) -> None:
    spans = [one for one in made["academic"].tree.all("Span") if "ActualText" in one.known]
    assert spans
    assert {one.known["ActualText"] for one in spans} == {"\u00ad"}


def test_a_text_in_another_language_says_so(broken: Both) -> None:
    (span,) = [one for one in broken.tree.all("Span") if "Lang" in one.known]
    assert (span.text, span.known["Lang"]) == ("Rechenmaschinenfabrik", "de")


def test_a_photo_is_a_figure(cv_file: CvFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    Image.new("RGB", (60, 80), "gray").save(tmp_path / "ada.png")
    for alt, said in (
        ("", "Photo of Äda Lovelace"),
        ("photo_alt: 'Äda, seated: \"50%\" smile', ", "Äda, seated: “50%” smile"),
    ):
        path = cv_file(
            f"basics: {{name: Äda Lovelace, {alt}photo: ada.png}}\nvariants: {{academic: {{design: {{photo: yes}}}}}}\n"
        )
        one = both(path, "academic", monkeypatch)
        assert failed_rules(one.after) == []
        assert heard(one.after, one.before) == []
        assert drawn(one.before) == drawn(one.after)
        (figure,) = one.tree.all("Figure")
        assert figure.known["Alt"] == said


def test_a_long_cv_is_accessible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cv.yaml").write_text(long_cv(300), encoding="utf-8")
    one = both(tmp_path / "cv.yaml", "academic", monkeypatch)
    assert failed_rules(one.after) == []
    assert heard(one.after, one.before) == []


def test_tags_can_be_left_out(cv_file: CvFile, tmp_path: Path) -> None:
    path = cv_file()
    for option, is_tagged in ((), True), (("--no-tags",), False), ((), True):
        assert (
            main(["build", str(path), "--output", str(tmp_path / "out"), "--variant", "academic", *option]) == Exit.OK
        )
        with pikepdf.open(tmp_path / "out" / "ada-lovelace-academic.pdf") as pdf:
            assert ("/StructTreeRoot" in pdf.Root) is is_tagged
            assert (b" MP" in pdf.pages[0].Contents.read_bytes()) is False


def test_the_same_bytes_in_another_folder(cv_file: CvFile, tmp_path: Path) -> None:
    first = cvgen.build(cv_file(), output=tmp_path / "a")[0].path.read_bytes()
    (tmp_path / "elsewhere").mkdir()
    copy = tmp_path / "elsewhere" / "other.yaml"
    copy.write_bytes(cv_file().read_bytes())
    assert cvgen.build(copy, output=tmp_path / "b")[0].path.read_bytes() == first


def test_nodes_stand_where_tex_says() -> None:
    tags = '1 4 H1\n( LI 6\n2 6 Lbl\n( LBody 6\n3 6 P\n4 7 Link 3\n)\n)\n( LI 9\n5 9 P\n)\n6 12 H2\n)\n7 13 Figure caf\\unichar {"00E9}\n'
    nodes = Nodes(tags)
    for number in "1234567":
        nodes.by_number[number].place()
    outline = [(node.kind, node.line) for node in nodes.root.walk()]
    assert outline == [
        ("Document", 0), ("H1", 4), ("L", 6), ("LI", 6), ("Lbl", 6), ("LBody", 6), ("P", 6), ("Link", 7), ("LI", 9),
        ("P", 9), ("H2", 12), ("Figure", 13),
    ]  # fmt: skip
    assert nodes.by_number["7"].known == "café"


@pytest.mark.parametrize(
    ("before", "after", "space"),
    [
        ("the engine", "weaves", True),
        ("state-of-", "the-art work", False),
        ("pre-", "and postwar", True),
        ("2014–", "2019", False),
        ("a dash –", "and more", True),
        ("scal\u00ad", "ability", False),
        ("https://example.org/a/very/long/", "path/of/a/page", False),
        ("https://example.org", "is a page", True),
        ("人工", "智能", False),
        ("人工", "AI", False),
        ("ends ", "already", False),
    ],
)
def test_spaces_at_line_ends(before: str, after: str, space: bool) -> None:
    spaces = Spaces(
        ["state-of-the-art work in pre- and postwar 2014–2019", "https://example.org/a/very/long/path/of/a/page"]
    )
    assert spaces.between_lines(before, after) is space


def test_spaces_within_a_line() -> None:
    assert within_line("a", "b", 200)
    assert not within_line("a", "b", 60)
    assert not within_line("a ", "b", 900)
    assert not within_line("温", "b", 300)
    assert within_line("温", "b", 1000)


@given(st.binary(max_size=20))
def test_strings_are_read_as_pikepdf_writes_them(data: bytes) -> None:
    assert (
        string(pikepdf.unparse_content_stream([([pikepdf.String(data)], pikepdf.Operator("Tj"))])[:-3].strip()) == data
    )
    assert string(b"<" + data.hex().encode() + b">") == data


def test_what_no_engine_writes_is_refused(made: dict[str, Both]) -> None:
    with pikepdf.open(BytesIO(made["resume"].before)) as pdf:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\nBT (x) ' ET")
        changed = BytesIO()
        pdf.save(changed)
    with pytest.raises(Unreadable, match="operator"):
        tag(changed.getvalue(), made["resume"].tags, [])


def test_a_pdf_that_cannot_be_tagged_is_made_nonetheless(
    cv_file: CvFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_tags(*_: object) -> object:
        raise Unreadable("a page holds the operator BI, of which cvgen knows nothing")

    build = ["build", str(cv_file()), "--output", str(tmp_path / "out"), "--variant", "academic"]
    monkeypatch.setattr("cvgen.tagging.tag", no_tags)
    assert main(build) == Exit.OK
    said = capsys.readouterr().err
    assert "cv.yaml:11:13: warning: this PDF is not accessible: a page holds the operator BI" in said
    assert "; templates are accessible that draw nothing in TeX itself; --no-tags makes it without this warning" in said
    assert (tmp_path / "out" / "ada-lovelace-academic.pdf").read_bytes().startswith(b"%PDF")
    assert main([*build, "--strict"]) == Exit.INPUT
    assert main([*build, "--no-tags", "--strict"]) == Exit.OK


@pytest.mark.parametrize(("colour", "ratio"), [("000000", 21.0), ("FFFFFF", 1.0), ("#767676", 4.54), ("1D3F66", 10.7)])
def test_contrast(colour: str, ratio: float) -> None:
    assert contrast(colour) == pytest.approx(ratio, abs=0.05)


def test_check_says_what_a_person_must_judge(
    cv_file: CvFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from PIL import Image

    Image.new("RGB", (60, 80), "gray").save(tmp_path / "ada.png")
    text = """\
        basics:
          name: Ada Lovelace
          photo: ada.png
        variants:
          academic:
            design:
              photo: yes
              accent: ACCENT
    """
    for colour, said in (
        ("1A4D2E", "8:15: note: the contrast of the accent colour 1A4D2E against white is 9.8:1, which is enough"),
        (
            "F2B705",
            "8:15: warning: the contrast of the accent colour F2B705 against white is 1.8:1, which is too little",
        ),
    ):
        assert main(["check", str(cv_file(text.replace("ACCENT", colour)))]) == Exit.OK
        found = capsys.readouterr().out
        assert said in found
        assert "3:10: note: for those who cannot see the photo it says 'Photo of Ada Lovelace'; see whether" in found


def test_check_finds_what_is_not_read(cv_file: CvFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "latex_templates" / "deaf"
    (folder / "entries").mkdir(parents=True)
    (folder / "template.yaml").write_text(
        "description: Says less than it shows.\nextends: academic\n", encoding="utf-8"
    )
    entry = "\\begin{cventry}{}\\cvhead{<< entry.position >>} \\cvartifact{<< entry.organization >>}\\end{cventry}\n"
    (folder / "entries" / "experience.tex.j2").write_text(entry, encoding="utf-8")
    path = cv_file(MINIMAL.replace("  academic: {}\n", "  deaf: {}\n"))
    assert main(["check", str(path), "--variant", "deaf"]) == Exit.OK
    found = capsys.readouterr().out
    assert "7:21: warning: 'Analytical Engine' is not read to those who cannot see the page" in found
    assert found.count("warning: ") == 1


def test_latex_of_ones_own_is_read_in_order(cv_file: CvFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes with paragraphs of their own, links that no macro of ours made, tables, footnotes."""
    folder = tmp_path / "latex_templates" / "own"
    (folder / "entries").mkdir(parents=True)
    (folder / "template.yaml").write_text("description: Uses plain LaTeX.\nextends: academic\n", encoding="utf-8")
    entry = r"""\begin{cventry}{<< label_of(entry) >>}
Before \begin{minipage}{5cm}<< entry.position >>\par below\end{minipage} between \parbox{4cm}{in a box} and
\href{https://example.org/raw}{a raw link}\footnote{A note.} at the end.

\begin{tabular}{ll} one & two \\ three & four \end{tabular}
\end{cventry}
"""
    (folder / "entries" / "experience.tex.j2").write_text(entry, encoding="utf-8")
    one = both(cv_file(MINIMAL.replace("  academic: {}\n", "  own: {}\n")), "own", monkeypatch)
    assert failed_rules(one.after) == []
    assert heard(one.after, one.before) == []
    (body,) = one.tree.all("LBody")
    said = [(kid.kind, kid.text) for kid in body.kids]
    assert said == [
        ("P", "Before between and a raw link1 at the end."), ("P", "Analyst"), ("P", "below"), ("P", "in a box"),
        ("P", "one two three four"), ("P", "1A note."),
    ]  # fmt: skip
    assert [link.text for link in body.all("Link")] == ["a raw link"]
