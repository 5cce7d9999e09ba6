"""YAMLResume's YAML → the nodes of a CV: `content`, whose sections are those of JSON Resume, and its Markdown.

A summary that is a list becomes highlights. https://yamlresume.dev/docs/content
"""

from __future__ import annotations

import re

from cvgen.importers.drafts import Draft, mapping_of
from cvgen.importers.job import Job, Source, below, told
from cvgen.importers.jsonresume import Resume
from cvgen.importers.people import Person
from cvgen.locale import languages
from cvgen.reader.nodes import Mapping, Node, Scalar

_ITEM = re.compile(r"^(\s*)(?:[-*+•]|\d+[.)])\s+(.*)")


def convert(root: Mapping, job: Job) -> Mapping:
    """Return the root of a CV that says what a file of YAMLResume does; what found no place is noted in the job."""
    top = Source(root, "")
    source = below(top, job, "content")
    cv = _YamlResume(source, job).root()
    pairs = {key.value: node for key, node in cv.pairs} | _language(top, source)
    for _, node, path in top.rest():
        job.leave(path, node, "it says how YAMLResume makes a resume, not what is in it", is_content=False)
    return mapping_of(pairs, root.origin)


def _language(top: Source, content: Source) -> dict[str, Node]:
    """Return the language of the CV as the file says it, if cvgen has words for it."""
    locale = top.peek("locale") or content.peek("locale")
    told_ = Source(locale, "").take("language") if isinstance(locale, Mapping) else None
    if not isinstance(told_, Scalar):
        return {}
    tag = {"zh-hans": "zh", "zh-hant-tw": "zh-TW", "zh-hant-hk": "zh-TW"}.get(told_.value.lower(), told_.value)
    if tag not in languages():
        return {}
    if isinstance(locale, Mapping) and len(locale.pairs) == 1:
        top.take("locale")
    return {"locale": mapping_of({"language": told(tag, told_.origin)}, told_.origin)}


class _YamlResume(Resume):
    """The key `content` of a file."""

    def basics(self, person: Person) -> None:
        """Take the basics; place and profiles stand beside them."""
        for key in ("location", "profiles"):
            node = self.source.take(key)
            if node is not None and key not in person.source.pairs:
                person.source.pairs[key] = (Scalar(key, "", node.origin), node)
        summary = person.source.take("summary")
        if isinstance(summary, Scalar):
            texts, items = blocks_of(summary)
            person.summary += [text for text in map(self.job.rich, texts) if text]
            person.summary += [
                text for text in map(self.job.rich, (told(f"• {one.value}", one.origin) for one in items)) if text
            ]
        super().basics(person)

    def prose(self, draft: Draft, node: Node | None) -> None:
        """Put a summary: its paragraphs, and its lists as highlights."""
        if not isinstance(node, Scalar):
            super().prose(draft, node)
            return
        texts, items = blocks_of(node)
        for text in texts:
            draft.put("summary", self.job.rich(text))
        draft.highlights += [text for text in map(self.job.rich, items) if text]


def blocks_of(node: Scalar) -> tuple[list[Scalar], list[Scalar]]:
    """Return the paragraphs of Markdown, and the items of its lists; what is indented below an item belongs to it."""
    texts: list[str] = []
    items: list[str] = []
    current = None  # the list whose last text goes on
    for line in node.value.splitlines():
        if match := _ITEM.match(line):
            items.append(match[2])
            current = items
        elif not line.strip():
            current = None if current is texts or not items else current
        elif current:
            current[-1] += " " + line.strip()
        else:
            texts.append(line.strip())
            current = texts
    return [told(text, node.origin) for text in texts], [told(text, node.origin) for text in items]
