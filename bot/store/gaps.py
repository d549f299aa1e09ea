"""Knowledge gaps: `knowledge.gaps.GapStore` of one office over Redis.

Erased by: unsending a question takes that time of asking out, and being forgotten or opting out takes all of a
person's, found by their digest; a gap of which nothing is left goes (GapsEraser)."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import from_json, to_json
from knowledge.gaps import Asking, Gap, mark_of, without
from knowledge.notes import Note


class RedisGaps:
    """What this turn has put is kept in `changes.ahead`, so that it is read again."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._key = redis, changes, keys.gaps(office_id)

    def all(self) -> list[Gap]:
        return sorted(self._gaps().values(), key=lambda gap: (gap.first_at, gap.id))

    def put(self, gap: Gap) -> None:
        self._gaps()[gap.id] = gap
        self._changes.add(self._key, lambda pipe: pipe.hset(self._key, gap.id, to_json(gap)))

    def remove(self, gap_id: str) -> None:
        self._gaps().pop(gap_id, None)
        self._changes.add(self._key, lambda pipe: pipe.hdel(self._key, gap_id))

    def _gaps(self) -> dict[str, Gap]:
        if self._key not in self._changes.ahead:
            kept = cast("dict[str, str]", self._redis.hgetall(self._key))
            self._changes.ahead[self._key] = {each: from_json(Gap, text) for each, text in kept.items()}
        found: dict[str, Gap] = self._changes.ahead[self._key]
        return found


class GapsEraser:
    """`bot.store.erasure.Eraser` of gaps."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        mark = mark_of(user_id)
        return self._drop(office_id, lambda asking: asking.who == mark)

    def note(self, office_id: str, note: Note) -> int:
        return 0

    def message(self, office_id: str, message_id: str) -> int:
        return self._drop(office_id, lambda asking: asking.message_id == message_id)

    def _drop(self, office_id: str, which: Callable[[Asking], bool]) -> int:
        store, count = RedisGaps(self._redis, self._changes, self._keys, office_id), 0
        for gap in store.all():
            gone = sum(map(which, gap.askings))
            if not gone:
                continue
            count += gone
            left = without(gap, which)
            if left is None:
                store.remove(gap.id)
            else:
                store.put(left)
        return count
