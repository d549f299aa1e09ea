"""What the directory keeps of one person, for that person to read (see personal.py). Reads the store's JSON as it
stands, so that the web process stays small."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

from redis import Redis

from bot.store.keys import Keys
from knowledge.personal_file import BANGKOK
from knowledge.privacy import mark_of


def of_the_directory(redis: Redis, keys: Keys, office: str, user_id: str, member_id: str) -> list[tuple[str, str]]:
    """Whom the person helped, who vouches for them and for whom they do, and what they asked."""
    return [
        *_helped(redis, keys, office, member_id),
        *_endorsed(redis, keys, office, member_id),
        *_asked(redis, keys, office, user_id),
    ]


def _rows(redis: Redis, key: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in cast("list[str]", redis.hvals(key))]


def _day(row: dict[str, Any]) -> str:
    at = datetime.fromisoformat(row["at"]).astimezone(BANGKOK)
    return f"{at.day}/{at.month}/{at.year + 543}"


def _helped(redis: Redis, keys: Keys, office: str, member_id: str) -> Iterator[tuple[str, str]]:
    for row in _rows(redis, keys.helped(office)):
        if row["helper"] == member_id:
            yield "ท่านช่วยตอบ", f"{row['topic']} ({_day(row)})"
        if row["asker"] == member_id:
            yield "ท่านได้คำตอบ", f"{row['topic']} ({_day(row)})"


def _endorsed(redis: Redis, keys: Keys, office: str, member_id: str) -> Iterator[tuple[str, str]]:
    for row in _rows(redis, keys.endorsed(office)):
        if row["of"] == member_id:
            yield "เพื่อนร่วมงานรับรองท่าน", f"{row['topic']} ({_day(row)})"
        if row["by"] == member_id:
            yield "ท่านรับรองเพื่อนร่วมงาน", f"{row['topic']} ({_day(row)})"


def _asked(redis: Redis, keys: Keys, office: str, user_id: str) -> Iterator[tuple[str, str]]:
    ids = cast("list[str]", redis.zrange(keys.inquiries(office), 0, -1))
    for text in cast("list[str | None]", redis.mget([keys.inquiry(office, each) for each in ids])) if ids else ():
        if text and (row := json.loads(text))["user_id"] == user_id:
            yield "คำถามของท่าน (เก็บ 14 วัน)", f"{row['topic']} ({_day(row)})"
    mark = mark_of(user_id)
    for gap in _rows(redis, keys.gaps(office)):
        for row in gap["askings"]:
            if row["who"] == mark:
                yield "คำถามที่นับเป็นช่องว่างความรู้", f"{row['topic']} ({_day(row)})"
