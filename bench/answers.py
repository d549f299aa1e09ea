"""(b) How long from a webhook to the reply request at LINE."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.load import ReplyTimes, talk
from bench.product import Product
from bench.report import Report, percentile
from bench.world import Place, found
from bot.practice.double import LineDouble
from bot.store.embedded import Store

OFFICES, GROUPS = 5, 50
SIZES = {"tiny": (1, 1.5, 10), "normal": (3, 10.0, 200), "full": (5, 30.0, 1_000)}
"""Rounds, seconds of one rate in a round, notes that each office has already."""
RATES = {20: ("median <= 60", "median <= 300"), 100: ("median <= 60", "median <= 300")}
"""Events a second → targets of p50 and p99 in ms."""


@contextlib.contextmanager
def offices(work: Path, notes: int) -> Iterator[tuple[Product, LineDouble, list[Place], ReplyTimes]]:
    """The product, running, with five offices of ten groups each."""
    replies = ReplyTimes()
    with LineDouble(before=replies.see) as line:
        store = Store.of(None, work / "data")
        store.mend()
        redis = store.client()
        places = [found(redis, n, groups=GROUPS // OFFICES, members=12, notes=notes) for n in range(OFFICES)]
        redis.close()
        for place in places:
            for user in place.users:
                line.world.person(user, user[-4:])
            for group in place.groups:
                line.world.group(group, "กลุ่ม", list(place.users))
        with Product(work / "data", line) as product:
            yield product, line, places, replies


def run(size: str) -> Report:
    """Rounds of both rates one after another."""
    rounds, seconds, notes = SIZES[size]
    report = Report(
        "answers",
        f"the whole product, {GROUPS} groups in {OFFICES} offices with {notes} notes each; 70 % chatter, 10 % each of "
        "captures, who-questions, searches; from sending the webhook to the reply's arrival at the double",
    )
    with tempfile.TemporaryDirectory(prefix="likhit-bench-") as work, offices(Path(work), notes) as running:
        product, _line, places, replies = running
        talk(product, places, replies, rate=20, seconds=min(2.0, seconds), seed=0)
        for rate, targets in RATES.items():
            heard = [
                talk(product, places, replies, rate=rate, seconds=seconds, seed=1 + turn)
                for turn in range(rounds)
            ]
            for share, target in zip((0.5, 0.99), targets, strict=True):
                values = [percentile(one.all_delays, share) * 1e3 for one in heard]
                report.add(f"{rate} events/s, p{share * 100:.0f}", "ms", *values, target=target)
            for kind in ("capture", "who", "search"):
                for share in (0.5, 0.99):
                    values = [percentile(one.delays.get(kind, []), share) * 1e3 for one in heard]
                    report.add(f"{rate} events/s, {kind} p{share * 100:.0f}", "ms", *values)
            for name in ("web", "worker", "store"):
                report.add(
                    f"{rate} events/s, CPU of {name}",
                    "ms/event",
                    *(one.cpu.get(name, 0.0) * 1e3 / sum(one.said.values()) for one in heard),
                )
            late = percentile([one for each in heard for one in each.late], 0.99) * 1e3
            report.notes.append(
                f"{rate}/s: {sum(sum(one.said.values()) for one in heard)} events, "
                f"{sum(len(one.all_delays) for one in heard)} answered, {sum(one.unanswered for one in heard)} not, "
                f"{sum(one.answered_chatter for one in heard)} answers to chatter, "
                f"{sum(one.refused for one in heard)} webhooks refused, load late by p99 {late:.0f} ms"
            )
        product.wait_until_done()
        if failed := product.failed():
            report.notes.append(f"{len(failed)} events failed: {failed[:3]}")
    return report
