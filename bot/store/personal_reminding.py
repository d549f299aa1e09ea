"""What reminders keep of a person, for the person to read. Reads the store's JSON as it stands (see personal.py)."""

from __future__ import annotations

import json
from typing import cast

from redis import Redis

from bot.store.keys import Keys


def reminders_of_person(
    redis: Redis, keys: Keys, office_id: str, user_id: str, member_id: str
) -> list[tuple[str, str]]:
    """What is kept of one person here, for the person to read (bot.store.personal.Source)."""
    every = cast("list[str]", redis.hvals(keys.reminders(office_id)))
    rows = [row for text in every if member_id in ((row := json.loads(text))["by"], *row["who"])]
    return [("เตือนความจำ", f"{row['text']} (กำหนด {row['due']})") for row in sorted(rows, key=lambda r: str(r["due"]))]
