"""What pip installs from our wheel builds a CV anywhere: templates and fonts travel in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import MINIMAL, ROOT
from tests.pdf import text_of
from tests.test_release_check import check as release_check


def test_the_wheel_builds_a_cv_in_an_empty_environment(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("cvgen_latex-*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {*release_check.NEEDED} <= {*names}
    assert not [name for name in names if release_check.UNWANTED.search(name)]
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([str(python), *pip[1:], "install", str(wheel)], check=True)
    (tmp_path / "cv.yaml").write_text(MINIMAL, encoding="utf-8")
    environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    subprocess.run([str(python.with_name("cvgen")), "build"], check=True, cwd=tmp_path, env=environment)
    assert text_of(tmp_path / "output" / "ada-lovelace-academic.pdf").startswith("Ada Lovelace")
