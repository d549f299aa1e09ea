"""Who helped whom and who vouches for whom: `knowledge.crediting` over Redis.

Erased by: a fact goes when the thanks or the question that it stands on is unsent, and when its helper or its asker
is forgotten or opts out; an endorsement when its message is unsent, and with either of its two people. A note that
goes is no longer named in the fact (CreditsEraser)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.circles import RedisCircles
from bot.store.keys import Keys
from bot.store.redis_stores import from_json, to_json
from knowledge.confirmed import confirmed_point
from knowledge.crediting import Credit, CreditBook, Endorsement, Helped
from knowledge.inquiries import inquiry_id
from knowledge.notes import Note


class RedisCredits:
    """`HelpedStore` and `EndorsementStore` of all offices. Each write changes the `credited` figure of its office,
    so that books made before are known to be old."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def since(self, office_id: str, at: datetime) -> list[Helped]:
        return [helped for helped in self.every_helped(office_id) if helped.at >= at]

    def every_helped(self, office_id: str) -> list[Helped]:
        kept = cast("list[str]", self._redis.hvals(self._keys.helped(office_id)))
        return sorted(
            (one for text in kept if (one := from_json(Helped, text)) is not None), key=lambda one: (one.at, one.id)
        )

    def put_helped(self, helped: Helped) -> None:
        key = self._keys.helped(helped.office_id)
        self._changes.add(key, lambda pipe: pipe.hset(key, helped.id, to_json(helped)))
        self._changed(helped.office_id)

    def drop_helped(self, office_id: str, which: str) -> None:
        key = self._keys.helped(office_id)
        self._changes.add(key, lambda pipe: pipe.hdel(key, which))
        self._changed(office_id)

    def endorsements(self, office_id: str) -> list[Endorsement]:
        kept = cast("list[str]", self._redis.hvals(self._keys.endorsed(office_id)))
        return sorted(
            (one for text in kept if (one := from_json(Endorsement, text)) is not None),
            key=lambda one: (one.at, one.id),
        )

    def put_endorsement(self, endorsement: Endorsement) -> None:
        key = self._keys.endorsed(endorsement.office_id)
        self._changes.add(key, lambda pipe: pipe.hset(key, endorsement.id, to_json(endorsement)))
        self._changed(endorsement.office_id)

    def drop_endorsement(self, office_id: str, which: str) -> None:
        key = self._keys.endorsed(office_id)
        self._changes.add(key, lambda pipe: pipe.hdel(key, which))
        self._changed(office_id)

    def _changed(self, office_id: str) -> None:
        key = self._keys.credited(office_id)
        self._changes.add(key, lambda pipe: pipe.incr(key))


class RedisCreditBooks:
    """`knowledge.crediting.CreditSource`: the books of offices, each made anew only when something was credited."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis, self._keys = redis, keys
        self._credits = RedisCredits(redis, Changes(), keys)
        self._books: dict[str, tuple[str | None, CreditBook]] = {}

    def book(self, office_id: str) -> CreditBook:
        figure = cast("str | None", self._redis.get(self._keys.credited(office_id)))
        before = self._books.get(office_id)
        if before is not None and before[0] == figure:
            return before[1]
        book = CreditBook(self._every(office_id)) if figure else CreditBook()
        self._books[office_id] = figure, book
        return book

    def _every(self, office_id: str) -> Iterable[Credit]:
        for helped in self._credits.every_helped(office_id):
            if helped.topic:
                yield Credit(helped.helper, helped.topic, "thanked", helped.at, helped.asker)
        for said in self._credits.endorsements(office_id):
            yield Credit(said.of, said.topic, "endorsed", said.at, said.by)

    def confirmed(self, office_id: str, note_ids: Iterable[str]) -> Mapping[str, int]:
        ids = list(note_ids)
        if not self._redis.exists(self._keys.circles(office_id)):
            return {}  # the usual case costs no look at the notes
        kept = cast("list[str | None]", self._redis.mget([self._keys.note(office_id, each) for each in ids]))
        told_in = {circle for text in kept if text and (circle := json.loads(text).get("circle_id"))}
        found: Counter[str] = Counter()
        circles = RedisCircles(self._redis, Changes(), self._keys, office_id)
        for circle in filter(None, map(circles.get, told_in)):
            for point in circles.points(circle.id):
                taken = confirmed_point(circle, point)
                if taken is not None and taken.kind != "core" and taken.note_id in ids:
                    found[taken.note_id] += 1
        return found


class CreditsEraser:
    """`bot.store.erasure.Eraser` of credits."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._credits = RedisCredits(redis, changes, keys)

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        if not member_id:
            return 0
        gone = [one for one in self._credits.every_helped(office_id) if member_id in (one.helper, one.asker)]
        for helped in gone:
            self._credits.drop_helped(office_id, helped.id)
        said = [one for one in self._credits.endorsements(office_id) if member_id in (one.of, one.by)]
        for endorsement in said:
            self._credits.drop_endorsement(office_id, endorsement.id)
        return len(gone) + len(said)

    def note(self, office_id: str, note: Note) -> int:
        theirs = [one for one in self._credits.every_helped(office_id) if one.note_id == note.id]
        for helped in theirs:
            self._credits.put_helped(replace(helped, note_id=""))
        return 0

    def message(self, office_id: str, message_id: str) -> int:
        asked = inquiry_id(message_id)
        gone = [
            one
            for one in self._credits.every_helped(office_id)
            if message_id == one.message_id or asked == one.inquiry_id
        ]
        for helped in gone:
            self._credits.drop_helped(office_id, helped.id)
        said = [one for one in self._credits.endorsements(office_id) if one.message_id == message_id]
        for endorsement in said:
            self._credits.drop_endorsement(office_id, endorsement.id)
        return len(gone) + len(said)
