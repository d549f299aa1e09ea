"""Commitments of reviews: `knowledge.followups.FollowUpStore` over Redis.

Erased: they go with their note and with the answer that they stand in (bot/store/reviews.py); who is no longer
kept is no longer named as the one to do them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import from_json, to_json
from knowledge.followups import FollowUp


class RedisFollowUps:
    """The commitments of one office: one list a note."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._key = redis, changes, keys.followups(office_id)

    def of_note(self, note_id: str) -> list[FollowUp]:
        return _read(cast("str | None", self._redis.hget(self._key, note_id)))

    def of_group(self, group_id: str) -> list[FollowUp]:
        return [f for f in self.all() if f.group_id == group_id]

    def put(self, followup: FollowUp) -> None:
        theirs = self.of_note(followup.note_id)
        if any(f.id == followup.id for f in theirs):
            self.set_of_note(followup.note_id, [followup if f.id == followup.id else f for f in theirs])

    def all(self) -> list[FollowUp]:
        every = cast("dict[str, str]", self._redis.hgetall(self._key))
        return [f for _, text in sorted(every.items()) for f in _read(text)]

    def set_of_note(self, note_id: str, followups: Iterable[FollowUp]) -> None:
        kept = list(followups)
        if not kept:
            self._changes.add(self._key, lambda pipe: pipe.hdel(self._key, note_id))
            return
        text = json.dumps([to_json(f) for f in kept], ensure_ascii=False)
        self._changes.add(self._key, lambda pipe: pipe.hset(self._key, note_id, text))

    def drop(self, note_id: str) -> int:
        """All of a note; returns how many there were."""
        count = len(self.of_note(note_id))
        if count:
            self.set_of_note(note_id, ())
        return count

    def forget(self, member_id: str, *, but: Collection[str] = ()) -> None:
        """Nobody is named any more where the member was; `but`: notes whose commitments are set anew already."""
        for note_id in {f.note_id for f in self.all() if f.who == member_id} - set(but):
            self.set_of_note(note_id, [unnamed(f, (member_id,)) for f in self.of_note(note_id)])


def unnamed(followup: FollowUp, members: Collection[str]) -> FollowUp:
    """The commitment without the name of a member who is no longer kept."""
    return replace(followup, who=None, who_said="") if followup.who in members else followup


def _read(text: str | None) -> list[FollowUp]:
    return [f for each in json.loads(text) if (f := from_json(FollowUp, each))] if text else []
