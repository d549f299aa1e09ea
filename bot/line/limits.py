"""Would LINE take this body? Asked before every send, so that a bad card becomes plain text and not a 400.

Two checks that find different faults (line-platform.md, "Being sure that LINE would accept what is sent"):
the SDK's models, whose round trip shows every property that is unknown, misspelt or of a wrong type; and this
table of LINE's limits, which the models lack (https://developers.line.biz/en/reference/messaging-api/).
A problem is one line `where: what`; it never holds any of the text that was to be sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from bot.line import action_limits, flex_limits, template_limits
from bot.line.measures import items_of, size, text_within, web_address
from bot.line.sdk_models import models

MESSAGES = 5
BODY_BYTES = 2_000_000
TEXT = 5_000
ALT_TEXT = 1_500
QUICK_REPLIES = 13
QUICK_REPLY_LABEL = 20
MENTIONS = 20
EMOJIS = 20
SUBSTITUTIONS = 100
SENDER_NAME = 20
PLACE = 100
REMEMBERED = 1_000
"""Digests of good messages that are kept in memory."""

_REPLY_FIELDS = {"replyToken", "messages", "notificationDisabled"}
_PUSH_FIELDS = {"to", "messages", "notificationDisabled", "customAggregationUnits"}
_KEY = re.compile(r"[0-9A-Za-z_]{1,20}")
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def warm() -> None:
    """Loads the SDK's models (0.3 s, 18 MB), so that the first reply does not wait for them."""
    problems([{"type": "text", "text": "อุ่นเครื่อง"}])


def problems(body: Mapping[str, Any] | list[dict[str, Any]]) -> list[str]:
    """What LINE would refuse in a reply's or push's body, or in a list of messages; [] is good."""
    try:
        found = list(_body(body) if isinstance(body, Mapping) else _messages(body))
    except RecursionError:
        return ["body: nested too deeply"]
    except (TypeError, ValueError, AttributeError):
        # the table reads what the SDK's model has refused too, and so meets every shape
        return ["body: of a wrong shape"]
    return list(dict.fromkeys(found))


def _body(body: Mapping[str, Any]) -> Iterator[str]:
    if ("replyToken" in body) == ("to" in body):
        yield "body: exactly one of replyToken and to is needed"
    address = "replyToken" if "replyToken" in body else "to"
    if not isinstance(body.get(address), str) or not body[address]:
        yield f"{address}: must be a text that is not empty"
    for name in body.keys() - (_REPLY_FIELDS if address == "replyToken" else _PUSH_FIELDS):
        yield f"body: unknown property {name[:40]!r}"
    if not isinstance(body.get("notificationDisabled", False), bool):
        yield "notificationDisabled: must be true or false"
    yield from _messages(body.get("messages"))


def _messages(messages: object) -> Iterator[str]:
    if not isinstance(messages, list) or not 1 <= len(messages) <= MESSAGES:
        yield f"messages: 1 to {MESSAGES} are needed"
        return
    try:
        if size(messages) > BODY_BYTES:
            yield f"body: over {BODY_BYTES} bytes"
    except (UnicodeEncodeError, TypeError, ValueError):
        yield "body: can't be written as JSON in UTF-8"
        return
    for i, message in enumerate(messages):
        at = f"messages[{i}]"
        if not isinstance(message, dict):
            yield f"{at}: must be an object"
            continue
        mark = _mark(message)
        if mark in _good:
            continue
        found = [*_round_trip(message, at), *_message(message, at)]
        if not found:
            _remember(mark)
        yield from found


_good: dict[bytes, None] = {}
"""Messages that passed, by digest: each is judged when it is rendered and once more before it is sent."""


def _mark(message: dict[str, Any]) -> bytes:
    return sha256(json.dumps(message, separators=(",", ":")).encode()).digest()


def _remember(mark: bytes) -> None:
    if len(_good) >= REMEMBERED:
        _good.clear()
    _good[mark] = None


def _round_trip(message: dict[str, Any], at: str) -> Iterator[str]:
    """What the SDK's model loses or refuses. Its error texts quote the message, so they are not passed on.

    The model is read property by property: its own `to_dict` says the same and takes four times as long, since it
    writes out every level again for each level above it."""
    try:
        back = models().Message.from_dict(message)
    except Exception as fault:  # on wrong shapes the models raise nearly any kind
        yield f"{at}: the SDK's model refuses it ({_where(fault)})"
        return
    yield from _lost(message, back, at)


def _where(fault: Exception) -> str:
    errors = getattr(fault, "errors", None)
    if not callable(errors):
        return type(fault).__name__
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in errors()[:3])


def _lost(given: object, back: object, at: str) -> Iterator[str]:
    """Where `back` lacks or changes something of `given`; what the model adds by default is no fault."""
    if isinstance(given, dict):
        model: Any = type(back)
        names = None if isinstance(back, dict) else _names(model)
        for key, value in given.items():
            kept = back.get(key) if isinstance(back, dict) else getattr(back, (names or {}).get(key, ""), None)
            if kept is None:
                yield f"{at}.{str(key)[:40]}: unknown property, or empty"
            else:
                yield from _lost(value, kept, f"{at}.{key}")
    elif isinstance(given, list) and isinstance(back, list) and len(given) == len(back):
        for i, (one, other) in enumerate(zip(given, back, strict=True)):
            yield from _lost(one, other, f"{at}[{i}]")
    elif given != back or isinstance(given, bool) != isinstance(back, bool):
        yield f"{at}: changed by the SDK's model"


@lru_cache(maxsize=256)
def _names(model: type) -> dict[str, str]:
    """LINE's name of each property of a model → Python's."""
    return {field.alias: name for name, field in getattr(model, "__fields__", {}).items()}


# ---------------------------------------------------------------- the table, one function a kind of message


def _message(message: dict[str, Any], at: str) -> Iterator[str]:
    check = _KINDS.get(message.get("type"))  # type: ignore[arg-type]
    if check is None:
        yield f"{at}.type: not a kind of message"
        return
    yield from check(message, at)
    if "quickReply" in message:
        yield from _quick_reply(message["quickReply"], f"{at}.quickReply")
    sender = message.get("sender")
    if isinstance(sender, dict):
        if "name" in sender:
            yield from text_within(sender, "name", f"{at}.sender", SENDER_NAME)
        if "iconUrl" in sender:
            yield from web_address(sender, "iconUrl", f"{at}.sender")


def _text(message: dict[str, Any], at: str) -> Iterator[str]:
    yield from text_within(message, "text", at, TEXT)
    yield from _quote_token(message, at)
    emojis = items_of(message, "emojis")
    if len(emojis) > EMOJIS:
        yield f"{at}.emojis: over {EMOJIS}"
    text = message.get("text")
    in_units = text.encode("utf-16-le") if isinstance(text, str) else b""
    for i, emoji in enumerate(emojis):
        index = emoji.get("index")
        if not isinstance(index, int) or in_units[2 * index : 2 * index + 2] != b"$\0":
            yield f"{at}.emojis[{i}].index: no $ stands there in the text"
        for name in ("productId", "emojiId"):
            yield from text_within(emoji, name, f"{at}.emojis[{i}]", 100)


def _text_v2(message: dict[str, Any], at: str) -> Iterator[str]:
    yield from text_within(message, "text", at, TEXT)
    yield from _quote_token(message, at)
    given = message.get("substitution")
    given = given if isinstance(given, dict) else {}
    if len(given) > SUBSTITUTIONS:
        yield f"{at}.substitution: over {SUBSTITUTIONS}"
    for found in _BRACES.finditer(str(message.get("text", ""))):
        if found[0] in ("{{", "}}"):
            continue
        key = found[1]
        if key is None:
            yield f"{at}.text: a lone brace; write it twice"
        elif key not in given:
            yield f"{at}.text: a place without its substitution"
    for key in given:
        if not _KEY.fullmatch(key):
            yield f"{at}.substitution: a key must be 1 to 20 of 0-9 A-Z a-z _"
    people = [s for s in given.values() if isinstance(s, dict) and s.get("type") == "mention"]
    if len(people) > MENTIONS:
        yield f"{at}.substitution: over {MENTIONS} mentions"
    if len(given) - len(people) > EMOJIS:
        yield f"{at}.substitution: over {EMOJIS} emoji"
    for person in people:
        mentionee = person.get("mentionee")
        if not isinstance(mentionee, dict) or mentionee.get("type") not in ("user", "all"):
            yield f"{at}.substitution: a mention needs a user, or all"
        elif mentionee["type"] == "user" and not mentionee.get("userId"):
            yield f"{at}.substitution: a mention needs its userId"


def _quote_token(message: dict[str, Any], at: str) -> Iterator[str]:
    if "quoteToken" in message:
        yield from text_within(message, "quoteToken", at, 1_000)


def _quick_reply(quick_reply: object, at: str) -> Iterator[str]:
    items = quick_reply.get("items") if isinstance(quick_reply, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= QUICK_REPLIES:
        yield f"{at}.items: 1 to {QUICK_REPLIES} are needed"
        return
    for i, item in enumerate(items):
        here = f"{at}.items[{i}]"
        if not isinstance(item, dict) or item.get("type", "action") != "action":
            yield f"{here}.type: must be action"
            continue
        if "imageUrl" in item:
            yield from web_address(item, "imageUrl", here)
        yield from action_limits.problems(
            item.get("action"), f"{here}.action", label=QUICK_REPLY_LABEL, in_quick_reply=True
        )


def _sticker(message: dict[str, Any], at: str) -> Iterator[str]:
    for name in ("packageId", "stickerId"):
        if not str(message.get(name, "")).isdigit():
            yield f"{at}.{name}: must be digits"
    yield from _quote_token(message, at)


def _picture(message: dict[str, Any], at: str) -> Iterator[str]:
    for name in ("originalContentUrl", "previewImageUrl"):
        yield from web_address(message, name, at)
    if "trackingId" in message:
        yield from text_within(message, "trackingId", at, 100)


def _audio(message: dict[str, Any], at: str) -> Iterator[str]:
    yield from web_address(message, "originalContentUrl", at)
    duration = message.get("duration")
    if not isinstance(duration, (int, float)) or duration <= 0:
        yield f"{at}.duration: must be over 0 milliseconds"


def _location(message: dict[str, Any], at: str) -> Iterator[str]:
    for name in ("title", "address"):
        yield from text_within(message, name, at, PLACE)
    for name, most in (("latitude", 90), ("longitude", 180)):
        value = message.get(name)
        if not isinstance(value, (int, float)) or not -most <= value <= most:
            yield f"{at}.{name}: must lie between -{most} and {most}"


def _flex(message: dict[str, Any], at: str) -> Iterator[str]:
    yield from text_within(message, "altText", at, ALT_TEXT)
    yield from flex_limits.problems(message.get("contents"), f"{at}.contents")


_KINDS: dict[str, Callable[[dict[str, Any], str], Iterable[str]]] = {
    "text": _text,
    "textV2": _text_v2,
    "sticker": _sticker,
    "image": _picture,
    "video": _picture,
    "audio": _audio,
    "location": _location,
    "flex": _flex,
    "template": template_limits.template,
    "imagemap": template_limits.imagemap,
    "coupon": template_limits.coupon,
}
