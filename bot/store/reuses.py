"""Uses of tellings: `knowledge.thanks.ReuseStore` over Redis.

Erased: a use goes with its note, with the note's author and with who used it (`ReusesEraser`); a message that is taken
back takes its note along."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import RedisNotes, from_json, to_json
from knowledge.notes import Note
from knowledge.thanks import Reuse


class RedisReuses:
    """The uses of one office's notes."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes = redis, changes
        self._key, self._thanked = keys.reuses(office_id), keys.thanked(office_id)
        self._by_time, self._notes = keys.notes(office_id), RedisNotes(redis, changes, keys, office_id)

    def all(self) -> list[Reuse]:
        every = cast("list[str]", self._redis.hvals(self._key))
        return sorted((r for text in every if (r := from_json(Reuse, text))), key=lambda r: (r.at, r.id))

    def get(self, which: str) -> Reuse | None:
        return from_json(Reuse, cast("str | None", self._redis.hget(self._key, which)))

    def put(self, reuse: Reuse) -> None:
        self._changes.add(self._key, lambda pipe: pipe.hset(self._key, reuse.id, to_json(reuse)))

    def told(self, what: str) -> str:
        return cast("str | None", self._redis.hget(self._thanked, what)) or ""

    def tell(self, what: str, value: str) -> None:
        self._changes.add(self._thanked, lambda pipe: pipe.hset(self._thanked, what, value))

    def told_notes(self, since: datetime, until: datetime) -> list[Note]:
        """Notes of the office that were told from `since` until before `until`."""
        begin, end = since.timestamp(), f"({until.timestamp()}"
        return self._notes.get_many(cast("list[str]", self._redis.zrangebyscore(self._by_time, begin, end)))

    def drop(self, gone: list[Reuse]) -> int:
        """Takes uses out; returns how many."""
        if gone:
            ids = [reuse.id for reuse in gone]
            self._changes.add(self._key, lambda pipe: pipe.hdel(self._key, *ids))
        return len(gone)

    def untell(self, what: str) -> None:
        self._changes.add(self._thanked, lambda pipe: pipe.hdel(self._thanked, what))


class ReusesEraser:
    """`bot.store.erasure.Eraser` of uses."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def _of(self, office_id: str) -> RedisReuses:
        return RedisReuses(self._redis, self._changes, self._keys, office_id)

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        if not member_id:
            return 0
        store = self._of(office_id)
        store.untell(f"member {member_id}")
        return store.drop([r for r in store.all() if member_id in (r.author, r.reader)])

    def note(self, office_id: str, note: Note) -> int:
        store = self._of(office_id)
        store.drop([r for r in store.all() if r.note_id == note.id])
        return 0

    def message(self, office_id: str, message_id: str) -> int:
        return 0
