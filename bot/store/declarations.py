"""Which message said what of a person's own card, so that it can be taken back: `handlers.own_card.Declarations`.

Erased by: unsending the message takes what it put on the card off it again; being forgotten or opting out takes the
entries along, and the card itself goes with the member (DeclarationsEraser)."""

from __future__ import annotations

from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.redis_stores import RedisPeople, from_json, to_json
from handlers.own_card import Declaration, taken_back
from knowledge.notes import Note


class RedisDeclarations:
    """The declarations of one office."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._key = redis, changes, keys.declarations(office_id)

    def get(self, message_id: str) -> Declaration | None:
        return from_json(Declaration, cast("str | None", self._redis.hget(self._key, message_id)))

    def put(self, message_id: str, declaration: Declaration) -> None:
        self._changes.add(self._key, lambda pipe: pipe.hset(self._key, message_id, to_json(declaration)))

    def remove(self, message_id: str) -> None:
        self._changes.add(self._key, lambda pipe: pipe.hdel(self._key, message_id))

    def of_member(self, member_id: str) -> list[str]:
        """Ids of the messages."""
        kept = cast("dict[str, str]", self._redis.hgetall(self._key))
        found = {each: from_json(Declaration, text) for each, text in kept.items()}
        return [each for each, said in found.items() if said is not None and said.member_id == member_id]


class DeclarationsEraser:
    """`bot.store.erasure.Eraser` of what people declared."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def _declarations(self, office_id: str) -> RedisDeclarations:
        return RedisDeclarations(self._redis, self._changes, self._keys, office_id)

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        declarations = self._declarations(office_id)
        theirs = declarations.of_member(member_id) if member_id else []
        for message_id in theirs:
            declarations.remove(message_id)
        return len(theirs)

    def note(self, office_id: str, note: Note) -> int:
        return 0

    def message(self, office_id: str, message_id: str) -> int:
        declarations = self._declarations(office_id)
        said = declarations.get(message_id)
        if said is None:
            return 0
        people = RedisPeople(self._redis, self._changes, self._keys)
        member = people.member(office_id, said.member_id)
        if member is not None:
            people.put_member(office_id, taken_back(member, said))
        declarations.remove(message_id)
        return 1
