"""What is said only once in a while, however often the occasion comes."""

from __future__ import annotations

from typing import Protocol

UNSENT_SECONDS = 7 * 86_400
"""How long an unsend is remembered, in case the message itself arrives after it."""


def unsent_mark(message_id: str) -> str:
    """What `Once` remembers of an unsent message."""
    return f"unsent {message_id}"


class Once(Protocol):
    """Remembers that something has been said in this chat or office."""

    def first(self, what: str, *, seconds: int) -> bool:
        """True the first time within `seconds`; the moment is remembered with the turn."""
        ...

    def before(self, what: str) -> bool:
        """True when `first` was asked for it within its time."""
        ...
