"""Identifiers of works and people: DOI, arXiv, PubMed, ISBN, URN and ORCID. Each is checked, and has one form.

The rules: DOI, https://www.doi.org/doi-handbook; arXiv, https://info.arxiv.org/help/arxiv_identifier.html; ISBN, the
ISBN Users' Manual; ORCID, https://support.orcid.org (ISO 7064, MOD 11-2); URN, RFC 8141.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NewType
from urllib.parse import quote, unquote

from cvgen.patterns import pattern

Doi = NewType("Doi", str)
Arxiv = NewType("Arxiv", str)
Pmid = NewType("Pmid", str)
Isbn = NewType("Isbn", str)
Urn = NewType("Urn", str)
Orcid = NewType("Orcid", str)

_DOI = pattern(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_IN_URL = pattern(r"\b10\.\d{4,9}/[^\s?#]+")
_ARXIV = pattern(r"(\d\d)(\d\d)\.(\d{4,5})(v[1-9]\d*)?", re.ASCII)
_ARXIV_UNTIL_2007 = pattern(r"[a-z]+(-[a-z]+)?(\.[A-Z]{2})?/\d\d(0[1-9]|1[0-2])\d{3}(v[1-9]\d*)?", re.ASCII)
_URN = pattern(r"(?i:urn):([A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9]):(\S+)")


class WrongIdentifier(ValueError):
    """Something that is no identifier of its kind; `hint` says how one is written."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def doi(text: str) -> Doi:
    """Return a DOI without what is often put before it. Raises WrongIdentifier."""
    bare = re.sub(r"(?i)^(?:https?://)?(?:dx\.|www\.)?doi\.org/|^doi:\s*", "", text)
    bare = unquote(bare) if bare != text and "%" in bare else bare
    if not _DOI.fullmatch(bare):
        raise WrongIdentifier(f"'{text}' is no DOI", "a DOI is written as 10.1000/182")
    return Doi(bare)


def doi_in(url: str) -> str:
    """Return the DOI in a URL in lower case, for DOIs are compared so, or an empty text."""
    match = _DOI_IN_URL.search(url)
    return match[0].casefold() if match else ""


def arxiv(text: str) -> Arxiv:
    """Return the number of a paper of arXiv, with its version if it has one. Raises WrongIdentifier."""
    bare = re.sub(r"(?i)^(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|^arxiv:\s*", "", text)
    bare = re.sub(r"(?:\.pdf)?(?:\s*\[[\w.-]+\])?$", "", bare)
    new = _ARXIV.fullmatch(bare)
    # since April 2007; five digits since 2015
    if new and new[1] + new[2] >= "0704" and "01" <= new[2] <= "12" and (len(new[3]) == 5) == (new[1] >= "15"):
        return Arxiv(bare)
    if _ARXIV_UNTIL_2007.fullmatch(bare):
        return Arxiv(bare)
    raise WrongIdentifier(f"'{text}' is no number of arXiv", "it is written as 1906.02909, or as hep-th/9901001")


def pmid(text: str) -> Pmid:
    """Return a number of PubMed. Raises WrongIdentifier."""
    bare = re.sub(
        r"(?i)^(?:https?://)?(?:www\.ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/|^pmid:?\s*", "", text
    )
    bare = bare.rstrip("/")
    if not re.fullmatch(r"[1-9][0-9]{0,7}", bare):
        raise WrongIdentifier(f"'{text}' is no number of PubMed", "it has up to eight digits, as in 16354850")
    return Pmid(bare)


def isbn(text: str) -> Isbn:
    """Return an ISBN of ten or thirteen digits, with the hyphens that it was given. Raises WrongIdentifier."""
    bare = re.sub(r"(?i)^(?:urn:)?isbn(?:-1[03])?:?\s*", "", text)
    bare = re.sub(r"[\s\u2010-\u2013]", "-", bare).upper()
    digits = bare.replace("-", "")
    if not re.fullmatch(r"[0-9]{9}[0-9X]|97[89][0-9]{10}", digits) or "--" in bare:
        raise WrongIdentifier(f"'{text}' is no ISBN", "an ISBN has 10 or 13 digits, as in 978-0-262-03384-8")
    right = digits[:-1] + (_check_of_ten(digits) if len(digits) == 10 else _check_of_thirteen(digits))
    if right != digits:
        hint = f"one of its digits is wrong: with the others its last one would be {right[-1]}"
        raise WrongIdentifier(f"'{text}' is no ISBN", hint)
    return Isbn(bare)


def _check_of_ten(digits: str) -> str:
    rest = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def _check_of_thirteen(digits: str) -> str:
    return str(-sum((3 if at % 2 else 1) * int(digit) for at, digit in enumerate(digits[:12])) % 10)


def orcid(text: str) -> Orcid:
    """Return an ORCID iD in groups of four. Raises WrongIdentifier."""
    bare = re.sub(r"(?i)^(?:https?://)?(?:www\.)?orcid\.org/|^orcid:?\s*", "", text).rstrip("/").upper()
    digits = re.sub(r"[-\s]", "", bare)
    if not re.fullmatch(r"[0-9]{15}[0-9X]", digits):
        raise WrongIdentifier(f"'{text}' is no ORCID iD", "it has 16 digits, as in 0000-0002-1825-0097")
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    right = "X" if check == 10 else str(check)
    if right != digits[15]:
        hint = f"one of its digits is wrong: with the others its last one would be {right}"
        raise WrongIdentifier(f"'{text}' is no ORCID iD", hint)
    return Orcid("-".join(digits[at : at + 4] for at in range(0, 16, 4)))


def urn(text: str) -> Urn:
    """Return a URN; what RFC 8141 takes for the same in capitals is in small letters. Raises WrongIdentifier."""
    match = _URN.fullmatch(text)
    if not match:
        raise WrongIdentifier(f"'{text}' is no URN", "a URN is written as urn:nbn:de:101:1-201102033592")
    if match[1].lower() == "isbn":
        isbn(match[2])
    return Urn(f"urn:{match[1].lower()}:{match[2]}")


READERS: dict[str, Callable[[str], str]] = {
    "doi": doi, "arxiv": arxiv, "pmid": pmid, "isbn": isbn, "urn": urn, "orcid": orcid
}  # fmt: skip
"""How each kind of identifier is read."""
NAMES = {"doi": "DOI", "arxiv": "arXiv", "pmid": "PubMed", "isbn": "ISBN", "urn": "URN", "orcid": "ORCID"}
"""What each kind is called, in every language."""
_PREFIXES = {"doi": "doi:", "arxiv": "arXiv:", "pmid": "PMID ", "isbn": "ISBN ", "urn": "", "orcid": "ORCID "}
_RESOLVERS = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "isbn": "https://www.worldcat.org/isbn/",
    "orcid": "https://orcid.org/",
}


def written(kind: str, identifier: str) -> str:
    """Return an identifier as it is printed: `doi:10.1000/182`, `ISBN 978-…`."""
    return _PREFIXES[kind] + identifier


def url_of(kind: str, identifier: str) -> str:
    """Return where an identifier leads, or "" if nobody resolves it: of URNs those of national libraries are."""
    if kind == "urn":
        return f"https://nbn-resolving.org/{quote(identifier, safe=':/-')}" if identifier.startswith("urn:nbn:") else ""
    bare = identifier.replace("-", "") if kind == "isbn" else identifier
    return _RESOLVERS[kind] + quote(bare, safe="/:;().,-_~!$&'*+=@")
