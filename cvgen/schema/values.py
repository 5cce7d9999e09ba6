"""The values of cv.yaml as JSON Schema: texts, dates, links, lists."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from cvgen.fits import FITS
from cvgen.identifiers import Arxiv, Doi, Isbn, Orcid, Pmid, Urn
from cvgen.markup import SCHEMES
from cvgen.model import (
    Author,
    Date,
    Design,
    Highlight,
    LanguageTag,
    Located,
    NamedLink,
    Person,
    Profile,
    SectionChoice,
    Text,
    Url,
)
from cvgen.naming import FIELDS
from cvgen.reader.meaning import HIDEABLE
from cvgen.tags import LANGUAGES
from cvgen.works import KINDS

Schema = dict[str, Any]

_IN_FILE_NAME = r"[^\x00-\x1f\x7f!-'*/:-@\[-^`{-~]"  # what ASCII has besides letters, digits and . , ( ) + -
SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_LANGUAGE = f"({'|'.join(LANGUAGES)}|[a-z]{{3}})(-[A-Za-z0-9]{{2,8}})*"
_DAY = r"[12]\d{3}(-(0?[1-9]|1[0-2])(-(0?[1-9]|[12]\d|3[01]))?)?"
SIMPLE: dict[str, Schema] = {
    "text": {
        "description": "A text with inline Markdown, or texts by language: {en: …, zh: …}.",
        "anyOf": [
            SCALAR,
            {
                "type": "object",
                "propertyNames": {"pattern": f"^{_LANGUAGE}$"},
                "additionalProperties": SCALAR,
                "minProperties": 1,
            },
        ],
    },
    "line": {"description": "A text without markup.", **SCALAR},
    "date": {
        "description": "2014, 2014-08, 2014-08-31, present, or words such as Fall 2018.",
        "anyOf": [
            {"type": "integer", "minimum": 1000, "maximum": 2999},
            # words have a letter, that is something but digits, white space and punctuation
            {"type": "string", "pattern": rf"^\s*{_DAY}\s*$|[^\d\s!-/:-@\[-`{{-~–—·…]"},
        ],
    },
    "url": {
        "description": "A full URL.",
        "type": "string",
        "pattern": r"^\s*([hH][tT][tT][pP][sS]?://[^/?#\s]\S*|(" + "|".join(SCHEMES[2:]) + r"):\S+)\s*$",
    },
    "email": {
        "description": "One e-mail address.",
        "type": "string",
        "pattern": r'^\s*([^\s@,;:<>()"]+|"[^"]+")@[^\s@,;:<>()"]*[^\s@,;:<>()".]\s*$',
    },
    "language": {"description": "A BCP 47 tag such as en or zh-TW.", "type": "string"},
    "count": {
        "anyOf": [{"type": "integer", "minimum": 0, "maximum": 999_999}, {"type": "string", "pattern": "^[0-9]{1,6}$"}]
    },
    # of identifiers their form, not their check digits
    "doi": {"description": "A DOI.", "type": "string", "pattern": r"10\.\d{4,9}(\.\d+)*/\S+\s*$"},
    "arxiv": {
        "description": "A number of arXiv.",
        "anyOf": [
            {"type": "number", "minimum": 704, "not": {"type": "integer"}},
            {"type": "string", "pattern": r"\d{4}\.\d{4,5}|[a-z]/\d{7}|[A-Z]{2}/\d{7}"},
        ],
    },
    "pmid": {
        "description": "A number of PubMed.",
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 99_999_999},
            {"type": "string", "pattern": r"(^|[/:\s])[1-9]\d{0,7}/?\s*$"},
        ],
    },
    "isbn": {
        "description": "An ISBN.",
        "anyOf": [{"type": "integer", "minimum": 100_000_000}, {"type": "string", "pattern": r"\d([\s‐–-]?\d){8}"}],
    },
    "urn": {"description": "A URN.", "type": "string", "pattern": r"^\s*[uU][rR][nN]:[A-Za-z0-9]"},
    "orcid": {"description": "An ORCID iD.", "type": "string", "pattern": r"\d([\s-]?\d){14}[\s-]?[\dXx]"},
    "flag": {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "Yes", "No", "YES", "NO", "true", "false"]}]},
}


def ref(name: str) -> Schema:
    """Return a reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def special(cls: type[Located], key: str) -> Schema | None:
    """Return the schema of a key whose values say more than its type does."""
    if key == "email":
        return ref("email")
    return {
        "Basics.private": array({"enum": list(HIDEABLE)}),
        "Variant.private": {"enum": ["show", "hide"]},
        "Variant.pages": _number(1, 999_999, "^0*[1-9][0-9]{0,5}$"),
        "Publication.kind": {"enum": list(KINDS)},
        "Variant.fit": {"enum": list(FITS)},
        "Variant.filename": {
            "anyOf": [
                {"type": "boolean"},
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": rf"^(?![.\s-])(\{{({'|'.join(FIELDS)})\}}|{_IN_FILE_NAME})*$"},
            ]
        },
        "SectionChoice.kinds": array({"enum": list(KINDS)}),
        f"{cls.__name__}.priority": _number(0, 100, "^0*(100|[0-9]{1,2})$"),
        f"{cls.__name__}.min_priority": _number(0, 100, "^0*(100|[0-9]{1,2})$"),
        "SectionChoice.pages": {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": 999.999},
                {"type": "string", "pattern": r"^(?!0*(\.0*)?$)[0-9]{1,3}(\.[0-9]{1,3})?$"},
            ]
        },
    }.get(f"{cls.__name__}.{key}")


def _number(least: int, most: int, quoted: str) -> Schema:
    """Return the schema of a whole number, which may be quoted."""
    return {"anyOf": [{"type": "integer", "minimum": least, "maximum": most}, {"type": "string", "pattern": quoted}]}


def type_of(kind: Any) -> Schema:
    """Return the schema of a type of the model."""
    if kind in _NAMES:
        return ref(_NAMES[kind])
    if get_origin(kind) is not tuple:  # marks
        names = {"pattern": "^([*†‡§¶]+|[a-z0-9])$"}
        return {"type": "object", "propertyNames": names, "additionalProperties": or_null(ref("text"))}
    item = get_args(kind)[0]
    return _LISTS[item] if item in _LISTS else array(ref(_NAMES.get(item, "line")))


def array(items: Schema) -> Schema:
    """Return the schema of a list; the reader skips what is empty in one."""
    return {"type": "array", "items": or_null(items)}


def or_null(kind: Schema) -> Schema:
    """Return the schema of a value that need not be given."""
    return {"anyOf": [kind, {"type": "null"}]}


_NAMES: dict[Any, str] = {
    Text: "text",
    str: "line",
    Date: "date",
    Url: "url",
    LanguageTag: "language",
    int: "count",
    bool: "flag",
    Design: "Design",
    Profile: "Profile",
    Person: "Person",
    Doi: "doi",
    Arxiv: "arxiv",
    Pmid: "pmid",
    Isbn: "isbn",
    Urn: "urn",
    Orcid: "orcid",
}
_LISTS: dict[Any, Schema] = {
    Author: {"anyOf": [ref("line"), array(ref("line"))]},
    NamedLink: {"anyOf": [{"type": "object", "additionalProperties": ref("url")}, array(ref("NamedLink"))]},
    Highlight: array({"anyOf": [ref("text"), ref("Highlight")]}),
    SectionChoice: array({"anyOf": [ref("line"), ref("SectionChoice")]}),
}
