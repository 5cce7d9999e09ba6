"""Strings that broke someone's CV tool: each is printed as it is, or refused with a diagnostic at its line."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cvgen
from cvgen.diagnostics import CvgenError
from cvgen.fonts.typefaces import Typefaces
from cvgen.markup import parse
from cvgen.pipeline import load
from tests.conftest import problems
from tests.pdf import links_of, squashed, text_of

HOSTILE = json.loads((Path(__file__).parent.parent / "data" / "hostile.json").read_text(encoding="utf-8"))


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def cv_of(texts: list[str]) -> str:
    """Return a CV with each text in many kinds of field."""
    lines = ["basics: {name: Ada Lovelace}", "sections:", "  publications:"]
    for text in texts:
        lines.append(
            f"    - {{title: {quoted(text)}, authors: [{quoted(text)}], venue: {quoted(text)}, award: {quoted(text)}}}"
        )
    lines.append("  experience:")
    for text in texts:
        value = quoted(text)
        lines.append(f"    - {{position: {value}, location: {value}, summary: {value}, highlights: [{value}]}}")
    lines += ["  own:", f"    title: {quoted(texts[0])}", "    type: general", "    entries: [{title: x}]"]
    return "\n".join([*lines, "variants: {academic: {}, resume: {}}\n"])


def printable(texts: list[str]) -> list[str]:
    """Return the texts that are not refused; each refusal must be at the text's own line."""
    accepted = []
    for text in texts:
        found = [problem for problem in problems(cv_of([text])) if problem.severity == "error"]
        assert {problem.origin.line for problem in found} <= {4, 6, 8}
        if not found and not Typefaces().missing(parse(text).plain) and text.strip():
            accepted.append(text)
    return accepted


def without_invisible(text: str) -> str:
    return squashed(text.replace("\u200b", "").replace("\u00ad", ""))


def test_every_hostile_string_is_printed_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    texts = [item["text"] for item in HOSTILE if len(item["text"]) < 5_000]
    accepted = printable(texts)
    assert len(accepted) > 100
    Path("cv.yaml").write_text(cv_of(accepted), encoding="utf-8")
    for built in cvgen.build("cv.yaml"):
        text = without_invisible(text_of(built.path))
        for string in accepted:
            wanted = without_invisible(parse(string).plain)
            assert text.count(wanted) >= 2 or len(wanted) > 500, string  # long ones are torn by page footers
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cv.yaml", "output"]
    assert sorted(path.suffix for path in Path("output").iterdir()) == [".pdf", ".pdf"]


@pytest.mark.parametrize("item", [item for item in HOSTILE if len(item["text"]) < 200], ids=lambda item: item["id"])
def test_every_hostile_name_stays_inside_the_output_folder(item: dict[str, str], tmp_path: Path) -> None:
    """The name is part of the file's name; only that is tried here, so nothing is compiled."""
    from cvgen.pipeline import target_of

    path = tmp_path / "cv.yaml"
    path.write_text(f"basics: {{name: {quoted(item['text'])}}}\n", encoding="utf-8")
    try:
        loaded = load(path)
    except CvgenError:
        return
    target = target_of(loaded, loaded.cv.variants[0], tmp_path / "out")
    assert target.parent == tmp_path / "out"
    assert target.name.endswith("-academic.pdf")
    assert not set(target.name) & set('/\\:*?"<>|\0\n')


URLS = [
    "https://example.org/100%25_sure#frag~x^y&z=1",
    "https://example.org/a{b}c\\d",
    "https://example.org/?q=a%20b+c|d`e'f\"g<h>",
    "http://example.org/#%&_~$^{}\\",
    "https://example.org/}\\input{x}",
    "mailto:ada@example.org?subject=a%20b",
    "tel:+1-555-0100",
    "doi:10.1000/182",
]


def test_link_targets_come_back_to_the_letter(tmp_path: Path) -> None:
    items = [f"    - {{title: x, url: {quoted(url)}, links: {{l: {quoted(url + '1')}}}}}" for url in URLS]
    path = tmp_path / "cv.yaml"
    path.write_text("\n".join(["basics: {name: A}", "sections:", "  talks:", *items]), encoding="utf-8")
    (built,) = cvgen.build(path, output=tmp_path)
    assert links_of(built.path) == {*URLS, *(url + "1" for url in URLS)}


def compatible(text: str) -> str:
    """Return a text as readers that take ligatures apart see it."""
    return without_invisible(unicodedata.normalize("NFKC", text))


CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(CHARACTERS, min_size=1, max_size=20), min_size=10, max_size=40))
def test_any_text_compiles_or_its_characters_are_named(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "cv.yaml"
    accepted = [text for text in printable(texts) if text.isprintable()]
    entries = "".join(f"    - {{title: {quoted(text)}}}\n" for text in accepted)
    path.write_text(f"basics: {{name: A}}\nsections:\n  awards:\n{entries}", encoding="utf-8")
    (built,) = cvgen.build(path, output=folder)
    text = compatible(text_of(built.path))
    for string in accepted:
        assert all(char in text for char in compatible(parse(string).plain)), string
