"""The web process: takes LINE's webhook in, and shows health and figures. Nothing else happens in a request."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, request
from redis.exceptions import RedisError

from bot.health import Counters, counters, healthz
from bot.store.inbox import Inbox
from bot.store.keys import PREFIX

if TYPE_CHECKING:
    from redis import Redis

    from bot.config import Settings

BODY_LIMIT = 2 * 1024 * 1024
"""Bytes of a webhook body; LINE's own are far smaller."""
DRAIN_LIMIT = 8 * BODY_LIMIT
"""Bytes of a too long body that are read and thrown away, so that its sender gets to see the answer."""
SIGNATURE = "X-Line-Signature"


def signature(secret: bytes, body: bytes) -> bytes:
    """What LINE writes in X-Line-Signature for this body (line-platform.md, Webhook)."""
    return base64.b64encode(hmac.digest(secret, body, hashlib.sha256))


def create_app(
    redis: Redis,
    channel_secret: str,
    *,
    prefix: str = PREFIX,
    counts: Counters = counters,
    blueprints: Sequence[Blueprint] = (),
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
) -> Flask:
    """The app. `redis` should have short time-outs: LINE wants its answer within 2 s."""
    app = Flask(__name__, static_folder=None)
    inbox = Inbox(redis, prefix)
    secret = channel_secret.encode()

    @app.post("/callback")
    def callback() -> tuple[str, int]:
        start = time.perf_counter()
        if request.content_length is not None and request.content_length > BODY_LIMIT:
            _drain()
            return _refused(counts, "too long", 413)
        body = request.stream.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            _drain()
            return _refused(counts, "too long", 413)
        given = request.headers.get(SIGNATURE, "").encode("utf-8", "replace")
        if not hmac.compare_digest(signature(secret, body), given):
            return _refused(counts, "bad signature", 400)
        try:
            events = _events(body)
            new = inbox.put([event for event in events if isinstance(event, dict)], now_ms())
        except (ValueError, RecursionError):
            return _refused(counts, "not a webhook body", 400)
        except RedisError:
            counts.add("webhooks_unavailable")
            return "store not available", 503  # LINE sends it again
        good = sum(isinstance(event, dict) for event in events)
        counts.add("events_received", len(events))
        if new < len(events):
            counts.add("events_duplicate", good - new)
            counts.add("events_unreadable", len(events) - good)
        counts.observe("webhook", time.perf_counter() - start)
        return "ok", 200

    @app.get("/healthz")
    def health() -> Response:
        well, state = healthz(redis, prefix)
        text = json.dumps(state, ensure_ascii=False) + "\n"
        return Response(text, 200 if well else 503, mimetype="application/json")

    @app.get("/metrics")
    def metrics() -> Response:
        from bot.metrics import CONTENT_TYPE, exposition

        with contextlib.suppress(RedisError):
            counts.flush(redis, prefix)
        try:
            return Response(exposition(redis, prefix), content_type=CONTENT_TYPE)
        except RedisError:
            return Response("likhit_store_up 0\n", 503, content_type=CONTENT_TYPE)

    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def _events(body: bytes) -> list[Any]:
    """The events of a body. Raises ValueError (RecursionError when nested deeply) when it isn't a webhook's."""

    def refuse(name: str) -> None:
        raise ValueError(name)

    found = json.loads(body.decode(), parse_constant=refuse)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    events = found.get("events", [])
    if not isinstance(events, list):
        raise ValueError("events is not a list")
    return events


def _refused(counts: Counters, why: str, status: int) -> tuple[str, int]:
    counts.add("webhooks_refused")
    return why, status


def _drain() -> None:
    left = DRAIN_LIMIT
    while left > 0 and (chunk := request.stream.read(65536)):
        left -= len(chunk)


def main(settings: Settings) -> int:
    """`python -m bot web`: serves until SIGTERM; returns the exit code (2: the port or the secret can't be used)."""
    from bot import web

    return web.main(settings)
