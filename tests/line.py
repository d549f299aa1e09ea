"""LINE's webhook events for tests, with sensible defaults: `text("สวัสดี")`, `edited(before, "…")`, `signed([…])`.

The shapes are those of `bot.practice.happenings`, which the practice room and the double speak too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.practice.happenings import Happenings

SECRET = "test-channel-secret"
GROUP = "C" + "a1" * 16
OTHER_GROUP = "C" + "b2" * 16
ROOM = "R" + "c3" * 16
USER = "U" + "d4" * 16
OTHER_USER = "U" + "e5" * 16
BOT = "U" + "b0" * 16

_make = Happenings(lambda: datetime.now(UTC), BOT)


def sign(secret: str, body: bytes) -> str:
    """The x-line-signature of a raw body."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def body(events: Sequence[dict[str, Any]]) -> bytes:
    """The raw body of a webhook with these events."""
    return json.dumps({"destination": BOT, "events": list(events)}, ensure_ascii=False).encode()


def signed(events: Sequence[dict[str, Any]], secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a webhook as LINE would post it."""
    raw = body(events)
    return raw, {"Content-Type": "application/json; charset=utf-8", "X-Line-Signature": sign(secret, raw)}


def redelivered(event: dict[str, Any]) -> dict[str, Any]:
    """The same event as LINE delivers it again: same id, same tokens."""
    return {**event, "deliveryContext": {"isRedelivery": True}}


def standby(event: dict[str, Any]) -> dict[str, Any]:
    """The same event in a chat that another channel leads."""
    return {**event, "mode": "standby"}


def text(
    said: str,
    *,
    user: str | None = USER,
    group: str = GROUP,
    mentions: Sequence[tuple[str, str]] = (),
    quotes: str | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """A text in a group (or, with `group=USER`, in 1:1). `mentions`: (name with its @, user id, BOT or "all")."""
    return _make.text(group, user, said, mentions=mentions, quotes=quotes, at=at)


def private(said: str, *, user: str = USER) -> dict[str, Any]:
    """A text in the 1:1 chat with the bot."""
    return _make.text(user, user, said)


def edited(before: dict[str, Any], said: str, *, at: datetime | None = None) -> dict[str, Any]:
    """The author of `before` changed it."""
    return _make.edited(before, said, at=at)


def unsent(before: dict[str, Any]) -> dict[str, Any]:
    """The author of `before` took it back."""
    return _make.unsent(_chat(before), before["source"].get("userId"), before["message"]["id"])


def postback(
    data: str, *, user: str | None = USER, group: str = GROUP, params: dict[str, str] | None = None
) -> dict[str, Any]:
    """A button of a card was pressed."""
    return _make.postback(group, user, data, params)


def image(
    *,
    user: str | None = USER,
    group: str = GROUP,
    image_set: tuple[str, int, int] | None = None,
    quotes: str | None = None,
) -> dict[str, Any]:
    """A picture; `image_set`: (id, index from 1, total) of several sent at once."""
    fields: dict[str, Any] = {}
    if image_set:
        fields["imageSet"] = dict(zip(("id", "index", "total"), image_set, strict=True))
    if quotes:
        fields["quotedMessageId"] = quotes
    return _make.media(group, user, "image", **fields)


def file(
    name: str = "แผนการจัดการความรู้.xlsx", size: int = 20_480, *, user: str | None = USER, group: str = GROUP
) -> dict[str, Any]:
    """A file."""
    return _make.media(group, user, "file", fileName=name, fileSize=size)


def media(
    kind: str, *, user: str | None = USER, group: str = GROUP, at: datetime | None = None, **fields: Any
) -> dict[str, Any]:
    """A picture, video, sound or file with LINE's own fields, sent at `at`."""
    event = _make.media(group, user, kind, **fields)
    return {**event, "timestamp": int(at.timestamp() * 1000)} if at else event


def sticker(*, user: str | None = USER, group: str = GROUP) -> dict[str, Any]:
    """A sticker."""
    return _make.sticker(group, user)


def join(*, group: str = GROUP) -> dict[str, Any]:
    """The bot was brought into a group."""
    return _make.bot_joined(group)


def leave(*, group: str = GROUP) -> dict[str, Any]:
    """The bot was put out of a group."""
    return _make.bot_left(group)


def member_joined(*users: str, group: str = GROUP) -> dict[str, Any]:
    """People came into the group."""
    return _make.joined(group, users or (USER,))


def member_left(*users: str, group: str = GROUP) -> dict[str, Any]:
    """People left the group."""
    return _make.left(group, users or (USER,))


def follow(*, user: str = USER) -> dict[str, Any]:
    """Somebody added the bot as a friend."""
    return _make.followed(user)


def unfollow(*, user: str = USER) -> dict[str, Any]:
    """Somebody blocked the bot."""
    return _make.unfollowed(user)


def _chat(event: dict[str, Any]) -> str:
    source = event["source"]
    return str(source.get("groupId") or source.get("roomId") or source["userId"])
