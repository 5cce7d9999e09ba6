"""The examples of the help that need a TeX Live."""

from pathlib import Path

import pytest

from tests.examples import prepare, run
from tests.pdf import text_of
from tests.test_help import ELSEWHERE, pdfs


@pytest.mark.parametrize("example", sorted(ELSEWHERE))
def test_an_example_does_what_it_says(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    prepare()
    code, said = run(example)
    assert code == 0
    assert "2 PDFs with the xelatex engine in" in said
    assert all("Ada Lovelace" in text_of(Path(path)) for path in pdfs("ada-lovelace"))
