"""(g) What is said unasked: composing a digest, the clock's tick over many groups, and what pushes cost."""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from redis import Redis

from bench.report import Report
from bench.words import Writer
from bench.world import TOLD, Place, found, put, tellings
from bot.measure.digest import weigh
from bot.measure.living import live
from bot.services import note_store
from bot.store.changes import Changes
from bot.store.digests import RedisDigests
from bot.store.embedded import Embedded, Store
from bot.store.keys import Keys
from bot.wakes import Wakes
from knowledge.digest import Week, compose

SIZES = {"tiny": (50, 200, 2, 2), "normal": (1_000, 10_000, 30, 26), "full": (1_000, 10_000, 1_000, 26)}
"""Notes of the week, groups that the clock minds, groups that live, weeks."""
ROUNDS = 9


def run(size: str) -> Report:
    """Medians of several rounds on one embedded store; then the lives."""
    notes, groups, living, weeks = SIZES[size]
    report = Report("unasked", "digests, the clock and pushes")
    with tempfile.TemporaryDirectory(prefix="likhit-bench-") as folder:
        server = Embedded(Path(folder) / "data")
        server.start()
        redis = Store(None, server).client()
        _composing(report, redis, notes)
        redis.flushall()
        _ticking(report, redis, groups)
        redis.flushall()
        _living(report, redis, living, weeks)
        redis.close()
        server.stop()
    return report


def _composing(report: Report, redis: Redis, notes: int) -> None:
    place: Place = found(redis, 1, groups=1, members=12, notes=0)
    for _ in put(redis, place, tellings(place, Writer(1), notes, 250)):
        pass
    store = RedisDigests(redis, Changes(), Keys(), place.office.id)
    until = TOLD + timedelta(days=366)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        told = store.told(TOLD, until)
        digest = compose(Week(TOLD, until, told, trend=store.trend(until)))
        times.append((time.perf_counter() - began) * 1e3)
        assert digest.told == note_store(redis, place.office.id).count()
    report.add(f"a digest of {notes} notes, read and composed", "ms", *times, target="median <= 50")


def _ticking(report: Report, redis: Redis, groups: int) -> None:
    keys, now = Keys(), TOLD
    wakes = Wakes(redis, keys)
    with redis.pipeline(transaction=False) as pipe:
        for n in range(groups):
            text = f'{{"id":"C{n}","office_id":"o{n}","linked_at":"{now.isoformat()}"}}'
            pipe.hset(keys.groups(), f"C{n}", text)
            pipe.zadd(keys.wakes(), {f"o{n} C{n}": (now + timedelta(days=3)).timestamp()})
        pipe.execute()
    ticks, tends = [], []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        assert wakes.tick(now) == 0
        ticks.append((time.perf_counter() - began) * 1e3)
        began = time.perf_counter()
        wakes.tend(now)
        tends.append((time.perf_counter() - began) * 1e3)
    report.add(f"a tick over {groups} groups, nothing due", "ms", *ticks, target="median <= 200")
    report.add(f"looking for new and gone among {groups} groups", "ms", *tends, target="median <= 200")


def _living(report: Report, redis: Redis, groups: int, weeks: int) -> None:
    life = live(groups, weeks, redis=redis, prefix=Keys().prefix, deaths=0.001)
    figures = weigh(life)
    report.add("digests lost", "", figures["lost"], target="max <= 0")
    report.add("digests doubled", "", figures["doubled"], target="max <= 0")
    report.add("digests delivered without a push", "", figures["digests without a push"], target="min >= 0.9")
    over = max(0, figures["unasked a day, most"] - figures["budget"])
    report.add("unasked messages of a day over the budget", "", over, target="max <= 0")
    report.add("pushes that LINE refused for want of quota", "", life.over, target="max <= 0")
    used = report.add("quota units used", "people", sum(life.used.values()))
    every = figures["digests"] * sum(life.members.values()) / max(1, len(life.members))
    if every:
        report.compare("quota units of pushing each digest", "people", [every], used.what, [max(1, used.median)])
    report.notes.append(
        f"{groups} groups, {weeks} weeks, {life.events} events, {life.deaths} deaths in {life.steps} steps, "
        f"{figures['told']:.0f} tellings, {figures['digests']:.0f} digests, {len(life.said)} requests taken by LINE"
    )
