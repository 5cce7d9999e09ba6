"""Fonts that the user names: as files beside the CV, or as installed families."""

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import cvgen
from cvgen.cli import main
from cvgen.diagnostics import CvgenError
from cvgen.engine import ENGINES
from cvgen.fonts.faces import STYLES, Face, bundled
from cvgen.fonts.families import Member, NotAFont, faces_of, family_named, members_of, siblings_of
from cvgen.fonts.typefaces import Typefaces
from cvgen.own_fonts import load_fonts
from cvgen.pipeline import choose_variants, load
from cvgen.plan import plan
from cvgen.render import Document, render
from cvgen.select import select
from cvgen.template import load_template, template_folders
from tests.conftest import MINIMAL, messages
from tests.every_character import characters_of
from tests.pdf import text_of

CvFile = Callable[..., Path]
GARAMOND = Path(find_spec("fontpkg_eb_garamond").submodule_search_locations[0], "files")
UPRIGHT, ITALIC = GARAMOND / "EBGaramond[wght].ttf", GARAMOND / "EBGaramond-Italic[wght].ttf"


def document_of(path: Path, variant: str = "academic", engine: str = "embedded") -> Document:
    loaded = load(path)
    (chosen,) = choose_variants(loaded.cv, [variant])
    cv = select(loaded.cv, chosen)
    template = load_template(variant, template_folders(path), RuntimeError)
    return render(plan(cv, template, load_fonts(cv, path.parent)), ENGINES[engine].font_files)


def advance(document: Document, file: str, char: str) -> int:
    font = TTFont(BytesIO(document.files[file]))
    return font["hmtx"][font.getBestCmap()[ord(char)]][0]


def advance_in(face: Face, char: str) -> int:
    return round(face.font.get_glyph_h_advance(face.font.get_nominal_glyph(ord(char))) * 1000 / face.units_per_em)


def fonts(value: str) -> str:
    return MINIMAL + f"design: {{fonts: {value}}}\n"


def test_an_installed_family_sets_the_text_in_every_style(cv_file: CvFile) -> None:
    document = document_of(cv_file(fonts("{text: eb garamond}")))
    faces = faces_of(members_of(UPRIGHT) + members_of(ITALIC))
    files = {"regular": "cvserif-r", "bold": "cvserif-b", "italic": "cvserif-i", "bold-italic": "cvserif-bi"}
    for style, file in files.items():
        assert advance(document, f"{file}.ttf", "g") == advance_in(faces[style], "g"), style
    assert len({faces[style].digest for style in STYLES}) == 4  # its lightest weight is the regular one
    assert advance(document, "cvsans-r.ttf", "g") == advance_in(bundled("sans", "regular"), "g")


def test_a_file_brings_its_siblings(cv_file: CvFile, tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    for file in (UPRIGHT, ITALIC):
        shutil.copy(file, tmp_path / "fonts")
    (tmp_path / "fonts" / "Other.ttf").write_bytes(b"no font")
    document = document_of(cv_file(fonts('{text: "fonts/EBGaramond[wght].ttf"}')))
    italic = faces_of(siblings_of(UPRIGHT))["italic"]
    assert italic.path == ITALIC
    assert advance(document, "cvserif-i.ttf", "g") == advance_in(italic, "g")


def test_files_by_style(cv_file: CvFile, tmp_path: Path) -> None:
    shutil.copy(UPRIGHT, tmp_path / "a.ttf")
    shutil.copy(bundled("sans", "bold").path, tmp_path / "b.ttf")
    document = document_of(cv_file(fonts("{headings: {regular: a.ttf, bold: ./b.ttf}}")))
    assert advance(document, "cvsans-r.ttf", "g") == advance_in(faces_of(members_of(UPRIGHT))["regular"], "g")
    assert advance(document, "cvsans-b.ttf", "g") == advance_in(bundled("sans", "bold"), "g")


def test_a_text_font_wins_over_the_option_text_and_headings_leave_the_text_alone(cv_file: CvFile) -> None:
    garamond = faces_of(members_of(UPRIGHT))["regular"]
    document = document_of(cv_file(fonts("{text: EB Garamond}")), "resume")
    assert "\\familydefault{\\rmdefault}" in document.source
    assert advance(document, "cvserif-r.ttf", "g") == advance_in(garamond, "g")
    document = document_of(cv_file(fonts("{headings: EB Garamond}")), "resume")
    assert advance(document, "cvserif-r.ttf", "g") == advance_in(bundled("sans", "regular"), "g")
    assert advance(document, "cvsans-r.ttf", "g") == advance_in(garamond, "g")


def test_what_the_font_lacks_comes_from_the_bundled_ones(cv_file: CvFile, tmp_path: Path) -> None:
    armenian = bundled("armenian", "regular").path
    shutil.copy(armenian, tmp_path / "a.ttf")
    path = cv_file(fonts("{text: a.ttf, headings: a.ttf}").replace("Analyst", "Analyst Հայ “温” Ж x̄ 😀"))
    (built,) = cvgen.build(path, variants=["academic"], output=tmp_path)
    assert "Analyst Հայ “温” Ж x̄ 😀" in text_of(built.path)


def test_a_fallback_font_has_what_the_bundled_ones_lack(tmp_path: Path) -> None:
    face = faces_of(members_of(UPRIGHT))["regular"]
    missing = sorted(char for char in characters_of(face) if Typefaces().missing(char) and char.isprintable())
    own = Typefaces("en", {"fallback": faces_of(members_of(UPRIGHT))})
    assert missing
    assert own.missing("".join(missing)) == []


def test_a_variant_chooses_its_own(cv_file: CvFile) -> None:
    text = fonts("{text: EB Garamond, headings: Noto Sans}").replace(
        "resume: {", "resume: {design: {fonts: {text: Inter}}, "
    )
    loaded = load(cv_file(text))
    design = select(loaded.cv, loaded.cv.variants[1]).design
    assert {role: dict(choice.files) for role, choice in design.fonts.items()} == {
        "text": {"regular": "Inter"},
        "headings": {"regular": "Noto Sans"},
    }


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("{text: No Such Family}", "13:24: error: no font of the family 'No Such Family' is installed here"),
        ("{text: EB Garamnd}", "13:24: error: no font of the family 'EB Garamnd' is installed here; did you mean 'EB Garamond'?"),
        ("{text: fonts/none.ttf}", "13:24: error: there is no font 'fonts/none.ttf'"),
        ("{text: ../a.ttf}", "13:24: error: the font '../a.ttf' lies outside the folder of the CV"),
        ("{text: /etc/passwd}", "13:24: error: the font '/etc/passwd' lies outside the folder of the CV"),
        ("{headings: link.ttf}", "13:28: error: the font 'link.ttf' lies outside the folder of the CV"),
        ("{text: cv.yaml/}", "13:24: error: the font 'cv.yaml/' cannot be used: it is no OpenType font"),
        ("{text: broken.ttf}", "13:24: error: the font 'broken.ttf' cannot be used: it is damaged"),
        ("{text: {regular: ok.ttf, bold: broken.ttf}}", "13:48: error: the font 'broken.ttf' cannot be used: it is damaged"),
        ("{text: {bold: a.ttf}}", "13:24: error: this font has no file for 'regular'"),
        ("{text: {regular: a.ttf, heavy: b.ttf}}", "13:41: error: unknown key 'heavy' among the fonts"),
        ("{txt: Inter}", "13:18: error: unknown key 'txt' among the fonts; did you mean 'text'?"),
        ("[Inter]", "13:17: error: expected a mapping, found a list; write it as fonts: {text: EB Garamond"),
        ("{text: [Inter]}", "13:24: error: expected a mapping, found a list; write it as {regular: fonts/A.otf"),
        ("{text: {regular: [a]}}", "13:34: error: expected a text, found a list"),
    ],
)  # fmt: skip
def test_wrong_fonts(
    cv_file: CvFile,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.ttf").symlink_to(UPRIGHT)
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00" + bytes(60))
    shutil.copy(UPRIGHT, tmp_path / "ok.ttf")
    cv_file(fonts(value))
    assert main(["build"]) == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "output").exists() or not list((tmp_path / "output").iterdir())


def test_styles_come_from_the_nearest_face() -> None:
    def member(name: str, weight: int, italic: bool = False, **axes: tuple[float, float]) -> Member:
        return Member(UPRIGHT.with_name(name), 0, ("A",), weight, italic, 5, axes)

    static = [member("r", 400), member("k", 900), member("l", 250), member("i", 400, True)]
    members = {style: face.path.name for style, face in faces_without_content(static).items()}
    assert members == {"regular": "r", "bold": "k", "italic": "i", "bold-italic": "i", "light": "l"}
    variable = [member("v", 400, wght=(300, 600), slnt=(-12, 0), opsz=(14, 32))]
    places = {style: dict(face.axes) for style, face in faces_without_content(variable).items()}
    assert places["bold"] == {"wght": 600, "opsz": 14}
    assert places["italic"] == {"wght": 400, "slnt": -12, "opsz": 14}
    assert places["light"]["wght"] == 300


def faces_without_content(members: list[Member]) -> dict[str, Face]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cvgen.fonts.families._content", lambda path: "")
        return faces_of(members)


def test_a_font_is_known_by_all_of_its_bytes(tmp_path: Path) -> None:
    """Two files with one checksum in their heads must not share what the cache keeps of them."""
    data = bytearray(UPRIGHT.read_bytes())
    (tmp_path / "a.ttf").write_bytes(data)
    data[-40] ^= 1
    (tmp_path / "b.ttf").write_bytes(data)
    a, b = (faces_of(members_of(tmp_path / name))["regular"].digest for name in ("a.ttf", "b.ttf"))
    assert a != b


def test_pictures_are_no_outlines(tmp_path: Path) -> None:
    font = TTFont(UPRIGHT)
    del font["glyf"], font["loca"], font["gvar"]
    font.save(tmp_path / "a.ttf")
    with pytest.raises(NotAFont, match="no outlines"):
        members_of(tmp_path / "a.ttf")


def test_fonts_are_found_without_regard_to_case() -> None:
    assert family_named("source SERIF 4")
    assert not family_named("source")


def test_fonts_in_the_design_are_no_option() -> None:
    assert messages(MINIMAL + "design: {fonts: }\n") == []
    with pytest.raises(CvgenError):
        load("/nonexistent/cv.yaml")
