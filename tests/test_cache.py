"""What is kept between builds: formats, references, and what was built of what."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from babel.dates import format_skeleton

import cvgen
from cvgen import compiling
from cvgen.cache import MAX_AGE, alone, cache_folder, file_of, recall, store
from cvgen.cldr import dated
from cvgen.cli import main
from cvgen.diagnostics import Exit
from cvgen.fonts import known
from cvgen.formats import find_format
from cvgen.sandbox import run_limited
from tests.conftest import MINIMAL
from tests.pdf import squashed, text_of

CvFile = Callable[..., Path]
Runs = list[Sequence[str]]
PDF = "output/ada-lovelace-resume.pdf"


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the fonts of a small CV, as the cache keeps them: to make them takes longest."""
    folder = tmp_path_factory.mktemp("fonts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CVGEN_CACHE", str(folder / "cache"))
        (folder / "cv.yaml").write_text(MINIMAL, encoding="utf-8")
        cvgen.build(folder / "cv.yaml", output=folder)
    return folder / "cache" / "fonts"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fonts: Path) -> Path:
    """Work in an empty folder, with a cache that holds nothing but fonts."""
    monkeypatch.setenv("CVGEN_CACHE", str(tmp_path / "cache"))
    shutil.copytree(fonts, tmp_path / "cache" / "fonts")
    known._answers.cache_clear()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("cv.yaml").write_text(MINIMAL, encoding="utf-8")
    return tmp_path / "work"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Return the list of all calls of TeX."""
    called: Runs = []

    def run(command: Sequence[str], *others: object, **named: object) -> int | None:
        called.append(command)
        return run_limited(command, *others, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(compiling, "run_limited", run)
    return called


def edit(old: str, new: str, path: str = "cv.yaml") -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


def resume(*options: str) -> int:
    return main(["build", "--variant", "resume", *options])


def test_a_format_and_references_make_a_rebuild_one_run(here: Path, runs: Runs) -> None:
    as_it_is = ["build", "--variant", "resume", "--fit", "strict"]
    assert main(as_it_is) == Exit.OK
    assert "-ini" in runs[0]
    assert len(runs) == 3  # a format, a run without references, a run with them
    edit("Analyst", "Programmer")
    assert main(as_it_is) == Exit.OK
    assert len(runs) == 4
    assert "Programmer" in text_of(Path(PDF))


def test_to_fit_a_page_costs_one_run_more(here: Path, runs: Runs) -> None:
    assert resume() == Exit.OK
    runs.clear()
    edit("Analyst", "Programmer")
    assert resume() == Exit.OK
    assert len(runs) == 2  # one that measures, and one that sets the page


def test_references_that_change_are_settled(here: Path, runs: Runs) -> None:
    edit("variants:", "".join(f"    - {{position: Post {i}}}\n" for i in range(60)) + "variants:")
    assert main(["build", "--variant", "academic"]) == Exit.OK
    edit("    - {position: Post 1}\n", "".join(f"    - {{position: New {i}}}\n" for i in range(60)))
    runs.clear()
    assert main(["build", "--variant", "academic"]) == Exit.OK
    assert len(runs) == 2
    assert "1/3" in squashed(text_of(Path("output/ada-lovelace-academic.pdf")))
    warm = Path("output/ada-lovelace-academic.pdf").read_bytes()
    assert main(["build", "--variant", "academic", "--no-cache", "--output", "cold"]) == Exit.OK
    assert Path("cold/ada-lovelace-academic.pdf").read_bytes() == warm


def test_references_that_tex_cannot_read_are_forgotten(here: Path) -> None:
    assert resume() == Exit.OK
    good = Path(PDF).read_bytes()
    label = f"{here / 'cv.yaml'} resume"
    assert recall("references", ("embedded", label))
    store("references", ("embedded", label), {"cv.aux": b"\\nonsense{"})
    assert resume("--force") == Exit.OK
    assert Path(PDF).read_bytes() == good


def test_people_share_formats(here: Path, runs: Runs) -> None:
    for name in ("Jānis Bērziņš", "温伟", "Дмитрий"):
        edit(Path("cv.yaml").read_text(encoding="utf-8").splitlines()[1], f"  name: {name}")
        assert resume() == Exit.OK
    assert sum("-ini" in command for command in runs) == 1


def kept() -> list[Path]:
    """Return what is in the cache: entries, and the formats that lie beside theirs."""
    found = [path for path in cache_folder().rglob("*") if path.suffix in (".zip", ".fmt")]
    assert {path.suffix for path in found} == {".zip", ".fmt"}
    return found


@pytest.mark.parametrize("name", ["a$HOME", 'say "this"', "~ {a,b} 温"])
def test_formats_are_found_whatever_the_folder_is_called(
    here: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("CVGEN_CACHE", name)
    assert resume() == Exit.OK
    good = Path(PDF).read_bytes()
    assert resume("--force") == Exit.OK
    assert Path(PDF).read_bytes() == good
    assert sum("-ini" in command for command in runs) == 1


def test_damaged_entries_are_made_anew(here: Path, runs: Runs) -> None:
    assert resume() == Exit.OK
    good = Path(PDF).read_bytes()
    for path in kept():
        data = bytearray(path.read_bytes())
        middle = len(data) // 2
        path.write_bytes(bytes(data[:middle]) + bytes([data[middle] ^ 255]) + bytes(data[middle + 1 :]))
    runs.clear()
    assert resume() == Exit.OK
    assert Path(PDF).read_bytes() == good
    assert "-ini" in runs[0]
    for path in kept():
        path.write_bytes(path.read_bytes()[:100])
    assert resume("--force") == Exit.OK
    assert Path(PDF).read_bytes() == good


def test_a_format_is_made_once_though_many_want_it(here: Path) -> None:
    made: list[Mapping[str, bytes]] = []

    def dump(source: str, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        made.append(files)
        return {"cv.fmt": b"format", "cv.fls": b"PWD /\nINPUT /bin/sh\nINPUT cv.tex\n"}

    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(find_format(Path("/bin/sh"), "x", {}, dump))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(found), len(set(found))) == (1, 8, 1)


def test_a_format_is_made_anew_when_a_package_changes(here: Path) -> None:
    package = here / "package.sty"
    package.write_text("old")
    made: list[str] = []

    def dump(source: str, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        made.append(package.read_text())
        return {"cv.fmt": made[-1].encode(), "cv.fls": f"INPUT {package}\n".encode()}

    for text in ("old", "old", "newer"):
        package.write_text(text) if package.read_text() != text else None
        found = find_format(Path("/bin/sh"), "x", {}, dump)
        assert found is not None
        assert found.path
        assert found.path.read_text() == text
    assert made == ["old", "newer"]


def test_a_preamble_that_cannot_be_dumped_is_set_all_the_same(here: Path, runs: Runs) -> None:
    folder = here / "latex_templates" / "resume"
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text("description: x\nextends: base\n")
    (folder / "cv.tex.j2").write_text(
        "\\documentclass{article}\n\\usepackage{cvfonts}\n\\begingroup\n\\usepackage{iftex}\n\\endgroup\n"
        "\\begin{document}<< basics | at('name') >>\\end{document}\n"
    )
    edit("resume: {pages: 1}", "resume: {pages: 1, sections: []}")
    assert resume() == Exit.OK
    assert "-ini" in runs[0]
    assert not any("-fmt=cv" in command for command in runs)


def test_what_has_not_changed_is_not_built(here: Path, runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    assert resume() == Exit.OK
    before = Path(PDF).stat().st_mtime_ns
    age("cv.yaml")
    assert resume("--force") == Exit.OK
    runs.clear()
    capsys.readouterr()
    assert resume() == Exit.OK
    assert runs == []
    assert (
        capsys.readouterr().out
        == f"{PDF}  1 page  spacing 190 %, text 9.8 pt; unchanged\n1 PDF unchanged (--force builds anew)\n"
    )
    assert Path(PDF).stat().st_mtime_ns >= before


def age(*names: str) -> None:
    """Let files be a minute old: what changed just before a build might have changed during it."""
    for name in names:
        then = Path(name).stat().st_mtime - 60
        os.utime(name, (then, then))


def template(folder: Path) -> None:
    style = folder / "latex_templates" / "resume"
    style.mkdir(parents=True)
    (style / "template.yaml").write_text("description: x\nextends: base\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda: edit("Analyst", "Analysts"),
        lambda: Path(PDF).unlink(),
        lambda: Path(PDF).write_bytes(b"%PDF-"),
        lambda: template(Path()),
        lambda: Path("photo.png").write_bytes(Path("photo.png").read_bytes() + b"\n"),
    ],
    ids=["the CV", "no PDF", "another PDF", "a template", "the photo"],
)
def test_what_has_changed_is_built(here: Path, runs: Runs, change: Callable[[], object]) -> None:
    from PIL import Image

    Image.new("RGB", (40, 40)).save("photo.png")
    edit("basics:", "basics:\n  photo: photo.png")
    age("cv.yaml", "photo.png")
    assert resume() == Exit.OK
    runs.clear()
    assert resume() == Exit.OK
    assert runs == []
    change()
    resume()
    assert runs


def test_a_style_beside_the_cv_is_an_input(here: Path, runs: Runs) -> None:
    from tests.conftest import ROOT

    folder = here / "latex_templates" / "own"
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text("description: x\nextends: resume\n")
    (folder / "extra.sty").write_text("% one\n")
    assert (ROOT / "latex_templates" / "resume").is_dir()
    edit("resume: {pages: 1}", "resume: {template: own}")
    age("cv.yaml", *map(str, folder.iterdir()), str(folder), str(folder.parent))
    for text, built in (("% one\n", True), ("% one\n", False), ("% two\n", True)):
        if text != (folder / "extra.sty").read_text():
            (folder / "extra.sty").write_text(text)
        runs.clear()
        assert resume() == Exit.OK
        assert bool(runs) == built


def test_another_tex_builds_anew(here: Path, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    age("cv.yaml")
    assert resume() == Exit.OK
    runs.clear()
    with monkeypatch.context() as patch:
        patch.setenv("CVGEN_TEX", str(here / "nothing"))
        assert resume() == Exit.NOT_INSTALLED
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{here}:{os.environ['PATH']}")
        assert resume() == Exit.OK
    assert runs
    runs.clear()
    assert resume() == Exit.OK
    assert runs == []


def test_warnings_are_said_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit("1843", "2100")
    age("cv.yaml")
    assert resume("--date", "2026-11-24") == Exit.OK
    first = capsys.readouterr().err
    assert "warning" in first
    assert resume("--date", "2026-11-24") == Exit.OK
    out, err = capsys.readouterr()
    assert err == first
    assert "unchanged" in out
    assert resume("--date", "2101-01-01") == Exit.OK  # it lies in the future no more
    out, err = capsys.readouterr()
    assert (err, "unchanged" in out) == ("", False)


def test_another_day_changes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    age("cv.yaml")
    assert resume("--date", "2026-11-24") == Exit.OK
    assert resume("--date", "2026-11-25") == Exit.OK
    assert "unchanged" in capsys.readouterr().out


def test_no_cache_leaves_nothing(here: Path, runs: Runs, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "cache")
    assert resume("--no-cache") == Exit.OK
    cold = Path(PDF).read_bytes()
    assert not (tmp_path / "cache").exists()
    assert os.environ["CVGEN_CACHE"] == str(tmp_path / "cache")
    assert resume() == Exit.OK
    assert Path(PDF).read_bytes() == cold


def test_the_cache_is_pruned(here: Path) -> None:
    store("kind", "old", {"a": b"1"})
    (old,) = (cache_folder() / "kind").glob("*.zip")
    then = time.time() - MAX_AGE - 10
    os.utime(old, (then, then))
    store("kind", "new", {"a": b"2"})
    beside = {name: file_of("kind", name, ".fmt") for name in ("old", "new")}
    for path in beside.values():  # made long ago, but one of them is in use
        path.write_bytes(b"format")
        os.utime(path, (then, then))
    assert old.exists()  # once a day is enough
    os.utime(cache_folder() / "pruned", (then, then))
    store("kind", "newer", {"a": b"3"})
    assert recall("kind", "old") is None
    assert recall("kind", "new") == {"a": b"2"}
    assert [name for name, path in beside.items() if path.exists()] == ["new"]


def test_the_cache_has_a_size(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cvgen.cache.MAX_SIZE", 1500)
    for number in range(4):
        store("kind", number, {"a": bytes(500)})
        for path in cache_folder().glob("kind/*.zip"):
            os.utime(path, (path.stat().st_atime - 100, path.stat().st_mtime - 100))
        (cache_folder() / "pruned").unlink()
    store("kind", 4, {"a": bytes(500)})
    assert [recall("kind", number) is not None for number in range(5)] == [False, False, False, True, True]


def test_a_cache_that_cannot_be_written_is_no_error(here: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").write_text("in the way")
    with alone("kind", 1):
        store("kind", 1, {})
    assert resume() == Exit.OK


def test_the_holder_of_a_lock_may_die(here: Path) -> None:
    code = "from cvgen.cache import alone; import os\nwith alone('kind', 1): os._exit(9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with alone("kind", 1):
        pass


def test_the_api_builds_what_it_is_asked_for(here: Path, runs: Runs) -> None:
    cvgen.build("cv.yaml", variants=["academic"])
    runs.clear()
    cvgen.build("cv.yaml", variants=["academic"])
    assert len(runs) == 1


def test_a_build_that_needs_nothing_new_opens_no_font_and_no_calendar(here: Path) -> None:
    edit("start: 1842", "start: 1842-08")
    edit("Analyst", "From 温")
    assert resume() == Exit.OK
    edit("From", "Since")
    code = "import sys; from cvgen.cli import main; main(['build', '--variant', 'resume']); print({'uharfbuzz', 'babel'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "zh", "pt-BR", "ru", "fa", "th"])
def test_dates_are_babels(here: Path, language: str) -> None:
    for year, month, day in ((2014, 8, 1), (2024, 2, 29), (987, 12, None), (2004, 4, 20)):
        kind = "yMMMd" if day else "yMMM"
        text = format_skeleton(kind, datetime.date(year, month, day or 1), locale=language.replace("-", "_"))
        if language not in ("pt-BR", "ru"):
            assert dated(language, year, month, day) == text
    assert dated("pt-BR", 2014, 8) == "ago. 2014"
    assert dated("ru", 2014, 8) == "авг. 2014"
