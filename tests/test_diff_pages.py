"""The pictures of `cvgen diff`: the marks lie where the changed words are, and nowhere else; the folder of pictures."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pymupdf
import pytest
from PIL import Image

from cvgen.cli import main
from cvgen.diff import album, building, marks
from cvgen.diff.building import Made, compare_pages
from cvgen.diff.looking import ADDED, DIFFERENT, MOVED, NEW, OLD, REMOVED, Looking, chosen, look
from cvgen.diff.pages import Box, read
from cvgen.loading import load
from cvgen.prepare import prepare
from tests.conftest import MINIMAL

WORDS = ["Engines", "Numbers", "Looms", "Cards", "Gears", "Tables", "Notes", "Letters", "Wheels", "Levers", "Powers"]
SUMMARY = (
    "AI research scientist at Meta, LLMs (such as Llama), on-device generative AI, the scalability and efficiency of AI, "
    "the automated generation of AI models, and more."
)


def project(at: int, name: str = "") -> str:
    name = name or f"{WORDS[at % 11]} and {WORDS[at * 5 % 11]} of the {at}th Kind"
    remark = (
        f"A remark on {WORDS[at * 3 % 11]}, read aloud at the {at}th meeting of the Society and printed in its notes"
    )
    return f"    - {{name: '{name}', summary: '{remark}', date: {1900 - at}}}\n"


def cv(projects: list[str], more: str = "", extra: str = "") -> str:
    start = f"basics: {{name: Ada Lovelace, label: Analyst{more}}}\n"
    return f"{start}sections:\n  projects:\n{''.join(projects)}variants: {{academic: {{}}}}\n{extra}"


PROJECTS = [project(at) for at in range(75)]  # which fill several pages
LONG = cv(PROJECTS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Made]:
    """Return a function that makes a PDF of a text, each once."""
    folder = tmp_path_factory.mktemp("made")
    for name, colour in (("one.png", "navy"), ("other.png", "darkred")):
        Image.new("RGB", (60, 80), colour).save(folder / name)

    @cache
    def make(text: str) -> Made:
        path = folder / f"{len(list(folder.iterdir()))}.yaml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        loaded = load(path)
        return building.make(prepare(loaded, loaded.cv.variants[0]))

    return make


Colour = tuple[int, int, int]


class Seen(NamedTuple):
    """A picture, with the width of the page at its left."""

    image: Image.Image
    left: int

    def colours_at(self, side: str, page: pymupdf.Page, word: str, part: float) -> list[set[Colour]]:
        """Return the colours at a part of the height of a word: before it, at both its ends, and behind it."""
        (found,) = [one for one in page.get_text("words") if one[4].strip(",.") == word]
        start = marks.GAP + (self.left + marks.GAP if side == NEW else 0)
        left, top, right, bottom = (round(side * marks.SCALE) for side in found[:4])
        row = marks.BAR + round(top + part * (bottom - top))
        columns = (start + left - 12, start + left + 4, start + right - 5, start + right + 12)
        return [
            {self.image.getpixel((x, y)) for x in range(at - 2, at + 3) for y in range(row - 3, row + 4)}
            for at in columns
        ]


def seen(picture: bytes, old: Made) -> Seen:
    image = Image.open(BytesIO(picture)).convert("RGB")
    with pymupdf.open(stream=old.pdf) as document:
        return Seen(image, round(document[0].rect.width * marks.SCALE))


def kinds(old: Made, new: Made) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(page.old, page.new, page.marked) for page in compare_pages(old, new)[0].pages]


def test_the_same_pages_give_no_picture(made: Callable[..., Made]) -> None:
    found, pictures = compare_pages(made(LONG), made(LONG))
    assert (found.differs, pictures) == (False, {})


def test_marks_lie_on_the_words_that_changed_and_nowhere_else(made: Callable[..., Made]) -> None:
    old, new = made(MINIMAL), made(MINIMAL.replace("position: Analyst", "position: Poetess"))
    _, pictures = compare_pages(old, new)
    picture = seen(pictures["academic-page-1.png"], old)
    with pymupdf.open(stream=old.pdf) as before, pymupdf.open(stream=new.pdf) as after:
        struck = picture.colours_at(OLD, before[0], "Analyst", 0.5)
        underlined = picture.colours_at(NEW, after[0], "Poetess", 1)
        for kind, found in ((REMOVED, struck), (ADDED, underlined)):
            assert [marks.COLOURS[kind] in colours for colours in found] == [False, True, True, False]
        for side, page in ((OLD, before[0]), (NEW, after[0])):
            for part in (0, 0.5, 1):
                colours = set().union(*picture.colours_at(side, page, "Engine", part))
                assert not colours & {*marks.COLOURS.values()}
    coloured = picture.image.crop((0, 40, picture.image.width, picture.image.height - 40))  # but for the legend
    data = coloured.tobytes()
    pixels = {tuple(data[at : at + 3]) for at in range(0, len(data), 3)}
    assert {marks.COLOURS[ADDED], marks.COLOURS[REMOVED]} <= pixels
    assert not {marks.COLOURS[MOVED], marks.COLOURS[DIFFERENT]} & pixels


def test_what_was_only_pushed_along_is_not_marked(made: Callable[..., Made]) -> None:
    old, new = made(LONG), made(cv([project(99, "A Wholly New Thing, First Seen on a Foggy Morning"), *PROJECTS]))
    assert old.pages > 2
    found, pictures = compare_pages(old, new)
    assert kinds(old, new) == [(1, 1, (ADDED,))]
    assert [*pictures] == ["academic-page-1.png"]
    marked = look(read(old.pdf), read(new.pdf)).marks
    with pymupdf.open(stream=new.pdf) as document:
        place = document[0].search_for("A Wholly New Thing")[0]
    assert all(mark.side == NEW for mark in marked)
    assert any(abs(mark.box.top - place.y0) < 4 for mark in marked)
    assert max(mark.box.bottom for mark in marked) < place.y1 + 40
    assert found.old == old.pages


def test_a_page_more_is_said_and_its_new_words_are_shown(made: Callable[..., Made]) -> None:
    old, new = made(LONG), made(cv([*PROJECTS, *(project(at) for at in range(80, 110))]))
    found, _ = compare_pages(old, new)
    assert (found.old, found.new) == (old.pages, new.pages)
    assert new.pages > old.pages
    assert [page.new for page in found.pages] == [*range(old.pages, new.pages + 1)]
    back, _ = compare_pages(new, old)
    assert [page.old for page in back.pages] == [*range(old.pages, new.pages + 1)]
    assert {page.marked for page in back.pages} == {(REMOVED,)}


def test_what_stands_elsewhere_has_moved(made: Callable[..., Made]) -> None:
    talks = "  talks: [{title: A Talk on the Use of Punched Cards in Weaving}]\n"
    old = LONG.replace("variants:", f"{talks}variants:")
    new = LONG.replace("  projects:\n", f"{talks}  projects:\n")
    found = look(read(made(old).pdf), read(made(new).pdf))
    assert {mark.kind for mark in found.marks} == {MOVED}
    assert {mark.side for mark in found.marks} == {OLD, NEW}
    assert chosen(found)


def test_a_hyphen_at_the_end_of_a_line_is_no_change(made: Callable[..., Made]) -> None:
    start = "basics: {name: Ada, summary: '"
    cvs = [f"{start}{word}{SUMMARY}'}}\nvariants: {{academic: {{}}}}\n" for word in ("", "An ")]
    old, new = (read(made(one).pdf) for one in cvs)
    assert any(len(word.boxes) > 1 for word in old.words)
    found = look(old, new)
    assert [(mark.side, mark.kind) for mark in found.marks] == [(NEW, ADDED)]


def test_words_are_apart_where_pdfium_tells_no_space(made: Callable[..., Made]) -> None:
    text = MINIMAL.replace("  email:", '  label: "AI Research Scientist, Meta"\n  email:')
    keys = [word.key for word in read(made(text).pdf).words]
    assert {"AI", "Research", "Scientist", ",", "Meta"} <= {*keys}


def test_colours_fonts_and_sizes_look_different(made: Callable[..., Made]) -> None:
    old = made(MINIMAL)
    accent = made(f"{MINIMAL}design: {{accent: 7A1F2B}}\n")
    found, pictures = compare_pages(old, accent)
    assert [page.marked for page in found.pages] == [(DIFFERENT,)]
    with pymupdf.open(stream=old.pdf) as document:
        picture = seen(pictures["academic-page-1.png"], old)
        framed = picture.colours_at(OLD, document[0], "Experience", 1)
        assert [marks.COLOURS[DIFFERENT] in colours for colours in framed] == [False, True, True, False]
    larger, _ = compare_pages(old, made(f"{MINIMAL}design: {{text_size: 11}}\n".replace("  resume: {pages: 1}\n", "")))
    assert "the text is set larger, at 110 % of its size" in larger.note
    assert larger.pages
    font, _ = compare_pages(old, made(f"{MINIMAL}design: {{fonts: {{text: EB Garamond, headings: EB Garamond}}}}\n"))
    assert "nearly all text is set in another font" in font.note
    assert font.pages
    a4, _ = compare_pages(old, made(f"{MINIMAL}design: {{page_size: a4}}\n"))
    assert "the pages have another size" in a4.note


def test_a_photo_that_changed_is_framed_although_words_changed_too(made: Callable[..., Made]) -> None:
    extra = "design: {photo: true}\n"
    old = made(cv(PROJECTS[:2], ", photo: one.png", extra))
    new = made(cv([*PROJECTS[:2], project(7)], ", photo: other.png", extra))
    found = look(read(old.pdf), read(new.pdf))
    framed = [mark for mark in found.marks if mark.kind == DIFFERENT]
    assert [mark.side for mark in framed] == [OLD, NEW]
    with pymupdf.open(stream=new.pdf) as document:
        (place,) = document[0].get_image_rects(document[0].get_images()[0][0])
    assert framed[1].box[1:] == pytest.approx(tuple(place), abs=1)


def test_heads_and_feet_are_compared_but_for_their_numbers(made: Callable[..., Made]) -> None:
    pages = read(made(LONG).pdf)
    assert len(pages.furniture) == len(pages.sizes) > 2
    assert all(["#" in word.key for word in words].count(True) for words in pages.furniture)
    named = made(LONG.replace("Ada Lovelace", "Augusta Ada King"))
    found = look(pages, read(named.pdf))
    feet = [mark for mark in found.marks if mark.kind == ADDED and mark.box.top > 700]
    assert {mark.box.page for mark in feet} == {*range(named.pages)}


def test_chinese_is_compared_by_characters(made: Callable[..., Made]) -> None:
    text = "basics: {name: 温伟, summary: 前三年就读于匹兹堡大学，后随导师转入杜克大学。}\nvariants: {academic: {language: zh}}\n"
    found = look(read(made(text).pdf), read(made(text.replace("三", "两")).pdf))
    assert [(mark.side, mark.kind) for mark in found.marks] == [(OLD, REMOVED), (NEW, ADDED)]
    assert all(mark.box.right - mark.box.left < 14 for mark in found.marks)


def test_as_few_pictures_as_show_every_mark() -> None:
    found = Looking()
    found.pairs.update({(0, 0): 5, (0, 1): 1, (1, 1): 2, (2, 1): 1})
    found.mark(OLD, REMOVED, [Box(0, 0, 0, 5, 5)])
    found.mark(NEW, ADDED, [Box(0, 0, 0, 5, 5), Box(1, 0, 0, 5, 5)])
    assert chosen(found) == [(0, 0), (1, 1)]


def test_areas_are_where_pictures_differ() -> None:
    old, new = (Image.new("RGB", (200, 100), "white") for _ in range(2))
    new.paste((0, 0, 0), (50, 30, 70, 40))
    (box,) = marks.areas(old, new, 3)
    assert box.page == 3
    assert box.left * marks.SCALE == pytest.approx(50, abs=3)
    assert box.bottom * marks.SCALE == pytest.approx(40, abs=3)
    assert marks.areas(old, new, 3, [Box(3, 30, 15, 60, 30)]) == []
    assert marks.areas(old, old, 0) == []


# ---- the command and its folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("old.yaml").write_text(MINIMAL)
    Path("cv.yaml").write_text(MINIMAL.replace("Analyst\n", "Poetess\n"))
    return tmp_path


def test_pictures_are_written_and_those_of_an_earlier_comparison_go(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path("output/diff")
    folder.mkdir(parents=True)
    Image.new("RGB", (5, 5)).save(folder / "mine-page-1.png")
    (folder / "notes.txt").write_text("mine")
    assert main(["diff", "old.yaml", "cv.yaml", "--exit-code"]) == 6
    out = capsys.readouterr().out
    for variant in ("academic", "resume"):
        assert f"  page 1: added, removed  output/diff/{variant}-page-1.png" in out
    names = {"academic-page-1.png", "resume-page-1.png", "mine-page-1.png", "notes.txt"}
    assert {path.name for path in folder.iterdir()} == names
    assert main(["diff", "old.yaml", "cv.yaml", "--variant", "resume"]) == 0
    assert {path.name for path in folder.iterdir()} == names - {"academic-page-1.png"}
    assert main(["diff", "old.yaml", "old.yaml", "--exit-code"]) == 0
    assert {path.name for path in folder.iterdir()} == {"mine-page-1.png", "notes.txt"}
    assert "academic: 1 page, which look the same" in capsys.readouterr().out


def test_a_file_that_cvgen_did_not_make_is_not_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("pictures").mkdir()
    Path("pictures/resume-page-1.png").write_text("mine")
    assert main(["diff", "old.yaml", "cv.yaml", "--variant", "resume", "--output", "pictures"]) == 1
    said = capsys.readouterr()
    assert "resume-page-1.png is not a picture that cvgen diff made" in said.err
    assert "position: Analyst → Poetess" in said.out
    assert Path("pictures/resume-page-1.png").read_text() == "mine"
    Path("file").write_text("")
    assert main(["diff", "old.yaml", "cv.yaml", "--variant", "resume", "--output", "file"]) == 1
    assert "cannot write file" in capsys.readouterr().err


def test_a_picture_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = marks.side_by_side(Image.new("RGB", (9, 9)), None, ("before", ""), [])
    album.publish(tmp_path, {"a.png": picture})
    monkeypatch.setattr("cvgen.diff.album.write_atomically", _full)
    with pytest.raises(album.CvgenError, match="cannot write"):
        album.publish(tmp_path, {"a.png": b"new"})
    assert (tmp_path / "a.png").read_bytes() == picture


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_variant_that_cannot_be_built_is_said_of_both_sides(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("old.yaml", "cv.yaml"):
        path = Path(name)
        path.write_text(path.read_text().replace("academic: {}", "academic: {design: {accent: blue}}"))
    assert main(["diff", "old.yaml", "cv.yaml", "--exit-code"]) == 1
    said = capsys.readouterr()
    for name in ("old.yaml", "cv.yaml"):
        assert f"{name}:11:31: error: 'blue'" in said.err
    assert "academic:" not in said.out
    assert "resume: 1 page" in said.out


def test_a_variant_of_one_side_alone_is_told_in_words(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("cv.yaml").write_text(MINIMAL + "  short: {template: resume}\n")
    assert main(["diff", "old.yaml", "cv.yaml"]) == 0
    out = capsys.readouterr().out
    assert "  + short  cv.yaml:13" in out
    assert "\nshort:" not in out


def test_words_alone_make_no_pdf(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvgen.diff.building.typeset", None)
    monkeypatch.setattr("cvgen.prepare.prepare", None)
    assert main(["diff", "old.yaml", "cv.yaml", "--no-pictures"]) == 0
    assert not Path("output").exists()


def test_json_has_pages_and_pictures(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    assert main(["diff", "old.yaml", "cv.yaml", "--variant", "resume", "--format", "json"]) == 0
    said = capsys.readouterr()
    (page,) = json.loads(said.out)["pages"]
    assert page["changed"] == [
        {"old": 1, "new": 1, "marked": ["added", "removed"], "picture": "output/diff/resume-page-1.png"}
    ]
    assert main(["diff", "old.yaml", "cv.yaml", "--variant", "resume", "--format", "markdown", "--verbose"]) == 0
    said = capsys.readouterr()
    assert "  - page 1: added, removed (`output/diff/resume-page-1.png`)" in said.out
    assert "engine embedded" in said.err


def test_the_same_input_gives_the_same_picture(made: Callable[..., Made]) -> None:
    old, new = made(MINIMAL), made(MINIMAL.replace("position: Analyst", "position: Poetess"))
    assert compare_pages(old, new) == compare_pages(old, new)
