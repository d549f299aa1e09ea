"""Shows the practice room, which is a process of its own, on the port of the web process."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPResponse

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

ROOM = "/practice/"
QUIET_SECONDS = 90.0
"""A stream of news that says nothing for so long is taken for dead; the page opens a new one."""
OWN_HEADERS = frozenset({"connection", "keep-alive", "transfer-encoding", "server", "date", "host", "upgrade"})
"""Headers that belong to one connection, not to the message."""


def passthrough(port: int) -> Blueprint:
    """Hands `/practice/…` to the room on that loopback port, streams included; `/` leads to the room."""
    room = Blueprint("practice", __name__)

    @room.get("/")
    def door() -> AnyResponse:
        return redirect(ROOM)

    @room.route("/practice/", defaults={"rest": ""}, methods=["GET", "POST"], strict_slashes=False)
    @room.route("/practice/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
    def page(rest: str) -> AnyResponse:
        if request.path == "/practice":
            return redirect(ROOM)
        talk = HTTPConnection("127.0.0.1", port, timeout=QUIET_SECONDS)
        headers = {name: value for name, value in request.headers if name.lower() not in OWN_HEADERS}
        target = request.full_path if request.query_string else request.path
        try:
            talk.request(request.method, _quoted(target), body=request.get_data() or None, headers=headers)
            answer = talk.getresponse()
        except (OSError, HTTPException):
            talk.close()
            return Response("ห้องซ้อมกำลังเปิด ลองใหม่อีกครู่\n", 503, {"Retry-After": "1"}, mimetype="text/plain")
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in OWN_HEADERS]
        return Response(_stream(talk, answer), answer.status, kept, direct_passthrough=True)

    return room


def _quoted(target: str) -> str:
    from urllib.parse import quote

    return quote(target, safe="/?&=%:+,;@!$'()*~-._")


def _stream(talk: HTTPConnection, answer: HTTPResponse) -> Iterator[bytes]:
    try:
        while chunk := answer.read1(65536):
            yield chunk
    except (OSError, HTTPException):
        return
    finally:
        talk.close()
