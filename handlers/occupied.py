"""Whether people are in the middle of something with the bot: nothing is said unasked into that."""

from __future__ import annotations

from datetime import datetime

from handlers.dialogs import DialogStore
from knowledge.circles import CircleStore


def occupied(chat_id: str, dialogs: DialogStore, circles: CircleStore, now: datetime) -> bool:
    """A question of the bot's waits for an answer, of the group (a guided review) or of one of them, or a story
    circle is open. What this turn has opened counts; so does a question until the turn that answers it is over."""
    if dialogs.any_open(chat_id):
        return True
    circle = circles.last_open(chat_id)
    return circle is not None and circle.open_at(now)
