"""(e) How fast notes are filed, beside cutting their words; with big category sets; on hostile texts."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

from bench.filing_sets import invented
from bench.report import Report
from bench.words import Writer
from knowledge import taxonomy, thai
from knowledge.classifier import Classifier

SIZES = {"tiny": (1, 20), "normal": (7, 300), "full": (15, 1_000)}
"""Rounds, and notes in a round."""
GROWTH = ((10, 500), (100, 5_000), (1_000, 50_000))
"""Categories and keywords in all."""
HOSTILE = {
    "5,000 letters, no space": ("กรรมการหมู่บ้านตรวจบัญชีเงินยืมโครงการ" * 200)[:5_000],
    "10,000 times one letter": "ก" * 10_000,
    "10,000 vowels and marks": "่้๊๋็์ิี" * 1_250,
    "5,000 letters, random": "",
    "5,000 emoji": "😀" * 5_000,
    "2,500 abbreviations": "ก." * 2_500,
    "5,000 digits": "๑๒๓4567890" * 500,
}


def run(size: str) -> Report:
    """Each round cuts and files the same fresh notes, so that no cache helps either."""
    rounds, count = SIZES[size]
    report = Report("classify", "filing against cutting the same notes (250 letters) into words, one thread, CPU time")
    writer = Writer(17)
    thai.warm()
    shipped = {one: Classifier(taxonomy.load(one)) for one in taxonomy.known()}
    grown: dict[str, Classifier] = {}
    for categories, keywords in GROWTH if size != "tiny" else GROWTH[:1]:
        made, seconds, kept = _made(lambda c=categories, k=keywords: invented(c, k))  # type: ignore[misc]
        grown[name := f"{categories:,} categories, {keywords:,} keywords"] = made
        report.add(f"{name}: classifier made in", "s", seconds)
        report.add(f"{name}: memory", "MB", kept)
    for one in shipped:
        _, _, kept = _made(partial(taxonomy.load, one))
        report.add(f"{one}: memory", "MB", kept)
    contenders: dict[str, Callable[[str], object]] = {"cutting words alone": thai.words}
    contenders |= {f"filing, {name}": made.classify for name, made in (shipped | grown).items()}
    speed: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(-1, rounds):
        texts = [writer.text() for _ in range(count)]
        names = list(contenders)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            began = time.process_time()
            for text in texts:
                contenders[name](text)
            if turn >= 0:
                speed[name].append(count / (time.process_time() - began))
    alone = speed.pop("cutting words alone")
    report.add("cutting words alone", "notes/s", *alone)
    for name, values in speed.items():
        report.compare(name, "notes/s", values, "cutting alone", alone, "ratio >= 0.6")
    _hostile(report, Classifier(taxonomy.load("cdd-2561")), rounds)
    return report


def _hostile(report: Report, classifier: Classifier, rounds: int) -> None:
    import random

    dice = random.Random(23)
    for name, text in HOSTILE.items():
        found = []
        for turn in range(rounds):
            # another text each time, since what was cut before may be remembered
            said = text + str(turn) if text else "".join(dice.choices("กขคงจฉชซดตถทนบปผพมยรลวสหอะาิีึืุูเแโใไ่้", k=5_000))
            began = time.process_time()
            classifier.classify(said)
            found.append((time.process_time() - began) * 1e3)
        report.add(name, "ms", *found, target="median <= 50")


def _made(load: Callable[[], taxonomy.Taxonomy]) -> tuple[Classifier, float, float]:
    """A classifier, the seconds that making it took, and the MB that it and its taxonomy keep."""
    began = time.process_time()
    Classifier(load())
    seconds = time.process_time() - began
    gc.collect()
    tracemalloc.start()
    made = Classifier(load())
    gc.collect()
    kept = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    return made, seconds, kept
