"""(f) How fast notes and people are found, in small and big offices; what the index costs; how fresh it is."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psutil
import tantivy

from bench.report import Report, percentile
from bench.words import Writer
from bench.world import TOLD, Place, found, tellings
from bot.config import Settings
from bot.search.index import folder, open_index, read_state
from bot.services import Services, note_store
from bot.store.changes import Changes
from bot.store.embedded import Store
from knowledge import thai

SIZES = {
    "tiny": (((200, 12),), 20, 1, 2),
    "normal": (((10_000, 50), (10_000, 5_000)), 300, 5, 10),
    "full": (((10_000, 50), (100_000, 5_000), (100_000, 100_000), (1_000_000, 100_000)), 300, 5, 20),
}
"""Offices (notes, members), questions in a round, rounds, notes told to see how fresh the index is."""
LETTERS = 150
MILLION = 1_000_000
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def run(size: str) -> Report:
    """Each round asks the same fresh questions in three ways: bare, as a search, as a who-question."""
    offices, questions, rounds, fresh = SIZES[size]
    report = Report(
        "finding",
        "Library.search and Directory.who, from the words of the question to notes read from the store, against one "
        "bare tantivy query (OR of the question's words, ten ids) on the same index; one thread",
    )
    thai.warm()
    for notes, members in offices:
        _office(report, notes, members, questions, rounds, fresh)
    return report


def _office(report: Report, notes: int, members: int, questions: int, rounds: int, fresh: int) -> None:
    name = f"{notes:,} notes, {members:,} people"
    with tempfile.TemporaryDirectory(prefix="likhit-bench-") as work, contextlib.ExitStack() as ends:
        data = Path(work) / "data"
        store = Store.of(None, data)
        store.mend()
        assert store.embedded
        ends.callback(store.embedded.stop)
        redis = store.client()
        ends.callback(redis.close)
        place = found(redis, 1, groups=10, members=members, notes=notes, letters=LETTERS)
        services = Services(Settings(likhit_data=data, _env_file=None), redis)  # type: ignore[call-arg]
        process = psutil.Process()
        before = process.memory_info().rss
        began = time.perf_counter()
        services.indexer.catch_up()
        took = time.perf_counter() - began
        report.add(f"{name}: index rebuilt in", "s", took)
        report.add(f"{name}: rebuilt", "notes/s", notes / took)
        state = read_state(folder(data / "index", place.office.id))
        assert state
        files = folder(data / "index", place.office.id) / state.generation
        size = sum(file.stat().st_size for file in files.rglob("*") if file.is_file())
        report.add(f"{name}: index on disk", "B/note", size / notes)
        used = int(redis.info("memory")["used_memory"])  # type: ignore[index]
        report.add(f"{name}: store's memory", "B/note", used / notes)
        _ask(report, name, services, place, files, questions, rounds)
        report.add(f"{name}: this process grew by", "MB", (process.memory_info().rss - before) / 1e6)
        _fresh(report, name, services, place, notes, fresh)


def _ask(
    report: Report, name: str, services: Services, place: Place, files: Path, questions: int, rounds: int
) -> None:
    writer, office = Writer(29), place.office.id
    index = open_index(files, "notes")
    index.reload()
    searcher = index.searcher()
    times: dict[str, list[list[float]]] = {"bare": [], "search": [], "who": []}
    empty = 0
    for turn in range(-1, rounds):
        round_: dict[str, list[float]] = {each: [] for each in times}
        for n in range(questions if turn >= 0 else 20):
            topic = writer.topic()
            words = thai.words(topic)
            clock = [time.perf_counter()]
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "w", word, "freq")) for word in words]
            )
            for _, address in searcher.search(query, 10).hits:
                searcher.doc(address)["key"]
            clock.append(time.perf_counter())
            got = services.library.search(office, topic, asker_user_id=place.users[0], group_id=place.groups[0])
            clock.append(time.perf_counter())
            services.directory.who(
                office, topic, asker_user_id=place.users[n % len(place.users)], group_id=place.groups[0], now=NOW
            )
            clock.append(time.perf_counter())
            empty += got.abstained
            for each, a, b in zip(round_, clock, clock[1:], strict=False):
                round_[each].append((b - a) * 1e3)
        if turn >= 0:
            for each, measured in round_.items():
                times[each].append(measured)
    for share in (0.5, 0.99):
        bare = [percentile(one, share) for one in times["bare"]]
        report.add(f"{name}: bare query p{share * 100:.0f}", "ms", *bare)
        for each in ("search", "who"):
            values = [percentile(one, share) for one in times[each]]
            target = "ratio <= 4" if share == 0.5 and searcher.num_docs >= MILLION else ""
            report.compare(f"{name}: {each} p{share * 100:.0f}", "ms", values, "bare query", bare, target)
    asked = questions * rounds + 20
    report.notes.append(f"{name}: {empty} of {asked} searches found nothing; {searcher.num_docs} notes")


def _fresh(report: Report, name: str, services: Services, place: Place, notes: int, times: int) -> None:
    """The indexer runs as in the worker; the time from the note's commit in the store until a search finds it."""
    ending = threading.Event()
    thread = threading.Thread(target=services.indexer.run, args=(ending,), daemon=True)
    thread.start()
    waited: list[float] = []
    [pattern] = tellings(place, Writer(31), 1, LETTERS)
    try:
        time.sleep(0.5)
        for n in range(times):
            word = f"zq{n}xv"
            changes = Changes()
            new = replace(
                pattern, id=f"nf{n}", text=f"{pattern.text} {word}", message_ids=(f"9{n:016d}",), told_at=TOLD
            )
            note_store(services.redis, place.office.id, changes).put(new)
            changes.keep(services.redis)
            began = time.perf_counter()
            while not any(hit.note.id == new.id for hit in services.library.search(place.office.id, word).hits):
                if time.perf_counter() - began > 20:
                    report.notes.append(f"{name}: a note was not found within 20 s")
                    break
                time.sleep(0.005)
            waited.append(time.perf_counter() - began)
    finally:
        ending.set()
        thread.join(timeout=10)
    report.add(f"{name}: told → findable", "s", *waited, target="max <= 1")
