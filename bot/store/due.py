"""What waits to be said unasked, and what was said: `handlers.riders.Schedule` and `knowledge.talk_budget.TalkStore`
over Redis. Nothing of it holds text or names of people: riders' names, times, ids of events and of reminders. It goes
with its group (`bot.wakes.Wakes.tend`), or by its time to live; there is nothing in it to erase for a person or a
message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import from_json, to_json
from handlers.riders import Plan
from knowledge.rules import RulesStore
from knowledge.talk_budget import Hush

RIDING = "riding"
"""The field of a plan that names the event which says something just now; no rider may be called so."""
TALK_SECONDS = 3 * 86_400
LATER = timedelta(days=400)
"""When the clock looks at a group that waits for nothing; its nightly round is sooner."""


class RedisSchedule:
    """The plans of one office; its rules are asked only where something is planned."""

    def __init__(
        self, redis: Redis, changes: Changes, keys: Keys, office_id: str, now: datetime, rules: RulesStore
    ) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id
        self._now, self._rules = now, rules

    def plan_of(self, group_id: str) -> Plan:
        found = self._read(group_id)
        event_id, _, since = found.pop(RIDING, "").partition(" ")
        return Plan(
            {rider: _time(at) for rider, at in found.items()}, event_id or None, _time(since) if since else None
        )

    def plan(self, group_id: str, rider: str, at: datetime | None) -> None:
        key = self._keys.due(self._office, group_id)
        if at is None:
            self._changes.add(key, lambda pipe: pipe.hdel(key, rider))
            return
        self._changes.add(key, lambda pipe: pipe.hset(key, rider, str(at.timestamp())))
        if silence := timedelta(hours=self._rules.rules(self._office).push_after_hours):
            wakes, which, when = self._keys.wakes(), self._which(group_id), (at + silence).timestamp()
            self._changes.add(wakes, lambda pipe: pipe.zadd(wakes, {which: when}, lt=True))

    def claim(self, group_id: str, event_id: str, now: datetime) -> None:
        key = self._keys.due(self._office, group_id)
        self._changes.seen(key, lambda pipe: pipe.hgetall(key), self._read(group_id))
        self._changes.add(key, lambda pipe: pipe.hset(key, RIDING, f"{event_id} {now.timestamp()}"))

    def release(self, group_id: str) -> None:
        key = self._keys.due(self._office, group_id)
        self._changes.add(key, lambda pipe: pipe.hdel(key, RIDING))

    def wake(self, group_id: str, at: datetime | None) -> None:
        wakes, which = self._keys.wakes(), self._which(group_id)
        when = (at or self._now + LATER).timestamp()
        self._changes.add(wakes, lambda pipe: pipe.zadd(wakes, {which: when}))

    def _which(self, group_id: str) -> str:
        return f"{self._office} {group_id}"

    def _read(self, group_id: str) -> dict[str, str]:
        return cast("dict[str, str]", self._redis.hgetall(self._keys.due(self._office, group_id)))


class RedisTalk:
    """The unasked talk in the groups of one office."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id

    def said_since(self, group_id: str, since: datetime) -> int:
        end = since + timedelta(days=1)  # a clock that ran ahead may have left times to come
        return self._redis.zcount(self._keys.talk(self._office, group_id), since.timestamp(), f"({end.timestamp()}")

    def add(self, group_id: str, what: str, at: datetime) -> None:
        key = self._keys.talk(self._office, group_id)
        self._changes.seen(key, lambda pipe: pipe.zrange(key, 0, -1), self._redis.zrange(key, 0, -1))
        self._changes.add(key, lambda pipe: pipe.zadd(key, {what: at.timestamp()}))
        self._changes.add(key, lambda pipe: pipe.expire(key, TALK_SECONDS))

    def take_back(self, group_id: str, what: str) -> None:
        key = self._keys.talk(self._office, group_id)
        self._changes.add(key, lambda pipe: pipe.zrem(key, what))

    def hush(self, group_id: str) -> Hush:
        return from_json(Hush, cast("str | None", self._redis.hget(self._keys.hush(self._office), group_id))) or Hush()

    def put_hush(self, group_id: str, hush: Hush) -> None:
        key = self._keys.hush(self._office)
        if hush == Hush():
            self._changes.add(key, lambda pipe: pipe.hdel(key, group_id))
        else:
            self._changes.add(key, lambda pipe: pipe.hset(key, group_id, to_json(hush)))


def _time(text: str) -> datetime:
    return datetime.fromtimestamp(float(text), UTC)
