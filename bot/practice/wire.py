"""A small HTTP/1.1 server that keeps connections alive: light, as benchmarks run against it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

LARGEST_BODY = 12 * 1024 * 1024
"""Bytes of a request that are read at all; each side sets its own, smaller limits."""


class DropConnection(Exception):
    """The connection shall be closed without an answer, as when a network fails."""


@dataclass(frozen=True)
class Request:
    """One request; `path` is decoded and without its query."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""

    def json(self) -> Any:
        """The body as JSON; raises ValueError when it is none."""
        return json.loads(self.body.decode("utf-8"))


@dataclass(frozen=True)
class Answer:
    """One answer."""

    status: int
    body: bytes = b""
    type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(status: int, value: object, headers: Mapping[str, str] | None = None) -> Answer:
    """`value` as JSON in UTF-8."""
    return Answer(status, json.dumps(value, ensure_ascii=False).encode(), headers=headers or {})


class Server(ThreadingHTTPServer):
    """Serves `answer` on a loopback port, a thread for each connection; `close` ends idle connections too."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, answer: Callable[[Request], Answer], port: int = 0, host: str = "127.0.0.1") -> None:
        self.answer = answer
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        self._thread: threading.Thread | None = None
        super().__init__((host, port), _Connection)

    @property
    def url(self) -> str:
        """http://host:port, without a slash at the end."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def start(self) -> None:
        """Serves in a background thread."""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True, name="practice-http")
        self._thread.start()

    def close(self) -> None:
        """Stops serving, closes every connection, and waits until it is done."""
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
            self._thread = None
        self.server_close()
        with self._open_lock:
            still_open = list(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def _any(self) -> None:
        try:
            length = int(self.headers.get("content-length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= LARGEST_BODY:
            self.close_connection = True
            self._send(json_answer(413, {"message": "Request body is too large"}))
            return
        body = self.rfile.read(length) if length else b""
        parts = urlsplit(self.path)
        request = Request(
            self.command,
            unquote(parts.path),
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {k.lower(): v for k, v in self.headers.items()},
            body,
        )
        try:
            answer = self.server.answer(request)
        except DropConnection:
            self.close_connection = True
            return
        except Exception as error:
            answer = json_answer(500, {"message": f"{type(error).__name__}: {error}"})
        self._send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any

    def _send(self, answer: Answer) -> None:
        try:
            reason = HTTPStatus(answer.status).phrase
        except ValueError:
            reason = ""
        lines = [
            f"HTTP/1.1 {answer.status} {reason}",
            f"Content-Type: {answer.type}",
            f"Content-Length: {len(answer.body)}",
        ]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        if self.close_connection:
            lines.append("Connection: close")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        self.wfile.write(head if self.command == "HEAD" else head + answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet: paths hold ids, and the double keeps its own record."""
