"""Punctuation that templates put between texts follows the language of the CV and what it stands behind."""

from pathlib import Path

import pytest

import cvgen
from cvgen.locale import Words, languages, table
from cvgen.markup import parse
from cvgen.model import Author, Text
from tests.pdf import text_of

FILE = """\
basics: {name: Li Wei, aliases: [李伟]}
sections:
  publications:
    - title: {en: On floods, fr: Les crues, el: Πλημμύρες, zh: 论洪水, ja: 洪水論}
      authors: [李伟*, 王芳*, 张三†]
      marks:
        "*": {en: equal, fr: égaux, el: ίσοι, zh: 同等贡献, ja: 同等}
        "†": {en: lead, fr: chef, el: πρώτος, zh: 通讯作者, ja: 責任者}
      venue: {en: Water, fr: Eau, el: Νερό, zh: 水利学报, ja: 水工学}
      acceptance: {en: a third, fr: un tiers, el: ένα τρίτο, zh: 三成, ja: 三割}
      award: {en: "Prize, 2/358", fr: "Prix, 2/358", el: "Βραβείο, 2/358", zh: 论文奖，2/358, ja: 論文賞、358件中2件}
      note: {en: Note, fr: Remarque, el: Σημείωση, zh: 附注, ja: 備考}
      links:
        - {label: {en: code, zh: 代码}, url: "https://example.org/code"}
        - {label: {en: paper, zh: 论文}, url: "https://example.org/paper"}
    - title: {en: What now?, zh: 怎么办？}
      authors: [Li Wei, 王一, 王二, 王三, 王四, 王五, 王六, 王七, 王八*, A. Bell, B. Bell, C. Bell]
      marks: {"*": {en: lead, zh: 第一作者}}
      venue: {en: Water News, zh: 水利报}
  experience:
    - position: {en: Analyst, zh: 分析师}
      organization: IBM
      location: {en: Paris, zh: 巴黎}
      summary: {en: Forecasts, zh: 负责预报。}
      note: {en: Part-time, zh: 兼职}
  education:
    - {degree: {en: PhD, zh: 博士}, institution: {en: University, zh: 大学}, advisors: [王芳, Anna Bell, 张三]}
  awards:
    - {title: {en: Grant, zh: 奖学金}, rate: {en: 1 of 9, zh: 九选一}, awarder: {en: Fund, zh: 基金会}, date: 2018}
    - {title: Best Paper, rate: 2/358, awarder: {en: Club, zh: 学会}, date: 2018}
  service:
    - role: {en: Reviewer, fr: Relecteur, zh: 审稿人, ja: 査読者}
      venues: [{en: Water, zh: 水利学报, ja: 水工誌}, {en: Soil, zh: 土壤学报, ja: 土壌誌}, ICML]
      location: {en: Paris, zh: 巴黎, ja: パリ}
    - {role: Editor, venues: [{en: Water, zh: 水利学报, ja: 水工誌}]}
  languages:
    - {language: {en: French, zh: 法语, ja: 仏語}, fluency: C1}
    - {language: Esperanto, fluency: {en: good, zh: 流利, ja: 堪能}}
    - {language: {en: Polish, zh: 波兰语, ja: 波語}}
  skills:
    - {name: {en: Code, zh: 编程, ja: 開発}, level: {en: good, zh: 精通, ja: 上級}, keywords: [{en: R, zh: 建模, ja: 型}, C, D]}
variants:
"""

EXPECTED = {
    "academic-en": [
        "Water. Acceptance a third. Prize, 2/358. * equal. † lead. Note.",
        "Reviewer: Water, Soil, ICML, Paris",
        "French (C1), Esperanto (good), Polish",
        "Code (good): R, C, D",
        "Prize (2/358), Water",
    ],
    "academic-fr": [
        "Eau. Taux d’acceptation : un tiers. Prix, 2/358. * égaux. † chef. Remarque.",
        "Relecteur : Water, Soil, ICML, Paris",
        "Code (good) : R, C, D",
    ],
    "academic-zh": [
        "李伟*、王芳*、张三†",
        "水利学报。录用率 三成。论文奖，2/358. * 同等贡献。† 通讯作者。附注。",
        "分析师，IBM, 巴黎",
        "导师：王芳、Anna Bell, 张三",
        "论文奖（2/358），水利学报",
        "审稿人：水利学报、土壤学报、ICML, 巴黎",
        "Editor: 水利学报",
        "法语（C1）、Esperanto (流利), 波兰语",
        "编程（精通）：建模、C, D",
    ],
    "academic-ja": [
        "水工学。採択率 三割。論文賞、358件中2件。* 同等。† 責任者。備考。",
        "論文賞（358件中2件）、水工学",
        "査読者：水工誌、土壌誌、ICML, パリ",
        "仏語（C1）、Esperanto (堪能), 波語",
        "開発（上級）：型、C, D",
    ],
    "resume-en": [
        "On floods. Water, Prize, 2/358. paper",
        "李伟*, 王芳*, 张三† (* equal; † lead)",
        "What now? Water News.",
        "王八*, and 3 others (* lead)",
        "Analyst, IBM, Paris. Forecasts. Part-time",
        "Grant (1 of 9), Fund. Best Paper (2/358), Club",
    ],
    "resume-fr": ["李伟*, 王芳*, 张三† (* égaux ; † chef)"],
    "resume-el": ["Πλημμύρες. Νερό, Βραβείο, 2/358. paper", "李伟*, 王芳*, 张三† (* ίσοι· † πρώτος)"],
    "resume-zh": [
        "论洪水。水利学报，论文奖，2/358. 论文",
        "李伟*、王芳*、张三†（* 同等贡献；† 通讯作者）",
        "怎么办？水利报。",
        "Li Wei, 王一、王二、王三、王四、王五、王六、王七、王八*，另有 3 人（* 第一作者）",
        "分析师，IBM, 巴黎。负责预报。兼职",
        "奖学金（九选一），基金会。Best Paper (2/358), 学会",
    ],
    "resume-ja": ["李伟*、王芳*、张三†（* 同等；† 責任者）", "王八*、ほか3名（* lead）"],
}


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the text of each variant, as people see it: spaces alike, no line ends."""
    folder: Path = tmp_path_factory.mktemp("punctuation")
    variants = [
        f"  {name}: {{template: {template}, language: {language}}}\n"
        for name in EXPECTED
        for template, language in [name.split("-")]
    ]
    sections = "sections: [publications, experience, education, awards, service, languages, skills]"
    variants = [line.replace("}", f", {sections}}}") if "resume" in line else line for line in variants]
    (folder / "cv.yaml").write_text(FILE + "".join(variants), encoding="utf-8")
    built = cvgen.build(folder / "cv.yaml", output=folder)
    return {one.variant: " ".join(text_of(one.path).split()) for one in built}


@pytest.mark.parametrize("variant", EXPECTED)
def test_punctuation_follows_the_language(texts: dict[str, str], variant: str) -> None:
    assert [line for line in EXPECTED[variant] if line not in texts[variant]] == [], texts[variant]


@pytest.mark.parametrize(
    ("language", "key", "behind", "mark"),
    [
        ("en", "colon", "a", ": "),
        ("en", "colon", "语", ": "),
        ("fr", "colon", "语", "\u00a0: "),
        ("el", "semicolon", "α", "· "),
        ("zh", "colon", "语", "："),
        ("zh", "colon", "C++", ": "),
        ("zh", "colon", "“洪水”", "："),
        ("zh", "colon", "“flood”", ": "),
        ("zh", "colon", "等……", "："),
        ("zh", "comma", ["语", "a", ""], ", "),
        ("zh", "comma", (["语"], None, ()), "，"),
        ("zh", "comma", Author(name="王芳", marks="*"), "，"),
        ("zh", "comma", Text.of("（洪水）"), "，"),
        ("zh", "comma", parse("[语](https://a.org)"), "，"),
        ("zh", "comma", None, "，"),
        ("zh", "brackets", "C", " ({})"),
        ("zh", "brackets", "语", "（{}）"),
        ("ja", "series", "語", "、"),
        ("zh-HK", "semicolon", "語", "；"),
        ("ko", "comma", "어", ", "),
    ],
)
def test_marks_follow_what_they_stand_behind(language: str, key: str, behind: object, mark: str) -> None:
    assert Words(language).mark(key, behind) == mark


@pytest.mark.parametrize(
    ("language", "text", "stop"),
    [
        ("en", "a", "."),
        ("en", "a.", ""),
        ("en", "a?", ""),
        ("en", "“a.”", "."),
        ("en", "", ""),
        ("zh", "报", "。"),
        ("zh", "a", "."),
        ("zh", "报。", ""),
        ("zh", "报！", ""),
        ("zh", "报？", ""),
        ("ja", "報．", ""),
        ("zh", "“报。”", ""),
        ("ja", "「報。」", ""),
        ("ja", "「報」", "。"),
        ("ko", "보", "."),
        ("ko", "报。", ""),
    ],
)
def test_a_full_stop_stands_where_one_is_needed(language: str, text: str, stop: str) -> None:
    assert Words(language).stop(text) == stop


@pytest.mark.parametrize("language", languages())
def test_marks_have_spaces_or_are_wide(language: str) -> None:
    wide = {"colon": "：", "semicolon": "；", "full_stop": "。", "brackets": "（{}）"}
    narrow = {"colon": ": ", "semicolon": "; ", "full_stop": ".", "brackets": " ({})"}
    own = {"fr": {"colon": "\u00a0: ", "semicolon": "\u00a0; "}, "el": {"semicolon": "· "}}
    expected = wide if language in ("ja", "zh", "zh-TW") else narrow | own.get(language, {})
    assert {key: table(language)[key] for key in expected} == expected
