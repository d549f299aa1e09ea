"""LINE's webhook JSON → chat events. The only reader of LINE's JSON.

It reads plain dicts and never raises for what LINE may send next year: the SDK's own parser turns an event
with one unknown value into an empty one, or loses the whole batch (line-platform.md, surprise 4). What can't
be used is None, and its reason is counted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict

from handlers.chat import (
    BotInvited,
    BotRemoved,
    ButtonPressed,
    Chat,
    ChatKind,
    Event,
    MediaSent,
    MemberJoined,
    MemberLeft,
    Mention,
    MessageUnsent,
    TextEdited,
    TextSaid,
)

Count = Callable[[str], object]
"""Told why an event was passed over, or what in it was new: one of a small, fixed set of words."""

KNOWN_BUT_UNUSED = frozenset(
    {
        "accountLink",
        "activated",
        "beacon",
        "botResumed",
        "botSuspended",
        "deactivated",
        "delivery",
        "membership",
        "module",
        "videoPlayComplete",
    }
)
"""Events that LINE has and this bot has no use for (webhook.yml)."""

_VERIFY_TOKENS = ("0" * 32, "f" * 32)
_VERIFY_USER = "Udeadbeef"
_SOURCES: dict[str, tuple[ChatKind, str]] = {
    "user": ("user", "userId"),
    "group": ("group", "groupId"),
    "room": ("room", "roomId"),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Common(TypedDict):
    id: str
    chat: Chat
    at: datetime
    user_id: str | None
    reply_token: str | None
    redelivered: bool
    standby: bool


def to_chat(raw: object, count: Count | None = None, *, received_at: datetime | None = None) -> Event | None:
    """One event of a webhook's `events`, or None for what this bot has no use for.

    `received_at` stands in for a missing timestamp. `count` is called with why an event gave None
    (`verify`, `unused`, `unknown_type`, `no_source`, `no_timestamp`, `no_message`, `no_data`,
    `not_an_object`) and with what was new in one that was read (`unknown_mode`,
    `unknown_message`). Never raises.
    """
    tell = count or _tell_nobody
    if not isinstance(raw, Mapping):
        tell("not_an_object")
        return None
    if _is_verification(raw):
        tell("verify")
        return None
    kind = _text(raw, "type")
    if kind not in _READERS:
        tell("unused" if kind in KNOWN_BUT_UNUSED else "unknown_type")
        return None
    chat = chat_of(raw)
    if chat is None:
        tell("no_source")
        return None
    at = _time(raw.get("timestamp")) or received_at
    if at is None:
        tell("no_timestamp")
        return None
    mode = _text(raw, "mode") or "active"
    if mode not in {"active", "standby"}:
        tell("unknown_mode")
    common: _Common = {
        "id": event_id(raw),
        "chat": chat,
        "at": at,
        "user_id": _text(_map(raw, "source"), "userId"),
        "reply_token": _text(raw, "replyToken"),
        "redelivered": _map(raw, "deliveryContext").get("isRedelivery") is True,
        # only an active channel may speak; of a mode that is not known yet, that is not said
        "standby": mode != "active",
    }
    return _READERS[kind](raw, common, tell)


def event_id(raw: Mapping[str, Any]) -> str:
    """LINE's `webhookEventId`; where it is missing, one made from the event, the same on redelivery."""
    given = _text(raw, "webhookEventId")
    if given:
        return given
    chat = chat_of(raw)
    unchanging = [
        _text(raw, "type"),
        str(_time(raw.get("timestamp"))),
        chat.id if chat else None,
        _text(_map(raw, "source"), "userId"),
        _text(raw, "replyToken"),
        _text(_map(raw, "message"), "id") or _text(_map(raw, "unsend"), "messageId"),
        _text(_map(raw, "postback"), "data"),
    ]
    return "x" + hashlib.sha256(json.dumps(unchanging).encode()).hexdigest()[:25]


def chat_of(raw: Mapping[str, Any]) -> Chat | None:
    """Where an event happened; None without a source, or with one of a kind that is not known."""
    source = _map(raw, "source")
    if (known := _SOURCES.get(_text(source, "type") or "")) is None:
        return None
    kind, key = known
    chat_id = _text(source, key)
    return Chat(id=chat_id, kind=kind) if chat_id else None


def python_span(text: str, index: int, length: int) -> tuple[int, int] | None:
    """LINE's (index, length) in UTF-16 units as (start, length) in characters; None where it does not fit.

    A span that begins or ends inside a surrogate pair takes in the whole character.
    """
    if index < 0 or length <= 0:
        return None
    units, start, end = 0, None, None
    for i, char in enumerate(text):
        after = units + (2 if char > "\uffff" else 1)
        if start is None and index < after:
            start = i
        if start is not None and index + length <= after:
            end = i + 1
            break
        units = after
    if start is None or end is None:
        return None
    return start, end - start


# ---------------------------------------------------------------- one reader a kind of event


def _message(raw: Mapping[str, Any], common: _Common, tell: Count) -> Event | None:
    message = _map(raw, "message")
    message_id = _text(message, "id")
    kind = _text(message, "type")
    if not message_id or not kind:
        tell("no_message")
        return None
    if kind == "text":
        return _said(TextSaid, message, message_id, common, tell)
    if kind not in {"image", "video", "audio", "file", "location", "sticker"}:
        tell("unknown_message")
    image_set = _map(message, "imageSet")
    return MediaSent(
        **common,
        message_id=message_id,
        media=kind,
        name=_text(message, "fileName") or _text(message, "title") or _text(message, "address") or "",
        size=_number(message, "fileSize"),
        image_set=_text(image_set, "id"),
        image_index=_number(image_set, "index"),
        image_total=_number(image_set, "total"),
        quoted_message_id=_text(message, "quotedMessageId"),
    )


def _edited(raw: Mapping[str, Any], common: _Common, tell: Count) -> Event | None:
    message = _map(raw, "message")
    message_id = _text(message, "id")
    if not message_id or _text(message, "type") != "text":
        tell("no_message")
        return None
    return _said(TextEdited, message, message_id, common, tell)


def _said(
    made: type[TextSaid], message: Mapping[str, Any], message_id: str, common: _Common, tell: Count
) -> Event | None:
    text = message.get("text")
    if not isinstance(text, str):
        tell("no_message")
        return None
    text = _sound(text)
    return made(
        **common,
        message_id=message_id,
        text=text,
        mentions=_mentions(text, message),
        quoted_message_id=_text(message, "quotedMessageId"),
        quote_token=_text(message, "quoteToken"),
    )


def _mentions(text: str, message: Mapping[str, Any]) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for mentionee in _list(_map(message, "mention"), "mentionees"):
        index, length = _number(mentionee, "index"), _number(mentionee, "length")
        span = python_span(text, index, length) if index is not None and length is not None else None
        if span is None:
            continue
        found.append(
            Mention(
                start=span[0],
                length=span[1],
                user_id=_text(mentionee, "userId"),
                is_bot=mentionee.get("isSelf") is True,
                everyone=_text(mentionee, "type") == "all",
            )
        )
    return tuple(found)


def _postback(raw: Mapping[str, Any], common: _Common, tell: Count) -> Event | None:
    postback = _map(raw, "postback")
    data = postback.get("data")
    if not isinstance(data, str):
        tell("no_data")
        return None
    params = {str(k): _sound(v) for k, v in _map(postback, "params").items() if isinstance(v, str)}
    return ButtonPressed(**common, data=_sound(data), params=params)


def _unsend(raw: Mapping[str, Any], common: _Common, tell: Count) -> Event | None:
    message_id = _text(_map(raw, "unsend"), "messageId")
    if not message_id:
        tell("no_message")
        return None
    return MessageUnsent(**common, message_id=message_id)


def _joined(raw: Mapping[str, Any], common: _Common, tell: Count) -> Event | None:
    return MemberJoined(**common, user_ids=_people(raw, "joined"))


def _left(raw: Mapping[str, Any], common: _Common, tell: Count) -> Event | None:
    return MemberLeft(**common, user_ids=_people(raw, "left"))


def _invited(raw: Mapping[str, Any], common: _Common, tell: Count) -> Event | None:
    return BotInvited(**common)


def _removed(raw: Mapping[str, Any], common: _Common, tell: Count) -> Event | None:
    return BotRemoved(**common)


_Reader = Callable[[Mapping[str, Any], _Common, Count], Event | None]
_READERS: dict[str | None, _Reader] = {
    "message": _message,
    "messageEdited": _edited,
    "postback": _postback,
    "unsend": _unsend,
    "memberJoined": _joined,
    "memberLeft": _left,
    "join": _invited,
    "follow": _invited,
    "leave": _removed,
    "unfollow": _removed,
}

# ---------------------------------------------------------------- reading without trust


def _is_verification(raw: Mapping[str, Any]) -> bool:
    """The console's old Verify button sends two made-up events (line-platform.md, Webhook)."""
    user_id = _text(_map(raw, "source"), "userId") or ""
    return raw.get("replyToken") in _VERIFY_TOKENS or user_id.startswith(_VERIFY_USER)


def _people(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = (_text(member, "userId") for member in _list(_map(raw, key), "members"))
    return tuple(dict.fromkeys(user_id for user_id in found if user_id))


def _map(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, Mapping) else {}


def _list(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = raw.get(key)
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _text(raw: Mapping[str, Any], key: str) -> str | None:
    value = raw.get(key)
    return _sound(value) if isinstance(value, str) and value else None


def _number(raw: Mapping[str, Any], key: str) -> int | None:
    value = raw.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _time(milliseconds: object) -> datetime | None:
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool) or milliseconds <= 0:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def _sound(text: str) -> str:
    """JSON may carry half a surrogate pair, which no store and no wire can take: it becomes U+FFFD."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _tell_nobody(reason: str) -> None:
    """For callers that don't count."""
