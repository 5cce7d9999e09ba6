"""The JSON Schema says what the reader says: what one refuses, the other refuses, as far as a schema can say it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cvgen.cli import main
from cvgen.entries import ENTRY_TYPES, Summary
from cvgen.fields import described, meaning_of
from cvgen.model import (
    CV,
    Basics,
    Date,
    Entry,
    FontChoice,
    Highlight,
    Locale,
    NamedLink,
    Person,
    Profile,
    Section,
    SectionChoice,
    Variant,
)
from cvgen.reader.names import TOP_KEYS
from cvgen.reader.objects import keys_of
from cvgen.schema import schema
from tests import yaml12
from tests.conftest import ROOT, problems
from tests.test_bad import BAD, diagnose

OBJECTS = [
    CV,
    Basics,
    Person,
    Profile,
    Locale,
    Variant,
    SectionChoice,
    Section,
    NamedLink,
    Highlight,
    *ENTRY_TYPES.values(),
]
CLASSES = list(dict.fromkeys(OBJECTS))


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(json.dumps(schema())))


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    "path", [ROOT / "cv.yaml", *sorted((ROOT / "docs/examples").glob("*.yaml"))], ids=lambda path: path.name
)
def test_the_sample_and_the_examples_are_valid(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    validator().validate(yaml12.load(text))
    validator().validate(json.loads(json.dumps(yaml.safe_load(text), default=str)))  # as YAML 1.1 has it


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_key_has_a_meaning_and_examples_that_are_right(cls: type[Any]) -> None:
    assert described()[cls.__name__].text.endswith(".")
    for key in set(keys_of(cls)) - ({"name"} if cls is Variant else set()):
        meaning = meaning_of(cls, key)
        assert meaning.text.endswith("."), key
        assert meaning.examples
        said = validator().schema["$defs"].get(cls.__name__, {"properties": {}})["properties"].get(key)
        for example in meaning.examples if said else ():
            validator().evolve(schema={"$defs": validator().schema["$defs"], **said}).validate(example)


def test_nothing_is_described_that_is_not_there() -> None:
    known = {cls.__name__: cls for top in (*CLASSES, Summary, FontChoice) for cls in top.__mro__}
    for name, entry in described().items():
        fields = {*known[name].__dataclass_fields__} if name in known else set()
        fields |= {*TOP_KEYS} if name == "CV" else set()
        assert fields or name in ("Design", "Author"), name
        if name in known:
            assert set(entry.keys) <= fields, name


VALUES = ["text", "2014", "3.5", "[]", "[a, b]", "{}", "{en: a, de: b}", "{x y: a}", "true", "yes", "", "~", "'2014-08-01'", "2014-08-01", "2014-13",
          "https://example.org", "mailto:a@b.org", "ftp://a", "example.org", "a@b.org", "101", "0", "-1", "[[a]]", "[{a: b}]", "[~]", "zh-TW", "present",
          "{text: a}", "[{text: a, tags: [b]}]", "{paper: 'https://a.org'}", "[{label: a, url: 'https://a.org'}]", "'5'"]  # fmt: skip
UNSAYABLE = {
    "exclude", "include",  # whether a tag is there
    "since",  # whether words name a year
    "name",  # whether a section is there, or the name is empty
    "language",  # the reader takes any tag; that cvgen has words for it is looked at later
    "extends", "template", "photo", "authors",  # whether there is such a variant, template or photo; where one author's name ends
}  # fmt: skip
WHERE = {
    "Basics": "basics: {{name: A, {0}}}\n",
    "Profile": "basics: {{name: A, profiles: [{{network: A, url: 'https://a.org', {0}}}]}}\n",
    "Locale": "basics: {{name: A}}\nlocale: {{{0}}}\n",
    "Variant": "basics: {{name: A}}\nsections: {{talks: [{{title: a}}]}}\nvariants: {{academic: {{{0}}}}}\n",
    "SectionChoice": "basics: {{name: A}}\nsections: {{a: {{type: talks}}}}\nvariants: {{academic: {{sections: [{{name: a, {0}}}]}}}}\n",
    "NamedLink": "basics: {{name: A}}\nsections: {{talks: [{{title: a, links: [{{label: a, url: 'https://a.org', {0}}}]}}]}}\n",
    "Highlight": "basics: {{name: A}}\nsections: {{talks: [{{title: a, highlights: [{{text: a, {0}}}]}}]}}\n",
}


def without(text: str, key: str) -> str:
    """Return a text without the value that it gives a key, so that it can be given another."""
    import re

    return re.sub(rf"(?<=[{{ ]){key}: ('[^']*'|a|A), ", "", text)


def agree(text: str) -> None:
    refused = [problem for problem in problems(text) if problem.severity == "error"]
    found = list(validator().iter_errors(yaml12.load(text)))
    assert bool(refused) == bool(found), (
        text,
        [str(problem) for problem in refused],
        [error.message[:200] for error in found],
    )


@pytest.mark.parametrize("name", WHERE)
def test_reader_and_schema_agree_about_every_key_of_an_object(name: str) -> None:
    (cls,) = (cls for cls in CLASSES if cls.__name__ == name)
    for key in set(keys_of(cls)) - UNSAYABLE - ({"sections", "design"} if cls is Variant else set()):
        for value in VALUES:
            agree(without(WHERE[name], key).format(f"{key}: {value}"))


@pytest.mark.parametrize("section", ENTRY_TYPES)
def test_reader_and_schema_agree_about_every_key_of_an_entry(section: str) -> None:
    cls = ENTRY_TYPES[section]
    required = [key for key, (_, field) in keys_of(cls).items() if field.metadata.get("required")]
    # what all entries have is looked at in one section
    for key in set(keys_of(cls)) - {"authors"} - (set() if section == "talks" else set(keys_of(Entry))):
        given = "".join(f"{name}: a, " for name in required or ["location"] if name != key)
        for value in VALUES:
            if value == "true" and keys_of(cls)[key][0] is Date:  # a word for the reader; an editor may frown
                continue
            agree(f"basics: {{name: A}}\nsections: {{{section}: [{{{given}{key}: {value}}}]}}\n")


# What no schema can say: what stands elsewhere, in what order, how often, on this machine, or how YAML was written.
BEYOND = {"alias", "authors", "control-character", "dates", "documents", "doubled-key", "font", "future", "missing-glyph", "photo", "reversed-dates",
          "right-to-left", "tag", "template", "twice", "unknown-option", "unknown-tag", "yaml", "key", "empty-name"}  # fmt: skip


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_broken_files_are_refused(path: Path) -> None:
    errors = {problem.code for problem in diagnose(path) if problem.severity == "error"}
    if errors & {"yaml", "alias", "tag", "key", "documents"}:  # no editor reads it as data
        return
    data = yaml12.load(path.read_text(encoding="utf-8"))
    valid = validator().is_valid(data)
    if not errors:
        assert valid, list(validator().iter_errors(data))
    elif errors - BEYOND - {"unknown-section"} and path.stem != "variant-unknown-things":
        assert not valid


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(schema()))
