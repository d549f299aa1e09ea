"""Open dialogues: a question of the bot's that waits for an answer in one chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

DIALOG_TTL = timedelta(minutes=30)
"""A question nobody answered for this long is forgotten."""


@dataclass(frozen=True)
class DialogKey:
    """Who the dialogue is with: one member in one chat, or (member None) the whole chat."""

    chat_id: str
    user_id: str | None = None


@dataclass(frozen=True)
class Dialog:
    """Where a dialogue stands: `name.step` names the handler of the next answer."""

    key: DialogKey
    name: str
    step: str
    expires_at: datetime
    data: dict[str, str] = field(default_factory=dict, hash=False)


class DialogStore(Protocol):
    """Open dialogues. Each one ends by itself at `expires_at`."""

    def load(self, key: DialogKey) -> Dialog | None: ...
    def open(self, dialog: Dialog) -> None: ...
    def close(self, key: DialogKey) -> None: ...

    def any_open(self, chat_id: str) -> bool:
        """Whether a dialogue is open with the chat or with anybody in it, also one that this turn has opened."""
        ...
