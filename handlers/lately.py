"""What was said in a group a short while ago: texts that may still be quoted, pictures that may belong to a telling,
and who is telling just now. All of it is sealed or ids only, and passes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

QUOTABLE = timedelta(hours=72)
"""How long a group that wants it has its talk remembered, so that it can be kept by quoting."""
SUGGESTED = timedelta(hours=1)
"""How long a text waits for the button that was offered under it, where talk isn't remembered."""
BEFORE_A_TELLING = timedelta(minutes=5)
"""How long before a telling its pictures may come."""

OVERTAKEN = timedelta(minutes=10)
"""How long the newest words of a message wait for the message itself, where somebody is telling something."""


@dataclass(frozen=True)
class Said:
    """A message of a group: a text, or (with `media`) a picture or file."""

    message_id: str
    chat_id: str
    user_id: str
    at: datetime
    """Of the message or of its newest edit."""
    text: str = ""
    media: str = ""
    name: str = ""


@dataclass(frozen=True)
class Telling:
    """That somebody told something just now."""

    note_id: str
    since: datetime
    """Of the last message of the telling."""
    direct: bool
    """Nobody has said anything else since."""


class Lately(Protocol):
    """The short memory of groups. Changes become visible to readers when the turn is committed."""

    def remember(self, said: Said, wait: timedelta) -> None:
        """Keeps it sealed for so long, unless the same message is remembered with a newer text."""
        ...

    def recall(self, message_id: str) -> Said | None:
        """What is still remembered of a message."""
        ...

    def correct(self, message_id: str, text: str, at: datetime) -> None:
        """The author changed a message at `at`: if it is remembered, then so, for as long as it was."""
        ...

    def let_go(self, message_id: str) -> None:
        """Forgets one message, and that there was one."""
        ...

    def clear(self, chat_id: str) -> None:
        """Forgets all of a group."""
        ...

    def shown(self, chat_id: str, user_id: str) -> list[Said]:
        """The pictures and files that somebody sent just now, oldest first."""
        ...

    def tells(self, chat_id: str, user_id: str, note_id: str, at: datetime) -> None:
        """Somebody has just told this; what they say next may belong to it."""
        ...

    def telling(self, chat_id: str, user_id: str, at: datetime) -> Telling | None:
        """What somebody told shortly before `at`."""
        ...

    def renamed(self, chat_id: str, user_id: str, before: str, after: str) -> None:
        """The note that somebody tells just now goes by another id."""
        ...

    def interrupted(self, chat_id: str, user_id: str) -> None:
        """Somebody said something that belongs to no telling: what is told next is no direct continuation, and the
        pictures that this person sent just now were for that talk."""
        ...
