"""The room's page and the small JSON interface behind it. All addresses are relative to /practice/."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.practice.room import CannotDo, Room
from bot.practice.wire import Answer, Request, json_answer

BASE = "/practice/"
LONGEST_WAIT = 25.0
"""Seconds that `state` waits for a change at most."""

_STATIC = Path(__file__).with_name("static")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob: https:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SHOWN_AS_PICTURE = {"image/png", "image/jpeg", "image/gif", "image/webp"}


class Pages:
    """Answers the requests of the page and of the terminal twin."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._files = {f.name: f for f in _STATIC.iterdir() if f.suffix in _TYPES}
        self._acts: dict[str, Callable[[dict[str, Any]], Any]] = {
            "say": lambda b: {
                "id": room.say(
                    _str(b, "chat"), _str(b, "as"), _str(b, "text"), _mentions(b), b.get("quotes") or None
                ).id
            },
            "edit": lambda b: {"id": room.edit(_str(b, "id"), _str(b, "text"), _mentions(b)).id},
            "unsend": lambda b: {"id": room.unsend(_str(b, "id")).id},
            "press": lambda b: room.press(_str(b, "chat"), _str(b, "as"), _dict(b, "action")),
            "sticker": lambda b: {"id": room.sticker(_str(b, "chat"), _str(b, "as")).id},
            "befriend": lambda b: room.befriend(_str(b, "as")),
            "bring": lambda b: room.bring(_str(b, "user_id")),
            "invite": lambda b: {"user_id": room.invite(_str(b, "name")).user_id},
            "put-out": lambda b: room.put_out(_str(b, "user_id")),
            "bring-bot": lambda b: room.bring_bot(),
            "put-out-bot": lambda b: room.put_out_bot(),
            "clear": lambda b: room.clear(),
        }

    def answer(self, request: Request) -> Answer:
        """The answer to any request that is not for LINE's API."""
        if request.path in ("/", BASE.rstrip("/")):
            return Answer(302, headers={"Location": BASE})
        if not request.path.startswith(BASE):
            return json_answer(404, {"error": "ไม่มีหน้านี้"})
        rest = request.path.removeprefix(BASE)
        try:
            if request.method == "POST":
                return self._act(rest, request)
            return self._show(rest, request)
        except CannotDo as no:
            return json_answer(409, {"error": str(no)})
        except _Malformed as wrong:
            return json_answer(400, {"error": f"คำขอไม่ครบ: {wrong}"})

    def _show(self, name: str, request: Request) -> Answer:
        if name == "state":
            since, wait = _number(request, "since", -1), _number(request, "wait", 0)
            state = self._room.state(int(since), request.query.get("epoch", ""), min(wait, LONGEST_WAIT))
            return json_answer(200, state, {"Cache-Control": "no-store"})
        if name.startswith("content/"):
            return self._content(name.removeprefix("content/"))
        file = self._files.get(name or "index.html")
        if file is None:
            return json_answer(404, {"error": "ไม่มีหน้านี้"})
        headers = {
            "Cache-Control": "no-cache",
            "Content-Security-Policy": _POLICY,
            "X-Content-Type-Options": "nosniff",
        }
        return Answer(200, file.read_bytes(), _TYPES[file.suffix], headers)

    def _content(self, id: str) -> Answer:
        found = self._room.content(id)
        if found is None:
            return json_answer(404, {"error": "ไม่มีไฟล์นี้"})
        # what people attach is shown as a picture or saved, never run as a page of ours
        picture = found.type in _SHOWN_AS_PICTURE
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        if not picture:
            headers["Content-Disposition"] = "attachment"
        return Answer(200, found.data, found.type if picture else "application/octet-stream", headers)

    def _act(self, name: str, request: Request) -> Answer:
        # other sites' pages can't set this header without being asked first, and are then refused
        if request.headers.get("x-practice") != "1":
            return json_answer(403, {"error": "คำขอนี้ไม่ได้มาจากห้องซ้อม"})
        if name == "attach":
            q = request.query
            type = request.headers.get("content-type", "application/octet-stream")
            item = self._room.attach(q.get("chat", ""), q.get("as", ""), q.get("name", "file"), type, request.body)
            return json_answer(200, {"id": item.id})
        act = self._acts.get(name)
        if act is None:
            return json_answer(404, {"error": "ไม่มีคำสั่งนี้"})
        try:
            body = request.json() if request.body else {}
        except (ValueError, RecursionError):
            raise _Malformed("JSON") from None
        if not isinstance(body, dict):
            raise _Malformed("JSON")
        return json_answer(200, act(body) or {})


class _Malformed(Exception):
    """A request without what it needs."""


def _str(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise _Malformed(name)
    return value


def _dict(body: dict[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name)
    if not isinstance(value, dict):
        raise _Malformed(name)
    return value


def _mentions(body: dict[str, Any]) -> list[tuple[str, str]]:
    given = body.get("mentions") or []
    if not isinstance(given, list) or not all(isinstance(m, dict) for m in given):
        raise _Malformed("mentions")
    return [(_str(m, "name"), _str(m, "user_id")) for m in given]


def _number(request: Request, name: str, default: float) -> float:
    try:
        return float(request.query.get(name, default))
    except ValueError:
        raise _Malformed(name) from None
