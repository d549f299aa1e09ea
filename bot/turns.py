"""The life of one event in the worker: read, understood, kept, answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from redis import Redis
from redis.exceptions import RedisError

from bot.line.cards import render
from bot.line.events import to_chat
from bot.logs import log, where
from bot.store.changes import AlreadyKept, Changes
from bot.store.keys import Keys
from handlers.chat import Chat, Event, LeaveChat, Replies, Reply, TellMember, Text, TextSaid
from handlers.dialogs import DialogStore
from handlers.router import Dispatcher, Turn
from knowledge.people import Office


class Said(Protocol):
    """How a send ended (`bot.line.gateway.Outcome`)."""

    @property
    def status(self) -> str: ...


class Unsaid(Exception):
    """The answer could not be sent for now (we are stopping): it stays under its marker, the event is tried again."""


class Sender(Protocol):
    """What a turn needs of `bot.line.gateway.Gateway`."""

    def reply(
        self,
        token: str,
        messages: list[dict[str, Any]],
        *,
        received_at: datetime,
        event_at: datetime,
        redelivered: bool,
        standby: bool,
    ) -> Said: ...

    def leave(self, chat: Chat) -> object: ...


@dataclass(frozen=True)
class Outcome:
    """What a turn decided to say, kept with what it wrote, so that both happen once."""

    messages: list[dict[str, Any]]
    leave: bool = False

    def dump(self) -> str:
        return json.dumps({"messages": self.messages, "leave": self.leave}, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Outcome:
        """An emptied outcome says nothing: it was said before."""
        return cls(**json.loads(text)) if text else cls([])


class Turns:
    """Takes events one by one. Taking the same event again keeps nothing twice and answers at most once:
    what was written and what was to be said stand under one marker, and LINE takes a reply token once."""

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        dispatcher: Dispatcher,
        sender: Sender,
        *,
        now: Callable[[], datetime],
        office_of: Callable[[Event], Office | None],
        dialogs_of: Callable[[Changes, str, datetime], DialogStore],
        ignored: Callable[[str], None] = lambda what: None,
    ) -> None:
        self._redis, self._keys, self._dispatcher, self._sender = redis, keys, dispatcher, sender
        self._now, self._office_of, self._dialogs_of, self._ignored = now, office_of, dialogs_of, ignored

    def take(self, raw: dict[str, Any], received_at: datetime) -> None:
        """One event from LINE's JSON to its answer. Raises what its handler raised, with nothing kept."""
        event = to_chat(raw, received_at=received_at, count=self._ignored)
        if event is None:
            return
        office = self._office_of(event)
        home = self._keys.home(office.id if office else None, event.chat.id)
        marker = self._keys.done(home, event.id)
        kept = cast("str | None", self._redis.get(marker))
        if kept is None:
            outcome, has_marker = self._decide(event, home, marker)
        else:
            outcome, has_marker = Outcome.load(kept), bool(kept)
        self._say(event, outcome, received_at)
        if has_marker:
            # What was said is not kept any longer than it takes to say it.
            self._redis.set(marker, "", xx=True, keepttl=True)

    def _turn(self, event: Event, changes: Changes, home: str) -> Turn:
        now = self._now()
        turn = Turn(event, now, self._dialogs_of(changes, home, now))
        turn.cache.update(changes=changes, home=home)
        return turn

    def _decide(self, event: Event, home: str, marker: str) -> tuple[Outcome, bool]:
        changes = Changes()
        turn = self._turn(event, changes, home)
        try:
            replies = self._dispatcher.take(turn)
        except TellMember as told:
            changes.clear()
            replies = Text(str(told))
        except Exception as trouble:
            # what is tried again is kept meanwhile, and what fails is kept for a month
            if isinstance(trouble, RedisError) or not self._dispatcher.opted_out(turn):
                raise
            log("opted_out_failed", event_id=event.id, reason=where(trouble))
            return Outcome([]), False
        if not self._dispatcher.may_keep(turn):
            changes.clear()
        outcome = self._rendered(replies, event)
        if not len(changes):
            # Nothing to write, so nothing to do once: taken again, the same answer is found again.
            return outcome, False
        try:
            changes.keep(self._redis, marker, outcome.dump() if outcome.messages or outcome.leave else "")
        except AlreadyKept:
            outcome = Outcome.load(cast("str | None", self._redis.get(marker)) or "")
        return outcome, bool(outcome.messages or outcome.leave)

    def _rendered(self, replies: Replies, event: Event) -> Outcome:
        listed: list[Reply] = replies if isinstance(replies, list) else [replies] if replies else []
        said: list[Reply] = [reply for reply in listed if not isinstance(reply, LeaveChat)]
        quote_token = event.quote_token if isinstance(event, TextSaid) else None
        return Outcome(render(said, quote_token=quote_token) if said else [], leave=len(said) < len(listed))

    def _say(self, event: Event, outcome: Outcome, received_at: datetime) -> None:
        if outcome.messages and event.reply_token:
            said = self._sender.reply(
                event.reply_token,
                outcome.messages,
                received_at=received_at,
                event_at=event.at,
                redelivered=event.redelivered,
                standby=event.standby,
            )
            if said.status == "failed":
                raise Unsaid
        if outcome.leave and not event.standby:
            self._sender.leave(event.chat)
