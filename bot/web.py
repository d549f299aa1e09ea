"""The web server of the web process: gunicorn, one worker process with threads."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from bot.leash import follow_parent
from bot.ports import port_is_free, port_taken
from bot.store.embedded import Store, StoreError

if TYPE_CHECKING:
    from flask import Flask

    from bot.lean import ProcessSettings

THREADS = 8
PRACTICE_THREADS = 40
"""Each open page of the practice room holds one thread for its stream of news."""
STORE_SECONDS = 0.9
"""Time-out of one store command: with one more to connect, LINE has its answer within its 2 s."""


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: ProcessSettings, options: dict[str, Any]) -> None:
        self._settings, self._options = settings, options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        try:
            return load(self._settings)
        except StoreError as trouble:
            os.write(2, f"{trouble}\n".encode())
            raise SystemExit(Arbiter.APP_LOAD_ERROR) from None  # gunicorn's own way to end both of its processes


def load(settings: ProcessSettings) -> Flask:
    """The app with all that belongs to it, in the process that serves it."""
    from bot.app import create_app
    from bot.health import Pulse
    from bot.my_data import my_data
    from bot.store.migrations import migrate

    store = Store.of(settings.redis_url, settings.likhit_data)
    redis = store.client(timeout=STORE_SECONDS, connect_timeout=0.5)
    migrate(redis)
    Pulse(redis, None, mend=store.mend).start()
    # gunicorn's first process waits in C code; its child tells it when the supervisor is gone
    follow_parent(lambda: os.kill(os.getppid(), signal.SIGTERM))
    blueprints = [my_data(redis, settings.line_channel_secret or "", now=settings.now)]
    if room := os.environ.get("LIKHIT_PRACTICE_PORT"):
        from bot.practice.passthrough import passthrough

        blueprints.append(passthrough(int(room)))
    # the worker judges the life of a reply token by the same clock
    return create_app(
        redis,
        settings.line_channel_secret or "",
        blueprints=blueprints,
        now_ms=lambda: round(settings.now().timestamp() * 1000),
    )


def main(settings: ProcessSettings) -> int:
    """`python -m bot web`: serves until SIGTERM; with a line on stderr 2 when the port or secret can't be used, 1
    when the store can't. Raises StoreError where that is known before the server starts."""
    if settings.line_channel_secret is None:
        sys.stderr.write("LINE_CHANNEL_SECRET is missing: set it, or use `serve`, which opens a practice room\n")
        return 2
    if not port_is_free(settings.port, settings.host):
        sys.stderr.write(port_taken(settings.port, settings.host) + "\n")
        return 2
    Store.of(settings.redis_url, settings.likhit_data).mend()
    options = {
        "bind": f"{settings.host}:{settings.port}",
        "workers": 1,
        "threads": PRACTICE_THREADS if os.environ.get("LIKHIT_PRACTICE_PORT") else THREADS,
        "worker_class": "gthread",
        "keepalive": 75,
        "timeout": 30,
        "graceful_timeout": 5,
        "loglevel": "warning",
        "control_socket_disable": True,
        "proc_name": "likhit-web",
    }
    ours = os.getpid()
    try:
        _Server(settings, options).run()
    except SystemExit as end:
        if os.getpid() == ours and end.code == Arbiter.APP_LOAD_ERROR:
            return 1
        raise
    return 0


if __name__ == "__main__":
    from bot.lean import run as run_lean

    raise SystemExit(run_lean(main))
