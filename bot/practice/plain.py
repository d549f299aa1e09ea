"""Messages of the bot as plain lines, with everything that can be pressed numbered: for the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Action = dict[str, Any]
"""An action object of LINE's."""


def lines(message: dict[str, Any], name_of: Callable[[str], str], first: int = 1) -> tuple[list[str], list[Action]]:
    """The lines of one message, and the actions of its buttons and quick replies, numbered from `first`."""
    out: list[str] = []
    actions: list[Action] = []

    def number(action: Action) -> str:
        actions.append(action)
        return f"[{first + len(actions) - 1}] {action.get('label') or action.get('uri') or action['type']}"

    kind = message.get("type")
    if kind == "text":
        out += str(message["text"]).split("\n")
    elif kind == "textV2":
        out += _named(message, name_of).split("\n")
    elif kind == "flex":
        contents = message["contents"]
        bubbles = contents["contents"] if contents["type"] == "carousel" else [contents]
        for i, bubble in enumerate(bubbles):
            if len(bubbles) > 1:
                out.append(f"── {i + 1}/{len(bubbles)} ──")
            for part in ("header", "hero", "body", "footer"):
                if part in bubble:
                    out += _component(bubble[part], number)
    else:
        out.append(f"({kind})")
    chips = [item["action"] for item in (message.get("quickReply") or {}).get("items", [])]
    if chips:
        out.append("  ".join(number(action) for action in chips))
    return out, actions


def _named(message: dict[str, Any], name_of: Callable[[str], str]) -> str:
    def put(found: re.Match[str]) -> str:
        if found.group(0) in ("{{", "}}"):
            return found.group(0)[0]
        mentionee = (message.get("substitution") or {}).get(found.group(1), {}).get("mentionee", {})
        return "@" + (name_of(mentionee["userId"]) if "userId" in mentionee else "All")

    return re.sub(r"\{\{|\}\}|\{(\w+)\}", put, message["text"])


def _component(part: dict[str, Any], number: Callable[[Action], str]) -> list[str]:
    kind = part["type"]
    if kind == "text":
        said = part.get("text") or "".join(s.get("text", "") for s in part.get("contents") or ())
        found = str(said).split("\n")
    elif kind == "button":
        return [number(part["action"])]
    elif kind == "separator":
        found = ["┈┈┈┈"]
    elif kind == "box":
        inside = [_component(c, number) for c in part["contents"]]
        if part["layout"] == "vertical" or any(len(i) > 1 for i in inside):
            found = [line for i in inside for line in i]
        else:
            found = ["  ".join(line for i in inside for line in i)]
        found = [line for line in found if line]
    else:
        return []
    return [*found, number(part["action"])] if part.get("action") else found
