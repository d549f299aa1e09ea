"""The clock process: runs jobs at their times in Bangkok, each time once, also when several clocks run, and makes
good for one missed time after a pause."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, cast

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from bot.health import Counters, Pulse, counters
from bot.logs import log, where
from bot.store.inbox import Inbox
from bot.store.keys import PREFIX, Keys
from bot.store.retention import drop_old_notes
from bot.store.silent_reviews import nudge_silent
from bot.wakes import Wakes

if TYPE_CHECKING:
    from bot.lean import ProcessSettings

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
TICK_SECONDS = 1.0
LOCK_SECONDS = 30
"""How long a running job is its clock's without a renewal; after that another clock starts it anew."""
PAUSES_SECONDS = (60, 300, 1800)
"""Before a job that failed is tried again for the same time; after that it waits for its next time."""
FAILED_KEPT_DAYS = 30
AHEAD = timedelta(hours=1)
"""How far the clocks of several machines may lie apart; a time further ahead comes from a clock that was wrong."""


@dataclass(frozen=True)
class Job:
    """Something done at set times. `cron`: five fields, Bangkok time. `run` gets the time that it stands for (in
    Bangkok's zone), which after a pause lies in the past. It may be called twice for one time when a clock dies
    in the middle, so what it sends must carry keys made of that time."""

    name: str
    cron: str
    run: Callable[[datetime], object]


class Clock:
    """Ticks. Raises RedisError from `tick` when the store is gone; the jobs' own errors are logged and retried."""

    def __init__(
        self,
        redis: Redis,
        jobs: Sequence[Job],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        prefix: str = PREFIX,
        counts: Counters = counters,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        from croniter import croniter

        for job in jobs:
            if not croniter.is_valid(job.cron):
                raise ValueError(f"job {job.name}: {job.cron!r} is not a cron expression")
        self._croniter = croniter
        self._redis, self._jobs, self._now, self._counts = redis, list(jobs), now, counts
        self._base, self._lock_ms = f"{prefix}{{all}}:clock:", int(lock_seconds * 1000)
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self._running: dict[str, threading.Thread] = {}
        self._failures: dict[str, tuple[datetime, int, float]] = {}
        """Job → the time it failed for, how often, and when to try again (monotonic)."""

    def last(self, name: str) -> datetime | None:
        """The last time for which the job was done."""
        text = cast("str | None", self._redis.hget(f"{self._base}last", name))
        return datetime.fromisoformat(text) if text else None

    def tick(self) -> None:
        """Starts what is due and renews the locks of what runs."""
        self._running = {name: thread for name, thread in self._running.items() if thread.is_alive()}
        for name in self._running:
            self._redis.set(self._lock(name), self.name, px=self._lock_ms, xx=True)
        for job in self._jobs:
            if job.name not in self._running:
                self._consider(job)

    def wait(self, seconds: float = 5.0) -> bool:
        """Waits for running jobs; whether all ended in time."""
        deadline = time.monotonic() + seconds
        for thread in self._running.values():
            thread.join(timeout=max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._running.values())

    def _lock(self, name: str) -> str:
        return f"{self._base}lock:{name}"

    def _consider(self, job: Job) -> None:
        slot = self._slot(job)
        last = self.last(job.name)
        if last is not None and last - slot > AHEAD:
            # a clock ran ahead and was set back: what it did is done, but its times are no measure
            log("clock_was_ahead", job=job.name, last=last.isoformat())
            self._redis.hset(f"{self._base}last", job.name, slot.isoformat())
            return
        if last is None:  # a new job: the times before it was there aren't missed
            self._redis.hsetnx(f"{self._base}last", job.name, slot.isoformat())
            return
        if slot <= last or self._must_wait(job, slot):
            return
        if not self._redis.set(self._lock(job.name), self.name, nx=True, px=self._lock_ms):
            return  # another clock does it
        last = self.last(job.name)
        if last is None or slot > last:  # nobody finished it between our look and our lock
            self._running[job.name] = threading.Thread(target=self._run, args=(job, slot), daemon=True)
            self._running[job.name].start()
        else:
            self._redis.delete(self._lock(job.name))

    def _slot(self, job: Job) -> datetime:
        """The latest time at or before now at which the job is to run."""
        here = self._now().astimezone(BANGKOK)
        just_after = here.replace(microsecond=0) + timedelta(seconds=1)
        return cast("datetime", self._croniter(job.cron, just_after).get_prev(datetime))

    def _must_wait(self, job: Job, slot: datetime) -> bool:
        failed_for, times, again = self._failures.get(job.name, (None, 0, 0.0))
        return failed_for == slot and (times > len(PAUSES_SECONDS) or time.monotonic() < again)

    def _run(self, job: Job, slot: datetime) -> None:
        log("job_started", job=job.name, slot=slot.isoformat())
        try:
            job.run(slot)
        except Exception as trouble:
            self._note_failure(job, slot, trouble)
            with contextlib.suppress(RedisError):
                self._redis.delete(self._lock(job.name))
            return
        log("job_done", job=job.name, slot=slot.isoformat())
        self._counts.add("jobs_done")
        while True:
            try:
                with self._redis.pipeline(transaction=True) as pipe:
                    pipe.hset(f"{self._base}last", job.name, slot.isoformat())
                    pipe.delete(self._lock(job.name))
                    pipe.execute()
                return
            except RedisError:
                time.sleep(0.5)  # the work is done: only its note is missing

    def _note_failure(self, job: Job, slot: datetime, trouble: Exception) -> None:
        failed_for, times, _ = self._failures.get(job.name, (slot, 0, 0.0))
        times = times + 1 if failed_for == slot else 1
        pause = PAUSES_SECONDS[min(times, len(PAUSES_SECONDS)) - 1]
        self._failures[job.name] = (slot, times, time.monotonic() + pause)
        log("job_failed", job=job.name, slot=slot.isoformat(), reason=where(trouble), times=times)
        self._counts.add("jobs_failed")


def rewrite(redis: Redis) -> bool:
    """Has the append-only file written anew, without what was deleted. False when that can't begin now."""
    try:
        redis.bgrewriteaof()
    except ResponseError:  # one that began before the deletion may still run: it would keep the text
        return False
    return True


def house_jobs(redis: Redis, *, embedded: bool, prefix: str = PREFIX) -> list[Job]:
    """What the product needs for itself. An outside store's files are its own keeper's."""

    def rewrite_nightly(_slot: datetime) -> None:
        if not rewrite(redis):
            raise BlockingIOError("a rewrite runs already")

    def erase(_slot: datetime) -> None:
        flag = Keys(prefix).erase()
        if redis.getdel(flag) and not rewrite(redis):
            redis.set(flag, "1")

    def drop_failed(slot: datetime) -> None:
        Inbox(redis, prefix).drop_failed(slot - timedelta(days=FAILED_KEPT_DAYS))

    def drop_old(slot: datetime) -> None:
        for office, count in drop_old_notes(redis, Keys(prefix), slot).items():
            log("old_notes_dropped", office=office, count=count)

    def nudge(slot: datetime) -> None:
        nudge_silent(redis, Keys(prefix), slot)

    wakes = Wakes(redis, Keys(prefix))

    def look(slot: datetime) -> None:
        if woken := wakes.tick(slot):
            log("groups_woken", count=woken)

    jobs = [
        Job("drop-failed", "30 2 * * *", drop_failed),
        Job("drop-old-notes", "15 2 * * *", drop_old),
        Job("nudge-silent-reviews", "* * * * *", nudge),
        Job("wake", "* * * * *", look),
        Job("tend-groups", "*/5 * * * *", wakes.tend),
        Job("look-at-all", "45 7 * * *", wakes.look_at_all),
        Job("ask-quota", "*/30 * * * *", wakes.ask_quota),
    ]
    if embedded:
        jobs += [Job("rewrite-aof", "0 3 * * *", rewrite_nightly), Job("erase", "* * * * *", erase)]
    return jobs


def at_start(redis: Redis, now: datetime, prefix: str = PREFIX) -> None:
    """What doesn't wait for its time: the quota is to stand in /metrics soon after a start."""
    Wakes(redis, Keys(prefix)).ask_quota(now)


def run(
    settings: ProcessSettings, jobs: Callable[[Redis], Sequence[Job]] = lambda _redis: (), prefix: str = PREFIX
) -> int:
    """The clock process, with more jobs than the house's own; returns the exit code. Raises StoreError."""
    from bot.leash import follow_parent
    from bot.store.embedded import Store
    from bot.store.migrations import migrate

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    follow_parent(stopping.set)
    store = Store.of(settings.redis_url, settings.likhit_data)
    store.mend()
    redis = store.client()
    migrate(redis, prefix)
    house = house_jobs(redis, embedded=store.embedded is not None, prefix=prefix)
    clock = Clock(redis, [*house, *jobs(redis)], now=settings.now, prefix=prefix)
    pulse = Pulse(redis, f"clock:{clock.name}", prefix, mend=store.mend)
    pulse.start()
    log("clock_started", clock=clock.name)
    with contextlib.suppress(RedisError):
        at_start(redis, settings.now(), prefix)
    while not stopping.wait(TICK_SECONDS):
        try:
            clock.tick()
        except RedisError as trouble:
            log("store_trouble", reason=type(trouble).__name__)
    clock.wait()
    pulse.stop()
    log("clock_stopped", clock=clock.name)
    return 0


def main(settings: ProcessSettings) -> int:
    """`python -m bot clock`: returns the exit code; raises StoreError in one line."""
    return run(settings)


if __name__ == "__main__":
    from bot.lean import run as run_lean

    raise SystemExit(run_lean(main))
