"""Shows a board to browsers on this machine, and to nobody who does not know its secret.

It listens to the loopback interface alone, under a path that begins with a random token, and answers no request that
names another host: so no page of the web can read a CV, by whatever name it reaches us (DNS rebinding). What a CV says
reaches the page as JSON, and nothing is loaded from elsewhere (Content-Security-Policy).
"""

from __future__ import annotations

import json
import secrets
import signal
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

from cvgen.preview.board import Board
from cvgen.preview.pictures import picture_of
from cvgen.preview.rounds import Event

HOST = "127.0.0.1"
_ASSETS = {"": "page.html", "page.css": "page.css", "page.js": "page.js"}
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
_BEAT = 15  # seconds after which a page is told that nothing has changed, and we learn whether it is still there
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingHTTPServer):
    """Serves a board. `look` is told the name of the variant that somebody looks at."""

    daemon_threads = True

    def __init__(self, port: int, board: Board, look: Callable[[str], None]) -> None:
        super().__init__((HOST, port), _Handler)
        self.board, self.look = board, look
        self.token = secrets.token_urlsafe(24)
        self.hosts = {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    @property
    def url(self) -> str:
        """Where the preview is."""
        return f"http://{HOST}:{self.server_port}/{self.token}/"

    def handle_error(self, *_: Any) -> None:
        """Say nothing: a browser that has gone is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "cvgen", ""

    def do_GET(self) -> None:
        """Answer a request."""
        parts = self._path()
        try:
            match parts:
                case ["events"]:
                    self._events()
                case ["picture", digest, page, width]:
                    pdf = self.server.board.sheet(digest).pdf
                    self._send(picture_of(pdf, int(page), max(1, int(width))), "image/png", keep=True)
                case ["pieces", digest]:
                    self._send(json.dumps(self.server.board.pieces(digest)).encode(), "application/json", keep=True)
                case ["pdf", digest, _]:
                    self._send(self.server.board.sheet(digest).pdf, "application/pdf", keep=True)
                case [name] if name in _ASSETS:
                    path = Path(__file__).with_name(_ASSETS[name])
                    self._send(path.read_bytes(), _TYPES[path.suffix])
                case _:
                    self._refuse()
        except (LookupError, ValueError):
            self._refuse()

    def do_POST(self) -> None:
        """Hear which variant is looked at."""
        match self._path():
            case ["look", name]:
                self.server.look(name)
                self.send_response(HTTPStatus.NO_CONTENT)
                self.end_headers()
            case _:
                self._refuse()

    def _path(self) -> list[str] | None:
        """Return the parts of the path behind the token; None for whoever does not know it, or comes from elsewhere."""
        token, *parts = self.path.partition("?")[0].removeprefix("/").split("/")
        known = secrets.compare_digest(token.encode(), self.server.token.encode())
        if not known or self.headers.get("Host") not in self.server.hosts:
            return None
        return [unquote(part) for part in parts]

    def _events(self) -> None:
        """Send the state whenever it changes (server-sent events: the HTML standard, 9.2)."""
        self._start("text/event-stream", {"Cache-Control": "no-store", "Connection": "close"})
        self.close_connection = True
        number = -1
        while True:
            before = number
            number, state = self.server.board.wait(number, _BEAT)
            text = f"data: {json.dumps(state)}\n\n" if number != before else ":\n\n"
            self.wfile.write(text.encode())

    def _send(self, body: bytes, kind: str, *, keep: bool = False) -> None:
        cache = "private, max-age=3600, immutable" if keep else "no-store"  # what is kept has its digest in its name
        self._start(kind, {"Content-Length": str(len(body)), "Cache-Control": cache})
        self.wfile.write(body)

    def _start(self, kind: str, headers: dict[str, str]) -> None:
        self.send_response(HTTPStatus.OK)
        for name, value in {"Content-Type": kind, **headers, **_HEADERS}.items():
            self.send_header(name, value)
        self.end_headers()

    def _refuse(self) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_: Any) -> None:
        """Say nothing of requests."""


def serve(connection: Connection, port: int, editor: str) -> None:
    """Serve what the other end of a connection tells, until it is closed.

    The first answer is the preview's URL, or the error that there is none; each further one the variant looked at.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other end hears it, and closes
    board = Board(editor)

    def look(name: str) -> None:
        with suppress(OSError):
            connection.send(name)

    try:
        server = Server(port, board, look)
    except OSError as error:
        connection.send(error)
        return
    Thread(target=server.serve_forever, daemon=True).start()
    connection.send(server.url)
    with suppress(EOFError, OSError):
        while True:
            event: Event = connection.recv()
            board.hear(event)
