"""What the clock does for unasked words: it never speaks. It puts an event of our own into the inbox, which a worker
handles in its order among the group's messages; so a push and a reply can never overtake one another, and two clocks
put the same event, which the inbox keeps once.

Reads and writes the store bare: the clock process stays small (see bot.lean)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast

from redis import Redis

from bot.store.inbox import Inbox
from bot.store.keys import Keys

DUE, QUOTA = "likhit.due", "likhit.quota"
"""Types of our own events. LINE's have no dot, and only LINE and the clock can put events into the inbox."""
AT_ONCE = 500
"""Groups that are woken in one go; a tick takes as many goes as it needs."""
AGAIN = timedelta(hours=1)
"""When a group is looked at again of which the worker said nothing."""
FAR = timedelta(days=40)
"""No plan reaches so far but those of groups that wait for nothing, and those of a clock that ran ahead."""


def event_id(group_id: str, at: float) -> str:
    """The same for every clock that finds the group due at this time."""
    return f"due.{group_id[:40]}.{int(at)}"


def due_event(group_id: str, at: float, now: datetime) -> dict[str, Any]:
    """The event that has a worker look at what waits in a group."""
    return {
        "type": DUE,
        "webhookEventId": event_id(group_id, at),
        "timestamp": int(now.timestamp() * 1000),
        "mode": "active",
        "source": {"type": "group", "groupId": group_id},
    }


class Wakes:
    """The jobs; each may be run twice for one time, by two clocks at once. `wall`: the time of receipt (s)."""

    def __init__(self, redis: Redis, keys: Keys, *, wall: Callable[[], float] = time.time) -> None:
        self._redis, self._keys, self._wall = redis, keys, wall
        self._inbox = Inbox(redis, keys.prefix)

    def tick(self, now: datetime) -> int:
        """Wakes the groups whose time has come; returns how many."""
        wakes, count = self._keys.wakes(), 0
        while found := self._redis.zrangebyscore(wakes, "-inf", now.timestamp(), 0, AT_ONCE, withscores=True):
            pairs = cast("list[tuple[str, float]]", [tuple(pair) for pair in found])
            # an event that is put and a time that is not moved is found again, with the same id; the other way
            # round, the group is only looked at an hour later
            self._put([due_event(which.partition(" ")[2], at, now) for which, at in pairs])
            later = (now + AGAIN).timestamp()
            with self._redis.pipeline(transaction=False) as pipe:
                for which, at in pairs:
                    pipe.eval(_MOVE, 1, wakes, which, repr(at), later)
                pipe.execute()
            count += len(pairs)
        return count

    def tend(self, now: datetime) -> int:
        """Takes in groups that nobody planned anything for, and lets go of groups that are gone; returns how many."""
        wakes = self._keys.wakes()
        groups = cast("dict[str, str]", self._redis.hgetall(self._keys.groups()))
        linked = {f"{json.loads(text)['office_id']} {group_id}" for group_id, text in groups.items()}
        known = dict(cast("list[tuple[str, float]]", self._redis.zrange(wakes, 0, -1, withscores=True)))
        new, gone = linked - known.keys(), known.keys() - linked
        with self._redis.pipeline(transaction=False) as pipe:
            for which in new:
                pipe.zadd(wakes, {which: now.timestamp()}, nx=True)
            for which in gone:
                office, _, group = which.partition(" ")
                pipe.zrem(wakes, which)
                pipe.delete(self._keys.due(office, group))
                pipe.hdel(self._keys.hush(office), group)
            pipe.execute()
        return len(new) + len(gone)

    def look_at_all(self, now: datetime) -> int:
        """Wakes groups that were put off for very long, in case a clock ran ahead or the rules have changed."""
        wakes = self._keys.wakes()
        far = cast("list[str]", self._redis.zrangebyscore(wakes, (now + FAR).timestamp(), "+inf"))
        if far:
            self._redis.zadd(wakes, dict.fromkeys(far, now.timestamp()), xx=True)
        return len(far)

    def ask_quota(self, now: datetime) -> None:
        """Has a worker ask LINE for the month's quota, for /metrics."""
        self._put([{"type": QUOTA, "webhookEventId": f"quota.{int(now.timestamp())}", "mode": "active"}])

    def _put(self, events: list[dict[str, Any]]) -> None:
        self._inbox.put(events, int(self._wall() * 1000))


_MOVE = """
if redis.call('ZSCORE', KEYS[1], ARGV[1]) and
   tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1])) == tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
end
return 1
"""
