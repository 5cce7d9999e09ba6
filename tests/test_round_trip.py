"""cv.yaml → JSON Resume → cv.yaml: what the schema can hold comes back where it was, and no word is lost on the way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, SAMPLE
from tests.hostile import SHORT, Sheet, fill
from tests.importing import imported, letters, strings
from tests.test_export_jsonresume import CORNERS, valid

CvFile = Callable[..., Path]
_FREE = ("summary", "description", "reference")  # where all stands that has no key of its own


def back_and_forth(path: Path, folder: Path) -> tuple[dict[str, Any], dict[str, Any], Path]:
    """Return a CV as JSON Resume; the same of the cv.yaml that is imported from it, and that file."""
    first, _ = valid(path)
    folder.mkdir()
    (folder / "resume.json").write_text(json.dumps(first, ensure_ascii=False), encoding="utf-8")
    imported("jsonresume", folder / "resume.json")
    second, _ = valid(folder / "cv.yaml")
    return first, second, folder / "cv.yaml"


def differences(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    """Return what the second JSON Resume says otherwise than the first."""
    found = []
    for name in dict.fromkeys((*first, *second)):
        before, after = first.get(name), second.get(name)
        if not isinstance(before, list) or not isinstance(after, list) or len(before) != len(after):
            found += [f"{name}: {before} != {after}"] if before != after else []
            continue
        # the types of projects stand apart in a cv.yaml
        before, after = (sorted(some, key=lambda one: one.get("type", "")) for some in (before, after))
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            at = f"{name}[{number}]"
            found += [
                f"{at}.{key}: {one.get(key)!r} != {other.get(key)!r}"
                for key in dict.fromkeys((*one, *other))
                if key not in _FREE and one.get(key) != other.get(key)
            ]
            said = letters(" ".join(strings(other)))
            found += [f"{at}.{key}: {one[key]!r} is lost" for key in _FREE if letters(one.get(key, "")) not in said]
    return found


@pytest.mark.parametrize(
    "path",
    [SAMPLE, *sorted(path for at in ("*.yaml", "*/*.yaml") for path in (ROOT / "docs" / "examples").glob(at))],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_whole_cvs(path: Path, tmp_path: Path) -> None:
    first, second, _ = back_and_forth(path, tmp_path / "back")
    assert differences(first, second) == []


def test_corners(cv_file: CvFile, tmp_path: Path) -> None:
    first, second, cv = back_and_forth(cv_file(CORNERS), tmp_path / "back")
    assert differences(first, second) == []
    text = cv.read_text(encoding="utf-8")
    for kept in ("orcid: 0000-0002-1825-0097", "teaching:\n    - {role: Lecturer", "title: Hobbies", "end: 1830"):
        assert kept in text, kept


def test_every_type_of_entry_with_hostile_texts(tmp_path: Path) -> None:
    # a patent is told as a publication, of which the sheet has one with the same title
    source = fill(Sheet(SHORT)).source
    (tmp_path / "cv.yaml").write_text(re.sub(r"(?m)^  patents:\n(?:   .*\n)*", "", source), encoding="utf-8")
    first, second, _ = back_and_forth(tmp_path / "cv.yaml", tmp_path / "back")
    assert differences(first, second) == []


def test_talks_and_the_like_are_sections_again(tmp_path: Path) -> None:
    _, _, cv = back_and_forth(SAMPLE, tmp_path / "back")
    text = cv.read_text(encoding="utf-8")
    assert "Type:" not in text
    for section in ("talks", "teaching", "media"):
        assert f"\n  {section}:\n    - " in text
