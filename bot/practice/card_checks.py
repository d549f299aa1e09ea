"""What a Flex message may be, by LINE's rules (Messaging API reference, Flex; line-platform.md, Sending)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.practice.action_checks import URL, Problem, action_problems, matches

_SIZES = r"(none|xs|sm|md|lg|xl|xxl|\d+(\.\d+)?px)"
_PERCENT = r"(\d+(\.\d+)?%|\d+(\.\d+)?px)"
_COLOR = r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{8})"
_TEXT_SIZE = r"(xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|\d+(\.\d+)?px)"
_IMAGE_SIZE = r"(xxs|xs|sm|md|lg|xl|xxl|3xl|4xl|5xl|full|\d+(\.\d+)?(px|%))"
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
        "url": URL,
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
        "url": URL,
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
    "video": {"url": URL, "previewUrl": URL, "altContent": dict, "aspectRatio": _ANY, "action": dict},
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


def card_problems(contents: Any, at: str) -> Iterator[Problem]:
    """What LINE would refuse in a bubble or carousel; `at` is where it stands."""
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
        yield from action_problems(bubble["action"], f"{at}.action", longest_label=40, label_needed=False)
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
        yield from action_problems(part["action"], f"{at}.action", longest_label=40, label_needed=type == "button")
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
            if not matches(rule, value):
                yield ("invalid property", f"{at}.{name}")
        elif not isinstance(value, rule) or (rule is int and (isinstance(value, bool) or value < 0)):
            yield ("invalid property", f"{at}.{name}")
