"""Reminders: `knowledge.reminders.ReminderStore` over Redis.

Erased: a reminder goes when the message that asked for it is unsent, and with who asked for it; who is no longer kept
is no longer named as the one to do it, and what was said to them in private is forgotten. Commitments of reviews go
with their note (bot/store/followups.py); what was said of them goes here (`RemindersEraser`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import from_json, to_json
from knowledge.agenda import OF_REVIEW
from knowledge.notes import Note
from knowledge.reminders import Reminder


class RedisReminders:
    """The reminders of one office."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys
        self._key, self._told = keys.reminders(office_id), keys.reminded(office_id)

    def all(self) -> list[Reminder]:
        every = cast("dict[str, str]", self._redis.hgetall(self._key))
        return [one for _, text in sorted(every.items()) if (one := from_json(Reminder, text))]

    def get(self, reminder_id: str) -> Reminder | None:
        return from_json(Reminder, cast("str | None", self._redis.hget(self._key, reminder_id)))

    def put(self, reminder: Reminder) -> None:
        self._changes.add(self._key, lambda pipe: pipe.hset(self._key, reminder.id, to_json(reminder)))

    def remove(self, reminder_id: str) -> None:
        self._changes.add(self._key, lambda pipe: pipe.hdel(self._key, reminder_id))
        self.untell(lambda key: key.split(" ")[0] == reminder_id)
        flag = self._keys.erase()
        self._changes.add(flag, lambda pipe: pipe.set(flag, "1"))

    def told(self) -> dict[str, str]:
        return cast("dict[str, str]", self._redis.hgetall(self._told))

    def tell(self, key: str, value: str) -> None:
        self._changes.add(self._told, lambda pipe: pipe.hset(self._told, key, value))

    def untell(self, which: Callable[[str], bool]) -> None:
        """Forgets what was said, by the names under which it is remembered."""
        gone = [key for key in self.told() if which(key)]
        if gone:
            self._changes.add(self._told, lambda pipe: pipe.hdel(self._told, *gone))


class RemindersEraser:
    """`bot.store.erasure.Eraser` of reminders."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def _of(self, office_id: str) -> RedisReminders:
        return RedisReminders(self._redis, self._changes, self._keys, office_id)

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        if not member_id:
            return 0
        store, count = self._of(office_id), 0
        for one in store.all():
            if one.by == member_id:
                store.remove(one.id)
                count += 1
            elif member_id in one.who or one.done_by == member_id:
                done_by = "" if one.done_by == member_id else one.done_by
                store.put(replace(one, who=tuple(w for w in one.who if w != member_id), done_by=done_by))
        store.untell(lambda key: key.endswith(f" {member_id}"))
        return count

    def note(self, office_id: str, note: Note) -> int:
        self._of(office_id).untell(lambda key: key.startswith(f"{OF_REVIEW}{note.id}."))
        return 0

    def message(self, office_id: str, message_id: str) -> int:
        store = self._of(office_id)
        gone = [one for one in store.all() if one.message_id == message_id]
        for one in gone:
            store.remove(one.id)
        return len(gone)
