"""The engines of a real TeX Live, and what poppler and qpdf make of our PDFs."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

import cvgen
from cvgen import compiling
from cvgen.cli import main
from cvgen.locale import Words
from cvgen.markup import Inlines
from cvgen.model import Variant
from cvgen.pipeline import Loaded, build_variant, choose_variants
from cvgen.sandbox import run_limited
from cvgen.select import select
from cvgen.views import label_of
from docs.pictures import Shown, gallery, read
from tests import homepage
from tests.conftest import MINIMAL, SAMPLE
from tests.pdf import as_typed, links_of, squashed, text_of
from tests.test_cache import age
from tests.test_check import SCRIPTS, make

ENGINES = ["pdflatex", "xelatex", "lualatex", "latexmk", "latexmk-xelatex", "latexmk-lualatex"]


def poppler(path: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    output = tmp_path_factory.mktemp(request.param)
    return {made.variant: made.path for made in cvgen.build(SAMPLE, engine=request.param, output=output)}


def test_every_engine_sets_the_same_text(built: dict[str, Path], sample: dict[str, Path]) -> None:
    for variant, path in built.items():
        assert poppler(path).split() == poppler(sample[variant]).split()
        assert squashed(text_of(path)) == squashed(text_of(sample[variant]))


@pytest.mark.parametrize("engine", ENGINES)
def test_what_every_engine_makes_is_good(engine: str, tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(SCRIPTS, encoding="utf-8")
    for path in (SAMPLE, tmp_path / "cv.yaml"):
        for made in make(path, engine):
            assert made.problems == []


def test_every_engine_sets_the_same_links(built: dict[str, Path], sample: dict[str, Path]) -> None:
    for variant, path in built.items():
        assert links_of(path) == links_of(sample[variant])


def test_qpdf_finds_nothing_wrong(built: dict[str, Path], sample: dict[str, Path]) -> None:
    for path in (*built.values(), *sample.values()):
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)


def test_the_same_bytes_in_any_folder(tmp_path: Path, built: dict[str, Path], request: pytest.FixtureRequest) -> None:
    engine = request.node.callspec.params["built"]
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "cv.yaml").write_bytes(SAMPLE.read_bytes())
    (again,) = cvgen.build(folder / "cv.yaml", variants=["resume"], engine=engine, output=folder)
    assert again.path.read_bytes() == built["resume"].read_bytes()


@pytest.mark.parametrize("engine", ENGINES)
def test_every_script_with_every_engine(engine: str, tmp_path: Path) -> None:
    text = "Nguyễn Jānis Дмитрий Ελένη 温伟 さくら 한국 ≤ → “q” ½ € naïve"
    path = tmp_path / "cv.yaml"
    path.write_text(f"basics: {{name: A}}\nsections:\n  awards:\n    - {{title: '{text}', note: '*{text}*'}}\n")
    (made,) = cvgen.build(path, engine=engine, output=tmp_path)
    assert squashed(text_of(made.path)).count(squashed(text)) == 2


@pytest.mark.parametrize("layout", [[], ["-raw"], ["-layout"]])
def test_poppler_reads_labels_and_entries_on_one_line(sample: dict[str, Path], layout: list[str]) -> None:
    text = poppler(sample["academic"], *layout)
    for pattern in (r"^\s*C23 +SiGeo: Sub", r"^\s*Aug 2014 – Dec 2019 +Ph\.D\.", r"^\s*2013–2014 +Software Engineer"):
        assert re.search(pattern, text, re.MULTILINE), pattern
    for path in sample.values():
        assert poppler(path, *layout).strip().splitlines()[0].strip() == "Wei Wen"


@pytest.mark.parametrize("layout", [[], ["-raw"]])
def test_poppler_reads_headings_alone_and_in_order(sample: dict[str, Path], layout: list[str]) -> None:
    lines = [line.strip() for line in poppler(sample["academic"], *layout).splitlines()]
    heads = ["Summary", "Education", "Industrial Experience", "Honors", "Publications", "Conference papers",
             "Workshop papers", "Preprints", "Talks and Presentations", "Teaching", "Activities", "Media"]  # fmt: skip
    found = [lines.index(head) for head in heads]
    assert found == sorted(found)


@pytest.mark.parametrize("shown", list(gallery()), ids=lambda shown: shown.name)
def test_poppler_reads_every_page_of_the_gallery(shown: Shown, tmp_path: Path) -> None:
    loaded = read(shown, tmp_path)
    (variant,) = choose_variants(loaded.cv, [shown.variant])
    text = poppler(build_variant(loaded, variant, output=tmp_path).path)
    assert text.strip().splitlines()[0].strip() == loaded.cv.basics.name
    assert not re.search("[\ufffd\u00ad\ufb00-\ufb06]|\\(cid:", text)
    text = text.replace("\u00a0", " ")
    labels = [label.plain.replace("\u00a0", " ") for label in labels_of(loaded, variant)]
    if {"education", "experience"} & {section.type for section in select(loaded.cv, variant).sections}:
        assert any(" " in label or "–" in label for label in labels)
    for label in labels:
        assert re.search(rf"^\s*{re.escape(label)} +\S", text, re.MULTILINE), label


def labels_of(loaded: Loaded, variant: Variant) -> list[Inlines]:
    cv = select(loaded.cv, variant)
    words = Words(
        cv.locale.language,
        months=(variant.template or variant.name) != "resume" and cv.design.options.get("dates") != "year",
    )
    entries = [
        entry for section in cv.sections if section.type in ("education", "experience") for entry in section.entries
    ]
    return [label_of(entry, words) for entry in entries]


def test_poppler_reads_everything_of_the_homepage(sample: dict[str, Path]) -> None:
    text = squashed(poppler(sample["academic"]))
    for publication in homepage.publications():
        assert as_typed(squashed(publication.title)) in as_typed(text)
        assert all(squashed(author) in text for author in publication.authors)
    assert all(squashed(date) in text for date in homepage.dates())
    assert "温伟" in text


@pytest.mark.parametrize("engine", ENGINES)
def test_the_users_own_tex_files_are_not_read(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "texmf" / "tex" / "latex" / "bookmark.sty"
    planted.parent.mkdir(parents=True)
    planted.write_text("\\errmessage{planted}")
    hostile = f"system('touch {tmp_path}/pwned'); $pdflatex = 'touch {tmp_path}/pwned';"
    for name in (".latexmkrc", "latexmkrc", ".config/latexmk/latexmkrc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(hostile)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.setenv("LATEXMKRCSYS", str(tmp_path / "latexmkrc"))
    monkeypatch.setenv("TEXMFHOME", str(tmp_path / "texmf"))
    monkeypatch.setenv("TEXINPUTS", str(planted.parent) + ":")
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "cv.yaml"
    path.write_text("basics: {name: A}\nsections: {awards: [{title: x}]}\n")
    assert cvgen.build(path, engine=engine, output=tmp_path)
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("program", ["pdflatex", "xelatex", "lualatex"])
def test_a_command_of_the_users_own_sets_the_same_text(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: dict[str, Path]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = f"{program} -interaction=nonstopmode -halt-on-error {{tex}}"
    assert main(["build", str(SAMPLE), "--engine-command", command]) == 0
    for variant, path in sample.items():
        assert poppler(Path("output") / path.name).split() == poppler(path).split(), variant


@pytest.mark.parametrize("engine", ENGINES)
def test_an_edit_is_seen_and_costs_few_runs(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    called = []

    def run(command: Sequence[str], *others: object, **named: object) -> int | None:
        called.append(command)
        return run_limited(command, *others, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(compiling, "run_limited", run)
    Path("cv.yaml").write_text(MINIMAL, encoding="utf-8")
    build = ["build", "--variant", "academic", "--engine", engine]
    assert main(build) == 0
    Path("cv.yaml").write_text(MINIMAL.replace("Analyst", "Programmer"), encoding="utf-8")
    age("cv.yaml")
    called.clear()
    assert main(build) == 0
    assert len(called) == 1
    assert "Programmer" in text_of(Path("output/ada-lovelace-academic.pdf"))
    assert main(build) == 0
    assert len(called) == 1
    assert "unchanged" in capsys.readouterr().out
