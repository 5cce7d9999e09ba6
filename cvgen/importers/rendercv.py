"""RenderCV's YAML → the nodes of a CV: `cv` with its sections, as all versions from 0.1 to 2.8 write it.

Its texts are Markdown. Which of RenderCV's entry types an entry has, its keys say. https://docs.rendercv.com
"""

from __future__ import annotations

from cvgen import names
from cvgen.characters import sift
from cvgen.importers.drafts import mapping_of, words_of
from cvgen.importers.inline import inlines_of
from cvgen.importers.job import Job, Source, below, empty, folded, is_blank, leaves, told
from cvgen.importers.networks import contact
from cvgen.importers.people import Person
from cvgen.importers.rendercv_entries import Entries, kind_of, numbers_of
from cvgen.importers.sections import Sections, name_of
from cvgen.markup import Inlines, plain
from cvgen.reader.nodes import Mapping, Node, Scalar, Sequence

_LANGUAGES = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "polish": "pl", "russian": "ru", "turkish": "tr", "japanese": "ja", "korean": "ko",
    "mandarin_chineese": "zh", "mandarin_chinese": "zh", "vietnamese": "vi", "swedish": "sv", "czech": "cs",
    "greek": "el", "ukrainian": "uk",
}  # fmt: skip
_TAGS = {*_LANGUAGES.values(), "en-GB", "pt-PT", "zh-TW"}
_SMALL = {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "nor", "of", "on", "or", "the", "to", "with"}


def convert(root: Mapping, job: Job) -> Mapping:
    """Return the root of a CV that says what a file of RenderCV does; what found no place is noted in the job."""
    top = Source(root, "")
    is_bare = top.peek("cv") is None and isinstance(top.peek("sections"), Mapping)  # what else stands below `cv` alone
    source = top if is_bare else below(top, job, "cv")
    language = _language(top)
    found = _RenderCV(source, job).root()
    for _, node, path in top.rest():
        job.leave(path, node, "it says how RenderCV makes a CV, not what is in it", is_content=False)
    return mapping_of({**found, **language}, root.origin)


def _language(top: Source) -> dict[str, Node]:
    """Return the language of the CV as the file says it, if cvgen has words for it."""
    locale = top.peek("locale") or top.peek("localecatalog")
    told_ = Source(locale, "locale").take("language") if isinstance(locale, Mapping) else None
    if not isinstance(told_, Scalar):
        return {}
    tag = _LANGUAGES.get(told_.value.strip().lower(), told_.value.strip())
    if tag not in _TAGS:
        return {}
    if isinstance(locale, Mapping) and len(locale.pairs) == 1:
        top.take("locale", "localecatalog")
    return {"locale": mapping_of({"language": told(tag, told_.origin)}, told_.origin)}


class _RenderCV:
    """The key `cv` of a file."""

    def __init__(self, source: Source, job: Job) -> None:
        self.source, self.job = source, job
        self.sections = Sections(job)
        self.person = Person(job, source)
        self.entries = Entries(job)

    def root(self) -> dict[str, Node]:
        """Return the top of the CV."""
        sections, order = self.source.take("sections"), self.source.take("sectionorder", "sectionsorder")
        custom, connections = self.source.take("customsections"), self.source.take("customconnections")
        self.person.usual()
        summary = self.job.rich(self.source.take("summary"))
        self.person.summary += [summary] if summary else []
        self.connections(connections)
        found = self.listed(sections, custom)
        wanted = [folded(leaf.value) for leaf in leaves(order)] if order else []
        if order and not set(wanted) <= {folded(key.value) for key, _, _ in found}:
            self.job.leave("cv.section_order", order, "it names a section that is not there")
        rank = {name: number for number, name in reversed(list(enumerate(wanted)))}
        for _, key, node, path in sorted(
            ((rank.get(folded(key.value), len(rank)), key, node, path) for key, node, path in found),
            key=lambda item: item[0],
        ):
            self.section(key, node, path)
        for key, node, path in self.source.rest():
            text = self.job.row(node)
            if isinstance(node, Mapping) or key.value == "sort_entries" or not text:
                self.job.leave(path, node)
            else:
                self.person.say(words_of(key.value), text)
                self.job.leave(path, node, became="it stands in the section `more`")
        self.sections.more(self.person.more)
        basics = self.aliased(self.person.node())
        return {"basics": basics, **self.sections.top(self.source.node.origin)}

    def listed(self, sections: Node | None, custom: Node | None) -> list[tuple[Scalar, Node, str]]:
        """Return the sections: of `sections`, or as the oldest versions have them, beside the name and so on."""
        found: list[tuple[Scalar, Node, str]] = []
        if isinstance(sections, Mapping):
            found = [(key, node, f"cv.sections.{key.value}") for key, node in sections.pairs]
        elif sections is not None:
            self.job.leave("cv.sections", sections)
        for name, (key, node) in list(self.source.pairs.items()):
            if isinstance(node, Sequence):
                self.source.take(name)
                found.append((key, node, f"cv.{key.value}"))
        if custom is not None and not isinstance(custom, Sequence):
            self.job.leave("cv.custom_sections", custom)
        for number, item in enumerate(custom.items if isinstance(custom, Sequence) else ()):
            source = Source(item, f"cv.custom_sections[{number}]") if isinstance(item, Mapping) else None
            title, entries = (source.take("title"), source.take("entries")) if source else (None, None)
            if source is None or not isinstance(title, Scalar) or entries is None:
                self.job.leave(f"cv.custom_sections[{number}]", item)
                continue
            if str(getattr(source.peek("entrytype"), "value", "")).endswith("Entry"):
                source.take("entrytype")
            found.append((title, entries, f"{source.path}.entries"))
            for _, node, path in source.rest():
                self.job.leave(path, node)
        return found

    def connections(self, node: Node | None) -> None:
        """Put connections of one's own: what is shown, and where it leads."""
        if node is not None and not isinstance(node, Sequence):
            self.job.leave("cv.custom_connections", node)
        for number, item in enumerate(node.items if isinstance(node, Sequence) else ()):
            path = f"cv.custom_connections[{number}]"
            source = Source(item if isinstance(item, Mapping) else empty(item), path)
            shown, given = self.job.plain(source.take("placeholder")), source.take("url")
            url = self.job.url(given)
            if given is not None and url is None:
                self.job.leave(f"{path}.url", given, "it leads nowhere")
            if shown and url:
                self.person.profiles.append(contact(shown, url.value))
            elif shown or url:
                said = shown or url
                assert said is not None
                self.person.say("", plain(said.value, said.origin))
            else:
                self.job.leave(path, item)
            for _, left, inner in source.rest():
                self.job.leave(inner, left)

    def section(self, key: Scalar, node: Node, path: str) -> None:
        """Read a section; one called `summary` is that of the basics."""
        if isinstance(node, Scalar) and not is_blank(node):
            node = Sequence((node,), node.origin, 1)
        if not isinstance(node, Sequence):
            self.job.leave(path, node)
            return
        items = [(item, f"{path}[{number}]") for number, item in enumerate(node.items) if not is_blank(item)]
        name = folded(key.value)
        if name == "summary" and all(isinstance(item, Scalar) for item, _ in items):
            self.person.summary += [text for text in (self.job.rich(item) for item, _ in items) if text]
            return
        kind = kind_of(name, [item for item, _ in items])
        numbers = numbers_of([item for item, _ in items])
        entries = [
            self.entries.read(kind, item, place, number) for (item, place), number in zip(items, numbers, strict=True)
        ]
        known = name == kind
        self.sections.add(kind if known else name_of(key.value), kind, None if known else title_of(key), entries)

    def aliased(self, basics: Mapping) -> Mapping:
        """Return the basics with the names that are marked as the owner's in lists of authors and are not that."""
        pairs = {key.value: value for key, value in basics.pairs}
        own = pairs["name"]
        assert isinstance(own, Scalar)
        others = [
            one for one in self.entries.owners.values() if not names.same(one.value, own.value) and one.value.strip()
        ]
        if others:
            pairs["aliases"] = Sequence(tuple(others), others[0].origin, 1)
        return mapping_of(pairs, basics.origin)


def title_of(key: Scalar) -> Inlines:
    """Return the title of a section as RenderCV makes it of its key: `selected_honors` is `Selected Honors`."""
    text = Inlines(inlines_of(sift(key.value)[0].replace("_", " "))).plain
    if key.value == key.value.lower() and " " not in key.value:
        words = text.split()
        text = " ".join(word if word in _SMALL and at else word[:1].upper() + word[1:] for at, word in enumerate(words))
    return plain(text, key.origin)
