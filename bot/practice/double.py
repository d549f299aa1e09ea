"""A stateful double of LINE: its Messaging API over real HTTP, and its webhooks, signed as LINE signs them.

with LineDouble(callback="http://127.0.0.1:8000/callback") as line:
    line.world.group("C" + "1" * 32, "กลุ่มงาน", ["U" + "a" * 32])
    event = line.make.text("C" + "1" * 32, "U" + "a" * 32, "ใครรู้เรื่องกองทุน")
    line.deliver([event])
    line.wait_for_replies(event)
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.practice.api import Api, Sent
from bot.practice.happenings import Happenings, JsonEvent
from bot.practice.wire import Answer, DropConnection, Request, Server, json_answer
from bot.practice.world import World

BOT_ID = "U" + "b07" * 10 + "b0"
"""User id of the bot in every double."""


def signature(secret: str, body: bytes) -> str:
    """LINE's x-line-signature of a raw body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@dataclass
class _Failure:
    status: int | None
    times: int
    path: str
    accepts: bool
    delay: float


class LineDouble:
    """LINE as the bot sees it. All methods may be called from any thread.

    `quota` is the month's limit (None: no limit); `now` gives the double's clock (aware); `callback` is the
    bot's webhook address for `deliver`; `unknown_tokens` takes reply tokens of webhooks that others sent;
    without `twice` bodies are checked by the double alone. `sent` holds every accepted request in order."""

    def __init__(
        self,
        *,
        secret: str = "practice-secret",
        token: str = "practice-token",
        callback: str | None = None,
        quota: int | None = None,
        now: Callable[[], datetime] | None = None,
        port: int = 0,
        unknown_tokens: bool = False,
        twice: bool = True,
        before: Callable[[Request], Answer | None] | None = None,
    ) -> None:
        self.secret, self.token, self.callback = secret, token, callback
        self._now = now or (lambda: datetime.now(UTC))
        self.make = Happenings(self._now, BOT_ID)
        self.api = Api(token, BOT_ID, self._now, lambda: (self.make.message_id(), self.make.quote_token()))
        self.api.quota.limit = quota
        self.api.unknown_tokens, self.api.twice = unknown_tokens, twice
        self.delay = 0.0
        """Seconds that every answer waits."""
        self._failures: list[_Failure] = []
        self._failures_lock = threading.Lock()
        self._before = before
        self._port = port
        self._server: Server | None = None

    # ------------------------------------------------------------ life

    def start(self) -> LineDouble:
        """Opens the port. Raises OSError when it is taken."""
        self._server = Server(self.answer, self._port)
        self._server.start()
        return self

    def close(self) -> None:
        """Stops serving; what was sent stays readable."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def __enter__(self) -> LineDouble:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        """What LINE_API_URL and LINE_API_DATA_URL have to be."""
        assert self._server is not None, "the double is not started"
        return self._server.url

    # ------------------------------------------------------------ what tests look at

    @property
    def world(self) -> World:
        """People, groups and contents: change it freely before use."""
        return self.api.world

    @property
    def sent(self) -> list[Sent]:
        """Every accepted reply and push, in order (a copy)."""
        with self.api.lock:
            return list(self.api.sent)

    @property
    def used(self) -> int:
        """Messages counted against the month's quota so far."""
        return self.api.quota.used

    def texts(self) -> list[str]:
        """What was said, in order: text of text messages, altText of cards."""
        return [said(m) for s in self.sent for m in s.messages]

    def accepted_replies(self, event: str | JsonEvent) -> list[Sent]:
        """Accepted replies to an event: to its JSON, its reply token or its webhookEventId."""
        ids = {event} if isinstance(event, str) else {event["webhookEventId"]}
        return [s for s in self.sent if s.kind == "reply" and ids & {s.token, s.event_id}]

    def listen(self, listener: Callable[[Sent], None]) -> None:
        """Calls `listener` for each accepted request, in order, before it is answered. It must be quick."""
        with self.api.lock:
            self.api.listeners.append(listener)

    def wait(self, count: int = 1, timeout: float = 5.0) -> list[Sent]:
        """Waits until `count` requests were accepted in all, and gives them; raises TimeoutError."""
        with self.api.lock:
            if not self.api.lock.wait_for(lambda: len(self.api.sent) >= count, timeout):
                raise TimeoutError(f"{len(self.api.sent)} of {count} messages after {timeout} s")
            return list(self.api.sent)

    def wait_for_replies(self, event: str | JsonEvent, count: int = 1, timeout: float = 5.0) -> list[Sent]:
        """Waits for `count` accepted replies to one event; raises TimeoutError."""
        with self.api.lock:
            if not self.api.lock.wait_for(lambda: len(self.accepted_replies(event)) >= count, timeout):
                raise TimeoutError(f"no reply within {timeout} s")
            return self.accepted_replies(event)

    def silent_for(self, seconds: float) -> bool:
        """Whether nothing more is accepted within so many seconds."""
        with self.api.lock:
            before = len(self.api.sent)
            return not self.api.lock.wait_for(lambda: len(self.api.sent) > before, seconds)

    # ------------------------------------------------------------ trouble

    def fail_next(
        self,
        *,
        status: int | None = 500,
        times: int = 1,
        path: str = "",
        accepts: bool = False,
        delay: float = 0.0,
    ) -> None:
        """The next `times` requests whose path contains `path` fail: with `status`, or (None) with a closed
        connection. With `accepts` the request takes effect all the same, as when an answer gets lost."""
        with self._failures_lock:
            self._failures.append(_Failure(status, times, path, accepts, delay))

    def limit_rate(self, on: bool = True) -> None:
        """Whether every request is refused with 429 for its rate."""
        self.api.rate_limited = on

    def answer(self, request: Request) -> Answer:
        """The answer to one request over HTTP."""
        if self._before is not None:
            other = self._before(request)
            if other is not None:
                return other
        if self.delay:
            time.sleep(self.delay)
        failure = self._failure(request) if self._failures else None
        if failure is None:
            return self.api.answer(request)
        if failure.delay:
            time.sleep(failure.delay)
        if failure.accepts:
            self.api.answer(request)
        if failure.status is None:
            raise DropConnection
        from_line = {
            429: "The API rate limit has been exceeded. Try again later.",
            500: "Internal server error",
        }
        return json_answer(failure.status, {"message": from_line.get(failure.status, "Failed")})

    def _failure(self, request: Request) -> _Failure | None:
        with self._failures_lock:
            for failure in self._failures:
                if failure.path in request.path:
                    failure.times -= 1
                    if failure.times <= 0:
                        self._failures.remove(failure)
                    return failure
        return None

    # ------------------------------------------------------------ webhooks

    def body(self, events: Sequence[JsonEvent]) -> bytes:
        """The raw body of a webhook with these events."""
        return json.dumps({"destination": BOT_ID, "events": list(events)}, ensure_ascii=False).encode()

    def signed(self, events: Sequence[JsonEvent]) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a webhook; its reply tokens work from now on, so send it at once."""
        self.register(events)
        body = self.body(events)
        return body, {
            "Content-Type": "application/json; charset=utf-8",
            "x-line-signature": signature(self.secret, body),
        }

    def register(self, events: Sequence[JsonEvent]) -> None:
        """Makes the reply tokens of events work, which are delivered by other means than `deliver`."""
        now = self._now()
        with self.api.lock:
            for event in events:
                self.api.tokens.delivered(event, now)

    def deliver(
        self,
        events: Sequence[JsonEvent],
        *,
        callback: str | None = None,
        redeliver: int = 0,
        pause: float = 0.1,
        timeout: float = 10.0,
    ) -> int | None:
        """Posts events to the bot's webhook and gives its status, None where nothing answered. After anything
        but a 2xx it tries again `redeliver` times, marked so, `pause` seconds (doubling) apart."""
        address = callback or self.callback
        assert address is not None, "no callback address"
        self._forget_unsent(events)
        status = self._post(address, events, timeout)
        for attempt in range(redeliver):
            if status is not None and 200 <= status < 300:
                break
            time.sleep(pause * 2**attempt)
            again = [{**e, "deliveryContext": {"isRedelivery": True}} for e in events]
            status = self._post(address, again, timeout)
        return status

    def _post(self, address: str, events: Sequence[JsonEvent], timeout: float) -> int | None:
        body, headers = self.signed(events)
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)
        with contextlib.closing(connection):
            try:
                connection.request("POST", parts.path or "/", body, headers)
                answer = connection.getresponse()
                answer.read()
                return answer.status
            except (OSError, http.client.HTTPException):
                return None

    def _forget_unsent(self, events: Sequence[JsonEvent]) -> None:
        with self.api.lock:
            for event in events:
                content = self.api.world.contents.get(str((event.get("unsend") or {}).get("messageId")))
                if content is not None:
                    content.gone, content.data = True, b""


def said(message: dict[str, Any]) -> str:
    """What one message of the bot's says, as plain text."""
    return str(message.get("text") or message.get("altText") or "")
