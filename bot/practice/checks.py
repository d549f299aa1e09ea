"""The double's own reading of LINE's rules for message bodies, apart from the gateway's: two see more.

Sources: LINE's Messaging API reference (message, action and Flex objects) and line-platform.md, Sending."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.practice.happenings import utf16

Problem = tuple[str, str]
"""What is wrong, and the property it is wrong with, as LINE's `details` have them."""

_SIZES = r"(none|xs|sm|md|lg|xl|xxl|\d+(\.\d+)?px)"
_PERCENT = r"(\d+(\.\d+)?%|\d+(\.\d+)?px)"
_COLOR = r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
_TEXT_SIZE = r"(xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|\d+(\.\d+)?px)"
_IMAGE_SIZE = r"(xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|full|\d+(\.\d+)?(px|%))"
_URL = r"https://\S{1,1990}"
_ANY = r"(?s).+"
_PLACE: dict[str, Any] = {
    "margin": _SIZES,
    "position": "relative|absolute",
    **{f"offset{side}": _SIZES[:-1] + r"|-?\d+(\.\d+)?(px|%))" for side in ("Top", "Bottom", "Start", "End")},
}
_FLEX: dict[str, Any] = {"flex": int, "gravity": "top|bottom|center"}

_COMPONENTS: dict[str, dict[str, Any]] = {
    "box": {
        **_PLACE,
        "layout": "horizontal|vertical|baseline",
        "contents": list,
        "flex": int,
        "spacing": _SIZES,
        "backgroundColor": _COLOR,
        "borderColor": _COLOR,
        "borderWidth": r"none|light|normal|medium|semi-bold|bold|\d+(\.\d+)?px",
        "cornerRadius": _SIZES,
        "width": _PERCENT,
        "maxWidth": _PERCENT,
        "height": _PERCENT,
        "maxHeight": _PERCENT,
        **{f"padding{side}": _SIZES[:-1] + r"|\d+(\.\d+)?%)" for side in ("All", "Top", "Bottom", "Start", "End")},
        "action": dict,
        "justifyContent": "center|flex-start|flex-end|space-between|space-around|space-evenly",
        "alignItems": "center|flex-start|flex-end",
        "background": dict,
    },
    "button": {
        **_PLACE,
        **_FLEX,
        "action": dict,
        "color": _COLOR,
        "style": "primary|secondary|link",
        "height": "sm|md",
        "adjustMode": "shrink-to-fit",
        "scaling": bool,
    },
    "image": {
        **_PLACE,
        **_FLEX,
        "url": _URL,
        "align": "start|end|center",
        "size": _IMAGE_SIZE,
        "aspectRatio": r"\d+(\.\d+)?:\d+(\.\d+)?",
        "aspectMode": "cover|fit",
        "backgroundColor": _COLOR,
        "action": dict,
        "animated": bool,
    },
    "icon": {
        **_PLACE,
        "url": _URL,
        "size": _TEXT_SIZE,
        "aspectRatio": r"\d+(\.\d+)?:\d+(\.\d+)?",
        "scaling": bool,
    },
    "text": {
        **_PLACE,
        **_FLEX,
        "text": _ANY,
        "contents": list,
        "size": _TEXT_SIZE,
        "align": "start|end|center",
        "color": _COLOR,
        "weight": "regular|bold",
        "style": "normal|italic",
        "decoration": "none|underline|line-through",
        "wrap": bool,
        "lineSpacing": r"\d+(\.\d+)?px",
        "action": dict,
        "maxLines": int,
        "adjustMode": "shrink-to-fit",
        "scaling": bool,
    },
    "span": {
        "text": _ANY,
        "size": _TEXT_SIZE,
        "color": _COLOR,
        "weight": "regular|bold",
        "style": "normal|italic",
        "decoration": "none|underline|line-through",
    },
    "separator": {"margin": _SIZES, "color": _COLOR},
    "filler": {"flex": int},
    "video": {"url": _URL, "previewUrl": _URL, "altContent": dict, "aspectRatio": _ANY, "action": dict},
}
_NEEDED = {
    "box": ("layout", "contents"),
    "button": ("action",),
    "image": ("url",),
    "icon": ("url",),
    "span": ("text",),
    "video": ("url", "previewUrl", "altContent"),
}
_IN_BOX = {
    "baseline": {"icon", "text", "filler"},
    "horizontal": {"box", "button", "image", "text", "separator", "filler"},
    "vertical": {"box", "button", "image", "text", "separator", "filler"},
}
_BUBBLE: dict[str, Any] = {
    "size": "nano|micro|deca|hecto|kilo|mega|giga",
    "direction": "ltr|rtl",
    "header": dict,
    "hero": dict,
    "body": dict,
    "footer": dict,
    "styles": dict,
    "action": dict,
}
_ACTIONS: dict[str, dict[str, int]] = {
    # longest value of each needed or allowed property
    "postback": {"data": 300, "displayText": 300, "text": 300, "inputOption": 20, "fillInText": 300},
    "message": {"text": 300},
    "uri": {"uri": 1000},
    "datetimepicker": {"data": 300, "mode": 10, "initial": 20, "max": 20, "min": 20},
    "clipboard": {"clipboardText": 1000},
    "camera": {},
    "cameraRoll": {},
    "location": {},
}
_ACTION_NEEDS = {
    "postback": ("data",),
    "message": ("text",),
    "uri": ("uri",),
    "datetimepicker": ("data", "mode"),
    "clipboard": ("clipboardText",),
}
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
_CLUSTER_EXTENDERS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f\u200d\ufe0f\U0001f3fb-\U0001f3ff]")


def clusters(text: str) -> int:
    """Grapheme clusters, near enough for Thai, Latin and most emoji (what LINE counts a label in)."""
    return len(_CLUSTER_EXTENDERS.sub("", re.sub("\u200d.", "", text)))


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
        yield from _container(message.get("contents"), f"{at}.contents")
    else:
        for name in _MESSAGES[type]:
            if name not in ("quoteToken", "trackingId") and name not in message:
                yield ("May not be empty", f"{at}.{name}")
            elif name.endswith("Url") and not _matches(_URL, message[name]):
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
        if "imageUrl" in item and not _matches(_URL, item["imageUrl"]):
            yield ("invalid uri scheme", f"{where}.imageUrl")
        yield from _action(item.get("action"), f"{where}.action", longest_label=20, label_needed=True)


def _action(action: Any, at: str, *, longest_label: int, label_needed: bool) -> Iterator[Problem]:
    if not isinstance(action, dict) or action.get("type") not in _ACTIONS:
        yield ("invalid action", at)
        return
    type = action["type"]
    label = action.get("label")
    if label is None or (isinstance(label, str) and not label.strip()):
        if label_needed:
            yield ("May not be empty", f"{at}.label")
    elif not isinstance(label, str) or clusters(label) > longest_label:
        yield (f"Length must be between 0 and {longest_label}", f"{at}.label")
    for name in _ACTION_NEEDS.get(type, ()):
        if not action.get(name):
            yield ("May not be empty", f"{at}.{name}")
    for name, value in action.items():
        if name in ("type", "label", "altUri"):
            continue
        longest = _ACTIONS[type].get(name)
        if longest is None:
            yield ("unknown field", f"{at}.{name}")
        elif not isinstance(value, str) or utf16(value) > longest:
            yield (f"Length must be between 0 and {longest}", f"{at}.{name}")
    if type == "uri" and not _matches(r"(https?|line|tel|mailto):\S+", action.get("uri")):
        yield ("invalid uri scheme", f"{at}.uri")
    if type == "postback" and "displayText" in action and "text" in action:
        yield ("displayText and text can't be used together", at)


def _container(contents: Any, at: str) -> Iterator[Problem]:
    type = contents.get("type") if isinstance(contents, dict) else None
    if type == "bubble":
        yield from _bubble(contents, at)
    elif type == "carousel":
        bubbles = contents.get("contents")
        if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= 12:
            yield ("Size must be between 1 and 12", f"{at}.contents")
            return
        for i, bubble in enumerate(bubbles):
            if not isinstance(bubble, dict) or bubble.get("type") != "bubble":
                yield ("must be a bubble", f"{at}.contents[{i}]")
            else:
                yield from _bubble(bubble, f"{at}.contents[{i}]")
        if len({b.get("size", "mega") for b in bubbles if isinstance(b, dict)}) > 1:
            yield ("All bubbles of a carousel must have the same size", f"{at}.contents")
        if len(json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode()) > 50 * 1024:
            yield ("A carousel must be at most 50 KB", at)
        yield from (("unknown field", f"{at}.{n}") for n in contents if n not in ("type", "contents"))
    else:
        yield ("must be a bubble or carousel", f"{at}.type")


def _bubble(bubble: dict[str, Any], at: str) -> Iterator[Problem]:
    yield from _properties(bubble, _BUBBLE, at)
    if len(json.dumps(bubble, ensure_ascii=False, separators=(",", ":")).encode()) > 30 * 1024:
        yield ("A bubble must be at most 30 KB", at)
    if not any(bubble.get(part) for part in ("header", "hero", "body", "footer")):
        yield ("At least one block must be specified", at)
    for part in ("header", "hero", "body", "footer"):
        block = bubble.get(part)
        if isinstance(block, dict):
            allowed = {"box", "image", "video"} if part == "hero" else {"box"}
            yield from _component(block, f"{at}.{part}", allowed, 0)
    if isinstance(bubble.get("action"), dict):
        yield from _action(bubble["action"], f"{at}.action", longest_label=40, label_needed=False)
    for part, style in (bubble.get("styles") or {}).items() if isinstance(bubble.get("styles"), dict) else ():
        if part not in ("header", "hero", "body", "footer") or not isinstance(style, dict):
            yield ("unknown field", f"{at}.styles.{part}")
            continue
        rules = {"backgroundColor": _COLOR, "separator": bool, "separatorColor": _COLOR}
        yield from _properties(style, rules, f"{at}.styles.{part}")


def _component(part: Any, at: str, allowed: set[str], depth: int) -> Iterator[Problem]:
    type = part.get("type") if isinstance(part, dict) else None
    if type not in allowed:
        yield ("invalid type", f"{at}.type")
        return
    if depth > 10:
        yield ("Boxes are nested too deeply", at)
        return
    yield from _properties(part, _COMPONENTS[type], at)
    for name in _NEEDED.get(type, ()):
        if part.get(name) is None:
            yield ("May not be empty", f"{at}.{name}")
    if type == "text" and not part.get("text") and not part.get("contents"):
        yield ("text or contents must be specified", at)
    if isinstance(part.get("action"), dict):
        yield from _action(part["action"], f"{at}.action", longest_label=40, label_needed=type == "button")
    contents = part.get("contents")
    if isinstance(contents, list):
        inner = {"span"} if type == "text" else _IN_BOX.get(str(part.get("layout")), set())
        for i, child in enumerate(contents):
            yield from _component(child, f"{at}.contents[{i}]", inner, depth + 1)


def _properties(part: dict[str, Any], rules: dict[str, Any], at: str) -> Iterator[Problem]:
    for name, value in part.items():
        if name == "type":
            continue
        rule = rules.get(name)
        if rule is None:
            yield ("unknown field", f"{at}.{name}")
        elif isinstance(rule, str):
            if not _matches(rule, value):
                yield ("invalid property", f"{at}.{name}")
        elif not isinstance(value, rule) or (rule is int and (isinstance(value, bool) or value < 0)):
            yield ("invalid property", f"{at}.{name}")


def _matches(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None
