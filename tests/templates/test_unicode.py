"""Every character there is: printed and copied back, or named in a diagnostic."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cvgen
from cvgen.characters import sift
from cvgen.diagnostics import LostError
from cvgen.fonts.clusters import clusters_of
from cvgen.fonts.typefaces import Typefaces
from cvgen.pipeline import load
from tests import every_character
from tests.conftest import problems
from tests.pdf import READERS, as_typed, squashed, text_of


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    chars = every_character.characters()
    return chars, every_character.build(chars, tmp_path_factory.mktemp("every") / "every.pdf")


def test_there_are_enough_of_them(everything: tuple[list[str], Path]) -> None:
    chars = set(everything[0])
    assert len(chars) > 50_000
    assert chars >= set("≤≈→✓★½₂←⇒∞∑√∈∅ℝ𝔼⟨αЖłễ温東나ァ😀✉☎①नთհአไ")


@pytest.mark.parametrize("reader", READERS)
def test_every_character_of_the_bundled_faces_comes_back(everything: tuple[list[str], Path], reader: str) -> None:
    chars, path = everything
    lost = every_character.missing(chars, path, READERS[reader])
    assert lost == (["\ufffd"] if reader == "mupdf" else [])  # MuPDF leaves it out of every text


ASSIGNED = st.characters(exclude_categories=("Cs", "Cn"))


def cv_of(texts: list[str]) -> str:
    escaped = ("".join(f"\\U{ord(char):08X}" if not char.isalnum() else char for char in text) for text in texts)
    return "basics: {name: A}\nsections:\n  awards:\n" + "".join(f'    - title: "x{text}"\n' for text in escaped)


@settings(max_examples=40, deadline=None)
@given(st.text(ASSIGNED, min_size=1, max_size=12))
def test_a_refused_text_is_named_at_its_line(text: str) -> None:
    refused, missing = sift(text)[1], Typefaces().missing(unicodedata.normalize("NFC", sift(text)[0]))
    found = [problem for problem in problems(cv_of([text])) if problem.severity == "error"]
    assert {f"U+{ord(char):04X}" for char in refused} <= set(re.findall(r"U\+[0-9A-F]+", "".join(map(str, found))))
    assert all(problem.origin.line == 4 for problem in found)
    assert bool(found) == bool(refused)
    for cluster in missing:
        assert all(Typefaces().missing(char) or len(cluster) > 1 for char in cluster)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(ASSIGNED, min_size=1, max_size=20), min_size=20, max_size=60))
def test_any_text_compiles_or_its_characters_are_named(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "cv.yaml"
    texts = [text for text in texts if not sift(text)[1]]
    path.write_text(cv_of(texts), encoding="utf-8")
    missing = lost_in(path, folder)
    texts = [text for text in texts if not missing.intersection(clusters_of(clean(text)))]
    path.write_text(cv_of(texts), encoding="utf-8")
    if not texts:
        return
    (built,) = cvgen.build(path, output=folder)
    copied = as_typed(compatible(text_of(built.path)))
    for text in texts:
        assert all(char in copied for char in as_typed(compatible(clean(text)))), text


def lost_in(path: Path, folder: Path) -> set[str]:
    """Return the clusters that the build names as lost, after checking that no other is."""
    titles = [entry.title.plain for entry in load(path).cv.sections[0].entries]
    wanted = {cluster for title in titles for cluster in Typefaces().missing(title)}
    if not wanted:
        return set()
    with pytest.raises(LostError) as error:
        cvgen.build(path, output=folder)
    named = "".join(map(str, error.value.diagnostics))
    for problem in error.value.diagnostics:
        title = titles[problem.origin.line - 4]
        assert Typefaces().missing(title)
        assert f"U+{ord(Typefaces().missing(title)[0][0]):04X}" in str(problem)
    assert len(error.value.diagnostics) == sum(bool(Typefaces().missing(title)) for title in titles)
    assert named
    return wanted


def clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(sift("x" + text)[0].split()))


def compatible(text: str) -> str:
    """Return a text as readers that take ligatures apart see it."""
    return squashed(unicodedata.normalize("NFKC", text.replace("\u00ad", "")))
