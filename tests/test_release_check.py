"""`.ci/release-check`: what keeps a release from being made. That a good one passes takes minutes: `make release-check`."""

from __future__ import annotations

import importlib.util
import tarfile
import zipfile
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

import cvgen
from tests.conftest import ROOT


def load() -> ModuleType:
    loader = SourceFileLoader("release_check", str(ROOT / ".ci" / "release-check"))
    spec = importlib.util.spec_from_loader("release_check", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


check = load()


def source(folder: Path, *, version: str = "1.2.3", cited: str = "1.2.3", newest: str = "1.2.3, 2026-11-30") -> Path:
    (folder / "cvgen").mkdir()
    (folder / "cvgen" / "__init__.py").write_text(f'__version__ = "{version}"\n')
    (folder / "CITATION.cff").write_text(f"version: {cited}\n")
    (folder / "CHANGELOG.md").write_text(f"# Changelog\n\n## {newest}\n\n## 1.2.2\n")
    return folder


def test_versions_that_agree(tmp_path: Path) -> None:
    assert check.check_versions(source(tmp_path), "v1.2.3") == "1.2.3"
    assert check.check_versions(ROOT, "") == cvgen.__version__


def test_a_changelog_without_a_version_is_enough_between_releases(tmp_path: Path) -> None:
    folder = source(tmp_path, newest="Unreleased")
    assert check.check_versions(folder, "") == "1.2.3"
    with pytest.raises(check.NotReadyError, match=r"the top of CHANGELOG.md is Unreleased, the version is 1.2.3"):
        check.check_versions(folder, "v1.2.3")


@pytest.mark.parametrize(
    ("wrong", "tag", "message"),
    [
        ({"cited": "1.2.2"}, "", r"CITATION.cff has version 1.2.2, cvgen/__init__.py 1.2.3"),
        ({"newest": "1.2.2"}, "", r"the top of CHANGELOG.md is 1.2.2, the version is 1.2.3"),
        ({}, "1.2.3", r"the tag is 1.2.3, the version 1.2.3"),
        ({}, "v1.2.4", r"the tag is v1.2.4, the version 1.2.3"),
    ],
)
def test_versions_that_differ(tmp_path: Path, wrong: dict[str, str], tag: str, message: str) -> None:
    with pytest.raises(check.NotReadyError, match=message):
        check.check_versions(source(tmp_path, **wrong), tag)


@pytest.mark.parametrize(
    ("extra", "without", "message"),
    [
        (["tests/conftest.py"], "", "has tests/conftest.py"),
        (["cvgen/__pycache__/a.pyc"], "", "has cvgen/__pycache__/a.pyc"),
        ([], "cvgen/words/en.yaml", "lacks cvgen/words/en.yaml"),
        ([], "LICENSE", "tar.gz lacks LICENSE"),
    ],
)
def test_what_distributions_must_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: list[str], without: str, message: str
) -> None:
    def built(*_: object, **__: object) -> str:
        with zipfile.ZipFile(tmp_path / "cvgen_latex-1-py3-none-any.whl", "w") as archive:
            for name in {*check.NEEDED, "cvgen_latex-1.dist-info/licenses/LICENSE", *extra} - {without}:
                archive.writestr(name, "")
        with tarfile.open(tmp_path / "cvgen_latex-1.tar.gz", "w:gz") as archive:
            for name in {*check.NEEDED_IN_SOURCE} - {without}:
                archive.addfile(tarfile.TarInfo(f"cvgen_latex-1/{name}"))
        return ""

    monkeypatch.setattr(check, "run", built)
    with pytest.raises(check.NotReadyError, match=message):
        check.build(ROOT, tmp_path, "1")


def test_every_supported_python_that_is_here_is_found() -> None:
    found = check.pythons()
    assert min(found) >= (3, 11)
    assert not any("shims" in path.parts for path in found.values())
    assert ".".join(map(str, check.OLDEST)) in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
