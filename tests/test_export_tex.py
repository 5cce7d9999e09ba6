"""`cvgen export tex`: LaTeX as a person would write it, that says the same as what it is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest

from cvgen.cli import main
from cvgen.compiling import compile_document
from cvgen.engine import find_engine
from cvgen.exporters.braces import change, depth_of, end_of
from cvgen.exporters.tex_source import WIDTH, readable
from cvgen.failure import TexFailed
from cvgen.pipeline import load
from cvgen.prepare import Choice, prepare
from cvgen.render import Document
from tests.conftest import MINIMAL, SAMPLE
from tests.hostile import SHORT, Sheet, fill
from tests.pdf import text_of
from tests.test_assets import picture

TYPES = ("publications", "experience", "awards", "skills")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("tex")
    for variant in ("academic", "resume-zh"):
        assert main(["export", "tex", str(SAMPLE), "--variant", variant, "-o", str(folder / variant)]) == 0
    return {path.name: path for path in folder.iterdir()}


def test_the_source_reads_as_if_written_by_hand(exported: dict[str, Path]) -> None:
    source = (exported["academic"] / "cv.tex").read_text(encoding="utf-8")
    assert "\\cvsection{Education}\n\n\\begin{cventry}{Aug 2014 – Dec 2019}\n  \\cvhead{Ph.D., " in source
    assert "\\end{cventry}\n\n\\begin{cventry}" in source
    assert not re.search(r"\\unichar|\\cvlang|\\unskip|\\cvuntagged|[\x00-\x08]|%$|\n\n\n|\{\{|\t", source)
    for line in source.splitlines():
        assert len(line) <= WIDTH or len(max(line.split(), key=len)) > WIDTH // 2, line
        assert line == line.rstrip()


def test_chinese_stands_as_it_is(exported: dict[str, Path]) -> None:
    source = (exported["resume-zh"] / "cv.tex").read_text(encoding="utf-8")
    assert "pdftitle={Wei Wen - 简历}," in source
    assert "\\cvsection{教育背景}\n" in source
    assert "\\cvscript" not in source
    assert re.search(r"^\\cvfit(\{[\d.]+\}){3}  % so that it fills its pages", source, re.MULTILINE)


def test_all_that_is_needed_is_in_the_folder(exported: dict[str, Path]) -> None:
    folder = exported["academic"]
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"cv.tex", "README.txt", "academic.sty", "cvbase.sty", "fonts/OFL.txt", "fonts/cvserif-r.tfm"} <= names
    licence = (folder / "fonts/OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for face in ("Source Serif 4", "Source Sans 3", "Noto Sans CJK", "STIX Two Math"):
        assert face in licence
    declared = "".join(path.read_text(encoding="utf-8") for path in folder.glob("cv*.sty"))
    for name in re.findall(r"<(fonts/[\w-]+\.\w+)", declared):
        assert name in names
    assert not re.search(r"<cv[\w-]+\.(ttf|enc)|\{<->cv", declared)
    assert "cvgen" in (folder / "README.txt").read_text(encoding="utf-8")


def test_a_zip_holds_the_same(exported: dict[str, Path], tmp_path: Path) -> None:
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
        out = str(tmp_path / folder / "a.zip")
        assert main(["export", "tex", str(SAMPLE), "--variant", "academic", "-o", out]) == 0
    with ZipFile(out) as archive:
        for name in archive.namelist():
            assert archive.read(name) == (exported["academic"] / name.removeprefix("a/")).read_bytes()
    assert (tmp_path / "1" / "a.zip").read_bytes() == (tmp_path / "2" / "a.zip").read_bytes()


def test_the_photo_and_what_is_private(
    cv_file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = picture(tmp_path / "me.png", "PNG").read_bytes()
    text = MINIMAL.replace("email:", "photo: me.png\n  private: [email]\n  email:").replace(
        "academic: {}", "academic: {design: {photo: yes}}\n  open: {extends: academic, private: show}"
    )
    path = cv_file(text)
    for variant, shown in (("academic", 0), ("open", 1)):
        assert main(["export", "tex", str(path), "--variant", variant, "-o", str(tmp_path / variant)]) == 0
        source = (tmp_path / variant / "cv.tex").read_text(encoding="utf-8")
        assert ("ada@example.org" in source) == shown
        assert "\\cvphoto{photo.png}" in source
        assert (tmp_path / variant / "photo.png").read_bytes() == photo


def test_what_is_missing_is_asked_for(
    cv_file: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(cv_file())
    out = tmp_path / "out"
    for arguments, said in (
        (["--variant", "academic"], "say where: cvgen export tex -o my-cv"),
        (["-o", str(out)], "say it with --variant: academic, resume"),
        (["--variant", "academi", "-o", str(out)], "did you mean 'academic'?"),
        (["--variant", "academic", "-o", str(tmp_path)], "exists already"),
    ):
        assert main(["export", "tex", path, *arguments]) == 2
        assert said in capsys.readouterr().err
    assert not out.exists()


def test_one_variant_need_not_be_named(cv_file: Callable[..., Path], tmp_path: Path) -> None:
    path = cv_file(MINIMAL.replace("  resume: {pages: 1}\n", ""))
    assert main(["export", "tex", str(path), "-o", str(tmp_path / "out")]) == 0


@pytest.mark.parametrize("template", ["academic", "resume"])
def test_hostile_texts_come_back_out_of_the_readable_source(
    template: str, tmp_path: Path, exported: dict[str, Path]
) -> None:
    sheet = fill(Sheet(SHORT), TYPES)
    (tmp_path / "cv.yaml").write_text(sheet.source, encoding="utf-8")
    loaded = load(tmp_path / "cv.yaml")
    (variant,) = (one for one in loaded.cv.variants if one.name == template)
    document = prepare(loaded, variant, Choice(tags=False)).document
    style = (exported["academic"] / "cvexport.sty").read_bytes()
    written = replace(document, source=readable(document.source), files={**document.files, "cvexport.sty": style})
    texts, outlines = [], []
    for number, one in enumerate((document, written)):
        (tmp_path / f"{number}.pdf").write_bytes(compiled(one))
        texts.append(text_of(tmp_path / f"{number}.pdf"))
        outlines.append([str(item.title) for item in _flat(pypdf.PdfReader(tmp_path / f"{number}.pdf").outline)])
    assert sheet.lost(texts[1], template) == []
    assert texts[0].split() == texts[1].split()
    assert [pair for pair in zip(*outlines, strict=True) if pair[0] != pair[1]] == []


def compiled(document: Document) -> bytes:
    try:
        return compile_document(document, find_engine("embedded")).pdf
    except TexFailed as error:
        raise AssertionError(error.log[-4000:]) from error


def _flat(outline: list) -> list:
    return [one for item in outline for one in (_flat(item) if isinstance(item, list) else [item])]


def test_groups_in_braces() -> None:
    assert end_of(r"{a\}{b}}c", 0) == 8
    assert end_of("{a", 0) == 0
    assert depth_of(r"\a{b\{{c}") == 1
    assert change(r"\x{a}{\x{b}{c}}\x{d}", r"\x", 2, lambda one, two: f"<{one}|{two}>") == r"<a|<b|c>>\x{d}"


def test_a_bookmark_of_its_own_is_kept() -> None:
    source = '\\begin{document}\n\\cvsection{\\cvemph{Long} \\& title}{Short \\unichar{"0026}}\n\\end{document}\n'
    assert "\\cvsection[Short \\&]{\\cvemph{Long} \\& title}\n" in readable(source)
    same = '\\begin{document}\n\\cvsection{R\\&D}{R\\unichar{"0026}D}\n\\end{document}\n'
    assert "\\cvsection{R\\&D}\n" in readable(same)


def test_paragraphs_of_a_template_of_ones_own_stay() -> None:
    body = "\\begin{document}\nOne.\n\nTwo.\n\\begin{minipage}{3em}\nx\n\\end{minipage}\ny\n\\end{document}\n"
    out = readable(body)
    assert "One.\n\nTwo.\n\\begin{minipage}{3em}\n  x\n\\end{minipage}\ny\n" in out
