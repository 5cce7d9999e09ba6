"""How publications are set: layouts, groups, numbers, counts, people, and how many there are on a page."""

import re
from pathlib import Path

import pytest

import cvgen
from cvgen.pipeline import load
from cvgen.plan import plan
from cvgen.render import render
from cvgen.select import select
from cvgen.template import load_template, template_folders
from tests.conftest import ROOT, SAMPLE
from tests.pdf import folded, links_of, squashed, text_of

PROFESSOR = ROOT / "docs" / "examples" / "professor.yaml"
MANY = """\
basics: {name: Ada Lovelace}
people: [{name: Bob Stone, role: student}, {name: Eve Poe, role: visitor}]
sections:
  publications:
    - {title: One, authors: [Bob Stone, Ada Lovelace], kind: journal, venue: Annals, volume: 1, number: 2, pages: 3–4, date: 2020, doi: 10.1000/1, topic: X}
    - {title: Two, authors: [Ada Lovelace*, "E. Poe^a"], marks: {"*": equal, a: lead}, kind: conference, venue: Full Name, venue_short: FN, pages: "7", date: 2021, topic: Y}
    - {title: Three, authors: [A. B., C. D., E. F., G. H., Ada Lovelace*], marks: {"*": equal}, kind: conference, venue: Other, status: accepted, topic: X}
    - {title: Four, editors: [Ada Lovelace, Bob Stone], kind: book, publisher: Springer, edition: 2, date: 2019, summary: About it., isbn: 0-8044-2957-X}
variants:
"""


def source(tmp_path: Path, template: str = "academic", **design: str) -> str:
    """Return the body of the LaTeX of the file above, without its commands."""
    options = ", ".join(f"{key}: {value}" for key, value in design.items())
    path = tmp_path / "cv.yaml"
    path.write_text(MANY + f"  v: {{template: {template}, design: {{{options}}}}}\n", encoding="utf-8")
    loaded = load(path)
    found = load_template(template, template_folders(path), RuntimeError)  # type: ignore[arg-type]
    document = render(plan(select(loaded.cv, loaded.cv.variants[0]), found), lambda _faces, _used: {})
    return document.source.partition("\\cvsection")[2]


def titles(latex: str) -> list[str]:
    return re.findall(r"\\begin\{(?:cvpublication|cventry)\}\{(.*?)\}\s*(?:\\cvtitle\{)?(\w+)", latex)  # type: ignore[return-value]


def headings(latex: str) -> list[str]:
    return re.findall(r"\\cvsubsection\{(.*?)\}", latex)


def test_groups_order_and_numbers_are_options_of_both_templates(tmp_path: Path) -> None:
    one, two, three, four = "One", "Two", "Three", "Four"
    for template, dates in (("academic", {}), ("resume", {"group": "kind", "numbering": "kind"})):
        latex = source(tmp_path, template, **dates)
        assert titles(latex) == [("J1", one), ("C2", two), ("C1", three), ("B1", four)]
        assert headings(latex) == ["Journal articles", "Conference papers", "Books"]
        latex = source(tmp_path, template, group="year", order="newest", numbering="across", numbers="ascending")
        assert titles(latex) == [("1", three), ("2", two), ("3", one), ("4", four)]
        assert headings(latex) == ["Undated", "2021", "2020", "2019"]
        latex = source(tmp_path, template, group="topic", order="oldest", numbering="across")
        assert titles(latex) == [("4", one), ("3", three), ("2", two), ("1", four)]
        assert headings(latex) == ["X", "Y", "Other publications"]
        latex = source(tmp_path, template, group="none", numbering="none", order="oldest")
        assert titles(latex) == [("2019", four), ("2020", one), ("2021", two), ("", three)]
        assert not headings(latex)


def test_the_date_is_said_once(tmp_path: Path) -> None:
    assert "FN~2021, \\cvemph{Full Name}, p.~7." in source(tmp_path).replace("\u00a0", "~")
    assert "FN, \\cvemph{Full Name}, p.~7." in source(tmp_path, numbering="none").replace("\u00a0", "~")
    assert "\\cvemph{Annals}~1(2), 3–4, 2020." in source(tmp_path).replace("\u00a0", "~")
    assert "\\cvemph{Other}, accepted." in source(tmp_path)


def test_layouts(tmp_path: Path) -> None:
    normal, compact, full = (source(tmp_path, publications=layout) for layout in ("normal", "compact", "full"))
    assert "Full Name" in normal
    assert "Full Name" not in compact
    assert compact.count("\\cvrunin") == 4
    assert "\\cvnamedlink{https://doi.org/10.1000/1}{DOI}" in normal
    assert "\\cvdetail{\\cvlink{https://doi.org/10.1000/1}{doi:10.1000/1}}" in full
    assert "\\cvdetail{About it.}" in full
    assert "ed. by \\cvperson{\\cvowner{Ada Lovelace}}, \\cvperson{\\cvknown{1}{Bob Stone}}" in normal
    for latex in (normal, compact, full):
        assert "2nd~ed., Springer, 2019" in latex.replace("\u00a0", "~")


def test_long_lists_are_shortened_where_the_option_says_so(tmp_path: Path) -> None:
    assert "G. H." in source(tmp_path)
    short = source(tmp_path, authors="2")
    assert "C. D.}, \\cvperson{\\cvowner{Ada Lovelace}*}, and 2 others" in short
    assert "G. H." not in short
    assert "G. H." in source(tmp_path, "resume")
    assert "and 2 others" in source(tmp_path, "resume", authors="2")


def test_people_and_marks_are_explained_once(tmp_path: Path) -> None:
    latex = source(tmp_path)
    legend = "\\cvlegend{*\\cvtie equal, \\cvknown{1}{student}, \\cvknown{2}{visitor}}"
    assert legend in latex
    assert "\\cvknown{2}{E. Poe}" in latex
    assert re.search(r"\\cvfaintly\{.{0,30}ᵃ.{0,3}\\cvtie lead\}", latex)
    assert latex.count("equal") == 1
    assert "\\cvknown" not in source(tmp_path, people="hidden")
    assert "\\cvknown" not in source(tmp_path, "resume")
    assert "\\cvknown{1}{Bob Stone}" in source(tmp_path, "resume", people="marked")


def test_counts(tmp_path: Path) -> None:
    assert "\\cvunit{Conference papers: 2}" in source(tmp_path, counts="kind")
    assert "\\cvunit{2021: 1}" in source(tmp_path, counts="year")
    assert "\\cvunit{Books: 1}\\par \\cvunit{2021: 1}" in source(tmp_path, counts="both")


@pytest.mark.parametrize(("authors", "least"), [("0", 18), ("3", 22)])
def test_a_compact_page_holds_many(authors: str, least: int, tmp_path: Path) -> None:
    sample = SAMPLE.read_text(encoding="utf-8")
    design = f"{{publications: compact, group: none, numbering: across, authors: {authors}}}"
    variant = f"variants:\n  list: {{template: academic, sections: [publications], design: {design}}}\n"
    path = tmp_path / "cv.yaml"
    path.write_text(re.sub(r"^variants:\n(?:[ #\n].*\n|\n)*", variant, sample, flags=re.MULTILINE), encoding="utf-8")
    (built,) = cvgen.build(path, output=tmp_path)
    from pypdfium2 import PdfDocument

    document = PdfDocument(built.path)
    first = document[0].get_textpage().get_text_range()
    document.close()
    numbers = re.findall(r"^(\d{1,2}) [A-Z]", first, re.MULTILINE)
    assert len(numbers) >= least
    assert first.count("Wei Wen") > len(numbers)  # the owner is lost nowhere, and heads the page


def test_the_example_for_academics_prints_what_its_readers_expect(tmp_path: Path) -> None:
    built = {one.variant: one.path for one in cvgen.build(PROFESSOR, output=tmp_path)}
    for variant in ("academic", "resume"):
        text = folded(text_of(built[variant]))
        for said in (
            "NSF IIS-1842001, Principal Investigator, $500,000",
            "with Charles Babbage (Co-PI)",
            "Royal Society, £80,000 (submitted)",
            "Luigi Menabrea, Ph.D., Sketches of Looms",
            "now at Turin Polytechnic",
            "Students: 120; Evaluation: 4.8 of 5",
            "Area chair: CMR, NeurIPS",
            "2021, 2023–2024",
            "US 1,842,001, Looms Ltd (granted)",
            "Bernoulli, version 2.1, Maintainer, 2,000 downloads a month (Cards, Brass)",
            "License: MIT",
            "ORCID 0000-0002-1825-0097",
        ):
            assert squashed(said) in squashed(text), (variant, said)
    assert "https://orcid.org/0000-0002-1825-0097" in links_of(built["resume"])
    assert "In A Handbook of Engines, ed. by Charles Babbage and Mary Somerville" in folded(text_of(built["academic"]))
    assert "doi:10.1000/tcm.2024.45" in text_of(built["full"])
