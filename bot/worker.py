"""The worker process: takes events out of the inbox and has each handled, and keeps the search index fresh."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from bot.handling import Worker
from bot.health import Pulse, counters
from bot.logs import log
from bot.store.leases import Leases, Seat
from bot.store.suspects import Suspects

if TYPE_CHECKING:
    from bot.config import Settings


def main(settings: Settings) -> int:
    """`python -m bot worker`: ends the process; raises StoreError in one line when it can't begin."""
    from bot.leash import follow_parent
    from bot.services import Services
    from bot.store.embedded import Store
    from bot.store.migrations import migrate

    store = Store.of(settings.redis_url, settings.likhit_data)
    store.mend()
    redis = store.client()
    migrate(redis)
    services = Services(settings, redis, counters=counters)
    seat = Seat(settings.likhit_data)
    worker = Worker(
        redis,
        services.turns.take,
        leases=Leases(redis, seat.name),
        suspects=Suspects(seat.path.with_suffix(".running")),
        now=settings.now,
    )

    def stop(*_: object) -> None:
        worker.stop()
        services.gateway.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    follow_parent(stop)
    ending = threading.Event()
    pulse = Pulse(redis, f"worker:{seat.name}", mend=store.mend)
    # what is slow to load is read once we are seen to live: the first message waits for it if it comes so early
    beside = (threading.Thread(target=services.indexer.run, args=(ending,), daemon=True),)
    for thread in (*beside, threading.Thread(target=_warm, daemon=True), pulse):
        thread.start()
    log("worker_started", worker=seat.name)
    worker.run()
    ending.set()
    for thread in beside:
        thread.join(timeout=0.5)
    pulse.stop()
    log("worker_stopped", worker=seat.name)
    sys.stderr.flush()
    os._exit(0)  # a thread that hangs in a handler must not keep the process


def _warm() -> None:
    from bot.line import limits
    from knowledge import thai

    thai.warm()
    limits.warm()
    # what is loaded by now stays for good: looking through it for garbage would stop all threads for 0.1 s each time
    gc.collect()
    gc.freeze()
