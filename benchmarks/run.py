"""Measures cvgen as ratios within one run: `make bench`.

Prints the median processor time of several interleaved runs of each command, and its ratio to a bare `python -c pass`.
"fonts" is all of a build but TeX, with every font that the document needs.
The machine may be busy with other things: compare only what one run printed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.generate import long_cv  # noqa: E402

ROUNDS = 7
FIRST = ("sample, academic", "fonts, sample", "fonts, Vietnamese", "fonts, Chinese", "fonts, EB Garamond")
OWN_FONTS = "  garamond: {template: academic, design: {fonts: {text: EB Garamond}}}\n"


def seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Return the processor time of a command and of all that it started, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_builds(commands: dict[str, list[str]], folder: Path, environment: dict[str, str]) -> dict[str, float]:
    """Return the median time of each command with an empty cache of its own."""
    times: dict[str, list[float]] = {label: [] for label in commands}
    for turn in range(ROUNDS):
        for label, command in commands.items():
            cache = folder / f"cache-{turn}-{label}"
            times[label].append(seconds(command, folder, {**environment, "CVGEN_CACHE": str(cache)}))
    return {label: statistics.median(found) for label, found in times.items()}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "CVGEN_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
        (folder / "cv.yaml").write_bytes((ROOT / "cv.yaml").read_bytes())
        cvgen = [sys.executable, "-m", "cvgen"]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "cvgen --help": [*cvgen, "--help"],
            "sample, academic": [*cvgen, "build", "--variant", "academic"],
            "sample, resume": [*cvgen, "build", "--variant", "resume"],
            "check --fast": [*cvgen, "check", "--fast"],
            "check, academic": [*cvgen, "check", "--variant", "academic"],
            "schema": [*cvgen, "schema"],
        }
        for count in (50, 200, 500):
            (folder / f"{count}.yaml").write_text(long_cv(count), encoding="utf-8")
            commands[f"{count} publications"] = [*cvgen, "build", f"{count}.yaml", "--variant", "academic"]
        (folder / "languages.yaml").write_bytes((ROOT / "docs" / "examples" / "languages.yaml").read_bytes())
        sample = (folder / "cv.yaml").read_text(encoding="utf-8")
        own = sample.replace("variants:\n", f"variants:\n{OWN_FONTS}", 1)
        (folder / "own.yaml").write_text(own, encoding="utf-8")
        fonts = {
            "sample": ["cv.yaml", "academic"],
            "Vietnamese": ["languages.yaml", "vi"],
            "Chinese": ["languages.yaml", "zh"],
            "EB Garamond": ["own.yaml", "garamond"],
        }
        for label, arguments in fonts.items():
            commands[f"fonts, {label}"] = [sys.executable, str(ROOT / "benchmarks" / "fonts.py"), *arguments]
        cold = first_builds({label: commands[label] for label in FIRST}, folder, environment)
        times: dict[str, list[float]] = {label: [] for label in commands}
        for _ in range(ROUNDS):
            for label, command in commands.items():
                times[label].append(seconds(command, folder, environment))
        medians = {label: statistics.median(found) for label, found in times.items()}
        unit = medians["python -c pass"]
        for label, median in cold.items():
            print(f"{label + ', empty cache':36} {median:7.2f} s {median / unit:6.0f} ×")
        for label, median in medians.items():
            print(f"{label:36} {median:7.2f} s {median / unit:6.0f} ×")


if __name__ == "__main__":
    main()
