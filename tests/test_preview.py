"""The preview without a browser: what makes it build, what it is told, what its server shows and to whom."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from PIL import Image

from cvgen.cli import main
from cvgen.commands.watch import _Told
from cvgen.config import wanted_editor
from cvgen.diagnostics import CvgenError, Diagnostic, Exit, Origin, UsageError
from cvgen.loading import Loaded, read
from cvgen.preview.board import Board
from cvgen.preview.editors import EDITORS, editor_url, place_url
from cvgen.preview.places import letters_of, pieces_of
from cvgen.preview.rounds import Asked, Begun, Ended, Event, Failed, Listener, Made, Read, keep_building
from cvgen.preview.server import Server
from cvgen.reader.layers import Layers
from tests.conftest import MINIMAL, ROOT, SAMPLE
from tests.pdf import text_of

PDF = Path("output/ada-lovelace-academic.pdf")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("cvgen.preview.inputs._LOOK", 50)  # so that nobody waits long to see that nothing happens
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("cv.yaml").write_text(MINIMAL, encoding="utf-8")
    return tmp_path / "work"


def edit(old: str, new: str, path: str = "cv.yaml") -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


Step = Callable[[], object]


def rounds(*steps: Step, path: str = "cv.yaml", on: dict[type, Step] | None = None, **asked: object) -> list[Event]:
    """Return what is told while a file is watched; each step is done when a round has ended and nothing is left to do.

    `on` says what else is done once, when the first event of a kind is told.
    """
    events: list[Event] = []
    left, once = list(steps), dict(on or {})

    def tell(event: Event) -> None:
        events.append(event)
        once.pop(type(event), lambda: None)()

    def idle() -> None:
        # it is told so twice: what has changed was looked for in between
        waited.append(len(events))
        if waited.count(len(events)) == 2 and left:
            left.pop(0)()
        elif waited.count(len(events)) >= 2 + 2 * bool(steps):
            raise KeyboardInterrupt  # what was done last makes no build

    waited: list[int] = []
    layers = Layers((), ())

    def read_now() -> Loaded:
        return read(path, layers=layers)

    for made in Path().rglob("*"):  # a while ago: what is younger than the watch may have been changed behind its back
        os.utime(made, (1_700_000_000, 1_700_000_000))
    listener = Listener(tell, asked.pop("looked_at", lambda: ""), idle)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        keep_building(Asked(Path(path), read_now, **asked), listener)  # type: ignore[arg-type]
    return events


def kinds(events: list[Event]) -> list[str]:
    return [
        type(event).__name__ + (f" {event.variant}" if isinstance(event, Begun | Made | Failed) else "")
        for event in events
    ]


ROUND = ["Read", "Begun academic", "Made academic", "Begun resume", "Made resume", "Ended"]


def test_one_save_makes_one_build() -> None:
    def save() -> None:  # as editors do: in several steps, over another file, and twice
        Path("cv.yaml").write_text("", encoding="utf-8")
        Path("cv.yaml").write_text(MINIMAL, encoding="utf-8")
        Path(".cv.yaml.swp").write_text(MINIMAL.replace("Analyst", "Programmer"), encoding="utf-8")
        Path(".cv.yaml.swp").replace("cv.yaml")

    events = rounds(save)
    assert kinds(events) == ROUND * 2
    assert "Programmer" in text_of(PDF)


def test_what_is_as_it_was_is_not_built() -> None:
    assert (
        kinds(rounds(lambda: Path("cv.yaml").write_text(MINIMAL, encoding="utf-8"), lambda: Path("notes.txt").touch()))
        == ROUND
    )


def test_an_edit_during_a_build_is_not_lost() -> None:
    events = rounds(on={Begun: lambda: edit("Analyst", "Programmer")})
    assert kinds(events) == [*ROUND[:3], *ROUND]
    assert "Programmer" in text_of(PDF)
    assert "Programmer" in text_of(Path("output/ada-lovelace-resume.pdf"))
    assert isinstance(events[-1], Ended)


def test_an_edit_while_the_file_is_read_is_not_lost() -> None:
    rounds(on={Read: lambda: edit("Analyst", "Programmer")})
    assert "Programmer" in text_of(PDF)


def test_what_is_looked_at_is_built_first() -> None:
    assert kinds(rounds(looked_at=lambda: "resume"))[1] == "Begun resume"


def test_a_broken_file_leaves_the_last_good_pdf() -> None:
    good: list[bytes] = []

    def broke() -> None:
        good.append(PDF.read_bytes())
        edit("experience:", "experiences:")

    events = rounds(broke, lambda: good.append(PDF.read_bytes()) or edit("experiences:", "experience:"))  # type: ignore[func-returns-value]
    assert kinds(events) == [*ROUND, "Read", "Ended", *ROUND]
    wrong = events[6]
    assert isinstance(wrong, Read)
    assert wrong.is_wrong
    assert wrong.problems[0].origin == Origin("cv.yaml", 5, 3)
    assert good[0] == good[1]


def test_a_file_that_is_gone_may_come_back() -> None:
    events = rounds(lambda: Path("cv.yaml").unlink(), lambda: Path("cv.yaml").write_text(MINIMAL, encoding="utf-8"))
    assert kinds(events) == [*ROUND, "Read", "Ended", *ROUND]


def test_one_broken_variant_does_not_stop_the_other() -> None:
    events = rounds(lambda: edit("resume: {pages: 1}", "resume: {design: {accent: 7A1F2B}, template: mine}"))
    assert kinds(events[6:]) == [*ROUND[:4], "Failed resume", "Ended"]


TEMPLATE = {
    "latex_templates/mine/template.yaml": "description: Mine.\nextends: academic\n",
    "latex_templates/mine/mine.sty": "\\ProvidesPackage{mine}\n",
}


def files(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def picture(name: str, colour: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Image.new("RGB", (60, 80), colour).save(name)


BIB = "@article{a, title = {On %s}, author = {Ada Lovelace}, journal = {Notes}, year = 1843}\n"


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ("  email: ada@example.org\n", "", lambda: edit("ada@", "lovelace@")),
        ("  photo: me.png\n", lambda: picture("me.png", "red"), lambda: picture("me.png", "blue")),
        ("  photo: photos/me.png\n", "", lambda: picture("photos/me.png", "red")),
        ("extends: base.yaml\n", lambda: files({"base.yaml": "locale: {language: fr}\n"}), lambda: edit("fr", "de", "base.yaml")),
        ("extends: base.yaml\n", "", lambda: files({"base.yaml": "locale: {language: fr}\n"})),
        ("bib: a.bib\n", lambda: files({"a.bib": BIB % "engines"}), lambda: edit("engines", "weaving", "a.bib")),
        ("template: mine\n", lambda: files(TEMPLATE), lambda: edit("Mine", "Ours", "latex_templates/mine/template.yaml")),
        ("template: mine\n", lambda: files(TEMPLATE), lambda: files({"latex_templates/mine/other.sty": "\\ProvidesPackage{other}\n"})),
        ("template: mine\n", "", lambda: files(TEMPLATE)),
    ],
)  # fmt: skip
def test_every_file_that_matters_makes_a_build(change: str, before: Step | str, after: Step) -> None:
    if callable(before):
        before()
    if change.startswith("bib"):
        edit("sections:\n", "sections:\n  publications: {bib: a.bib}\n")
    elif change.startswith("template"):
        edit("academic: {}", "academic: {template: mine}")
    elif change.startswith("extends"):
        edit("basics:\n", change + "basics:\n")
    else:
        edit("basics:\n  name: Ada Lovelace\n  email: ada@example.org\n", f"basics:\n  name: Ada Lovelace\n{change}")
        edit("academic: {}", "academic: {design: {photo: yes}}")
    events = rounds(after, variants=["academic"])
    assert sum(isinstance(event, Ended) for event in events) == 2
    assert kinds(events)[-2:] == ["Made academic", "Ended"]


def test_a_font_that_changes_in_its_place_is_read_anew() -> None:
    fonts = (
        Path(sys.modules["fontpkg_source_sans_3"].__file__ or "").parent / "files"
        if "fontpkg_source_sans_3" in sys.modules
        else _fonts()
    )
    regular, italic = (fonts / f"SourceSans3{style}[wght].ttf" for style in ("", "-Italic"))
    Path("own.ttf").write_bytes(regular.read_bytes())
    edit("academic: {}", "academic: {design: {fonts: {text: own.ttf}}}")
    pdfs: list[bytes] = []

    def replaced() -> None:
        pdfs.append(PDF.read_bytes())
        Path("new.ttf").write_bytes(italic.read_bytes())
        Path("new.ttf").replace("own.ttf")

    events = rounds(replaced, lambda: pdfs.append(PDF.read_bytes()), variants=["academic"])
    assert sum(isinstance(event, Ended) for event in events) == 2
    assert pdfs[0] != pdfs[1]


def _fonts() -> Path:
    from importlib.util import find_spec

    found = find_spec("fontpkg_source_sans_3")
    assert found is not None
    return Path((found.submodule_search_locations or [""])[0]) / "files"


# --- the server


class Client:
    """Asks a server."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)
        self.connections: list[http.client.HTTPConnection] = []

    def get(self, path: str, *, token: bool = True, host: str = "", method: str = "GET") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self.parts.netloc, timeout=30)
        connection.putrequest(method, (self.parts.path if token else "/") + path, skip_host=True)
        connection.putheader("Host", host or self.parts.netloc)
        connection.endheaders()
        self.connections.append(connection)
        return connection.getresponse()

    def close(self) -> None:
        for connection in self.connections:
            connection.close()

    def json(self, path: str) -> object:
        return json.loads(self.get(path).read())


@pytest.fixture(scope="module")
def sheets() -> list[Event]:
    """What is told of the sample's academic CV."""
    events: list[Event] = []

    def tell(event: Event) -> None:
        events.append(event)
        if isinstance(event, Ended):
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        output = Path(os.environ["CVGEN_CACHE"]).parent / "preview"
        asked = Asked(Path("cv.yaml"), lambda: read("cv.yaml"), ["academic", "resume"], output=output)
        with pytest.raises(KeyboardInterrupt):
            keep_building(asked, Listener(tell))
    return events


@pytest.fixture
def looked() -> list[str]:
    return []


@pytest.fixture
def board(sheets: list[Event]) -> Board:
    board = Board(editor_url("vscode"))
    for event in sheets:
        board.hear(event)
    return board


@pytest.fixture
def client(board: Board, looked: list[str]) -> Iterator[Client]:
    server = Server(0, board, looked.append)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    client = Client(server.url)
    yield client
    client.close()
    server.shutdown()
    server.server_close()
    thread.join()


def state_of(client: Client) -> dict[str, object]:
    with client.get("events") as answer:
        line = answer.readline()
    return json.loads(line.removeprefix(b"data: "))


def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    for name in ("", "page.css", "page.js"):
        answer = client.get(name)
        text = answer.read().decode()
        assert answer.status == 200
        assert not re.search(r"https?:|//\w+\.|<style|style=|\son\w+=", text.replace("// ", ""))
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_gets_in_without_the_token_or_by_another_name(client: Client) -> None:
    token = client.parts.path.strip("/")
    assert len(token) >= 32
    wrong = token[:-1] + ("a" if token[-1] != "a" else "b")
    for path in ("", "page.js", "events", f"{wrong}/", f"{wrong}/events", "favicon.ico"):
        answer = client.get(path, token=False)
        assert answer.status == 404
        assert token.encode() not in answer.read()
    for host in ("evil.example", f"evil.example:{client.parts.port}", "127.0.0.1:1", ""):
        assert client.get("", host=host or "x").status == 404
    assert client.get("", host=f"localhost:{client.parts.port}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "nothing",
        "picture/x/0/100",
        "pdf/x/y.pdf",
        "pieces/x",
        "../cv.yaml",
        "%2e%2e/%2e%2e/etc/passwd",
        "page.html/x",
        "server.py",
    ],
)
def test_what_is_not_there_is_refused(client: Client, path: str) -> None:
    assert client.get(path).status == 404


def test_it_listens_to_this_machine_alone(client: Client) -> None:
    assert client.parts.hostname == "127.0.0.1"


def test_pictures_are_as_sharp_as_asked(client: Client) -> None:
    state = state_of(client)
    variant = state["variants"][0]  # type: ignore[index]
    digest = variant["sheet"]["digest"]
    assert variant["sheet"]["pages"][0] == [612, 792]
    for width in (300, 1111):
        image = Image.open(BytesIO(client.get(f"picture/{digest}/0/{width}").read()))
        assert image.size == (width, pytest.approx(width * 792 / 612, abs=1))
    assert client.get(f"picture/{digest}/99/100").status == 404
    assert client.get(f"picture/{digest}/-1/100").status == 404
    assert Image.open(BytesIO(client.get(f"picture/{digest}/0/99999").read())).width == 5000
    assert client.get(f"pdf/{digest}/wei-wen-academic.pdf").read().startswith(b"%PDF")


def test_pieces_know_their_lines(client: Client) -> None:
    digest = state_of(client)["variants"][0]["sheet"]["digest"]  # type: ignore[index]
    pieces = client.json(f"pieces/{digest}")
    lines = SAMPLE.read_text(encoding="utf-8").split("\n")
    assert isinstance(pieces, list)
    assert {piece["page"] for piece in pieces} == {0, 1, 2, 3}
    titles = [number for number, line in enumerate(lines, 1) if line.startswith("    - title: ")]
    assert len(titles) > 25
    found = {piece["line"] for piece in pieces}
    for number in titles:
        said = lines[number - 1].partition("title: ")[2].strip("'\"")[:20].replace("'", "’")
        here = [piece for piece in pieces if piece["text"].startswith(said)]
        assert number in {piece["line"] for piece in here} or number in found, said
    (name,) = (piece for piece in pieces if piece["text"] == "Wei Wen")
    assert name["line"] == next(number for number, line in enumerate(lines, 1) if line == "  name: Wei Wen")
    assert name["href"] == f"vscode://file{SAMPLE}:{name['line']}:{name['column']}" or name["href"].endswith(
        f":{name['line']}:{name['column']}"
    )
    assert all(0 <= piece[side] <= 100 for piece in pieces for side in ("left", "top", "width", "height"))


def test_every_text_of_a_page_can_be_clicked_on(sheets: list[Event]) -> None:
    for made in (event for event in sheets if isinstance(event, Made)):
        pieces = {letters_of(piece.text) for piece in pieces_of(made.sheet)}
        missed = [text.text for text in made.sheet.texts if not any(letters_of(text.text) in piece for piece in pieces)]
        assert not missed


def test_events_come_as_they_happen(client: Client, board: Board) -> None:
    with client.get("events") as answer:
        states = []
        for event in (
            None,
            Read((), ("academic",), is_wrong=False),
            Failed("academic", (Diagnostic(Origin("cv.yaml", 3, 2), "<script>", "x"),)),
        ):
            if event:
                board.hear(event)
            states.append(json.loads(answer.readline().removeprefix(b"data: ")))
            assert answer.readline() == b"\n"
    names = [[variant["name"] for variant in state["variants"]] for state in states]
    assert names == [["academic", "resume"], ["academic"], ["academic"]]
    (failed,) = states[2]["variants"]
    assert failed["failed"]
    assert failed["sheet"]["digest"] == states[0]["variants"][0]["sheet"]["digest"]  # the last good pages
    assert failed["problems"][0]["message"] == "<script>"
    assert failed["problems"][0]["line"] == 3


def test_it_hears_what_is_looked_at(client: Client, looked: list[str]) -> None:
    assert client.get("look/r%C3%A9sum%C3%A9", method="POST").status == 204
    assert client.get("look/other", token=False, method="POST").status == 404
    assert looked == ["résumé"]


def test_a_pdf_without_tags_has_no_pieces(here: Path) -> None:
    from cvgen.prepare import Choice

    events = rounds(engine=Choice(tags=False), variants=["academic"])
    made = next(event for event in events if isinstance(event, Made))
    assert pieces_of(made.sheet) == []


# --- editors


@pytest.mark.parametrize("name", EDITORS)
def test_editors_get_the_place(name: str) -> None:
    url = place_url(editor_url(name), Origin("/home/a b/#1/{line}.yaml", 12, 5))
    assert "{" not in url
    assert " " not in url
    assert "%231" in url
    assert "12" in url
    assert "5" in url


@pytest.mark.parametrize("name", ["emacs", "javascript:alert({file})", "data:{file}", "vscode://file", ""])
def test_what_opens_no_editor_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="opens no editor"):
        editor_url(name)


# --- the command


def test_the_command_shows_and_ends(here: Path) -> None:
    command = [sys.executable, "-m", "cvgen", "watch", "--variant", "academic"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = re.search(r"http\S+", process.stdout.readline())
        assert url
        client = Client(url[0])
        with client.get("events") as answer:
            while not (line := answer.readline()).startswith(b"data: ") or not json.loads(line[6:])["round"]:
                assert line
        assert PDF.exists()
        process.send_signal(signal.SIGINT)
        said, wrong = process.communicate(timeout=30)
    assert process.returncode == Exit.OK
    assert "output/ada-lovelace-academic.pdf  1 page" in said
    assert said.endswith("ended\n")
    assert wrong == ""
    client.close()
    with pytest.raises(ConnectionRefusedError):
        client.get("")


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--editor", "emacs"], Exit.USAGE, "'emacs' opens no editor"),
        (["--port", "0"], Exit.USAGE, "is no port"),
        (["--engine", "word"], Exit.USAGE, "there is no engine 'word'"),
        (["nope.yaml"], Exit.INPUT, "there is no such file"),
    ],
)
def test_a_wrong_call_is_said_at_once(
    options: list[str], code: Exit, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    try:
        assert main(["watch", *options]) == code
    except SystemExit as error:  # argparse's own
        assert error.code == code  # noqa: PT017
    assert message in capfd.readouterr().err


def test_a_port_that_is_taken_is_said(capfd: pytest.CaptureFixture[str], client: Client) -> None:
    assert main(["watch", "--port", str(client.parts.port)]) == Exit.USAGE
    assert f"port {client.parts.port} cannot be used" in capfd.readouterr().err


def test_the_editor_is_said_in_one_of_three_places(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CVGEN_CONFIG", str(here / "config.toml"))
    monkeypatch.delenv("CVGEN_EDITOR", raising=False)
    assert wanted_editor() == ""
    Path("config.toml").write_text('editor = "zed"\nengine = "auto"\n', encoding="utf-8")
    assert wanted_editor() == "zed"
    monkeypatch.setenv("CVGEN_EDITOR", "vscode")
    assert wanted_editor() == "vscode"
    assert main(["watch", "--editor", "emacs"]) == Exit.USAGE


def test_a_preview_that_was_ended_is_said() -> None:
    ours, theirs = Pipe()
    theirs.close()
    with pytest.raises(CvgenError, match="the preview was ended from outside"):
        _Told(ours, quiet=False).tell(Ended(1))
    ours.close()
