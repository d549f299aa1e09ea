"""Words for one person that wait until the person speaks to the bot alone: a private push would cost money and
reach only friends of the bot (line-platform.md, Sending)."""

from __future__ import annotations

from typing import Protocol

HELD_SECONDS = 30 * 86_400
"""After a month such words are no news any more."""


class Held(Protocol):
    """What waits for each person of an office."""

    def hold(self, user_id: str, text: str) -> None:
        """Keeps `text` for the person's next word in 1:1; saying the same twice keeps it once."""
        ...

    def take(self, user_id: str) -> list[str]:
        """What waits, oldest first; taken with the turn."""
        ...
