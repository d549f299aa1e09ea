"""Signs of life and counts of every process, kept in the store so that the web process can show them all."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from redis import Redis
from redis.exceptions import RedisError

from bot.store.keys import PREFIX

BEAT_SECONDS = 2.0
"""How often a living process says so."""
STALE_SECONDS = 10.0
"""Without a sign for so long, a process counts as dead."""
FLUSH_SECONDS = 1.0
"""How often counts go to the store: one write a second, never one in the path of a webhook."""
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds (s) of the histograms, as in Prometheus' own clients."""


def counts_key(prefix: str = PREFIX) -> str:
    """hash: `name` → count; `name|le|BOUND`, `name|sum` (µs), `name|count` → histogram."""
    return f"{prefix}{{all}}:counts"


def gauges_key(prefix: str = PREFIX) -> str:
    """hash: name → the last value."""
    return f"{prefix}{{all}}:gauges"


def beats_key(prefix: str = PREFIX) -> str:
    """hash: part (`worker:NAME`, `clock:NAME`, `index`) → JSON with `at` (s, store's clock is not used)."""
    return f"{prefix}{{all}}:beats"


class Counters:
    """Counts events and times; cheap, safe from any thread. `flush` adds them to the store's totals.

    A process that is killed loses at most the counts of its last second: they are for sight, not for accounts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._adds: Tally[str] = Tally()
        self._gauges: dict[str, float] = {}

    def add(self, name: str, n: int = 1) -> None:
        """Counts `n` more of `name`, e.g. `replies`; shown as `likhit_replies_total`."""
        with self._lock:
            self._adds[name] += n

    def observe(self, name: str, seconds: float) -> None:
        """Adds a duration to the histogram `name`, shown as `likhit_NAME_seconds`."""
        bound = next((str(b) for b in BUCKETS if seconds <= b), "+Inf")
        with self._lock:
            self._adds[f"{name}|le|{bound}"] += 1
            self._adds[f"{name}|count"] += 1
            self._adds[f"{name}|sum"] += round(seconds * 1e6)

    def gauge(self, name: str, value: float) -> None:
        """Sets a value that goes up and down, such as `quota_left`; shown as `likhit_NAME`."""
        with self._lock:
            self._gauges[name] = value

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Observes how long the block takes, also when it fails."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.observe(name, time.perf_counter() - start)

    def flush(self, redis: Redis, prefix: str = PREFIX) -> None:
        """Adds what was counted since the last flush. On a RedisError nothing is lost: it is added next time."""
        with self._lock:
            adds, self._adds = self._adds, Tally()
            gauges, self._gauges = self._gauges, {}
        if not adds and not gauges:
            return
        try:
            with redis.pipeline(transaction=True) as pipe:
                for name, n in adds.items():
                    pipe.hincrby(counts_key(prefix), name, n)
                if gauges:
                    pipe.hset(gauges_key(prefix), mapping={k: str(v) for k, v in gauges.items()})
                pipe.execute()
        except RedisError:
            with self._lock:
                self._adds.update(adds)
                self._gauges = gauges | self._gauges
            raise


counters = Counters()
"""This process's counts. Parts that are tested alone take a `Counters` as argument, with this as default."""


def beat(redis: Redis, part: str, prefix: str = PREFIX, **detail: object) -> None:
    """Says that `part` lives, now; `detail` (numbers, ids) is shown by /healthz."""
    redis.hset(beats_key(prefix), part, json.dumps({"at": round(time.time(), 3), **detail}))


def gone(redis: Redis, part: str, prefix: str = PREFIX) -> None:
    """Takes the sign back on a clean stop."""
    redis.hdel(beats_key(prefix), part)


def parts(redis: Redis, prefix: str = PREFIX) -> dict[str, dict[str, Any]]:
    """Every part with `alive` and `seconds_ago`; the long dead (1 hour) are left out. Raises RedisError."""
    found: dict[str, dict[str, Any]] = {}
    now = time.time()
    for part, text in cast("dict[str, str]", redis.hgetall(beats_key(prefix))).items():
        detail = cast("dict[str, Any]", json.loads(text))
        ago = now - float(detail.pop("at"))
        if ago < 3600:
            found[part] = {"alive": ago < STALE_SECONDS, "seconds_ago": round(ago, 1), **detail}
    return found


def healthz(redis: Redis, prefix: str = PREFIX) -> tuple[bool, dict[str, Any]]:
    """Healthy when the store answers and a worker lives; the clock and the index are shown but don't decide:
    without them messages are still taken in and answered, and a restart of the web process would mend nothing."""
    try:
        found = parts(redis, prefix)
    except RedisError as trouble:
        return False, {"status": "down", "store": {"alive": False, "reason": type(trouble).__name__}}
    state: dict[str, Any] = {"store": {"alive": True}}
    for kind in ("worker", "clock"):
        living = {p.partition(":")[2]: d for p, d in found.items() if p.partition(":")[0] == kind and d["alive"]}
        state[kind] = {"alive": bool(living), "processes": len(living), **next(iter(living.values()), {})}
    state |= {p: d for p, d in found.items() if p.partition(":")[0] not in {"worker", "clock"}}
    well = bool(state["worker"]["alive"])
    status = "ok" if well and state["clock"]["alive"] else "degraded" if well else "down"
    return well, {"status": status, **state}


class Pulse(threading.Thread):
    """The background thread of a process: beats, and flushes the counts. `mend` is called when the store is gone."""

    def __init__(
        self,
        redis: Redis,
        part: str | None,
        prefix: str = PREFIX,
        *,
        counts: Counters = counters,
        mend: Callable[[], object] | None = None,
        detail: Callable[[], dict[str, object]] = dict,
    ) -> None:
        super().__init__(name="pulse", daemon=True)
        self._redis, self._part, self._prefix = redis, part, prefix
        self._counts, self._mend, self._detail = counts, mend, detail
        self._stopping = threading.Event()

    def run(self) -> None:
        next_beat = 0.0
        while True:
            try:
                if self._part and time.monotonic() >= next_beat:
                    beat(self._redis, self._part, self._prefix, **self._detail())
                    next_beat = time.monotonic() + BEAT_SECONDS
                self._counts.flush(self._redis, self._prefix)
                if self._mend and not self._part:
                    self._redis.ping()  # a web process that nobody calls must notice a lost store, too
            except RedisError:
                next_beat = 0.0
                self._try_to_mend()
            if self._stopping.wait(FLUSH_SECONDS):
                return

    def _try_to_mend(self) -> None:
        try:
            if self._mend:
                self._mend()
        except Exception:  # the store can't be started now (disk full): tried again next time
            return

    def stop(self) -> None:
        """Ends the thread; the last counts are flushed and the sign taken back where the store still answers."""
        self._stopping.set()
        self.join(timeout=3)
        try:
            self._counts.flush(self._redis, self._prefix)
            if self._part:
                gone(self._redis, self._part, self._prefix)
        except RedisError:
            return
