"""Measures cvgen as ratios within one run: `make bench`.

Prints the median processor time of several interleaved runs of each command, and its ratio to a bare `python -c pass`.
The machine may be busy with other things: compare only what one run printed. `make bench ONLY=many` measures a part.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.generate import long_bib, long_cv  # noqa: E402

ROUNDS = 7
CVGEN = [sys.executable, "-m", "cvgen"]
OWN_FONTS = "  garamond: {template: academic, design: {fonts: {text: EB Garamond}}}\n"
Commands = dict[str, list[str]]


class Bench:
    """A folder to work in, a cache, and what was measured."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "CVGEN_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python keeps what it compiled
        (folder / "cv.yaml").write_bytes((ROOT / "cv.yaml").read_bytes())
        self.unit = statistics.median(self.seconds([sys.executable, "-c", "pass"]) for _ in range(3 * ROUNDS))

    def seconds(self, command: list[str], **environment: str) -> float:
        """Return the processor time of a command and of all that it started, in seconds."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            command, cwd=self.folder, env={**self.environment, **environment}, check=True, capture_output=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def interleaved(self, commands: Commands, before: Callable[[str, int], None] = lambda _label, _turn: None) -> None:
        """Measure several commands in turns, each once before, and print the medians."""
        times: dict[str, list[float]] = {label: [] for label in commands}
        for turn in range(ROUNDS + 1):
            for label, command in commands.items():
                before(label, turn)
                times[label].append(self.seconds(command))
        for label, found in times.items():
            self.show(label, statistics.median(found[1:]))

    def said(self, code: str) -> float:
        """Return the median of the seconds that a program prints."""
        command = [sys.executable, "-c", code]
        runs = (
            subprocess.run(command, cwd=self.folder, env=self.environment, check=True, capture_output=True, text=True)
            for _ in range(ROUNDS)
        )
        return statistics.median(float(run.stdout) for run in runs)

    def show(self, label: str, median: float, more: str = "") -> None:
        """Print one line."""
        print(f"{label:44} {median:7.3f} s {median / self.unit:6.1f} ×  {more}", flush=True)


def commands(bench: Bench) -> None:
    """Measure the commands that build nothing."""
    bench.interleaved({
        "python -c pass": [sys.executable, "-c", "pass"],
        "cvgen --help": [*CVGEN, "--help"],
        "build, unchanged": [*CVGEN, "build"],
        "check --fast": [*CVGEN, "check", "--fast"],
        "check, academic": [*CVGEN, "check", "--variant", "academic"],
        "schema": [*CVGEN, "schema"],
    })  # fmt: skip


def edit(bench: Bench) -> None:
    """Measure a warm rebuild of one variant after an edit of one word, and where the time of it goes."""
    path = bench.folder / "edited.yaml"
    source = (ROOT / "cv.yaml").read_text(encoding="utf-8")
    parts: dict[str, list[float]] = {}
    units = []
    for turn in range(2 * ROUNDS + 1):
        units.append(bench.seconds([sys.executable, "-c", "pass"]))
        path.write_text(source.replace("generative AI", f"generative{turn} AI"), encoding="utf-8")
        command = [
            sys.executable,
            str(ROOT / "benchmarks" / "parts.py"),
            "build",
            "edited.yaml",
            "--variant",
            "academic",
        ]
        result = subprocess.run(
            [*command, "--output", "edited"],
            cwd=bench.folder,
            env=bench.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        for line in result.stderr.splitlines():
            label, _, number = line.rpartition(" ")
            parts.setdefault(label, []).append(float(number))
    bench.unit = statistics.median(units)  # in turns with the builds, whose moments may be slower than others
    bench.show("python -c pass, in turns with these", bench.unit)
    for label, found in parts.items():
        if label == "runs of TeX":
            print(f"{'edit of one word, ' + label:44} {statistics.median(found[1:]):7.0f}")
        else:
            bench.show(f"edit of one word, {label}", statistics.median(found[1:]))


def tagging(bench: Bench) -> None:
    """Measure what it costs to tag three pages, once the package is loaded and with that."""
    code = (
        "import time; from cvgen import finish, pipeline; kept = []; tagged = finish.tagged;"
        "pipeline.tagged = lambda *all: kept.append(all) or tagged(*all);"
        "loaded = pipeline.load('cv.yaml');"
        "(variant,) = pipeline.choose_variants(loaded.cv, ['academic']);"
        "made = pipeline.typeset(pipeline.prepare(loaded, variant)); start = time.process_time();"
        "tagged(*kept[0]); print((time.process_time() - start) * 3 / made.pages)"
    )
    bench.show("tags of three pages", bench.said(code))


def fitting(bench: Bench) -> None:
    """Measure what it costs to fit a page: the same résumé as it is, fitted, and with forty highlights too many."""
    sample = (ROOT / "cv.yaml").read_text(encoding="utf-8")
    place = sample.index("      - position: {en: Research Scholar")
    more = "".join(
        f"          - {{text: Did the thing number {n} in a line of its own, priority: {n}}}\n" for n in range(40)
    )
    (bench.folder / "forty.yaml").write_text(f"{sample[:place].rstrip()}\n{more}\n{sample[place:]}", encoding="utf-8")
    build = [*CVGEN, "build", "--variant", "resume", "--force", "--output", "fitting"]
    bench.interleaved({
        "résumé, as it is": [*build, "--fit", "off"],
        "résumé, fitted": build,
        "forty highlights more, as they are": [*build, "forty.yaml", "--fit", "off"],
        "forty highlights more, left out": [*build, "forty.yaml"],
    })  # fmt: skip


def lengths(bench: Bench) -> None:
    """Measure warm rebuilds of CVs with many publications: seconds, and the most memory of any process."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True);" + (
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    for count in (50, 500, 2000):
        (bench.folder / f"{count}.yaml").write_text(long_cv(count, numbered=True), encoding="utf-8")
    found: dict[int, list[float]] = {50: [], 500: [], 2000: []}
    memory = {}
    for turn in range(ROUNDS + 1):
        for count, times in found.items():
            command = [*CVGEN, "build", f"{count}.yaml", "--variant", "academic", "--force", "--output", str(count)]
            if turn == 0:
                measured = [sys.executable, "-c", code, *command]
                memory[count] = subprocess.run(
                    measured, cwd=bench.folder, env=bench.environment, check=True, capture_output=True, text=True
                ).stdout.strip()
            times.append(bench.seconds(command))
    for count, times in found.items():
        bench.show(f"{count} publications", statistics.median(times[1:]), f"{memory[count]} MiB")


def bib(bench: Bench) -> None:
    """Measure what it takes to read a .bib file of 2,000 entries, with accents in each."""
    (bench.folder / "long.bib").write_text(long_bib(2000), encoding="utf-8")
    names = "basics: {name: Alexandra Konstantinopoulou}\nsections: {publications: {bib: long.bib}}\n"
    (bench.folder / "bib.yaml").write_text(names, encoding="utf-8")
    code = (
        "import time; from pathlib import Path; from cvgen.reader.bib import read_bib;"
        "from cvgen.reader.problems import Problems; start = time.process_time();"
        "assert len(read_bib(Path('long.bib'), Problems('long.bib'))) == 2000; print(time.process_time() - start)"
    )
    bench.show("2,000 entries of BibTeX, read", bench.said(code))
    bench.interleaved({"2,000 entries of BibTeX, check --fast": [*CVGEN, "check", "--fast", "bib.yaml"]})


def preview(bench: Bench) -> None:
    """Measure by the clock how long it takes from a save to new pixels in the preview, and TeX alone."""
    from benchmarks.preview import bare, measure

    text = (ROOT / "cv.yaml").read_text(encoding="utf-8")
    alone = bare(bench.folder, bench.environment, ROUNDS)
    seconds = statistics.median(measure(bench.folder, bench.environment, text, ROUNDS))
    print(f"from a save to new pixels: {seconds:.3f} s by the clock, TeX alone {alone:.3f} s: {seconds / alone:.2f} ×")


def many(bench: Bench) -> None:
    """Measure how many CVs are built in a second of the clock by one process and by two."""
    people = bench.folder / "people"
    people.mkdir()
    for number in range(100):
        text = long_cv(5, seed=number, owner=f"Person {number}", numbered=True)
        (people / f"{number}.yaml").write_text(text, encoding="utf-8")
    files = [str(path) for path in sorted(people.iterdir())]
    times: dict[str, list[float]] = {"1": [], "2": []}
    for turn in range(ROUNDS + 1):
        for jobs, found in times.items():
            start = time.perf_counter()
            command = [*CVGEN, "build", *files, "--variant", "academic", "--force", "--jobs", jobs, "--output", "many"]
            bench.seconds(command)
            if turn:
                found.append(time.perf_counter() - start)
    one, two = (statistics.median(found) for found in times.values())
    print(f"100 CVs: {100 / one:.2f} a second with one process, {100 / two:.2f} with two: {one / two:.2f} ×")


def at_once(bench: Bench) -> None:
    """Build the same CV eight times at once, fifty times, and let qpdf look at every PDF."""
    command = [*CVGEN, "build", "--force", "--jobs", "1", "--output", "at-once"]
    bad = 0
    for turn in range(50):
        environment = {**bench.environment, "CVGEN_CACHE": str(bench.folder / f"cache-{turn // 10}")}
        with ThreadPoolExecutor(8) as pool:
            runs = [
                pool.submit(subprocess.run, command, cwd=bench.folder, env=environment, capture_output=True)
                for _ in range(8)
            ]
        bad += sum(run.result().returncode != 0 for run in runs)
        for path in (bench.folder / "at-once").iterdir():
            bad += (
                shutil.which("qpdf") is not None
                and subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False).returncode
            )
    print(f"eight at once, fifty times: {bad} of 400 builds and their PDFs are wrong")


def first(bench: Bench) -> None:
    """Measure what is made once: fonts, formats."""
    (bench.folder / "languages.yaml").write_bytes((ROOT / "docs" / "examples" / "languages.yaml").read_bytes())
    own = (bench.folder / "cv.yaml").read_text(encoding="utf-8").replace("variants:\n", f"variants:\n{OWN_FONTS}", 1)
    (bench.folder / "own.yaml").write_text(own, encoding="utf-8")
    fonts = {
        "sample": ["cv.yaml", "academic"],
        "Vietnamese": ["languages.yaml", "vi"],
        "Chinese": ["languages.yaml", "zh"],
        "EB Garamond": ["own.yaml", "garamond"],
    }
    made = {
        f"fonts, {name}": [sys.executable, str(ROOT / "benchmarks" / "fonts.py"), *arguments]
        for name, arguments in fonts.items()
    }
    made["sample, academic"] = [*CVGEN, "build", "--variant", "academic", "--output", "first"]
    times: dict[str, list[float]] = {label: [] for label in made}
    for turn in range(ROUNDS):
        for label, command in made.items():
            times[label].append(bench.seconds(command, CVGEN_CACHE=str(bench.folder / f"cache-{turn}-{label}")))
    for label, found in times.items():
        bench.show(f"{label}, empty cache", statistics.median(found))


def main() -> None:
    """Measure and print all, or the parts that are named."""
    parts = {
        part.__name__: part for part in (commands, edit, tagging, fitting, preview, lengths, bib, many, at_once, first)
    }
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        for part in sys.argv[1:] or parts:
            parts[part](bench)


if __name__ == "__main__":
    main()
