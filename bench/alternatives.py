"""What our webhook is compared with: `python -m bench.alternatives verify|xadd PORT DATA`.

`verify` is a bare Flask app that checks the signature and answers; `xadd` also writes the raw body with one XADD to a
store of its own on DATA, under the same settings as ours. Both run under gunicorn as `bot.web` does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import sys
from pathlib import Path
from typing import Any

from flask import Flask, request
from gunicorn.app.base import BaseApplication

from bot.store.embedded import Embedded
from bot.web import THREADS

SECRET = "bench-secret"


def make(name: str, data: Path) -> Flask:
    """The app of an alternative."""
    app = Flask(__name__, static_folder=None)
    secret = SECRET.encode()
    redis = None
    if name == "xadd":
        from redis import Redis

        redis = Redis(unix_socket_path=str(Embedded(data).socket))

    @app.post("/callback")
    def callback() -> tuple[str, int]:
        body = request.get_data()
        wanted = base64.b64encode(hmac.digest(secret, body, hashlib.sha256)).decode()
        if not hmac.compare_digest(wanted, request.headers.get("X-Line-Signature", "")):
            return "bad signature", 400
        if redis is not None:
            redis.xadd("events", {"body": body})
        return "ok", 200

    return app


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, name: str, port: int, data: Path) -> None:
        self._name, self._port, self._data = name, port, data
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"127.0.0.1:{self._port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "keepalive": 75,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return make(self._name, self._data)


if __name__ == "__main__":
    _Server(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])).run()
