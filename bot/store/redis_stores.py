"""What an office knows, kept in Redis or Valkey: people, notes and dialogues. Keys are named in keys.py."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter
from redis import Redis

from bot.store.changes import Changes
from bot.store.keys import Keys
from handlers.dialogs import Dialog, DialogKey
from handlers.held import HELD_SECONDS
from knowledge.notes import Note
from knowledge.people import Group, Member, Office, plain_code
from knowledge.privacy import digest
from knowledge.rules import Rules

FEED_LENGTH = 100_000
"""Changes that the feed of an office remembers; an index that is further behind is rebuilt."""

T = TypeVar("T")


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(thing: object) -> str:
    """A dataclass of knowledge as JSON."""
    return _adapter(type(thing)).dump_json(thing).decode()


def from_json(kind: type[T], text: str | None) -> T | None:
    """The dataclass again, or None for None. Fields that a newer version added take their defaults."""
    return None if text is None else _adapter(kind).validate_json(text)


def _some(kind: type[T], texts: Iterable[str | None]) -> list[T]:
    return [thing for text in texts if (thing := from_json(kind, text)) is not None]


class RedisPeople:
    """`knowledge.people.PeopleStore` over Redis."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def offices(self) -> list[Office]:
        return _some(Office, cast("list[str]", self._redis.hvals(self._keys.offices())))

    def office(self, office_id: str) -> Office | None:
        return from_json(Office, cast("str | None", self._redis.hget(self._keys.offices(), office_id)))

    def office_by_code(self, code: str) -> Office | None:
        office_id = cast("str | None", self._redis.hget(self._keys.codes(), plain_code(code)))
        return self.office(office_id) if office_id else None

    def put_office(self, office: Office) -> None:
        offices, codes = self._keys.offices(), self._keys.codes()
        self._changes.add(offices, lambda pipe: pipe.hset(offices, office.id, to_json(office)))
        self._changes.add(codes, lambda pipe: pipe.hset(codes, plain_code(office.code), office.id))

    def group(self, group_id: str) -> Group | None:
        return from_json(Group, cast("str | None", self._redis.hget(self._keys.groups(), group_id)))

    def groups(self, office_id: str) -> list[Group]:
        every = _some(Group, cast("list[str]", self._redis.hvals(self._keys.groups())))
        return [group for group in every if group.office_id == office_id]

    def put_group(self, group: Group) -> None:
        groups = self._keys.groups()
        self._changes.add(groups, lambda pipe: pipe.hset(groups, group.id, to_json(group)))

    def remove_group(self, group_id: str) -> None:
        groups = self._keys.groups()
        self._changes.add(groups, lambda pipe: pipe.hdel(groups, group_id))

    def members(self, office_id: str) -> list[Member]:
        return _some(Member, cast("list[str]", self._redis.hvals(self._keys.members(office_id))))

    def member(self, office_id: str, member_id: str) -> Member | None:
        return from_json(Member, cast("str | None", self._redis.hget(self._keys.members(office_id), member_id)))

    def some_members(self, office_id: str, member_ids: Iterable[str]) -> list[Member]:
        ids = list(member_ids)
        found = self._redis.hmget(self._keys.members(office_id), ids) if ids else []
        return _some(Member, cast("list[str | None]", found))

    def member_by_user(self, office_id: str, user_id: str) -> Member | None:
        member_id = cast("str | None", self._redis.hget(self._keys.users(office_id), user_id))
        return self.member(office_id, member_id) if member_id else None

    def office_of_user(self, user_id: str) -> Office | None:
        office_id = cast("str | None", self._redis.hget(self._keys.homes(), user_id))
        return self.office(office_id) if office_id else None

    def put_member(self, office_id: str, member: Member) -> None:
        members, users, homes = self._keys.members(office_id), self._keys.users(office_id), self._keys.homes()
        before = self.member(office_id, member.id)
        if before and before.user_id != member.user_id:
            self._forget_user(office_id, before.user_id)
        self._changes.add(members, lambda pipe: pipe.hset(members, member.id, to_json(member)))
        if member.user_id:
            user_id = member.user_id
            self._changes.add(users, lambda pipe: pipe.hset(users, user_id, member.id))
            self._changes.add(homes, lambda pipe: pipe.hset(homes, user_id, office_id))
        # each confirmation is counted on the member, which is no news for the index
        if before is None or _card(before) != _card(member):
            self._tell_index(office_id, "member", member.id)

    def remove_member(self, office_id: str, member_id: str) -> None:
        members = self._keys.members(office_id)
        before = self.member(office_id, member_id)
        if before:
            self._forget_user(office_id, before.user_id)
        self._changes.add(members, lambda pipe: pipe.hdel(members, member_id))
        self._tell_index(office_id, "member", member_id)

    def _forget_user(self, office_id: str, user_id: str | None) -> None:
        if user_id is None:
            return
        users, homes = self._keys.users(office_id), self._keys.homes()
        self._changes.add(users, lambda pipe: pipe.hdel(users, user_id))
        if self._redis.hget(homes, user_id) == office_id:
            self._changes.add(homes, lambda pipe: pipe.hdel(homes, user_id))

    def _tell_index(self, office_id: str, kind: str, which: str) -> None:
        feed = self._keys.feed(office_id)
        self._changes.add(feed, lambda pipe: pipe.xadd(feed, {kind: which}, maxlen=FEED_LENGTH, approximate=True))


def _card(member: Member) -> Member:
    """A member without what only the bot counts."""
    return replace(member, confirmations=0, consented_at=None)


class RedisNotes:
    """`knowledge.notes.NoteStore` of one office over Redis."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id

    def put(self, note: Note) -> None:
        key = self._keys.note(self._office, note.id)
        order, messages = self._keys.notes(self._office), self._keys.messages(self._office)
        mine = self._keys.notes_of(self._office, note.member_id)
        before = self.get(note.id)
        if before:
            self._unlink(before, keep_messages=set(note.every_message), keep_member=note.member_id)
            if before.text != note.text or len(before.attachments) > len(note.attachments):
                self._rewrite()
        self._changes.add(key, lambda pipe: pipe.set(key, to_json(note)))
        self._changes.add(order, lambda pipe: pipe.zadd(order, {note.id: note.told_at.timestamp()}))
        told: dict[Any, Any] = dict.fromkeys(note.every_message, note.id)
        self._changes.add(messages, lambda pipe: pipe.hset(messages, mapping=told))
        self._changes.add(mine, lambda pipe: pipe.sadd(mine, note.id))
        self._tell_index(note.id)

    def get(self, note_id: str) -> Note | None:
        return from_json(Note, cast("str | None", self._redis.get(self._keys.note(self._office, note_id))))

    def get_many(self, note_ids: Iterable[str]) -> list[Note]:
        keys = [self._keys.note(self._office, note_id) for note_id in note_ids]
        return _some(Note, cast("list[str | None]", self._redis.mget(keys))) if keys else []

    def by_message(self, message_id: str) -> Note | None:
        note_id = cast("str | None", self._redis.hget(self._keys.messages(self._office), message_id))
        return self.get(note_id) if note_id else None

    def of_member(self, member_id: str) -> list[Note]:
        return self.get_many(
            sorted(cast("set[str]", self._redis.smembers(self._keys.notes_of(self._office, member_id))))
        )

    def all(self) -> Iterator[Note]:
        ids = cast("list[str]", self._redis.zrange(self._keys.notes(self._office), 0, -1))
        for start in range(0, len(ids), 500):
            yield from self.get_many(ids[start : start + 500])

    def count(self) -> int:
        return self._redis.zcard(self._keys.notes(self._office))

    def remove(self, note_id: str) -> None:
        before = self.get(note_id)
        key, order = self._keys.note(self._office, note_id), self._keys.notes(self._office)
        self._changes.add(key, lambda pipe: pipe.delete(key))
        self._changes.add(order, lambda pipe: pipe.zrem(order, note_id))
        if before:
            self._unlink(before)
        self._rewrite()
        self._tell_index(note_id)

    def _rewrite(self) -> None:
        """Text was taken back: the clock has the append-only file written anew."""
        erase = self._keys.erase()
        self._changes.add(erase, lambda pipe: pipe.set(erase, "1"))

    def _unlink(self, note: Note, *, keep_messages: Collection[str] = (), keep_member: str | None = None) -> None:
        messages, mine = self._keys.messages(self._office), self._keys.notes_of(self._office, note.member_id)
        gone = [m for m in note.every_message if m not in keep_messages]
        if gone:
            self._changes.add(messages, lambda pipe: pipe.hdel(messages, *gone))
        if note.member_id != keep_member:
            self._changes.add(mine, lambda pipe: pipe.srem(mine, note.id))

    def _tell_index(self, note_id: str) -> None:
        feed = self._keys.feed(self._office)
        self._changes.add(feed, lambda pipe: pipe.xadd(feed, {"note": note_id}, maxlen=FEED_LENGTH, approximate=True))


DIALOGS_SECONDS = 86_400
"""How long it is known who is in a dialogue; longer than any of them."""


class RedisDialogs:
    """`handlers.dialogs.DialogStore` over Redis; each dialogue ends by its key's own time to live."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, home: str, now: datetime) -> None:
        self._redis, self._changes, self._keys, self._home, self._now = redis, changes, keys, home, now

    def load(self, key: DialogKey) -> Dialog | None:
        dialog = from_json(Dialog, cast("str | None", self._redis.get(self._key(key))))
        return dialog if dialog and dialog.expires_at > self._now else None

    def open(self, dialog: Dialog) -> None:
        key = self._key(dialog.key)
        seconds = max(1, int((dialog.expires_at - self._now).total_seconds()))
        self._changes.add(key, lambda pipe: pipe.set(key, to_json(dialog), ex=seconds))
        here, who = self._keys.dialogs_in(self._home, dialog.key.chat_id), _who(dialog.key)
        self._changes.ahead[here] = True
        self._changes.add(here, lambda pipe: pipe.zadd(here, {who: dialog.expires_at.timestamp()}))
        self._changes.add(here, lambda pipe: pipe.expire(here, DIALOGS_SECONDS))

    def close(self, key: DialogKey) -> None:
        name = self._key(key)
        self._changes.add(name, lambda pipe: pipe.delete(name))
        here, who = self._keys.dialogs_in(self._home, key.chat_id), _who(key)
        self._changes.add(here, lambda pipe: pipe.zrem(here, who))

    def any_open(self, chat_id: str) -> bool:
        here = self._keys.dialogs_in(self._home, chat_id)
        return here in self._changes.ahead or bool(self._redis.zcount(here, f"({self._now.timestamp()}", "+inf"))

    def _key(self, key: DialogKey) -> str:
        return self._keys.dialog(self._home, key.chat_id, key.user_id)


def _who(key: DialogKey) -> str:
    return digest(key.user_id) if key.user_id else "*"


class RedisOnce:
    """`handlers.once.Once` over Redis: what is said once in a while."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, home: str) -> None:
        self._redis, self._changes, self._keys, self._home = redis, changes, keys, home

    def first(self, what: str, *, seconds: int) -> bool:
        key = self._keys.seen(self._home, what)
        if self._redis.exists(key):
            return False
        self._changes.add(key, lambda pipe: pipe.set(key, "1", ex=seconds))
        return True

    def before(self, what: str) -> bool:
        return bool(self._redis.exists(self._keys.seen(self._home, what)))


class RedisRules:
    """`knowledge.rules.RulesStore` over Redis."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys) -> None:
        self._redis, self._changes, self._keys = redis, changes, keys

    def rules(self, office_id: str) -> Rules:
        return from_json(Rules, cast("str | None", self._redis.get(self._keys.rules(office_id)))) or Rules()

    def put_rules(self, office_id: str, rules: Rules) -> None:
        key, wakes = self._keys.rules(office_id), self._keys.wakes()
        self._changes.add(key, lambda pipe: pipe.set(key, to_json(rules)))
        groups = [which for which, _ in self._redis.zscan_iter(wakes, match=f"{office_id} *", count=1_000)]
        if groups:  # times may have moved: the clock looks at once, since it is past; another time makes another event
            past = secrets.randbelow(10**9)
            self._changes.add(wakes, lambda pipe: pipe.zadd(wakes, dict.fromkeys(groups, past), xx=True))


class RedisHeld:
    """`handlers.held.Held` of one office over Redis."""

    def __init__(self, redis: Redis, changes: Changes, keys: Keys, office_id: str) -> None:
        self._redis, self._changes, self._keys, self._office = redis, changes, keys, office_id

    def hold(self, user_id: str, text: str) -> None:
        key = self._keys.held(self._office, user_id)
        if text in cast("list[str]", self._redis.lrange(key, 0, -1)):
            return
        self._changes.add(key, lambda pipe: pipe.rpush(key, text))
        self._changes.add(key, lambda pipe: pipe.expire(key, HELD_SECONDS))

    def take(self, user_id: str) -> list[str]:
        key = self._keys.held(self._office, user_id)
        waiting = cast("list[str]", self._redis.lrange(key, 0, -1))
        if waiting:
            self._changes.add(key, lambda pipe: pipe.delete(key))
        return waiting
