"""The first stage: a cv.yaml file → a `CV`. All problems of the file are reported in one pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from cvgen.diagnostics import Diagnostic, Origin
from cvgen.entries import ENTRY_TYPES
from cvgen.model import CV, Basics, Design, Entry, Locale, Person, Section, Text, Variant
from cvgen.reader.bibliography import BIB_KEYS, Bibliographies
from cvgen.reader.composer import compose
from cvgen.reader.designs import read_design
from cvgen.reader.files import bytes_of
from cvgen.reader.layers import NO_LAYERS, Compose, Layers, with_files, with_variants
from cvgen.reader.meaning import HIDEABLE, check_basics, check_marks, check_variants
from cvgen.reader.names import TOP_KEYS, Names
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.objects import KNOWN_ELSEWHERE, keys_of
from cvgen.reader.problems import Problems, Unreadable, did_you_mean, one_of
from cvgen.reader.settings import Settings
from cvgen.works import Publication

MAX_NAME = 100  # bytes in the name of a variant
_SECTION_KEYS = ("title", "type", "entries", "tags", "priority", "keep")
_SINGULAR = {name: name.removesuffix("s") for name in ENTRY_TYPES if name.endswith("s")}
DEFAULT_VARIANT = "academic"


def read_cv(path: Path) -> tuple[CV, tuple[Diagnostic, ...]]:
    """Return the CV in a file, and the warnings about it.

    Raises InputError, with every error of the file, if it cannot be read or is wrong.
    """
    problems = Problems(str(path))
    return _whole(read_file(path, problems), problems)


def read_bytes(data: bytes, problems: Problems) -> tuple[CV, tuple[Diagnostic, ...]]:
    """Return the CV in the bytes of a YAML file, and the warnings about it. Raises InputError."""
    return _whole(read(data, problems), problems)


def _whole(cv: CV | None, problems: Problems) -> tuple[CV, tuple[Diagnostic, ...]]:
    problems.raise_errors()
    assert cv is not None  # or there were errors
    return cv, problems.sorted()


def read_file(path: Path, problems: Problems, layers: Layers = NO_LAYERS, compose: Compose = compose) -> CV | None:
    """Return the CV in a file as far as it can be read; every problem is noted in `problems`.

    `layers` are laid over it. `compose` makes nodes of the bytes of each file.
    """
    data = bytes_of(path, problems, problems.at(1, 1), "name your CV file: cvgen build FILE")
    return None if data is None else read(data, problems, layers, compose)


def read(data: bytes, problems: Problems, layers: Layers = NO_LAYERS, compose: Compose = compose) -> CV | None:
    """Return the CV in the bytes of a YAML file as far as it can be read; every problem is noted in `problems`.

    What is wrong is left out of it: a value that need not be there alone, else the entry. Returns None if there is
    nothing that could be read at all.
    """
    try:
        root = with_files(compose(data, problems), problems, layers.overlays, compose)
    except Unreadable:
        return None
    settings = Settings(layers.settings, problems)
    root = with_variants(settings.of_file(root), problems)
    return _Reader(problems).cv(settings.of_variants(root, layers.variants))


def variant_names(path: Path, overlays: tuple[Path, ...] = ()) -> list[str]:
    """Return the names of the variants in a file, with others laid over it; none if it cannot be read.

    What is in them, or anywhere else in the file, is not looked at.
    """
    problems = Problems(str(path))
    data = bytes_of(path, problems, problems.at(1, 1), "")
    try:
        root = with_files(compose(data or b"", problems), problems, overlays)
    except Unreadable:
        return []
    pairs = root.pairs if isinstance(root, Mapping) else ()
    variants = next((node for key, node in pairs if key.value == "variants"), None)
    return [key.value for key, _ in variants.pairs] if isinstance(variants, Mapping) else [DEFAULT_VARIANT]


class _Reader(Bibliographies):
    """Reads the file's top level."""

    def cv(self, root: Node) -> CV | None:
        if not isinstance(root, Mapping):
            if not self.slipped(root):
                hint = "a CV file has the keys basics, sections, variants"
                self.expected("a mapping at the top of the file", root, hint)
            return None
        top: dict[str, Node] = {}
        meant: set[str] = set()
        for key, value in root.pairs:
            if key.value not in TOP_KEYS:
                meant.add(self._unknown_top(key, value))
            elif not value.is_empty:
                top[key.value] = value
        variants, sections = self._variants(top.get("variants")), self._sections(top.get("sections"))
        locale = self.build(Locale, top["locale"], "locale") if "locale" in top else None
        design = read_design(self, top["design"]) if "design" in top else None
        engine = self.string(top["engine"]) if "engine" in top else None
        check_variants(self.problems, variants)
        Names(self.problems, root, self.tags_of_bib).check(variants)
        return CV(
            basics=self._basics(root, top.get("basics"), meant),
            people=self.sequence(Person, top["people"]) if "people" in top else (),
            sections=sections,
            variants=variants,
            locale=locale or Locale(),
            design=design or Design(),
            engine=engine or "",
            sources=self.problems.sources,
            origin=root.origin,
            places={key: node.origin for key, node in top.items()},
        )

    def _basics(self, root: Mapping, node: Node | None, meant: set[str]) -> Basics:
        """Return the basics, without a name if they have none that can be read.

        `meant` are keys that were reported: of the basics at the top of the file, or almost called `basics`.
        """
        if node is None:
            keys = {key.value: key for key, _ in root.pairs}
            if "basics" in meant or meant & keys_of(Basics).keys():
                return Basics(name="", origin=root.origin)
            at, has = (keys["basics"], "has no value") if "basics" in keys else (root, "is missing")
            hint = "a CV needs at least `basics: {name: …}`"
            self.problems.error(at.origin, f"the key 'basics' {has}", "missing-key", hint)
            return Basics(name="", origin=root.origin)
        basics = self.build(Basics, node, "basics", instead={"name": ""}) or Basics(name="", origin=node.origin)
        check_basics(self.problems, basics)
        return replace(basics, private=tuple(name for name in basics.private if name in HIDEABLE))

    def _unknown_top(self, key: Scalar, value: Node) -> str:
        """Note a key that does not belong at the top of the file; return the one that was meant."""
        ours = KNOWN_ELSEWHERE.get(key.value, key.value)
        if ours in ENTRY_TYPES:
            place = f"'sections:' as '{ours}'"
        elif key.value in keys_of(Basics):
            place = "'basics:', with two spaces before it"
        else:
            return self.unknown_key(key, "at the top of the file", TOP_KEYS, value)
        message = f"'{key.value}' does not belong at the top of the file"
        self.problems.error(key.origin, message, "unknown-key", f"put it under {place}")
        return key.value

    def _sections(self, node: Node | None) -> tuple[Section, ...]:
        if node is None:
            return ()
        if not isinstance(node, Mapping):
            self.expected("a mapping for the sections", node, "write each section's name, a colon, and its entries")
            return ()
        sections = [self._section(key, value) for key, value in node.pairs if not value.is_empty]
        return tuple(section for section in sections if section is not None)

    def _section(self, key: Scalar, node: Node) -> Section | None:
        title: Text | None = None
        kind: str = key.value
        entries: Node | None = node
        at = key.origin
        weight: dict[str, Any] = {}
        parts: dict[str, Node] = {}
        if isinstance(node, Mapping) and (kind not in ENTRY_TYPES or _is_section(node, kind)):
            parts = {part.value: value for part, value in node.pairs}
            known = (*_SECTION_KEYS, *(BIB_KEYS if _lists_works(parts, kind) else ()))
            for part, value in node.pairs:
                if part.value not in known:
                    self.unknown_key(part, f"in the section '{key.value}'", known, value)
            title = self.text(parts["title"]) if "title" in parts and not parts["title"].is_empty else None
            if "type" in parts and not parts["type"].is_empty:
                kind = self.string(parts["type"]) or ""
                at = parts["type"].origin
            entries = parts.get("entries")
            weight = self.weight(parts)
        if kind not in ENTRY_TYPES:
            if kind:  # or it was no text
                self._unknown_section(key.value, kind, at)
            return None
        if any(name in parts for name in BIB_KEYS) and _lists_works(parts, kind):
            section = Section(name=key.value, type=kind, title=title, origin=key.origin, **weight)
            return self.bibliography(section, parts)
        if entries is None or entries.is_empty:
            return Section(name=key.value, type=kind, title=title, origin=key.origin, **weight)
        if not isinstance(entries, Sequence):
            self.expected(f"a list of entries for the section '{key.value}'", entries, "start each entry with '- '")
            return None
        what = f"{'an' if kind[0] in 'aeiou' else 'a'} {_SINGULAR.get(kind, kind)} entry"
        read = [self.entry(ENTRY_TYPES[kind], item, what) for item in entries.items]
        found: tuple[Entry, ...] = tuple(entry for entry in read if entry is not None)
        section = Section(name=key.value, type=kind, title=title, entries=found, origin=key.origin, **weight)
        if len(found) == len(read):
            check_marks(self.problems, section)
        return section

    def _unknown_section(self, name: str, kind: str, at: Origin) -> None:
        hint = KNOWN_ELSEWHERE.get(kind)
        if kind != name:
            self.problems.error(
                at,
                f"unknown type '{kind}' of the section '{name}'",
                "unknown-type",
                did_you_mean(kind, ENTRY_TYPES) or one_of(ENTRY_TYPES),
            )
        else:
            self.problems.error(
                at,
                f"unknown section '{name}'",
                "unknown-section",
                (f"cvgen calls it '{hint}'" if hint in ENTRY_TYPES else did_you_mean(kind, ENTRY_TYPES))
                or "a section of your own needs a type: {title: …, type: general, entries: […]}",
            )

    def _variants(self, node: Node | None) -> tuple[Variant, ...]:
        if node is None or (isinstance(node, Mapping) and not node.pairs):
            return (Variant(name=DEFAULT_VARIANT, template=DEFAULT_VARIANT),)
        if not isinstance(node, Mapping):
            self.expected("a mapping for the variants", node, "write it as {academic: {}, resume: {pages: 1}}")
            return ()
        variants = []
        for key, value in node.pairs:
            if not key.value.replace("-", "").replace("_", "").isalnum() or len(key.value.encode()) > MAX_NAME:
                message = f"'{key.value}' cannot be part of a file name"
                hint = f"use letters, digits and hyphens, {MAX_NAME} bytes at most"
                self.problems.error(key.origin, message, "variant-name", hint)
                continue
            settings = Mapping((), key.origin, 1) if value.is_empty else value
            variant = self.build(Variant, settings, f"the variant '{key.value}'", name=key.value)
            if variant and (variant.template or "template" not in variant.places):
                variants.append(variant)
        return tuple(variants)


def _is_section(node: Mapping, kind: str) -> bool:
    """Return whether a mapping stands for a section rather than for an entry of one that lost its `- `."""
    keys = {key.value for key, _ in node.pairs}
    named = keys & {"type", "entries", "bib"}
    return bool(named) or not keys & (keys_of(ENTRY_TYPES[kind]).keys() - {*_SECTION_KEYS})


def _lists_works(parts: dict[str, Node], kind: str) -> bool:
    """Return whether the entries of a section are publications: what its type says, or its name."""
    named = parts.get("type")
    kind = named.value if isinstance(named, Scalar) and not named.is_empty else kind
    return ENTRY_TYPES.get(kind) is Publication
