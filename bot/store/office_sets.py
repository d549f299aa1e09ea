"""What an office keeps beside its set of categories: the sets of earlier years, and words that its facilitator
accepted or left. None of it is anybody's: words stand in notes of several people, ids and names are the office's."""

from __future__ import annotations

from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.reads import Command
from bot.store.redis_stores import from_json, to_json
from knowledge.past_sets import PastSet

ACCEPTED, LEFT = "accepted", "left"


class RedisOfficeSets:
    """Of one office. Writes go to `changes`."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id

    def commands(self) -> list[Command]:
        """What `past` and `words` ask, for `bot.store.reads.Reads.ahead`."""
        return [("HGETALL", self._keys.past_sets(self._office)), ("HGETALL", self._keys.filing_words(self._office))]

    def past(self) -> list[PastSet]:
        """Sets of earlier years, the oldest first."""
        kept = cast("dict[str, str]", self._redis.hgetall(self._keys.past_sets(self._office)))
        found = [one for text in kept.values() if (one := from_json(PastSet, text)) is not None]
        return sorted(found, key=lambda one: one.fiscal_year)

    def put_past(self, one: PastSet) -> None:
        """Remembers the set of a year; a second one of the same year replaces the first."""
        key = self._keys.past_sets(self._office)
        self._changes.add(key, lambda pipe: pipe.hset(key, f"{one.fiscal_year} {one.taxonomy}", to_json(one)))

    def words(self) -> dict[tuple[str, str], str]:
        """(category id, word) → accepted or left."""
        kept = cast("dict[str, str]", self._redis.hgetall(self._keys.filing_words(self._office)))
        return {(name.partition(" ")[0], name.partition(" ")[2]): state for name, state in kept.items()}

    def settle(self, category_id: str, word: str, state: str) -> None:
        """The facilitator accepted a word, or left it."""
        key = self._keys.filing_words(self._office)
        self._changes.add(key, lambda pipe: pipe.hset(key, f"{category_id} {word}", state))
