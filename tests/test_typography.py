"""Straight punctuation becomes typographic where it is meant so, and ordinary text is never damaged."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cvgen import markup
from cvgen.diagnostics import Origin
from cvgen.markup import Code, Emphasis, Inlines, LineBreak, Link, Plain
from cvgen.typography import smarten
from tests.conftest import ROOT

STRAIGHT = str.maketrans(
    {**dict.fromkeys("“”„«»「」", '"'), **dict.fromkeys("‘’‚‹›『』", "'"), "–": "--", "—": "---"} | {"…": "..."}
)
LANGUAGES = ["en", "de", "fr", "ru", "sv", "hu", "ja", "zh"]


def smart(text: str, language: str = "en") -> str:
    return smarten(markup.plain(text), language).plain


def shape(nodes: tuple[Any, ...]) -> list[Any]:
    """Return a tree without its text."""
    return [
        (
            type(node),
            getattr(node, "url", ""),
            node.value if isinstance(node, Code) else "",
            shape(getattr(node, "children", ())),
        )
        for node in nodes
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Word"', "“Word”"),
        ('Robert "Bob" Smith', "Robert “Bob” Smith"),
        ('He said "yes", and "no".', "He said “yes”, and “no”."),
        ('He said "yes." And "no!"', "He said “yes.” And “no!”"),
        ('("A"), ["B"], {"C"}', "(“A”), [“B”], {“C”}"),
        ('"yes"/"no", non-"standard", "quasi"-linear', "“yes”/“no”, non-“standard”, “quasi”-linear"),
        ('The "Engine"® and "Notes"*', "The “Engine”® and “Notes”*"),
        ('".NET" and "C++"', "“.NET” and “C++”"),
        ('"Windows 7" and "Windows 8"', "“Windows 7” and “Windows 8”"),
        ('He said "6" disk"', 'He said “6" disk”'),
        ('a 27" "Retina" display', 'a 27" “Retina” display'),
        ('a 3.5"x5" card of "Bob"', 'a 3.5"x5" card of “Bob”'),
        ('"a "b" c"', "“a “b” c”"),
        ('Unclosed "and "closed"', 'Unclosed "and “closed”'),
        ("\"He said 'no' to me\"", "“He said ‘no’ to me”"),
        ("\"'No,' he said\"", "“‘No,’ he said”"),
        ("\"He said 'no'\"", "“He said ‘no’”"),
        ("'He said \"no\" to me'", "‘He said “no” to me’"),
        ("the 'best' paper", "the ‘best’ paper"),
        ("don't, O'Brien, l'été, Xi'an, м'ята", "don’t, O’Brien, l’été, Xi’an, м’ята"),
        ("it's a dog's life, isn't it", "it’s a dog’s life, isn’t it"),
        ("'don't'", "‘don’t’"),
        ("the '90s, the 1990's", "the ’90s, the 1990’s"),
        ("Class of '99; Summer '05 - Fall '07", "Class of ’99; Summer ’05 - Fall ’07"),
        ("Fall '20, the students' choice", "Fall ’20, the students’ choice"),
        ("('18--'20) '18-'20, '19/'20", "(’18–’20) ’18-’20, ’19/’20"),
        ("'10 years' and 'the 5.5' scale'", "‘10 years’ and ‘the 5.5' scale’"),
        ("students' work, James' book", "students’ work, James’ book"),
        ("'the students' work'", "‘the students’ work’"),
        ("'students' and 'teachers'", "‘students’ and ‘teachers’"),
        ("rock 'n' roll, Rock'n'Roll", "rock ’n’ roll, Rock’n’Roll"),
        ("2010--2014, Navier--Stokes, word---word", "2010–2014, Navier–Stokes, word—word"),
        ('"--" is a dash', "“--” is a dash"),
        ("a -- b, c --- d", "a – b, c — d"),
        ("2019 --", "2019 –"),
        ("1.5--2.5 and p.12--p.15.", "1.5–2.5 and p.12–p.15."),
        ("and so on ... or not", "and so on … or not"),
        ("... and so on", "… and so on"),
        ("...and so on", "…and so on"),
        ("wait...", "wait…"),
        ('"..." and "...and"', "“…” and “…and”"),
        ("a, b, ..., z [...] (...)", "a, b, …, z […] (…)"),
        ('他说"你好"。', "他说“你好”。"),
        ('他说："你好！"然后走了', "他说：“你好！”然后走了"),
        ('使用"Python"编程', "使用“Python”编程"),
        ("他说'你好'。", "他说‘你好’。"),
        ('"안녕"이라고', "“안녕”이라고"),
        ("等等...", "等等…"),
    ],
)
def test_what_is_changed(text: str, expected: str) -> None:
    assert smart(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # inches and feet, quotes without a partner, quotes of code
        '6" disk', '27" monitors and 32" ones', "5'10\"", "5' 10\"", "5'", "6' tall", 'a " b', '"', "'", '""', "''", '"""', '" a "',
        'the "end', 'the end" of', "po' di", "the 'end", "'tis", "x' = f'(x)", "3'-UTR and 5'-end", "``word''", "``students''",
        'a="b"', "a='b' c='d'", '["lol","lol"]', '{"a":"b"}', "print('files','dirs')", '"a"+"b"', 'K\\"ahler and "Bob"', "l\\'et\\'e",
        'צה"ל', 'set "a" to ""', "''quoted''", "a 'b\" c' d\"", "{{ ''.__class__ }}", "{{ 7*'7' }}", "rock `n` roll", "«déjà» “là” ‘so’ – — …",
        # dashes
        "--help", "--shell-escape", "--dry--run", "i--", "i--;", "--i", "a --b", "a-- b", "-->", "<!-- x -->", "----", "a ---- b", "C--",
        "C-- and D", "--", "---", "-- x", "--- x", "-- --", "a -- --b", "2010-2014", "-5 - 3", "word - word", "a - b",
        "npm run test -- --watch", "xn--bcher-kva.example", "a--b.pdf", "block__elem--mod", "你好--世界", "(1)--(2)", "a – b",
        # dots
        "../..", "./...", "go test ./...", "a...b", "0...5", "....", "wait....", "..", ". . .", ".../x", "f(...args)", "a…...", "HEAD...x",
        # addresses
        "https://example.org/O'Brien", "https://a.org/x--y", "see https://a.org/x...y", "www.a.org/x--y", "a.org/x--y", "o'brien@a.org",
        "mailto:o'brien@a.org", "doi:10.1/a--b", "github.com/o'brien",
        # nothing else
        "1/2 3/4 -> => (c) (R) 1st 2nd x^2 +/- 5 x 3 ~ <= != 20 %",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stays(text: str, language: str) -> None:
    assert smart(text, language) == text
    inlines = markup.plain(text)
    assert smarten(inlines, language) is inlines


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“a ‘b’ c” d’e"),
        ("en-GB", "“a ‘b’ c” d’e"),
        ("xx", "“a ‘b’ c” d’e"),
        ("de", "„a ‚b‘ c“ d’e"),
        ("de-AT", "„a ‚b‘ c“ d’e"),
        ("cs", "„a ‚b‘ c“ d’e"),
        ("fr", "«\u00a0a “b” c\u00a0» d’e"),
        ("fr-CA", "«\u00a0a “b” c\u00a0» d’e"),
        ("fr-CH", "«a ‹b› c» d’e"),
        ("es", "«a “b” c» d’e"),
        ("it", "«a “b” c» d’e"),
        ("el", "«a “b” c» d’e"),
        ("pt", "“a ‘b’ c” d’e"),
        ("pt-PT", "«a “b” c» d’e"),
        ("nl", "“a ‘b’ c” d’e"),
        ("pl", "„a «b» c” d’e"),
        ("ru", "«a „b“ c» d’e"),
        ("uk", "«a „b“ c» d’e"),
        ("tr", "“a ‘b’ c” d’e"),
        ("vi", "“a ‘b’ c” d’e"),
        ("ko", "“a ‘b’ c” d’e"),
        ("zh", "“a ‘b’ c” d’e"),
        ("sv", "”a ’b’ c” d’e"),
        ("ja", "“a ‘b’ c” d’e"),
        ("zh-TW", "“a ‘b’ c” d’e"),
    ],
)
def test_quotes_of_a_language(language: str, expected: str) -> None:
    assert smart("\"a 'b' c\" d'e", language) == expected


@pytest.mark.parametrize("language", ["ja", "ja-JP", "zh-TW", "zh-Hant-HK"])
def test_corner_brackets_stand_with_their_scripts(language: str) -> None:
    assert smart("\"你'好'\"", language) == "「你『好』」"
    assert smart('使用"Python"编程, the "Engine"', language) == "使用「Python」编程, the “Engine”"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"*Nature*"', (Plain("“"), Emphasis((Plain("Nature"),)), Plain("”"))),
        ('*"Nature"*\'s', (Emphasis((Plain('"Nature"'),)), Plain("'s"))),
        ("*Nature*'s", (Emphasis((Plain("Nature"),)), Plain("’s"))),
        ('"`a"b`"', (Plain("“"), Code('a"b'), Plain("”"))),
        ("`x`'s `--a...`", (Code("x"), Plain("’s "), Code("--a..."))),
        ("`a`--`b`", (Code("a"), Plain("–"), Code("b"))),
        ('a\\\n"b"', (Plain("a"), LineBreak(), Plain("“b”"))),
        ("a\\\n-- b", (Plain("a"), LineBreak(), Plain("-- b"))),
        ("[don't](https://a.org/don't--x)", (Link("https://a.org/don't--x", (Plain("don’t"),)),)),
        ("\"<https://a.org/o'b--c>\"", (Plain("“"), Link("https://a.org/o'b--c", (Plain("https://a.org/o'b--c"),)), Plain("”"))),
        ("<o'b@a.org>", (Link("mailto:o'b@a.org", (Plain("o'b@a.org"),)),)),
        ("[a.org/o'b](https://a.org/o'b/)", (Link("https://a.org/o'b/", (Plain("a.org/o'b"),)),)),
    ],
)  # fmt: skip
def test_trees(source: str, expected: tuple[Any, ...]) -> None:
    assert smarten(markup.parse(source), "en").nodes == expected


def test_marks_on_the_border_of_nodes_are_not_joined() -> None:
    nodes = (Plain("a-"), Emphasis((Plain("-b..."),)), Plain(". c.."), Emphasis((Plain("."),)))
    assert smarten(Inlines(nodes), "en").nodes == nodes


@dataclass(frozen=True)
class Raised:
    children: tuple[Any, ...]


def test_any_node_with_children_is_read() -> None:
    nodes: Any = (Plain('"it'), Raised((Plain("'s"), Emphasis((Plain("..."),)))), Plain('"'))
    assert smarten(Inlines(nodes), "en").nodes == (
        Plain("“it"),
        Raised((Plain("’s"), Emphasis((Plain("…"),)))),
        Plain("”"),
    )


def test_the_origin_is_kept() -> None:
    origin = Origin("cv.yaml", 3, 4)
    assert smarten(markup.plain("don't", origin), "en").origin == origin


HOSTILE = [case["text"] for case in json.loads((ROOT / "tests/data/hostile.json").read_text(encoding="utf-8"))]


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) < 300])
def test_nothing_else_happens_to_hostile_text(text: str) -> None:
    inlines = markup.parse(text)
    result = smarten(inlines, "en")
    assert result.plain.translate(STRAIGHT) == inlines.plain
    assert shape(result.nodes) == shape(inlines.nodes)


TYPED = st.text(alphabet=st.sampled_from("\"\"''--...  ab1s9(),/好。“’«\u00a0\n@_"), max_size=40) | st.text(max_size=20)
PIECES = st.lists(
    st.sampled_from(
        ['"', "'", '"a', 'b"', "'c", "s'", "6\"", "5'", "don't", "'90s", "'05", "--", "---", "...", " ", "x", "好", "(", ")", ",", "‘", "’", "”", "»"]
    ),
    max_size=16,
).map("".join)  # fmt: skip


@given(TYPED | PIECES, st.sampled_from(LANGUAGES))
@example("'00s'A", "en")
@example('\'"a" "bs\' c"', "fr")
@example("\"a 'b\" c'", "en")
def test_twice_is_once(text: str, language: str) -> None:
    once = smart(text, language)
    assert smart(once, language) == once


@given(TYPED | PIECES)
def test_the_text_can_be_had_back(text: str) -> None:
    assert smart(text).translate(STRAIGHT) == markup.plain(text).plain.translate(STRAIGHT)


@given(st.text(alphabet="\"'-. ab1*`[](<>):/@\\\n", max_size=60), st.sampled_from(LANGUAGES))
def test_the_tree_stays(source: str, language: str) -> None:
    inlines = markup.parse(source)
    result = smarten(inlines, language)
    assert shape(result.nodes) == shape(inlines.nodes)
    assert smarten(result, language) == result
    if language == "en":
        assert result.plain.translate(STRAIGHT) == inlines.plain
