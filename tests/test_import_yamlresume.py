"""YAMLResume: the sections of JSON Resume, with Markdown in them."""

import re
from pathlib import Path

import pytest
import yaml

from cvgen.importers import format_of
from cvgen.model import Date
from cvgen.pipeline import build
from tests.importing import imported, letters, strings
from tests.pdf import text_of

RESUME = """\
content:
  basics:
    name: Mary Somerville
    headline: Queen of science
    email: mary@example.org
    phone: "01234"
    url: https://mary.example.org
    summary: |
      Wrote of **everything**.

      - Heavens
      - Seas
  location: {address: 1 Street, city: Jedburgh, region: Borders, country: Scotland, postalCode: TD8}
  profiles:
    - {network: GitHub, url: "https://github.com/mary", username: mary}
  education:
    - {institution: Musselburgh, degree: Diploma, area: Manners, score: low, startDate: "Sep 1, 1790", endDate: Jul 1791, courses: [Grammar, Cross-stitch], summary: "- One\\n- Two"}
  work:
    - name: Home
      position: Author
      startDate: Dec 1826
      endDate:
      summary: |
        A paragraph
        over two lines.

        1. The Mechanism of the Heavens
           in a second line
        2. On the [Connexion](https://connexion.example.org)
      keywords: [astronomy, optics]
  languages: [{language: English, fluency: Native or Bilingual Proficiency, keywords: [Scots]}]
  skills: [{name: Algebra, level: Expert, keywords: [Series]}]
  awards: [{title: Victoria Medal, awarder: RGS, date: "1869", summary: Gold.}]
  certificates: [{name: Membership, issuer: RAS, date: Mar 1835, url: "https://ras.example.org"}]
  publications: [{name: Physical Geography, publisher: Murray, releaseDate: Dec 1848, url: "https://book.example.org", summary: "- First of its kind"}]
  references: [{name: J. Herschel, email: jh@example.org, phone: "5678", relationship: Astronomer, summary: Exact.}]
  projects: [{name: Rays, description: Of the spectrum, summary: "- Magnetised a needle", startDate: Sep 1825, endDate: Dec 1826, keywords: [Light], url: "https://rays.example.org"}]
  interests: [{name: Painting, keywords: [Landscapes]}]
  volunteer: [{organization: Petition, position: First to sign, startDate: "1866", summary: "- For the vote"}]
locale: {language: es}
layouts: [{engine: latex, template: moderncv-banking}]
"""


def test_every_section_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "resume.yml"
    path.write_text(RESUME, "utf-8")
    assert format_of(path) == "yamlresume"
    found, loaded = imported("yamlresume", path)
    (built,) = build(tmp_path / "cv.yaml")
    printed = letters(text_of(built.path))
    for text in strings(yaml.load(RESUME, Loader=yaml.BaseLoader)["content"]):
        if re.fullmatch(r"https?:.*|.*\b1[78]\d\d", text):
            continue
        for line in re.split(r"\n\s*(?=- |\d\.|\n)|^- ", text):
            assert letters(re.sub(r"^\d\. |\]\([^)]*\)|[*\[]", "", line)) in printed, line
    by_name = {section.name: section.entries for section in loaded.cv.sections}
    (work,) = by_name["experience"]
    assert work.start == Date(1826, 12)
    assert work.summary.plain == "A paragraph over two lines."  # type: ignore[union-attr]
    assert [one.text.plain for one in work.highlights] == [
        "The Mechanism of the Heavens in a second line",
        "On the Connexion",
    ]
    assert loaded.cv.locale.language == "es"
    assert '#   layouts: [{"engine": latex, "template": moderncv-banking}]' in found.text
    assert not loaded.warnings
