"""The JSON Schema of cv.yaml (draft 2020-12), generated from the model, so that editors complete and explain.

It says what the reader accepts, as far as a schema can, of YAML as editors read it: 2014 is a number and yes a text. An
empty value is as good as none, so every key that need not be there may be null.
"""

from __future__ import annotations

from pathlib import Path

from cvgen.diagnostics import UsageError
from cvgen.engine import NAMES
from cvgen.entries import ENTRY_TYPES
from cvgen.fields import described, meaning_of
from cvgen.locale import languages
from cvgen.manifest import Option
from cvgen.model import (
    CV,
    FONT_ROLES,
    FONT_STYLES,
    Basics,
    Design,
    Entry,
    Highlight,
    Item,
    Locale,
    Located,
    NamedLink,
    Person,
    Profile,
    Section,
    SectionChoice,
    Variant,
)
from cvgen.reader.objects import keys_of
from cvgen.schema.values import SCALAR, SIMPLE, Schema, array, or_null, ref, special, type_of
from cvgen.template import load_template, names_in, template_folders
from cvgen.works import Publication

__all__ = ["schema"]


def schema() -> Schema:
    """Return the schema of a whole file."""
    definitions = {name: dict(simple) for name, simple in SIMPLE.items()}
    mains = "|".join(sorted({language.partition("-")[0] for language in languages()}))
    definitions["language"]["pattern"] = f"^({mains})(-[A-Za-z0-9]{{2,8}})*$"
    definitions["language"]["examples"] = list(languages())
    for name, cls in (*_objects().items(), *((cls.__name__, cls) for cls in ENTRY_TYPES.values())):
        definitions[name] = _object(cls)
    definitions["Design"] = _design()
    definitions["typed_section"] = _typed_section()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cvgen: cv.yaml",
        "description": described()["CV"].text,
        "type": "object",
        "properties": {
            "extends": _with_meaning(CV, "extends", {"type": "string"}),
            "basics": _with_meaning(CV, "basics", ref("Basics"), required=True),
            "people": _with_meaning(CV, "people", array(ref("Person"))),
            "sections": _with_meaning(CV, "sections", _sections()),
            "variants": _with_meaning(CV, "variants", _variants()),
            "locale": _with_meaning(CV, "locale", ref("Locale")),
            "design": _with_meaning(CV, "design", ref("Design")),
            "engine": _with_meaning(CV, "engine", {"enum": list(NAMES)}),
        },
        "anyOf": [{"required": ["basics"]}, {"required": ["extends"]}],  # what an overlay leaves out, its base has
        "additionalProperties": False,
        "$defs": definitions,
    }


def _objects() -> dict[str, type[Located]]:
    classes = (Basics, Profile, Person, Locale, Variant, SectionChoice, NamedLink, Highlight)
    return {cls.__name__: cls for cls in classes}


def _with_meaning(cls: type[Located], key: str, kind: Schema, *, required: bool = False) -> Schema:
    """Return the schema of a key: its meaning, and its type; null where it need not be there."""
    meaning = meaning_of(cls, key)
    said = {"description": meaning.text, "examples": list(meaning.examples)}
    return {**said, **kind} if required else {**said, "anyOf": [kind, {"type": "null"}]}


def _object(cls: type[Located]) -> Schema:
    """Return the schema of a class of the model."""
    properties, required = {}, []
    for key, (kind, field) in keys_of(cls).items():
        if cls is Variant and key == "name":  # it is the key under which the variant stands
            continue
        needed = bool(field.metadata.get("required"))
        properties[key] = _with_meaning(cls, key, special(cls, key) or type_of(kind), required=needed)
        if needed and not (cls is Publication and key == "title"):  # which a .bib file may have
            required.append(key)
    found: Schema = {"description": described()[cls.__name__].text, "type": "object", "properties": properties}
    found |= {"required": required} if required else {}
    if cls is Publication:
        found["anyOf"] = [{"required": ["title"]}, {"required": ["key"]}]
    elif issubclass(cls, Entry) and not required:
        printed = [key for key, (_, field) in keys_of(cls).items() if field.metadata.get("role")]
        found["anyOf"] = [{"required": [key], "properties": {key: {"not": {"type": "null"}}}} for key in printed]
    return {**found, "additionalProperties": False}


def _sections() -> Schema:
    """Return the schema of the sections: known ones by name, others with a type."""
    known = {}
    for name, cls in ENTRY_TYPES.items():
        entries = {"type": "array", "items": ref(cls.__name__)}
        keys = {**_section_keys(or_null(entries)), **(_bib_keys() if cls is Publication else {})}
        whole = {
            "if": {"required": ["type"]},
            "then": ref("typed_section"),
            "else": {"type": "object", "properties": keys, "additionalProperties": False},
        }
        text = described()[cls.__name__].text
        known[name] = {"description": text, "anyOf": [entries, {"type": "object", **whole}, {"type": "null"}]}
    return {"type": "object", "properties": known, "additionalProperties": or_null(ref("typed_section"))}


def _section_keys(entries: Schema) -> Schema:
    kinds, weights = {"enum": list(ENTRY_TYPES)}, keys_of(Item).items()
    return {
        "title": _with_meaning(Section, "title", ref("text")),
        "type": _with_meaning(Section, "type", kinds, required=True),
        "entries": _with_meaning(Section, "entries", entries),
        **{key: _with_meaning(Section, key, special(Item, key) or type_of(kind)) for key, (kind, _) in weights},
    }


def _bib_keys() -> Schema:
    """Return the schema of the keys that only sections of publications have."""
    files = {"anyOf": [ref("line"), array(ref("line"))]}
    return {"bib": _with_meaning(Section, "bib", files), "marks": _with_meaning(Publication, "marks", type_of(dict))}


def _typed_section() -> Schema:
    """Return the schema of a section that names the type of its entries."""
    cases = [
        {
            "if": {"properties": {"type": {"const": name}}},
            "then": {"properties": {"entries": or_null({"type": "array", "items": ref(cls.__name__)})}},
        }
        for name, cls in ENTRY_TYPES.items()
    ]
    keys = {**_section_keys({"type": "array"}), **_bib_keys()}
    return {"type": "object", "properties": keys, "required": ["type"], "additionalProperties": False, "allOf": cases}


def _variants() -> Schema:
    name = {"pattern": r"^[^\s!-,./:-@\[-^`{-~]+$", "maxLength": 100}
    return {"type": "object", "propertyNames": name, "additionalProperties": or_null(ref("Variant"))}


def _design() -> Schema:
    """Return the schema of the design: the options of the templates that come with cvgen, others as they are."""
    properties: Schema = {}
    ours = template_folders(Path())[-1:]
    for template in names_in(ours):
        for name, option in load_template(template, ours, UsageError).options.items():
            properties[name] = _merged(properties.get(name), option)
    files = {style: {"type": "string", "description": f"The file of the {style} style."} for style in FONT_STYLES}
    font = {
        "anyOf": [
            {"type": "string"},
            {"type": "object", "properties": files, "required": ["regular"], "additionalProperties": False},
        ]
    }
    properties["fonts"] = _with_meaning(
        Design,
        "fonts",
        {"type": "object", "properties": dict.fromkeys(FONT_ROLES, or_null(font)), "additionalProperties": False},
    )
    return {
        "description": described()["Design"].text,
        "type": "object",
        "properties": properties,
        "additionalProperties": or_null(SCALAR),
    }


def _merged(known: Schema | None, option: Option) -> Schema:
    """Return the schema of an option; of two numbers the wider range, for each template has its own."""
    kind: Schema
    if option.kind == "choice":
        kind = {"enum": list(option.values)}
    elif option.kind == "number":
        least, most = map(float, option.values)
        if known:
            least, most = min(least, known["anyOf"][0]["minimum"]), max(most, known["anyOf"][0]["maximum"])
        kind = {"type": "number", "minimum": least, "maximum": most}
    elif option.kind == "integer":
        low, high = map(int, option.values)
        kind = {"type": "integer", "minimum": low, "maximum": high}
    elif option.kind == "boolean":
        kind = ref("flag")
    else:
        kind = {"type": ["string", "integer"], "pattern": "^#?[0-9A-Fa-f]{6}$", "minimum": 0, "maximum": 999_999}
    text = known["description"] if known else f"{option.description} Without it: {option.default}."
    return {"description": text, "anyOf": [kind, {"type": "null"}]}
