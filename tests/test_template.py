from collections.abc import Callable
from pathlib import Path

import pytest

import cvgen
from cvgen.cli import main
from cvgen.diagnostics import CvgenError, Exit
from cvgen.entries import ENTRY_TYPES
from cvgen.pipeline import load
from cvgen.reader.objects import keys_of
from cvgen.select import select
from tests.conftest import MINIMAL
from tests.pdf import links_of, squashed, text_of

CvFile = Callable[..., Path]


def own_template(folder: Path, name: str = "own", **files: str) -> None:
    """Write a template beside a CV file."""
    target = folder / "latex_templates" / name
    (target / "entries").mkdir(parents=True)
    for file, text in {"template.yaml": "description: mine\nextends: academic\n", **files}.items():
        (target / file).write_text(text, encoding="utf-8")


def build(path: Path, tmp_path: Path) -> Path:
    (built,) = cvgen.build(path, variants=["own"], output=tmp_path / "out")
    return built.path


def test_a_template_of_ones_own_beside_the_cv(cv_file: CvFile, tmp_path: Path) -> None:
    own_template(tmp_path, **{"entries/experience.tex.j2": "\\cvhead{<< entry.organization >>} has one.\\par\n"})
    path = cv_file(MINIMAL + "  own: {}\n")
    assert "Analytical Engine has one." in text_of(build(path, tmp_path))


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("<< nothing >>", "experience.tex.j2:1:1: error: the template is wrong: 'nothing' is undefined"),
        ("\n<% if %>", "experience.tex.j2:2:1: error: the template is wrong: Expected an expression"),
        ("<< entry >>", "experience.tex.j2:1:1: error: the template is wrong: a template cannot print a value of the kind"),
        ("<< entry.position ~ 'x' >>", "error: the template is wrong: rich text has no string form"),
        ("<< ''.__class__.__mro__ >>", "error: the template is wrong: access to attribute '__class__' of 'str' object"),
        ("<% include '../../../etc/passwd' %>", "the template 'own' has no file '../../../etc/passwd'"),
        ("<< entry.nme >>", "error: the template is wrong: Experience has no key 'nme'"),
        ("<% for i in range(10**9) %><% endfor %>", "error: the template is wrong: Range too big"),
        ("<< '<b>' | escape >>", "error: the template is wrong: No filter named 'escape'"),
    ],
)  # fmt: skip
def test_a_broken_template_is_an_error_at_its_own_line(
    cv_file: CvFile, tmp_path: Path, template: str, message: str
) -> None:
    own_template(tmp_path, **{"entries/experience.tex.j2": template})
    with pytest.raises(CvgenError) as error:
        build(cv_file(MINIMAL + "  own: {}\n"), tmp_path)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("{", "this manifest cannot be read"),
        (
            "extends: base\n",
            "own/template.yaml:1:1: error: this manifest cannot be read: the key 'description' is missing",
        ),
        ("description: x\noptions: {a: {type: number, default: 1, description: y}}\n", "this manifest cannot be read"),
        ("description: x\noptions: {a: {type: colour, default: red, description: y}}\n", "cannot be read: a colour in"),
        ("description: x\nsections: [papers]\n", "cannot be read: there is no type 'papers' of sections"),
        ("description: x\nsections: publications\n", "cannot be read: sections is a list of types"),
        ("description: x\nleaves_out: {papers: [note]}\n", "cannot be read: there is no type 'papers' of sections"),
        ("description: x\nleaves_out: {awards: [nite]}\n", "cannot be read: there is no key 'nite' in awards"),
        ("description: x\nextends: nowhere\n", "the template 'own' extends 'nowhere', which is not there"),
        (
            "description: x\nextends: bsae\n",
            "own/template.yaml:2:10: error: the template 'own' extends 'bsae', which is not there; did you mean 'base'?",
        ),
        ("description: x\nextends: own\n", "the template 'own' extends 'own', which is not there"),
        ("description: x\nextends: ../../etc\n", "extends '../../etc', which is not there"),
    ],
)
def test_a_broken_manifest(cv_file: CvFile, tmp_path: Path, manifest: str, message: str) -> None:
    own_template(tmp_path, **{"template.yaml": manifest})
    with pytest.raises(CvgenError, match=r"template|manifest") as error:
        build(cv_file(MINIMAL + "  own: {}\n"), tmp_path)
    assert message in str(error.value)


def test_constants_of_a_template_are_text_too(cv_file: CvFile, tmp_path: Path) -> None:
    own_template(tmp_path, **{"entries/experience.tex.j2": "<< 'R&D_x' >><< entry.x | default('50%') >>\\par\n"})
    assert "R&D_x50%" in text_of(build(cv_file(MINIMAL + "  own: {}\n"), tmp_path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<< entry.position | brackets((entry.awarded, entry.location)) >>", "has no key 'awarded'"),
        ("<< words.say('colon', behind=(entry.positoin, entry.location)) >>", "has no key 'positoin'"),
        ("<< words.say('coma') >>", "there is no word 'coma'"),
        ("<% if options.rulse %>x<% endif %>", "there is no option or key 'rulse'"),
    ],
)
def test_a_misspelt_name_is_said(cv_file: CvFile, tmp_path: Path, text: str, message: str) -> None:
    own_template(tmp_path, **{"entries/experience.tex.j2": text})
    with pytest.raises(CvgenError, match=message):
        build(cv_file(MINIMAL + "  own: {}\n"), tmp_path)


IDENTIFIERS = {"doi": "10.1000/182", "arxiv": "1906.02909", "pmid": "16354850", "isbn": "0-8044-2957-X",
               "urn": "'urn:nbn:de:101:1-201102033592'"}  # fmt: skip


def everything() -> str:
    """Return a CV that has every entry type with every key."""
    lines = ["basics: {name: Ada Lovelace}", "sections:"]
    for section, cls in ENTRY_TYPES.items():
        lines += [f"  {section}:", "    title: T", "    entries:"] if section == "general" else [f"  {section}:"]
        lines.append("    - url: https://example.org/" + section)
        for key, (kind, _) in keys_of(cls).items():
            word = f"{section}-{key}-word" + ("@example.org" if key == "email" else "")
            values = {
                "url": "", "tags": "[x]", "priority": "1", "keep": "yes", "date": "2011-02-03", "start": "",
                "end": "", "accessed": "2012-05-06", "kind": "journal", "marks": "{'*': MARKMEANING}",
                "links": f"{{{word}: 'https://example.org/{word}'}}", "highlights": f"[{word}]", **IDENTIFIERS,
                "filed": "2013-07-08", "granted": "2014-09-10", "authors": f"[{word}*]",
            }  # fmt: skip
            value = values.get(key, f"[{word}]" if str(kind).startswith("tuple") else word)
            if value:
                lines.append(f"      {key}: {value}")
    lines[lines.index("  general:")] = "  own:\n    type: general"
    return "\n".join([*lines, "variants: {academic: {}, resume: {}}\n"])


def test_every_key_of_every_entry_type_prints(cv_file: CvFile, tmp_path: Path) -> None:
    path = cv_file(everything())
    (built,) = cvgen.build(path, variants=["academic"], output=tmp_path)
    text, links = squashed(text_of(built.path)), links_of(built.path)
    for section, cls in ENTRY_TYPES.items():
        assert f"https://example.org/{section}" in links
        assert f"https://example.org/{section}-links-word" in links
        for key, (_, field) in keys_of(cls).items():
            if key in IDENTIFIERS:
                assert any(IDENTIFIERS[key].strip("'").replace("-", "") in link.replace("-", "") for link in links), key
            elif key not in ("date", "start", "end", "accessed", "filed", "granted"):
                shown = field.metadata.get("role") or key in ("links", "highlights")
                assert (f"{section}-{key}-word" in text) == bool(shown and key != "kind"), (section, key)
    assert text.count("Feb3,2011") == len(ENTRY_TYPES) + 1  # a publication with an award is among the honors too
    assert "accessedMay6,2012" in text
    assert "filedJul8,2013;grantedSep10,2014" in text
    assert "MARKMEANING" in text


def test_every_entry_type_builds_in_the_resume_too(cv_file: CvFile, tmp_path: Path) -> None:
    (built,) = cvgen.build(load(cv_file(everything())), variants=["resume"], output=tmp_path)
    assert "teaching-course-word" in text_of(built.path)


def test_options_change_the_page(cv_file: CvFile, tmp_path: Path) -> None:
    import pypdf

    designs = {"letter": (612, 792), "a4": (595, 842)}
    for size, expected in designs.items():
        path = cv_file(MINIMAL + f"design: {{page_size: {size}, accent: AA0000}}\n")
        for built in cvgen.build(path, output=tmp_path / size):
            box = pypdf.PdfReader(built.path).pages[0].mediabox
            assert (round(box.width), round(box.height)) == expected
    path = cv_file(MINIMAL.replace("academic: {}", "academic: {design: {footer: no}}"))
    (built,) = cvgen.build(path, variants=["academic"], output=tmp_path / "plain")
    assert "Curriculum" not in text_of(built.path)


def test_a_cv_in_two_languages(cv_file: CvFile, tmp_path: Path) -> None:
    text = MINIMAL.replace("position: Analyst", "position: {en: Analyst, zh: 分析师}")
    path = cv_file(text.replace("resume: {pages: 1}", "chinese: {template: academic, language: zh}"))
    english, chinese = (text_of(built.path) for built in cvgen.build(path, output=tmp_path))
    assert "Analyst" in english
    assert "分析师" in chinese
    assert "工作经历" in chinese
    assert "Analyst," not in chinese


PARTS = """\
basics: {name: Ada Lovelace, summary: About her.}
sections:
  experience: [{position: Analyst}]
  papers: {type: publications, entries: [{title: Notes, award: Best Note}]}
  patents: [{title: Loom}]
  publications: [{title: Sketch}]
variants:
"""


def shown(cv_file: CvFile, variants: str) -> list[str]:
    """Return the names of the sections that the first variant shows."""
    loaded = load(cv_file(PARTS + variants))
    return [section.name for section in select(loaded.cv, loaded.cv.variants[0]).sections]


def test_a_template_can_be_for_some_types_of_sections(cv_file: CvFile, tmp_path: Path) -> None:
    manifest = "description: mine\nextends: {}\n{}"
    own_template(tmp_path, **{"template.yaml": manifest.format("academic", "sections: [summary, patents]\n")})
    own_template(tmp_path, "heir", **{"template.yaml": manifest.format("own", "")})
    own_template(tmp_path, "all", **{"template.yaml": manifest.format("publications", "sections: []\n")})
    assert shown(cv_file, "  publications: {}\n") == ["papers", "publications"]
    assert shown(cv_file, "  other: {template: publications}\n") == ["papers", "publications"]
    assert shown(cv_file, "  own: {}\n") == ["summary", "patents"]
    assert shown(cv_file, "  heir: {}\n") == ["summary", "patents"]
    assert shown(cv_file, "  all: {}\n") == ["summary", "experience", "honors", "papers", "patents", "publications"]
    assert shown(cv_file, "  publications: {sections: [patents, honors]}\n") == ["patents", "honors"]
    assert shown(cv_file, "  publications: {since: 2000}\n") == ["papers", "publications"]


def test_what_a_template_leaves_out_is_reported_if_no_variant_shows_it(cv_file: CvFile) -> None:
    said = [problem.message for problem in load(cv_file(PARTS + "  publications: {}\n")).warnings]
    assert said == [f"no variant shows the section '{name}'" for name in ("experience", "patents")]
    assert load(cv_file(PARTS + "  publications: {}\n  academic: {}\n")).warnings == ()


def test_a_template_that_has_nothing_to_show_says_so(cv_file: CvFile, capsys: pytest.CaptureFixture[str]) -> None:
    path = cv_file(MINIMAL + "  publications: {}\n")
    assert main(["build", str(path), "--variant", "publications"]) == Exit.INPUT
    message = "the template 'publications' shows sections of the type publications, and there is none in this CV; "
    assert f"{path}:13:17: error: {message}name the sections" in capsys.readouterr().err
    assert "as in sections: [experience]" in str(_error(path))
    path = cv_file(MINIMAL + "  publications: {sections: [experience]}\n")
    assert main(["build", str(path), "--variant", "publications", "--output", str(path.parent)]) == Exit.OK


def _error(path: Path) -> CvgenError:
    with pytest.raises(CvgenError) as error:
        cvgen.build(path)
    return error.value


@pytest.mark.parametrize("link", ["template.yaml", "cv.tex.j2", "entries", "."])
def test_a_template_with_a_link_that_leads_out_is_refused(
    link: str, cv_file: CvFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = cv_file(MINIMAL.replace("academic: {}", "academic: {template: mine}"))
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "template.yaml").write_text("description: secret\nextends: [canary\n", encoding="utf-8")
    (outside / "cv.tex.j2").write_text("canary", encoding="utf-8")
    mine = path.parent / "latex_templates" / "mine"
    mine.parent.mkdir()
    if link == ".":
        mine.symlink_to(outside)
    else:
        mine.mkdir()
        (mine / "template.yaml").write_text("description: mine\nextends: academic\n", encoding="utf-8")
        (mine / link).unlink(missing_ok=True)
        (mine / link).symlink_to(outside if link == "entries" else outside / link)
    assert main(["build", str(path), "--output", str(tmp_path / "out")]) == Exit.INPUT
    said = capsys.readouterr().err
    assert "the template 'mine' has a link that leads out of the folder of the CV; copy what it leads to" in said
    assert "canary" not in said
    assert "secret" not in said


def test_a_template_may_have_links_within_the_folder_of_the_cv(cv_file: CvFile, tmp_path: Path) -> None:
    path = cv_file(MINIMAL.replace("academic: {}", "academic: {template: mine}"))
    mine = path.parent / "latex_templates" / "mine"
    mine.mkdir(parents=True)
    (path.parent / "shared.yaml").write_text("description: mine\nextends: academic\n", encoding="utf-8")
    (mine / "template.yaml").symlink_to("../../shared.yaml")
    assert main(["build", str(path), "--variant", "academic", "--output", str(tmp_path / "out")]) == Exit.OK
