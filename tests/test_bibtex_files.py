"""`cvgen import bibtex` and `cvgen export bibtex`: what one writes, the other reads as the same."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvgen.cli import main
from cvgen.exporters.bibtex import name_of, write
from cvgen.exporters.latex_text import latex_of
from cvgen.importers import bibtex
from cvgen.importers.writing import scalar, source_of
from cvgen.markup import Code, Emphasis, Inlines, Link, Plain, Strong, Subscript, Superscript, parse, plain
from cvgen.model import CV, Author, Basics, Section, Text
from cvgen.pipeline import load
from cvgen.reader.bib import read_bib, read_bib_text
from cvgen.reader.bib.latex import read_latex
from cvgen.reader.objects import keys_of
from cvgen.reader.problems import Problems
from cvgen.works import Publication
from tests.conftest import ROOT, read
from tests.test_bib import CORNERS


def plainly(value: Any) -> Any:
    if isinstance(value, Text):
        return value.inlines.nodes
    if isinstance(value, Author):
        return value.name, value.marks
    if isinstance(value, tuple):
        return tuple(map(plainly, value))
    if isinstance(value, dict):
        return {key: plainly(item) for key, item in value.items()}
    return (value.label.plain, value.url) if hasattr(value, "label") else value


def fields_of(entries: Any) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield {key: plainly(getattr(entry, key)) for key in keys_of(Publication)}


def of_bib(text: str) -> tuple[Publication, ...]:
    problems = Problems("x.bib")
    entries = read_bib_text(text.encode(), problems)
    assert not problems.found, [str(problem) for problem in problems.found]
    return entries


def as_cv(entries: Any) -> CV:
    return CV(
        basics=Basics(name="x"), sections=(Section(name="publications", type="publications", entries=tuple(entries)),)
    )


def test_every_corner_is_exported_and_reads_as_the_same() -> None:
    entries = read_bib(CORNERS, Problems("corners.bib"))
    once = write(as_cv(entries))
    again = of_bib(once)
    assert list(fields_of(again)) == list(fields_of(entries))
    assert write(as_cv(again)) == once


def test_the_sample_is_exported_and_reads_as_the_same() -> None:
    cv = load(ROOT / "cv.yaml").cv
    once = write(cv)
    again = of_bib(once)
    (section,) = (section for section in cv.sections if section.type == "publications")
    for entry, read_back in zip(fields_of(section.entries), fields_of(again), strict=True):
        assert {**read_back, "key": ""} == {**entry, "key": ""}
    assert write(as_cv(again)) == once
    assert (
        "@inproceedings{wen2024rankitect,\n  author       = {Wen, Wei* and Liu, Kuang-Hung* and Fedorov, Igor" in once
    )
    assert "{CubicML}: Automated {ML} for Distributed {ML} Systems" in once


def test_every_corner_is_imported_and_reads_as_the_same(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(bibtex.read(CORNERS).text, encoding="utf-8")
    entries = read_bib(CORNERS, Problems("corners.bib"))
    cv = load(path).cv
    assert cv.basics.name == "Ada Lovelace"
    assert list(fields_of(cv.sections[0].entries)) == list(fields_of(entries))


def test_what_is_there_twice_is_kept_as_a_comment(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    works = [
        "@article{a1, title={On Engines}, author={Ada Lovelace}, journal={J}, year={1843}}",
        "@article{a2, title={On {engines}}, author={A. Lovelace}, journal={J}, year={1843}}",
        "@article{a3, title={X}, author={A. Lovelace and C. Babbage}, journal={J}, year={1843}, doi={10.1000/182}}",
        "@article{a4, title={Y}, author={A. Lovelace}, journal={J}, year={1843}, doi={10.1000/182}}",
        "@article{a5, title={On engines}, author={A. Lovelace}, journal={J}, year={1844}}",
    ]
    (tmp_path / "mine.bib").write_text("\n".join(works), encoding="utf-8")
    assert main(["import", str(tmp_path / "mine.bib"), "-o", str(tmp_path / "cv.yaml")]) == 0
    said = capsys.readouterr().err
    assert "mine.bib:2:1: warning: a2: the same publication stands in line 1, as a1; it is kept in a comment" in said
    assert "mine.bib: BibTeX; entries: publications 3; 2 kept as comments" in said
    assert main(["check", "--fast", str(tmp_path / "cv.yaml")]) == 0
    loaded = load(tmp_path / "cv.yaml")
    assert [entry.key for entry in loaded.cv.sections[0].entries] == ["a1", "a3", "a5"]
    # the longest form of the name that most works have, not the most frequent one
    assert loaded.cv.basics.name == "Ada Lovelace"
    assert "\n#      title: Y\n" in (tmp_path / "cv.yaml").read_text(encoding="utf-8")


def test_keys_are_made_of_name_year_and_title() -> None:
    cv = read("""\
        basics: {name: Ada Lovelace}
        sections:
          publications:
            - {title: Notes on Engines, authors: [Ada Lovelace], date: 1843}
            - {title: Notes on Others, authors: ["Lovelace, Ada"], date: 1843}
            - {title: Über alles, authors: [Étienne Ünal, Ada Lovelace]}
            - {title: Notes, key: lovelace1843notes, kind: journal}
            - {title: 机器, date: Fall 2018, status: in press, highlights: [x]}
    """)
    keys = [line.partition("{")[2].rstrip(",") for line in write(cv).splitlines() if line.startswith("@")]
    assert keys == ["lovelace1843notes-2", "ada1843notes", "unaluber", "lovelace1843notes", "2018"]


@pytest.mark.parametrize(
    ("author", "written"),
    [
        (Author(name="Ada Lovelace", marks="*†"), "Lovelace, Ada*†"),
        (Author(name="Ludwig van Beethoven", family="van Beethoven"), "van Beethoven, Ludwig"),
        (Author(name="Martin Luther King Jr."), "King, Jr., Martin Luther"),
        (Author(name="The ATLAS Collaboration"), "{The ATLAS Collaboration}"),
        (Author(name="Barnes and Noble"), "{Barnes and Noble}"),
        (Author(name="et al."), "others"),
    ],
)
def test_names(author: Author, written: str) -> None:
    assert name_of(author) == written
    (found,) = of_bib(f"@misc{{x, title={{x}}, author={{{written}}}}}")[0].authors
    assert (found.name, found.marks) == (author.name, author.marks)


def test_marks_links_and_other_own_keys_survive() -> None:
    cv = read("""\
        basics: {name: Ada Lovelace}
        sections:
          publications:
            - key: a
              title: A
              authors: ["Ada Lovelace^{a,b}", Bob Stone*^a]
              marks: {a: "equal; *first*: both", b: lead, "*": x}
              kind: workshop
              venue: Conference
              links: {paper: "https://example.org/~x_y?a=1#b", Code & data: "https://example.org/c"}
              tags: [one, two words]
              priority: 80
              keep: true
              acceptance: 10%
              award: Best & only
              topic: Engines
              status: under review
              summary: A *sum*.
              genre: White paper
              series: LNCS
              edition: 2
    """)
    once = of_bib(write(cv))
    (found,), (expected,) = fields_of(once), fields_of(cv.sections[0].entries)
    for key, value in expected.items():
        assert found[key] == value, key


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Cn")), min_size=1, max_size=12)
_NODES = st.lists(
    st.one_of(
        _TEXT.map(Plain),
        _TEXT.map(lambda text: Emphasis((Plain(text),))),
        _TEXT.map(lambda text: Strong((Plain(text),))),
        _TEXT.map(lambda text: Subscript((Plain(text),))),
        _TEXT.map(lambda text: Superscript((Plain(text),))),
        _TEXT.map(lambda text: Link("https://example.org/a_(b)%20c#d", (Plain(text),))),
    ),
    min_size=1,
    max_size=4,
)


@given(text=st.text(st.sampled_from("aB1 *`'\"[]<>\\{}$&#%_^~–—-()@=,;:é温 "), max_size=24))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_from_bibtex(text: str) -> None:
    words = plain(" ".join(text.split()))
    assert read_latex(latex_of(words)).inlines.nodes == words.nodes


@given(text=st.text(st.sampled_from("aB1 *`[]<>\\{}_~-():!éb/su"), max_size=24))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_from_markdown(text: str) -> None:
    words = plain(" ".join(text.split()))
    assert parse(source_of(words)).nodes == words.nodes


@pytest.mark.parametrize(
    "source", ["*a* **b** `c`", "H<sub>2</sub>O x<sup>2</sup>", "[a (b)](https://e.org/x_(y))", "*a* \\*b*"]
)
def test_markup_is_written_as_it_was(source: str) -> None:
    nodes = parse(source)
    assert parse(source_of(nodes)).nodes == nodes.nodes
    back = read_latex(latex_of(nodes)).inlines
    assert back.plain == nodes.plain
    assert back.nodes == nodes.nodes


@pytest.mark.parametrize(
    "text", ["no", "1.10", "null", "~", "a: b", "a #b", "'x'", "- x", "", "[x]", "2014-08", "x:", "é"]
)
def test_scalars_are_read_as_they_are(text: str) -> None:
    cv = read(f"basics: {{name: {scalar('x' + text)}, phone: {scalar(text) if text else 'x'}}}\n")
    assert cv.basics.name == "x" + text
    assert cv.basics.phone == (text or "x")


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.bib").write_text("@article{a, title={A *b*}, author={Ada Lovelace}, year=2000, keywords={x}}", "utf-8")
    assert main(["import", "bibtex", "mine.bib"]) == 0
    assert "# The publications of mine.bib" in capsys.readouterr().out
    assert main(["import", "bibtex", "mine.bib", "-o", "cv.yaml"]) == 0
    assert capsys.readouterr().out == "cv.yaml\n"
    before = Path("cv.yaml").read_bytes()
    assert main(["import", "bibtex", "mine.bib", "-o", "cv.yaml"]) == 2
    assert "exists already" in capsys.readouterr().err
    assert Path("cv.yaml").read_bytes() == before
    assert main(["export", "bibtex"]) == 0
    assert "title    = {A *b*}" in capsys.readouterr().out
    assert main(["export", "bibtex", "cv.yaml", "--variant", "academic", "-o", "out.bib"]) == 0
    assert "@article{a," in Path("out.bib").read_text("utf-8")
    assert main(["export", "bibtex", "-o", "out.bib"]) == 2
    assert main(["export", "bibtex", "--variant", "none"]) == 2
    assert main(["import", "word", "mine.bib"]) == 2
    assert main(["export", "word"]) == 2
    capsys.readouterr()
    assert main(["import", "bibtex", "none.bib"]) == 1
    assert "cannot read 'none.bib'" in capsys.readouterr().err
    Path("bad.bib").write_text("@article{a, title={A", "utf-8")
    assert main(["import", "bibtex", "bad.bib"]) == 1
    assert "bad.bib:1:1: error" in capsys.readouterr().err
    Path("empty.bib").write_text("", "utf-8")
    assert main(["import", "bibtex", "empty.bib"]) == 1


def test_code_is_written_too() -> None:
    nodes = Inlines((Code("a_b"), Plain(" c")))
    assert read_latex(latex_of(nodes)).inlines.nodes == nodes.nodes
    assert replace(nodes) == nodes
