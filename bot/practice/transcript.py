"""What stands in the room's chats, kept in one JSON file so that it is still there after a restart."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

VERSION = 1
"""Of the file; a file of another version is put aside and the room starts anew."""
LONGEST = 2_000
"""Items kept; older ones leave the page, not the bot's memory."""


@dataclass
class Item:
    """One thing in a chat, as the page draws it."""

    id: str
    """LINE's message id; for what has none, a name of our own that begins with x."""
    chat: str
    kind: str
    """said (by a person), bot (the bot's message), shown (a button's displayText), notice (grey line)."""
    at: int
    """Milliseconds."""
    by: str = ""
    """User id of the person."""
    message: dict[str, Any] = field(default_factory=dict)
    """LINE's message: of a person as in a webhook, of the bot as it was sent."""
    quote_token: str = ""
    event: dict[str, Any] = field(default_factory=dict)
    """The newest event of a person's message, which an edit continues."""
    edited: bool = False
    unsent: bool = False
    state: str = "sent"
    """waiting, sent, or failed when the webhook did not take it."""
    rev: int = 0
    """Number of the room's last change to it."""


@dataclass
class Someone:
    """A person of the room."""

    user_id: str
    name: str
    position: str = ""
    friend: bool = False
    inside: bool = True


@dataclass
class Transcript:
    """All of the room's state."""

    group_id: str = ""
    group_name: str = ""
    bot_inside: bool = True
    people: list[Someone] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    hints: list[dict[str, str]] = field(default_factory=list)
    rev: int = 0
    epoch: str = ""
    """Changes when the room starts anew."""
    quota_used: int = 0
    last_ms: int = 0
    """Timestamp of the newest event."""
    next_message: int = 0

    def trim(self) -> None:
        """Forgets the oldest items beyond LONGEST."""
        del self.items[: max(0, len(self.items) - LONGEST)]


def load(path: Path) -> Transcript | None:
    """The transcript of a file; None when there is none, or none that can be read (it is then put aside)."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        if raw.pop("version") != VERSION:
            raise ValueError("other version")
        people = [Someone(**p) for p in raw.pop("people")]
        items = [Item(**i) for i in raw.pop("items")]
        return Transcript(people=people, items=items, **raw)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        path.replace(path.with_suffix(".broken.json"))
        return None


def save(path: Path, transcript: Transcript) -> None:
    """Writes the whole file and puts it in place of the old one at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".room-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"version": VERSION, **asdict(transcript)}, file, ensure_ascii=False)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
