"""The examples of the help and the docs that need a TeX Live."""

from itertools import islice
from pathlib import Path

import pytest

from cvgen.cli import main
from cvgen.trials import trials_of
from tests.examples import prepare, run
from tests.pdf import text_of
from tests.test_docs_commands import IN_TESTS_TEX
from tests.test_help import ELSEWHERE, pdfs


@pytest.mark.parametrize("example", sorted(ELSEWHERE | IN_TESTS_TEX))
def test_an_example_does_what_it_says(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cvgen.trials.trials_of", lambda template: islice(trials_of(template), 2))
    prepare()
    if " test mine" in example:
        assert main(["templates", "copy", "academic", "mine"]) == 0
    code, said = run(example)
    assert code == 0
    if " test mine" in example:
        assert "mine: all 2 trials passed" in said
        return
    engine = example.partition("--engine ")[2]
    assert f"2 PDFs with the {engine} engine in" in said
    assert all("Ada Lovelace" in text_of(Path(path)) for path in pdfs("ada-lovelace"))
