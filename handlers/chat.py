"""What happens in a chat, and what can be said back: the words between LINE and the handlers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ChatKind = Literal["user", "group", "room"]


@dataclass(frozen=True)
class Chat:
    """Where something happened: a group, a room of several people, or a 1:1 chat (then `id` is the user's)."""

    id: str
    kind: ChatKind

    @property
    def private(self) -> bool:
        return self.kind == "user"


@dataclass(frozen=True)
class Mention:
    """Somebody named with @ in a message; `start` and `length` count Python characters of the text."""

    start: int
    length: int
    user_id: str | None = None
    is_bot: bool = False
    everyone: bool = False


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. `user_id` is None for people who only ever used LINE on a PC."""

    id: str
    chat: Chat
    at: datetime
    """LINE's timestamp, unchanged on redelivery."""
    user_id: str | None = None
    reply_token: str | None = None
    redelivered: bool = False
    standby: bool = False
    """Another channel leads this chat: nothing may be sent."""


@dataclass(frozen=True, kw_only=True)
class TextSaid(Event):
    """A text message."""

    message_id: str
    text: str
    mentions: tuple[Mention, ...] = ()
    quoted_message_id: str | None = None
    quote_token: str | None = None

    @property
    def mentions_bot(self) -> bool:
        return any(m.is_bot for m in self.mentions)


@dataclass(frozen=True, kw_only=True)
class TextEdited(TextSaid):
    """A text message was changed by its author; the largest `at` wins (line-platform.md, surprise 1)."""


@dataclass(frozen=True, kw_only=True)
class MediaSent(Event):
    """A picture, video, sound, file, place or sticker."""

    message_id: str
    media: str
    """LINE's message type: image, video, audio, file, location, sticker, or one that is not known yet."""
    name: str = ""
    size: int | None = None
    image_set: str | None = None
    image_index: int | None = None
    image_total: int | None = None
    quoted_message_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ButtonPressed(Event):
    """A postback: `data` is what our own card put there (see `Button`)."""

    data: str
    params: dict[str, str] = field(default_factory=dict, hash=False)
    """LINE's own additions, such as the date of a date picker."""


@dataclass(frozen=True, kw_only=True)
class MessageUnsent(Event):
    """The author took a message back: it can't be seen or used from now on."""

    message_id: str


@dataclass(frozen=True, kw_only=True)
class MemberJoined(Event):
    """People came into the group."""

    user_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """People left the group."""

    user_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BotInvited(Event):
    """The bot was brought into a group or room, or followed (again) in a 1:1 chat."""


@dataclass(frozen=True, kw_only=True)
class BotRemoved(Event):
    """The bot was put out of a group, or blocked in a 1:1 chat."""


@dataclass(frozen=True, kw_only=True)
class FellDue(Event):
    """The clock says: something waits for this group, and it is time to look (see riders.py)."""


# ---------------------------------------------------------------- replies


@dataclass(frozen=True)
class Choice:
    """A quick reply under a message. Exactly one of `data` (posts back to us) and `says` (sends as the person)."""

    label: str
    data: str | None = None
    says: str | None = None
    shows: str | None = None
    """With `data`: the text that appears in the chat as said by the person who pressed."""


@dataclass(frozen=True)
class Button:
    """A button on a card. Exactly one of `data`, `says`, `uri`. Postback data has the form `action?key=value&…`."""

    label: str
    data: str | None = None
    says: str | None = None
    uri: str | None = None
    shows: str | None = None
    primary: bool = False


@dataclass(frozen=True)
class Line:
    """One paragraph of a card."""

    text: str
    style: Literal["body", "strong", "small", "quote"] = "body"
    label: str = ""
    """A short grey word in front, as in a form: หมวด, ผู้เล่า, …"""
    buttons: tuple[Button, ...] = ()
    """What can be done with this line alone, in a row under it: two or three, with short labels."""
    opens: Button | None = None
    """Of a quote: what pressing it does; say in the card that it can be pressed."""


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, and how much."""

    label: str
    value: int


@dataclass(frozen=True)
class Bars:
    """Bars across, one under the other, drawn to the largest."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Columns:
    """Columns side by side, oldest first; the last one is today's. `first` and `last` name the ends."""

    title: str
    values: tuple[int, ...]
    first: str
    last: str


@dataclass(frozen=True)
class Card:
    """One bubble. `plain` is what screen readers, notifications and the fall-back without Flex show."""

    title: str
    lines: tuple[Line, ...] = ()
    buttons: tuple[Button, ...] = ()
    subtitle: str = ""
    plain: str = ""
    figures: tuple[Bars | Columns, ...] = ()
    """Pictures under the lines; what they show should stand in `plain`, too."""


@dataclass(frozen=True)
class Text:
    """A text message, of any length: the gateway splits it at sentence ends."""

    text: str
    choices: tuple[Choice, ...] = ()
    quotes: bool = False
    """True to answer as a quote of the message that it replies to, where LINE gave a quote token."""
    mentions: tuple[str, ...] = ()
    """User ids, for each `{0}`, `{1}` … in the text, in order, shown as @name."""


@dataclass(frozen=True)
class Cards:
    """One card, or several side by side (at most 12)."""

    cards: tuple[Card, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class LeaveChat:
    """The bot leaves this group, after the replies before it were sent."""


Reply = Text | Cards | LeaveChat
Replies = Reply | list[Reply] | None


class TellMember(Exception):
    """Something that the member can mend; its text is the reply, and nothing of the turn is kept."""
