"""Text and fonts with every engine of a real TeX Live, and what poppler reads back."""

import re
from pathlib import Path

import pytest

import cvgen
from tests import every_character
from tests.pdf import READERS, squashed, text_of
from tests.test_stress import hyphenated
from tests.tex.test_engines import ENGINES, poppler

RICH = (
    "x̄ ẹ́ Ọ̀yọ́ Nguyễn Văn Tuyến, ℝ ∈ 𝔼 ≤ ≈ → ✓ ★ ½ ₂ 😀 👩‍💻 ☎️ 🇵🇱 1️⃣ नमस्ते क्षत्रिय ภาษาไทย தமிழ் Հայերեն ქართული አማርኛ বাংলা "
    "Γεώργιος Παπαδόπουλος Дмитрий Щукин 他说“你好”——真的……是。한국어는 아름답다. さくら、ッ「東京」H<sub>2</sub>O x<sup>n</sup>"
)


def shown(text: str) -> str:
    return squashed(re.sub("<[^>]*>", "", text))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_cluster_with_every_engine_and_reader(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(
        f"basics: {{name: A}}\nlocale: {{language: ja}}\nsections:\n  awards:\n    - {{title: '{RICH}', note: '*{RICH}*'}}\n"
    )
    (made,) = cvgen.build(path, engine=engine, output=tmp_path)
    for name, reader in {**READERS, "poppler": poppler}.items():
        assert squashed(reader(made.path)).count(shown(RICH)) == 2, name


@pytest.mark.parametrize("engine", ["xelatex", "lualatex"])
def test_a_sample_of_all_characters_with_every_engine(engine: str, tmp_path: Path) -> None:
    chars = every_character.characters()
    chars = [char for char in chars[:3000:3] + chars[3000::97] if char != "\ufffd"]
    path = every_character.build(chars, tmp_path / "some.pdf", engine)
    for name, reader in {**READERS, "poppler": poppler}.items():
        assert every_character.missing(chars, path, reader) == [], name


def test_poppler_reads_every_character_back(tmp_path: Path) -> None:
    chars = every_character.characters()
    assert every_character.missing(chars, every_character.build(chars, tmp_path / "every.pdf"), poppler) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", ["长" * 300, "漢字とかなを混ぜた文章。" * 25, "한국어 문장입니다 " * 40])
def test_lines_of_east_asian_text_break(engine: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(f"basics: {{name: A, summary: {text}}}\nlocale: {{language: ja}}\n")
    (made,) = cvgen.build(path, engine=engine, output=tmp_path, keep_tex=True)
    log = made.path.with_name(made.path.stem + "-tex") / "cv.log"
    assert "Overfull" not in log.read_text(encoding="utf-8", errors="replace")
    lines = [line.strip() for line in text_of(made.path).splitlines()]
    assert not [line for line in lines if line[:1] in "。、っー"[: bool(line) * 4]]
    assert squashed(text) in squashed(text_of(made.path))


@pytest.mark.parametrize("engine", ENGINES)
def test_korean_lines_break_between_words(engine: str, tmp_path: Path) -> None:
    words = ["위성영상", "홍수예측", "하류지역", "도시계획", "기상자료", "수치모형"] * 12
    path = tmp_path / "cv.yaml"
    path.write_text(f"basics: {{name: A, summary: {' '.join(words)}}}\nlocale: {{language: ko}}\n")
    (made,) = cvgen.build(path, engine=engine, output=tmp_path)
    lines = [line for line in poppler(made.path, "-raw").splitlines() if set(line.split()) & set(words)]
    assert len(lines) > 3
    assert [word for line in lines for word in line.split()] == words


@pytest.mark.parametrize("engine", ENGINES)
def test_words_with_letters_of_a_script_font_are_hyphenated(engine: str, tmp_path: Path) -> None:
    hyphenated(tmp_path / "cv.yaml", engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_own_fonts_with_every_engine(engine: str, tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(
        "basics: {name: Ada Lovelace, summary: 'Office, *naïve* **Ж** Ελένη x̄ 温 fi'}\n"
        "design: {fonts: {text: EB Garamond, headings: Noto Sans CJK JP}}\n"
    )
    (made,) = cvgen.build(path, engine=engine, output=tmp_path)
    for name, reader in {**READERS, "poppler": poppler}.items():
        assert squashed("Office, naïve Ж Ελένη x̄ 温 fi") in squashed(reader(made.path)), name
    again = tmp_path / "again"
    again.mkdir()
    (same,) = cvgen.build(path, engine=engine, output=again)
    assert same.path.read_bytes() == made.path.read_bytes()
