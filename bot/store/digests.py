"""What digests are made of and which were given, over Redis. The log holds times only; everything told is read when
a digest is composed, so that what was taken back is in none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import RedisNotes, from_json, to_json
from knowledge.digest import WEEKS
from knowledge.digest_times import Log
from knowledge.notes import Note


class RedisDigests:
    """`handlers.digest.DigestStore` of one office."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id
        self._notes = RedisNotes(redis, changes, keys, office_id)

    def log(self, group_id: str) -> Log:
        found = cast("str | None", self._redis.hget(self._keys.digests(self._office), group_id))
        return from_json(Log, found) or Log()

    def put_log(self, group_id: str, log: Log) -> None:
        key = self._keys.digests(self._office)
        self._changes.add(key, lambda pipe: pipe.hset(key, group_id, to_json(log)))

    def told(self, since: datetime, until: datetime) -> list[Note]:
        """All notes of the office from `since` until before `until`, in the order of time."""
        begin, end = since.timestamp(), f"({until.timestamp()}"
        ids = cast("list[str]", self._redis.zrangebyscore(self._keys.notes(self._office), begin, end))
        return self._notes.get_many(ids)

    def trend(self, until: datetime) -> list[int]:
        """Notes of the whole office in each of the weeks before `until`, oldest first."""
        key = self._keys.notes(self._office)
        with self._redis.pipeline(transaction=False) as pipe:
            for back in range(WEEKS, 0, -1):
                begin, end = until - timedelta(weeks=back), until - timedelta(weeks=back - 1)
                pipe.zcount(key, begin.timestamp(), f"({end.timestamp()}")
            return cast("list[int]", pipe.execute())
