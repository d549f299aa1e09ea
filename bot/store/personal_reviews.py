"""What guided reviews keep of one person, for that person to read (`bot.store.personal.Source`). Reads the store's
JSON as it stands, as personal.py does."""

from __future__ import annotations

import json
from typing import cast

from redis import Redis

from bot.store.keys import Keys


def reviews_of_person(redis: Redis, keys: Keys, office_id: str, user_id: str, member_id: str) -> list[tuple[str, str]]:
    """The person's answers, the jobs that the person named, and what the person promised in reviews."""
    ids = sorted(set(cast("list[str]", redis.hvals(keys.review_messages(office_id)))))
    texts = cast("list[str | None]", redis.mget([keys.review(office_id, each) for each in ids])) if ids else []
    theirs, found = {user_id, member_id} - {""}, []
    for review in (json.loads(text) for text in texts if text):
        title = f"{review['kind'].upper()} {review['job']}".strip()
        if review["job"] and theirs & {review["opener_user_id"], review["opener_member_id"]}:
            found.append(("เรียกทบทวนงาน", title))
        answers = [a for a in review["answers"] if theirs & {a["user_id"], a["member_id"]}]
        found += [(f"คำตอบใน {title}", a["text"]) for a in answers]
    for text in cast("list[str]", redis.hvals(keys.followups(office_id))):
        found += [("เรื่องที่รับไว้ทำต่อ", f["text"]) for f in map(_record, json.loads(text)) if f["who"] == member_id]
    return found


def _record(text: str) -> dict[str, str]:
    """One commitment; the list holds each as JSON of its own."""
    return cast("dict[str, str]", json.loads(text))
