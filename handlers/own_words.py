"""Whether what somebody says next are the words that the bot asked them for, or talk with others meanwhile."""

from __future__ import annotations

from handlers.chat import TextSaid
from knowledge.hearing import Heard
from knowledge.review_talk import is_answer, puts_off

_A_REPLY = 40
"""Letters from which a reply in a group may be such words: the bot's own question can be replied to as well as a
colleague, and nobody tells us which it was."""
_ASKS = ("who", "search", "help", "thanks", "decline")


def are_words(event: TextSaid, text: str, heard: Heard, addressed: bool) -> bool:
    """No question to the bot, no short reply to a message, no call to a colleague, no nod and no errand."""
    if heard.intent in _ASKS or puts_off(text):
        return False
    if event.quoted_message_id and not event.chat.private and len(text) < _A_REPLY:
        return False
    calls_other = any(m.start == 0 and not m.is_bot for m in event.mentions)
    return is_answer(text, spoken_to=addressed, calls_other=calls_other)
