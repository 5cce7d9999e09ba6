"""Measures cvgen as ratios within one run: `make bench`.

Prints the median processor time of several interleaved runs of each command, and its ratio to a bare `python -c pass`.
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


def seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Return the processor time of a command and of all that it started, in seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


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
        }
        for count in (50, 200, 500):
            (folder / f"{count}.yaml").write_text(long_cv(count), encoding="utf-8")
            commands[f"{count} publications"] = [*cvgen, "build", f"{count}.yaml", "--variant", "academic"]
        cold = seconds(commands["sample, academic"], folder, environment)
        times: dict[str, list[float]] = {label: [] for label in commands}
        for _ in range(ROUNDS):
            for label, command in commands.items():
                times[label].append(seconds(command, folder, environment))
        medians = {label: statistics.median(found) for label, found in times.items()}
        unit = medians["python -c pass"]
        print(f"{'sample, academic, empty cache':32} {cold:7.2f} s {cold / unit:6.0f} ×")
        for label, median in medians.items():
            print(f"{label:32} {median:7.2f} s {median / unit:6.0f} ×")


if __name__ == "__main__":
    main()
