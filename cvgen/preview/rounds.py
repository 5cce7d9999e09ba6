"""Builds a CV round after round, one for each save, and tells what becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from cvgen.diagnostics import CvgenError, Diagnostic, Origin, in_order
from cvgen.fonts.families import ENDINGS, forget
from cvgen.frozen import record
from cvgen.loading import Loaded
from cvgen.model import Variant
from cvgen.pipeline import Typeset, publish_typeset
from cvgen.prepare import Choice, examine, prepare, sources_of
from cvgen.preview.inputs import is_changed, is_younger, states_of, wait_for_change
from cvgen.steps import under
from cvgen.targets import check_targets, choose_variants


class Leaf(NamedTuple):
    """A piece of a page: the page (from 0), its number there, its line in `cv.tex`.

    `text` is what it says with others of its link or span, `whole` what the paragraph says.
    """

    page: int
    number: int
    line: int
    text: str
    whole: str


class Printed(NamedTuple):
    """A text as it was printed, its line in `cv.tex`, and its place in the CV."""

    line: int
    text: str
    origin: Origin


class Sheet(NamedTuple):
    """A PDF that was published, with what it takes to find a piece of its pages in the CV.

    `texts` are in the order of `cv.tex`.
    """

    path: str
    pdf: bytes
    pages: int
    seconds: float
    how: str
    leaves: tuple[Leaf, ...]
    texts: tuple[Printed, ...]


class Read(NamedTuple):
    """A round has begun: the file was read. If it `is_wrong`, its `variants` are those that could be read."""

    problems: tuple[Diagnostic, ...]
    variants: tuple[str, ...]
    is_wrong: bool


class Begun(NamedTuple):
    """The build of a variant has begun."""

    variant: str


class Made(NamedTuple):
    """A variant was built and published, and this is to be said about it."""

    variant: str
    sheet: Sheet
    problems: tuple[Diagnostic, ...]


class Failed(NamedTuple):
    """A variant could not be built; its PDF is that of an earlier build."""

    variant: str
    problems: tuple[Diagnostic, ...]


class Ended(NamedTuple):
    """The round has ended. They count from 1."""

    number: int


Event = Read | Begun | Made | Failed | Ended


@record(frozen=True)
class Asked:
    """What is to be built, how, and where to. `read` reads the file at `path`; no `variants` means all."""

    path: Path
    read: Callable[[], Loaded]
    variants: Sequence[str] = ()
    engine: Choice = Choice()
    output: Path = Path("output")
    strict: bool = False


class Listener(NamedTuple):
    """Whoever is told what happens (`tell`), knows which variant is looked at, and may do something `meanwhile`."""

    tell: Callable[[Event], None]
    looked_at: Callable[[], str] = lambda: ""
    meanwhile: Callable[[], None] = lambda: None


def keep_building(asked: Asked, listener: Listener) -> NoReturn:
    """Build now and whenever a file has changed that the build depends on, until KeyboardInterrupt is raised."""
    known: dict[str, object] = {str(_in_folder(asked.path)): None}
    number = 0
    while True:
        start = time.time_ns()
        if any(name.lower().endswith(ENDINGS) for name in known):
            forget()
        known = states_of(known, asked.path)
        this = _Round(asked, listener, known)
        found = this.run()
        if not this.is_given_up:
            number += 1
            listener.tell(Ended(number))
        missed = is_younger(found - set(known), start)  # changed before it was known that it matters
        known = {name: known.get(name) for name in found & set(known)} | states_of(found - set(known), asked.path)
        if not missed:
            wait_for_change(known, asked.path, listener.meanwhile)


class _Round:
    """One round: `run` returns the files and folders that the build depends on.

    Where one has changed meanwhile, it is given up between two variants: the next round begins with what is looked at.
    """

    def __init__(self, asked: Asked, listener: Listener, known: dict[str, object]) -> None:
        self.asked, self.listener, self.known = asked, listener, known
        self.inputs: set[str] = set()
        self.is_whole = True
        self.is_given_up = False

    def run(self) -> set[str]:
        try:
            loaded = self.asked.read()
        except CvgenError as error:
            self.listener.tell(Read(tuple(error.diagnostics), (), is_wrong=True))
            return set(self.known)
        self.inputs |= {str(_in_folder(Path(name))) for name in sources_of(loaded)}
        if loaded.is_wrong:
            self._examine(loaded)
        else:
            self._build(loaded)
        return self.inputs if self.is_whole and not self.is_given_up else self.inputs | set(self.known)

    def _examine(self, loaded: Loaded) -> None:
        """Tell everything that is wrong with a file, and with its variants, as far as they were read."""
        self.is_whole = False
        problems = list(loaded.diagnostics)
        for variant in loaded.cv.variants:
            try:
                examine(loaded, variant, self.asked.engine)
            except CvgenError as error:
                problems += error.diagnostics
        names = tuple(variant.name for variant in loaded.cv.variants)
        self.listener.tell(Read(in_order(problems), names, is_wrong=True))

    def _build(self, loaded: Loaded) -> None:
        try:
            variants = choose_variants(loaded.cv, self.asked.variants)
            check_targets(((loaded, variant) for variant in variants), self.asked.output)
        except CvgenError as error:
            self.is_whole = False
            self.listener.tell(Read((*loaded.diagnostics, *error.diagnostics), (), is_wrong=True))
            return
        self.listener.tell(Read(loaded.diagnostics, tuple(variant.name for variant in variants), is_wrong=False))
        for at, variant in enumerate(sorted(variants, key=lambda one: one.name != self.listener.looked_at())):
            if at and is_changed(self.known, self.asked.path):
                self.is_given_up = True
                return
            self._build_one(loaded, variant)

    def _build_one(self, loaded: Loaded, variant: Variant) -> None:
        self.listener.tell(Begun(variant.name))
        with under(f"{loaded.path}, {variant.name}:"):
            self._publish(loaded, variant)

    def _publish(self, loaded: Loaded, variant: Variant) -> None:
        try:
            ready = prepare(loaded, variant, self.asked.engine)
            self.inputs |= set(ready.inputs)
            built, made = publish_typeset(ready, self.asked.output, strict=self.asked.strict)
        except CvgenError as error:
            self.is_whole = False
            self.listener.tell(Failed(variant.name, tuple(error.diagnostics)))
            return
        self.inputs |= set(made.inputs)
        sheet = Sheet(
            str(built.path), made.pdf, made.pages, built.seconds, made.how, tuple(_leaves(made)), _texts(made)
        )
        self.listener.tell(Made(variant.name, sheet, made.warnings))


def _in_folder(path: Path) -> Path:
    """Return a path whose folder has no symbolic links in it, while it may be one itself."""
    return path.parent.resolve() / path.name


def _leaves(made: Typeset) -> Iterator[Leaf]:
    """Yield the pieces of the pages, in the order of reading, if the PDF has tags."""
    for node in made.tree.walk() if made.tree else ():
        text, whole = "".join(node.text), "".join(node.block.text)
        for kid in node.kids:
            if isinstance(kid, tuple) and isinstance(kid[1], int):
                yield Leaf(kid[0], kid[1], node.block.line, text, whole)


def _texts(made: Typeset) -> tuple[Printed, ...]:
    """Return the texts of a document; the name, which templates take to pieces, stands in its first heading."""
    document, basics = made.prepared.document, made.prepared.cv.basics
    headings = (node for node in made.tree.walk() if node.kind == "H1") if made.tree else ()
    names = [Printed(node.line, basics.name, basics.place("name")) for node in headings]
    pairs = zip(document.line_map, document.printed, strict=True)
    texts = (Printed(mark.line, text, origin) for mark, (text, origin) in pairs)
    return tuple(sorted((*names, *texts), key=lambda text: text.line))
