"""What a label, an address and an action may be, by LINE's rules (Messaging API reference, Action objects)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.practice.happenings import utf16

Problem = tuple[str, str]
"""What is wrong, and the property it is wrong with, as LINE's `details` have them."""

URL = r"https://\S{1,1990}"
"""An address of a picture."""

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
_CLUSTER_EXTENDERS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f\u200d\ufe0f\U0001f3fb-\U0001f3ff]")


def clusters(text: str) -> int:
    """Grapheme clusters, near enough for Thai, Latin and most emoji (what LINE counts a label in)."""
    return len(_CLUSTER_EXTENDERS.sub("", re.sub("\u200d.", "", text)))


def matches(pattern: str, value: Any) -> bool:
    """Whether a value is a text of this shape."""
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def action_problems(action: Any, at: str, *, longest_label: int, label_needed: bool) -> Iterator[Problem]:
    """What LINE would refuse in an action; `at` is where it stands."""
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
    if type == "uri" and not matches(r"(https?|line|tel|mailto):\S+", action.get("uri")):
        yield ("invalid uri scheme", f"{at}.uri")
    if type == "postback" and "displayText" in action and "text" in action:
        yield ("displayText and text can't be used together", at)
