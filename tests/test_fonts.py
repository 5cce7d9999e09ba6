import os
import re
import struct
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from cvgen import cache
from cvgen.compiling import compile_document
from cvgen.engine import ENGINES
from cvgen.fonts.clusters import clusters_of
from cvgen.fonts.encoding import SLOT_OF, SLOTS
from cvgen.fonts.faces import FAMILIES, STYLES, bundled
from cvgen.fonts.glyphs import Glyph, draw
from cvgen.fonts.opentype_files import opentype_files
from cvgen.fonts.pdftex import make_font
from cvgen.fonts.pdftex_files import chunks_of, pdftex_files
from cvgen.fonts.tfm import Box, write_tfm
from cvgen.fonts.typefaces import Typefaces, describe
from cvgen.render import Document
from tests.conftest import ROOT
from tests.every_character import characters_of


def test_the_slots_keep_t1s_letters() -> None:
    assert len(SLOTS) == 256
    assert len(SLOT_OF) == 255
    # T1 (Cork) has these there: see t1enc.def in the LaTeX kernel.
    assert [SLOT_OF[char] for char in "AzÀÿŁŒß§ğ"] == [65, 122, 192, 184, 138, 215, 255, 159, 167]
    for slot, char in enumerate(SLOTS):
        if slot >= 128 and char.isalpha() and char.lower() != char and char not in "İẞŸ":
            assert SLOT_OF[char.lower()] == slot + 32, char


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_bundled_face_opens(family: str, style: str) -> None:
    face = bundled(family, style)
    assert len(characters_of(face)) > 80
    different = {"serif": 5, "sans": 5, "noto": 5, "math": 1}.get(family, 3)  # most have no italics
    assert len({bundled(family, other).digest for other in STYLES}) == different


def test_every_slot_of_the_main_fonts_has_a_glyph() -> None:
    typefaces = Typefaces()
    for family in ("serif", "sans"):
        for style in STYLES:
            digests = {digest for _, _, digest in typefaces.main_digests()}
            for char in SLOTS:
                face = typefaces.face_for(char, family, style)
                assert face is not None
                assert face.digest in digests, char  # else the fonts would not be made anew when that one changes


def test_a_font_of_ones_own_makes_other_main_fonts_where_it_stands() -> None:
    own = {style: bundled("noto", style) for style in STYLES}
    made = [pdftex_files(Typefaces("en", {family: own} if family else {}), {}) for family in ("", "serif", "sans")]
    assert all(
        a["cvserif-r.ttf"] != b["cvserif-r.ttf"] or a["cvsans-r.ttf"] != b["cvsans-r.ttf"] for a, b in pairwise(made)
    )
    assert made[1]["cvserif-r.ttf"] != made[2]["cvserif-r.ttf"]


def test_cjk_forms_follow_the_language() -> None:
    assert len({bundled("cjk", "regular", language).index for language in ("ja", "ko", "zh", "zh-TW", "zh-HK")}) == 5
    assert bundled("cjk", "regular", "en").index == bundled("cjk", "regular", "zh-CN").index


def tfm_tables(tfm: bytes) -> dict[str, int]:
    names = ("lf", "lh", "bc", "ec", "nw", "nh", "nd", "ni", "nl", "nk", "ne", "np")
    return dict(zip(names, struct.unpack(">12H", tfm[:24]), strict=True))


def kern_of(tfm: bytes, left: int, right: int) -> float:
    """Follow the lig/kern program of TFtoPL."""
    t = tfm_tables(tfm)
    infos = 24 + 4 * t["lh"]
    _, _, tag, label = tfm[infos + 4 * (left - t["bc"]) : infos + 4 * (left - t["bc"]) + 4]
    program = infos + 4 * (t["ec"] - t["bc"] + 1 + t["nw"] + t["nh"] + t["nd"] + t["ni"])
    kerns = program + 4 * t["nl"]
    if tag & 3 != 1:
        return 0
    at = label
    skip, char, op, rest = tfm[program + 4 * at : program + 4 * at + 4]
    if skip > 128:
        at = op * 256 + rest
    while True:
        skip, char, op, rest = tfm[program + 4 * at : program + 4 * at + 4]
        if char == right:
            index = (op - 128) * 256 + rest
            return struct.unpack(">i", tfm[kerns + 4 * index : kerns + 4 * index + 4])[0] / 2**20
        if skip >= 128:
            return 0
        at += 1


def test_tfm_sizes_and_kerns() -> None:
    boxes = {code: Box(0.5 + code / 1000, code / 300, code / 900) for code in range(65, 91)}
    kerns = {(left, right): (left - right) / 500 for left in boxes for right in boxes if left != right}
    tfm = write_tfm(boxes, kerns, space=0.25, x_height=0.4)
    tables = tfm_tables(tfm)
    assert tables["lf"] * 4 == len(tfm)
    assert (tables["nh"], tables["nd"], tables["nw"]) == (16, 16, 27)
    for pair in ((65, 90), (90, 65), (80, 66)):
        assert kern_of(tfm, *pair) == pytest.approx(kerns[pair], abs=1e-5)
    assert kern_of(tfm, 65, 65) == 0


def test_a_glyph_without_width_still_exists() -> None:
    tfm = write_tfm({65: Box(0, 0, 0)}, {}, space=0.25, x_height=0.4)
    assert tfm[24 + 8] == 1  # the width's index: zero would mean that there is no such character


def test_a_font_has_the_kerning_and_the_names_that_pdftex_needs() -> None:
    face = bundled("serif", "regular")
    files = make_font({SLOT_OF[char]: Glyph(char, face) for char in "AVTo é"}, "cvserif-r")
    font = TTFont(BytesIO(files["cvserif-r.ttf"]))
    assert set(font.getGlyphOrder()) == {".notdef", "uni0041", "uni0056", "uni0054", "uni006F", "uni0020", "uni00E9"}
    assert "Source" not in str(font["name"].getDebugName(6))
    assert kern_of(files["cvserif-r.tfm"], ord("A"), ord("V")) < -0.02
    assert kern_of(files["cvserif-r.tfm"], ord("T"), ord("o")) < -0.02
    assert files["cvserif-r.enc"].decode().count("/") == 257


def test_postscript_outlines_become_truetype() -> None:
    files = make_font({0: Glyph("温", bundled("cjk", "bold"))}, "cvsans-hani-b")
    glyph = TTFont(BytesIO(files["cvsans-hani-b.ttf"]))["glyf"]["uni6E29"]
    assert glyph.numberOfContours > 3
    assert glyph.xMax - glyph.xMin > 700


def test_missing_characters_are_named() -> None:
    assert Typefaces().missing("aé温ж𓀀𓀀") == ["𓀀"]
    assert describe("𓀀") == "U+13000 EGYPTIAN HIEROGLYPH A001 (“𓀀”)"
    assert describe("\u0301") == "U+0301 COMBINING ACUTE ACCENT"


def test_large_scripts_are_split_into_fonts_of_256() -> None:
    chunks = list(chunks_of("hani", {chr(0x4E00 + i) for i in range(600)}))
    assert [(name, len(slots)) for name, slots in chunks] == [("hani", 256), ("hani2", 256), ("hani3", 88)]


def test_fonts_are_the_same_at_any_time_and_from_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CVGEN_CACHE", str(tmp_path))
    for make in (pdftex_files, opentype_files):
        first = make(Typefaces(), {"hani": {"温"}})
        assert make(Typefaces(), {"hani": {"温"}}) == first
        for path in (tmp_path / "fonts").iterdir():
            path.unlink()
        assert make(Typefaces(), {"hani": {"温"}}) == first


def test_a_damaged_cache_heals(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CVGEN_CACHE", str(tmp_path))
    calls = []

    def make() -> dict[str, bytes]:
        calls.append(1)
        return {"a": b"data" * 100}

    cache.cached("test", "key", make)
    assert cache.cached("test", "key", make) == {"a": b"data" * 100}
    assert len(calls) == 1
    (entry,) = (tmp_path / "test").iterdir()
    data = bytearray(entry.read_bytes())
    for damaged in (b"", data[:50], bytes(data[:60]) + b"X" + bytes(data[61:])):
        entry.write_bytes(damaged)
        assert cache.cached("test", "key", make) == {"a": b"data" * 100}
    assert len(calls) == 4


def test_a_cache_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CVGEN_CACHE", str(tmp_path / "file"))
    assert cache.cached("test", "key", lambda: {"a": b""}) == {"a": b""}


def widths(texts: list[str], used: dict[str, set[str]]) -> list[float]:
    """Return how wide the embedded engine sets some LaTeX, in points."""
    boxes = "".join(f"\\sbox0{{{text}}}\\typeout{{WIDTH \\the\\wd0}}\n" for text in texts)
    source = f"\\documentclass{{article}}\n\\usepackage{{cvfonts}}\n\\begin{{document}}\n{boxes}x\n\\end{{document}}\n"
    files = pdftex_files(Typefaces(), used)
    compiled = compile_document(Document(source, files, ()), ENGINES["embedded"])
    return [float(width) for width in re.findall(r"WIDTH ([\d.]+)pt", compiled.log)]


def test_letters_of_script_fonts_are_kerned() -> None:
    used = {"cyrl": set("ТА"), "latn": set("Vậ")}
    kerned, loose, mixed, torn = widths(
        [r"\cvscript{cyrl}{ТА}", r"\cvscript{cyrl}{Т\/А}", r"\cvscript{latn}{Vậ}", r"V\cvscript{latn}{ậ}"], used
    )
    assert kerned < loose - 0.2
    assert mixed < torn - 0.2


def test_clusters() -> None:
    assert clusters_of("ab é") == list("ab é")
    assert clusters_of("x̄y ́ẹ́") == ["x̄", "y", " ", "́", "ẹ́"]
    assert clusters_of("क्षत्रिय") == ["क्ष", "त्रि", "य"]
    assert clusters_of("👩‍💻🇵🇱🇩🇪👍🏽☎️") == ["👩‍💻", "🇵🇱", "🇩🇪", "👍🏽", "☎️"]
    assert clusters_of("ที่นี่ก่ำ") == ["ที่", "นี่", "ก่ำ"]


@given(st.text())
def test_clusters_joined_are_the_text(text: str) -> None:
    assert "".join(clusters_of(text)) == text
    assert clusters_of(text) or not text


def test_marks_are_drawn_on_their_letters() -> None:
    face = bundled("serif", "regular")
    assert draw(Glyph("x̄", face)).advance == draw(Glyph("x", face)).advance
    assert draw(Glyph("x̄", face)).box.height > draw(Glyph("x", face)).box.height + 0.05


def test_two_processes_fill_the_cache_at_once(tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text("basics: {name: Nguyễn 温伟, summary: Дмитрий 😀}\n", encoding="utf-8")
    environment = {**os.environ, "CVGEN_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "cvgen", "build", str(tmp_path / "cv.yaml"), "--output"]
    running = [subprocess.Popen([*command, str(tmp_path / name)], env=environment, cwd=ROOT) for name in "ab"]
    assert [process.wait(100) for process in running] == [0, 0]
    first, second = (next((tmp_path / name).glob("*.pdf")).read_bytes() for name in "ab")
    assert first == second
    names = [path.name for path in (tmp_path / "cache" / "fonts").iterdir()]
    assert names
    assert all(name.endswith(".zip") and not name.startswith(".") for name in names)
