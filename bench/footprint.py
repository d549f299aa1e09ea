"""(c) Memory of all processes together, and how long a start takes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.answers import offices
from bench.load import talk
from bench.product import Product
from bench.report import Report
from bot.practice.double import LineDouble

SIZES = {"tiny": (1, 1.0), "normal": (5, 5.0), "full": (15, 30.0)}
"""Starts, and seconds of talk (50 events/s) before memory is looked at."""


def run(size: str) -> Report:
    """Starts on a folder that was started on before (a warm start), then memory after some talk."""
    starts, seconds = SIZES[size]
    report = Report("footprint", "`serve`: supervisor, web (two processes of gunicorn), worker, clock, store")
    with tempfile.TemporaryDirectory(prefix="likhit-bench-") as folder:
        with LineDouble() as line:
            found = []
            for _ in range(starts + 1):
                product = Product(Path(folder) / "start" / "data", line)
                try:
                    found.append(product.start())
                finally:
                    product.stop()
        report.add("start to healthy", "s", *found[1:], target="max <= 3")
        with offices(Path(folder) / "talk", 200 if size != "tiny" else 5) as (product, _line, places, replies):
            talk(product, places, replies, rate=50, seconds=seconds, seed=9)
            product.wait_until_done()
            memory = product.memory()
        for name, (rss, _pss) in memory.items():
            report.add(f"{name}, RSS", "MB", rss)
        report.add("all together, RSS", "MB", sum(rss for rss, _ in memory.values()), target="max <= 300")
        report.add("all together, PSS", "MB", sum(pss for _, pss in memory.values()), target="max <= 300")
    return report
