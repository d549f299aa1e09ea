"""One card → one Flex bubble, drawn for a phone in the hand of somebody who may wear glasses.

Size mega, everything wraps, letters follow the size that the person has set in LINE (`scaling`), and every colour
on its ground keeps a contrast of 4.5 : 1 or more.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bot.line import charts, flex_limits
from bot.line.graphemes import count, shorten
from bot.line.split import writable
from handlers.chat import Bars, Button, Card, Choice, Line

MOST = flex_limits.BUBBLES
ROW_BYTES = flex_limits.CAROUSEL_BYTES - 500
"""Bytes that the bubbles of one carousel may have together: the rest is the frame around them."""
_KEEP = "!#$%&'()*+,/:;=?@[]~"
SIDE_BY_SIDE = 9
"""Two buttons with labels of at most this many clusters fit beside each other in 300 px."""
SHORT_LABEL = 6
"""Clusters of a label that fit into 62 px of size sm."""

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
    # of 260 px, the labels of a form get a quarter where all are short, else two sevenths
    columns = (1, 3) if all(count(line.label) <= SHORT_LABEL for line in lines) else (2, 5)
    for i, line in enumerate(lines):
        contents.append(
            {**_line(line, columns), "margin": _margin(line, lines[i - 1] if i else None)}
            if contents
            else _line(line, columns)
        )
        if line.buttons:
            contents.append({**_row([_light(button) for button in line.buttons]), "margin": "xs"})
    for figure in card.figures:
        drawn = charts.bars(figure) if isinstance(figure, Bars) else charts.columns(figure)
        contents.append({**drawn, "margin": "lg"} if contents else drawn)
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


def _line(line: Line, columns: tuple[int, int]) -> dict[str, Any]:
    if line.label.strip():
        label = _words(line.label, {"size": "sm", "color": GREY})
        value = _words(line.text, _LETTERS[line.style])
        return {
            "type": "box",
            "layout": "baseline",
            "spacing": "sm",
            "contents": [{**label, "flex": columns[0]}, {**value, "flex": columns[1]}],
        }
    words = _words(line.text, _LETTERS[line.style])
    if line.style != "quote":
        return words
    quoted = {
        "type": "box",
        "layout": "vertical",
        "backgroundColor": PALE_GREY,
        "cornerRadius": "md",
        "paddingAll": "md",
        "contents": [words],
    }
    return {**quoted, "action": action(line.opens, flex_limits.BUTTON_LABEL)} if line.opens else quoted


def _margin(line: Line, before: Line | None) -> str:
    """What belongs together stands together: a name and the small words under it, the rows of a form."""
    if before is None:
        return "md"
    if line.style == "small" and before.style in ("strong", "small"):
        return "xs"
    if line.style == "strong" and (before.style == "small" or before.buttons):
        return "lg"
    return "sm" if line.label and before.label else "md"


def _row(buttons: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "box", "layout": "horizontal", "spacing": "sm", "contents": buttons}


def _buttons(buttons: tuple[Button, ...]) -> dict[str, Any]:
    row = _row([_button(button) for button in buttons])
    beside = len(buttons) == 2 and all(count(b.label.strip()) <= SIDE_BY_SIDE for b in buttons)
    return row if beside else {**row, "layout": "vertical"}


def _light(button: Button) -> dict[str, Any]:
    """What belongs to one line alone must not outweigh the buttons of the card: words in colour, no ground."""
    return {**_button(button), "style": "link", "color": GREEN}


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
