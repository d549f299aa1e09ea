"""The web app: LINE's webhook, health, figures, and what else is registered."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response
from redis.exceptions import RedisError

from bot.callback import Callback
from bot.health import Counters, counters, healthz
from bot.store.inbox import Inbox
from bot.store.keys import PREFIX

if TYPE_CHECKING:
    from redis import Redis

    from bot.config import Settings


def create_app(
    redis: Redis,
    channel_secret: str,
    *,
    prefix: str = PREFIX,
    counts: Counters = counters,
    blueprints: Sequence[Blueprint] = (),
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
) -> Flask:
    """The app. `redis` should have short time-outs: LINE wants its answer within 2 s. `now_ms`: ms since 1970, by
    the clock of the worker, which judges the life of reply tokens by it."""
    app = Flask(__name__, static_folder=None)
    inbox = Inbox(redis, prefix)
    webhook = Callback(app.wsgi_app, inbox, channel_secret, counts=counts, now_ms=now_ms)
    app.wsgi_app = webhook  # type: ignore[assignment, method-assign]  # Flask's own way of putting something in front

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


def main(settings: Settings) -> int:
    """`python -m bot web`: serves until SIGTERM; returns the exit code (2: the port or the secret can't be used)."""
    from bot import web

    return web.main(settings)
