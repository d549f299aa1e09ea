"""The room over HTTP, as the page talks with it: for the terminal twin."""

from __future__ import annotations

import contextlib
import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from bot.practice.pages import BASE


class NoRoom(Exception):
    """No practice room answers at the address."""


class Refusal(Exception):
    """The room refused; its text says why, in Thai."""


class RoomClient:
    """Asks and acts in the room at `url` (http://host:port). Raises NoRoom and Refusal."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80

    def state(self, since: int = -1, epoch: str = "", wait: float = 0.0) -> dict[str, Any]:
        """See Room.state."""
        return self._ask("GET", f"state?since={since}&epoch={epoch}&wait={wait}", None, wait + 10)

    def healthy(self) -> bool:
        """Whether all parts behind the address work, by its /healthz."""
        connection = http.client.HTTPConnection(self._host, self._port, timeout=5)
        with contextlib.closing(connection):
            try:
                connection.request("GET", "/healthz")
                return connection.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False

    def act(self, name: str, /, **body: Any) -> dict[str, Any]:
        """One act of the page: say, edit, unsend, press, …"""
        return self._ask("POST", name, json.dumps(body, ensure_ascii=False).encode(), 10)

    def _ask(self, method: str, path: str, body: bytes | None, timeout: float) -> dict[str, Any]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        with contextlib.closing(connection):
            try:
                connection.request(method, BASE + path, body, {"X-Practice": "1", "Content-Type": "application/json"})
                answer = connection.getresponse()
                found = json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError) as trouble:
                raise NoRoom(f"{self._host}:{self._port}: {type(trouble).__name__}") from None
        if not isinstance(found, dict) or answer.status in (404, 502, 503):
            raise NoRoom(f"{self._host}:{self._port}: {answer.status}")
        if answer.status != 200:
            raise Refusal(str(found.get("error", answer.status)))
        return found
