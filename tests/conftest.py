"""What the tests share: small CVs, the sample built once, and readers of PDFs."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import cvgen
from cvgen.diagnostics import CvgenError, Diagnostic
from cvgen.model import CV
from cvgen.reader import read_bytes
from cvgen.reader.problems import Problems

settings.register_profile("same", derandomize=True)  # a run fails for what changed, not by chance
settings.load_profile("same")

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "cv.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write what is expected anew (test_bad.py)")


MINIMAL = """\
basics:
  name: Ada Lovelace
  email: ada@example.org
sections:
  experience:
    - position: Analyst
      organization: Analytical Engine
      start: 1842
      end: 1843
variants:
  academic: {}
  resume: {pages: 1}
"""


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the tests out of the user's cache, and share one among them, in all processes of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CVGEN_CACHE", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build in this process, where a test can look on: the tests are parallel themselves."""
    monkeypatch.setattr("cvgen.batch.processors", lambda: 1)


@pytest.fixture
def cv_file(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a CV file and returns its path."""

    def write(text: str = MINIMAL, name: str = "cv.yaml") -> Path:
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the PDFs of the sample by variant, built once."""
    output = tmp_path_factory.mktemp("sample")
    return {built.variant: built.path for built in cvgen.build(SAMPLE, output=output)}


def read(text: str) -> CV:
    """Return the CV in a text."""
    return read_bytes(textwrap.dedent(text).encode(), Problems("cv.yaml"))[0]


def problems(text: str | bytes) -> list[Diagnostic]:
    """Return what is wrong with a text, warnings included."""
    data = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
    try:
        return list(read_bytes(data, Problems("cv.yaml"))[1])
    except CvgenError as error:
        return list(error.diagnostics)


def messages(text: str | bytes) -> list[str]:
    """Return what is wrong with a text as the user reads it, without the line of the file."""
    return [str(problem).splitlines()[0] for problem in problems(text)]
