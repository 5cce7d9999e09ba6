import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvgen import reader
from cvgen.diagnostics import CvgenError, Exit
from cvgen.model import Date
from cvgen.reader import read_bytes, read_cv
from cvgen.reader.problems import Problems
from tests.conftest import MINIMAL, SAMPLE, messages, problems, read

BASICS = "basics: {name: Ada}\n"


def one_entry(section: str, entry: str) -> str:
    return f"{BASICS}sections:\n  {section}:\n    - {entry}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "cv.yaml:1:1: error: the file is empty"),
        ("# nothing\n", "cv.yaml:1:1: error: the file is empty"),
        ("basics: [a\n", "cv.yaml:1:9: error: this '[' is never closed; put a ']' at the end"),
        ("a: b: c\n", "cv.yaml:1:5: error: a text with ': ' in it must be quoted; write 'b: c' in quotes"),
        ("- a\n", "cv.yaml:1:1: error: expected a mapping at the top of the file, found a list; a CV file has"),
        ("a:\n  b: c\n d: e\n", "cv.yaml:3:2: error: this line is not indented like those above it; indent it by 2 spaces"),
        ("sections: {}\n", "cv.yaml:1:1: error: the key 'basics' is missing"),
        ("basics: {label: x}\n", "cv.yaml:1:9: error: the key 'name' is missing from basics"),
        ("basics: {name: A, emial: x}\n", "cv.yaml:1:19: error: unknown key 'emial' in basics; did you mean 'email'?"),
        (BASICS + "work: []\n", "cv.yaml:2:1: error: 'work' does not belong at the top of the file; put it under "
                                "'sections:' as 'experience'"),
        (BASICS + "sections: {hobbies: []}\n", "cv.yaml:2:12: error: unknown section 'hobbies'; a section of your own"),
        (BASICS + "sections: {experince: []}\n", "cv.yaml:2:12: error: unknown section 'experince'; did you mean"),
        (BASICS + "sections: {work: []}\n", "cv.yaml:2:12: error: unknown section 'work'; cvgen calls it 'experience'"),
        (BASICS + "sections: {x: {type: y, entries: []}}\n", "cv.yaml:2:22: error: unknown type 'y' of the section 'x'"),
        (one_entry("experience", "postion: x"), "cv.yaml:4:7: error: unknown key 'postion' in an experience entry; did "
                                                "you mean 'position'?"),
        (one_entry("experience", "company: x"), "cv.yaml:4:7: error: unknown key 'company' in an experience entry; "
                                                "cvgen calls it 'organization'"),
        (one_entry("experience", "{}"), "cv.yaml:4:7: error: an experience entry needs at least one of its texts"),
        (one_entry("publications", "venue: x"), "cv.yaml:4:7: error: the key 'title' is missing from a publication"),
        (one_entry("publications", "{title: x, kind: poem}"), "cv.yaml:4:24: error: unknown kind of publication 'poem'"),
        (one_entry("talks", "{title: x, date: 2024-13-45}"), "cv.yaml:4:24: error: there is no date 2024-13-45"),
        (one_entry("talks", "{title: x, date: 2023-02-29}"), "cv.yaml:4:24: error: there is no date 2023-02-29"),
        (one_entry("talks", "{title: x, date: 06/2021}"), "cv.yaml:4:24: error: '06/2021' is no date; write 2021-06"),
        (one_entry("talks", "{title: x, date: 0123}"), "cv.yaml:4:24: error: there is no date 0123"),
        (one_entry("experience", "{position: x, start: 2020, end: 2019}"), "cv.yaml:4:39: error: the end lies before"),
        (one_entry("talks", "{title: x, url: www.x.org}"), "cv.yaml:4:23: error: 'www.x.org' is not a full URL"),
        (one_entry("talks", '{title: "[x](file:///etc/passwd)"}'), "cv.yaml:4:20: error: a link must not start with"),
        (one_entry("talks", "{title: [x]}"), "cv.yaml:4:15: error: expected a text, found a list"),
        (one_entry("talks", "{title: {x: y}}"), "cv.yaml:4:15: error: expected a text, found a mapping; quote a text with ': ' in it, or write"),
        (one_entry("talks", "{title: x, tags: a}"), "cv.yaml:4:24: error: expected a list, found a text; write it as [a]"),
        (one_entry("talks", "{title: x, priority: high}"), "cv.yaml:4:28: error: expected a whole number, found 'high'"),
        (one_entry("talks", "{title: x, priority: 101}"), "cv.yaml:4:28: error: a priority is a number from 0 to 100"),
        (one_entry("talks", "{title: x, keep: 3}"), "cv.yaml:4:24: error: expected true or false, found '3'"),
        (one_entry("talks", "just a text"), "cv.yaml:4:7: error: expected a mapping for a talk entry, found a text; write it as {title: just a text}"),
        (BASICS + "sections: {talks: {a: b}}\n", "cv.yaml:2:20: error: unknown key 'a' in the section 'talks'"),
        (BASICS + "sections: {talks: x}\n", "cv.yaml:2:19: error: expected a list of entries for the section 'talks', found a text"),
        (BASICS + "basics: {name: B}\n", "cv.yaml:2:1: error: the key 'basics' was already given in line 1"),
        (BASICS + "design: *x\n", "cv.yaml:2:9: error: the alias '*x' names nothing above it; quote"),
        ("basics: &a {name: *a}\n", "cv.yaml:1:19: error: the alias '*a' stands inside what it names"),
        ("basics: {name: !!python/object:os.system x}\n", "cv.yaml:1:16: error: YAML tags such as"),
        (BASICS + "---\na: b\n", "cv.yaml:2:1: error: a second YAML document starts here"),
        ('basics: {name: "a\\0b"}\n', "cv.yaml:1:16: error: the character U+0000 cannot be printed; delete it"),
        ('basics: {name: ""}\n', "cv.yaml:1:16: error: the name is empty"),
        ("basics: {name: A, private: [phon]}\n", "cv.yaml:1:29: error: 'phon' cannot be private; did you mean 'phone'?"),
        (BASICS + "variants: {a: {sections: [tlks]}}\n", "cv.yaml:2:27: error: there is no section 'tlks'"),
        (BASICS + "variants: {a: {exclude: [x]}}\n", "cv.yaml:2:26: error: no entry or highlight has the tag 'x'"),
        (BASICS + "variants: {a: {pages: 0}}\n", "cv.yaml:2:23: error: a CV has at least one page"),
        (BASICS + "variants: {a: {private: maybe}}\n", "cv.yaml:2:25: error: 'private' is either show or hide"),
        (BASICS + "variants: {../a: {}}\n", "cv.yaml:2:12: error: '../a' cannot be part of a file name"),
        (one_entry("publications", "{title: x, marks: {ab: b}}"), "cv.yaml:4:26: error: 'ab' is no mark; marks are * †"),
        (one_entry("talks", "{title: x, highlights: [{tags: [a]}]}"), "cv.yaml:4:31: error: the key 'text' is missing"),
        (BASICS + "locale: {language: en_}\n", "cv.yaml:2:20: error: 'en_' is no language tag"),
        (BASICS + "? [a]\n: b\n", "cv.yaml:2:3: error: a key must be a word"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(text: str, expected: str) -> None:
    found = messages(text)
    assert len(found) == 1, found
    assert found[0].startswith(expected)


def test_all_problems_are_reported_in_the_order_of_the_file() -> None:
    found = problems("basics:\n  name: A\n  x: 1\nsections:\n  talks:\n    - title: [a]\n      y: 2\nz: 3\n")
    assert [problem.origin.line for problem in found] == [3, 6, 7, 8]


def test_a_diagnostic_shows_the_line_and_a_caret() -> None:
    (problem,) = problems("basics:\n  name: A\n  emial: x\n")
    assert str(problem).splitlines()[1:] == ["      emial: x", "      ^"]


def test_a_file_that_is_not_there() -> None:
    from pathlib import Path

    with pytest.raises(CvgenError) as error:
        read_cv(Path("nowhere/cv.yaml"))
    assert str(error.value).startswith("nowhere/cv.yaml:1:1: error: cannot read")
    assert error.value.exit_code == Exit.INPUT


@pytest.mark.parametrize(
    ("value", "text"),
    [("no", "no"), ("3.10", "3.10"), ("0123", "0123"), ("1e3", "1e3"), ("2024-08-01", "2024-08-01"), ("0x1F", "0x1F"),
     ("12:30", "12:30"), ("True", "True"), ("Null", "Null")],
)  # fmt: skip
def test_yaml_never_changes_what_was_written(value: str, text: str) -> None:
    assert read(f"basics: {{name: {value}}}").basics.name == text


def test_a_comment_that_looks_like_text_is_a_warning() -> None:
    (found,) = messages("basics: {name: A}\nsections:\n  talks:\n    - title: We are #1 here\n")
    assert found.startswith("cv.yaml:4:21: warning: YAML takes this for a comment")
    assert messages("basics:\n  name: A # my name\n") == []


def test_latex_in_a_text_is_a_warning_with_the_plain_form() -> None:
    (found,) = messages('basics: {name: A}\nsections:\n  talks:\n    - title: Talk by M{\\"u}ller in Z\\"urich\n')[:1]
    assert "write 'Müller'" in found


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2014", Date(2014)), ("2014-08", Date(2014, 8)), ("2014-8", Date(2014, 8)), ("2014-08-31", Date(2014, 8, 31)),
        ("present", Date(present=True)), ("Fall 2018", Date(2018, words="Fall 2018")), ("soon", Date(words="soon")),
    ],
)  # fmt: skip
def test_dates(value: str, date: Date) -> None:
    assert read(one_entry("talks", f"{{title: x, date: {value}}}")).sections[0].entries[0].date == date


def test_authors_as_a_list_or_a_text() -> None:
    forms = ["[Ada L*, B. C†]", "Ada L*; B. C†", "Ada L* and B. C†"]
    for form in forms:
        entry = read(one_entry("publications", f"{{title: x, authors: {form}}}")).sections[0].entries[0]
        assert [(author.name, author.marks) for author in entry.authors] == [("Ada L", "*"), ("B. C", "†")]


def test_links_as_a_mapping_or_a_list() -> None:
    for form in ("{paper: https://a.org}", "[{label: paper, url: https://a.org}]"):
        (link,) = read(one_entry("talks", f"{{title: x, links: {form}}}")).sections[0].entries[0].links
        assert (link.label.plain, link.url) == ("paper", "https://a.org")


def test_highlights_are_texts_or_mappings() -> None:
    entry = read(one_entry("talks", "{title: x, highlights: [a, {text: b, tags: [t], priority: 9}]}")).sections[0]
    first, second = entry.entries[0].highlights
    assert (first.text.plain, first.priority) == ("a", None)
    assert (second.text.plain, second.tags, second.priority) == ("b", ("t",), 9)


def test_text_in_several_languages() -> None:
    title = read(one_entry("talks", "{title: {en: Talk, zh-CN: 报告}}")).sections[0].entries[0].title
    assert title.in_language("zh-CN").plain == "报告"
    assert title.in_language("en-GB").plain == "Talk"
    assert title.in_language("fr").plain == "Talk"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("zh-HK", "traditional"),
        ("zh-Hant", "traditional"),
        ("zh-Hant-HK", "traditional"),
        ("zh-TW", "traditional"),
        ("zh", "simplified"),
        ("zh-CN", "simplified"),
        ("zh-Hans-HK", "simplified"),
        ("ja", "English"),
    ],
)
def test_chinese_falls_back_to_the_same_characters(language: str, shown: str) -> None:
    versions = "{en: English, zh: simplified, zh-TW: traditional}"
    title = read(one_entry("talks", f"{{title: {versions}}}")).sections[0].entries[0].title
    assert title.in_language(language).plain == shown
    assert title.in_language(language).in_language("en").plain == shown


def test_a_tag_that_says_less_is_nearest() -> None:
    title = read(one_entry("talks", "{title: {zh: s, zh-TW: t, zh-Hant: h}}")).sections[0].entries[0].title
    assert title.in_language("zh-Hant-HK").plain == "h"
    assert title.in_language("zh-HK").plain == "t"


def test_line_ends_of_each_block_style() -> None:
    def lines(block: str) -> str:
        from cvgen.markup import LineBreak

        nodes = read(f"basics:\n  name: A\n  summary: {block}").basics.summary.inlines.nodes
        return "".join("/" if isinstance(node, LineBreak) else node.value for node in nodes)

    assert lines(">-\n    a\n    b\n\n    c\n") == "a b/c"
    assert lines("|\n    a\n    b\n\n    c\n") == "a b/c"
    assert lines('"a\\nb"\n') == "a/b"
    assert lines("a\n    b\n\n    c\n") == "a b/c"


def test_places_are_kept() -> None:
    cv = read(MINIMAL)
    entry = cv.sections[0].entries[0]
    assert (entry.origin.line, entry.place("end").line, entry.position.inlines.origin.line) == (6, 9, 6)
    assert cv.basics.place("email").column == 10


def test_aliases_and_merge_keys_work() -> None:
    cv = read("basics: {name: A}\nsections:\n  talks:\n    - &t {title: a, date: 2020}\n    - {<<: *t, title: b}\n")
    first, second = cv.sections[0].entries
    assert (second.title.plain, second.date) == ("b", first.date)


def test_an_alias_bomb_is_refused_quickly() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 30))
    (found,) = messages(bomb)
    assert "with its aliases this file holds more than a million values" in found


@pytest.mark.parametrize("depth", [102, 3_000, 100_000])
def test_deep_nesting_is_refused(depth: int) -> None:
    (found,) = messages("[" * depth)
    assert "levels of nesting" in found


@pytest.mark.parametrize(
    "data", [b"\xff\xfeb\0a\0", b"\x80abc", b"name: \x00", b"a\xffb", "basics: {name: Ä}".encode("latin-1")]
)
def test_bytes_that_are_no_text(data: bytes) -> None:
    assert messages(data)


def test_utf16_and_byte_order_marks_are_read() -> None:
    for encoding in ("utf-16", "utf-8-sig"):
        cv, _ = read_bytes("basics: {name: Zoë}\n".encode(encoding), Problems("cv.yaml"))
        assert cv.basics.name == "Zoë"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_our_own_errors(data: bytes) -> None:
    problems(data)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 5_000), st.integers(0, 30), st.text(max_size=8))
def test_no_damage_to_a_real_file_raises_anything_but_our_own_errors(start: int, length: int, middle: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")[:6_000]
    problems((text[:start] + middle + text[start + length :]).encode("utf-8", "surrogatepass"))


def test_a_section_stands_where_its_name_does() -> None:
    """Its name is printed where it has no title, so that is where a character of it that no font has is shown."""
    (section,) = read(f"{BASICS}sections:\n  hobbies:\n    type: general\n    entries: [{{title: x}}]\n").sections
    assert (section.origin.line, section.origin.column) == (3, 3)


def test_a_wrong_cv_is_read_in_part() -> None:
    """What is wrong is left out, and what needs it; the rest is there for the checks that follow."""
    found = Problems("cv.yaml")
    cv = reader.read(
        b"basics: {nam: Ada, photo: ada.png, private: [phon, phone]}\n"
        b"sections:\n"
        b"  experience:\n"
        b"    - {position: A, start: 2014-13, end: 2013, keep: x}\n"
        b"  talks: [{event: x}, {title: B, url: example.org}]\n"
        b"variants:\n"
        b"  academic: {pages: one}\n"
        b"  resume: {template: [resume]}\n",
        found,
    )
    assert cv is not None
    assert (cv.basics.name, cv.basics.photo, cv.basics.private) == ("", "ada.png", ("phone",))
    (post,), (talk,) = (section.entries for section in cv.sections)
    assert (post.start, post.end, post.keep) == (None, Date(2013), False)
    assert (talk.title.plain, talk.url) == ("B", None)
    assert [(variant.name, variant.pages) for variant in cv.variants] == [("academic", None)]
    assert len(found.sorted()) == 8


def test_merge_keys_take_several_mappings() -> None:
    cv = read(
        f"{BASICS}sections:\n  talks:\n    - &a {{title: a, date: 2020}}\n    - &b {{title: b, event: E}}\n"
        "    - {<<: [*a, *b], title: c}\n"
    )
    third = cv.sections[0].entries[2]
    assert (third.title.plain, third.date, third.event.plain) == ("c", Date(2020), "E")


def test_an_empty_second_document_is_none() -> None:
    assert problems(f"---\n{BASICS}---\n") == []


@pytest.mark.parametrize(
    ("data", "line", "column", "source"),
    [
        ("basics:\n  name: ÄÖÜ é\n".encode().replace("é".encode(), b"\xe9"), 2, 13, "  name: ÄÖÜ \ufffd"),
        ("basics:\r  name: é\r".encode().replace("é".encode(), b"\xe9"), 2, 9, "  name: \ufffd"),
        ("\ufeffbasics: é\n".encode().replace("é".encode(), b"\xe9"), 1, 9, "basics: \ufffd"),
        (b"basics:\n  name: \x1b[31mAda\n", 2, 9, "  name: \ufffd[31mAda"),
        ("basics:\n  name: ".encode("utf-16") + b"\x00\xd8" + "A".encode("utf-16-le"), 2, 9, "  name: \ufffd"),
    ],
)
def test_what_is_no_text_is_shown_where_it_stands(data: bytes, line: int, column: int, source: str) -> None:
    """The line is shown, but never what could command a terminal."""
    (problem,) = problems(data)
    assert (problem.origin.line, problem.origin.column) == (line, column)
    assert problem.source.startswith(source)
