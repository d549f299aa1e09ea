"""(d) How many notes a second are heard, classified, stored, indexed and confirmed."""

from __future__ import annotations

import http.client
import tempfile
import time
from pathlib import Path

from bench.answers import offices
from bench.report import Report
from bench.words import Writer
from bot.search.index import TantivyIndex
from knowledge import thai

SIZES = {"tiny": (1, 20), "normal": (5, 300), "full": (15, 1_000)}
"""Rounds, and notes in a round."""
BATCH = 10
"""Events of one webhook."""


def run(size: str) -> Report:
    """Rounds of notes that all come at once: until the last is confirmed in LINE and found by the index. The words
    of the same notes are cut alone, on one core, in the same round."""
    rounds, count = SIZES[size]
    report = Report("capture", "the whole product, from webhooks to replies and the index, against cutting words alone")
    writer = Writer(5)
    handled: list[float] = []
    cut: list[float] = []
    thai.warm()
    with tempfile.TemporaryDirectory(prefix="likhit-bench-") as work, offices(Path(work), 5) as running:
        product, line, places, replies = running
        index = TantivyIndex(product.data / "index")

        def indexed() -> int:
            return sum(index.counts(place.office.id, "notes", "words", [])[0] for place in places)

        for turn in range(-1, rounds):
            texts = [writer.note() for _ in range(count if turn >= 0 else 20)]
            before, answered = indexed(), len(replies.at)
            wire = http.client.HTTPConnection("127.0.0.1", product.port, timeout=30)
            speakers = [(group, user) for place in places for group in place.groups for user in place.users[:1]]
            began = time.perf_counter()
            for first in range(0, len(texts), BATCH):
                events = [
                    line.make.text(*speakers[n % len(speakers)], texts[n])
                    for n in range(first, min(first + BATCH, len(texts)))
                ]
                body, headers = line.signed(events)
                wire.request("POST", "/callback", body, headers)
                wire.getresponse().read()
            deadline = began + 55
            while (indexed() - before < len(texts) or len(replies.at) - answered < len(texts)) and (
                time.perf_counter() < deadline
            ):
                time.sleep(0.005)
            took = time.perf_counter() - began
            wire.close()
            if indexed() - before < len(texts) or len(replies.at) - answered < len(texts):
                report.notes.append(
                    f"of {len(texts)} notes only {indexed() - before} indexed, {len(replies.at) - answered} answered"
                )
            began = time.perf_counter()
            for text in texts:
                thai.words(text)
            if turn >= 0:
                handled.append(len(texts) / took)
                cut.append(len(texts) / (time.perf_counter() - began))
        product.wait_until_done()
        if failed := product.failed():
            report.notes.append(f"{len(failed)} events failed: {failed[:3]}")
    report.add("cutting words alone", "notes/s", *cut)
    report.compare("handled: filed, stored, indexed, answered", "notes/s", handled, "cutting alone", cut)
    return report
