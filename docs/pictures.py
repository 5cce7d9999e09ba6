"""Makes docs/gallery.md and its pictures: `make pictures`. A test tells when they are out of date.

The pictures are what PDFium draws of the PDFs. `docs/pictures/made-of.txt` holds a digest of the LaTeX that each
document was made of, so that the test needs no drawing and does not depend on the versions of other packages.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT))

from benchmarks.generate import long_cv  # noqa: E402
from cvgen.pipeline import Loaded, build_variant, choose_variants, load  # noqa: E402
from cvgen.plan import plan  # noqa: E402
from cvgen.prepare import prepare  # noqa: E402
from cvgen.render import render  # noqa: E402
from cvgen.select import select  # noqa: E402
from cvgen.template import load_template, template_folders  # noqa: E402

PICTURES = DOCS / "pictures"
MADE_OF = PICTURES / "made-of.txt"
DPI = 90
LANGUAGES = {
    "en": "English",
    "pl": "Polish",
    "vi": "Vietnamese",
    "ru": "Russian",
    "el": "Greek",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
}


@dataclass(frozen=True)
class Shown:
    """A document of the gallery: the name of its pictures, its heading, its CV file and its variant."""

    name: str
    heading: str
    text: str
    variant: str
    beside: tuple[Path, ...] = ()  # files that it needs
    home: Path | None = None  # the folder in which they stand as they must beside the CV; without it, all in one


COOKBOOK = {
    "phd-student": ("PhD student", {"cv.yaml": ("academic", "resume")}),
    "professor": ("Professor with a .bib file", {"cv.yaml": ("academic", "publications", "proposal")}),
    "engineer": ("Engineer", {"cv.yaml": ("resume", "long")}),
    "two-languages": ("One file in two languages", {"cv.yaml": ("lebenslauf", "cv", "kurz", "short")}),
    "department": (
        "Department",
        {
            f"{name}.yaml": ("profile",)
            for name in (
                "aino-kettunen",
                "babajide-olatunji-reyes",
                "chiara-montefusco",
                "dinesh-rathnayake",
                "elif-sarioglu",
            )
        },
    ),
}
"""The examples of docs/cookbook/: their folders below docs/examples/, headings, files and variants."""


def cookbook() -> Iterator[Shown]:
    """Yield every document of the cookbook."""
    for folder, (heading, files) in COOKBOOK.items():
        home = DOCS / "examples" / folder
        beside = tuple(path for path in sorted(home.rglob("*")) if path.is_file() and path.name not in files)
        for file, variants in files.items():
            text = (home / file).read_text(encoding="utf-8")
            for variant in variants:
                one = variant if file == "cv.yaml" else file.removesuffix(".yaml")
                yield Shown(f"cookbook-{folder}-{one}", f"Cookbook: {heading}, {one}", text, variant, beside, home)


def gallery() -> Iterator[Shown]:
    """Yield every document of the gallery."""
    sample = (ROOT / "cv.yaml").read_text(encoding="utf-8")
    a4 = sample.replace("design: {page_size: letter}", "design: {page_size: a4}")
    classic = sample.replace("template: academic\n", "template: classic\n")
    student = (DOCS / "examples" / "student.yaml").read_text(encoding="utf-8")
    yield Shown("academic", "The academic CV, letter", sample, "academic")
    yield Shown("resume", "The résumé, letter", sample, "resume")
    yield Shown("academic-a4", "The academic CV, A4", a4, "academic")
    yield Shown("resume-a4", "The résumé, A4", a4, "resume")
    yield Shown("academic-zh", "The academic CV in Chinese", sample, "academic-zh")
    yield Shown("resume-zh", "The résumé in Chinese", sample, "resume-zh")
    yield Shown("classic", "The classic CV, letter", classic, "academic")
    yield Shown("classic-zh", "The classic CV in Chinese", classic, "academic-zh")
    listed = sample.replace("variants:\n", "variants:\n  publications: {}\n")
    yield Shown("publications", "The list of publications, letter", listed, "publications")
    chinese = listed.replace("publications: {}", "publications: {language: zh, design: {page_size: a4}}")
    yield Shown("publications-zh", "The list of publications in Chinese, A4", chinese, "publications")
    yield Shown("student", "A short CV", student, "academic")
    yield Shown("student-resume", "A short résumé", student, "resume")
    languages = (DOCS / "examples" / "languages.yaml").read_text(encoding="utf-8")
    for tag, name in LANGUAGES.items():
        yield Shown(f"language-{tag}", f"One CV in eight languages: {name}", languages, tag)
    professor = (DOCS / "examples" / "professor.yaml").read_text(encoding="utf-8")
    bib = (DOCS / "examples" / "professor.bib",)
    for name, heading, variant in (
        ("professor", "An academic CV with a .bib file", "academic"),
        ("publications-compact", "Its publications, compact", "list"),
        ("publications-full", "Its publications, full", "full"),
    ):
        yield Shown(name, heading, professor, variant, bib)
    traditional = professor.replace("  academic: {design: {", "  classic: {design: {page_size: a4, ")
    yield Shown(
        "professor-classic", "The same, classic, A4", traditional, "classic", (DOCS / "examples" / "professor.bib",)
    )
    listed = professor.replace("variants:\n", "variants:\n  publications: {design: {page_size: a4}}\n")
    yield Shown("professor-publications", "The same, its publications alone, A4", listed, "publications", bib)
    yield Shown("long", "A long CV: 200 publications, `publications: compact`", long_cv(), "compact")
    yield from cookbook()


def compared() -> Iterator[Shown]:
    """Yield the two documents that are compared in docs/comparing.md."""
    sample = (ROOT / "cv.yaml").read_text(encoding="utf-8")
    new = sample
    for was, now in (
        ("AI Research Scientist, Meta", "Senior AI Research Scientist, Meta"),
        ("Variation-aware model that predicts", "Variation-aware model, in use today, that predicts"),
        ("{en: Research Scholar", "{en: Visiting Researcher"),
        ("Reviewer", "Area chair"),
    ):
        if was not in new:
            raise ValueError(f"the sample has no text '{was}' any more")
        new = new.replace(was, now, 1)
    yield Shown("diff-old", "before", sample, "resume")
    yield Shown("diff-new", "after", new, "resume")


def read(shown: Shown, folder: Path) -> Loaded:
    """Write a document's CV file into a folder and read it."""
    path = folder / f"{shown.name}.yaml"
    path.write_text(shown.text, encoding="utf-8")
    for file in shown.beside:
        target = folder / (file.relative_to(shown.home) if shown.home else file.name)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.read_bytes())
    return load(path)


def made_of() -> str:
    """Return a line for each document, with a digest of its LaTeX."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        for shown in (*gallery(), *compared()):
            loaded = read(shown, Path(name))
            (variant,) = choose_variants(loaded.cv, [shown.variant])
            template = load_template(variant.template or variant.name, template_folders(loaded.path), RuntimeError)
            document = render(plan(select(loaded.cv, variant), template), lambda _typefaces, _used: {})
            styles = b"".join(document.files[file] for file in sorted(document.files))
            drawn = document.source.encode() + styles + repr(template.fit).encode()
            lines.append(f"{shown.name} {hashlib.sha256(drawn).hexdigest()[:16]}\n")
    return "".join(lines)


def draw(pdf: Path, name: str) -> list[str]:
    """Draw every page of a PDF and return the pictures' names."""
    import pypdfium2
    from PIL import Image

    names = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        drawn = page.render(scale=DPI / 72).to_pil()
        picture = drawn.quantize(48, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        names.append(f"{name}-{number}.png")
        picture.save(PICTURES / names[-1], optimize=True)
    return names


def draw_compared(folder: Path) -> None:
    """Draw what `cvgen diff` shows of two documents."""
    from io import BytesIO

    from PIL import Image

    from cvgen.diff.building import compare_pages, make

    made = []
    for shown in compared():
        loaded = read(shown, folder)
        (variant,) = choose_variants(loaded.cv, [shown.variant])
        made.append(make(prepare(loaded, variant)))
    _, pictures = compare_pages(*made)
    (picture,) = pictures.values()
    sheet = Image.open(BytesIO(picture))
    small = sheet.resize((sheet.width * 3 // 4, sheet.height * 3 // 4), Image.Resampling.LANCZOS)
    small.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        PICTURES / "diff-1.png", optimize=True
    )


def main() -> None:
    """Make the gallery anew."""
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    page = ["# Gallery\n", "Every page is made by `make pictures`, from the files in this repository.\n"]
    with tempfile.TemporaryDirectory() as folder:
        for shown in gallery():
            loaded = read(shown, Path(folder))
            (variant,) = choose_variants(loaded.cv, [shown.variant])
            built = build_variant(loaded, variant, output=Path(folder) / shown.name)
            page.append(f"## {shown.heading}\n")
            page += [
                f"![{shown.heading}, page {i}](pictures/{name})\n"
                for i, name in enumerate(draw(built.path, shown.name), 1)
            ]
        draw_compared(Path(folder))
    (DOCS / "gallery.md").write_text("\n".join(page), encoding="utf-8")
    MADE_OF.write_text(made_of(), encoding="utf-8")


if __name__ == "__main__":
    main()
