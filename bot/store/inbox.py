"""The durable inbox: events that LINE was told we have, until each is done.

Sixteen streams; a chat is always in the same one, so that one reader sees its events in the order in which they
came. What is in a stream is what isn't done. One worker process leases a stream, so there is never more than one
reader and a consumer group would only add a second list of the same entries to keep in step (leases.py).
An event whose handling fails is set aside to be tried again, and at last kept as failed with its reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast
from zlib import crc32

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import NoScriptError

from bot.store.keys import PREFIX

PARTITIONS = 16
SEEN_SECONDS = 3 * 24 * 3600
"""How long a webhookEventId is remembered. LINE doesn't say how long it redelivers; hours have been seen."""
FAILED_KEPT = 1000
"""Failed events that are kept; the oldest go first. They hold chat text, so they must not pile up."""

_PUT = """
local new = 0
for i = 1, #KEYS, 2 do
  if redis.call('SET', KEYS[i], '1', 'NX', 'EX', ARGV[2]) then
    redis.call('XADD', KEYS[i + 1], '*', 'e', ARGV[2 + (i + 1) / 2], 't', ARGV[1])
    new = new + 1
  end
end
return new
"""


@dataclass(frozen=True)
class Item:
    """One event that waits to be handled. `id` is `PARTITION/STREAM ID`; `attempts` counts failed tries."""

    id: str
    chat: str
    raw: dict[str, Any]
    received_at: datetime
    attempts: int = 0
    set_aside: bool = False
    """True when it was read from the events to try again, not from a stream."""

    @property
    def partition(self) -> int:
        return int(self.id.partition("/")[0])

    @property
    def event_id(self) -> str:
        return str(self.raw.get("webhookEventId"))


@dataclass(frozen=True)
class Failed:
    """An event that was given up. `reason` names the exception's class and place, never what was said."""

    item: Item
    reason: str
    failed_at: datetime


def chat_of(raw: dict[str, Any]) -> str:
    """The group, room or user that an event belongs to; events without any are on their own."""
    source = raw.get("source")
    if isinstance(source, dict):
        for name in ("groupId", "roomId", "userId"):
            if isinstance(source.get(name), str) and source[name]:
                return cast("str", source[name])
    return str(raw.get("webhookEventId"))


def partition_of(chat: str) -> int:
    """The stream of a chat, the same on every machine and for ever."""
    return crc32(chat.encode("utf-8", "replace")) % PARTITIONS


def _with_id(raw: dict[str, Any]) -> dict[str, Any]:
    """The event with a usable webhookEventId: its own, or one made of its content (without the part that tells
    a redelivery, which is the same event)."""
    found = raw.get("webhookEventId")
    if isinstance(found, str) and 0 < len(found) <= 64 and found.isascii() and found.isprintable():
        return raw
    same = {name: value for name, value in raw.items() if name not in {"deliveryContext", "webhookEventId"}}
    text = json.dumps(same, sort_keys=True)
    return raw | {"webhookEventId": "made-" + hashlib.sha256(text.encode()).hexdigest()[:40]}


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: `json.dumps` with options makes an encoder for each call."""


def _to_text(raw: dict[str, Any]) -> str:
    text = _write(raw)
    try:
        text.encode()
    except UnicodeEncodeError:  # half an emoji: no part of what follows could store or send it
        return text.encode("utf-8", "replace").decode()
    return text


def _time(ms: str | int) -> datetime:
    return datetime.fromtimestamp(int(ms) / 1000, UTC)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


class Inbox:
    """The inbox in a store. All methods raise RedisError when the store is gone; then nothing was done, or all
    of it (a repeated call is harmless)."""

    def __init__(self, redis: Redis, prefix: str = PREFIX) -> None:
        self._redis = redis
        self._base = f"{prefix}{{inbox}}:"
        self._put_sha = hashlib.sha1(_PUT.encode(), usedforsecurity=False).hexdigest()

    def key(self, name: str) -> str:
        """The full key of a part of the inbox: `00` … `15` (streams), `seen:ID`, `retry`, `retrying`, `failed`."""
        return self._base + name

    def put(self, events: Iterable[dict[str, Any]], received_ms: int) -> int:
        """Keeps the events, in one call to the store; returns how many are new. `received_ms`: ms since 1970.

        Raises RecursionError for JSON that is nested too deeply to write."""
        keys: list[str] = []
        texts: list[str] = []
        for event in events:
            raw = _with_id(event)
            keys += (self.key(f"seen:{raw['webhookEventId']}"), self.key(f"{partition_of(chat_of(raw)):02d}"))
            texts.append(_to_text(raw))
        if not keys:
            return 0
        arguments: list[Any] = [*keys, received_ms, SEEN_SECONDS, *texts]
        try:
            return int(
                cast("int", self._redis.evalsha(self._put_sha, len(keys), *arguments))
            )  # a third less than a Script object
        except NoScriptError:  # a store that was started since
            return int(cast("int", self._redis.eval(_PUT, len(keys), *arguments)))

    def read(self, after: dict[int, str], *, count: int, block_ms: int) -> list[Item]:
        """Events of the streams in `after` (partition → id of the last one read, `0` for all), at most `count`
        of each; waits up to `block_ms` for the first."""
        if not after:
            return []
        streams = {self.key(f"{n:02d}"): last for n, last in after.items()}
        found = self._redis.xread(cast("dict[Any, Any]", streams), count=count, block=block_ms)
        pairs = found.items() if isinstance(found, dict) else cast("Sequence[tuple[str, Any]]", found or [])
        return [
            self._item(int(key[-2:]), *entry)
            for key, entries in pairs
            for entry in _flat(entries)
            if entry[1]  # None: deleted in between
        ]

    def _item(self, partition: int, entry_id: str, fields: dict[str, str]) -> Item:
        raw = json.loads(fields["e"])
        return Item(f"{partition:02d}/{entry_id}", chat_of(raw), raw, _time(fields["t"]))

    def done(self, item: Item) -> None:
        """Forgets an event that was handled."""
        with self._redis.pipeline(transaction=True) as pipe:
            self._take_out(pipe, item)
            pipe.execute()

    def set_aside(self, item: Item, due: datetime) -> None:
        """Keeps an event that failed, to be tried again at `due`; counts the failure."""
        later = replace(item, attempts=item.attempts + 1, set_aside=True)
        with self._redis.pipeline(transaction=True) as pipe:
            self._take_out(pipe, item)
            pipe.hset(self.key("retrying"), later.id, _item_to_text(later))
            pipe.zadd(self.key("retry"), {later.id: _ms(due)})
            pipe.execute()

    def give_up(self, item: Item, reason: str, at: datetime) -> None:
        """Keeps an event as failed: nobody tries it again until it is replayed."""
        with self._redis.pipeline(transaction=True) as pipe:
            self._take_out(pipe, item)
            entry = {"reason": reason, "at": _ms(at), "item": _item_to_text(item)}
            pipe.hset(self.key("failed"), item.id, json.dumps(entry, ensure_ascii=False))
            pipe.execute()
        if len(every := self.failed()) > FAILED_KEPT:
            self._drop(every[: len(every) - FAILED_KEPT])

    def due(self, now: datetime, limit: int = 1000) -> list[Item]:
        """Events that were set aside and may be tried now, the most overdue first."""
        ids = cast("list[str]", self._redis.zrangebyscore(self.key("retry"), "-inf", _ms(now), 0, limit))
        texts = cast("list[str | None]", self._redis.hmget(self.key("retrying"), ids)) if ids else []
        return [_item_from_text(text) for text in texts if text is not None]

    def failed(self) -> list[Failed]:
        """Events that were given up, the oldest first."""
        found = cast("dict[str, str]", self._redis.hgetall(self.key("failed"))).values()
        return sorted(map(_failed_from_text, found), key=lambda each: (each.failed_at, each.item.id))

    def replay(self, item_id: str | None = None) -> int:
        """Puts one failed event, or all, back to be handled now, with fresh tries; returns how many."""
        wanted = [each.item for each in self.failed() if item_id in (None, each.item.id, each.item.event_id)]
        with self._redis.pipeline(transaction=True) as pipe:
            for item in wanted:
                fresh = replace(item, attempts=0, set_aside=True)
                pipe.hdel(self.key("failed"), item.id)
                pipe.hset(self.key("retrying"), item.id, _item_to_text(fresh))
                pipe.zadd(self.key("retry"), {item.id: 0})
            pipe.execute()
        return len(wanted)

    def drop_failed(self, before: datetime) -> int:
        """Deletes events that failed before that time: what people said is not kept for ever by a fault."""
        return self._drop([each for each in self.failed() if each.failed_at < before])

    def _drop(self, failed: list[Failed]) -> int:
        if failed:
            self._redis.hdel(self.key("failed"), *(each.item.id for each in failed))
        return len(failed)

    def about(self, *, user_id: str | None = None, message_id: str | None = None) -> list[Item]:
        """Failed and set-aside events of a person, or of one message. Events still in a stream are handled within
        moments and aren't looked at."""

        def theirs(item: Item) -> bool:
            source, message = item.raw.get("source"), item.raw.get("message")
            by_user = isinstance(source, dict) and user_id is not None and source.get("userId") == user_id
            of_message = isinstance(message, dict) and message_id is not None and message.get("id") == message_id
            return by_user or of_message

        aside = map(_item_from_text, cast("dict[str, str]", self._redis.hgetall(self.key("retrying"))).values())
        return [item for item in (*aside, *(each.item for each in self.failed())) if theirs(item)]

    def drop(self, pipe: Pipeline, items: Iterable[Item]) -> None:
        """Erases events that `about` found, with the other writes of `pipe`."""
        for item in items:
            pipe.zrem(self.key("retry"), item.id)
            pipe.hdel(self.key("retrying"), item.id)
            pipe.hdel(self.key("failed"), item.id)

    def forget(self, *, user_id: str | None = None, message_id: str | None = None) -> int:
        """Erases failed and set-aside events of a person, or of one message that was taken back; returns how many."""
        found = self.about(user_id=user_id, message_id=message_id)
        with self._redis.pipeline(transaction=True) as pipe:
            self.drop(pipe, found)
            pipe.execute()
        return len(found)

    def state(self, now: datetime) -> dict[str, float]:
        """`waiting`, `retrying`, `failed` (counts) and `lag` (s): the age of the oldest event in a stream."""
        with self._redis.pipeline(transaction=False) as pipe:
            for n in range(PARTITIONS):
                pipe.xlen(self.key(f"{n:02d}"))
                pipe.xrange(self.key(f"{n:02d}"), count=1)
            pipe.zcard(self.key("retry"))
            pipe.hlen(self.key("failed"))
            *streams, retrying, failed = pipe.execute()
        oldest = [int(entries[0][1]["t"]) for entries in streams[1::2] if entries]
        lag = max(0.0, now.timestamp() - min(oldest) / 1000) if oldest else 0.0
        return {"waiting": sum(streams[::2]), "retrying": retrying, "failed": failed, "lag": lag}

    def _take_out(self, pipe: Pipeline, item: Item) -> None:
        if item.set_aside:
            pipe.zrem(self.key("retry"), item.id)
            pipe.hdel(self.key("retrying"), item.id)
        else:
            partition, _, entry = item.id.partition("/")
            pipe.xdel(self.key(partition), entry)


def _flat(entries: Any) -> list[tuple[str, dict[str, str]]]:
    """redis-py gives `[entry, …]` with RESP2 and `[[entry, …]]` with RESP3."""
    if len(entries) == 1 and entries[0] and isinstance(entries[0][0], (list, tuple)):
        return cast("list[tuple[str, dict[str, str]]]", entries[0])
    return cast("list[tuple[str, dict[str, str]]]", entries)


def _item_to_text(item: Item) -> str:
    fields = {"id": item.id, "chat": item.chat, "attempts": item.attempts, "received": _ms(item.received_at)}
    return json.dumps(fields | {"raw": item.raw}, ensure_ascii=False, separators=(",", ":"))


def _item_from_text(text: str) -> Item:
    found = json.loads(text)
    return Item(found["id"], found["chat"], found["raw"], _time(found["received"]), found["attempts"], True)


def _failed_from_text(text: str) -> Failed:
    found = json.loads(text)
    return Failed(_item_from_text(found["item"]), found["reason"], _time(found["at"]))
