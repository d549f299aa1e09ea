"""The worker process: takes events out of the inbox and has each handled, and keeps the search index fresh."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from redis import Redis

from bot.handling import Handle, Worker
from bot.health import Counters, Pulse, counters
from bot.logs import log
from bot.store.keys import PREFIX
from bot.store.leases import Leases, Seat
from bot.store.suspects import Suspects

if TYPE_CHECKING:
    from bot.config import Settings


def run(
    settings: Settings,
    make_handle: Callable[[Settings, Redis, Counters], Handle],
    background: Callable[[Settings, Redis], Sequence[Callable[[threading.Event], None]]] = lambda _settings, _redis: (),
    prefix: str = PREFIX,
) -> int:
    """The worker process with a given handler. `background` gives what else runs in it, each in a thread of its own
    until its Event is set. Ends the process; raises StoreError in one line when it can't begin."""
    from bot.leash import follow_parent
    from bot.store.embedded import Store
    from bot.store.migrations import migrate

    store = Store.of(settings.redis_url, settings.likhit_data)
    store.mend()
    redis = store.client()
    migrate(redis, prefix)
    seat = Seat(settings.likhit_data)
    worker = Worker(
        redis,
        make_handle(settings, redis, counters),
        leases=Leases(redis, seat.name, prefix),
        suspects=Suspects(seat.path.with_suffix(".running")),
        prefix=prefix,
        now=settings.now,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    follow_parent(worker.stop)
    ending = threading.Event()
    pulse = Pulse(redis, f"worker:{seat.name}", prefix, mend=store.mend)
    threads = [
        threading.Thread(target=each, args=(ending,), name=f"background-{n}", daemon=True)
        for n, each in enumerate(background(settings, redis))
    ]
    for thread in (*threads, pulse):
        thread.start()
    log("worker_started", worker=seat.name)
    worker.run()
    ending.set()
    for thread in threads:
        thread.join(timeout=0.5)
    pulse.stop()
    log("worker_stopped", worker=seat.name)
    sys.stderr.flush()
    os._exit(0)  # a thread that hangs in a handler must not keep the process


def main(settings: Settings) -> int:
    """`python -m bot worker`: ends the process; raises StoreError in one line."""
    from bot import services

    return run(settings, services.worker_handle, _background)


def _background(settings: Settings, redis: Redis) -> list[Callable[[threading.Event], None]]:
    from bot.search.indexer import Indexer
    from bot.services import build
    from knowledge import thai

    services = build(settings, redis)
    root = settings.likhit_data / "index"
    indexer = Indexer(redis, services.keys, root, people=services.people, notes_of=services.notes_of)
    # the dictionary is read once we are seen to live: the first message waits for it if it comes so early
    return [indexer.run, lambda _ending: thai.warm()]
