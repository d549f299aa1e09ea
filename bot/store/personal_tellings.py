"""What story circles and the short memory of groups keep of one person, for that person to read
(`bot.store.personal.Source`). Reads the store's JSON as it stands, as personal.py does."""

from __future__ import annotations

import json
from typing import cast

from redis import Redis

from bot.store.keys import Keys


def tellings_of_person(redis: Redis, keys: Keys, office_id: str, user_id: str, member_id: str) -> list[tuple[str, str]]:
    """The circles that the person opened, the points drawn from the person's stories or reworded by the person, and
    how many messages wait to be quoted."""
    found = []
    ids = cast("list[str]", redis.zrange(keys.circles(office_id), 0, -1))
    texts = cast("list[str | None]", redis.mget([keys.circle(office_id, each) for each in ids])) if ids else []
    for circle in (json.loads(text) for text in texts if text):
        if circle["opened_by"] == member_id and circle["topic"]:
            found.append(("เปิดวงเล่า", str(circle["topic"])))
        points = [json.loads(text) for text in cast("list[str]", redis.hvals(keys.points(office_id, circle["id"])))]
        for point in points:
            if point["member_id"] == member_id or (point["reworded"] and point["decided_by"] == member_id):
                found.append(("ข้อความรู้จากวงเล่า", str(point["text"])))
    waiting = redis.zcard(keys.said_by(f"o:{office_id}", user_id))
    if waiting:
        found.append(("ข้อความในกลุ่มที่จำไว้ไม่เกิน 72 ชั่วโมง (เข้ารหัส)", f"{waiting} ข้อความ"))
    return found
