"""One card → one Flex bubble, drawn for a phone in the hand of somebody who may wear glasses.

Size mega, everything wraps, letters follow the size that the person has set in LINE (`scaling`), and every colour
on its ground keeps a contrast of 4.5 : 1 or more.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bot.line import flex_limits
from bot.line.graphemes import count, shorten
from bot.line.split import writable
from handlers.chat import Button, Card, Choice, Line

MOST = flex_limits.BUBBLES
ROW_BYTES = flex_limits.CAROUSEL_BYTES - 500
"""Bytes that the bubbles of one carousel may have together: the rest is the frame around them."""
_KEEP = "!#$%&'()*+,/:;=?@[]~"
SIDE_BY_SIDE = 9
"""Two buttons with labels of at most this many clusters fit beside each other in 300 px."""

INK = "#1F2933"
GREY = "#616E7C"
GREEN = "#0B6E4F"
PALE_GREEN = "#E3EFEA"
PALE_GREY = "#F2F4F6"

_LETTERS: dict[str, dict[str, Any]] = {
    "body": {"size": "sm", "color": INK},
    "strong": {"size": "md", "color": INK, "weight": "bold"},
    "small": {"size": "xs", "color": GREY},
    "quote": {"size": "sm", "color": INK},
}


def bubble(card: Card) -> dict[str, Any]:
    """The bubble of a card. It may still be too large or hold a bad action: `limits.problems` tells."""
    head = [_words(card.title, {"size": "lg", "color": GREEN, "weight": "bold"})] if card.title.strip() else []
    if card.subtitle.strip():
        head.append({**_words(card.subtitle, _LETTERS["small"]), "margin": "xs"})
    contents: list[dict[str, Any]] = list(head)
    lines = [line for line in card.lines if line.text.strip()]
    if head and lines:
        contents.append({"type": "separator", "margin": "md", "color": "#D4D6DA"})
    for i, line in enumerate(lines):
        follows_label = i > 0 and bool(lines[i - 1].label) and bool(line.label)
        contents.append({**_line(line), "margin": "sm" if follows_label else "md"} if contents else _line(line))
    made: dict[str, Any] = {"type": "bubble", "size": "mega"}
    if contents:
        made["body"] = {"type": "box", "layout": "vertical", "contents": contents}
    if card.buttons:
        made["footer"] = _buttons(card.buttons)
    return made


def action(pressed: Button | Choice, label_limit: int) -> dict[str, Any]:
    """What pressing does. Exactly one of data, says, uri is set (chat.py); an action without any fails the check."""
    label = shorten(" ".join(writable(pressed.label).split()), label_limit)
    if pressed.data is not None:
        made = {"type": "postback", "label": label, "data": pressed.data}
        return {**made, "displayText": pressed.shows} if pressed.shows else made
    if pressed.says is not None:
        return {"type": "message", "label": label, "text": pressed.says}
    # LINE wants addresses percent-encoded; what is so already stays as it is
    return {"type": "uri", "label": label, "uri": quote(getattr(pressed, "uri", None) or "", safe=_KEEP)}


def _words(text: str, letters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": writable(text).strip(), "wrap": True, "scaling": True, **letters}


def _line(line: Line) -> dict[str, Any]:
    if line.label.strip():
        label = _words(line.label, {"size": "sm", "color": GREY})
        value = _words(line.text, _LETTERS[line.style])
        return {
            "type": "box",
            "layout": "baseline",
            "spacing": "sm",
            "contents": [{**label, "flex": 2}, {**value, "flex": 5}],
        }
    words = _words(line.text, _LETTERS[line.style])
    if line.style != "quote":
        return words
    return {
        "type": "box",
        "layout": "vertical",
        "backgroundColor": PALE_GREY,
        "cornerRadius": "md",
        "paddingAll": "md",
        "contents": [words],
    }


def _buttons(buttons: tuple[Button, ...]) -> dict[str, Any]:
    beside = len(buttons) == 2 and all(count(b.label.strip()) <= SIDE_BY_SIDE for b in buttons)
    return {
        "type": "box",
        "layout": "horizontal" if beside else "vertical",
        "spacing": "sm",
        "contents": [_button(button) for button in buttons],
    }


def _button(button: Button) -> dict[str, Any]:
    return {
        "type": "button",
        "style": "primary" if button.primary else "secondary",
        "color": GREEN if button.primary else PALE_GREEN,
        "height": "sm",
        "adjustMode": "shrink-to-fit",
        "scaling": True,
        "action": action(button, flex_limits.BUTTON_LABEL),
    }
