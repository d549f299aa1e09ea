"""The life of one event in the worker: read, understood, kept, answered."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from redis import Redis
from redis.exceptions import RedisError

from bot.line.cards import render
from bot.line.events import to_chat
from bot.logs import log, where
from bot.store.ahead import look_ahead, look_further
from bot.store.changes import AlreadyKept, Changes
from bot.store.keys import Keys
from bot.store.reads import Reads
from bot.wakes import DUE, QUOTA
from handlers.chat import Chat, Event, FellDue, LeaveChat, Replies, Reply, TellMember, Text, TextSaid
from handlers.dialogs import DialogStore
from handlers.riders import Ride, Riders, Riding
from handlers.router import Dispatcher, Turn
from knowledge.people import Office

PUSHES = uuid.UUID("5b0f7a4e-5a54-4d0c-9d53-0f6f8f0f5d11")
"""The namespace of the retry keys of pushes."""


class Said(Protocol):
    """How a send ended (`bot.line.gateway.Outcome`)."""

    @property
    def status(self) -> str: ...
    @property
    def unclear(self) -> bool: ...


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

    def push(self, to: str, messages: list[dict[str, Any]], *, members: int, retry_key: str) -> Said: ...

    def leave(self, chat: Chat) -> object: ...

    def quota_state(self) -> object: ...


@dataclass(frozen=True)
class Outcome:
    """What a turn decided to say, kept with what it wrote, so that both happen once."""

    messages: list[dict[str, Any]]
    leave: bool = False
    rides: tuple[tuple[str, str], ...] = ()
    """Rider and occasion of each unasked word among the messages, which are told when it has arrived."""
    members: int = 0
    """How many people a push reaches; 0 for what goes with a reply."""
    tried: bool = False
    """A send of something with rides was begun: where the process died over it, it may have arrived."""

    def push_key(self, chat_id: str) -> str:
        """The retry key of a push: made of what is said to whom, so that the same is never said twice."""
        return str(uuid.uuid5(PUSHES, json.dumps([chat_id, self.rides])))

    def dump(self) -> str:
        made = {name: value for name, value in vars(self).items() if value or name == "messages"}
        return json.dumps(made, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Outcome:
        """An emptied outcome says nothing: it was said before."""
        found = json.loads(text) if text else {"messages": []}
        return cls(**{**found, "rides": tuple((rider, occasion) for rider, occasion in found.get("rides", ()))})


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
        office_of: Callable[[Event, Redis], Office | None],
        dialogs_of: Callable[[Changes, str, datetime, Redis], DialogStore],
        ignored: Callable[[str], None] = lambda what: None,
        riders_of: Callable[[Turn], Riders | None] = lambda turn: None,
    ) -> None:
        """`riders_of`: who may speak unasked in the turn's chat; None where nobody may."""
        self._redis, self._keys, self._dispatcher, self._sender = redis, keys, dispatcher, sender
        self._now, self._office_of, self._dialogs_of, self._ignored = now, office_of, dialogs_of, ignored
        self._riders_of = riders_of

    def take(self, raw: dict[str, Any], received_at: datetime) -> None:
        """One event from LINE's JSON to its answer. Raises what its handler raised, with nothing kept."""
        if raw.get("type") == QUOTA:
            self._sender.quota_state()
            return
        event = _fell_due(raw) or to_chat(raw, received_at=received_at, count=self._ignored)
        if event is None:
            return
        reads = Reads(self._redis)
        look_ahead(reads, self._keys, event)
        office = self._office_of(event, reads)
        home = self._keys.home(office.id if office else None, event.chat.id)
        marker = self._keys.done(home, event.id)
        kept = cast("str | None", reads.get(marker))
        if kept is None:
            outcome, has_marker = self._decide(event, home, marker, office, reads)
        else:
            outcome, has_marker = Outcome.load(kept), bool(kept)
        if outcome.rides:
            self._say_with_riders(event, outcome, received_at, home, marker)
            return
        self._say(event, outcome, received_at)
        if has_marker:
            # What was said is not kept any longer than it takes to say it.
            self._redis.set(marker, "", xx=True, keepttl=True)

    def _turn(
        self, event: Event, changes: Changes, home: str, reads: Reads, office: Office | None = None
    ) -> Turn:
        now = self._now()
        turn = Turn(event, now, self._dialogs_of(changes, home, now, reads))
        turn.cache.update(changes=changes, home=home, reads=reads)
        if office is not None:
            turn.cache["office"] = office  # read a moment ago: not once more
        return turn

    def _decide(
        self, event: Event, home: str, marker: str, office: Office | None, reads: Reads
    ) -> tuple[Outcome, bool]:
        changes = Changes()
        turn = self._turn(event, changes, home, reads, office)
        try:
            if office is not None:
                look_further(reads, self._keys, turn, office.id)
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
        riding = None if self._dispatcher.opted_out(turn) else self._riding(turn, replies)
        if riding is not None:
            outcome = self._with_riders(riding, replies, event)
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

    # ---------------------------------------------------------------- what is said unasked

    def _riding(self, turn: Turn, replies: Replies) -> Riding | None:
        riders = self._riders_of(turn)
        if riders is None:
            return None
        if isinstance(turn.event, FellDue):
            return riders.fall_due(turn.event, turn.now)
        return riders.ride(turn.event, replies, turn.now)

    def _with_riders(self, riding: Riding, replies: Replies, event: Event) -> Outcome:
        """What rides stands first: the answer, which somebody waits for, is what is seen at the end."""
        answer: list[Reply] = replies if isinstance(replies, list) else [replies] if replies else []
        made = self._rendered([*riding.replies, *answer], event)
        rides = tuple((ride.rider, ride.occasion) for ride in riding.rides)
        return replace(made, rides=rides, members=riding.members)

    def _say_with_riders(
        self, event: Event, outcome: Outcome, received_at: datetime, home: str, marker: str
    ) -> None:
        """Sends, and then tells the riders whether their words stand in the chat. What may have arrived when we
        died counts as arrived: within the token's minute, sending again shows it; after that nobody can know."""
        self._redis.set(marker, replace(outcome, tried=True).dump(), xx=True, keepttl=True)
        if isinstance(event, FellDue):
            key = outcome.push_key(event.chat.id)
            said = self._sender.push(event.chat.id, outcome.messages, members=outcome.members, retry_key=key)
            if said.status == "failed" and said.unclear:
                raise Unsaid  # with the same key it is never delivered twice
            arrived = said.status == "sent" or said.unclear
        else:
            said = self._reply(event, outcome.messages, received_at)
            arrived = said.status in ("sent", "used") or said.unclear or (said.status == "expired" and outcome.tried)
            if outcome.leave and not event.standby:
                self._sender.leave(event.chat)
        changes = Changes()
        turn = self._turn(event, changes, home, Reads(self._redis))
        riders = self._riders_of(turn)
        if riders is not None:
            rides = [Ride(rider, occasion) for rider, occasion in outcome.rides]
            (riders.arrived if arrived else riders.missed)(event, rides, turn.now)
        changes.add(marker, lambda pipe: pipe.set(marker, "", xx=True, keepttl=True))
        changes.keep(self._redis)

    # ---------------------------------------------------------------- what is answered

    def _reply(self, event: Event, messages: list[dict[str, Any]], received_at: datetime) -> Said:
        said = self._sender.reply(
            event.reply_token or "",
            messages,
            received_at=received_at,
            event_at=event.at,
            redelivered=event.redelivered,
            standby=event.standby,
        )
        if said.status == "failed":
            raise Unsaid
        return said

    def _say(self, event: Event, outcome: Outcome, received_at: datetime) -> None:
        if outcome.messages and event.reply_token:
            self._reply(event, outcome.messages, received_at)
        if outcome.leave and not event.standby:
            self._sender.leave(event.chat)


def _fell_due(raw: dict[str, Any]) -> FellDue | None:
    """Our own event, made by the clock (`bot.wakes`)."""
    if raw.get("type") != DUE:
        return None
    at = datetime.fromtimestamp(raw["timestamp"] / 1000, UTC)
    return FellDue(id=raw["webhookEventId"], chat=Chat(raw["source"]["groupId"], "group"), at=at)
