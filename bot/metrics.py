"""The figures of all processes in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from redis import Redis

from bot.health import BUCKETS, counts_key, gauges_key, parts
from bot.store.inbox import Inbox
from bot.store.keys import PREFIX

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
ALWAYS = {
    "events_received": "Events that LINE sent and we acknowledged",
    "events_duplicate": "Events that LINE sent again",
    "events_handled": "Events handled to the end",
    "events_set_aside": "Failed tries of events that are tried again",
    "events_failed": "Events given up after all tries, see `failed list`",
    "replies": "Reply requests that LINE accepted",
    "pushes": "Push requests that LINE accepted",
}
"""Counters that are shown from the first day, as 0."""
HISTOGRAMS = {
    "webhook": "From the whole body to the acknowledgement",
    "handling": "From receiving an event to the end of its handling",
    "reply": "From receiving an event to the reply request",
}
GAUGES = {"quota_left": "Push messages left this month, each member of a group counted"}


class _Totals(Collector):
    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis, self._prefix = redis, prefix

    def collect(self) -> Iterator[Any]:
        counts = cast("dict[str, str]", self._redis.hgetall(counts_key(self._prefix)))
        gauges = cast("dict[str, str]", self._redis.hgetall(gauges_key(self._prefix)))
        plain = {name: float(n) for name, n in counts.items() if "|" not in name}
        for name, value in (dict.fromkeys(ALWAYS, 0.0) | plain).items():
            yield CounterMetricFamily(f"likhit_{name}", ALWAYS.get(name, name.replace("_", " ")), value=value)
        for name in sorted({name.split("|")[0] for name in counts if "|" in name} | set(HISTOGRAMS)):
            yield _histogram(name, counts)
        state = Inbox(self._redis, self._prefix).state(datetime.now(UTC))
        waiting = "Events that wait to be handled"
        yield GaugeMetricFamily("likhit_events_waiting", waiting, value=state["waiting"])
        yield GaugeMetricFamily("likhit_events_retrying", "Events set aside to try again", value=state["retrying"])
        yield GaugeMetricFamily("likhit_events_failed_kept", "Events kept as failed", value=state["failed"])
        yield GaugeMetricFamily("likhit_lag_seconds", "Age of the oldest waiting event", value=state["lag"])
        up = GaugeMetricFamily("likhit_up", "1 for each part that lives", labels=["part"])
        kinds: dict[str, float] = {"worker": 0, "clock": 0}
        for part, detail in parts(self._redis, self._prefix).items():
            kind = part.partition(":")[0]
            kinds[kind] = kinds.get(kind, 0) + bool(detail["alive"])
        for kind, alive in kinds.items():
            up.add_metric([kind], alive)
        yield up
        yield GaugeMetricFamily("likhit_store_up", "Whether the store answers", value=1)
        for name, text in gauges.items():
            yield GaugeMetricFamily(f"likhit_{name}", GAUGES.get(name, name.replace("_", " ")), value=float(text))


def _histogram(name: str, counts: dict[str, str]) -> HistogramMetricFamily:
    total, buckets = 0, []
    for bound in (*map(str, BUCKETS), "+Inf"):
        total += int(counts.get(f"{name}|le|{bound}", 0))
        buckets.append((bound, total))
    seconds = int(counts.get(f"{name}|sum", 0)) / 1e6
    help_text = HISTOGRAMS.get(name, name.replace("_", " "))
    return HistogramMetricFamily(f"likhit_{name}_seconds", help_text, buckets=buckets, sum_value=seconds)


def exposition(redis: Redis, prefix: str = PREFIX) -> bytes:
    """All figures as text. Raises RedisError when the store is gone."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Totals(redis, prefix))
    return generate_latest(registry)
