"""Whether the names that variants use are those of the file: its sections and its tags.

They are collected from the nodes, so that an entry that could not be read leaves no tag behind that "does not exist".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import NoneType

from cvgen.entries import ENTRY_TYPES
from cvgen.model import Located, SectionChoice, Tag, Variant
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence
from cvgen.reader.objects import KNOWN_ELSEWHERE
from cvgen.reader.problems import Problems, did_you_mean, one_of, similar

TOP_KEYS = ("extends", "basics", "people", "sections", "variants", "locale", "design", "engine")
_MADE = ("summary", "honors")  # sections that are made of what stands elsewhere


class Names:
    """The names of a file's sections and tags, and `more_tags` of other files.

    Where these stand in the wrong place, all names are accepted.
    """

    def __init__(self, problems: Problems, root: Mapping, more_tags: Iterable[str] = ()) -> None:
        self.problems = problems
        top = {key.value: value for key, value in root.pairs}
        sections = None if "sections" not in top or top["sections"].is_empty else top["sections"]
        nodes = sections.pairs if isinstance(sections, Mapping) else ()
        self.sections = [*_MADE, *(key.value for key, _ in nodes)]
        self.tags = list(dict.fromkeys(tag for _, value in nodes for tag in _tags(value)))
        self.tags += [tag for tag in sorted(more_tags) if tag not in self.tags]
        self.misnamed = {KNOWN_ELSEWHERE.get(name) or similar(name, ENTRY_TYPES) for name in self.sections}
        displaced = [KNOWN_ELSEWHERE.get(key, key) for key in top if key not in TOP_KEYS]
        self.is_complete = isinstance(sections, Mapping | NoneType) and not any(
            key in ENTRY_TYPES or similar(key, ["sections"]) for key in displaced
        )

    def check(self, variants: Iterable[Variant]) -> None:
        """Note every section and tag that a variant names and that the file does not have."""
        if not self.is_complete:
            return
        for variant in variants:
            self._check_tags(variant, variant.include, "include")
            self._check_tags(variant, variant.exclude, "exclude")
            for choice in variant.sections:
                self._check_section(choice)
                self._check_tags(choice, choice.include, "include")
                self._check_tags(choice, choice.exclude, "exclude")

    def _check_section(self, choice: SectionChoice) -> None:
        if choice.name not in self.sections and choice.name not in self.misnamed:
            hint = did_you_mean(choice.name, self.sections) or one_of(self.sections)
            message = f"there is no section '{choice.name}' in this file"
            self.problems.error(choice.place("name"), message, "unknown-section", hint)

    def _check_tags(self, at: Located, used: Iterable[Tag], key: str) -> None:
        for tag in used:
            if tag not in self.tags:
                hint = did_you_mean(tag, self.tags) or (one_of(self.tags) if self.tags else "")
                message = f"no entry or highlight has the tag '{tag}'"
                self.problems.error(at.place(f"{key}.{tag}"), message, "unknown-tag", hint)


def _tags(section: Node) -> Iterator[str]:
    """Yield the tags of a section's entries and highlights, of those too whose key is not quite right."""
    if isinstance(section, Mapping):
        parts = {key.value: value for key, value in section.pairs}
        if "entries" in parts:
            yield from _words(parts["tags"]) if "tags" in parts else ()
            section = parts["entries"]
    for entry in _mappings(section):
        for key, value in entry.pairs:
            if key.value.lower().startswith("tag"):
                yield from _words(value)
            elif key.value == "highlights":
                for highlight in _mappings(value):
                    tags = (tags for name, tags in highlight.pairs if name.value.lower().startswith("tag"))
                    yield from (word for each in tags for word in _words(each))


def _mappings(node: Node) -> Iterator[Mapping]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return (item for item in items if isinstance(item, Mapping))


def _words(node: Node) -> Iterator[str]:
    """Yield the words of a list, or of a text where a list should stand."""
    if isinstance(node, Sequence):
        yield from (" ".join(item.value.split()) for item in node.items if isinstance(item, Scalar))
    elif isinstance(node, Scalar):
        yield from (word.strip() for word in (node.value, *node.value.split(",")))
