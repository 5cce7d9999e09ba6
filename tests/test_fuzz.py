"""Whatever bytes a file holds, the reader answers with a CV or with problems in plain words at places of the file."""

import datetime
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvgen import loading, prepare
from cvgen.diagnostics import Diagnostic, Together
from cvgen.reader import read
from cvgen.reader.problems import Problems
from tests.conftest import SAMPLE

LINES = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
JARGON = re.compile(
    r"NoneType|\bdict\b|object at 0x|expected str|'\w+Error'|Traceback|<class"
    r"|while (parsing|scanning)|did not find|in this context|the YAML is broken"
)
PIECES = [": ", "- ", "[", "]", "{", "}", "&a ", "*a", "!!x ", "|", ">", "#", "'", '"', "\t", "%", "@", "`", "---\n", "...\n", "? ", "<<: ", "\0", "\x07",
          "\ufeff", "\u2028", "\u00a0", "：", "null", "~", "  ", "\n", "\\", "💥", "\ud7ff", "0x", "1e999", "=: "]  # fmt: skip


def examine(data: bytes) -> list[Diagnostic]:
    """Read some bytes; check that the answer is one, and return the problems."""
    problems = Problems("cv.yaml")
    cv = read(data, problems)
    found = list(problems.sorted())
    assert cv is not None or any(problem.severity == "error" for problem in found)
    for problem in found:
        assert problem.message
        assert not JARGON.search(problem.message + problem.hint), problem
        assert 1 <= problem.origin.line <= max(len(problems.lines), data.count(b"\n") + 1)
        assert problem.origin.column >= 1
        if problems.lines:
            assert problem.source == "".join(problems.lines[problem.origin.line - 1 : problem.origin.line])
        str(problem)
    return found


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    examine(data)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-32", "latin-1"]))
def test_any_text_in_any_encoding(text: str, encoding: str) -> None:
    examine(text.encode(encoding, "replace"))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*PIECES, "a", "basics", "name", "sections", "talks", "title", "\n  ", "\n    "]), max_size=40
    )
)
def test_any_pieces_of_yaml(pieces: list[str]) -> None:
    examine("".join(pieces).encode())
    examine(("basics: {name: A}\nsections:\n  talks:\n    - title: " + "".join(pieces)).encode())


def mutated(seed: int) -> str:
    """Return the sample after a few accidents."""
    chance = random.Random(seed)
    lines = list(LINES[:250])
    for _ in range(chance.randint(1, 4)):
        if not lines:
            break
        at = chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 2:
                lines[at] = " " * chance.randint(1, 3) + lines[at]
            case 3:
                lines[at] = lines[at].replace(" ", "", chance.randint(1, 3))
            case 4:
                column = chance.randrange(len(lines[at]) or 1)
                lines[at] = lines[at][:column] + chance.choice(PIECES) + lines[at][column:]
            case 5:
                column = chance.randrange(len(lines[at]) or 1)
                lines[at] = lines[at][:column] + lines[at][column + 1 :]
            case _:
                lines = lines[: at + 1]
    return "".join(lines)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1_000_000))
def test_a_sample_after_accidents(seed: int) -> None:
    examine(mutated(seed).encode())


def test_what_could_be_read_can_be_examined_further(tmp_path: Path) -> None:
    """The checks behind the reader see CVs with holes: they answer with problems too."""
    path = tmp_path / "cv.yaml"
    for seed in range(100):
        path.write_text(mutated(seed), encoding="utf-8")
        loaded = loading.read(path, today=datetime.date(2026, 3, 1))
        together = Together()
        for variant in loaded.cv.variants:
            together.attempt(prepare.examine, loaded, variant)
        for problem in (one for error in together.errors for one in error.diagnostics):
            assert not JARGON.search(problem.message + problem.hint), problem


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len("".join(LINES).encode()) - 1), st.binary(min_size=1, max_size=3))
def test_a_sample_with_wrong_bytes(at: int, data: bytes) -> None:
    sample = "".join(LINES).encode()
    examine(sample[:at] + data + sample[at + 1 :])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 10_000, "depth"),
        (b"{a: " * 10_000, "depth"),
        (b"- " * 10_000 + b"a", "depth"),
        (b"".join(b" " * i + b"a:\n" for i in range(2_000)), "depth"),
        (b"basics: {name: A}\n\0", "control-character"),
        ("basics: {name: Zoë}\n".encode("latin-1"), "encoding"),
        ("basics: {nam: Zoë}\n".encode("utf-16"), "unknown-key"),
        ("basics: {nam: Zoë}\n".encode("utf-16-le"), "unknown-key"),
        ("basics: {nam: Zoë}\n".encode("utf-16-be"), "unknown-key"),
        ("basics: {nam: Zoë}\n".encode("utf-32"), "unknown-key"),
        ("basics: {nam: Zoë}\n".encode("utf-32-le"), "unknown-key"),
        ("basics: {nam: Zoë}\n".encode("utf-32-be"), "unknown-key"),
        (b"\0basics: {name: A}\n", "control-character"),
        (b"\xff\xfe\0", "encoding"),
        (b"basics: {name: A, label: " + b"x" * 1_000_000 + b", b: 1}", "unknown-key"),
        (b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(b"b%d: &b%d [*a,*a,*a]\n" % (i, i) for i in range(2000)), "unknown-key"),
        (b"%YAML 9.9\n---\na: b\n", "yaml"),
    ],
)  # fmt: skip
def test_what_is_hard_to_read(data: bytes, code: str) -> None:
    assert code in {problem.code for problem in examine(data)}
