"""The same mistake gives the same message, wherever it is made, with the line where it was made."""

import pytest

from tests.conftest import problems

SHELL = """\
basics:
  name: Ada Lovelace
  {basics}
  profiles:
    - {{network: GitHub, url: https://github.com/ada, {profile}}}
locale: {{{locale}}}
sections:
  experience:
    - position: Analyst
      {entry}
      highlights:
        - {{text: Wrote, {highlight}}}
  talks:
    - {{title: Engines, {talk}}}
variants:
  academic:
    {variant}
    sections:
      - {{name: experience, {choice}}}
"""
"""Every kind of object, with room for a mistake in each. The places are in the lines of `WHERE`."""

WHERE = {"basics": 3, "profile": 5, "locale": 6, "entry": 10, "highlight": 12, "talk": 14, "variant": 17, "choice": 19}


@pytest.mark.parametrize(
    ("mistakes", "message"),
    [
        (dict.fromkeys(WHERE, "colr: x"), "unknown key 'colr' in "),
        ({"basics": "label: [x]", "entry": "position2: x\n      location: [x]", "talk": "event: [x]", "choice": "title: [x]", "profile": "username: [x]"},
         "expected a text, found a list; write a single one; quote a text that starts with ["),
        ({"basics": "url: example.org", "entry": "url: example.org", "talk": "url: example.org"},
         "'example.org' is not a full URL; write https://example.org"),
        ({"entry": "start: 2014-13", "talk": "date: 2014-13"}, "there is no date 2014-13"),
        ({"entry": "tags: x", "highlight": "tags: x", "talk": "tags: x", "variant": "exclude: x", "choice": "include: x"},
         "expected a list, found a text; write it as [x]"),
        ({"entry": "priority: x", "highlight": "priority: x", "talk": "priority: x", "variant": "pages: x", "choice": "limit: x"},
         "expected a whole number, found 'x'"),
        ({"entry": "keep: x", "highlight": "keep: x", "talk": "keep: x"}, "expected true or false, found 'x'"),
        ({"entry": "priority: 101", "highlight": "priority: 101", "talk": "priority: 101"}, "a priority is a number from 0 to 100"),
        ({"locale": "language: English", "variant": "language: English"}, "'English' is no language tag; write it as en, zh or en-GB"),
        ({"basics": "label: *x", "profile": "username: *x", "entry": "location: *x", "talk": "event: *x", "choice": "title: *x"},
         "the alias '*x' names nothing above it"),
        ({"basics": "label: !x y", "profile": "username: !x y", "entry": "location: !x y", "talk": "event: !x y", "choice": "title: !x y"},
         "YAML tags such as '!x' mean nothing here"),
        ({place: "tags: [a]\n      tags: [b]" if place == "entry" else "a: b, a: b" for place in ("profile", "entry", "talk")},
         "was already given in line"),
        ({"variant": "exclude: [none]", "choice": "exclude: [none]"}, "no entry or highlight has the tag 'none'"),
    ],
)  # fmt: skip
def test_the_same_mistake_everywhere(mistakes: dict[str, str], message: str) -> None:
    for place, mistake in mistakes.items():
        filled = dict.fromkeys(WHERE, "") | {place: mistake}
        found = [(one.origin.line, f"{one.message}; {one.hint}") for one in problems(SHELL.format(**filled))]
        lines = [line for line, text in found if message in text]
        assert lines == [WHERE[place] + mistake.count("\n")], (place, found)


def test_the_shell_is_right() -> None:
    assert problems(SHELL.format(**dict.fromkeys(WHERE, ""))) == []
