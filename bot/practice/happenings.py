"""LINE's webhook events as JSON, as LINE writes them: what the practice room and the tests tell the bot."""

from __future__ import annotations

import base64
import itertools
import random
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

JsonEvent = dict[str, Any]
"""One event of a webhook, in LINE's JSON."""


def ulid(ms: int) -> str:
    """A webhook event id: 10 characters of time, 16 of chance."""
    time = "".join(_CROCKFORD[ms >> shift & 31] for shift in range(45, -1, -5))
    return time + "".join(secrets.choice(_CROCKFORD) for _ in range(16))


def utf16(text: str) -> int:
    """Length in UTF-16 units, in which LINE counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def mentions_of(text: str, people: Sequence[tuple[str, str]], bot_id: str) -> list[dict[str, Any]]:
    """The mentionees of a text that names people (name with its @, user id or "all"), in order of the text.

    Each name is looked for after the one before it, so that namesakes keep their own ids."""
    found: list[dict[str, Any]] = []
    start = 0
    for name, user_id in people:
        at = text.find(name, start)
        if at < 0:
            continue
        start = at + len(name)
        one: dict[str, Any] = {"index": utf16(text[:at]), "length": utf16(name)}
        if user_id == "all":
            one["type"] = "all"
        else:
            one |= {"type": "user", "userId": user_id, "isSelf": user_id == bot_id}
        found.append(one)
    return found


class Happenings:
    """Makes events of one LINE world: fresh ids, and timestamps that never go back within it."""

    def __init__(self, now: Callable[[], datetime], bot_id: str) -> None:
        self._now = now
        self._bot_id = bot_id
        self._last_ms = 0
        self._messages = itertools.count(500_000_000_000_000_000 + random.getrandbits(56))
        self._last_message = 0

    def now(self) -> datetime:
        """The world's time."""
        return self._now()

    def message_id(self) -> str:
        """A message id: digits, as LINE's, growing."""
        self._last_message = next(self._messages)
        return str(self._last_message)

    def position(self) -> tuple[int, int]:
        """The next message id and the newest timestamp, for `continue_from` after a restart."""
        return self._last_message + 1, self._last_ms

    def continue_from(self, next_message: int, last_ms: int) -> None:
        """Goes on where `position` was taken."""
        self._last_message = next_message - 1
        self._messages = itertools.count(next_message)
        self._last_ms = max(self._last_ms, last_ms)

    def quote_token(self) -> str:
        """A quote token."""
        return base64.urlsafe_b64encode(secrets.token_bytes(36)).decode()

    def event(
        self, type: str, chat_id: str, user_id: str | None, *, reply: bool = True, at: datetime | None = None
    ) -> JsonEvent:
        """What all events share. `chat_id` begins with C (group), R (room) or U (1:1)."""
        ms = int((at or self._now()).timestamp() * 1000)
        if at is None:
            ms = self._last_ms = max(ms, self._last_ms + 1)
        if chat_id.startswith("C"):
            source = {"type": "group", "groupId": chat_id}
        elif chat_id.startswith("R"):
            source = {"type": "room", "roomId": chat_id}
        else:
            source = {"type": "user", "userId": chat_id}
        if user_id is not None:
            source["userId"] = user_id
        made: JsonEvent = {
            "type": type,
            "mode": "active",
            "timestamp": ms,
            "source": source,
            "webhookEventId": ulid(ms),
            "deliveryContext": {"isRedelivery": False},
        }
        if reply:
            made["replyToken"] = secrets.token_hex(16)
        return made

    def text(
        self,
        chat_id: str,
        user_id: str | None,
        text: str,
        *,
        mentions: Sequence[tuple[str, str]] = (),
        quotes: str | None = None,
        at: datetime | None = None,
    ) -> JsonEvent:
        """A text message. `mentions` are (name with its @ as it stands in the text, user id or "all")."""
        message: dict[str, Any] = {
            "id": self.message_id(),
            "type": "text",
            "quoteToken": self.quote_token(),
            "text": text,
        }
        mentionees = mentions_of(text, mentions, self._bot_id)
        if mentionees:
            message["mention"] = {"mentionees": mentionees}
        if quotes:
            message["quotedMessageId"] = quotes
        return {**self.event("message", chat_id, user_id, at=at), "message": message}

    def edited(
        self,
        before: JsonEvent,
        text: str,
        *,
        mentions: Sequence[tuple[str, str]] = (),
        at: datetime | None = None,
    ) -> JsonEvent:
        """The text message of `before` after its author changed it: same message id, new tokens, later."""
        source = before["source"]
        chat_id = source.get("groupId") or source.get("roomId") or source["userId"]
        made = self.text(chat_id, source.get("userId"), text, mentions=mentions, at=at)
        made["type"] = "messageEdited"
        made["message"]["id"] = before["message"]["id"]
        if "quotedMessageId" in before["message"]:
            made["message"]["quotedMessageId"] = before["message"]["quotedMessageId"]
        return made

    def unsent(self, chat_id: str, user_id: str | None, message_id: str) -> JsonEvent:
        """A message was taken back. It can't be replied to."""
        return {**self.event("unsend", chat_id, user_id, reply=False), "unsend": {"messageId": message_id}}

    def media(self, chat_id: str, user_id: str | None, type: str, **fields: Any) -> JsonEvent:
        """A picture, file, video or sound; `fields` as LINE's (fileName, fileSize, duration)."""
        message = {"id": self.message_id(), "type": type, **fields}
        if type != "file":
            message["contentProvider"] = {"type": "line"}
        if type in ("image", "video"):
            message["quoteToken"] = self.quote_token()
        return {**self.event("message", chat_id, user_id), "message": message}

    def sticker(
        self, chat_id: str, user_id: str | None, package: str = "11537", sticker: str = "52002734"
    ) -> JsonEvent:
        """A sticker."""
        message = {
            "id": self.message_id(),
            "type": "sticker",
            "quoteToken": self.quote_token(),
            "packageId": package,
            "stickerId": sticker,
            "stickerResourceType": "STATIC",
        }
        return {**self.event("message", chat_id, user_id), "message": message}

    def postback(self, chat_id: str, user_id: str | None, data: str, params: dict[str, str] | None = None) -> JsonEvent:
        """A button that posts back was pressed."""
        postback: dict[str, Any] = {"data": data}
        if params:
            postback["params"] = params
        return {**self.event("postback", chat_id, user_id), "postback": postback}

    def joined(self, chat_id: str, user_ids: Sequence[str]) -> JsonEvent:
        """People came into a group. The source names no user."""
        members = [{"type": "user", "userId": u} for u in user_ids]
        return {**self.event("memberJoined", chat_id, None), "joined": {"members": members}}

    def left(self, chat_id: str, user_ids: Sequence[str]) -> JsonEvent:
        """People left a group. It can't be replied to."""
        members = [{"type": "user", "userId": u} for u in user_ids]
        return {**self.event("memberLeft", chat_id, None, reply=False), "left": {"members": members}}

    def bot_joined(self, chat_id: str) -> JsonEvent:
        """The bot was brought into a group or room."""
        return self.event("join", chat_id, None)

    def bot_left(self, chat_id: str) -> JsonEvent:
        """The bot was put out of a group or room."""
        return self.event("leave", chat_id, None, reply=False)

    def followed(self, user_id: str, *, unblocked: bool = False) -> JsonEvent:
        """Somebody added the bot as a friend (or unblocked it)."""
        return {**self.event("follow", user_id, user_id), "follow": {"isUnblocked": unblocked}}

    def unfollowed(self, user_id: str) -> JsonEvent:
        """Somebody blocked the bot."""
        return self.event("unfollow", user_id, user_id, reply=False)
