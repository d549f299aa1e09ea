"""The clock: each time once, in Bangkok, also after a pause and with several clocks."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from bot.clock import BANGKOK, Clock, Job, at_start, house_jobs
from bot.config import Settings
from bot.health import Counters
from bot.metrics import exposition
from bot.practice.double import LineDouble
from bot.services import Services
from bot.store.embedded import Embedded, connect
from bot.store.inbox import PARTITIONS, Inbox
from bot.store.keys import Keys

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=BANGKOK)
MONDAY_8 = datetime(2026, 11, 23, 8, 0, tzinfo=BANGKOK)


class Desk:
    """A clock whose hands the test moves, and the times at which its Monday job ran."""

    def __init__(self, redis: Redis, prefix: str, run: Callable[[datetime], None] | None = None) -> None:
        self.ran: list[datetime] = []
        self.now = SUNDAY
        job = Job("monday", "0 8 * * 1", run or self.ran.append)
        self.counts = Counters()
        self.clock = Clock(redis, [job], now=lambda: self.now, prefix=prefix, counts=self.counts, lock_seconds=5)

    def at(self, moment: datetime) -> None:
        self.now = moment
        self.clock.tick()
        assert self.clock.wait()


def test_a_job_runs_at_its_time_in_bangkok(redis: Redis, store_prefix: str) -> None:
    """Monday at 8 is 8 o'clock in Thailand, whatever zone the machine has; one run, however often it ticks."""
    desk = Desk(redis, store_prefix)
    desk.at(SUNDAY)
    desk.at(datetime(2026, 11, 23, 0, 59, 59, tzinfo=UTC))
    assert desk.ran == []
    desk.at(datetime(2026, 11, 23, 1, 0, 0, tzinfo=UTC))
    desk.at(datetime(2026, 11, 23, 1, 0, 1, tzinfo=UTC))
    assert desk.ran == [MONDAY_8]


def test_a_new_job_does_not_run_for_the_past(redis: Redis, store_prefix: str) -> None:
    """On the first day nobody gets the summary of a week that the bot wasn't there for."""
    desk = Desk(redis, store_prefix)
    desk.at(MONDAY_8 + timedelta(hours=1))
    assert desk.ran == []
    desk.at(MONDAY_8 + timedelta(days=7))
    assert desk.ran == [MONDAY_8 + timedelta(days=7)]


def test_a_missed_time_is_made_good_once(redis: Redis, store_prefix: str) -> None:
    """After three weeks off the job runs once, for the latest time, not three times."""
    Desk(redis, store_prefix).at(SUNDAY)
    desk = Desk(redis, store_prefix)
    desk.at(MONDAY_8 + timedelta(days=16))
    desk.at(MONDAY_8 + timedelta(days=16, seconds=1))
    assert desk.ran == [MONDAY_8 + timedelta(days=14)]


def test_two_clocks_do_it_once(redis: Redis, store_prefix: str) -> None:
    """Two clock processes by mistake never send twice."""
    ran: list[datetime] = []

    def slow(slot: datetime) -> None:
        time.sleep(0.05)
        ran.append(slot)

    desks = [Desk(redis, store_prefix, slow) for _ in range(4)]
    desks[0].at(SUNDAY)
    threads = [threading.Thread(target=desk.at, args=(MONDAY_8,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for desk in desks:
        desk.at(MONDAY_8 + timedelta(seconds=2))
    assert ran == [MONDAY_8]


def test_a_clock_that_died_in_the_middle_is_followed(redis: Redis, store_prefix: str) -> None:
    """A job whose clock was killed while it ran is done by the next clock when the lock has run out."""
    desk = Desk(redis, store_prefix)
    desk.at(SUNDAY)
    lock = f"{store_prefix}{{all}}:clock:lock:monday"
    redis.set(lock, "a clock that is no more", px=200)
    desk.at(MONDAY_8)
    assert desk.ran == []
    time.sleep(0.25)
    desk.at(MONDAY_8 + timedelta(seconds=1))
    assert desk.ran == [MONDAY_8]


def test_a_failing_job_is_tried_again_later(
    redis: Redis, store_prefix: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A job that fails is tried again after a pause, some times, then waits for its next time; other jobs go on,
    and the log names the class and the place only."""
    monkeypatch.setattr("bot.clock.PAUSES_SECONDS", (0.05, 0.05))
    tries: list[datetime] = []

    def fail(slot: datetime) -> None:
        tries.append(slot)
        raise ValueError("ข้อความของสมาชิก")

    desk = Desk(redis, store_prefix, fail)
    desk.at(SUNDAY)
    desk.at(MONDAY_8)
    desk.at(MONDAY_8)
    assert len(tries) == 1
    for _ in range(6):
        time.sleep(0.06)
        desk.at(MONDAY_8)
    assert len(tries) == 3
    desk.at(MONDAY_8 + timedelta(days=7))
    assert tries[3:] == [MONDAY_8 + timedelta(days=7)]
    told = capsys.readouterr().err
    assert "ValueError in fail" in told
    assert "ข้อความของสมาชิก" not in told


def test_a_wrong_cron_line_fails_at_start(redis: Redis, store_prefix: str) -> None:
    """A mistake in a job's time is seen when the process starts, not on the day."""
    with pytest.raises(ValueError, match=r"weekly.*61 8"):
        Clock(redis, [Job("weekly", "61 8 * * 1", print)], prefix=store_prefix)


def test_text_that_was_taken_back_leaves_the_data_file(tmp_path: Path) -> None:
    """What was unsent is no longer ours: a minute after the deletion it isn't in any file of the store either."""
    redis = connect(None, tmp_path)
    secret = "ข้อความที่ถูกยกเลิก".encode()
    now = [SUNDAY]
    clock = Clock(redis, house_jobs(redis, embedded=True), now=lambda: now[0])

    def on_disk() -> bool:
        for file in (tmp_path / "appendonlydir").iterdir():
            with contextlib.suppress(FileNotFoundError):  # the rewrite has just ended
                if secret in file.read_bytes():
                    return True
        return False

    clock.tick()
    redis.set("note", secret)
    redis.delete("note")
    redis.set(Keys().erase(), "1")
    assert on_disk()
    now[0] += timedelta(minutes=1)
    clock.tick()
    assert clock.wait()
    deadline = time.monotonic() + 5
    while on_disk():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert redis.get(Keys().erase()) is None
    redis.close()
    Embedded(tmp_path).stop()


def test_the_quota_stands_in_the_metrics_soon_after_a_start(redis: Redis, store_prefix: str, tmp_path: Path) -> None:
    """The clock has it asked as it starts, not only at the next half hour."""
    with LineDouble(quota=300) as line:
        made = Settings(
            likhit_data=tmp_path,
            line_api_url=line.url,
            line_channel_secret=line.secret,
            line_channel_access_token=line.token,
            _env_file=None,  # type: ignore[call-arg]
        )
        counts = Counters()
        turns = Services(made, redis, Keys(store_prefix), counters=counts).turns
        at_start(redis, made.now(), store_prefix)
        [item] = Inbox(redis, store_prefix).read(dict.fromkeys(range(PARTITIONS), "0"), count=9, block_ms=1)
        turns.take(item.raw, item.received_at)
        counts.flush(redis, store_prefix)
    assert b"likhit_quota_left 300.0" in exposition(redis, store_prefix)
