"""Notes that are older than their office wants to keep them go, a batch at a time (knowledge.rules.Rules)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import cast

from redis import Redis

from bot.store.keys import Keys

BATCH = 200
"""Notes that go in one transaction; the worker is served in between."""


def limits(redis: Redis, keys: Keys) -> dict[str, int]:
    """Office id → days, for the offices that set a limit. Reads the JSON as it stands: the clock process stays
    small where nobody set one."""
    found = {}
    for office_id in cast("list[str]", redis.hkeys(keys.offices())):
        text = cast("str | None", redis.get(keys.rules(office_id)))
        days = json.loads(text).get("retention_days") if text else None
        if days:
            found[office_id] = int(days)
    return found


def drop_old_notes(redis: Redis, keys: Keys, now: datetime) -> dict[str, int]:
    """Erases what is too old in every office; returns how many notes by office. Doing it again changes nothing."""
    done: dict[str, int] = {}
    for office_id, days in limits(redis, keys).items():
        before = (now - timedelta(days=days)).timestamp()
        if count := _drop(redis, keys, office_id, before):
            done[office_id] = count
    return done


def _drop(redis: Redis, keys: Keys, office_id: str, before: float) -> int:
    from bot.store.changes import Changes
    from bot.store.erasure import RedisPrivacy, stands_without_name
    from bot.store.redis_stores import RedisNotes

    ids = cast("list[str]", redis.zrangebyscore(keys.notes(office_id), "-inf", f"({before}"))
    count = 0
    for start in range(0, len(ids), BATCH):
        changes = Changes()
        privacy = RedisPrivacy(redis, changes, keys, here=office_id)
        notes = RedisNotes(redis, changes, keys, office_id).get_many(ids[start : start + BATCH])
        old = [note for note in notes if not stands_without_name(note)]
        privacy.erase_notes(old)
        changes.keep(redis)
        count += len(old)
    return count
