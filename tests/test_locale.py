import pytest

from cvgen.entries import ENTRY_TYPES, KINDS
from cvgen.locale import WORDS, Words
from cvgen.markup import plain
from cvgen.model import Date


@pytest.mark.parametrize("language", WORDS)
def test_every_language_has_every_word(language: str) -> None:
    needed = {*ENTRY_TYPES, *KINDS, "summary"} - {"general"}
    assert WORDS[language].keys() == WORDS["en"].keys()
    assert needed <= WORDS[language].keys()
    for key, word in WORDS[language].items():
        assert word.count("{}") == WORDS["en"][key].count("{}"), key


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (Date(2014, 8), Date(2019, 12), "Aug 2014 – Dec 2019"),
        (Date(2013), Date(2014), "2013–2014"),
        (Date(2013), Date(present=True), "2013–present"),
        (Date(2013, 5), Date(present=True), "May 2013 – present"),
        (Date(2013), None, "since 2013"),
        (None, Date(present=True), "present"),
        (None, Date(2013), "until 2013"),
        (Date(2013), Date(2013), "2013"),
        (None, None, ""),
    ],
)
def test_periods(start: Date | None, end: Date | None, text: str) -> None:
    assert Words("en").period(start, end).plain == text


def test_dates() -> None:
    day = Date(2018, 10, 5)
    assert Words("en").date(day).plain == "Oct 5, 2018"
    assert Words("zh").date(day).plain == "2018年10月5日"
    assert Words("en", months=False).date(day).plain == "2018"
    assert Words("en", months=False).date(Date(2018, words="Fall 2018")).plain == "Fall 2018"


def test_lists() -> None:
    words = Words("en-GB")
    assert words.join(map(plain, "abc")).plain == "a, b, c"
    assert words.enumerate(map(plain, "abc")).plain == "a, b and c"
    assert words.enumerate([plain("a")]).plain == "a"


def test_titles_of_sections() -> None:
    assert Words("en").section("talks") == "Talks"
    assert [Words(tag).section("honors") for tag in ("en", "en-US", "en-GB")] == ["Honors", "Honors", "Honours"]
    assert Words("en").section("my_hobbies-DNA") == "My hobbies-DNA"
