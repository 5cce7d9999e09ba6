import pytest

from cvgen import identifiers
from cvgen.identifiers import READERS, WrongIdentifier


@pytest.mark.parametrize(
    ("kind", "written", "read", "url"),
    [
        ("doi", "10.1000/182", "10.1000/182", "https://doi.org/10.1000/182"),
        ("doi", "https://doi.org/10.1000/182", "10.1000/182", "https://doi.org/10.1000/182"),
        ("doi", "DOI: 10.1000/182", "10.1000/182", "https://doi.org/10.1000/182"),
        ("doi", "http://dx.doi.org/10.1002/(SICI)1097(199806)49:8%3C693::AID%3E3.0.CO;2-O",
         "10.1002/(SICI)1097(199806)49:8<693::AID>3.0.CO;2-O",
         "https://doi.org/10.1002/(SICI)1097(199806)49:8%3C693::AID%3E3.0.CO;2-O"),
        ("doi", "10.1000/a#b%c", "10.1000/a#b%c", "https://doi.org/10.1000/a%23b%25c"),
        ("arxiv", "arXiv:1906.02909v2", "1906.02909v2", "https://arxiv.org/abs/1906.02909v2"),
        ("arxiv", "https://arxiv.org/pdf/1906.02909.pdf", "1906.02909", "https://arxiv.org/abs/1906.02909"),
        ("arxiv", "1412.9999 [cs.LG]", "1412.9999", "https://arxiv.org/abs/1412.9999"),
        ("arxiv", "hep-th/9901001", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("arxiv", "math.GT/0309136v1", "math.GT/0309136v1", "https://arxiv.org/abs/math.GT/0309136v1"),
        ("pmid", "PMID: 16354850", "16354850", "https://pubmed.ncbi.nlm.nih.gov/16354850"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/16354850/", "16354850", "https://pubmed.ncbi.nlm.nih.gov/16354850"),
        ("isbn", "ISBN 978-0-262-03384-8", "978-0-262-03384-8", "https://www.worldcat.org/isbn/9780262033848"),
        ("isbn", "0-8044-2957-x", "0-8044-2957-X", "https://www.worldcat.org/isbn/080442957X"),
        ("isbn", "9780262033848", "9780262033848", "https://www.worldcat.org/isbn/9780262033848"),
        ("urn", "URN:NBN:de:101:1-201102033592", "urn:nbn:de:101:1-201102033592",
         "https://nbn-resolving.org/urn:nbn:de:101:1-201102033592"),
        ("urn", "urn:ietf:rfc:8141", "urn:ietf:rfc:8141", ""),
        ("orcid", "https://orcid.org/0000-0002-1694-233X", "0000-0002-1694-233X", "https://orcid.org/0000-0002-1694-233X"),
        ("orcid", "0000000218250097", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
    ],
)  # fmt: skip
def test_identifiers_have_one_form_and_lead_somewhere(kind: str, written: str, read: str, url: str) -> None:
    assert READERS[kind](written) == read
    assert READERS[kind](read) == read
    assert identifiers.url_of(kind, read) == url


@pytest.mark.parametrize(
    ("kind", "written", "hint"),
    [
        ("doi", "11.1000/182", "10.1000/182"),
        ("doi", "10.1000", "10.1000/182"),
        ("doi", "10.1000/a b", "10.1000/182"),
        ("arxiv", "1906.2909", "1906.02909"),
        ("arxiv", "1413.0001", "1906.02909"),
        ("arxiv", "0703.0001", "hep-th/9901001"),
        ("arxiv", "hep-th/9913001", "hep-th/9901001"),
        ("pmid", "0123", "eight digits"),
        ("pmid", "PMC123", "eight digits"),
        ("isbn", "978-0-262-03384-9", "would be 8"),
        ("isbn", "0-8044-2957-1", "would be X"),
        ("isbn", "977-0-262-03384-8", "10 or 13 digits"),
        ("urn", "nbn:de:101", "urn:nbn"),
        ("urn", "urn:isbn:9780262033849", "would be 8"),
        ("orcid", "0000-0002-1825-0098", "would be 7"),
        ("orcid", "0000-0002-1825", "16 digits"),
    ],
)
def test_wrong_ones_are_refused_with_a_hint(kind: str, written: str, hint: str) -> None:
    with pytest.raises(WrongIdentifier) as caught:
        READERS[kind](written)
    assert hint in caught.value.hint
