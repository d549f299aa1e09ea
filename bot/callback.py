"""`POST /callback`: LINE's webhook goes into the inbox. Signature, one call to the store, answer; nothing else.

It stands in front of Flask, not in it: a request through Flask costs about 140 µs more than all this together,
and this is the address where LINE waits (2 s) and where every message of every group comes in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any, cast

from redis.exceptions import RedisError

from bot.health import Counters
from bot.store.inbox import Inbox

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes of a webhook body; LINE's own are far smaller."""
DRAIN_LIMIT = 8 * BODY_LIMIT
"""Bytes of a too long body that are read and thrown away, so that its sender gets to see the answer."""

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

Environ = dict[str, Any]


def signature(secret: bytes, body: bytes) -> bytes:
    """What LINE writes in X-Line-Signature for this body (line-platform.md, Webhook)."""
    return base64.b64encode(hmac.digest(secret, body, hashlib.sha256))


class Callback:
    """WSGI: answers /callback, hands everything else on."""

    def __init__(
        self,
        other: Callable[[Environ, StartResponse], Iterable[bytes]],
        inbox: Inbox,
        channel_secret: str,
        *,
        counts: Counters,
        now_ms: Callable[[], int],
    ) -> None:
        self._other, self._inbox, self._secret = other, inbox, channel_secret.encode()
        self._counts, self._now_ms = counts, now_ms

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != "/callback":
            return self._other(environ, start)
        begun = time.perf_counter()
        status, text = self._answer(environ)
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(text)))]
        start(status, [*headers, ("Allow", "POST")] if status.startswith("405") else headers)
        if status == "200 OK":
            self._counts.observe("webhook", time.perf_counter() - begun)
        elif status.startswith("4"):
            self._counts.add("webhooks_refused")
        return [text]

    def _answer(self, environ: Environ) -> tuple[str, bytes]:
        if environ.get("REQUEST_METHOD") != "POST":
            return "405 Method Not Allowed", b"only POST"
        body = _body(environ)
        if body is None:
            return "413 Content Too Large", b"too long"
        # WSGI gives headers as latin-1
        given = cast("str", environ.get("HTTP_X_LINE_SIGNATURE", "")).encode("latin-1", "replace")
        if not hmac.compare_digest(signature(self._secret, body), given):
            return "400 Bad Request", b"bad signature"
        try:
            events = _events(body)
            good = [event for event in events if isinstance(event, dict)]
            new = self._inbox.put(good, self._now_ms())
        except (ValueError, RecursionError):
            return "400 Bad Request", b"not a webhook body"
        except RedisError:
            self._counts.add("webhooks_unavailable")
            return "503 Service Unavailable", b"store not available"  # LINE sends it again
        self._counts.add("events_received", len(events))
        if new < len(events):
            self._counts.add("events_duplicate", len(good) - new)
            self._counts.add("events_unreadable", len(events) - len(good))
        return "200 OK", b"ok"


def _body(environ: Environ) -> bytes | None:
    """The raw body, or None when it is longer than BODY_LIMIT. Without a length it is read only where the server
    marks its end (chunked requests under gunicorn)."""
    stream = cast("IO[bytes]", environ["wsgi.input"])
    length = environ.get("CONTENT_LENGTH")
    ended = bool(environ.get("wsgi.input_terminated"))
    size = int(length) if length and length.isdecimal() else BODY_LIMIT + 1 if ended else 0
    body = stream.read(min(size, BODY_LIMIT + 1))
    if len(body) <= BODY_LIMIT:
        return body
    left = DRAIN_LIMIT if ended else min(size - len(body), DRAIN_LIMIT)
    while left > 0 and (chunk := stream.read(min(left, 65536))):
        left -= len(chunk)
    return None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and the infinities: Python reads them, JSON has none


_read = json.JSONDecoder(parse_constant=_refuse_constant).decode
"""Made once: `json.loads` with options makes a decoder for each call."""


def _events(body: bytes) -> list[Any]:
    """The events of a body. Raises ValueError (RecursionError when nested deeply) when it isn't a webhook's."""
    found = _read(body.decode())
    if not isinstance(found, dict):
        raise ValueError("not an object")
    events = found.get("events", [])
    if not isinstance(events, list):
        raise ValueError("events is not a list")
    return events
