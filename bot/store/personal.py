"""Gathers all that is kept of one person. Reads the store's JSON as it stands: the web process uses this, too, and
stays small without the stores' validators."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import cast

from redis import Redis

from bot.store.keys import Keys
from bot.store.personal_knowing import of_the_directory
from bot.store.personal_reminding import reminders_of_person
from bot.store.personal_reviews import reviews_of_person
from bot.store.personal_tellings import tellings_of_person
from knowledge.personal_file import PersonalFile, Share

Source = Callable[[Redis, Keys, str, str, str], list[tuple[str, str]]]
"""(redis, keys, office id, LINE id, member id) → what a feature keeps of the person, as (what it is, its text)."""

SOURCES: tuple[Source, ...] = (of_the_directory, reminders_of_person, reviews_of_person, tellings_of_person)
"""One for each feature with keys of its own that hold something of people."""


def personal_file(redis: Redis, keys: Keys, user_id: str, now: datetime) -> PersonalFile:
    """What all offices keep of the person; without shares when nothing is kept."""
    names: dict[str, str] = {}
    for office_id, text in cast("dict[str, str]", redis.hgetall(keys.offices())).items():
        names[office_id] = json.loads(text)["name"]
    with redis.pipeline(transaction=False) as pipe:
        for office_id in names:
            pipe.hget(keys.users(office_id), user_id)
        members = pipe.execute()
    shares = []
    for office_id, member_id in zip(names, members, strict=True):
        row = cast("str | None", redis.hget(keys.members(office_id), member_id)) if member_id else None
        if row is not None:
            shares.append(_share(redis, keys, office_id, names[office_id], user_id, member_id, json.loads(row)))
    return PersonalFile(tuple(shares), now)


def _share(
    redis: Redis, keys: Keys, office_id: str, name: str, user_id: str, member_id: str, member: dict[str, object]
) -> Share:
    ids = sorted(cast("set[str]", redis.smembers(keys.notes_of(office_id, member_id))))
    found = []
    for start in range(0, len(ids), 500):
        texts = redis.mget([keys.note(office_id, note_id) for note_id in ids[start : start + 500]])
        found += [json.loads(text) for text in cast("list[str | None]", texts) if text is not None]
    held = cast("list[str]", redis.lrange(keys.held(office_id, user_id), 0, -1))
    others = [each for source in SOURCES for each in source(redis, keys, office_id, user_id, member_id)]
    notes = tuple(sorted(found, key=lambda note: str(note["told_at"])))
    return Share(name, member, notes, tuple(held), tuple(others))


def person_of(redis: Redis, keys: Keys, office_id: str, member_id: str) -> str | None:
    """The LINE id of a member; None when the member is gone or isn't known to LINE any more."""
    text = cast("str | None", redis.hget(keys.members(office_id), member_id))
    return json.loads(text).get("user_id") if text else None
