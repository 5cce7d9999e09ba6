"""What a screen reader finds in a tagged PDF, read without any code of cvgen's, and what validators say of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import outloud
import page as page_validation
import pikepdf
import pypdfium2
import pytest
from outloud.fonts import parse_tounicode

from cvgen import pipeline
from cvgen.compiling import Compiled
from cvgen.finish import Tagged, tagged
from cvgen.loading import load
from cvgen.model import CV
from cvgen.prepare import Choice, prepare
from cvgen.render import Document


class Element(NamedTuple):
    """An element of the structure tree: type, what it says with all in it, what is known of it, and what is in it."""

    kind: str
    text: str
    known: dict[str, str]
    kids: tuple[Element, ...]

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, kind: str) -> list[Element]:
        return [one for one in self.walk() if one.kind == kind]

    def outline(self, depth: int = 0) -> str:
        """Return the tree as lines, for people to look at."""
        known = "".join(f" {key}={value!r}" for key, value in self.known.items())
        shown = "" if any(kid.kind not in ("Link", "Span") for kid in self.kids) else f" {self.text!r}"
        return "\n".join([f"{'  ' * depth}{self.kind}{shown}{known}", *(kid.outline(depth + 1) for kid in self.kids)])


def tree_of(pdf: bytes) -> Element:
    """Return the root of the structure tree of a PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        texts: dict[tuple[tuple[int, int], int], str] = {}
        for page in document.pages:
            texts.update({(page.obj.objgen, mcid): text for mcid, text in _texts(page)})
        return _element(document.Root.StructTreeRoot.K, (0, 0), texts)


def _texts(page: pikepdf.Page) -> Iterator[tuple[int, str]]:
    """Yield the number of each piece of marked content and its characters, as its fonts have them: no space is guessed."""
    maps = {}
    for name, font in page.obj.Resources.get("/Font", {}).items():
        simple = font.Subtype != "/Type0"
        found = parse_tounicode(font.ToUnicode.read_bytes(), simple)[0] if "/ToUnicode" in font else {32: " "}
        maps[name] = (1 if simple else 2, found)
    number, said, font = None, "", (1, {})
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                font = maps[operands[0]]
            case "BDC" | "BMC":
                number = operands[1].get("/MCID") if len(operands) > 1 else None
                said = ""
            case "EMC":
                if number is not None:
                    yield int(number), said
                number = None
            case "TJ" | "Tj":
                pieces = operands[0] if str(operator) == "TJ" else operands
                for piece in (bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)):
                    codes = [int.from_bytes(piece[at : at + font[0]]) for at in range(0, len(piece), font[0])]
                    said += "".join(font[1].get(code, "\ufffd") for code in codes)


def _element(found: Any, page: tuple[int, int], texts: dict[tuple[tuple[int, int], int], str]) -> Element:
    page = found["/Pg"].objgen if "/Pg" in found else page
    kids, said = [], []
    for kid in found.K if isinstance(found.K, pikepdf.Array) else [found.K]:
        if isinstance(kid, int):
            said.append(texts.get((page, kid), ""))
        elif "/S" in kid:
            kids.append(_element(kid, page, texts))
            said.append(kids[-1].text)
        elif kid.Type == "/MCR":
            said.append(texts.get((kid.Pg.objgen, int(kid.MCID)), ""))
    known = {key: str(found[f"/{key}"]) for key in ("Alt", "Lang", "ActualText") if f"/{key}" in found}
    return Element(str(found.S)[1:], known.get("ActualText", "".join(said)), known, tuple(kids))


def failed_rules(pdf: bytes) -> list[str]:
    """Return the rules of PDF/UA-1 that a PDF breaks, as page-validation finds them."""
    report = page_validation.validate_pdf_bytes(pdf, profile="ua1")
    found = [f"{one.rule_id}: {one.message}" for one in report.failures]
    assert bool(found) == (not report.is_compliant)
    return found


def heard(pdf: bytes, source: bytes | None = None) -> list[str]:
    """Return the errors that outloud finds, in a PDF that was made of `source` if that is given."""
    with tempfile.TemporaryDirectory() as folder:
        path, before = Path(folder, "tagged.pdf"), Path(folder, "source.pdf")
        path.write_bytes(pdf)
        if source:
            before.write_bytes(source)
        result = outloud.check(str(path), source=str(before) if source else None)
    return [f"{one.rule}: {one.message}" for one in result.findings if one.severity == "error"]


class Both(NamedTuple):
    """A PDF before and after it was tagged, what TeX said of it, and its texts."""

    before: bytes
    after: bytes
    tags: str
    texts: list[str]

    @property
    def tree(self) -> Element:
        return tree_of(self.after)


def both(path: Path, variant: str, monkeypatch: pytest.MonkeyPatch, engine: str = "") -> Both:
    """Build a variant, and keep what it was before its tags."""
    kept: list[Compiled] = []
    texts: list[str] = []

    def keep(compiled: Compiled, document: Document, cv: CV) -> Tagged:
        kept.append(compiled)
        texts.extend(text for text, _ in document.printed)
        return tagged(compiled, document, cv)

    monkeypatch.setattr(pipeline, "tagged", keep)
    loaded = load(path)
    (chosen,) = pipeline.choose_variants(loaded.cv, [variant])
    after = pipeline.typeset(prepare(loaded, chosen, Choice(engine))).pdf
    return Both(kept[-1].pdf, after, kept[-1].tags, texts)


def drawn(pdf: bytes) -> list[bytes]:
    return [page.render(scale=150 / 72).to_pil().tobytes() for page in pypdfium2.PdfDocument(pdf)]
