"""Many builds at once: in several processes, of several commands, and what happens when they are ended."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pypdf
import pytest

from cvgen.batch import in_shard
from cvgen.cli import main
from cvgen.diagnostics import Exit
from tests.conftest import MINIMAL
from tests.pdf import text_of
from tests.test_build import fake_tex
from tests.test_cache import age

PEOPLE = ("Ada Lovelace", "Grace Hopper", "Jānis Bērziņš", "温伟")
CVGEN = [sys.executable, "-m", "cvgen"]


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the CVs of four people."""
    monkeypatch.chdir(tmp_path)
    Path("people").mkdir()
    for number, name in enumerate(PEOPLE):
        Path(f"people/{number}.yaml").write_text(MINIMAL.replace("Ada Lovelace", name), encoding="utf-8")
    return tmp_path


def files() -> list[str]:
    return [str(path) for path in sorted(Path("people").iterdir())]


def pdfs(folder: str = "output") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def test_several_processes_make_what_one_makes(people: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["build", *files(), "--jobs", "1", "--output", "one"]) == Exit.OK
    one, _ = capfd.readouterr()
    assert main(["build", *files(), "--jobs", "3", "--output", "many"]) == Exit.OK
    many, err = capfd.readouterr()
    assert err == ""
    assert pdfs("one") == pdfs("many")
    assert one.replace("one/", "many/").splitlines()[:-1] == many.splitlines()[:-1]  # in the same order
    assert many.splitlines()[-1].startswith("8 PDFs with the embedded engine in ")


def test_one_cv_that_fails_does_not_stop_the_others(people: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("people/1.yaml").write_text("basics: [")
    Path("people/2.yaml").write_text(MINIMAL.replace("Ada Lovelace", "No 𓀀"), encoding="utf-8")
    age(*files())
    assert main(["build", *files(), "--jobs", "2"]) == Exit.LOST
    out, err = capfd.readouterr()
    assert len(pdfs()) == 4
    assert re.search(r"^4 PDFs with the embedded engine in .* s; 3 failed$", out, re.MULTILINE)
    assert [line.split(":")[0] for line in err.splitlines() if ": error: " in line] == [
        "people/1.yaml",
        "people/2.yaml",
    ]
    assert main(["build", *files(), "--jobs", "2"]) == Exit.LOST
    assert "4 PDFs unchanged (--force builds anew); 3 failed" in capfd.readouterr().out


def test_a_terminal_shows_progress_and_counts_the_same(people: Path) -> None:
    Path("people/1.yaml").write_text("basics: [")
    ours, theirs = os.openpty()
    command = [*CVGEN, "build", *files(), "--variant", "resume", "--jobs", "1"]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, text=True, check=False)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "0 of 3: people/0.yaml resume\r\033[K" in shown
    assert re.search(r"2 of 3(, .*)?: people/3.yaml resume\r\x1b\[K", shown)  # with the clock of a slow machine
    assert result.stdout.splitlines()[-1].endswith("; 1 failed")
    assert "\r" not in result.stdout


def test_check_works_on_many_too(people: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *files(), "--jobs", "2"]) == Exit.OK
    out, err = capfd.readouterr()
    assert err == ""
    first = files()[0]
    said = f"{', '.join(files())}: nothing wrong; {first}, academic: 1 page; {first}, resume: 1 page; {files()[1]}, academic:"
    assert out.startswith(said)
    assert not Path("output").exists()


def test_a_bug_in_another_process_is_said(
    people: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cvgen.pipeline._write", _broken)
    assert main(["build", *files(), "--jobs", "2"]) == Exit.BUG
    (line,) = capfd.readouterr().err.splitlines()
    trace = Path(line.rpartition(" ")[2])
    assert "_broken" in trace.read_text(encoding="utf-8")
    trace.unlink()


def _broken(*_arguments: object) -> None:
    raise ZeroDivisionError


def test_a_process_that_is_killed_is_said(
    people: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cvgen.pipeline._write", _killed)
    assert main(["build", *files(), "--jobs", "2"]) == Exit.INPUT
    err = capfd.readouterr().err
    assert err.startswith("error: a process that built a CV was ended from outside; the system may be short of memory")


def _killed(*_arguments: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all_and_leaves_nothing(people: Path, how: signal.Signals) -> None:
    fake_tex(
        people / "tex", f"echo $$ > {people}/pid$$; pwd > {people}/pwd$$; mv {people}/pwd$$ {people}/ready$$; sleep 60"
    )
    process = subprocess.Popen(
        [*CVGEN, "build", *files(), "--jobs", "2"], stderr=subprocess.PIPE, text=True,
        env={**os.environ, "CVGEN_TEX": str(people / "tex")}, start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (which tests in the background ignore)
    )  # fmt: skip
    while len(list(people.glob("ready*"))) < 2 and process.poll() is None:
        pass
    if how == signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does
    else:
        process.send_signal(how)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (Exit.INTERRUPTED, "interrupted; nothing was half-written\n")
    assert not any(Path(path.read_text().strip()).exists() for path in people.glob("ready*"))
    assert not any(is_running(int(path.read_text())) for path in people.glob("pid*"))
    assert not Path("output").exists()


def is_running(pid: int) -> bool:
    """Return whether there is such a process; one that has ended, and that the system has not cleared away, is none."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_eight_builds_at_once_five_times(people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited = MINIMAL.replace("Analyst", "Programmer")
    Path("people/0.yaml").write_text(edited, encoding="utf-8")
    command = [*CVGEN, "build", "people/0.yaml", "--jobs", "1", "--force"]
    for turn in range(5):
        monkeypatch.setenv("CVGEN_CACHE", str(tmp_path / f"cache{turn // 4}"))  # cold twice, warm else
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(_run, [command] * 8))
        assert [(result.returncode, result.stderr) for result in results] == [(0, "")] * 8
        assert sorted(pdfs()) == ["ada-lovelace-academic.pdf", "ada-lovelace-resume.pdf"]
        for name in pdfs():
            pypdf.PdfReader(Path("output") / name, strict=True)
            assert "Programmer" in text_of(Path("output") / name)


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_shards_share_all_files_and_keep_theirs() -> None:
    people = [Path(f"people/{number}.yaml") for number in range(200)]
    shards = [in_shard(people, shard, 8) for shard in range(1, 9)]
    assert sorted(path for shard in shards for path in shard) == sorted(people)
    assert all(10 < len(shard) < 45 for shard in shards)
    assert in_shard(people[:100], 3, 8) == [path for path in shards[2] if path in people[:100]]


def test_a_shard_builds_its_part(people: Path) -> None:
    for shard in ("1/2", "2/2"):
        assert main(["build", *files(), "--shard", shard, "--variant", "resume", "--output", shard[0]]) == Exit.OK
    made = [name for shard in ("1", "2") if Path(shard).exists() for name in pdfs(shard)]
    assert len(made) == len(set(made)) == 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--shard", "0/2"], "'0/2' is no part of several: write 2/8 for the second of eight"),
        (["--shard", "3/2"], "'3/2' is no part of several"),
        (["--shard", "x"], "'x' is no part of several"),
        (["--jobs", "0"], "'0' is no number of builds: write 1 or more"),
        (["--jobs", "-1"], "'-1' is no number of builds"),
        (["--date", "tomorrow"], "'tomorrow' is no date: write it as 2026-11-24"),
    ],
)
def test_wrong_options(people: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str) -> None:
    with pytest.raises(SystemExit) as error:
        main(["build", *files(), *options])
    assert error.value.code == Exit.USAGE
    assert message in capsys.readouterr().err


def test_an_empty_shard_is_fine(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (empty,) = [shard for shard in range(1, 3) if not in_shard([Path("people/0.yaml")], shard, 2)]
    assert main(["build", "people/0.yaml", "--shard", f"{empty}/2"]) == Exit.OK
    assert capsys.readouterr().out == "nothing to build: no file falls into this shard\n"
