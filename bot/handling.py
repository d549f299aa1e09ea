"""Handling events of the inbox on threads: in order within a chat, and no fault that reaches its neighbours."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from redis import Redis
from redis.exceptions import ClusterError, RedisClusterException, RedisError, ResponseError, WatchError
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

from bot.health import Counters, counters
from bot.logs import log, where
from bot.store.inbox import PARTITIONS, Inbox, Item
from bot.store.keys import PREFIX
from bot.store.leases import RENEW_SECONDS, Held, Leases
from bot.store.suspects import LIMIT, Suspects

Handle = Callable[[dict[str, Any], datetime], None]
"""Handles one event: LINE's JSON, and when we received it. Must give the same end when it is called again for an
event that was handled before (a worker may die between the end of the work and the note that it is done)."""

THREADS = 8
QUEUED_LIMIT = 1000
"""Events that are held in memory; the rest wait in the store."""
BACKOFF_SECONDS = (1, 5, 30, 120, 600)
"""Pauses before the further tries of an event that failed; after the last it is kept as failed."""
STOP_SECONDS = 6.0
"""How long a stop waits for events that are being handled; the promise is 10 s for all processes."""
STUCK_SECONDS = 300.0
"""An event that is handled for so long hangs: a thread can't be stopped, so the process ends and starts again."""
SWEEP_SECONDS = 30.0
"""How often everything in the streams is looked at again, not only what is new."""
FINISHED_SECONDS = 10.0
"""How long an ended event is remembered; longer than any read takes that was on its way."""
STORE_TRIES = 20
"""Times that one event may meet a failing store, while the store answers in between, before the event is blamed."""


def is_store_trouble(trouble: BaseException) -> bool:
    """Whether the store is to blame (gone, loading, full, read-only), so that the event must wait, not fail."""
    # redis-py says WatchError, too, when the connection is lost in a watched transaction: both mean "again"
    if isinstance(trouble, NoConnection | NoAnswer | WatchError | ClusterError | RedisClusterException):
        return True
    if isinstance(trouble, ResponseError):
        return str(trouble).startswith(("MISCONF", "OOM", "READONLY", "LOADING", "CLUSTERDOWN", "MASTERDOWN", "NOREPL"))
    return False


def _key(item: Item) -> tuple[str, bool, int]:
    """One try of one event."""
    return item.id, item.set_aside, item.attempts


class Worker:
    """Reads the streams that its leases allow, and handles events on threads: one chat on one thread at a time."""

    def __init__(
        self,
        redis: Redis,
        handle: Handle,
        *,
        leases: Leases,
        suspects: Suspects | None = None,
        prefix: str = PREFIX,
        threads: int = THREADS,
        backoff: Sequence[float] = BACKOFF_SECONDS,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        counts: Counters = counters,
    ) -> None:
        self._inbox = Inbox(redis, prefix)
        self._redis, self._handle, self._leases, self._suspects = redis, handle, leases, suspects
        self._backoff, self._now, self._counts = backoff, now, counts
        self._stopping = threading.Event()
        self._changed = threading.Lock()
        """Guards all that follows."""
        self._work = threading.Condition(self._changed)
        """A chat is ready, for one thread each: waking all of them for each event costs more than most events."""
        self._idle = threading.Condition(self._changed)
        """Nothing is being handled: what a stop waits for."""
        self._chats: dict[str, deque[Item]] = {}
        """Waiting events of each chat that has any, or that is being handled."""
        self._ready: deque[str] = deque()
        """Chats with waiting events that no thread handles."""
        self._have: set[str] = set()
        """Ids of everything queued or running."""
        self._finished: dict[tuple[str, bool, int], float] = {}
        """What ended a moment ago (monotonic): a read that began before may still bring it."""
        self._lost: set[int] = set()
        """Streams of which something that we had read was dropped: they must be read again from their start."""
        self._running: dict[str, float] = {}
        """Item id → when it began (monotonic)."""
        self._last_read: dict[int, str] = {}
        self._threads = [threading.Thread(target=self._serve, name=f"chat-{n}", daemon=True) for n in range(threads)]

    # ------------------------------------------------------------ the reading thread

    def run(self) -> None:
        """Works until `stop`; returns when nothing is being handled, or after STOP_SECONDS."""
        for thread in self._threads:
            thread.start()
        next_tend = next_sweep = next_retry = 0.0
        while not self._stopping.is_set():
            try:
                if time.monotonic() >= next_tend:
                    self._tend()
                    next_tend = time.monotonic() + RENEW_SECONDS
                if time.monotonic() >= next_sweep:
                    self._last_read.clear()
                    next_sweep = time.monotonic() + SWEEP_SECONDS
                if time.monotonic() >= next_retry:
                    self._queue(i for i in self._inbox.due(self._now()) if self._leases.holds(i.partition))
                    next_retry = time.monotonic() + 0.25
                self._read()
            except RedisError as trouble:
                log("store_trouble", reason=type(trouble).__name__)
                next_sweep = 0.0  # it may be another store, or have been restored: read everything again
                self._stopping.wait(0.2)
            self._watch_for_stuck()
        self._end()

    def stop(self) -> None:
        """Asks for a clean stop; safe in a signal handler."""
        self._stopping.set()

    def _tend(self) -> None:
        held = self._leases.tend()
        self._give_back(held)
        self._last_read = {n: last for n, last in self._last_read.items() if n in held.partitions}

    def _give_back(self, held: Held) -> None:
        with self._changed:
            running = {int(item_id[:2]) for item_id in self._running}
            free = held.surplus - running
        self._leases.give_back(free)

    def _read(self) -> None:
        held = [n for n in range(PARTITIONS) if self._leases.holds(n)]
        with self._changed:
            room = QUEUED_LIMIT - len(self._have)
            for n in self._lost:
                self._last_read.pop(n, None)
            self._lost.clear()
        if not held or room <= 0:
            self._stopping.wait(0.05)
            return
        after = {n: self._last_read.get(n, "0") for n in held}
        items = self._inbox.read(after, count=max(1, room // len(held)), block_ms=250)
        for item in items:
            self._last_read[item.partition] = item.id.partition("/")[2]
        self._queue(items)

    def _queue(self, items: Any) -> None:
        with self._changed:
            moment = time.monotonic()
            self._forget_finished(moment)
            for item in items:
                # of a stream where something was dropped while we read, the later events must wait for the earlier
                if item.id in self._have or _key(item) in self._finished or item.partition in self._lost:
                    continue
                self._have.add(item.id)
                if item.chat not in self._chats:
                    self._chats[item.chat] = deque()
                    self._ready.append(item.chat)
                    self._work.notify()
                self._chats[item.chat].append(item)

    def _forget_finished(self, moment: float) -> None:
        """They stand in the order in which they ended, so only the first ones can be old."""
        while self._finished:
            key = next(iter(self._finished))
            if moment - self._finished[key] < FINISHED_SECONDS:
                return
            del self._finished[key]

    def _watch_for_stuck(self) -> None:
        with self._changed:
            stuck = [item_id for item_id, began in self._running.items() if time.monotonic() - began > STUCK_SECONDS]
        if stuck:
            log("event_hangs", item=stuck[0])
            os._exit(1)  # `Suspects` remembers the event; whoever supervises us starts us again

    def _end(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        with self._changed:
            self._work.notify_all()
            while self._running and time.monotonic() < deadline:
                self._idle.wait(deadline - time.monotonic())
            left = len(self._running)
        if left:
            log("stopped_with_events_running", count=left)
            return  # our leases end by themselves: nobody else may begin these events yet
        with contextlib.suppress(RedisError):
            self._leases.leave()

    # ------------------------------------------------------------ the handling threads

    def _serve(self) -> None:
        while (item := self._next()) is not None:
            ended = False
            try:
                ended = self._take(item)
            finally:
                self._release(item, ended)

    def _next(self) -> Item | None:
        """The oldest event of the next chat that has any; None at the end."""
        with self._changed:
            while not self._stopping.is_set():
                if not self._ready:
                    self._work.wait(1.0)
                    continue
                chat = self._ready.popleft()
                if self._leases.holds(self._chats[chat][0].partition):
                    item = self._chats[chat].popleft()
                    self._running[item.id] = time.monotonic()
                    return item
                dropped = self._chats.pop(chat)  # not ours any more: whoever leases the stream reads them again
                self._have -= {item.id for item in dropped}
                self._lost.update(item.partition for item in dropped)
            return None

    def _release(self, item: Item, ended: bool) -> None:
        with self._changed:
            del self._running[item.id]
            self._have.discard(item.id)
            if ended:
                self._finished.pop(_key(item), None)  # its place is at the end
                self._finished[_key(item)] = time.monotonic()
            if self._chats[item.chat]:
                self._ready.append(item.chat)
                self._work.notify()
            else:
                del self._chats[item.chat]
            if not self._running:
                self._idle.notify_all()

    def _take(self, item: Item) -> bool:
        """Handles one event to an end that is noted in the store; when the store is gone, waits for it. False
        when we were stopped before that: the event is still in the inbox."""
        deaths = self._suspects.deaths(item.id) if self._suspects else 0
        if self._suspects:
            self._suspects.begin(item.id)
        if deaths >= LIMIT:
            end: Callable[[], None] | None = self._failed(item, "the worker died each time it handled this event")
        else:
            end = self._try(item)
        ended = end is not None and self._persist(end)
        if self._suspects:
            self._suspects.end(item.id)
        return ended

    def _try(self, item: Item) -> Callable[[], None] | None:
        for pause in self._pauses():
            try:
                self._handle(item.raw, item.received_at)
            except Exception as trouble:
                if not is_store_trouble(trouble):
                    return self._failed(item, where(trouble))
                log("store_trouble", event_id=item.event_id, reason=type(trouble).__name__)
                if self._stopping.wait(pause):
                    return None  # still in the stream: the next start begins with it
            else:
                self._counts.add("events_handled")
                self._counts.observe("handling", max(0.0, (self._now() - item.received_at).total_seconds()))
                return lambda: self._inbox.done(item)
        return self._failed(item, "the store failed each time, while it answered others")

    def _pauses(self) -> Any:
        """Pauses while the store is away; tries are only counted while it answers."""
        tries = 0
        while tries < STORE_TRIES:
            yield min(0.1 * 2 ** min(tries, 5), 2.0)
            with contextlib.suppress(RedisError):
                self._redis.ping()
                tries += 1

    def _failed(self, item: Item, reason: str) -> Callable[[], None]:
        if item.attempts < len(self._backoff):
            due = self._now() + timedelta(seconds=self._backoff[item.attempts])
            log("event_set_aside", event_id=item.event_id, reason=reason, attempts=item.attempts + 1)
            self._counts.add("events_set_aside")
            return lambda: self._inbox.set_aside(item, due)
        log("event_failed", event_id=item.event_id, reason=reason, attempts=item.attempts + 1)
        self._counts.add("events_failed")
        return lambda: self._inbox.give_up(item, reason, self._now())

    def _persist(self, end: Callable[[], None]) -> bool:
        while True:
            try:
                end()
            except RedisError as trouble:
                if not is_store_trouble(trouble):
                    log("inbox_trouble", reason=where(trouble))
                if self._stopping.wait(0.2):
                    return False
            else:
                return True
