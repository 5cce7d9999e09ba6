"""Files over files, variants over variants, and settings of the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cvgen.cli import main
from cvgen.diagnostics import Exit, InputError
from cvgen.loading import Loaded, load
from tests.conftest import read

BASE = """\
basics: {name: Ada, label: {en: Analyst, de: Analytikerin}, email: a@b.org}
sections:
  talks: [{title: one}, {title: two}]
  awards: {title: Prizes, entries: [{title: gold}]}
variants:
  academic: {exclude: [], pages: 4, design: {accent: "112233", footer: no}}
  short: {extends: academic, pages: 1}
design: {page_size: a4}
"""


@pytest.fixture
def over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that loads a file laid over the base."""
    monkeypatch.chdir(tmp_path)
    Path("cv.yaml").write_text(BASE, encoding="utf-8")

    def loaded(text: str, name: str = "over.yaml", **more: object) -> Loaded:
        Path(name).write_text(text, encoding="utf-8")
        return load(name, **more)  # type: ignore[arg-type]

    return loaded


def titles(loaded: Loaded, section: str) -> list[str]:
    return [entry.title.plain for one in loaded.cv.sections if one.name == section for entry in one.entries]


def test_what_an_overlay_says_wins_and_all_else_stays(over) -> None:
    loaded = over("extends: cv.yaml\nbasics: {phone: '1', email: null, label: {en: Chief}, url: }\n")
    basics = loaded.cv.basics
    assert (basics.name, basics.phone, basics.email, basics.url) == ("Ada", "1", "", None)
    assert [(tag, text.plain) for tag, text in basics.label.versions] == [("en", "Chief"), ("de", "Analytikerin")]
    assert titles(loaded, "talks") == ["one", "two"]
    assert [variant.name for variant in loaded.cv.variants] == ["academic", "short"]
    assert loaded.cv.design.options == {"page_size": "a4"}
    assert (basics.place("phone").file, basics.place("name").file) == ("over.yaml", "cv.yaml")


@pytest.mark.parametrize(
    ("sections", "talks", "awards", "title"),
    [
        ("talks: [{title: three}]", ["three"], ["gold"], "Prizes"),
        ("talks: {title: Speeches}", ["one", "two"], ["gold"], "Prizes"),
        ("awards: [{title: silver}]", ["one", "two"], ["silver"], "Prizes"),
        ("awards: {title: Medals}", ["one", "two"], ["gold"], "Medals"),
        ("talks: null", [], ["gold"], "Prizes"),
    ],
)
def test_the_sections_of_an_overlay(over, sections: str, talks: list[str], awards: list[str], title: str) -> None:
    loaded = over(f"extends: cv.yaml\nsections: {{{sections}}}\n")
    assert titles(loaded, "talks") == talks
    assert titles(loaded, "awards") == awards
    assert next(one.title.plain for one in loaded.cv.sections if one.name == "awards") == title


def test_an_overlay_may_extend_another_and_name_files_that_do_not_belong_together(over, tmp_path: Path) -> None:
    over("extends: cv.yaml\nbasics: {phone: '1'}\n", "one.yaml")
    assert over("extends: one.yaml\nbasics: {url: 'https://a.org'}\n", "two.yaml").cv.basics.phone == "1"
    (tmp_path / "private").mkdir()
    Path("private/me.yaml").write_text("basics: {phone: '2'}\n", encoding="utf-8")
    assert load("cv.yaml", overlays=["private/me.yaml"]).cv.basics.phone == "2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("extends: none.yaml", "cv/over.yaml:1:10: error: cannot read 'cv/none.yaml': there is no such file; name a CV file in the folder of this one"),
        ("extends: ../cv.yaml", "cv/over.yaml:1:10: error: '../cv.yaml' lies outside the folder of this file; keep it in the same folder, or name both: cvgen build cv/../cv.yaml --overlay cv/over.yaml"),
        ("extends: link.yaml", "cv/over.yaml:1:10: error: 'link.yaml' lies outside the folder of this file"),
        ("extends: /etc/passwd", "cv/over.yaml:1:10: error: '/etc/passwd' lies outside"),
        ("extends: over.yaml", "cv/over.yaml:1:10: error: these files extend each other in a circle"),
        ("extends: [a]", "cv/over.yaml:1:10: error: expected the name of a file"),
        ("extends: broken.yaml", "cv/broken.yaml:1:"),
        ("extends: wrong.yaml", "cv/wrong.yaml:1:26: error: unknown key 'emial' in basics; did you mean 'email'?"),
        ("extends: cv.yaml\nvariants: {new: {extends: shrot}}", "cv/over.yaml:2:27: error: there is no variant 'shrot' in this file; did you mean 'short'?"),
        ("extends: cv.yaml\nvariants: {academic: {extends: short}}", "cv/cv.yaml:7:20: error: these variants extend each other in a circle"),
        ("extends: cv.yaml\nsections: {talks: [{titel: x}]}", "cv/over.yaml:2:21: error: unknown key 'titel'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_overlay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cv").mkdir()
    Path("cv.yaml").write_text(BASE, encoding="utf-8")
    Path("cv/cv.yaml").write_text(BASE, encoding="utf-8")
    Path("cv/link.yaml").symlink_to("../cv.yaml")
    Path("cv/broken.yaml").write_text("basics: [", encoding="utf-8")
    Path("cv/wrong.yaml").write_text("basics: {name: Ada Love, emial: a@b.org}\n", encoding="utf-8")
    Path("cv/over.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        load("cv/over.yaml")
    said = str(error.value)
    assert said.startswith(message)
    assert said.count("error:") == 1
    assert "root:" not in said  # no line of a file that must not be read


def test_a_variant_extends_another() -> None:
    academic, short = read(BASE).variants
    assert (short.template, short.pages) == ("academic", 1)
    assert short.design.options == academic.design.options == {"accent": "112233", "footer": "no"}
    merged = read(BASE.replace("pages: 1}", "pages: null, design: {footer: null, accent: 445566}}")).variants[1]
    assert (merged.pages, merged.design.options) == (None, {"accent": "445566"})


def set_to(*settings: str, text: str = BASE, variants: tuple[str, ...] = ()) -> object:
    from cvgen.reader import read as read_layers
    from cvgen.reader.layers import Layers
    from cvgen.reader.problems import Problems

    problems = Problems("cv.yaml")
    cv = read_layers(text.encode(), problems, Layers(settings=settings, variants=variants))
    problems.raise_errors()
    return cv


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("pages=2", lambda cv: [one.pages for one in cv.variants] == [2, 2]),
        ("pages=null", lambda cv: [one.pages for one in cv.variants] == [None, None]),
        ("design.accent=#ABCDEF", lambda cv: cv.variants[1].design.options == {"accent": "#ABCDEF", "footer": "no"}),
        ("variants.short.pages=3", lambda cv: [one.pages for one in cv.variants] == [4, 3]),
        ("variants.new.extends=short", lambda cv: (cv.variants[2].name, cv.variants[2].pages) == ("new", 1)),
        ("basics.label=AI: the future # 1", lambda cv: cv.basics.label.plain == "AI: the future # 1"),
        ("basics.email=", lambda cv: cv.basics.email == ""),
        ("locale.language=de", lambda cv: cv.locale.language == "de"),
        ("sections=[talks, {name: awards, limit: 1}]", lambda cv: [one.name for one in cv.variants[0].sections] == ["talks", "awards"]),
        ('basics.aliases=["A. L.", B]', lambda cv: cv.basics.aliases == ("A. L.", "B")),
    ],
)  # fmt: skip
def test_settings(setting: str, found: object) -> None:
    assert found(set_to(setting))  # type: ignore[operator]


def test_settings_within_lists_and_for_single_variants() -> None:
    lists = BASE.replace("exclude: []", "sections: [talks, {name: awards, title: Medals}]")
    talks, awards = set_to("sections.talks.limit=1", "sections.1.title=Won", text=lists).variants[1].sections
    assert (talks.name, talks.limit, awards.title.plain) == ("talks", 1, "Won")
    assert [one.pages for one in set_to("pages=9", variants=("short",)).variants] == [4, 9]
    assert set_to("pages=2", text="basics: {name: Ada}").variants[0].pages == 2


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("pages=two", "--set:1:7: error: expected a whole number, found 'two'"),
        ("pgaes=2", "--set:1:1: error: unknown key 'pgaes' in the variant 'academic'; did you mean 'pages'?"),
        ("private=maybe", "--set:1:9: error: 'private' is either show or hide"),
        ("basics.name.first=x", "--set:1:13: error: there is no 'first' within a text; set basics.name itself"),
        ("basics.phne=x", "--set:1:8: error: unknown key 'phne' in basics; did you mean 'phone'?"),
        ("sections.talks.limit=1", "--set:1:10: error: the variant 'academic' lists no sections"),
        ("exclude=[a", "--set:1:9: error: this '[' is never closed"),
        ("exclude=[nothing]", "--set:1:10: error: no entry or highlight has the tag 'nothing'"),
        ("basics.profiles=[{network: a}]", "--set:1:18: error: the key 'url' is missing from a profile"),
    ],
)  # fmt: skip
def test_wrong_settings(setting: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        set_to(setting)
    first, source, *_ = str(error.value).splitlines()
    assert first.startswith(message), first
    assert source.strip() == setting


def test_the_command_line_is_checked_and_reported(over, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fast", "--set", "design.accent=red"]) == Exit.USAGE
    assert "--set:1:15: error: 'red' is no value of the option 'accent'" in capsys.readouterr().out
    assert main(["check", "--fast", "--set", "pages=x", "cv.yaml"]) == Exit.USAGE
    with pytest.raises(SystemExit, match="2"):
        main(["build", "--set", "pages"])
    assert main(["check", "--fast", "--overlay", "none.yaml"]) == Exit.INPUT
    assert "cannot read 'none.yaml'" in capsys.readouterr().out


def test_each_overlay_has_pdfs_of_its_own_and_is_built_anew_when_any_of_its_files_changes(
    over, capsys: pytest.CaptureFixture[str]
) -> None:
    over("extends: cv.yaml\nbasics: {phone: '1'}\n")
    for path in Path().glob("*.yaml"):
        os.utime(path, (1, 1))  # an input that is as new as the build would be looked at again
    assert main(["build", "over.yaml", "--variant", "short"]) == Exit.OK
    assert Path("output/ada-over-short.pdf").exists()
    text = Path("cv.yaml").read_text(encoding="utf-8")
    for is_changed in (False, True):
        if is_changed:
            Path("cv.yaml").write_text(text.replace("Analyst", "Analyser"), encoding="utf-8")
        capsys.readouterr()
        assert main(["build", "over.yaml", "--variant", "short"]) == Exit.OK
        assert ("unchanged" in capsys.readouterr().out) != is_changed


def test_a_photo_lies_beside_the_file_that_names_it(over) -> None:
    from cvgen.assets import load_photo

    Path("base").mkdir()
    Path("base/cv.yaml").write_text(BASE.replace("name: Ada", "name: Ada, photo: me.png"), encoding="utf-8")
    Path("base/me.png").write_bytes(b"\x89PNG\r\n\x1a\n IEND\xaeB`\x82")
    loaded = over("extends: base/cv.yaml\n")
    assert set(load_photo(loaded.cv, loaded.path.parent)) == {"photo.png"}
