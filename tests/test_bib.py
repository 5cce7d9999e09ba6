"""Files of BibTeX: their corners print as they should, and what is broken in them is said at its line.

`tests/bib/corners.bib` has the corners, `corners.txt` beside it what becomes of them; `tests/bib/broken/` has broken
files, each with a .txt of all that is said. `pytest tests/test_bib.py --update` writes these: read them then.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

import cvgen
from cvgen.imprint import where
from cvgen.loading import read
from cvgen.locale import Words
from cvgen.markup import Emphasis, Inlines, Strong, Subscript, walk
from cvgen.model import CV
from cvgen.pipeline import load
from cvgen.publications import Owner
from cvgen.reader.bib import read_bib
from cvgen.reader.bib.latex import read_latex
from cvgen.reader.problems import Problems
from cvgen.works import Publication
from tests.conftest import ROOT
from tests.pdf import legible, links_of, text_of

FOLDER = ROOT / "tests" / "bib"
CORNERS = FOLDER / "corners.bib"
BROKEN = sorted((FOLDER / "broken").glob("*.bib"))
WORDS = Words("en")


def entries_of(path: Path) -> tuple[list[Publication], Problems]:
    problems = Problems(path.name)
    return list(read_bib(path, problems)), problems


def said(entry: Publication) -> str:
    """Return what a publication says, on one line."""
    authors = "; ".join(author.name + author.marks for author in entry.authors)
    more = [
        entry.note.plain if entry.note else "",
        entry.url,
        entry.doi,
        entry.arxiv,
        entry.pmid,
        entry.isbn,
        entry.urn,
    ]
    parts = [entry.key, entry.kind, authors, entry.title.plain, where(entry, WORDS).plain]
    return " | ".join([*parts, *filter(None, more), *entry.tags])


def check(path: Path, lines: list[str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert lines == path.read_text(encoding="utf-8").splitlines()


def test_every_corner_is_read(request: pytest.FixtureRequest) -> None:
    found, problems = entries_of(CORNERS)
    assert not problems.found
    assert len(found) >= 60
    check(FOLDER / "corners.txt", [said(entry) for entry in found], request)


def test_every_corner_prints(tmp_path: Path) -> None:
    (tmp_path / "corners.bib").write_bytes(CORNERS.read_bytes())
    (tmp_path / "cv.yaml").write_text(
        "basics: {name: Ada Lovelace}\nsections: {publications: {bib: corners.bib, marks: {'*': equal, '†': lead}}}\n"
        "variants: {academic: {}, compact: {template: academic, design: {publications: compact}}}\n"
    )
    loaded = load(tmp_path / "cv.yaml")
    for built in cvgen.build(loaded, output=tmp_path):
        text, links = legible(text_of(built.path)), links_of(built.path)
        for entry in loaded.cv.sections[0].entries:
            assert isinstance(entry, Publication)
            for piece in (entry.title.plain, *(author.name for author in entry.authors)):
                assert legible(piece) in text, (entry.key, piece)
            terse = built.variant == "compact"
            assert legible(where(entry, WORDS, terse=terse).plain) in text, entry.key
            assert not entry.url or entry.url in links
            assert not entry.arxiv or f"https://arxiv.org/abs/{entry.arxiv}" in links


def test_texts_have_their_place_in_the_bib_file() -> None:
    found, _ = entries_of(CORNERS)
    lines = CORNERS.read_text(encoding="utf-8").splitlines()
    for entry in found:
        for name in ("title", "venue", "publisher"):
            if name in entry.places and entry.key not in ("child", "grandchild"):
                place = entry.places[name]
                start = lines[place.line - 1][place.column - 1 :]
                assert lines[place.line - 1][: place.column - 1].rstrip().endswith(("{", '"', "=")), (entry.key, start)
    first = found[0]
    assert str(first.title.inlines.origin) == "corners.bib:13:14"
    assert str(first.authors[1].origin) == "corners.bib:12:32"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_what_is_broken_is_said_at_its_line(path: Path, request: pytest.FixtureRequest) -> None:
    _, problems = entries_of(path)
    check(path.with_suffix(".txt"), [str(problem).splitlines()[0] for problem in problems.sorted()], request)
    assert all(problem.source for problem in problems.found)


def test_the_owner_is_found_in_a_bib_file() -> None:
    found, _ = entries_of(CORNERS)
    by_key = {entry.key: entry for entry in found}
    owner = Owner(CV(basics=cvgen.model.Basics(name="Ada Lovelace")).basics, [entry.authors for entry in found])
    for key in ("plain", "parentheses", "starred", "initials", "team"):
        assert [owner(author) for author in by_key[key].authors].count(True) == 1, key
    assert not any(map(owner, by_key["von"].authors))


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        (r"\emph{E. coli} $x_2$", "E. coli x2", [Emphasis, Emphasis, Subscript]),
        (r"{\bf a \emph{b}} c", "a b c", [Strong, Emphasis]),
        (r"a*b*c `d` <e>", "a*b*c ‘d‘ <e>", []),
        (r"\'{x} \t{oo} \v{\i}", "x́ o͡o ǐ", []),
        (r"$\frac{1}{2}$ \enquote{x} $\sqrt{2}$", "1/2 “x” √2", []),
        (r"{{{{a}}}} \{b\}", "a {b}", []),
        ("{" * 200 + "a" + "}" * 200, "a", []),
        ("\\", "", []),
        ("$x", "x", [Emphasis]),
        ("\\emph", "", []),
    ],
)
def test_latex(source: str, text: str, kinds: list[type]) -> None:
    found = read_latex(source).inlines
    assert found.plain == text
    assert [type(node) for node in walk(found.nodes) if type(node) in (Emphasis, Strong, Subscript)] == kinds


def test_latex_decodes_only_what_has_a_sign_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvgen.reader.bib.latex._Reader", None)
    assert read_latex("A plain title: 5 < 6 & 50%").inlines == Inlines(
        (cvgen.markup.Plain("A plain title: 5 < 6 & 50%"),)
    )


CvFile = Callable[..., Path]
MINE = """\
@article{one, author = {Ada Lovelace}, title = {One}, journal = {Annals}, year = 2001, keywords = {selected}}
@article{two, author = {Ada Lovelace}, title = {Two}, journal = {Annals}, year = 2002, doi = {10.1000/2}, note = {N}}
"""


def titles(path: Path) -> list[str]:
    return [f"{entry.title.plain} {entry.key}" for entry in load(path).cv.sections[0].entries]  # type: ignore[attr-defined]


def bib(folder: Path, text: str = MINE, name: str = "mine.bib") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_entries_change_those_of_their_key_or_doi(cv_file: CvFile, tmp_path: Path) -> None:
    bib(tmp_path)
    path = cv_file("""\
        basics: {name: Ada Lovelace}
        sections:
          publications:
            bib: [mine.bib]
            entries:
              - {key: one, award: Best Paper, date: 2003, tags: [other]}
              - {title: Two!, doi: "https://doi.org/10.1000/2", note: ""}
              - {title: Three, date: 2004}
    """)
    one, two, three = load(path).cv.sections[0].entries
    assert isinstance(one, Publication)
    assert isinstance(two, Publication)
    assert isinstance(three, Publication)
    assert (one.title.plain, one.award and one.award.plain, one.date and one.date.year) == ("One", "Best Paper", 2003)
    assert (one.venue and one.venue.plain, one.tags, one.kind) == ("Annals", ("other",), "journal")
    assert (two.title.plain, two.key, two.note, two.kind) == ("Two!", "two", None, "journal")
    assert str(one.award.inlines.origin).endswith("cv.yaml:6:27")
    assert str(one.title.inlines.origin).endswith("mine.bib:1:49")
    assert (three.title.plain, three.key) == ("Three", "")


def test_the_order_is_that_of_the_keys(cv_file: CvFile, tmp_path: Path) -> None:
    bib(tmp_path)
    file = "basics: {{name: Ada Lovelace}}\nsections: {{publications: {{{}}}}}\n"
    assert titles(cv_file(file.format("bib: mine.bib, entries: [{title: X}]"))) == ["One one", "Two two", "X "]
    assert titles(cv_file(file.format("entries: [{title: X}], bib: mine.bib"))) == ["X ", "One one", "Two two"]


def test_files_are_merged_by_key_or_doi(cv_file: CvFile, tmp_path: Path) -> None:
    bib(tmp_path)
    bib(
        tmp_path,
        "@article{ONE, title={One}, volume={7}}\n@article{zwei, title={Zwei}, doi={10.1000/2}, number=3}\n@misc{x, title={X}}",
        "b.bib",
    )
    path = cv_file("basics: {name: Ada Lovelace}\nsections: {publications: {bib: [mine.bib, b.bib]}}\n")
    assert titles(path) == ["One one", "Two two", "X x"]
    one, two, _ = load(path).cv.sections[0].entries
    assert one.volume.plain == "7"  # type: ignore[attr-defined]
    assert (two.number.plain, two.title.plain) == ("3", "Two")  # type: ignore[attr-defined]
    bib(tmp_path, "@article{one, title={Another}}", "b.bib")
    assert "stands for another work in" in str(read(path).diagnostics[0])
    assert "b.bib:1:1" in str(read(path).diagnostics[0])


def test_marks_of_a_section_hold_for_its_entries(cv_file: CvFile, tmp_path: Path) -> None:
    bib(tmp_path, "@article{a, title={A}, author={Ada Lovelace* and Bob Stone\\textsuperscript{\\dag}}}\n")
    path = cv_file("""\
        basics: {name: Ada Lovelace}
        sections:
          publications: {bib: mine.bib, marks: {"*": equal, "†": lead}, entries: [{title: B, authors: [Ada Lovelace*], marks: {"*": own}}]}
    """)
    first, second = load(path).cv.sections[0].entries
    assert {mark: text.plain for mark, text in first.marks.items()} == {"*": "equal", "†": "lead"}  # type: ignore[attr-defined]
    assert {mark: text.plain for mark, text in second.marks.items()} == {"*": "own"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("../mine.bib", "'../mine.bib' lies outside the folder of the CV; copy it beside the CV"),
        ("/etc/passwd", "'/etc/passwd' lies outside"),
        ("link.bib", "'link.bib' lies outside"),
        ("none.bib", "there is no file 'none.bib'"),
        ("folder", "there is no file 'folder'"),
    ],
)
def test_no_file_outside_the_folder_is_read(names: str, message: str, tmp_path: Path) -> None:
    folder = tmp_path / "cv"
    (folder / "folder").mkdir(parents=True)
    bib(tmp_path)
    (folder / "link.bib").symlink_to(tmp_path / "mine.bib")
    path = folder / "cv.yaml"
    path.write_text(f"basics: {{name: Ada Lovelace}}\nsections:\n  publications: {{bib: {names}}}\n")
    (problem,) = [one for one in read(path).diagnostics if one.severity == "error"]
    assert message in problem.message + "; " + problem.hint
    assert (problem.origin.line, problem.origin.column) == (3, 23)


def test_variants_choose_by_keywords_and_an_unknown_key_is_an_error(cv_file: CvFile, tmp_path: Path) -> None:
    bib(tmp_path)
    path = cv_file("""\
        basics: {name: Ada Lovelace}
        sections: {publications: {bib: mine.bib, entries: [{key: thre, note: x}]}}
        variants: {academic: {sections: [{name: publications, include: [selected]}]}}
    """)
    assert [problem.message for problem in read(path).diagnostics] == ["no entry of the .bib files has the key 'thre'"]


def test_an_edit_of_a_bib_file_is_built(cv_file: CvFile, tmp_path: Path) -> None:
    from cvgen.prepare import prepare

    bib(tmp_path)
    path = cv_file("basics: {name: Ada Lovelace}\nsections: {publications: {bib: mine.bib}}\n")
    loaded = load(path)
    assert str((tmp_path / "mine.bib").resolve()) in prepare(loaded, loaded.cv.variants[0]).inputs


def test_what_no_font_has_is_said_at_the_line_of_the_bib_file(cv_file: CvFile, tmp_path: Path) -> None:
    bib(tmp_path, "@misc{a,\n  author = {Ada Lovelace},\n  title = {Here \U00013000 it is}}\n")
    path = cv_file("basics: {name: Ada Lovelace}\nsections: {publications: {bib: mine.bib}}\n")
    with pytest.raises(cvgen.diagnostics.CvgenError) as caught:
        cvgen.build(path, output=tmp_path)
    assert "mine.bib:3:17: error" in str(caught.value)
    assert "title = {Here" in str(caught.value)
