"""LINE's limits of template, imagemap and coupon messages (LINE's reference). The bot draws Flex instead; they stand
here so that whatever is ever handed to the gateway is judged right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.line import action_limits
from bot.line.measures import items_of, text_within, web_address

ALT_TEXT = 1_500
LABEL = 20
IMAGE_LABEL = 12
COLUMNS = 10
IMAGEMAP_WIDTH = 1_040
IMAGEMAP_ACTIONS = 50


def template(message: dict[str, Any], at: str) -> Iterator[str]:
    """What LINE would refuse in a template message."""
    yield from text_within(message, "altText", at, ALT_TEXT)
    shown = message.get("template")
    here = f"{at}.template"
    if not isinstance(shown, dict):
        yield f"{here}: a template is needed"
        return
    kind = shown.get("type")
    if kind == "buttons":
        yield from _pane(shown, here, text=160, beside_picture=60, actions=range(1, 5))
    elif kind == "confirm":
        yield from text_within(shown, "text", here, 240)
        yield from _actions(shown, here, range(2, 3))
    elif kind == "carousel":
        yield from _carousel(shown, here)
    elif kind == "image_carousel":
        yield from _image_carousel(shown, here)
    else:
        yield f"{here}.type: not a kind of template"


def imagemap(message: dict[str, Any], at: str) -> Iterator[str]:
    """What LINE would refuse in an imagemap message."""
    yield from web_address(message, "baseUrl", at)
    yield from text_within(message, "altText", at, ALT_TEXT)
    base = message.get("baseSize")
    if not isinstance(base, dict) or base.get("width") != IMAGEMAP_WIDTH or not _positive(base.get("height")):
        yield f"{at}.baseSize: must be {IMAGEMAP_WIDTH} wide and over 0 high"
    actions = items_of(message, "actions")
    if len(actions) > IMAGEMAP_ACTIONS:
        yield f"{at}.actions: over {IMAGEMAP_ACTIONS}"
    for i, action in enumerate(actions):
        here = f"{at}.actions[{i}]"
        kind = action.get("type")
        if kind == "uri":
            yield from web_address(action, "linkUri", here, ("http", "https", "line", "tel"))
        elif kind == "message":
            yield from text_within(action, "text", here, 400)
        elif kind == "clipboard":
            yield from text_within(action, "clipboardText", here, action_limits.CLIPBOARD)
        else:
            yield f"{here}.type: not a kind of action of an imagemap"
        area = action.get("area")
        sides = [area.get(side) for side in ("width", "height")] if isinstance(area, dict) else [None]
        if not all(_positive(side) for side in sides):
            yield f"{here}.area: must be over 0 wide and high"


def coupon(message: dict[str, Any], at: str) -> Iterator[str]:
    """What LINE would refuse in a coupon message."""
    yield from text_within(message, "couponId", at, 1_000)


def _carousel(carousel: dict[str, Any], at: str) -> Iterator[str]:
    columns = items_of(carousel, "columns")
    if not 1 <= len(columns) <= COLUMNS:
        yield f"{at}.columns: 1 to {COLUMNS} are needed"
    for i, column in enumerate(columns):
        yield from _pane(column, f"{at}.columns[{i}]", text=120, beside_picture=60, actions=range(1, 4))
    for what in ("title", "thumbnailImageUrl"):
        if len({what in column for column in columns}) > 1:
            yield f"{at}.columns: all or none must have {what}"
    if len({len(items_of(column, "actions")) for column in columns}) > 1:
        yield f"{at}.columns: all must have as many actions"


def _image_carousel(carousel: dict[str, Any], at: str) -> Iterator[str]:
    columns = items_of(carousel, "columns")
    if not 1 <= len(columns) <= COLUMNS:
        yield f"{at}.columns: 1 to {COLUMNS} are needed"
    for i, column in enumerate(columns):
        here = f"{at}.columns[{i}]"
        yield from web_address(column, "imageUrl", here)
        labelled = isinstance(column.get("action"), dict) and "label" in column["action"]
        yield from action_limits.problems(
            column.get("action"), f"{here}.action", label=IMAGE_LABEL if labelled else None
        )


def _pane(pane: dict[str, Any], at: str, *, text: int, beside_picture: int, actions: range) -> Iterator[str]:
    """A buttons template or a column of a carousel: beside a picture or a title there is less room for text."""
    narrow = "title" in pane or "thumbnailImageUrl" in pane
    yield from text_within(pane, "text", at, beside_picture if narrow else text)
    if "title" in pane:
        yield from text_within(pane, "title", at, 40)
    if "thumbnailImageUrl" in pane:
        yield from web_address(pane, "thumbnailImageUrl", at)
    if "defaultAction" in pane:
        yield from action_limits.problems(pane["defaultAction"], f"{at}.defaultAction", label=None)
    yield from _actions(pane, at, actions)


def _actions(owner: dict[str, Any], at: str, allowed: range) -> Iterator[str]:
    actions = items_of(owner, "actions")
    if len(actions) not in allowed:
        yield f"{at}.actions: {allowed.start} to {allowed.stop - 1} are needed"
    for i, action in enumerate(actions):
        yield from action_limits.problems(action, f"{at}.actions[{i}]", label=LABEL)


def _positive(value: object) -> bool:
    return isinstance(value, (int, float)) and value > 0
