"""`cvgen diff` in words: what changed between two CVs, which entry is which, and the three formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cvgen.cli import main
from cvgen.diff import as_markdown, as_text
from cvgen.diff.changes import Comparison
from cvgen.diff.comparing import compare, compare_variant
from cvgen.diff.report import Found, Looks, PagesFound, named, of_page, of_pages, summed_up
from cvgen.diff.sequences import SMALL, rising, runs
from cvgen.diff.wording import pieces, shortened, tokens, words_of
from tests.conftest import MINIMAL, SAMPLE, read

CV_FILE = Callable[..., Path]
PAPER = """\
basics: {name: Ada Lovelace}
sections:
  publications:
    - {title: On Engines, authors: [A. Lovelace, C. Babbage], venue: Taylor's, kind: journal, date: 1843}
    - {title: On Numbers of Bernoulli, authors: [A. Lovelace], venue: Memoirs, kind: journal, date: 1844}
    - {title: Poetical Science, authors: [A. Lovelace], venue: Letters, kind: other, date: 1845}
"""


def compared(old: str, new: str) -> Comparison:
    return compare(read(old), read(new))


def said(old: str, new: str) -> list[str]:
    """Return what is said of two CVs in lines, without the first, which names them."""
    return as_text.written(Found("old", "new", (compared(old, new),))).splitlines()[1:]


def lines(old: str, new: str) -> list[str]:
    """Return those lines without the sum and without places, stripped."""
    return [re.sub(r"  cv\.yaml:\d+$", "", line).strip() for line in said(old, new)[1:]]


def swapped(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


# ---- texts and sequences


@given(st.text(alphabet="ab ,-*温", max_size=30), st.text(alphabet="ab ,-*温", max_size=30))
def test_the_pieces_of_two_texts_are_these_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "new") == old
    assert "".join(piece.text for piece in found if piece.kind != "old") == new


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a good text", "a very good text", [("same", "a "), ("new", "very "), ("same", "good text")]),
        ("low-rank nets", "high-rank nets", [("old", "low-rank"), ("new", "high-rank"), ("same", " nets")]),
        ("三年前就读", "两年前就读", [("old", "三"), ("new", "两"), ("same", "年前就读")]),
        ("Analyst", "Poet", [("old", "Analyst"), ("new", "Poet")]),
        ("a b c d", "d", [("old", "a b c d"), ("new", "d")]),  # too little in common to be taken apart
        ("", "new", [("new", "new")]),
        ("same", "same", [("same", "same")]),
    ],
)
def test_texts_are_compared_by_words(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(old, new) == expected


def test_what_is_the_same_is_cut_to_what_stands_beside_a_change() -> None:
    same = "one two three four five six seven eight nine ten eleven twelve thirteen"
    (before, *_, after) = shortened(pieces(f"{same} old {same}", f"{same} new {same}"))
    assert before.text == "… ten eleven twelve thirteen "
    assert after.text == " one two three four …"


def test_words_and_tokens() -> None:
    assert "".join(tokens("A *b* c@d.org, 温伟!")) == "A *b* c@d.org, 温伟!"
    assert words_of("C@D.org, (B)") == ["c@d.org", "b"]


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), max_size=30))
def test_runs_lead_from_one_sequence_to_the_other(old: list[int], new: list[int]) -> None:
    found = runs(old, new)
    assert [one for run in found for one in old[slice(*run.old)]] == old
    assert [one for run in found for one in new[slice(*run.new)]] == new
    for run in found:
        if run.same:
            assert old[slice(*run.old)] == new[slice(*run.new)]
    assert all(one.same != other.same for one, other in pairwise(found))


def test_long_sequences_are_tied_together_where_they_are_the_same() -> None:
    old = [f"w{at % 97} {at // 97}" for at in range(5 * SMALL)]
    new = ["x", *old[: 2 * SMALL], "y", *old[2 * SMALL + 1 :], "z"]
    found = runs(old, new)
    assert [run.new for run in found if not run.same] == [
        (0, 1), (2 * SMALL + 1, 2 * SMALL + 2), (len(new) - 1, len(new)),
    ]  # fmt: skip


@given(st.permutations(range(8)))
def test_what_need_not_move_is_in_order_and_the_most(numbers: list[int]) -> None:
    kept = sorted(rising(numbers))
    assert [numbers[at] for at in kept] == sorted(numbers[at] for at in kept)
    best = max(
        (mask for mask in range(256) if _rises([n for at, n in enumerate(numbers) if mask >> at & 1])),
        key=int.bit_count,
    )
    assert len(kept) == best.bit_count()


def _rises(numbers: list[int]) -> bool:
    return numbers == sorted(numbers)


# ---- two CVs


def test_a_cv_is_as_itself() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert compared(text, text).parts == ()
    assert said(text, text) == ["both say the same"]


def test_the_layout_of_a_file_is_no_change() -> None:
    data = yaml.safe_load(PAPER)
    assert compared(PAPER, "# a comment\n" + yaml.safe_dump(data, sort_keys=True)).parts == ()


def test_an_entry_that_is_added_is_told_with_its_line_and_its_values() -> None:
    new = swapped(PAPER, ("    - {title: Poet", "    - {title: Flyology, date: 1828}\n    - {title: Poet"))
    assert said(PAPER, new) == [
        "entries: 1 added",
        "publications",
        "  + Flyology (1828)  cv.yaml:6",
        "      title: Flyology",
        "      kind: other",
        "      date: 1828",
    ]


def test_an_entry_that_is_removed_is_told_with_its_line_in_the_old_file() -> None:
    new = "".join(line for line in PAPER.splitlines(keepends=True) if "Bernoulli" not in line)
    assert said(PAPER, new)[:3] == [
        "entries: 1 removed",
        "publications",
        "  - On Numbers of Bernoulli, Memoirs (1844)  cv.yaml:5",
    ]
    assert "      authors: A. Lovelace" in said(PAPER, new)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("On Engines", "On Analytical Engines")], "title: On {+Analytical+} Engines"),
        ([("On Numbers of Bernoulli", "The Numbers of Bernoulli")], "title: [-On-]{+The+} Numbers of Bernoulli"),
        ([("venue: Memoirs", "venue: Notes")], "venue: Memoirs → Notes"),
        ([("[A. Lovelace, C. Babbage]", "[A. Lovelace, L. Menabrea]")], "authors: A. Lovelace, [-C-]{+L+}. [-Babbage-]{+Menabrea+}"),
        ([("date: 1843", "date: 1843-09")], "date: 1843 → 1843-09"),
        ([("date: 1843}", "date: 1843, award: Best}")], "award: {+Best+}"),
        ([("kind: other, ", "")], None),
        ([("date: 1845}", "date: 1845, links: {paper: 'https://a.org/x'}}")], "links.paper.url: {+https://a.org/x+}"),
        ([("date: 1845}", "date: 1845, tags: [selected], keep: true}")], "tags: {+selected+}"),
        ([("Poetical Science", "'*Poetical* Science'")], "title: {+*+}Poetical{+*+} Science"),
        ([("Poetical Science", "{en: Poetical Science, de: Poetische Wissenschaft}")], "title (de): {+Poetische Wissenschaft+}"),
        ([("Poetical Science", "{en: Poetical Science}")], None),
    ],
)  # fmt: skip
def test_a_value_that_changed_is_told_word_by_word(changes: list[tuple[str, str]], expected: str | None) -> None:
    found = lines(PAPER, swapped(PAPER, *changes))
    if expected is None:
        assert found == []
    else:
        assert expected in found
        assert found[0] == "publications"
        assert found[1].startswith("~ ")
        assert not any(line.startswith(("+ ", "- ")) for line in found)


@pytest.mark.parametrize(
    ("new", "kinds"),
    [
        ("{title: An Essay on Engines, authors: [A. Lovelace, C. Babbage], venue: Taylor's, kind: journal, date: 1843}", ["~"]),
        ("{title: Cookery for All, authors: [Mrs Beeton], venue: Ward and Lock, kind: book, date: 1861}", ["+", "-"]),
        ("{title: On Engines, authors: [A. Lovelace], venue: Elsewhere, kind: conference, date: 1850}", ["~"]),
    ],
)  # fmt: skip
def test_entries_are_matched_by_name_and_then_by_likeness(new: str, kinds: list[str]) -> None:
    old = "{title: On Engines, authors: [A. Lovelace, C. Babbage], venue: Taylor's, kind: journal, date: 1843}"
    found = lines(PAPER, swapped(PAPER, (old, new)))
    assert [line[0] for line in found if line[0] in "+-~>"] == kinds


def test_neighbours_say_which_entry_has_another_name() -> None:
    new = swapped(PAPER, ("title: On Numbers of Bernoulli", "title: Sketch of a Steam Engine for Sums"))
    assert [line[0] for line in lines(PAPER, new) if line[0] in "+-~>"] == ["~"]
    head, first, second, third = new.split("    - ")
    elsewhere = "    - ".join([head, second, first, third])
    assert [line[0] for line in lines(PAPER, elsewhere) if line[0] in "+-~>"] == ["+", "-"]


def test_a_work_is_known_by_its_doi_whatever_else_changes() -> None:
    old = PAPER.replace("title: Poetical Science,", "title: Poetical Science, doi: 10.1000/182,")
    new = old.replace("title: Poetical Science, doi", "title: Something Else Entirely, doi").replace(
        "[A. Lovelace], venue: Letters", "[B. King], venue: Archive"
    )
    found = lines(old, new)
    assert [line for line in found if line[0] in "+-~>"] == ["~ Something Else Entirely, Archive (1845)"]
    assert "title: Poetical Science → Something Else Entirely" in found


def test_twins_are_matched_in_order() -> None:
    twin = "    - {title: Poetical Science, authors: [A. Lovelace], venue: Letters, kind: other, date: 1845}\n"
    assert twin in PAPER
    assert lines(PAPER, PAPER + twin)[1] == "+ Poetical Science, Letters (1845)"
    assert lines(PAPER + twin, PAPER + twin) == []


def test_what_moved_within_a_section_is_told_once() -> None:
    head, first, second, third = PAPER.split("    - ")
    new = "    - ".join([head, second, third, first])
    assert lines(PAPER, new) == ["publications", "> On Engines, Taylor's (1843) (moved from place 1 to 3)"]


def test_what_moved_to_another_section_is_no_addition() -> None:
    old = MINIMAL.replace("variants:", "  volunteer:\n    - {position: Tutor, organization: Home}\nvariants:")
    moved = "    - position: Analyst\n      organization: Analytical Engine\n      start: 1842\n      end: 1843\n"
    new = old.replace(moved, "    - {position: Poet, organization: Home}\n").replace(
        "  volunteer:\n", f"  volunteer:\n{moved}"
    )
    found = lines(old, new)
    assert "> Analyst, Analytical Engine (1842 – 1843) (moved here from experience)" in found
    assert "+ Poet, Home" in found
    assert not any("- Analyst" in line for line in found)


def test_sections_come_go_move_and_take_other_names() -> None:
    talks = "  talks:\n    - {title: A Talk, date: 1840}\n"
    old = MINIMAL.replace("variants:", f"{talks}variants:")
    assert lines(MINIMAL, old)[:2] == ["talks (added)", "+ A Talk (1840)"]
    assert lines(old, MINIMAL)[:2] == ["talks (removed)", "- A Talk (1840)"]
    moved = MINIMAL.replace("sections:\n", f"sections:\n{talks}")
    assert lines(old, moved) == ["talks (moved among the sections)"]
    named_ = old.replace(
        talks, "  lectures:\n    type: talks\n    title: Lectures\n    entries:\n      - {title: A Talk, date: 1840}\n"
    )
    assert lines(old, named_) == ["lectures (was talks)", "title: {+Lectures+}"]


def test_highlights_are_compared_one_by_one() -> None:
    old = MINIMAL.replace(
        "      end: 1843\n", "      end: 1843\n      highlights: [Wrote notes on it, Met Babbage, Flew]\n"
    )
    new = old.replace("[Wrote notes on it, Met Babbage, Flew]", "[Met Babbage, Wrote long notes on it, 'Sang, too']")
    found = lines(old, new)[2:]
    assert "highlight: Wrote {+long+} notes on it" in found
    assert "highlight: {+Sang, too+}" in found
    assert "highlight: [-Flew-]" in found
    assert sum("moved from place" in line for line in found) == 1


def test_basics_variants_design_and_settings_are_told() -> None:
    new = swapped(
        MINIMAL,
        ("email: ada@example.org", "email: ada@example.com\n  profiles: [{network: GitHub, username: ada, url: 'https://github.com/ada'}]"),
        ("resume: {pages: 1}", "resume: {pages: 2, sections: [{name: experience, limit: 3}]}\n  short: {template: resume}"),
        ("variants:", "locale: {language: de}\ndesign: {accent: 7A1F2B, fonts: {text: EB Garamond}}\nengine: xelatex\npeople: [{name: C. Babbage, role: advisor}]\nvariants:"),
    )  # fmt: skip
    found = lines(MINIMAL, new)
    for line in (
        "email: ada@example.org → ada@example.com",
        "profiles.GitHub.username: {+ada+}",
        "~ resume",
        "pages: 1 → 2",
        "sections.experience.limit: {+3+}",
        "+ short",
        "accent: {+7A1F2B+}",
        "fonts.text.regular: {+EB Garamond+}",
        "language: en → de",
        "engine: {+xelatex+}",
        "+ C. Babbage",
    ):
        assert line in found, line
    assert said(MINIMAL, new)[0] == "changed: basics, people, variants, design, settings"


MORE = st.lists(
    st.sampled_from(["Notes", "on", "the", "Engine", "C++", "#1", "温伟", "*x*", "a_b", "Ünal"]), min_size=1, max_size=6
)
KEYS = st.sampled_from(["title", "venue", "note", "summary", "location"])


@given(st.lists(st.dictionaries(KEYS, MORE.map(" ".join), min_size=1), min_size=1, max_size=5), st.data())
@example([{"note": "*x*"}], None)
def test_every_changed_text_is_in_the_words(entries: list[dict[str, str]], data: st.DataObject | None) -> None:
    """One value of one entry becomes another: its new words are said, and its old ones, and nothing of it to itself."""

    def cv(items: list[dict[str, str]]) -> str:
        whole = [{"title": "T", "date": f"{1900 + at}", **item} for at, item in enumerate(items)]
        return yaml.safe_dump({"basics": {"name": "Ada"}, "sections": {"publications": whole}}, allow_unicode=True)

    old = cv(entries)
    assert compared(old, old).parts == ()
    if data is None:
        return
    at = data.draw(st.integers(0, len(entries) - 1))
    key = data.draw(st.sampled_from(sorted(entries[at])))
    text = data.draw(MORE.map(" ".join))
    changed = [{**entry, key: text} if at == place else entry for place, entry in enumerate(entries)]
    if text == entries[at][key]:
        return
    everything = "\n".join(said(old, cv(changed)))
    for word in {*text.split()} ^ {*entries[at][key].split()}:
        assert word in everything


def test_ten_years_of_publications_are_compared_in_no_time_and_right() -> None:
    from benchmarks.generate import long_cv

    old = long_cv(publications=60)
    new = re.sub(r"title: (\w+)", r"title: \1 Anew", old)
    found = compared(old, new)
    assert found.count("added") == found.count("removed") == 0
    assert found.count("changed") >= 60


# ---- what a variant shows


PRIVATE = swapped(
    MINIMAL,
    ("  email: ada@example.org\n", "  email: ada@example.org\n  phone: '+44 20 7946 0000'\n  private: [phone]\n"),
    ("variants:", "    - {position: Poet, tags: [long]}\nvariants:"),
    ("resume: {pages: 1}", "resume: {pages: 1, exclude: [long]}\n  open: {template: academic, private: show}"),
)


def test_the_words_of_a_variant_are_what_it_shows() -> None:
    new = swapped(PRIVATE, ("7946 0000", "7946 1111"), ("      end: 1843\n", "      end: 1843\n      tags: [long]\n"))
    everything = as_text.written(Found("a", "b", (compare(read(PRIVATE), read(new)),)))
    assert "0000" in everything
    assert "tags" in everything
    academic = compare_variant(read(PRIVATE), read(new), "academic")
    assert academic.parts == ()  # a tag is nothing that it shows, and the phone is private
    resume = as_text.written(Found("a", "b", (compare_variant(read(PRIVATE), read(new), "resume"),)))
    assert "- Analyst" in resume
    assert "0000" not in resume
    shown = as_text.written(Found("a", "b", (compare_variant(read(PRIVATE), read(new), "open"),)))
    assert "phone: [-" in shown or "phone: +44" in shown
    assert "1111" in shown


def test_what_is_private_does_not_stand_in_a_comment() -> None:
    new = swapped(PRIVATE, ("7946 0000", "7946 1111"), ("ada@example.org", "ada@example.com"))
    found = Found("a", "b", (compare(read(PRIVATE), read(new)),))
    assert "- phone: changed; it is private, and not shown here" in as_markdown.written(found)
    assert "1111" not in as_markdown.written(found)
    assert "example.com" in as_markdown.written(found)
    assert "1111" in as_text.written(found)


def test_a_variant_that_only_one_side_has_is_told() -> None:
    added = compare_variant(read(MINIMAL), read(PRIVATE), "open")
    assert [change.kind for part in added.parts for change in part.changes] == ["added"]
    removed = compare_variant(read(PRIVATE), read(MINIMAL), "open")
    assert [change.kind for part in removed.parts for change in part.changes] == ["removed"]


# ---- the formats


HOSTILE = (
    "@octocat fixes #1, GH-2, a/b#3 :tada: <b>x</b> [l](http://e.org) www.e.org `c` **s** $x$ deadbeef1 <!-- | &amp; \\"
)


def test_no_text_is_markup_on_github() -> None:
    text = as_markdown.escaped(HOSTILE)
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert re.fullmatch(r"<p>(?:[^<]|<!-- -->)*</p>\n", html), html
    pieces_ = [re.sub(r"&\w+;", "", piece) for piece in re.sub("</?p>", "", html).split("<!-- -->")]
    for mention in (r"@\w", r"#\d", r"GH-\d", r":\w+:", r"\$\w+\$", r"\b[0-9a-f]{7}", r"www\.\w", r"https?:\S"):
        assert not any(re.search(mention, piece) for piece in pieces_), mention
    assert unescape(re.sub(r"<!-- -->|</?p>|\n", "", html)) == HOSTILE


def test_the_markdown_is_a_list_with_what_changed() -> None:
    new = swapped(MINIMAL, ("position: Analyst", "position: 'Chief <i>Analyst</i> @team'"))
    text = as_markdown.written(Found("main", "cv.yaml", (compared(MINIMAL, new),)))
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "<i>" not in html
    assert "<ins>" in html
    assert html.count("<li>") == 2
    assert "#### experience" in text


def test_markdown_that_is_too_long_for_a_comment_says_what_it_leaves_out() -> None:
    entries = "".join(f"    - {{title: Talk {at} {'x' * 200}}}\n" for at in range(400))
    new = MINIMAL.replace("variants:", f"  talks:\n{entries}variants:").replace("Analyst", "Poet")
    text = as_markdown.written(Found("a", "b", (compared(MINIMAL, new),)))
    assert len(text) < as_markdown.MAX_LENGTH + 200
    assert "1 more part of the CV is not shown here" in text
    assert "Poet" in text


def test_nothing_that_a_terminal_obeys_is_printed_of_names() -> None:
    assert named("a\x1b[31m\nb\u202e") == "a?[31m?b?"
    text = as_text.written(Found("a\x1b[2J", "b", (Comparison("", ()),)))
    assert "\x1b" not in text


def test_what_is_said_of_pages() -> None:
    assert of_pages(PagesFound("a", 2, 2)) == "2 pages, which look the same"
    assert of_pages(PagesFound("a", 1, 2)) == "1 page → 2"
    assert of_page(Looks(3, 2, ("added", "moved"))) == "page 2 (was 3): added, moved"
    assert summed_up(Comparison("", ())) == "both say the same"


# ---- the command


def test_two_files_in_each_format(
    cv_file: CV_FILE, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = cv_file()
    cv_file(MINIMAL.replace("Analyst\n", "Poet\n"), "new.yaml")
    monkeypatch.chdir(old.parent)
    assert main(["diff", "cv.yaml", "new.yaml", "--no-pictures"]) == 0
    said_ = capsys.readouterr()
    assert said_.out.splitlines()[0] == "cv.yaml → new.yaml"
    assert "position: Analyst → Poet" in said_.out
    assert said_.err == ""
    assert main(["diff", "cv.yaml", "new.yaml", "--no-pictures", "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["differ"] is True
    (entry,) = data["words"][0]["parts"][0]["entries"]
    assert (entry["kind"], entry["file"], entry["line"]) == ("changed", "new.yaml", 6)
    assert entry["values"][0] | {"column": 0} == {
        "key": "position", "file": "new.yaml", "line": 6, "old": "Analyst", "new": "Poet", "column": 0,
        "words": [["old", "Analyst"], ["new", "Poet"]], "private": False,
    }  # fmt: skip
    assert main(["diff", "cv.yaml", "new.yaml", "--no-pictures", "--format", "markdown"]) == 0
    assert "<del>Analyst</del> <ins>Poet</ins>" in capsys.readouterr().out
    assert not Path("output").exists()


def test_the_exit_code_says_that_they_differ_if_it_is_asked_for(
    cv_file: CV_FILE, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = cv_file(), cv_file(MINIMAL.replace("Analyst\n", "Poet\n"), "new.yaml")
    command = ["diff", str(old), str(new), "--no-pictures", "--quiet"]
    assert main(command) == 0
    assert main([*command, "--exit-code"]) == 6
    assert main(["diff", str(old), str(old), "--no-pictures", "--quiet", "--exit-code"]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_is_wrong_with_either_file_is_said_in_one_run(
    cv_file: CV_FILE, capsys: pytest.CaptureFixture[str]
) -> None:
    old = cv_file(MINIMAL.replace("position:", "postion:"))
    new = cv_file(MINIMAL.replace("organization:", "company:"), "new.yaml")
    assert main(["diff", str(old), str(new), "--exit-code"]) == 1
    said_ = capsys.readouterr()
    assert "cv.yaml:6:7: error: unknown key 'postion'" in said_.err
    assert "new.yaml:7:7: error: unknown key 'company'" in said_.err
    assert said_.out == ""
    assert main(["diff", str(old), str(new), "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["differ"] is None
    assert {Path(problem["file"]).name for problem in data["problems"]} == {"cv.yaml", "new.yaml"}
    assert main(["diff", "nowhere.yaml", str(new)]) == 2
    said_ = capsys.readouterr()
    assert "'nowhere.yaml'" in said_.err
    assert "unknown key 'company'" in said_.err


def test_a_program_always_gets_its_json(cv_file: CV_FILE, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(cv_file())
    command = ["diff", path, path, "--format", "json"]
    assert main([*command, "--engine", "nonsense"]) == 2
    assert "nonsense" in json.loads(capsys.readouterr().out)["problems"][0]["message"]
    assert main([*command, "--engine", "auto", "--engine-command", "x"]) == 2
    assert json.loads(capsys.readouterr().out)["differ"] is None
    assert main(["diff", "x" * 5000, path]) == 2
    assert "error: 'xxxx" in capsys.readouterr().err


def test_a_variant_that_neither_file_has_is_wrong_usage(cv_file: CV_FILE, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(cv_file())
    assert main(["diff", path, path, "--variant", "resumee", "--no-pictures"]) == 2
    assert "did you mean 'resume'?" in capsys.readouterr().err


def test_settings_and_overlays_are_laid_over_both(cv_file: CV_FILE, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = cv_file(), cv_file(MINIMAL.replace("pages: 1", "pages: 2"), "new.yaml")
    over = cv_file("basics: {email: other@example.org}\n", "over.yaml")
    options = ["--no-pictures", "--exit-code", "--set", "pages=3", "--overlay", str(over)]
    assert main(["diff", str(old), str(new), *options]) == 0
    assert "both say the same" in capsys.readouterr().out
    assert main(["diff", str(old), str(new), "--no-pictures", "--set", "nonsense=1"]) == 2


def test_a_json_resume_is_compared_with_a_cv(capsys: pytest.CaptureFixture[str], cv_file: CV_FILE) -> None:
    data = SAMPLE.parent / "tests" / "data" / "resume.json"
    assert main(["diff", str(data), str(cv_file()), "--no-pictures"]) == 0
    assert "Grete Hermann → Ada Lovelace" in capsys.readouterr().out


def test_colours_are_for_terminals(
    cv_file: CV_FILE, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = cv_file(), cv_file(MINIMAL.replace("Analyst\n", "Poet\n"), "new.yaml")
    command = ["diff", str(old), str(new), "--no-pictures"]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert main(command) == 0
    assert "\033[31mAnalyst\033[0m → \033[32mPoet\033[0m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(command) == 0
    assert "\033" not in capsys.readouterr().out
