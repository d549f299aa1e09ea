"""(a) How many webhooks a second are acknowledged, and how long the slowest wait."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.alternatives import SECRET
from bench.load import Flood, flood, requests
from bench.product import HOME
from bench.report import Report, percentile
from bot.ports import free_port
from bot.practice.double import BOT_ID
from bot.practice.happenings import Happenings
from bot.store.embedded import Embedded

CONNECTIONS = 16
SIZES = {"tiny": (1, 100), "normal": (7, 2_000), "full": (15, 4_000)}
"""Rounds, and webhooks of one contender in a round."""
OURS, VERIFY, XADD = "ours (verify, drop duplicates, keep)", "Flask: verify only", "Flask: verify + one XADD"


@dataclass(frozen=True)
class Contender:
    """One server that listens."""

    name: str
    port: int


@contextlib.contextmanager
def contenders(work: Path) -> Iterator[list[Contender]]:
    """All three, each with its own store where it has one; nothing else of the product runs."""
    running: list[subprocess.Popen[bytes]] = []
    stores = [Embedded(work / "ours"), Embedded(work / "xadd")]
    found = [Contender(name, free_port()) for name in (OURS, VERIFY, XADD)]
    ours = os.environ | {
        "LIKHIT_DATA": str(work / "ours"),
        "PORT": str(found[0].port),
        "LIKHIT_HOST": "127.0.0.1",
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": "bench",
    }
    for name in ("REDIS_URL", "LIKHIT_NOW", "LIKHIT_PRACTICE_PORT"):
        ours.pop(name, None)
    with (work / "servers.log").open("w") as log:
        try:
            for store in stores:
                store.start()
            for one, command, env in (
                (found[0], ["bot.web"], ours),
                (found[1], ["bench.alternatives", "verify", str(found[1].port), str(work)], dict(os.environ)),
                (found[2], ["bench.alternatives", "xadd", str(found[2].port), str(work / "xadd")], dict(os.environ)),
            ):
                running.append(
                    subprocess.Popen([sys.executable, "-m", *command], cwd=HOME, env=env, stdout=log, stderr=log)
                )
                _wait_for(one.port)
            yield found
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=15)
            for store in stores:
                store.stop()


def _wait_for(port: int, seconds: float = 20.0) -> None:
    import socket

    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing listens on {port}")
        time.sleep(0.02)


def run(size: str) -> Report:
    """Rounds of all contenders one after another, each with the same number of fresh webhooks."""
    rounds, count = SIZES[size]
    report = Report(
        "webhooks",
        f"our web process against two Flask apps; gunicorn gthread 1 × 8, {CONNECTIONS} connections that stay open, "
        "one event a webhook, appendfsync always",
    )
    make = Happenings(lambda: datetime.now(UTC), BOT_ID)
    chats = [(f"C{n:032x}", f"U{n:032x}") for n in range(50)]
    seen: dict[str, list[Flood]] = {}
    with tempfile.TemporaryDirectory(prefix="likhit-bench-") as work, contenders(Path(work)) as found:
        for turn in range(-1, rounds):
            # another one begins each time, as the first after a pause has it easier
            order = found[turn % 3 :] + found[: turn % 3]
            for one in order:
                wire = requests(make, SECRET, count if turn >= 0 else min(count, 300), chats)
                flooded = flood(one.port, wire, connections=CONNECTIONS)
                if turn >= 0:
                    seen.setdefault(one.name, []).append(flooded)
    speed = {name: [one.per_second for one in floods] for name, floods in seen.items()}
    slow = {name: [percentile(one.latencies, 0.99) * 1e3 for one in floods] for name, floods in seen.items()}
    report.add(VERIFY, "webhooks/s", *speed[VERIFY])
    report.add(XADD, "webhooks/s", *speed[XADD])
    report.compare(OURS, "webhooks/s", speed[OURS], "verify + XADD", speed[XADD], "ratio >= 0.85")
    report.compare(OURS, "webhooks/s", speed[OURS], "verify only", speed[VERIFY])
    for name in (VERIFY, XADD):
        report.add(f"{name}, p99", "ms", *slow[name])
    report.compare(f"{OURS}, p99", "ms", slow[OURS], "verify + XADD", slow[XADD])
    for name, floods in seen.items():
        if refused := sum(one.refused for one in floods):
            report.notes.append(f"{name}: {refused} answers were not 200")
    return report
