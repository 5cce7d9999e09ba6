"""What is private is in no byte of a public PDF, of the TeX behind it, or of what is kept for the next build."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from cvgen.cli import main

PHONE, EMAIL = "+44 20 7946 0815", "ada.private.0815@example.org"
DIGITS = "2079460815"
PUBLIC = """\
basics: {name: Ada Lovelace, private: [phone, email], label: "Caf\\\\'e"}   # there is a warning about this line
sections:
  experience: [{position: Analyst, start: 1842}]
  publications: [{title: One, authors: [Nobody Else]}]
variants:
  resume: {pages: 1}
  applications: {extends: resume, private: show}
"""


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that is in a file, what is packed in it too."""
    data = path.read_bytes()
    yield path.name, data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield f"{path.name}/{name}", archive.read(name)
    if data.startswith(b"%PDF"):
        for number, found in enumerate(_streams(pypdf.PdfReader(io.BytesIO(data)))):
            yield f"{path.name} stream {number}", found
        for page in pypdf.PdfReader(io.BytesIO(data)).pages:
            yield f"{path.name} text", page.extract_text().encode()


def _streams(reader: pypdf.PdfReader) -> Iterator[bytes]:
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 2):
        found = reader.get_object(number)
        yield repr(found).encode()
        if isinstance(found, pypdf.generic.StreamObject):
            yield found.get_data()


def holders(folder: Path) -> list[str]:
    """Return what holds the telephone number or the address, however it is spaced."""
    found = []
    for path in sorted(folder.rglob("*")):
        for name, data in contents(path) if path.is_file() else ():
            bare = data.translate(None, b" \n\r()-{}~[]\\/.")
            if DIGITS.encode() in bare or b"private0815" in bare or "0815".encode("utf-16-be") in data:
                found.append(f"{path.relative_to(folder)}: {name}")
    return found


@pytest.mark.parametrize("layered", [False, True])
def test_private_data_is_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, layered: bool) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CVGEN_CACHE", str(tmp_path / "cache"))
    secret = f'phone: "{PHONE}", email: {EMAIL}'
    Path("cv.yaml").write_text(
        PUBLIC if layered else PUBLIC.replace("private: [", f"{secret}, private: ["), encoding="utf-8"
    )
    Path("private.yaml").write_text(f"extends: cv.yaml\nbasics: {{{secret}}}\n", encoding="utf-8")
    file = "private.yaml" if layered else "cv.yaml"
    for path in Path().glob("*.yaml"):
        os.utime(path, (1, 1))
    assert main(["build", file, "--variant", "resume", "--output", "public"]) == 0
    assert main(["build", file, "--variant", "resume", "--output", "kept", "--keep-tex"]) == 0
    assert holders(tmp_path / "public") == []
    assert holders(tmp_path / "kept") == []
    assert holders(tmp_path / "cache") == []
    assert list((tmp_path / "cache").rglob("*")) != []
    assert main(["build", file, "--variant", "applications", "--output", "shown"]) == 0
    assert holders(tmp_path / "shown") != []  # the test can see it where it is
