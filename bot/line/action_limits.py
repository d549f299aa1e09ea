"""LINE's limits of actions: what a button or a quick reply does (LINE's reference, Action objects)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.line.graphemes import count
from bot.line.measures import text_within, web_address

DATA = 300
"""Postback data, displayText, and the text that a message action sends."""
CLIPBOARD = 1_000

_ONLY_IN_QUICK_REPLIES = {"camera", "cameraRoll", "location"}
_MOMENTS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "time": re.compile(r"\d\d:\d\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d"),
}


def problems(action: Any, at: str, *, label: int | None, in_quick_reply: bool = False) -> Iterator[str]:
    """What LINE would refuse in an action. `label`: most grapheme clusters of its label, which it then must
    have; None where no label is shown (a whole box or bubble that can be pressed)."""
    if not isinstance(action, dict):
        yield f"{at}: an action is needed"
        return
    kind = action.get("type")
    if kind in _ONLY_IN_QUICK_REPLIES and not in_quick_reply:
        yield f"{at}.type: only quick replies may do this"
    if label is not None:
        yield from _label(action, at, label)
    if kind == "postback":
        yield from _postback(action, at)
    elif kind == "message":
        yield from text_within(action, "text", at, DATA)
    elif kind == "uri":
        yield from web_address(action, "uri", at, ("http", "https", "line", "tel"))
    elif kind == "datetimepicker":
        yield from _moment(action, at)
    elif kind == "clipboard":
        yield from text_within(action, "clipboardText", at, CLIPBOARD)
    elif kind not in _ONLY_IN_QUICK_REPLIES:
        yield f"{at}.type: not a kind of action that a message may have"


def _label(action: dict[str, Any], at: str, most: int) -> Iterator[str]:
    label = action.get("label")
    if not isinstance(label, str) or not label.strip():
        yield f"{at}.label: must not be empty"
    elif count(label) > most:
        yield f"{at}.label: over {most} grapheme clusters"


def _postback(action: dict[str, Any], at: str) -> Iterator[str]:
    yield from text_within(action, "data", at, DATA)
    if "displayText" in action:
        yield from text_within(action, "displayText", at, DATA)
    if "text" in action:
        yield from text_within(action, "text", at, DATA)
        if "displayText" in action:
            yield f"{at}: displayText and text exclude each other"
    if "fillInText" in action:
        yield from text_within(action, "fillInText", at, DATA)
        if action.get("inputOption") != "openKeyboard":
            yield f"{at}.fillInText: needs inputOption openKeyboard"


def _moment(action: dict[str, Any], at: str) -> Iterator[str]:
    yield from text_within(action, "data", at, DATA)
    form = _MOMENTS.get(str(action.get("mode")))
    if form is None:
        yield f"{at}.mode: must be date, time or datetime"
        return
    for name in ("initial", "min", "max"):
        if name in action and not form.fullmatch(str(action[name])):
            yield f"{at}.{name}: not a moment of this mode"
    if "min" in action and "max" in action and str(action["min"]) >= str(action["max"]):
        yield f"{at}.min: must be before max"
