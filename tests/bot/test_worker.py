"""The worker: every event to its end, in order within a chat, and no fault that reaches its neighbours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import ResponseError

from bot.handling import Worker, is_store_trouble
from bot.health import Counters
from bot.store.inbox import Inbox
from bot.store.leases import Leases
from bot.store.suspects import LIMIT, Suspects


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases are looked after ten times as often, so that changes of hands don't take seconds."""
    monkeypatch.setattr("bot.handling.RENEW_SECONDS", 0.1)


def event(n: int, chat: str = "C1") -> dict[str, Any]:
    return {"type": "x", "webhookEventId": f"E{n}", "source": {"groupId": chat, "userId": "U1"}, "n": n}


def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.005)


@contextmanager
def working(
    redis: Redis, prefix: str, handle: Callable[[dict[str, Any], datetime], None], name: str = "w", **options: Any
) -> Iterator[Worker]:
    options.setdefault("leases", Leases(redis, name, prefix))
    worker = Worker(redis, handle, prefix=prefix, counts=options.pop("counts", Counters()), **options)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(timeout=12)
        assert not thread.is_alive()


def put(redis: Redis, prefix: str, *events: dict[str, Any]) -> None:
    Inbox(redis, prefix).put(events, int(time.time() * 1000))


def state(redis: Redis, prefix: str) -> dict[str, float]:
    found = Inbox(redis, prefix).state(datetime.now(UTC))
    return {name: found[name] for name in ("waiting", "retrying", "failed")}


DONE = {"waiting": 0, "retrying": 0, "failed": 0}


def test_events_of_a_chat_are_handled_one_at_a_time_in_order(redis: Redis, store_prefix: str) -> None:
    """In a chat the second event is only begun when the first is done; chats run beside each other."""
    seen: list[tuple[str, int]] = []
    active: dict[str, int] = {}
    together = 0

    def handle(raw: dict[str, Any], _at: datetime) -> None:
        nonlocal together
        chat = raw["source"]["groupId"]
        active[chat] = active.get(chat, 0) + 1
        assert active[chat] == 1
        together = max(together, sum(active.values()))
        time.sleep(0.002)
        seen.append((chat, raw["n"]))
        active[chat] -= 1

    put(redis, store_prefix, *(event(n, f"C{n % 5}") for n in range(60)))
    with working(redis, store_prefix, handle):
        put(redis, store_prefix, *(event(n, f"C{n % 5}") for n in range(60, 100)))
        until(lambda: len(seen) == 100 and state(redis, store_prefix) == DONE)
    for chat in range(5):
        assert [n for c, n in seen if c == f"C{chat}"] == list(range(chat, 100, 5))
    assert together > 1


def test_a_new_event_is_handled_at_once(redis: Redis, store_prefix: str) -> None:
    """The worker is woken by the event: it doesn't sleep between looks (the answer should feel immediate)."""
    seen: list[float] = []
    with working(redis, store_prefix, lambda _raw, _at: seen.append(time.perf_counter())):
        time.sleep(0.5)
        start = time.perf_counter()
        put(redis, store_prefix, event(1))
        until(lambda: bool(seen))
    assert seen[0] - start < 0.05


def test_a_failing_event_costs_only_itself(redis: Redis, store_prefix: str) -> None:
    """An event that always fails is tried again after pauses and then kept with class and place of the fault, not
    with what was said; its neighbours in the same chat go on at once."""
    tries: list[int] = []

    def handle(raw: dict[str, Any], _at: datetime) -> None:
        tries.append(raw["n"])
        if raw["n"] == 2:
            raise ValueError("ความลับ")

    counts = Counters()
    with working(redis, store_prefix, handle, backoff=(0.01, 0.01), counts=counts):
        put(redis, store_prefix, event(1), event(2), event(3))
        until(lambda: state(redis, store_prefix)["failed"] == 1)
    assert tries[:3] == [1, 2, 3]
    assert tries.count(2) == 3
    [failed] = Inbox(redis, store_prefix).failed()
    assert failed.item.event_id == "E2"
    assert failed.reason.startswith("ValueError in handle (tests/bot/test_worker.py:")
    counts.flush(redis, store_prefix)
    assert redis.hget(f"{store_prefix}{{all}}:counts", "events_failed") == "1"
    assert redis.hget(f"{store_prefix}{{all}}:counts", "events_handled") == "2"


def test_a_replayed_event_is_handled(redis: Redis, store_prefix: str) -> None:
    """`failed replay` brings an event back to a running worker."""
    broken = True
    seen: list[int] = []

    def handle(raw: dict[str, Any], _at: datetime) -> None:
        if broken:
            raise KeyError(raw["n"])
        seen.append(raw["n"])

    with working(redis, store_prefix, handle, backoff=()):
        put(redis, store_prefix, event(1))
        until(lambda: state(redis, store_prefix)["failed"] == 1)
        broken = False
        Inbox(redis, store_prefix).replay()
        until(lambda: seen == [1] and state(redis, store_prefix) == DONE)


def test_a_lost_store_is_not_the_events_fault(redis: Redis, store_prefix: str) -> None:
    """While the store is away an event waits; it is neither counted as failed nor given up."""
    tries = 0

    def handle(_raw: dict[str, Any], _at: datetime) -> None:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise NoConnection("gone")

    with working(redis, store_prefix, handle, backoff=()):
        put(redis, store_prefix, event(1))
        until(lambda: tries == 4 and state(redis, store_prefix) == DONE)


@pytest.mark.parametrize("text", ["MISCONF Errors writing to the AOF file", "OOM command not allowed", "READONLY You"])
def test_a_store_that_cannot_write_is_store_trouble(text: str) -> None:
    """A full or read-only store is waited for, like one that is gone."""
    assert is_store_trouble(ResponseError(text))
    assert not is_store_trouble(ResponseError("WRONGTYPE Operation"))


def test_a_clean_stop_finishes_what_runs_and_leaves_the_rest(redis: Redis, store_prefix: str) -> None:
    """On SIGTERM events in hand are finished, those not begun stay in the inbox for the next start."""
    begun = threading.Event()
    seen: list[int] = []

    def handle(raw: dict[str, Any], _at: datetime) -> None:
        begun.set()
        time.sleep(0.2)
        seen.append(raw["n"])

    with working(redis, store_prefix, handle):
        put(redis, store_prefix, event(1), event(2), event(3))
        assert begun.wait(5)
    assert seen == [1]
    assert state(redis, store_prefix)["waiting"] == 2
    with working(redis, store_prefix, handle):
        until(lambda: seen == [1, 2, 3])


def test_two_workers_share_the_streams_and_the_second_inherits(redis: Redis, store_prefix: str) -> None:
    """Several worker processes never handle one event twice, share the chats, and take over when one leaves."""
    seen: list[tuple[str, int]] = []

    def handle_as(name: str) -> Callable[[dict[str, Any], datetime], None]:
        return lambda raw, _at: seen.append((name, raw["n"]))

    with working(redis, store_prefix, handle_as("b"), name="b"):
        with working(redis, store_prefix, handle_as("a"), name="a"):
            owners = f"{store_prefix}{{inbox}}:leases"
            until(lambda: sorted(redis.hvals(owners)) == ["a"] * 8 + ["b"] * 8)
            put(redis, store_prefix, *(event(n, f"C{n}") for n in range(100)))
            until(lambda: len(seen) == 100)
            assert {name for name, _ in seen} == {"a", "b"}
        put(redis, store_prefix, *(event(n, f"C{n}") for n in range(100, 150)))
        until(lambda: len(seen) == 150)
    assert sorted(n for _, n in seen) == list(range(150))


def test_the_streams_of_a_dead_worker_are_taken_over(redis: Redis, store_prefix: str) -> None:
    """A worker that died without a word loses its streams when its time is over."""
    dead = Leases(redis, "dead", store_prefix, ttl=0.6)
    assert len(dead.tend().partitions) == 16
    seen: list[int] = []
    put(redis, store_prefix, *(event(n, f"C{n}") for n in range(20)))
    leases = Leases(redis, "living", store_prefix, ttl=0.6)
    with working(redis, store_prefix, lambda raw, _at: seen.append(raw["n"]), leases=leases):
        until(lambda: len(seen) == 20)
    assert sorted(seen) == list(range(20))


def test_a_worker_that_was_held_up_begins_nothing_new(redis: Redis, store_prefix: str) -> None:
    """After its leases ended by its own clock a worker must not begin an event: another one may have it."""
    leases = Leases(redis, "slow", store_prefix, ttl=0.2)
    leases.tend()
    assert leases.holds(3)
    time.sleep(0.25)
    assert not leases.holds(3)


def test_an_event_that_kills_its_worker_is_set_aside(redis: Redis, store_prefix: str, tmp_path: Path) -> None:
    """After some deaths in a row over the same event it counts as failed, so that the others are served."""
    put(redis, store_prefix, event(1), event(2))
    [first] = Inbox(redis, store_prefix).read(dict.fromkeys(range(16), "0"), count=9, block_ms=1)[:1]
    file = tmp_path / "worker-0.running"
    for deaths in range(LIMIT):
        suspects = Suspects(file)
        assert suspects.deaths(first.id) == deaths
        suspects.begin(first.id)
        suspects.close()  # and then the process is gone
    seen: list[int] = []
    suspects = Suspects(file)
    with working(redis, store_prefix, lambda raw, _at: seen.append(raw["n"]), backoff=(), suspects=suspects):
        until(lambda: seen == [2] and state(redis, store_prefix)["failed"] == 1)
    suspects.close()
    assert Suspects(file).deaths(first.id) == 0


def test_order_holds_when_events_are_dropped_and_read_again(redis: Redis, store_prefix: str) -> None:
    """A worker that loses its leases for a moment drops what it had read; in no case is a later event of the chat
    handled before an earlier one."""
    seen: list[int] = []

    def handle(raw: dict[str, Any], _at: datetime) -> None:
        time.sleep(0.004)
        seen.append(raw["n"])

    leases = Leases(redis, "w", store_prefix)
    with working(redis, store_prefix, handle, leases=leases):
        for n in range(0, 75, 5):
            put(redis, store_prefix, *(event(m) for m in range(n, n + 5)))
            if n % 15 == 0:
                leases._until = 0.0  # as after a pause of the whole process
            time.sleep(0.02)
        until(lambda: len(seen) >= 75, 20)
    assert seen == list(range(75))
