"""`handlers.lately.Lately` over Redis: sealed texts with a time to live, found by message, chat and person.

Erased by: `said` and its entries go when the message is unsent (RedisLately.let_go), when its author is forgotten or
opts out (the Eraser), when the group switches remembering off or leaves (RedisLately.clear), and after their time.
People and groups stand in the keys as digests of their LINE ids."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import cast

from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from bot.store.sealing import Seal
from handlers.lately import BEFORE_A_TELLING, QUOTABLE, Said, Telling
from knowledge.continuing import WINDOW
from knowledge.notes import Note


class RedisLately:
    """The short memory of the groups of one office. `seal` is called when something is first sealed or opened."""

    def __init__(
        self, redis: Redis, changes: Changes, keys: Keys, home: str, seal: Callable[[], Seal], now: datetime
    ) -> None:
        self._redis, self._changes, self._keys, self._home = redis, changes, keys, home
        self._seal, self._now = seal, now

    # ---------------------------------------------------------------- what was said

    def remember(self, said: Said, wait: timedelta) -> None:
        before = self.recall(said.message_id)
        ends = said.at + wait
        if ends > self._now and not (before and before.at > said.at):
            self._write(said, ends)

    def _write(self, said: Said, ends: datetime) -> None:
        seconds = max(1, int((ends - self._now).total_seconds()))
        key = self._keys.said(self._home, said.message_id)
        sealed = self._seal().close(json.dumps({**asdict(said), "at": said.at.isoformat(), "ends": ends.isoformat()}))
        self._changes.add(key, lambda pipe: pipe.set(key, sealed, ex=seconds))
        lists = [self._keys.said_in(self._home, said.chat_id), self._keys.said_by(self._home, said.user_id)]
        for each in lists:
            self._list(each, said.message_id, ends, QUOTABLE)
        if said.media and said.user_id:
            shown = self._keys.shown(self._home, said.chat_id, said.user_id)
            self._list(shown, said.message_id, ends, BEFORE_A_TELLING)

    def _list(self, key: str, message_id: str, ends: datetime, longest: timedelta) -> None:
        past = self._now.timestamp()
        seconds = int(longest.total_seconds()) + 60
        self._changes.add(key, lambda pipe: pipe.zremrangebyscore(key, "-inf", past))
        self._changes.add(key, lambda pipe: pipe.zadd(key, {message_id: ends.timestamp()}))
        self._changes.add(key, lambda pipe: pipe.expire(key, seconds))

    def recall(self, message_id: str) -> Said | None:
        found = self._recall(message_id)
        return found[0] if found else None

    def _recall(self, message_id: str) -> tuple[Said, datetime] | None:
        """With the moment at which it is forgotten."""
        sealed = cast("str | None", self._redis.get(self._keys.said(self._home, message_id)))
        text = self._seal().open(sealed) if sealed else None
        if text is None:
            return None
        fields = json.loads(text)
        ends = datetime.fromisoformat(fields.pop("ends"))
        said = Said(**{**fields, "at": datetime.fromisoformat(fields["at"])})
        # who can write to the store could put one sealed text under another's name
        return (said, ends) if ends > self._now and said.message_id == message_id else None

    def correct(self, message_id: str, text: str, at: datetime) -> None:
        found = self._recall(message_id)
        if found is not None and found[0].at <= at:
            self._write(replace(found[0], text=text, at=at), found[1])

    def let_go(self, message_id: str) -> None:
        if (said := self.recall(message_id)) is None:
            return
        lists = [self._keys.said_in(self._home, said.chat_id), self._keys.said_by(self._home, said.user_id)]
        lists += [self._keys.shown(self._home, said.chat_id, said.user_id)] if said.media else []
        for each in lists:
            self._changes.add(each, lambda pipe, each=each: pipe.zrem(each, message_id))  # type: ignore[misc]
        _delete(self._changes, self._keys.said(self._home, message_id))

    def clear(self, chat_id: str) -> None:
        listed = self._keys.said_in(self._home, chat_id)
        for message_id in cast("list[str]", self._redis.zrange(listed, 0, -1)):
            self.let_go(message_id)
        _delete(self._changes, listed)

    def shown(self, chat_id: str, user_id: str) -> list[Said]:
        key = self._keys.shown(self._home, chat_id, user_id)
        found = [self.recall(each) for each in cast("list[str]", self._redis.zrange(key, 0, -1))]
        return [each for each in found if each is not None and each.media]

    # ---------------------------------------------------------------- who is telling

    def tells(self, chat_id: str, user_id: str, note_id: str, at: datetime) -> None:
        if not user_id:
            return
        text = f"{note_id} {at.isoformat()}"
        for key in (self._keys.telling(self._home, chat_id, user_id), self._keys.telling(self._home, chat_id, None)):
            self._changes.add(key, lambda pipe, key=key: pipe.set(key, text, ex=int(WINDOW.total_seconds())))  # type: ignore[misc]

    def telling(self, chat_id: str, user_id: str, at: datetime) -> Telling | None:
        mine, last = cast(
            "list[str | None]",
            self._redis.mget(
                self._keys.telling(self._home, chat_id, user_id), self._keys.telling(self._home, chat_id, None)
            ),
        )
        if mine is None:
            return None
        note_id, _, since = mine.partition(" ")
        then = datetime.fromisoformat(since)
        return Telling(note_id, then, mine == last) if then <= at <= then + WINDOW else None

    def renamed(self, chat_id: str, user_id: str, before: str, after: str) -> None:
        for user in (user_id, None):
            key = self._keys.telling(self._home, chat_id, user)
            note_id, _, since = str(self._redis.get(key) or "").partition(" ")
            if note_id == before:
                text = f"{after} {since}"
                self._changes.add(key, lambda pipe, key=key, text=text: pipe.set(key, text, xx=True, keepttl=True))  # type: ignore[misc]

    def interrupted(self, chat_id: str, user_id: str) -> None:
        names = [self._keys.telling(self._home, chat_id, None), self._keys.shown(self._home, chat_id, user_id)]
        if self._redis.exists(*names):
            _delete(self._changes, *names)


def _delete(changes: Changes, *names: str) -> None:
    for key in names:
        changes.add(key, lambda pipe, key=key: pipe.delete(key))  # type: ignore[misc]


class LatelyEraser:
    """`bot.store.erasure.Eraser` of what was said lately."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def person(self, office_id: str, user_id: str, member_id: str) -> int:
        home = f"o:{office_id}"
        mine = self._keys.said_by(home, user_id)
        found = cast("list[str]", self._redis.zrange(mine, 0, -1))
        if found:
            for chat in self._chats(home):
                self._changes.add(chat, lambda pipe, chat=chat: pipe.zrem(chat, *found))  # type: ignore[misc]
        _delete(self._changes, *(self._keys.said(home, each) for each in found), mine)
        return len(found)

    def _chats(self, home: str) -> list[str]:
        groups = self._redis.hgetall(self._keys.groups())
        return [self._keys.said_in(home, chat) for chat in cast("dict[str, str]", groups)]

    def note(self, office_id: str, note: Note) -> int:
        home = f"o:{office_id}"
        for user in (note.user_id, None):
            key = self._keys.telling(home, note.group_id or note.user_id, user)
            if str(self._redis.get(key) or "").startswith(f"{note.id} "):
                _delete(self._changes, key)
        return sum(self.message(office_id, each) for each in note.every_message)

    def message(self, office_id: str, message_id: str) -> int:
        key = self._keys.said(f"o:{office_id}", message_id)
        there = self._redis.exists(key)
        if there:
            _delete(self._changes, key)
        return there
