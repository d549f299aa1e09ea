"""Handlers' replies → LINE's message JSON. Same replies, same JSON: what is stored is what is sent again.

Every message that leaves here has passed `limits.problems`: a card that fails becomes its plain text, a text
that fails loses first its quick replies, then all but its words. So nothing is decided after storing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bot.line import bubbles, limits
from bot.line.graphemes import shorten_units, utf16_units
from bot.line.measures import size
from bot.line.split import TEXT_LIMIT, split_text, writable
from bot.logs import log
from handlers.chat import Card, Cards, Choice, Replies, Text

Message = dict[str, Any]
Check = Callable[[Message], list[str]]

_PLACE = re.compile(r"\{(\d{1,2})\}")
_MENTION_BASE = 0xF0000
"""One private character stands for each mention while a text is cut, so that no cut falls inside a `{12}`."""
_PRIVATE = re.compile("[\U000f0000-\U000f00ff]")
_NAME_UNITS = 40
"""Kept free for each @name: LINE does not say if the 5,000 count before or after names are put in."""


def render(replies: Replies, *, quote_token: str | None = None) -> list[Message]:
    """The messages of one request, at most five, each good by `limits.problems`; [] for no reply.

    `quote_token` is the one of the message that is replied to, used where a Text `quotes`. Quick replies of all
    the replies stand on the last message, the only place where LINE shows them.
    """
    if replies is None:
        return []
    every = [r for r in (replies if isinstance(replies, list) else [replies]) if isinstance(r, Text | Cards)]
    # nearly always all of it is good, and one check says so; else each piece is checked as it is made
    made = _request(every, quote_token, _unchecked)
    if not made or not limits.problems(made):
        return made
    made = _request(every, quote_token, lambda message: limits.problems([message]))
    if not made or not (found := limits.problems(made)):
        return made
    # each message passed alone: together they are too many bytes
    log("request_made_plain", problems=found[:5])
    words = [str(m.get("altText") or m.get("text")) for m in made]
    return _plain_messages("\n\n".join(words))[: limits.MESSAGES]


def plain_text(reply: Text | Cards) -> str:
    """A reply in plain words, as screen readers and LINE without Flex show it."""
    if isinstance(reply, Text):
        return _tidy(_PLACE.sub("", reply.text)) if reply.mentions else reply.text
    return "\n\n".join(plain_card(card) for card in reply.cards)


def plain_card(card: Card) -> str:
    """A card in plain words: its own `plain`, else title and lines. Buttons are left out but for addresses."""
    if card.plain.strip():
        return card.plain
    filled = [line for line in card.lines if line.text.strip()]  # as on the card itself
    lines = [f"{line.label}: {line.text}" if line.label else line.text for line in filled]
    links = [f"{button.label}: {button.uri}" for button in card.buttons if button.uri]
    return "\n".join(part for part in (card.title, card.subtitle, *lines, *links) if part.strip())


def safe(messages: Sequence[Message]) -> list[Message]:
    """Messages of any origin, each made good: a card its alt text, a text cut to size; hopeless ones left out."""
    good: list[Message] = []
    for message in messages:
        found = limits.problems([message])
        if not found:
            good.append(message)
            continue
        log("message_made_plain", problems=found[:5])
        words = message.get("altText") if message.get("type") == "flex" else message.get("text")
        if isinstance(words, str):
            good += _plain_messages(words)[:1]
    return good[: limits.MESSAGES]


def _unchecked(message: Message) -> list[str]:
    return []


def _request(every: Sequence[Text | Cards], quote_token: str | None, check: Check) -> list[Message]:
    made: list[Message] = []
    for reply in every:
        made += _texts(reply, quote_token, check) if isinstance(reply, Text) else _cards(reply, check)
    made = _five(made)
    items = _quick_replies([choice for reply in every for choice in reply.choices])
    if made and items:
        with_items = {**made[-1], "quickReply": {"items": items}}
        if found := check(with_items):
            log("quick_replies_left_out", problems=found)
        else:
            made[-1] = with_items
    return made


# ---------------------------------------------------------------- texts


def _texts(reply: Text, quote_token: str | None, check: Check) -> list[Message]:
    parts = list(_with_mentions(reply, check)) if reply.mentions else _plain_messages(reply.text)
    if parts and reply.quotes and quote_token:
        quoting = {**parts[0], "quoteToken": quote_token}
        if not check(quoting):
            parts[0] = quoting
    return parts


def _plain_messages(text: str) -> list[Message]:
    """Words alone: whatever they are, cut like this they pass the check."""
    return [{"type": "text", "text": part} for part in split_text(writable(text)) if part.strip()]


def _with_mentions(reply: Text, check: Check) -> Iterator[Message]:
    """`textV2` messages, where braces of the text itself are written twice and `{0}` became `{m0}`."""

    def mark(found: re.Match[str]) -> str:
        i = int(found[1])
        return chr(_MENTION_BASE + i) if i < len(reply.mentions) else found[0]

    text = _PLACE.sub(mark, _PRIVATE.sub("", writable(reply.text)))
    for part in split_text(text, TEXT_LIMIT, _v2_units):
        people = sorted({ord(c) - _MENTION_BASE for c in _PRIVATE.findall(part)})
        named = people[: limits.MENTIONS]
        written = part.replace("{", "{{").replace("}", "}}")
        for i in people:
            written = written.replace(chr(_MENTION_BASE + i), f"{{m{i}}}" if i in named else "")
        message: Message = {"type": "textV2", "text": written}
        if named:
            message["substitution"] = {
                f"m{i}": {"type": "mention", "mentionee": {"type": "user", "userId": reply.mentions[i]}} for i in named
            }
        if found := check(message):
            log("mentions_left_out", problems=found)
            yield from _plain_messages(_tidy(_PRIVATE.sub("", part)))
        else:
            yield message


def _v2_units(text: str) -> int:
    marks = len(_PRIVATE.findall(text))
    return utf16_units(text) + text.count("{") + text.count("}") + marks * (_NAME_UNITS - 2)


# ---------------------------------------------------------------- cards


def _cards(reply: Cards, check: Check) -> list[Message]:
    """Carousels filled as far as LINE's 12 bubbles and 50 KB go; a card that fails stands as text instead."""
    made: list[Message] = []
    row: list[tuple[Card, Message]] = []

    def close() -> None:
        if row:
            made.append(_flex(row))
            row.clear()

    for card in reply.cards:
        bubble = bubbles.bubble(card)
        alone = {"type": "flex", "altText": _alt_text([card]), "contents": bubble}
        if found := check(alone):
            log("card_made_plain", problems=found[:5])
            close()
            made += _plain_messages(plain_card(card))
            continue
        taken = sum(size(b) for _, b in row)
        if len(row) == bubbles.MOST or (row and taken + size(bubble) > bubbles.ROW_BYTES):
            close()
        row.append((card, bubble))
    close()
    return made


def _flex(row: Sequence[tuple[Card, Message]]) -> Message:
    contents = row[0][1] if len(row) == 1 else {"type": "carousel", "contents": [bubble for _, bubble in row]}
    return {"type": "flex", "altText": _alt_text([card for card, _ in row]), "contents": contents}


def _alt_text(cards: Sequence[Card]) -> str:
    words = "\n\n".join(writable(plain_card(card)).strip() for card in cards)
    return shorten_units(words.strip() or "…", limits.ALT_TEXT)


# ---------------------------------------------------------------- what stands around them


def _quick_replies(choices: Sequence[Choice]) -> list[Message]:
    """The quick replies, without those said twice; what stands beyond LINE's 13 is left out."""
    made = [
        {"type": "action", "action": bubbles.action(choice, limits.QUICK_REPLY_LABEL)}
        for choice in dict.fromkeys(choices)
    ]
    return made[: limits.QUICK_REPLIES]


def _five(messages: list[Message]) -> list[Message]:
    """At most five messages: neighbouring plain texts are joined first; then the end is cut, marked with …"""
    if len(messages) <= limits.MESSAGES:
        return messages
    joined: list[Message] = []
    for message in messages:
        before = joined[-1] if joined else None
        if before and _is_plain(before) and _is_plain(message):
            text = f"{before['text']}\n\n{message['text']}"
            if utf16_units(text) <= TEXT_LIMIT:
                joined[-1] = {**before, "text": text}
                continue
        joined.append(message)
    if len(joined) > limits.MESSAGES:
        log("reply_cut", messages=len(joined))
        joined = joined[: limits.MESSAGES]
        if _is_plain(joined[-1]):
            joined[-1] = {**joined[-1], "text": shorten_units(joined[-1]["text"], TEXT_LIMIT - 2) + " …"}
    return joined


def _is_plain(message: Message) -> bool:
    return bool(message["type"] == "text")


def _tidy(text: str) -> str:
    return re.sub(r"[ \t]{2,}", " ", text).strip()
