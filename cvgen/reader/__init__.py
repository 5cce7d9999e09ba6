"""The first stage: a cv.yaml file → a `CV`. All problems of the file are reported in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cvgen.diagnostics import Diagnostic, InputError
from cvgen.entries import ENTRY_TYPES
from cvgen.model import CV, Basics, Design, Entry, Locale, Located, Section, SectionChoice, Tag, Text, Variant
from cvgen.reader.designs import read_design
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence, compose
from cvgen.reader.objects import KNOWN_ELSEWHERE, Objects
from cvgen.reader.problems import Problems, did_you_mean, one_of

MAX_BYTES = 20_000_000
MAX_NAME = 100  # bytes in the name of a variant
_TOP_KEYS = ("basics", "sections", "variants", "locale", "design", "engine")
_SINGULAR = {name: name.removesuffix("s") for name in ENTRY_TYPES if name.endswith("s")}
DEFAULT_VARIANT = "academic"


def read_cv(path: Path) -> tuple[CV, tuple[Diagnostic, ...]]:
    """Return the CV in a file, and the warnings about it.

    Raises InputError, with every error of the file, if it cannot be read or is wrong.
    """
    problems = Problems(str(path))
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.fatal(problems.at(1, 1), f"the file is larger than {MAX_BYTES // 1_000_000} MB", "size")
        data = path.read_bytes()
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else (error.strerror or str(error))
        hint = "name your CV file: cvgen build FILE"
        problems.fatal(problems.at(1, 1), f"cannot read '{path}': {reason}", "file", hint)
    return read_bytes(data, problems)


def read_file(path: Path, problems: Problems) -> CV | None:
    """Return the CV in a file as far as it can be read; `problems` say what is wrong with it."""
    try:
        cv, found = read_cv(path)
    except InputError as error:
        problems.found += error.diagnostics
        return None
    problems.found += found
    problems.lines = cv.lines
    return cv


def read_bytes(data: bytes, problems: Problems) -> tuple[CV, tuple[Diagnostic, ...]]:
    """Return the CV in the bytes of a YAML file, and the warnings about it. Raises InputError."""
    root = compose(data, problems)
    cv = _Reader(problems).cv(root)
    problems.raise_errors()
    assert cv is not None  # every None on the way has noted its error
    return cv, problems.sorted()


class _Reader(Objects):
    """Reads the file's top level."""

    def cv(self, root: Node) -> CV | None:
        if not isinstance(root, Mapping):
            self.problems.error(root.origin, "a CV file is a mapping with the keys basics, sections, variants", "type")
            return None
        top: dict[str, Node] = {}
        for key, value in root.pairs:
            if key.value not in _TOP_KEYS:
                self._unknown_top(key)
            elif not (isinstance(value, Scalar) and value.is_empty):
                top[key.value] = value
        places = {key: node.origin for key, node in top.items()}
        if "basics" not in top:
            self.problems.error(
                root.origin, "the key 'basics' is missing", "missing-key", "a CV needs at least `basics: {name: …}`"
            )
            return None
        basics = self.build(Basics, top["basics"], "basics")
        sections = self._sections(top.get("sections"))
        variants = self._variants(top.get("variants"))
        locale = self.build(Locale, top["locale"], "locale") if "locale" in top else Locale()
        design = read_design(self, top["design"]) if "design" in top else Design()
        engine = self.string(top["engine"]) if "engine" in top else ""
        self._check_names(top.get("sections"), sections, variants)
        if basics is None or locale is None or design is None:
            return None
        if basics.name == "":
            self.problems.error(basics.place("name"), "the name is empty", "empty-name")
        self._check_private(basics)
        return CV(
            basics=basics,
            sections=sections,
            variants=variants,
            locale=locale,
            design=design,
            engine=engine or "",
            lines=self.problems.lines,
            origin=root.origin,
            places=places,
        )

    def _unknown_top(self, key: Scalar) -> None:
        name = KNOWN_ELSEWHERE.get(key.value, key.value)
        if name in ENTRY_TYPES:
            self.problems.error(
                key.origin,
                f"'{key.value}' does not belong at the top of the file",
                "unknown-key",
                f"put it under 'sections:' as '{name}'",
            )
        else:
            hint = did_you_mean(key.value, _TOP_KEYS) or one_of(_TOP_KEYS)
            self.problems.error(key.origin, f"unknown key '{key.value}' at the top of the file", "unknown-key", hint)

    def _check_private(self, basics: Basics) -> None:
        hideable = ("email", "phone", "url", "location", "profiles", "photo", "native_name")
        for name in basics.private:
            if name not in hideable:
                self.problems.error(
                    basics.place("private"),
                    f"'{name}' cannot be private",
                    "private",
                    did_you_mean(name, hideable) or one_of(hideable),
                )

    def _sections(self, node: Node | None) -> tuple[Section, ...]:
        if node is None:
            return ()
        if not isinstance(node, Mapping):
            self.problems.error(node.origin, "expected a mapping of section names to their entries", "type")
            return ()
        sections = [self._section(key, value) for key, value in node.pairs if not _is_empty(value)]
        return tuple(section for section in sections if section is not None)

    def _section(self, key: Scalar, node: Node) -> Section | None:
        title: Text | None = None
        kind: str = key.value
        entries: Node | None = node
        if isinstance(node, Mapping):
            parts = {part.value: value for part, value in node.pairs}
            for part, _ in node.pairs:
                if part.value not in ("title", "type", "entries"):
                    self.unknown_key(part, f"the section '{key.value}'", {"title": 0, "type": 0, "entries": 0})
            title = self.text(parts["title"]) if "title" in parts and not _is_empty(parts["title"]) else None
            kind = (self.string(parts["type"]) or "") if "type" in parts else kind
            entries = parts.get("entries")
        if kind not in ENTRY_TYPES:
            self._unknown_section(key, kind)
            return None
        if entries is None or _is_empty(entries):
            return Section(name=key.value, type=kind, title=title, origin=key.origin)
        if not isinstance(entries, Sequence):
            self.problems.error(
                entries.origin,
                f"the section '{key.value}' must be a list of entries",
                "type",
                "start each entry with '- '",
            )
            return None
        what = f"{'an' if kind[0] in 'aeiou' else 'a'} {_SINGULAR.get(kind, kind)} entry"
        read = [self.entry(ENTRY_TYPES[kind], item, what) for item in entries.items]
        found: tuple[Entry, ...] = tuple(entry for entry in read if entry is not None)
        return Section(name=key.value, type=kind, title=title, entries=found, origin=key.origin)

    def _unknown_section(self, key: Scalar, kind: str) -> None:
        hint = KNOWN_ELSEWHERE.get(kind)
        if kind != key.value:
            self.problems.error(
                key.origin,
                f"unknown type '{kind}' of the section '{key.value}'",
                "unknown-type",
                did_you_mean(kind, ENTRY_TYPES) or one_of(ENTRY_TYPES),
            )
        else:
            self.problems.error(
                key.origin,
                f"unknown section '{key.value}'",
                "unknown-section",
                (f"cvgen calls it '{hint}'" if hint in ENTRY_TYPES else did_you_mean(kind, ENTRY_TYPES))
                or "a section of your own needs a type: {title: …, type: general, entries: […]}",
            )

    def _variants(self, node: Node | None) -> tuple[Variant, ...]:
        if node is None or (isinstance(node, Mapping) and not node.pairs):
            return (Variant(name=DEFAULT_VARIANT, template=DEFAULT_VARIANT),)
        if not isinstance(node, Mapping):
            self.problems.error(node.origin, "expected a mapping of variant names to their settings", "type")
            return ()
        variants = []
        for key, value in node.pairs:
            if not key.value.replace("-", "").replace("_", "").isalnum() or len(key.value.encode()) > MAX_NAME:
                message = f"'{key.value}' cannot be part of a file name"
                hint = f"use letters, digits and hyphens, {MAX_NAME} bytes at most"
                self.problems.error(key.origin, message, "variant-name", hint)
            settings = Mapping((), key.origin, 1) if _is_empty(value) else value
            variant = self.build(Variant, settings, f"the variant '{key.value}'", name=key.value)
            if variant:
                variants.append(variant)
        return tuple(variants)

    def _check_names(self, node: Node | None, sections: tuple[Section, ...], variants: tuple[Variant, ...]) -> None:
        """Check that variants name sections and tags that exist, and use words where only some are allowed."""
        names = ["summary", "honors"]
        if isinstance(node, Mapping):
            names += [key.value for key, _ in node.pairs]
        tags = _tags(sections)
        for variant in variants:
            self._check_tags(variant, variant.exclude, "exclude", tags)
            if variant.private not in ("show", "hide"):
                self.problems.error(variant.place("private"), "'private' is either show or hide", "private")
            if variant.pages == 0:
                self.problems.error(variant.place("pages"), "a CV has at least one page", "pages")
            for choice in variant.sections:
                self._check_choice(choice, names, tags)

    def _check_choice(self, choice: SectionChoice, names: list[str], tags: list[str]) -> None:
        if choice.name not in names:
            self.problems.error(
                choice.place("name"),
                f"there is no section '{choice.name}' in this file",
                "unknown-section",
                did_you_mean(choice.name, names) or one_of(names),
            )
        self._check_tags(choice, choice.include, "include", tags)
        self._check_tags(choice, choice.exclude, "exclude", tags)

    def _check_tags(self, at: Located, used: Iterable[Tag], key: str, tags: list[str]) -> None:
        for tag in used:
            if tag not in tags:
                self.problems.error(
                    at.place(key),
                    f"no entry or highlight has the tag '{tag}'",
                    "unknown-tag",
                    did_you_mean(tag, tags) or (one_of(tags) if tags else ""),
                )


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_empty


def _tags(sections: Iterable[Section]) -> list[str]:
    found: dict[str, None] = {}
    for section in sections:
        for entry in section.entries:
            for item in (entry, *entry.highlights):
                found.update(dict.fromkeys(item.tags))
    return list(found)
