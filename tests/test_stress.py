"""What a new user tried and was disappointed by: long words, wide labels, punctuation, things said twice."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import cvgen
from cvgen.cli import main
from tests.conftest import MINIMAL, messages
from tests.pdf import folded, squashed, text_of

CvFile = Callable[..., Path]

STRESS = """\
basics:
  name: Ada Lovelace
  location: Department of Molecular Ecology, Uniwersytet Jagielloński, ul. Gronostajowa 7, 30-387 Kraków, Poland
  email: ada@example.org
  summary: |
    See <https://example.org/a/very/long/path/that/goes/on/and/on/until/the/end/of/the/line/index.html?x=1&y=2> and
    GATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACAGATTACA.
sections:
  fMRI and DNA_work:
    type: general
    entries:
      - {title: One, date: Michaelmas term 2014 and Hilary term 2015}
      - {title: Two, start: September 2014, end: December 2016}
  publications:
    - {title: What next?, authors: [A. B., C. et al.], venue_short: J. Mol. Biol., award: Prize!, acceptance: 3/10.,
       kind: journal, date: 2020}
    - {title: "Done!", authors: [Ada Lovelace*, B†], marks: {"*": equal, "†": lead}, venue: J. Mol. Biol.}
variants:
  academic: {}
  compact: {template: academic, design: {publications: compact}}
  resume: {}
"""


@pytest.fixture(scope="module")
def stress(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("stress")
    (folder / "cv.yaml").write_text(STRESS, encoding="utf-8")
    return {made.variant: made.path for made in cvgen.build(folder / "cv.yaml", output=folder, keep_tex=True)}


@pytest.mark.parametrize("variant", ["academic", "compact", "resume"])
def test_nothing_leaves_the_page(stress: dict[str, Path], variant: str) -> None:
    log = stress[variant].with_name(stress[variant].stem + "-tex") / "cv.log"
    assert "Overfull" not in log.read_text(encoding="utf-8", errors="replace")
    text = text_of(stress[variant])
    assert "Michaelmas term 2014 and Hilary term 2015" in folded(text)
    assert "September 2014 – December 2016" in folded(text)
    assert "index.html?x=1&y=2" in squashed(text)
    assert "GATTACA" * 14 in squashed(text)


@pytest.mark.parametrize("variant", ["academic", "compact", "resume"])
def test_no_punctuation_is_doubled(stress: dict[str, Path], variant: str) -> None:
    text = folded(text_of(stress[variant]))
    assert not re.search(r"\.\.|[?!]\.|, \.", text)
    assert "Done!" in text


def test_details_run_on_after_one_full_stop_and_a_space(cv_file: CvFile, tmp_path: Path) -> None:
    text = MINIMAL.replace("Analytical Engine", "Engines Inc.\n      summary: Led a group")
    (built,) = cvgen.build(cv_file(text), variants=["resume"], output=tmp_path)
    assert "Engines Inc. Led a group" in folded(text_of(built.path))
    (built,) = cvgen.build(cv_file(text.replace("Inc.", "Ltd")), variants=["resume"], output=tmp_path)
    assert "Engines Ltd. Led a group" in folded(text_of(built.path))


def test_sections_keep_the_case_of_their_names(stress: dict[str, Path]) -> None:
    assert "FMRI and DNA work" in text_of(stress["academic"])


def test_the_resume_explains_marks_in_one_bracket(stress: dict[str, Path]) -> None:
    assert "(* equal; † lead)" in folded(text_of(stress["resume"]))


@pytest.mark.parametrize(
    ("line", "column"), [("    - {title: a, note: }", 0), ("    - title: b\n      note: #1 in Poland", 13)]
)
def test_a_comment_that_swallows_a_whole_value_is_a_warning(line: str, column: int) -> None:
    found = messages(f"basics: {{name: A}}\nsections:\n  talks:\n{line}\n")
    expected = [f"cv.yaml:5:{column}: warning: YAML takes this for a comment and leaves it out"] if column else []
    assert [message.split(";")[0] for message in found] == expected


def test_languages_share_a_line_unless_more_is_said(cv_file: CvFile, tmp_path: Path) -> None:
    two = "sections: {languages: [{language: Dutch, fluency: native}, {language: Thai}]}\nvariants: {academic: {}}\n"
    (built,) = cvgen.build(cv_file("basics: {name: A}\n" + two), output=tmp_path)
    assert "Dutch (native), Thai" in folded(text_of(built.path))
    more = two.replace("{language: Thai}", "{language: Thai, note: learnt in Chiang Mai}")
    (built,) = cvgen.build(cv_file("basics: {name: A}\n" + more), output=tmp_path)
    assert "Dutch, native Thai learnt in Chiang Mai" in folded(text_of(built.path))


def test_an_empty_item_is_no_item() -> None:
    found = messages(
        "basics: {name: A}\nsections:\n  talks:\n    - title: b\n      highlights:\n        - #1\n        - x\n"
    )
    assert len(found) == 1
    assert found[0].startswith("cv.yaml:6:11: warning")


@pytest.mark.parametrize(
    ("authors", "clear"),
    [("Ada Lovelace, Charles Babbage, Luigi Menabrea", False), ("Ada Lovelace & Charles Babbage", False),
     ("Lovelace, Ada", True), ("Ada Lovelace", True), ("Lovelace, Ada; Babbage, Charles", True),
     ("Ada Lovelace and Charles Babbage", True)],
)  # fmt: skip
def test_authors_in_one_text_must_be_clear(authors: str, clear: bool) -> None:
    text = f"basics: {{name: A}}\nsections:\n  publications:\n    - title: x\n      authors: {authors}\n"
    assert (messages(text) == []) == clear


def test_lines_of_chinese_join_without_a_gap() -> None:
    from tests.conftest import read

    cv = read("basics:\n  name: A\n  summary: >-\n    潮池。\n    课题组 ABC\n    def\n")
    assert cv.basics.summary.plain == "潮池。课题组 ABC def"


def test_a_problem_of_several_variants_is_said_once(
    cv_file: CvFile, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", str(cv_file(MINIMAL.replace("Analyst", "𓀀")))]) == 5
    assert capsys.readouterr().err.count("no font has the character") == 1


def test_hints_for_templates_and_options(
    cv_file: CvFile, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cv_file(MINIMAL + "  public: {}\ndesign: {page-size: a4}\n")
    assert main(["build"]) == 1
    err = capsys.readouterr().err
    assert "did you mean 'page_size'?" in err
    assert "say which one the variant uses: public: {template: academic}" in err


@pytest.mark.parametrize(
    ("design", "language", "title"),
    [
        ("", "en", "A “b” – c’s…"),
        ("", "de", "A „b“ – c’s…"),
        ("design: {typography: plain}\n", "en", 'A "b" -- c\'s...'),
    ],
)
def test_punctuation_is_typographic_unless_it_is_to_stay(
    cv_file: CvFile, tmp_path: Path, design: str, language: str, title: str
) -> None:
    text = 'basics: {name: Bob "O\'Brien"}\nsections:\n  awards:\n    - title: A "b" -- c\'s...\n'
    (built,) = cvgen.build(cv_file(text + f"locale: {{language: {language}}}\n{design}"), output=tmp_path)
    lines = text_of(built.path).splitlines()
    assert title in lines
    assert lines[0] == 'Bob "O\'Brien"'


_LONG = [
    "Phương",
    "nghiên",
    "khoahọctruờngđạihọc",
    "thuỷvănquốcgia",
    "internationalịzation",
    "communicatịon",
    "representatioń",
]
HYPHENATED = f"""\
basics:
  name: Ada Lovelace
  summary: {" ".join(_LONG[at * at // 5 % 7] for at in range(150))}
variants: {{academic: {{}}, resume: {{}}}}
"""


def hyphenated(path: Path, engine: str) -> None:
    """Build words of script fonts that TeX tries to hyphenate, for which no font may lack the hyphen."""
    path.write_text(HYPHENATED, encoding="utf-8")
    found = [text_of(done.path) for done in cvgen.build(path, engine=engine, output=path.parent)]
    for text in found:
        assert re.sub(r"[-\ufffe]?\s", "", text).count("internationalịzation") == HYPHENATED.count(
            "internationalịzation"
        )


def test_words_with_letters_of_a_script_font_are_hyphenated(tmp_path: Path) -> None:
    hyphenated(tmp_path / "cv.yaml", "embedded")


def test_letters_of_other_scripts_are_never_taken_for_hyphens(cv_file: CvFile, tmp_path: Path) -> None:
    (built,) = cvgen.build(
        cv_file(MINIMAL.replace("Ada", "Ада Ᾰ ạ")), variants=["academic"], output=tmp_path, keep_tex=True
    )
    latex = next(built.path.parent.rglob("cvscripts.sty")).read_text(encoding="utf-8")
    families = dict(re.findall(r"\\DeclareFontFamily\{T1\}\{(cvserif-\w+)\}\{(.*)\}", latex))
    assert families == {
        "cvserif-cyrl": r"\hyphenchar\font=-1 ",
        "cvserif-grek": r"\hyphenchar\font=-1 ",
        "cvserif-latn": "",
    }


def test_an_entry_without_a_name_is_a_paragraph(cv_file: CvFile, tmp_path: Path) -> None:
    news = "  news: {type: general, title: News, entries: [{summary: It began., note: Late.}]}\n"
    (built,) = cvgen.build(
        cv_file(MINIMAL.replace("sections:\n", f"sections:\n{news}")),
        variants=["academic"],
        output=tmp_path,
        keep_tex=True,
    )
    latex = next(built.path.parent.rglob("cv.tex")).read_text(encoding="utf-8")
    assert "\\begin{cventry}{}\nIt began.\n\\cvdetail{Late.}\n\\end{cventry}" in latex
    assert "\\cvhead{}" not in latex
