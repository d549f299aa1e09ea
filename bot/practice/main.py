"""The practice process: serves the double and the room, and fills a new data folder with an invented office."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading

from bot.config import Settings
from bot.leash import follow_parent
from bot.practice.seed import seed
from bot.practice.server import PracticeServer

PORT_VARIABLE = "LIKHIT_PRACTICE_PORT"
"""Set by `serve`: the loopback port of this process; absent, any free one."""


def main(settings: Settings) -> int:
    """Serves until SIGTERM or SIGINT, or until the supervisor is gone. 2 with a line on stderr when the port is
    taken or the channel's secrets are missing. Raises StoreError where the store can't be had."""
    secret, token = settings.line_channel_secret, settings.line_channel_access_token
    if not secret or not token:
        sys.stderr.write("LINE_CHANNEL_SECRET is missing: start the practice room with `serve`\n")
        return 2
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    follow_parent(stop.set)
    server = PracticeServer(
        callback=f"http://127.0.0.1:{settings.port}/callback",
        secret=secret,
        token=token,
        folder=settings.likhit_data / "practice",
        port=int(os.environ.get(PORT_VARIABLE) or 0),
        now=settings.now,
    )
    try:
        server.start()
    except OSError as trouble:
        sys.stderr.write(f"{PORT_VARIABLE}: {trouble.strerror or trouble}\n")
        return 2
    with contextlib.closing(server):
        fill(server, settings)
        stop.wait()
    return 0


def fill(server: PracticeServer, settings: Settings) -> bool:
    """Seeds the store and the room where that was not done yet; True when something was written."""
    from bot.store.changes import Changes
    from bot.store.embedded import connect
    from bot.store.keys import Keys
    from bot.store.redis_stores import RedisPeople

    with contextlib.closing(connect(settings.redis_url, settings.likhit_data)) as redis:
        changes = Changes()
        # the stories are only queued here; they are delivered after the office is in the store
        stories: list[dict[str, object]] = []
        done = seed(
            RedisPeople(redis, changes, Keys()),
            stories.extend,
            office=server.office,
            make=server.make,
            now=settings.now(),
            told=server.room.has_history,
        )
        changes.keep(redis)
        server.tell(stories)
    return done
