import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvgen.characters import is_plain, sift
from tests.conftest import messages, read


def cv(value: str) -> str:
    return f"basics:\n  name: A\n  summary: {value}\n"


REFUSED = (
    "\x01\x07\x08\x0b\x0c\x1b\x7f\x80\x9f\u202a\u202e\u2066\u2069\ufdd0\ufffe\uffff\ufff9\ufffc\U0001ffff\U000e0041"
)
LEFT_OUT = "\u200b\u200c\u200d\u200e\u200f\u2060\u2064\ufeff\u061c\u034f\u180e\u3164\ufe0f"


@pytest.mark.parametrize("char", REFUSED, ids=lambda char: f"U+{ord(char):04X}")
def test_what_cannot_be_printed_is_refused_at_its_place(char: str) -> None:
    (raw,) = messages(cv(f"|\n    good\n    abc{char}d"))
    assert raw.startswith("cv.yaml:5:8: error: the character U+"), raw
    escape = f"\\U{ord(char):08X}"
    (escaped,) = messages(cv(f'"abc{escape}d"'))
    assert escaped.startswith("cv.yaml:3:12: error: "), escaped
    assert f"{ord(char):X}" in escaped or "escape" in escaped


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\ud83d\\ude42"])
def test_surrogates_are_refused(escape: str) -> None:
    (found,) = messages(cv(f'"a{escape}b"'))
    assert found.startswith("cv.yaml:3:"), found
    assert ": error: " in found


@pytest.mark.parametrize("char", LEFT_OUT, ids=lambda char: f"U+{ord(char):04X}")
def test_what_prints_nothing_is_left_out_with_a_warning(char: str) -> None:
    (raw,) = messages(cv(f"abc{char}d{char}"))
    assert raw.startswith(f"cv.yaml:3:15: warning: the invisible character U+{ord(char):04X}"), raw
    assert read(cv(f"abc{char}d{char}")).basics.summary.plain == "abcd"
    assert read(f'basics: {{name: "A\\u{ord(char):04x}da"}}').basics.name == "Ada"


@pytest.mark.parametrize(
    "text", ["👩‍💻", "👨‍👩‍👧", "☎️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "क्‍ष", "می‌خواهم", "葛󠄀", "❤️‍🔥", "a\u00adb", "x\u00a0y"]
)
def test_what_says_how_its_neighbours_are_drawn_is_kept(text: str) -> None:
    assert messages(cv(text)) == []
    assert read(cv(text)).basics.summary.plain == unicodedata.normalize("NFC", text)


def test_every_kind_is_named_once_a_text() -> None:
    found = messages(cv("a\u200bb\u200bc\u202ed") + "  label: x\ufffdy\n")
    assert [message.split(";")[0] for message in found] == [
        "cv.yaml:3:13: warning: the invisible character U+200B ZERO WIDTH SPACE is left out",
        "cv.yaml:3:17: error: the character U+202E RIGHT-TO-LEFT OVERRIDE cannot be printed",
        "cv.yaml:4:11: warning: U+FFFD stands here for a character that another program could not read",
    ]


def test_all_control_characters_of_a_file_are_reported() -> None:
    assert [m.split(": ")[0] for m in messages("basics:\n  name: a\x00b\n  label: \x1bc\n")] == [
        "cv.yaml:2:10",
        "cv.yaml:3:10",
    ]


def test_hidden_tags_are_refused() -> None:
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "hire me")
    assert "error: the character U+E0068 TAG LATIN SMALL LETTER H" in messages(cv(f"x{hidden}"))[0]


@given(st.text())
def test_what_is_left_is_plain_or_meant(text: str) -> None:
    kept, refused, left_out = sift(text)
    assert set(text) >= set(kept) | set(refused) | set(left_out)
    assert sift(kept)[1] == []
    if is_plain(text):
        assert (kept, refused, left_out) == (text, [], [])


def test_line_separators_start_new_lines() -> None:
    assert messages(cv(json.dumps("a\u2028b\u2029c\x85d", ensure_ascii=True))) == []
