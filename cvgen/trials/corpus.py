"""The CVs that a template is tried with, as texts of YAML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

from cvgen.entries import ENTRY_TYPES
from cvgen.frozen import record
from cvgen.manifest import Option
from cvgen.model import Author, Text
from cvgen.reader.objects import keys_of
from cvgen.template import Template
from cvgen.trials.fields import everything, least

EVERY_KEY = "every key of every type"
_NAME = "Ada Lovelace"
_LONG_MONTHS = ("de", "fr", "zh")  # with long dates, with spaces before punctuation, without spaces between words


@record(frozen=True)
class Trial:
    """One thing to try: its name, a CV file, and what the variant asks for.

    If it is `whole`, all sections are shown, although the template may be for some of them.
    """

    name: str
    text: str
    design: dict[str, str] = field(default_factory=dict)
    language: str = "en"
    pages: int | None = None
    photo: bool = False
    whole: bool = False


def trials_of(template: Template) -> Iterator[Trial]:
    """Yield what a template is to be tried with."""
    texts = _texts()
    yield Trial(EVERY_KEY, _yaml(everything()), whole=True)
    yield Trial("a name alone", _yaml({"basics": {"name": _NAME}}))
    yield Trial("the least of every type", _yaml(least()), whole=True)
    yield Trial("hostile texts", _yaml(_filled(texts["hostile"])), whole=True)
    yield Trial("long words and texts", _yaml(_filled(texts["long"])), whole=True)
    for number, name in enumerate((texts["hostile"][1], *texts["long"][1:3], "温伟"), 1):
        yield Trial(f"a name and contacts that are hard to set, {number}", _yaml(_headed(name, texts)))
    whole = _yaml(everything(("journal", "conference"), each=1))
    yield Trial("many pages", _yaml(_many()))
    if template.fit.spacing != (100, 100) or template.fit.text_sizes:
        yield Trial("two pages for more than they hold", _yaml(_many()), pages=2)
    for language in _LONG_MONTHS:
        yield Trial(f"the language {language}", whole, language=language)
    if "photo" in template.options:
        yield Trial("a photo", whole, {"photo": "yes"}, photo=True)
    for name, option in template.options.items():
        for value in _values(option):
            yield Trial(f"{name}: {value}", whole, {name: value})


def _values(option: Option) -> Sequence[str]:
    """Return the values of an option that are to be tried, its default apart, which all other trials have."""
    if option.kind == "boolean":
        values: Sequence[str] = ("true", "false")
    elif option.kind == "colour":
        values = ("000000",)
    else:  # choices, or the least and the greatest number
        values = option.values
    default = option.read(option.default)
    return [value for value in values if option.read(value) != default]


@cache
def _texts() -> dict[str, Any]:
    import yaml

    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "texts.yaml").read_text(encoding="utf-8"))
    return found


def _yaml(cv: dict[str, Any]) -> str:
    """Return a CV as YAML, a line for each entry."""
    lines = [f"basics: {_json(cv['basics'])}", "sections:" if cv.get("sections") else ""]
    for name, section in cv.get("sections", {}).items():
        lines += [f"  {_json(name)}:", f"    type: {section['type']}", "    entries:"]
        lines += [f"      - {_json(entry)}" for entry in section["entries"]]
    return "\n".join([*lines, ""])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _text_keys(type_: str) -> list[tuple[str, bool]]:
    """Return the keys of an entry type that hold texts, and whether each holds a list of them."""
    found = []
    for name, (kind, declared) in keys_of(ENTRY_TYPES[type_]).items():
        item = getattr(kind, "__args__", (kind,))[0]
        if item in (Text, Author) and declared.metadata.get("role") and name not in ("email", "status"):
            found.append((name, item is not kind))
    return found


def _filled(texts: Sequence[str]) -> dict[str, Any]:
    """Return a CV with texts in all fields of entries, each in many, and in titles of sections."""
    following = cycle(texts)
    sections = {}
    for type_ in ENTRY_TYPES:
        entries = []
        for _ in range(2):
            entry = {name: [next(following)] if many else next(following) for name, many in _text_keys(type_)}
            address = "https://example.org/a_b%20c#d"
            entries.append({**entry, "highlights": [next(following)], "links": {next(following): address}})
        sections[type_] = {"type": type_, "entries": entries}
    for number, text in enumerate(texts):
        sections[f"titled {number}"] = {"type": "general", "entries": [{"title": "x"}], "title": text}
    return {"basics": {"name": _NAME}, "sections": sections}


def _headed(name: str, texts: dict[str, Any]) -> dict[str, Any]:
    """Return a CV with a name in all of the basics, and long contacts."""
    basics = {
        "name": name,
        "native_name": name,
        "label": f"{name}, {texts['sentence']}",
        "location": f"{name}, {texts['hostile'][0]}",
        "phone": "+44 20 7946 0000",
        "email": "a.very.long.name.of.somebody@and.the.name.of.a.department.example.org",
        "url": texts["long"][0],
        "profiles": [{"network": name, "url": f"https://example.org/{number}"} for number in range(3)],
        "summary": f"{name}. {texts['sentence']}",
    }
    publication = {"title": texts["sentence"], "authors": [f"{name}*", "Charles Babbage"], "marks": {"*": name}}
    return {"basics": basics, "sections": {"publications": {"type": "publications", "entries": [publication]}}}


def _many() -> dict[str, Any]:
    """Return a CV of many pages, whose entries are of many heights, so that some stand at the end of a page."""
    sentence = _texts()["sentence"]
    words = sentence.split()
    positions = [
        {
            "position": f"Analyst {number}",
            "organization": " ".join(words[: 3 + number % 9]),
            "start": 2000 - number,
            "end": 2001 - number,
            "highlights": [" ".join(words[at : at + 4 + 5 * (number % 4)]) for at in range(number % 5)],
        }
        for number in range(60)
    ]
    publications = [
        {
            "title": f"{' '.join(words[number % 7 :])} {number}",
            "authors": [_NAME, *(f"Charles Babbage {one}" for one in range(number % 11))],
            "kind": ("journal", "conference", "preprint")[number % 3],
            "venue": " ".join(words[: 2 + number % 8]),
            "date": 2020 - number // 4,
            "links": {"paper": f"https://example.org/{number}", "code": f"https://example.org/code/{number}"},
        }
        for number in range(80)
    ]
    basics = {"name": _NAME, "label": "Analyst", "email": "ada@example.org", "summary": sentence}
    entries = {"experience": positions, "publications": publications}
    return {"basics": basics, "sections": {name: {"type": name, "entries": some} for name, some in entries.items()}}
