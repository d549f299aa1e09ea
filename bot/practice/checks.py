"""The double's own reading of LINE's rules for message bodies, apart from the gateway's: two see more.

Sources: LINE's Messaging API reference (message, action and Flex objects) and line-platform.md, Sending."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.practice.action_checks import URL, Problem, action_problems, matches
from bot.practice.card_checks import card_problems
from bot.practice.happenings import utf16

_MESSAGES: dict[str, tuple[str, ...]] = {
    # properties besides type, quickReply and sender
    "text": ("text", "emojis", "quoteToken"),
    "textV2": ("text", "substitution", "quoteToken"),
    "sticker": ("packageId", "stickerId", "quoteToken"),
    "image": ("originalContentUrl", "previewImageUrl"),
    "video": ("originalContentUrl", "previewImageUrl", "trackingId"),
    "audio": ("originalContentUrl", "duration"),
    "location": ("title", "address", "latitude", "longitude"),
    "flex": ("altText", "contents"),
}
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def problems(body: Any, *, private: bool = False) -> list[Problem]:
    """What LINE would refuse in the body of a reply or push; empty when it would take it.

    `private` says that the body goes to a 1:1 chat, where nobody can be mentioned."""
    if not isinstance(body, dict):
        return [("The request body must be an object", "")]
    messages = body.get("messages")
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        return [("Size must be between 1 and 5", "messages")]
    found: list[Problem] = []
    for i, message in enumerate(messages):
        found += _message(message, f"messages[{i}]", private)
    if "notificationDisabled" in body and not isinstance(body["notificationDisabled"], bool):
        found.append(("must be a boolean", "notificationDisabled"))
    return found


def _message(message: Any, at: str, private: bool) -> Iterator[Problem]:
    if not isinstance(message, dict) or message.get("type") not in _MESSAGES:
        yield ("Must be one of the message types", f"{at}.type")
        return
    type = message["type"]
    for name in message:
        if name not in (*_MESSAGES[type], "type", "quickReply", "sender"):
            yield ("unknown field", f"{at}.{name}")
    if type in ("text", "textV2"):
        text = message.get("text")
        if not isinstance(text, str) or not text.strip():
            yield ("May not be empty", f"{at}.text")
        elif utf16(text) > 5000:
            yield ("Length must be between 0 and 5000", f"{at}.text")
        elif type == "textV2":
            yield from _substitution(message, text, at, private)
    elif type == "flex":
        alt = message.get("altText")
        if not isinstance(alt, str) or not alt.strip():
            yield ("May not be empty", f"{at}.altText")
        elif utf16(alt) > 1500:
            yield ("Length must be between 0 and 1500", f"{at}.altText")
        yield from card_problems(message.get("contents"), f"{at}.contents")
    else:
        for name in _MESSAGES[type]:
            if name not in ("quoteToken", "trackingId") and name not in message:
                yield ("May not be empty", f"{at}.{name}")
            elif name.endswith("Url") and not matches(URL, message[name]):
                yield ("invalid uri scheme", f"{at}.{name}")
    if message.get("quickReply") is not None:
        yield from _quick_reply(message["quickReply"], f"{at}.quickReply")


def _substitution(message: dict[str, Any], text: str, at: str, private: bool) -> Iterator[Problem]:
    keys = {m.group(1) for m in _PLACEHOLDER.finditer(text) if m.group(1) is not None}
    if any(m.group(0) in ("{", "}") for m in _PLACEHOLDER.finditer(text)):
        yield ("Braces must be doubled or name a substitution", f"{at}.text")
    given = message.get("substitution") or {}
    if not isinstance(given, dict):
        yield ("must be an object", f"{at}.substitution")
        return
    if keys != set(given):
        yield ("Keys of the text and of the substitution differ", f"{at}.substitution")
    mentions = 0
    for key, value in given.items():
        where = f"{at}.substitution.{key}"
        if not re.fullmatch(r"[0-9A-Za-z_]{1,20}", key):
            yield ("invalid key", where)
        kind = value.get("type") if isinstance(value, dict) else None
        if kind == "mention":
            mentions += sum(1 for m in _PLACEHOLDER.finditer(text) if m.group(1) == key)
            whom = value.get("mentionee") or {}
            if whom.get("type") not in ("user", "all"):
                yield ("invalid mentionee", where)
            elif whom["type"] == "user" and not re.fullmatch(r"U[0-9a-f]{32}", str(whom.get("userId"))):
                yield ("invalid userId", where)
            if private:
                yield ("A mention can only be used in a group chat", where)
        elif kind == "emoji":
            if not (value.get("productId") and value.get("emojiId")):
                yield ("May not be empty", where)
        else:
            yield ("invalid type", where)
    if mentions > 20:
        yield ("At most 20 mentions", f"{at}.substitution")


def _quick_reply(quick: Any, at: str) -> Iterator[Problem]:
    items = quick.get("items") if isinstance(quick, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= 13:
        yield ("Size must be between 1 and 13", f"{at}.items")
        return
    for i, item in enumerate(items):
        where = f"{at}.items[{i}]"
        if not isinstance(item, dict) or item.get("type") != "action":
            yield ("invalid type", where)
            continue
        if "imageUrl" in item and not matches(URL, item["imageUrl"]):
            yield ("invalid uri scheme", f"{where}.imageUrl")
        yield from action_problems(item.get("action"), f"{where}.action", longest_label=20, label_needed=True)
