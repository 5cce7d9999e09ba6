from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

import cvgen
from cvgen.diagnostics import CvgenError
from tests.pdf import text_of

CvFile = Callable[..., Path]
CV = """\
basics: {name: Ada Lovelace, photo: PHOTO}
sections: {awards: [{title: x}]}
variants:
  academic: {design: {photo: yes}}
  resume: {}
"""


def picture(path: Path, kind: str) -> Path:
    from PIL import Image

    Image.new("RGB", (60, 80), (90, 120, 150)).save(path, kind)
    return path


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photo_is_shown_where_the_design_says_so(cv_file: CvFile, tmp_path: Path, kind: str) -> None:
    picture(tmp_path / "my photo.x", kind)
    pages = {}
    for built in cvgen.build(cv_file(CV.replace("PHOTO", "my photo.x")), output=tmp_path / "out"):
        assert text_of(built.path).startswith("Ada Lovelace\n")
        pages[built.variant] = pypdf.PdfReader(built.path).pages[0]
    assert len(pages["academic"].images) == 1
    assert len(pages["resume"].images) == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing.png", "the photo 'nothing.png': there is no such file; give its path"),
        ("cv.yaml", "'cv.yaml' is no picture that can be used; a photo is a PNG or JPEG file"),
        ("../outside.png", "the photo '../outside.png' lies outside the folder of the CV"),
        ("/etc/passwd", "the photo '/etc/passwd' lies outside the folder of the CV"),
        ("link.png", "the photo 'link.png' lies outside the folder of the CV"),
        (".", "the photo '.': it cannot be read"),
        ('"a\\nb"', "the photo 'a b': there is no such file"),
    ],
)
def test_what_is_no_photo_is_refused_at_its_line(cv_file: CvFile, tmp_path: Path, name: str, message: str) -> None:
    folder = tmp_path / "cv"
    folder.mkdir()
    picture(tmp_path / "outside.png", "PNG")
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    path = cv_file(CV.replace("PHOTO", name), name="cv/cv.yaml")
    with pytest.raises(CvgenError) as error:
        cvgen.build(path, output=tmp_path / "out")
    assert str(error.value).startswith(f"{path}:1:37: error: {message}")


def test_a_large_photo_is_refused(cv_file: CvFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvgen.assets.MAX_BYTES", 10)
    picture(tmp_path / "a.png", "PNG")
    with pytest.raises(CvgenError, match="has more than"):
        cvgen.build(cv_file(CV.replace("PHOTO", "a.png")), output=tmp_path)
