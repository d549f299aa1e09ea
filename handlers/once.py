"""What is said only once in a while, however often the occasion comes."""

from __future__ import annotations

from typing import Protocol


class Once(Protocol):
    """Remembers that something has been said in this chat or office."""

    def first(self, what: str, *, seconds: int) -> bool:
        """True the first time within `seconds`; the moment is remembered with the turn."""
        ...

    def before(self, what: str) -> bool:
        """True when `first` was asked for it within its time."""
        ...
