"""The sample: everything of the homepage is in the academic CV, and machines can read both CVs."""

import re
from pathlib import Path

import pypdf
import pytest

from tests import homepage
from tests.pdf import READERS, as_typed, folded, links_of, squashed, text_of

Sample = dict[str, Path]


@pytest.fixture(scope="module")
def academic(sample: Sample) -> str:
    return squashed(text_of(sample["academic"]))


def test_the_homepage_is_read_whole() -> None:
    counts = {
        title: len(homepage.section(title))
        for title in ("Industrial", "Talks", "Activities", "Teaching", "Education", "Media")
    }
    assert counts == {"Industrial": 7, "Talks": 15, "Activities": 4, "Teaching": 2, "Education": 3, "Media": 2}
    assert len(homepage.publications()) == 27
    assert sum(len(publication.authors) for publication in homepage.publications()) == 198
    assert len(homepage.links()) == 71
    assert len(homepage.dates()) == 20


@pytest.mark.parametrize("publication", homepage.publications(), ids=lambda publication: publication.title[:20])
def test_every_publication(academic: str, publication: homepage.Publication) -> None:
    start = as_typed(academic).index(squashed(as_typed(publication.title)))
    entry = academic[start : start + 1_500]
    for author in publication.authors:
        assert squashed(author) in entry, author
    rest = re.sub(r"\[\w+\]", " ", publication.rest)
    for fact in re.findall(r"[\w&/=.%#-]*\d[\w&/=.%-]*|[A-Z][\w-]+", rest):
        if fact not in ("Rate", "Acceptance", "Rate:"):
            assert squashed(fact.strip(".,")) in entry, fact


@pytest.mark.parametrize("title", ["Industrial", "Talks", "Activities", "Teaching", "Education", "Media"])
def test_every_word_of_the_other_sections(academic: str, title: str) -> None:
    for bullet in homepage.section(title):
        without_dates = re.sub(
            r"<[^>]*>|\b\d{1,2}/(\d{1,2}/)?\d{4}\b|2013-2014|Video in|Ph\.D\. in|M\.S\. in|B\.S\. in", " ", bullet
        )
        for word in re.findall(r"[\w.&/#+-]*\w", without_dates):
            said = {"Serving", "as", "a", "reviewer", "of", "in", "at", "on", "and", "February", "September", "Blog"}
            if word not in said:
                assert squashed(word) in academic, (word, bullet)


def test_every_date(academic: str) -> None:
    for date in homepage.dates():
        assert squashed(date) in academic, date
    for date in ("Feb14,2020", "Sep24,2022", "2013–2014", "Fall2018", "Spring2019"):
        assert date in academic


def test_every_link(sample: Sample) -> None:
    assert homepage.links() <= links_of(sample["academic"])


@pytest.mark.parametrize("reader", READERS)
def test_the_chinese_names_can_be_copied(sample: Sample, reader: str) -> None:
    text = squashed(READERS[reader](sample["academic"]))
    for name in ("温伟", "科技评论", "将门创投", "机器之心"):
        assert name in text
    assert "温伟" in squashed(READERS[reader](sample["resume"]))


@pytest.mark.parametrize("variant", ["academic", "resume"])
@pytest.mark.parametrize("reader", READERS)
def test_the_name_is_the_first_line(sample: Sample, reader: str, variant: str) -> None:
    lines = [line.strip() for line in READERS[reader](sample[variant]).splitlines() if line.strip()]
    assert lines[0] == "Wei Wen"


@pytest.mark.parametrize("variant", ["academic", "resume"])
@pytest.mark.parametrize("reader", READERS)
def test_words_are_not_glued_and_nothing_is_noise(sample: Sample, reader: str, variant: str) -> None:
    text = folded(READERS[reader](sample[variant]))
    for phrase in (
        "AI Research Scientist, Meta",
        "Neural Predictor for Neural Architecture Search",
        "Software Engineer",
    ):
        assert phrase in text
    if reader == "mupdf":  # which takes what is said of a hyphen for the text
        text = text.replace("\u00ad", "-")
    assert not re.search("[\ufffd\u00ad\ufb00-\ufb06\u0000-\u0008]|\\(cid:", text)


@pytest.mark.parametrize("reader", READERS)
def test_every_word_space_can_be_read(sample: Sample, reader: str) -> None:
    """Titles and names come back with their spaces, wherever their lines and fonts change."""
    text = as_typed(folded(READERS[reader](sample["academic"])))
    for publication in homepage.publications():
        for phrase in (publication.title, *publication.authors):
            wanted = as_typed(folded(phrase))
            assert wanted in text or wanted in text.replace("- ", "-")


@pytest.mark.parametrize("variant", ["academic", "resume"])
@pytest.mark.parametrize("reader", READERS)
def test_each_label_stands_on_the_line_of_its_entry(sample: Sample, reader: str, variant: str) -> None:
    text = READERS[reader](sample[variant])
    assert re.search(r"^\s*2013–2014 +Software Engineer", text, re.MULTILINE)
    if variant == "academic":
        assert re.search(r"^\s*C23 +SiGeo: Sub", text, re.MULTILINE)
        assert re.search(r"^\s*Aug 2014 – Dec 2019 +Ph\.D\.", text, re.MULTILINE)


@pytest.mark.parametrize("reader", READERS)
def test_each_heading_stands_alone_and_in_order(sample: Sample, reader: str) -> None:
    lines = [line.strip() for line in READERS[reader](sample["academic"]).splitlines()]
    heads = ["Summary", "Education", "Industrial Experience", "Honors", "Publications", "Conference papers", "Workshop papers",
             "Preprints", "Talks and Presentations", "Teaching", "Activities", "Media"]  # fmt: skip
    found = [lines.index(head) for head in heads]
    assert found == sorted(found)


def test_the_resume_is_one_page_and_hyphenates_nothing(sample: Sample) -> None:
    assert len(pypdf.PdfReader(sample["resume"]).pages) == 1
    assert not re.search(r"[a-z][-\ufffe]$", text_of(sample["resume"]), re.MULTILINE)


@pytest.mark.parametrize("variant", ["academic", "resume"])
def test_every_font_is_ours_embedded_and_readable(sample: Sample, variant: str) -> None:
    fonts = {}
    for page in pypdf.PdfReader(sample[variant]).pages:
        for font in page["/Resources"]["/Font"].values():
            fonts[font["/BaseFont"]] = font
    for name, font in fonts.items():
        assert "+CV" in name
        assert font["/Subtype"] != "/Type3"
        assert "/ToUnicode" in font or "CVSpace" in name
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])
