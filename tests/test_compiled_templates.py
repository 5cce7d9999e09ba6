"""What Jinja compiles is kept between runs: it must be what would be compiled anew."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cvgen
from cvgen import cache, environment
from cvgen.diagnostics import CvgenError
from tests.conftest import MINIMAL
from tests.pdf import text_of
from tests.test_template import own_template

CvFile = Callable[..., Path]
ENTRY = "entries/experience.tex.j2"


@pytest.fixture(autouse=True)
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were compiled, in an empty cache of our own."""
    monkeypatch.setenv("CVGEN_CACHE", str(tmp_path / "cache"))
    found: list[str] = []
    parse = environment.Environment._parse

    def counted(self: Any, source: str, name: str | None, filename: str | None) -> Any:
        found.append(Path(filename or "").name)
        return parse(self, source, name, filename)

    monkeypatch.setattr(environment.Environment, "_parse", counted)
    return found


def source(path: Path, variant: str = "own") -> str:
    """Return the LaTeX of a variant."""
    from cvgen.loading import read
    from cvgen.prepare import prepare

    loaded = read(path)
    return prepare(loaded, next(one for one in loaded.cv.variants if one.name == variant)).document.source


def test_a_template_is_compiled_once(cv_file: CvFile, tmp_path: Path, compiled: list[str]) -> None:
    own_template(tmp_path, **{ENTRY: "first\\par\n"})
    path = cv_file(MINIMAL + "  own: {}\n")
    first = source(path)
    assert {"cv.tex.j2", "experience.tex.j2"} <= set(compiled)
    compiled.clear()
    assert source(path) == first
    assert compiled == []
    (tmp_path / "latex_templates/own" / ENTRY).write_text("second\\par\n")
    assert "second" in source(path)
    assert compiled == ["experience.tex.j2"]


def test_a_constant_is_said_in_each_language(cv_file: CvFile, tmp_path: Path) -> None:
    own_template(tmp_path, **{ENTRY: "<< ('一', '二') | listed('series') >>\\par\n"})
    path = cv_file(MINIMAL + "  own: {}\n  other: {template: own, language: zh}\n")
    lines = {name: source(path, name).splitlines() for name in ("own", "other")}
    english, chinese = (next(line for line in lines[name] if "一" in line and "二" in line) for name in lines)
    assert "、" in chinese
    assert "、" not in english


@pytest.mark.parametrize(("before", "after"), [("<< no >>", "\n<< no >>"), ("<< 1 >>\n<< no >>", "<< no >>")])
def test_errors_and_places_of_what_was_kept_are_right(
    cv_file: CvFile, tmp_path: Path, compiled: list[str], before: str, after: str
) -> None:
    own_template(tmp_path, **{ENTRY: before})
    path = cv_file(MINIMAL + "  own: {}\n")
    messages = []
    for text in (before, before, after):
        (tmp_path / "latex_templates/own" / ENTRY).write_text(text)
        compiled.clear()
        with pytest.raises(CvgenError) as error:
            source(path)
        messages.append(str(error.value).splitlines()[0])
    assert compiled == ["experience.tex.j2"]
    assert messages[0] == messages[1] != messages[2]


def test_a_tex_error_in_what_was_kept_is_at_its_line(cv_file: CvFile, tmp_path: Path) -> None:
    own_template(tmp_path, **{ENTRY: "\n\\nonsense\n"})
    path = cv_file(MINIMAL + "  own: {}\n")
    for _ in range(2):
        with pytest.raises(CvgenError, match=r"experience.tex.j2:2:1: error"):
            cvgen.build(path, variants=["own"], output=tmp_path)


def test_what_others_can_write_is_not_run(cv_file: CvFile, tmp_path: Path, compiled: list[str]) -> None:
    path = cv_file(MINIMAL)
    first = source(path, "academic")
    folder = tmp_path / "cache"
    for mode, trusted in ((0o777, False), (0o755, True)):
        folder.chmod(mode)
        compiled.clear()
        assert source(path, "academic") == first
        assert (compiled == []) == trusted


@pytest.mark.parametrize("damage", [lambda data: data[:-40], lambda data: data[:60] + b"XX" + data[62:], lambda _: b""])
def test_what_is_damaged_is_made_anew(
    cv_file: CvFile, tmp_path: Path, compiled: list[str], damage: Callable[[bytes], bytes]
) -> None:
    path = cv_file(MINIMAL)
    first = source(path, "academic")
    for file in (tmp_path / "cache" / "templates").glob("*.zip"):
        file.write_bytes(damage(file.read_bytes()))
    compiled.clear()
    assert source(path, "academic") == first
    assert "cv.tex.j2" in compiled


def test_a_cache_of_another_user_is_not_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").mkdir(mode=0o755)
    assert cache.is_private()
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert not cache.is_private()


def test_what_is_kept_prints_the_same(cv_file: CvFile, tmp_path: Path) -> None:
    path = cv_file(MINIMAL)
    texts = {text_of(cvgen.build(path, variants=["academic"], output=tmp_path)[0].path) for _ in range(2)}
    assert len(texts) == 1


@pytest.mark.parametrize(
    "asked", ["entry._x", "entry.__class__", "entry.origin.__init__", "view.__globals__", "cv.place.__func__"]
)
def test_no_template_reaches_what_is_internal(cv_file: CvFile, tmp_path: Path, asked: str) -> None:
    own_template(tmp_path, **{ENTRY: f"<< {asked} >>"})
    with pytest.raises(CvgenError, match="the template is wrong"):
        source(cv_file(MINIMAL + "  own: {}\n"))
