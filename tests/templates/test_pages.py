"""The pages of the gallery: how many they are, how full, where they break, and what machines read off them."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from cvgen import pipeline
from cvgen.compiling import Compiled
from cvgen.finish import Tagged, tagged
from cvgen.model import CV
from cvgen.pipeline import build_variant, choose_variants, load
from cvgen.render import Document
from docs.pictures import gallery, read
from tests.pdf import READERS, text_of
from tests.tagged import failed_rules, heard

NAMES = [shown.name for shown in gallery()]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return every PDF of the gallery; beside it are its TeX, and `before.pdf`, which has no tags yet."""
    folder = tmp_path_factory.mktemp("gallery")
    built = {}
    for shown in gallery():
        loaded = read(shown, folder)
        (variant,) = choose_variants(loaded.cv, [shown.variant])

        def keep(compiled: Compiled, document: Document, cv: CV, place: Path = folder / shown.name) -> Tagged:
            place.mkdir(exist_ok=True)
            (place / "before.pdf").write_bytes(compiled.pdf)
            return tagged(compiled, document, cv)

        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(pipeline, "tagged", keep)
            built[shown.name] = build_variant(loaded, variant, output=folder / shown.name, keep_tex=True).path
    return built


def texts(path: Path) -> list[list[str]]:
    """Return the lines of each page, without the footer."""
    document = pypdfium2.PdfDocument(path)
    lines = []
    for page in document:
        text = page.get_textpage().get_text_range().replace("\r\n", "\n")
        kept = [line.strip() for line in text.split("\n") if line.strip()]
        lines.append([line for line in kept if "Curriculum Vitae" not in line and not re.fullmatch(r"\d+ / \d+", line)])
    return lines


def filled(path: Path) -> float:
    """Return how far down the last page its text reaches, footer apart: 0 to 1."""
    page = list(pypdfium2.PdfDocument(path))[-1]
    text = page.get_textpage()
    lowest = min(
        text.get_charbox(i)[1]
        for i in range(text.count_chars())
        if text.get_charbox(i)[1] > 0.075 * page.get_height() or "resume" in path.name
    )
    return 1 - lowest / page.get_height()


@pytest.mark.parametrize("name", NAMES)
def test_no_line_sticks_out(pages: dict[str, Path], name: str) -> None:
    (log,) = pages[name].parent.glob("*/cv.log")
    assert "Overfull" not in log.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_accessible(pages: dict[str, Path], name: str) -> None:
    pdf = pages[name].read_bytes()
    before = pages[name].with_name("before.pdf").read_bytes()
    assert failed_rules(pdf) == []
    assert heard(pdf) == []
    with pikepdf.open(pages[name]) as opened:
        assert opened.check_pdf_syntax() == []
    assert failed_rules(before)
    assert heard(before)


@pytest.mark.parametrize("name", ["academic", "academic-a4"])
def test_the_academic_cv_has_four_pages_and_the_last_is_half_full(pages: dict[str, Path], name: str) -> None:
    assert len(texts(pages[name])) == 4
    assert filled(pages[name]) >= 0.5


def test_the_classic_cv_has_five_pages_and_the_last_is_no_remnant(pages: dict[str, Path]) -> None:
    assert len(texts(pages["classic"])) == 5
    assert filled(pages["classic"]) >= 0.4


def test_the_list_of_publications_has_these_alone(pages: dict[str, Path]) -> None:
    lines = texts(pages["publications"])
    assert len(lines) == 3
    assert filled(pages["publications"]) >= 0.25
    assert lines[0][0] == "Wei Wen"
    assert "Scientist, Meta" in lines[0][1]
    assert "Conference papers: 23 · Workshop papers: 2 · Preprints: 2" in lines[0]
    assert not {"Summary", "Education", "Honors", "Teaching"} & {line for page in lines for line in page}


@pytest.mark.parametrize("name", ["resume", "resume-a4"])
def test_the_resume_is_one_full_page(pages: dict[str, Path], name: str) -> None:
    assert len(texts(pages[name])) == 1
    assert 0.88 <= filled(pages[name]) <= 0.97


def test_the_long_cv_breaks_well(pages: dict[str, Path]) -> None:
    lines = texts(pages["long"])
    assert len(lines) == 10
    heads = {"Summary", "Experience", "Honors", "Publications", "Journal articles", "Conference papers",
             "Workshop papers", "Preprints", "Talks"}  # fmt: skip
    assert heads <= {line for page in lines for line in page}
    for page in lines:
        assert page[-1] not in heads
        assert not re.match(r"\w+ \d{4} – \w+ \d{4} (Professor|Lecturer|Visiting)", page[-1])
        assert len(page) > 30


@pytest.mark.parametrize("variant", ["academic", "resume"])
def test_no_page_ends_between_an_entry_and_its_highlights(tmp_path: Path, variant: str) -> None:
    lines = ["basics: {name: A}", "sections:", "  experience:"]
    for i in range(160):
        highlights = ", ".join(f"highlight {j} of {i}" for j in range(1 + i % 4))
        lines.append(f"    - {{position: Position {i}, start: 2001, end: 2002, highlights: [{highlights}]}}")
    path = tmp_path / "cv.yaml"
    path.write_text("\n".join([*lines, f"variants: {{{variant}: {{}}}}", ""]), encoding="utf-8")
    loaded = load(path)
    pages = texts(build_variant(loaded, loaded.cv.variants[0], output=tmp_path).path)
    assert len(pages) > 8
    assert [page[-1] for page in pages if "Position" in page[-1]] == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "name",
    [
        "academic-a4",
        "resume-a4",
        "student",
        "student-resume",
        "long",
        "classic",
        "professor-classic",
        "publications",
        "professor-publications",
    ],
)
def test_labels_and_headings_in_every_reader(pages: dict[str, Path], name: str, reader: str) -> None:
    text = READERS[reader](pages[name])
    found = {
        "academic-a4": (
            r"^\s*C1 +An EDA Framework",
            r"^\s*Talks and Presentations\s*$",
            r"^\s*Apr 2024 +University of",
        ),
        "resume-a4": (r"^\s*2014–2019 +Ph\.D\.", r"^\s*Selected Publications\s*$", r"^\s*2017 +TernGrad"),
        "student": (r"^\s*Sep 2023 – present +B\.Sc\.", r"^\s*Projects\s*$", r"^\s*2024 +A spectrometer"),
        "student-resume": (r"^\s*2023–present +B\.Sc\.", r"^\s*Projects\s*$", r"^\s*2022–2024 +Volunteer"),
        "classic": (
            r"^\s*Aug 2014 – Dec 2019 +Ph\.D\.",
            r"^\s*Talks and Presentations\s*$",
            r"^\s*C23 +SiGeo: Sub",
        ),
        "professor-classic": (r"^\s*J2 +Notes on", r"^\s*Book chapters\s*$", r"^\s*2022–present +Joseph Jacquard"),
        "publications": (r"^\s*Publications\s*$", r"^\s*Workshop papers\s*$", r"^\s*C1 +An EDA Framework"),
        "professor-publications": (r"^\s*J2 +Notes on", r"^\s*Book chapters\s*$", r"^\s*Ch1 +The Science"),
        "long": (r"^\s*P1 +\w+", r"^\s*Workshop papers\s*$", r"^\s*Sep 2022 – Aug 2024 +"),
    }[name]
    for pattern in found:
        assert re.search(pattern, text, re.MULTILINE), pattern


def test_links_can_be_hidden_and_text_stays(tmp_path: Path) -> None:
    from tests.conftest import SAMPLE
    from tests.pdf import links_of

    path = tmp_path / "cv.yaml"
    text = SAMPLE.read_text(encoding="utf-8").replace("{page_size: letter}", "{page_size: letter, links: hidden}")
    path.write_text(text, encoding="utf-8")
    loaded = load(path)
    (variant,) = choose_variants(loaded.cv, ["academic"])
    built = build_variant(loaded, variant, output=tmp_path)
    assert "supplementary" not in text_of(built.path)
    assert "https://arxiv.org/abs/2311.08430" not in links_of(built.path)
    assert "https://www.youtube.com/watch?v=0kSo2gJ2wpc" in links_of(built.path)
