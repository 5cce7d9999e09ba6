import re
from string import ascii_letters, digits

import pytest
import yaml

from cvgen import locale
from cvgen.entries import ENTRY_TYPES
from cvgen.locale import Words, languages, table
from cvgen.markup import Inlines, plain
from cvgen.model import Date
from cvgen.works import KINDS
from tests.conftest import ROOT

PRESENT = Date(present=True)
MARKS = {",", ".", ":", ";", "(", ")", "{", "}", "-", " "}


def file_of(language: str) -> dict[str, str]:
    return yaml.load(
        (ROOT / "cvgen" / "words" / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_word(language: str) -> None:
    needed = {*ENTRY_TYPES, *KINDS, "summary"} - {"general"}
    assert table(language).keys() == table("en").keys()
    assert needed <= table(language).keys()
    for key, word in table(language).items():
        assert word.count("{}") == table("en")[key].count("{}"), key
        assert plain(word).plain == word, f"{key} is not NFC"


@pytest.mark.parametrize("language", languages())
def test_words_are_clean(language: str) -> None:
    for key, word in table(language).items():
        assert word.strip(), key
        assert {char for char in word if char.isascii()} <= {*ascii_letters, *digits, *MARKS}, key
        assert "  " not in word, key
        if key in ("comma", "series"):
            assert word in (", ", "，", "、")
        if key in ("comma", "series", "colon", "semicolon", "brackets"):
            continue  # see test_punctuation
        assert word == word.rstrip(), key
        assert word == word.lstrip() or key == "others", key
        assert word[-1] not in ",:-" or not word[-1].isascii(), key
        # Words stand beside a name or a date with a space between, but for the scripts that have none.
        if main_script(word) == "alphabet":
            assert not re.search(r"\w\{\}|\{\}\w", word) or language == "ko", key


def main_script(word: str) -> str:
    return "han" if re.search(r"[\u3000-\u30ff\u4e00-\u9fff]", word) else "alphabet"


@pytest.mark.parametrize("language", languages())
def test_a_region_holds_what_differs(language: str) -> None:
    main = language.partition("-")[0]
    if main != language and language != "zh-TW":
        assert all(word != table(main)[key] for key, word in file_of(language).items())
    else:
        assert file_of(language) == table(language)


def test_a_region_without_words_has_those_of_its_language() -> None:
    assert table("de-AT") == table("de")
    assert table("zh-CN") == table("zh")
    assert table("zh-HK") == table("zh-Hant") == table("zh-TW") != table("zh")
    assert table("pt-PT")["awards"] == "Prémios"
    assert table("pt-PT")["book"] == table("pt")["book"]
    assert table("xx") == table("en")


def test_only_the_languages_in_use_are_read_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = locale._read
    monkeypatch.setattr(locale, "_read", lambda tag: read.append(tag) or original(tag))
    table.cache_clear()
    assert "vi" in languages()
    assert read == []
    for language in ("vi", "vi", "en-GB", "en-GB"):
        assert Words(language)["since"]
    assert read == ["vi", "en", "en-GB"]


def test_the_docs_list_the_languages() -> None:
    docs = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-zA-Z-]+)` \| [A-Z][\w, ]+ \| (.*2014.*) \| (.*2014.*) \|$", docs, re.MULTILINE)
    assert tuple(tag for tag, _, _ in rows) == languages()
    for tag, ended, goes_on in rows:
        assert Words(tag).period(Date(2014, 8), Date(2019, 12)).plain == ended
        assert Words(tag).period(Date(2014, 8), PRESENT).plain == goes_on


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (Date(2014, 8), Date(2019, 12), "Aug 2014 – Dec 2019"),
        (Date(2013), Date(2014), "2013–2014"),
        (Date(2013), PRESENT, "2013–present"),
        (Date(2013, 5), PRESENT, "May 2013 – present"),
        (Date(2013), None, "since 2013"),
        (None, PRESENT, "present"),
        (None, Date(2013), "until 2013"),
        (Date(2013), Date(2013), "2013"),
        (None, None, ""),
    ],
)
def test_periods(start: Date | None, end: Date | None, text: str) -> None:
    assert Words("en").period(start, end).plain == text


@pytest.mark.parametrize(
    ("language", "start", "end", "text"),
    [
        ("cs", Date(2014, 8), Date(2019, 12), "8/2014 – 12/2019"),
        ("pl", Date(2014, 8), PRESENT, "08.2014 – obecnie"),
        ("pl", Date(2014), PRESENT, "2014–obecnie"),
        ("ru", Date(2014, 5), PRESENT, "май 2014 – н.\u00a0в."),
        ("ru", Date(2014), PRESENT, "2014 – н.\u00a0в."),
        ("ru", None, Date(2014, 5), "по май 2014"),
        ("it", Date(2014), PRESENT, "2014 – oggi"),
        ("it", Date(2014), None, "2014 – oggi"),
        ("de", Date(2014), None, "seit 2014"),
        ("zh", Date(2014, 8), Date(2019, 12), "2014年8月–2019年12月"),
        ("zh", Date(2014, 8), PRESENT, "2014年8月至今"),
        ("ja", Date(2014, 8), PRESENT, "2014年8月–現在"),
        ("ko", Date(2014, 8), Date(2019, 12), "2014년 8월 – 2019년 12월"),
    ],
)
def test_periods_in_other_languages(language: str, start: Date | None, end: Date | None, text: str) -> None:
    assert Words(language).period(start, end).plain == text


def test_dates() -> None:
    day = Date(2018, 10, 5)
    assert Words("en").date(day).plain == "Oct 5, 2018"
    assert Words("zh").date(day).plain == "2018年10月5日"
    assert Words("en", months=False).date(day).plain == "2018"
    assert Words("en", months=False).date(Date(2018, words="Fall 2018")).plain == "Fall 2018"


@pytest.mark.parametrize(
    ("language", "month", "day"),
    [
        ("cs", "8/2014", "1. 8. 2014"),
        ("de", "Aug. 2014", "1. Aug. 2014"),
        ("de-AT", "Aug. 2014", "1. Aug. 2014"),
        ("el", "Αυγ 2014", "1 Αυγ 2014"),
        ("es", "ago 2014", "1 ago 2014"),
        ("fr", "août 2014", "1 août 2014"),
        ("ja", "2014年8月", "2014年8月1日"),
        ("ko", "2014년 8월", "2014년 8월 1일"),
        ("pl", "08.2014", "01.08.2014"),
        ("pt", "ago. 2014", "1 ago. 2014"),
        ("ru", "авг. 2014", "1 авг. 2014"),
        ("uk", "серп. 2014", "1 серп. 2014"),
        ("vi", "08/2014", "01/08/2014"),
    ],
)
def test_dates_in_other_languages(language: str, month: str, day: str) -> None:
    words = Words(language)
    assert (words.date(Date(2014, 8)).plain, words.date(Date(2014, 8, 1)).plain) == (month, day)


@pytest.mark.parametrize("language", languages())
def test_dates_have_no_rare_spaces(language: str) -> None:
    words = Words(language)
    for month in range(1, 13):
        text = words.date(Date(2014, month)).plain + words.date(Date(2014, month, 28)).plain
        assert "2014" in text
        assert not re.search(r"[^\S \u00a0]", text)


def listed(language: str, letters: str) -> str:
    return Words(language).enumerate(map(plain, letters)).plain


def test_lists() -> None:
    assert Words("en-GB").join(map(plain, "abc")).plain == "a, b, c"
    assert Words("zh").join(map(plain, "甲乙丙")).plain == "甲，乙，丙"
    assert Words("ja").join(map(plain, ["Journal", "甲", "2014"])).plain == "Journal, 甲、2014"
    assert listed("en-GB", "abc") == "a, b and c"
    assert listed("en-GB", "a") == "a"
    assert listed("zh", "甲乙丙") == "甲、乙、丙"
    assert listed("ja", "甲乙") == "甲、乙"
    assert listed("zh", "甲ab乙") == "甲、a, b, 乙"
    assert listed("ko", "ab") == "a, b"
    assert listed("de", "abc") == "a, b und c"


def test_words_that_are_said_with_something() -> None:
    assert Words("fr").say("score", plain("16")).plain == "Note\u00a0: 16"
    assert Words("de").say("others", 5).plain == " und 5 weitere"
    assert Words("ja").say("others", 5).plain == "、ほか5名"
    assert Words("ja").say("others", 5, behind="A. Bell").plain == ", ほか5名"
    assert isinstance(Words("ru").say("now_at", plain("СПбГУ")), Inlines)


def test_titles_of_sections() -> None:
    assert Words("en").section("talks") == "Talks"
    assert [Words(tag).section("honors") for tag in ("en", "en-US", "en-GB")] == ["Honors", "Honors", "Honours"]
    assert Words("en").section("my_hobbies-DNA") == "My hobbies-DNA"
