"""The practice room is shown on the port of the web process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.ports import free_port
from bot.practice.passthrough import passthrough

GO_ON = threading.Event()


class Room(BaseHTTPRequestHandler):
    """Tells what it was asked; `/practice/news` is a stream that waits between its two pieces."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/practice/news":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"data: 1\n\n")
            self.wfile.flush()
            GO_ON.wait(5)
            self.wfile.write(b"data: 2\n\n")
            self.close_connection = True
            return
        length = int(self.headers.get("Content-Length") or 0)
        text = f"{self.command} {self.path} {self.rfile.read(length).decode()}".encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(text)))
        self.send_header("X-Room", "yes")
        self.end_headers()
        self.wfile.write(text)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def client() -> Iterator[FlaskClient]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Room)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    app = Flask("web")
    app.register_blueprint(passthrough(server.server_address[1]))
    yield app.test_client()
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_door_leads_to_the_room(client: FlaskClient) -> None:
    """Who opens the address that `serve` prints stands in the practice room."""
    assert client.get("/").headers["Location"] == "/practice/"
    assert client.get("/practice").headers["Location"] == "/practice/"


def test_requests_and_answers_pass_unchanged(client: FlaskClient) -> None:
    """Method, path, query and body reach the room; status, headers and body come back."""
    answer = client.post("/practice/say?as=U1&q=%E0%B8%81", data="สวัสดี".encode())
    assert answer.status_code == 201
    assert answer.headers["X-Room"] == "yes"
    assert answer.get_data(as_text=True) == "POST /practice/say?as=U1&q=%E0%B8%81 สวัสดี"
    assert client.get("/practice/").get_data(as_text=True) == "GET /practice/ "


def test_news_come_as_they_happen(client: FlaskClient) -> None:
    """A stream is handed on piece by piece, not at its end."""
    GO_ON.clear()
    pieces = iter(client.get("/practice/news", buffered=False).iter_encoded())
    assert next(pieces) == b"data: 1\n\n"
    GO_ON.set()
    assert b"".join(pieces) == b"data: 2\n\n"


def test_a_room_that_is_not_there_yet_is_said() -> None:
    """While the room starts, the page says so instead of an error of the server."""
    app = Flask("web")
    app.register_blueprint(passthrough(free_port()))
    answer = app.test_client().get("/practice/")
    assert answer.status_code == 503
    assert "ห้องซ้อมกำลังเปิด" in answer.get_data(as_text=True)
