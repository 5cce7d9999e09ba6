"""Gathers the PDFs of a build for the artifact, and prints their paths as the repository has them, one a line."""

import json
import os
import shutil
import sys
from pathlib import Path


def main() -> None:
    """Copy what `built.json` lists into `artifact`, both in the folder that the command line names."""
    staged = Path(sys.argv[1])
    report = staged / "built.json"
    if not report.exists():  # nothing could be read
        return
    artifact = staged / "artifact"
    for made in json.loads(report.read_text(encoding="utf-8")):
        shutil.copy2(made["pdf"], artifact)
        print(os.path.relpath(made["pdf"], os.environ["GITHUB_WORKSPACE"]))


main()
