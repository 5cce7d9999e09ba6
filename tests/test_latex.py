import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvgen.fonts.typefaces import Typefaces
from cvgen.latex import Writer, ascii_url, escape_pdf_string, escape_url
from cvgen.markup import parse


def write(text: str) -> str:
    return str(Writer(Typefaces()).write(parse(text)))


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% & $5 #1 a_b {x} ~ ^ \\y", r"50\% \& \$5 \#1 a\_b \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{}y"),
        ("a\u00a0b\u00adc", r"a~b\-c"),
        ("Zoë “q” – …", "Zoë “q” – …"),
        ("温伟 x", r"\cvlang{zh}{\cvscript{hani}{温伟}} x"),
        ("Дмитрий Иванов, Jānis", r"\cvscript{cyrl}{Дмитрий Иванов}, \cvscript{latn}{Jānis}"),
        ("a x̄², Nguyễn", r"a \cvscript{latn}{\cvcluster{x̄}}², \cvscript{latn}{Nguyễn}"),
        ("नमस्ते 👩‍💻", r"\cvscript{devanagari}{नम\cvcluster{स्ते}} \cvscript{emoji}{\cvcluster{👩‍💻}}"),
        ("*a* **b** `c_d`", r"\cvemph{a} \cvstrong{b} \cvcode{c\_d}"),
        ("[p&q](https://a.org/x_y?z=%20#f)", r"\cvlink{https://a.org/x\_y?z=\%20\#f}{p\&q}"),
    ],
)  # fmt: skip
def test_text_becomes_latex(text: str, latex: str) -> None:
    assert write(text) == latex


@given(st.text())
def test_no_text_leaves_a_live_special_character(text: str) -> None:
    latex = Writer(Typefaces()).text(text)
    bare = re.sub(
        r"\\(textbackslash|textasciitilde|textasciicircum|cvallowbreak|cvlastbreak)\{\}|\\cv(?:script|lang)\{\w+\}|\\cvcluster|\\[{}$&#%_-]",
        "",
        latex,
    )
    assert not re.search(r"[\\$&#%_^]", bare)
    assert bare.count("{") == bare.count("}")


@pytest.mark.parametrize(
    ("url", "ascii_form"),
    [
        ("https://a.org/%E6%B8%A9?x=~y", "https://a.org/%E6%B8%A9?x=~y"),
        ("https://bücher.de/温 a", "https://xn--bcher-kva.de/%E6%B8%A9%20a"),
        ("mailto:ä@b.org", "mailto:%C3%A4@b.org"),
    ],
)
def test_urls_become_ascii_only_where_they_must(url: str, ascii_form: str) -> None:
    assert ascii_url(url) == ascii_form


def test_url_specials() -> None:
    assert escape_url("a%#&_~^\\{}") == r"a\%\#\&\_\~\cvcaret \cvbackslash \cvlbrace \cvrbrace "


def test_pdf_strings_hold_nothing_that_hyperref_could_misread() -> None:
    assert escape_pdf_string("A & B: 温") == 'A \\unichar{"0026} B: \\unichar{"6E29}'


def test_what_has_no_printed_form_fails() -> None:
    for value in (None, True, object(), [1]):
        with pytest.raises(TypeError, match="cannot print"):
            Writer(Typefaces()).write(value)
