"""What LINE counts: reply tokens, retry keys and the month's quota (line-platform.md, Sending)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

TOKEN_LIFE = timedelta(minutes=1)
"""A reply token works this long after the webhook that brought it was delivered."""
REDELIVERED_TOKEN_LIFE = timedelta(minutes=20)
"""The token of a redelivered event works no longer than this after its first delivery."""
RETRY_KEY_LIFE = timedelta(hours=24)
"""A retry key is remembered this long."""

EMPTY_TOKENS = ("0" * 32, "f" * 32)
"""What old "Verify" buttons of LINE's console send: never valid."""


@dataclass
class ReplyToken:
    """One reply token: where it answers to, when it came, and whether it is spent."""

    token: str
    chat_id: str
    event_id: str
    first_delivered: datetime
    delivered: datetime
    spent: bool = False

    def works(self, now: datetime) -> bool:
        """Whether a reply with it is taken at `now`."""
        return (
            not self.spent
            and now - self.delivered <= TOKEN_LIFE
            and now - self.first_delivered <= REDELIVERED_TOKEN_LIFE
        )


@dataclass
class Tokens:
    """All reply tokens that were given out."""

    by_token: dict[str, ReplyToken] = field(default_factory=dict)

    def delivered(self, event: dict[str, Any], now: datetime) -> None:
        """Notes that `event` (LINE's JSON) reached the bot; again with the same token when redelivered."""
        token = event.get("replyToken")
        if not token or token in EMPTY_TOKENS:
            return
        known = self.by_token.get(token)
        if known is not None:
            known.delivered = now
            return
        source = event.get("source") or {}
        chat_id = source.get("groupId") or source.get("roomId") or source.get("userId") or ""
        self.by_token[token] = ReplyToken(token, chat_id, event.get("webhookEventId", ""), now, now)


@dataclass(frozen=True)
class Accepted:
    """What an accepted request was answered with, kept for its repetitions."""

    request_id: str
    sent_messages: list[dict[str, str]]
    at: datetime


@dataclass
class RetryKeys:
    """The retry keys of accepted requests, for 24 hours."""

    by_key: dict[str, Accepted] = field(default_factory=dict)

    def accepted(self, key: str, now: datetime) -> Accepted | None:
        """The first acceptance under `key`, unless it is older than a day."""
        first = self.by_key.get(key.lower())
        return first if first is not None and now - first.at <= RETRY_KEY_LIFE else None

    def remember(self, key: str, accepted: Accepted) -> None:
        """Keeps the first acceptance under `key`."""
        self.by_key[key.lower()] = accepted


@dataclass
class Quota:
    """The month's paid messages; `limit` None is a plan without one. Replies are free and not counted."""

    limit: int | None = None
    used: int = 0

    def allows(self, people: int) -> bool:
        """Whether a message to so many people still fits into the month."""
        return self.limit is None or self.used + people <= self.limit
