import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvgen import markup
from cvgen.markup import Code, Emphasis, Inline, LineBreak, Link, Plain, Strong, Subscript, Superscript
from cvgen.markup.parser import nodes_of

FIXTURES = Path(__file__).parent / "markup"


def shown(nodes: tuple[Inline, ...]) -> str:
    """Return a tree as the fixtures write it."""
    parts = []
    for node in nodes:
        match node:
            case Plain(value):
                parts.append(value)
            case Code(value):
                parts.append(f"‹code {value}›")
            case LineBreak():
                parts.append("‹break›")
            case Emphasis(children):
                parts.append(f"‹emph {shown(children)}›")
            case Strong(children):
                parts.append(f"‹strong {shown(children)}›")
            case Subscript(children):
                parts.append(f"‹sub {shown(children)}›")
            case Superscript(children):
                parts.append(f"‹sup {shown(children)}›")
            case Link(url, children):
                parts.append(f"‹link {url} {shown(children)}›")
    return "".join(parts)


def fixtures() -> list[object]:
    """Yield (input, expected) of each pair of lines in the fixture files."""
    found = []
    for path in sorted(FIXTURES.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number in range(0, len(lines) - 1, 3):
            source, expected = (line.replace("⏎", "\n") for line in lines[number : number + 2])
            found.append(pytest.param(source, expected, id=f"{path.stem}:{number + 1}"))
    return found


@pytest.mark.parametrize(("source", "expected"), fixtures())
def test_fixtures(source: str, expected: str) -> None:
    assert shown(markup.parse(source).nodes) == expected


@given(st.text(alphabet=st.characters(exclude_characters="*`[]<>\\\n\r", exclude_categories=("Cs", "Cc"))))
def test_text_without_markup_stays_as_it_is(text: str) -> None:
    import unicodedata

    assert markup.parse(text).plain == unicodedata.normalize("NFC", text.strip())


@given(st.text(alphabet="ab *`[](<>)\\\n_:/", max_size=60))
def test_any_text_can_be_read_and_loses_no_letter(text: str) -> None:
    inlines = markup.parse(text)
    for letter in "ab":
        in_words = inlines.plain.count(letter) + sum(link.url.count(letter) for link in inlines.links)
        assert in_words >= text.count(letter)


def test_rich_text_has_no_string_form() -> None:
    with pytest.raises(TypeError, match="writer"):
        str(markup.parse("a"))
    with pytest.raises(TypeError, match="writer"):
        f"{markup.parse('a')}"


@pytest.mark.parametrize(
    "url", ["https://example.org", "http://a.b/c?d=%20&e#f", "mailto:a@b.org", "tel:+123", "doi:10.1/2"]
)
def test_good_urls(url: str) -> None:
    assert markup.url_problem(url) == ""


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "www.example.org", "/etc/passwd", "https://", "https:///x", "data:x",
     "http://a b", "", "mailto:", "JavaScript:x"],
)  # fmt: skip
def test_bad_urls(url: str) -> None:
    assert markup.url_problem(url)


_PIECES = [
    "word", "Été", "温", " ", ", ", "(", ")", "[", "]", "](", "![", "*", "**", "_", "&", "&amp;", "'", '"', "!", ":", "~",
    "\t", "\u00a0", "\u200b", "\0", "\x1f", "{", "<", ">", "`", "\\", "https://a.org/b", "http://", "https://a.org/?q=a&b#c", "mailto:a@b.c",
    "[a](https://a.org)", "[a](https://a.org/?b=1&amp;c=2)", "[a](https://a.org/*b*)", "[*a b*](https://a.org/x_y~z)", "[*](https://a.org)", "[*a *](https://a.org)", "[温](https://a.org/%E6)",
    "[ a](https://a.org)", "[a b](https://a.org/é)", "[*a*b*](https://a.org)", "[a]()", "[](https://a.org)", '[a](https://a.org "t")',
]  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.sampled_from(_PIECES) | st.text(max_size=2), max_size=9))
def test_links_are_read_as_the_parser_reads_them(pieces: list[str]) -> None:
    text = unicodedata.normalize("NFC", "".join(pieces).strip())
    simple = markup._simple(text)
    assert simple is None or simple == nodes_of(text)


def test_plain_links_need_no_parser() -> None:
    text = "At [Google *Brain](https://ai.google/brain) (now [*Deep Mind*](https://a.org/b_c?d#e)), more."
    assert markup._simple(text) is None
    assert markup._simple(text.replace("Google *", "")) == nodes_of(text.replace("Google *", ""))
