"""What nearly every event asks of the store, asked together: a round trip costs more than most of what a turn does.

Only a matter of speed: what is not asked ahead, or in other words than the stores use, is asked when it is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from bot.store.keys import Keys
from bot.store.reads import Command, Reads
from bot.store.redis_stores import from_json
from handlers.chat import Event, TextSaid
from handlers.once import unsent_mark
from handlers.router import Turn
from knowledge.notes import note_id
from knowledge.people import Group
from knowledge.privacy import digest


def look_ahead(reads: Reads, keys: Keys, event: Event) -> None:
    """Whose chat it is, then what any event in it needs: two round trips."""
    chat, user = event.chat, event.user_id
    where: Command = ("HGET", keys.homes(), user or "") if chat.private else ("HGET", keys.groups(), chat.id)
    reads.ahead([where, ("HGET", keys.opted_out(), digest(user))] if user else [where])
    found = reads.execute_command(*where)
    group = None if chat.private else from_json(Group, found)
    office = found if chat.private else group.office_id if group else None
    reads.ahead(_of_chat(keys, event, office))


def _of_chat(keys: Keys, event: Event, office: str | None) -> Iterator[Command]:
    chat, user = event.chat.id, event.user_id
    home = keys.home(office, chat)
    yield "GET", keys.done(home, event.id)
    if office:
        yield "HGET", keys.offices(), office
        if user:
            yield "HGET", keys.users(office), user
    if office and not event.chat.private:
        yield "HGETALL", keys.due(office, chat)
    if type(event) is not TextSaid:
        return
    yield "GET", keys.dialog(home, chat, None)
    if user:
        yield "GET", keys.dialog(home, chat, user)
    if office and not event.chat.private:
        last, shown = keys.telling(home, chat, None), keys.shown(home, chat, user or "")
        yield "GET", keys.circle_open(office, chat)
        yield "EXISTS", last, shown
        if user:
            yield "MGET", keys.telling(home, chat, user), last


def look_further(reads: Reads, keys: Keys, turn: Turn, office: str) -> None:
    """What a telling needs: one round trip more. Nothing else asks for so much."""
    event = turn.event
    if type(event) is not TextSaid or turn.heard.intent not in {"capture", "suggest"}:
        return
    home, message = turn.cache["home"], event.message_id
    wanted: list[Command] = [
        ("EXISTS", keys.seen(home, unsent_mark(message))),
        ("HGET", keys.messages(office), message),
        ("GET", keys.rules(office)),
    ]
    if turn.heard.intent == "capture":
        wanted.append(("GET", keys.note(office, note_id(message))))
        wanted.append(("ZRANGE", keys.shown(home, event.chat.id, event.user_id or ""), 0, -1))
        if event.user_id and (member := reads.hget(keys.users(office), event.user_id)):
            wanted.append(("HGET", keys.members(office), member))
    reads.ahead(wanted)
