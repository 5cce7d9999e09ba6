"""`cvgen export` to documents: HTML, Markdown and plain text. Whatever is typed comes back out of them, and runs nothing."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cvgen.cli import main
from cvgen.exporters import FORMATS, Exported, Request, export
from cvgen.exporters.html import rich, safe_url
from cvgen.exporters.markdown import block, written
from cvgen.exporters.text import columns, said_of, wrapped
from cvgen.markup import Code, Emphasis, Inlines, LineBreak, Link, Plain, Strong, Subscript, parse, plain, walk
from cvgen.model import Variant
from cvgen.pipeline import choose_variants, load
from cvgen.select import select
from tests.conftest import MINIMAL, ROOT, SAMPLE
from tests.hostile import SHORT, Sheet, fill
from tests.pdf import legible, squashed
from tests.test_assets import picture

CvFile = Callable[..., Path]
_VOID = {"meta", "img", "br", "hr", "link", "input", "wbr"}


class Page(HTMLParser):
    """The elements and the text of a page; nothing may be left open, or closed that is not open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._texts: list[str] = []
        self.data: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []
        self.text = "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] in (["style"], ["script"]):
            self.data.append(data)
        else:
            self._texts.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def of_markdown(text: str) -> str:
    """Return what a reader of rendered Markdown sees."""
    return Page(MarkdownIt("commonmark").render(text)).text


READERS: dict[str, Callable[[str], str]] = {
    "html": lambda page: Page(page).text,
    "markdown": of_markdown,
    "text": str,
}


def exported(path: Path, format_: str, variant: str = "", **more: int) -> str:
    return made(path, format_, variant, **more).content  # type: ignore[return-value]


def made(path: Path, format_: str, variant: str = "", **more: int) -> Exported:
    loaded = load(path)
    chosen = choose_variants(loaded.cv, [variant])[0] if variant else Variant(name="everything")
    return export(format_, Request(loaded, chosen, select(loaded.cv, chosen), **more))


@pytest.mark.parametrize("format_", READERS)
def test_every_string_comes_back_from_every_field(format_: str, tmp_path: Path) -> None:
    sheet = fill(Sheet(SHORT))
    (tmp_path / "cv.yaml").write_text(sheet.source, encoding="utf-8")
    text = READERS[format_](exported(tmp_path / "cv.yaml", format_, "academic"))
    if format_ == "markdown":  # whose dates stand behind what they belong to
        everywhere = [place for group in sheet.groups for place in group]
        assert sheet.lost_in(legible(text), everywhere, "academic") == []
    else:
        assert sheet.lost(text, "academic") == []


BASICS = """\
basics:
  name: {text}
  native_name: {text}
  label: {text}
  location: {text}
  email: ada@example.org
  phone: {text}
  summary: {text}
sections:
  own: {{title: {text}, type: general, entries: [{{title: x}}]}}
"""


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "]]> --> </style> & &amp; &lt;", "1. # - > + = ~~~ | _a_ a_b", "a b"]
)
def test_hostile_basics_come_back(format_: str, text: str, cv_file: CvFile) -> None:
    said = READERS[format_](exported(cv_file(BASICS.format(text=f"'{text}'")), format_))
    assert squashed(said).count(squashed(text)) == 7 + (format_ == "html")  # the page's title is text, too


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)
PLAIN = TEXT.map(Plain)
NODES = st.recursive(
    PLAIN | TEXT.map(Code) | st.just(LineBreak()),
    lambda inner: (
        st.builds(
            lambda kind, children: kind(tuple(children)),
            st.sampled_from([Emphasis, Strong, Subscript]),
            st.lists(inner, min_size=1, max_size=3),
        )
        | st.builds(
            lambda children: Link("https://example.org/a_(b)?c=*d*&lt;", tuple(children)),
            st.lists(PLAIN, min_size=1, max_size=2),
        )
    ),
    max_leaves=6,
)
INLINES = st.lists(NODES, min_size=1, max_size=4).map(lambda nodes: Inlines(tuple(nodes)))


@given(INLINES)
@settings(max_examples=400, deadline=None)
def test_any_text_comes_back_out_of_markdown(text: Inlines) -> None:
    for before, after in (("", ""), ("- ", "\n  - x"), ("## ", ""), ("- x\\\n  ", "")):
        if not block(text):
            continue  # nothing but breaks
        html = MarkdownIt("commonmark").render(before + block(text) + after)
        page = Page(html)
        assert squashed(page.text) == squashed(("x" if "x" in before else "") + text.plain + ("x" if after else ""))
        assert page.named("a") == [{"href": "https://example.org/a_(b)?c=*d*&lt;"} for _ in text.links]
        assert {tag for tag, _ in page.elements} <= {"p", "ul", "li", "h2", "em", "strong", "sub", "code", "br", "a"}
        for tag, kind in (("em", Emphasis), ("strong", Strong), ("code", Code)):
            wanted = sum(
                type(node) is kind and bool(str(getattr(node, "value", "x")).strip()) for node in walk(text.nodes)
            )
            assert len(page.named(tag)) == wanted


@given(INLINES)
@settings(max_examples=200, deadline=None)
def test_any_text_comes_back_out_of_html(text: Inlines) -> None:
    page = Page(str(rich(text)))
    assert squashed(page.text) == squashed(text.plain)
    assert {tag for tag, _ in page.elements} <= {"em", "strong", "sub", "code", "br", "a"}


@given(TEXT, st.integers(20, 100))
@settings(max_examples=200, deadline=None)
def test_any_text_is_wrapped_whole(text: str, width: int) -> None:
    lines = wrapped(text, width, "  - ", "    ")
    assert squashed("".join(lines)) == squashed("-" + text)
    for line in lines:
        assert columns(line) <= width or " " not in line.strip().removeprefix("- "), line


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "vbscript:x",
        "",
        None,
        " javascript:x",
        "file:///etc/passwd",
    ],
)
def test_no_other_link_leads_anywhere(url: str | None) -> None:
    assert safe_url(url) == ""
    assert str(rich(Inlines((Link(url or "", (Plain("x"),)),)))) == "x"


def test_a_doi_leads_somewhere() -> None:
    assert safe_url("doi:10.1000/182") == "https://doi.org/10.1000/182"
    assert safe_url("https://ex.org/ä?a=1&b") == "https://ex.org/%C3%A4?a=1&b"


def test_markdown_is_readable() -> None:
    text = parse("C# snake_case 5 < 6, a * b & *c* **d** [e](https://x.org)")
    assert written(text) == r"C# snake_case 5 \< 6, a \* b & *c* **d** [e](https://x.org)"
    assert written(plain("R&D, AT&T; a_b __init__ 1 * 2")) == r"R&D, AT\&T; a_b \_\_init\_\_ 1 \* 2"
    assert written(Inlines((Strong((Plain("a"),)), Emphasis((Plain("b"),)), Plain("c")))) == "**a**<em>b</em>c"
    assert written(Inlines((Plain("x"), Strong((Plain("(a"),)), Plain("y")))) == "x<strong>(a</strong>y"
    assert written(Inlines((Plain("Hi!"), Link("https://x.org", (Plain("b"),))))) == r"Hi\![b](https://x.org)"


def test_text_writes_links_out_and_minds_wide_characters() -> None:
    assert (
        said_of(parse("see [this](https://x.org/ä) and <https://y.org>"))
        == "see this <https://x.org/%C3%A4> and https://y.org"
    )
    assert said_of(parse("O(n<sup>2</sup>) of H<sub>2</sub>O")) == "O(n^2) of H2O"
    assert columns("温a\u0301") == 3
    assert wrapped("研究方向包括大语言模型，端侧生成式", 20) == ["研究方向包括大语言模", "型，端侧生成式"]
    assert wrapped("一二三四五六七八九十，一", 20) == ["一二三四五六七八九", "十，一"]


PEOPLE = """\
basics: {name: Ada Lovelace}
people:
  - {name: Luigi Menabrea, role: student}
  - {name: Bob Doe, role: Visiting *fellow*}
sections:
  publications:
    - {title: One, authors: [Ada Lovelace*, L. Menabrea*], date: 1843, marks: {"*": equal}}
    - {title: Two, authors: [Luigi Menabrea*, Ada Lovelace*, Bob Doe], date: 1844, marks: {"*": equal}}
variants:
  academic: {}
  resume: {}
"""


def test_people_with_a_role_are_marked_and_said(cv_file: CvFile) -> None:
    path = cv_file(PEOPLE)
    html = str(made(path, "html").content)
    for line in ("*\u00a0equal", "student: Luigi Menabrea", "Visiting <em>fellow</em>: Bob Doe"):
        assert f'<p class="legend">{line}</p>' in html
    assert "<strong>Ada Lovelace</strong>*, <em>L. Menabrea</em>*" in html
    markdown = str(made(path, "markdown").content)
    assert "\n\nstudent: Luigi Menabrea\n\nVisiting *fellow*: Bob Doe\n\n" in markdown
    assert "\n\nstudent: Luigi Menabrea\n\nVisiting fellow: Bob Doe\n\n" in str(made(path, "text").content)
    works = json.loads(str(made(path, "jsonresume").content))["publications"]
    assert [work["summary"] for work in works] == [
        "Ada Lovelace*, L. Menabrea*. 1843. *\u00a0equal. student: Luigi Menabrea.",
        "Luigi Menabrea*, Ada Lovelace*, Bob Doe. 1844. *\u00a0equal. student: Luigi Menabrea. Visiting fellow: Bob Doe.",
    ]
    # where the variant's template hides them
    assert "student" not in str(made(path, "html", "resume").content)


def test_the_page_is_structured(cv_file: CvFile, tmp_path: Path) -> None:
    page = Page(exported(SAMPLE, "html", "academic-zh"))
    tags = [tag for tag, _ in page.elements]
    assert (tags.count("h1"), tags.count("main"), tags.count("header")) == (1, 1, 1)
    levels = [int(tag[1]) for tag in tags if tag in ("h1", "h2", "h3")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert page.named("html") == [{"lang": "zh"}]
    assert {one["datetime"] for one in page.named("time")} >= {"2014-08", "2019-12", "2013"}
    assert all(one["href"].startswith(("https://", "http://")) for one in page.named("a"))  # type: ignore[union-attr]
    for section in page.named("section"):
        assert section["aria-labelledby"] in {one["id"] for one in page.named("h2")}
    assert [one["type"] for one in page.named("script")] == ["application/ld+json"]
    assert not any(
        key.startswith("on") or key in ("src", "style") for _, attributes in page.elements for key in attributes
    )


def test_the_page_knows_languages(cv_file: CvFile) -> None:
    path = cv_file("basics: {name: A, label: {fr: Chercheuse}}\nlocale: {language: en}\n")
    assert Page(exported(path, "html")).named("span") == [{"lang": "fr"}]


def test_the_page_says_who_it_is_about_in_data_that_runs_nothing(cv_file: CvFile) -> None:
    text = "</script><script>alert(1)</script><!-- & \u2028"
    path = cv_file(f"basics: {{name: A, label: {json.dumps(text)}, url: 'https://a.org', email: a@b.org}}\n")
    page = Page(exported(path, "html"))
    (_, data) = page.data
    assert "<" not in data
    known = json.loads(data)
    assert known["@type"] == "Person"
    assert known["jobTitle"].split() == text.split()
    assert known["email"] == "mailto:a@b.org"


def test_the_photo_is_in_the_page_if_the_variant_shows_one(cv_file: CvFile, tmp_path: Path) -> None:
    photo = picture(tmp_path / "me.png", "PNG").read_bytes()
    path = cv_file(
        MINIMAL.replace("email:", "photo: me.png\n  email:").replace("academic: {}", "academic: {design: {photo: yes}}")
    )
    for variant, shown in (("academic", 1), ("resume", 0), ("", 1)):
        images = Page(exported(path, "html", variant)).named("img")
        assert len(images) == shown
        for image in images:
            assert image == {
                "src": "data:image/png;base64," + base64.b64encode(photo).decode(),
                "alt": "Photo of Ada Lovelace",
            }


def test_styles_are_those_that_the_policy_allows() -> None:
    html = exported(SAMPLE, "html", "resume")
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in html or f"style-src 'sha256-{digest}'" in html
    assert "url(" not in style


@pytest.mark.parametrize("format_", [*READERS, "jsonresume"])
def test_what_is_private_stays_hidden(format_: str, cv_file: CvFile, capsys: pytest.CaptureFixture[str]) -> None:
    text = MINIMAL.replace("email:", "private: [email]\n  email:")
    path = str(cv_file(text.replace("academic: {}", "academic: {private: show}")))
    for variant, shown in (("academic", True), ("resume", False), ("", False)):
        assert main(["export", format_, path, *(["--variant", variant] if variant else [])]) == 0
        assert ("ada@example.org" in capsys.readouterr().out) == shown


@pytest.mark.parametrize("format_", [name for name, format_ in FORMATS.items() if not format_.folder])
def test_no_file_is_overwritten_and_mistakes_have_places(
    format_: str, cv_file: CvFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = str(cv_file()), tmp_path / "out"
    assert main(["export", format_, path, "-o", str(out)]) == 0
    before = out.read_bytes()
    assert main(["export", format_, path, "-o", str(out)]) == 2
    assert out.read_bytes() == before
    capsys.readouterr()
    wrong = str(cv_file(MINIMAL.replace("position", "postion"), "wrong.yaml"))
    assert main(["export", format_, wrong]) == 1
    assert "wrong.yaml:6:7: error: unknown key 'postion'" in capsys.readouterr().err


def test_the_width_of_text_is_asked_for(cv_file: CvFile, capsys: pytest.CaptureFixture[str]) -> None:
    for width in (30, 72):
        text = exported(SAMPLE, "text", "resume", width=width)
        lines = [line for line in text.splitlines() if columns(line) > width]
        assert all(re.search(r"https?://\S{10}", line) for line in lines)
    with pytest.raises(SystemExit):
        main(["export", "text", "--width", "19"])


@pytest.mark.parametrize("format_", ["html", "markdown", "text"])
@pytest.mark.parametrize("name", ["professor", "student", "languages"])
def test_the_examples_are_exported(format_: str, name: str) -> None:
    path = ROOT / "docs" / "examples" / f"{name}.yaml"
    for variant in ("", *(one.name for one in load(path).cv.variants)):
        assert READERS[format_](exported(path, format_, variant))
