"""Writes the JSON Schema and the reference of all keys, `docs/cv.schema.json` and `docs/fields.md`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from cvgen.entries import ENTRY_TYPES  # noqa: E402
from cvgen.fields import described, meaning_of  # noqa: E402
from cvgen.identifiers import Arxiv, Doi, Isbn, Orcid, Pmid, Urn  # noqa: E402
from cvgen.model import (  # noqa: E402
    Author,
    Basics,
    Date,
    Design,
    Entry,
    Highlight,
    LanguageTag,
    Locale,
    Located,
    NamedLink,
    Person,
    Profile,
    SectionChoice,
    Tag,
    Text,
    Url,
    Variant,
)
from cvgen.reader.objects import keys_of  # noqa: E402
from cvgen.schema import schema  # noqa: E402
from cvgen.works import KINDS  # noqa: E402

KINDS_OF_VALUES: dict[Any, str] = {
    Text: "text", str: "plain text", Date: "date", Url: "URL", LanguageTag: "language", int: "number",
    float: "number", bool: "yes or no", Design: "[design](#the-design)", Author: "names", NamedLink: "links",
    Highlight: "highlights", Tag: "tags", Profile: "profiles", Person: "people", SectionChoice: "sections",
    **dict.fromkeys((Doi, Arxiv, Pmid, Isbn, Urn, Orcid), "identifier"),
}  # fmt: skip
HEAD = """\
# All keys

<!-- made by `make reference` from cvgen/fields.yaml and the model; do not change it by hand -->

What each key of `cv.yaml` means. [Writing cv.yaml](writing.md) says how they work together. Keys in **bold** are
required. The same texts are in the [JSON Schema](cv.schema.json), which `cvgen schema` prints: with it an editor
completes and explains the keys as you write.

A *text* may have [inline markup](text.md) and several languages, a *plain text* has neither. A *date* is 2014, 2014-08,
2014-08-31, present, or words.
"""


def written(value: Any) -> str:
    """Return an example as it is written in YAML, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def kind_of(kind: Any) -> str:
    """Return what kind of value a key has, in a word or two."""
    if kind in KINDS_OF_VALUES:
        return KINDS_OF_VALUES[kind]
    if get_origin(kind) is not tuple:
        return "mapping"
    item = get_args(kind)[0]
    return f"list of {KINDS_OF_VALUES[item]}s" if item in (Text, str) else KINDS_OF_VALUES[item]


def table(cls: type[Located], keys: list[str]) -> Iterator[str]:
    """Yield the lines of a table of keys."""
    yield "| Key | Value | What it is | For example |"
    yield "|---|---|---|---|"
    for key in keys:
        kind, field = keys_of(cls)[key]
        name = f"**`{key}`**" if field.metadata.get("required") else f"`{key}`"
        meaning = meaning_of(cls, key)
        shown = " · ".join(f"`{written(example)}`" for example in meaning.examples)
        yield f"| {name} | {kind_of(kind)} | {meaning.text} | {shown} |".replace("\n", " ")
    yield ""


def top() -> Iterator[str]:
    """Yield the table of the file's top level."""
    yield "| Key | What it is | For example |"
    yield "|---|---|---|"
    for key, meaning in described()["CV"].keys.items():
        name = f"**`{key}`**" if key == "basics" else f"`{key}`"
        yield f"| {name} | {meaning.text} | `{written(meaning.examples[0])}` |"
    yield ""


def reference() -> str:
    """Return the reference of all keys."""
    lines = [HEAD, "## The top level", "", *top()]
    for title, cls in (("The basics", Basics), ("A profile", Profile), ("A person", Person),
                       ("The locale", Locale), ("A variant", Variant),
                       ("A section of a variant", SectionChoice)):  # fmt: skip
        keys = [key for key in keys_of(cls) if not (cls is Variant and key == "name")]
        lines += [f"## {title}", "", described()[cls.__name__].text, "", *table(cls, keys)]
    lines += ["## The design", "", described()["Design"].text, ""]
    lines += ["[Writing cv.yaml](writing.md#design) has the options, [Text](text.md) the fonts.", ""]
    lines += ["## A section", "", "A list of entries, or a mapping with these keys:", ""]
    lines += [f"- `{key}`: {meaning.text}" for key, meaning in described()["Section"].keys.items() if key != "name"]
    common = list(keys_of(Entry))
    lines += ["", "## Every entry", "", "All entries of all sections have these keys.", "", *table(Entry, common)]
    lines += ["A highlight is a text, or a mapping with these keys and `tags`, `priority` and `keep`:", ""]
    lines += [*table(Highlight, ["text"]), "Links are a mapping of names to URLs, or a list with these keys:", ""]
    lines += [*table(NamedLink, list(keys_of(NamedLink)))]
    for name, kind in ENTRY_TYPES.items():
        lines += [f"## `{name}`", "", described()[kind.__name__].text, ""]
        lines += table(kind, [key for key in keys_of(kind) if key not in common])
        if name == "publications":
            lines += ["Kinds are " + ", ".join(f"`{one}`" for one in KINDS) + ".", ""]
    return "\n".join(lines).rstrip() + "\n"


def files() -> dict[Path, str]:
    """Return what belongs into each file."""
    return {
        ROOT / "docs" / "cv.schema.json": json.dumps(schema(), ensure_ascii=False, indent=1) + "\n",
        ROOT / "docs" / "fields.md": reference(),
    }


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
