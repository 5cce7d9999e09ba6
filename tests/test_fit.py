"""What stays on a page: the rule by itself, and on real pages."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cvgen
from cvgen.cli import main
from cvgen.diagnostics import CvgenError, Exit, LostError
from cvgen.fit.choose import Candidate, Heights, Layout, Piece, choose
from cvgen.loading import load
from cvgen.pipeline import build_variant
from tests.conftest import SAMPLE


def total(pieces: list[Piece], heights: Heights, kept: set[tuple[int, ...]]) -> float:
    """Return how high pieces are together, reckoned the plain way: from top to bottom."""
    height, before = 0.0, None
    for at, piece in enumerate(pieces):
        if piece.needs and not piece.needs & kept:
            continue
        if before is not None:
            free, own, above = heights.free[before], heights.own[at], pieces[before].kind
            gap = max(free, own) if piece.kind == "entry" else free
            height += gap + (own if piece.kind == "subsection" and above not in ("section", "subsection") else 0)
        height += heights.body[at]
        before = at
    return height


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[Piece], Heights, list[Candidate]]:
    """Draw a page: sections of entries, some with highlights, and what they weigh."""
    pieces, candidates = [Piece("start")], []
    small = st.integers(0, 3)
    for s in range(draw(st.integers(1, 4))):
        entries = range(draw(st.integers(1, 5)))
        pieces.append(Piece("section", frozenset((s, e) for e in entries), s))
        for e in entries:
            if draw(st.booleans()):
                pieces.append(Piece("subsection", frozenset((s, later) for later in entries if later >= e), s))
            pieces.append(Piece("entry", frozenset({(s, e)}), s))
            candidates.append(Candidate((s, e), (-draw(small), (s, e)), draw(small) == 0))
            highlights = draw(small)
            for h in range(highlights):
                pieces.append(Piece("item", frozenset({(s, e, h)}), s))
                candidates.append(Candidate((s, e, h), (-draw(small), (s, e, h)), draw(st.integers(0, 9)) == 0))
            if highlights:
                pieces.append(Piece("item", frozenset((s, e, h) for h in range(highlights)), s))
    numbers = st.lists(st.integers(1, 20), min_size=len(pieces), max_size=len(pieces))
    return pieces, Heights(draw(numbers), draw(numbers), draw(numbers)), candidates


@given(pages(), st.integers(20, 300), st.integers(10, 200))
@settings(max_examples=300)
def test_the_rule(page: tuple[list[Piece], Heights, list[Candidate]], capacity: int, most: int) -> None:
    pieces, heights, candidates = page
    found = choose(pieces, heights, candidates, capacity, {0: most})
    kept = found.kept
    assert found.height == pytest.approx(total(pieces, heights, kept))
    must = {key for one in candidates if one.keep for key in (one.key, one.key[:2])}
    assert must <= kept  # what says keep always stays
    if not found.over and not found.section_over:
        assert found.height <= capacity + 1e-9
    for key in kept:
        assert key[:2] in kept  # a highlight has its entry
    for key in (one.key for one in candidates):
        if key in kept or (len(key) > 2 and key[:2] not in kept):
            continue
        # it did not fit with what was taken before it, and so does not fit now
        with_it = kept | {key}
        in_section = total(pieces, heights, {k for k in with_it if k[0] == 0}) - heights.body[0]
        assert total(pieces, heights, with_it) > capacity or (key[0] == 0 and in_section > most)
        assert key in found.refused


@given(pages(), st.data())
def test_pieces_put_in_any_order_are_as_high(
    page: tuple[list[Piece], Heights, list[Candidate]], data: st.DataObject
) -> None:
    pieces, heights, candidates = page
    layout = Layout(pieces, heights)
    kept: set[tuple[int, ...]] = set()
    for one in data.draw(st.permutations(candidates)):
        new = layout.add(one.key)
        if data.draw(st.booleans()):
            layout.remove(reversed(new))
        else:
            kept.add(one.key)
        assert layout.total == pytest.approx(total(pieces, heights, kept))


FEW = """\
basics: {name: Ada Lovelace}
sections:
  talks: [TALKS]
variants:
  resume: {pages: 1}
"""

LONG = """\
basics: {name: Ada Lovelace, label: Analyst, email: ada@example.org, summary: "A sentence about me. Another one."}
sections:
"""


def long_cv(seed: int, sections: int = 3, entries: int = 9) -> str:
    """Return a CV of more than a page with priorities, tags and things to keep, whose every text is unique."""
    chance = random.Random(seed)
    lines = []
    for s in range(sections):
        lines.append(f"  {['experience', 'projects', 'talks'][s % 3]}:")
        for e in range(entries):
            name = {0: "position", 1: "name", 2: "title"}[s % 3]
            weight = f", priority: {chance.randint(0, 100)}" if chance.random() < 0.7 else ""
            keep = ", keep: yes" if chance.random() < 0.05 else ""
            date = f", date: {chance.randint(1990, 2024)}" if chance.random() < 0.8 else ""
            shown = ", ".join(
                f"{{text: mark{s}x{e}x{h} {'word ' * chance.randint(1, 40)}, priority: {chance.randint(0, 100)}}}"
                for h in range(chance.randint(0, 3))
            )
            lines.append(
                f"    - {{{name}: entry{s}x{e}, summary: {'more ' * chance.randint(1, 30)}{date}{weight}{keep}, highlights: [{shown}]}}"
            )
    return (
        LONG + "\n".join(lines) + "\nvariants:\n  resume: {pages: 1}\n  academic: {pages: 2}\n  classic: {pages: 2}\n"
    )


def text_of(path: Path) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


@pytest.mark.parametrize(
    ("variant", "seed"), [*((name, seed) for name in ("resume", "academic") for seed in range(4)), ("classic", 0)]
)
def test_random_cvs_keep_the_limit_and_the_report_is_the_difference(tmp_path: Path, seed: int, variant: str) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(long_cv(seed, entries=9 if variant == "resume" else 16), encoding="utf-8")
    loaded = load(path)
    chosen = next(one for one in loaded.cv.variants if one.name == variant)
    built = build_variant(loaded, chosen, output=tmp_path)
    assert built.pages <= chosen.pages
    shown = set(re.findall(r"\w+", text_of(built.path)))
    gone = {note.origin for note in built.warnings if note.code == "left-out"}
    assert gone
    for section in loaded.cv.sections:
        for entry in section.entries:
            name = next(text for text in (getattr(entry, key, None) for key in ("position", "name", "title")) if text)
            assert (name.plain in shown) != (entry.origin in gone)
            assert not (entry.keep and entry.origin in gone)
            for one in entry.highlights:
                left = entry.origin in gone or one.text.inlines.origin in gone or one.origin in gone
                assert (one.text.plain.split()[0] in shown) != left


def test_the_last_of_several_pages_is_full_where_much_was_left_out(tmp_path: Path) -> None:
    """At the end of a page too full, TeX may not have broken it yet: all of it is not what is too much."""
    sentence = "A program that nobody had written before, for an engine that nobody had built, with notes on it."
    words = sentence.split()
    papers = [
        f"{{title: '{' '.join(words[n % 7 :])} {n}', authors: [{', '.join(f'Ada B{one}' for one in range(1 + n % 11))}], "
        f"kind: {('journal', 'conference', 'preprint')[n % 3]}, venue: Notes, date: 2020}}"
        for n in range(60)
    ]
    path = tmp_path / "cv.yaml"
    text = f"basics: {{name: Ada Lovelace}}\nsections:\n  publications: [{', '.join(papers)}]\n"
    path.write_text(text + "variants: {academic: {pages: 2}}\n", encoding="utf-8")
    (built,) = cvgen.build(path, output=tmp_path)
    assert built.pages == 2
    (*_, page) = pypdf.PdfReader(built.path).pages
    assert len(page.extract_text().splitlines()) > 45


@pytest.mark.parametrize("words", [1, 12, 40])
def test_what_was_left_out_does_not_fit_in_truth(tmp_path: Path, words: int) -> None:
    """Keeps one entry more than what was kept, and may not leave it out: TeX says that it is too much."""
    path = tmp_path / "cv.yaml"

    def of(count: int, more: str = "") -> str:
        talks = ", ".join(f"{{title: talk {n} {'word ' * words}{more}}}" for n in range(count))
        return FEW.replace("TALKS", talks)

    path.write_text(of(90), encoding="utf-8")
    (built,) = cvgen.build(path, output=tmp_path)
    left = [note for note in built.warnings if note.code == "left-out"]
    assert [note.origin.column for note in left] == sorted(note.origin.column for note in left)  # the last ones go
    path.write_text(of(90 - len(left)), encoding="utf-8")
    (just,) = cvgen.build(path, output=tmp_path)
    assert (just.pages, just.warnings) == (1, ())
    path.write_text(of(91 - len(left)), encoding="utf-8")
    with pytest.raises(LostError, match="longer than 1 page"):
        cvgen.build(load(path, settings=["fit=tighten"]), output=tmp_path)


def test_the_sample_fits_and_forty_more_highlights_do_too(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    place = text.index("      - position: {en: Research Scholar")
    more = "".join(f"          - {{text: Did the thing called number{n:02}, priority: {n}}}\n" for n in range(40))
    (tmp_path / "cv.yaml").write_text(f"{text[:place].rstrip()}\n{more}\n{text[place:]}", encoding="utf-8")
    (plain,) = cvgen.build(SAMPLE, variants=["resume"], output=tmp_path / "plain")
    (full,) = cvgen.build(tmp_path / "cv.yaml", variants=["resume"], output=tmp_path)
    assert (plain.pages, full.pages) == (1, 1)
    assert not [note for note in plain.warnings if note.code == "left-out"]
    shown = text_of(full.path)
    gone = [note for note in full.warnings if note.code == "left-out"]
    assert len(gone) == sum(f"number{n:02}" not in shown for n in range(40)) > 20
    assert [n for n in range(40) if f"number{n:02}" in shown] == list(range(len(gone), 40))  # the least important go
    for n in range(len(gone)):
        assert any(f"number{n:02}" in note.message for note in gone)


@pytest.mark.parametrize(
    ("how", "count", "code", "said"),
    [
        ("drop", 120, 0, "note: the variant 'resume' leaves out 'talk 119' (priority 50); it takes"),
        ("tighten", 120, 5, "pt longer than 1 page, even at its tightest (spacing 55 %, text 9 pt)"),
        ("strict", 60, 5, "the variant 'resume' fills 2 pages, not 1 page"),
        ("tighten", 52, 0, "1 page  spacing"),
        ("off", 120, 0, "warning: the variant 'resume' fills 3 pages, not 1 page; there is no limit"),
    ],
)
def test_what_may_be_done(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    how: str,
    count: int,
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    talks = ", ".join(f"{{title: talk {n}}}" for n in range(count))
    (tmp_path / "cv.yaml").write_text(FEW.replace("TALKS", talks), encoding="utf-8")
    assert main(["build", "--fit", how]) == code
    assert said in "".join(capsys.readouterr())
    assert (tmp_path / "output/ada-lovelace-resume.pdf").exists() == (code == 0)


def test_what_must_stay_may_be_too_much(tmp_path: Path) -> None:
    talks = ", ".join(f"{{title: talk {n}, keep: yes}}" for n in range(90))
    (tmp_path / "cv.yaml").write_text(FEW.replace("TALKS", talks), encoding="utf-8")
    with pytest.raises(LostError) as error:
        cvgen.build(tmp_path / "cv.yaml", output=tmp_path)
    said = str(error.value)
    assert "what the variant 'resume' must keep is" in said
    assert "pt longer than 1 page, even at its tightest" in said
    assert "take `keep` from some of: 'talk 0' (line 3)" in said
    assert error.value.exit_code == Exit.LOST


def test_a_section_has_a_limit_of_its_own(tmp_path: Path) -> None:
    talks = ", ".join(f"{{title: talk {n}}}" for n in range(40))
    text = FEW.replace("TALKS", talks).replace("pages: 1", "sections: [{name: talks, pages: 0.25}]")
    (tmp_path / "cv.yaml").write_text(text, encoding="utf-8")
    (built,) = cvgen.build(tmp_path / "cv.yaml", output=tmp_path)
    shown = text_of(built.path)
    kept = [n for n in range(40) if f"talk {n}" in shown]
    assert len(kept) == 40 - sum(note.code == "left-out" for note in built.warnings)
    assert 8 <= len(kept) <= 12
    (tmp_path / "cv.yaml").write_text(text.replace("title: ", "keep: yes, title: "), encoding="utf-8")
    with pytest.raises(CvgenError, match="what must stay of the section 'talks' is"):
        cvgen.build(tmp_path / "cv.yaml", output=tmp_path)


def test_the_same_bytes_and_the_report_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import os

    monkeypatch.chdir(tmp_path)
    path = tmp_path / "cv.yaml"
    path.write_text(long_cv(1), encoding="utf-8")
    os.utime(path, (1, 1))
    command = ["build", "--variant", "resume"]
    assert main(command) == 0
    first, pdf = capsys.readouterr(), (tmp_path / "output/ada-lovelace-resume.pdf").read_bytes()
    assert main(command) == 0
    again = capsys.readouterr()
    assert "unchanged" in again.out
    assert again.err == first.err
    assert main([*command, "--no-cache"]) == 0
    assert (tmp_path / "output/ada-lovelace-resume.pdf").read_bytes() == pdf
    capsys.readouterr()
    assert main(["build", "--strict", "--variant", "resume", "--force"]) == 0  # a note is no warning
    assert main(["build", "--format", "json", "--force"]) == 0
    assert '"severity": "note", "code": "left-out"' in capsys.readouterr().out
