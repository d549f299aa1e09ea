"""Unasked words that cost nothing: what is due waits for the next message in the group and rides on its reply token,
beside the answer if there is one. Only where the group stays silent too long is it pushed (line-platform.md, Sending:
replies are free, a push counts once for each member).

A Rider says when it next has something to say and composes it at the moment of saying, so that nothing that was
unsent meanwhile is ever waiting. `Riders` asks them, keeps to the talk budget, and says what was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

from handlers.chat import ButtonPressed, Cards, Event, FellDue, MediaSent, MemberJoined, Replies, Reply, Text, TextSaid
from knowledge.people import Group
from knowledge.rules import Rules
from knowledge.talk_budget import TalkBudget, day_begin, quiet_end

MESSAGES = 5
"""LINE's limit for one reply (line-platform.md)."""
CARRY = (TextSaid, MediaSent, ButtonPressed, MemberJoined)
"""Events on whose reply something may ride: somebody is there. An edit of an old message is none."""
AGAIN = timedelta(hours=1)
"""When the clock looks again at what could not be sent."""
STALE = timedelta(hours=24)
"""After so long nobody will finish a send that was begun; LINE forgets its retry key, too."""


@dataclass(frozen=True)
class Due:
    """What one rider would say to a group now; without replies, there is nothing to say."""

    replies: tuple[Text | Cards, ...] = ()
    """At most two messages."""
    occasion: str = ""
    """Names what is said, e.g. the time of the digest or the ids of the reminders (no text of people)."""
    again: datetime | None = None
    """Where there is nothing to say: when to ask next; None is not before `Schedule.plan` says so."""


class Rider(Protocol):
    """Something that speaks unasked."""

    @property
    def name(self) -> str: ...

    def first_time(self, group: Group, now: datetime) -> datetime | None:
        """When it first, or next, has something to say to the group; may have passed already. None: not known yet."""
        ...

    def due(self, group: Group, now: datetime) -> Due:
        """Composes what is to be said at this moment. Writes nothing."""
        ...

    def delivered(self, group: Group, occasion: str, at: datetime) -> datetime | None:
        """It stands in the chat: remembers that with the turn's changes, and returns its next time. May be called
        with an occasion that another process composed."""
        ...


@dataclass(frozen=True)
class Plan:
    """When each rider is due in one group."""

    times: dict[str, datetime] = field(default_factory=dict)
    riding: str | None = None
    """Id of the event whose turn is saying something just now: nobody else may."""
    riding_since: datetime | None = None

    def taken(self, now: datetime) -> bool:
        """Whether something is being said that may yet arrive."""
        return self.riding is not None and (self.riding_since is None or now - self.riding_since < STALE)


class Schedule(Protocol):
    """The plans of an office's groups. Changes become visible when the turn is committed; a turn that claims is not
    committed where the plan was changed since it was read."""

    def plan_of(self, group_id: str) -> Plan: ...

    def plan(self, group_id: str, rider: str, at: datetime | None) -> None:
        """The rider is due at that time; None takes it off the plan. The clock will look in time."""
        ...

    def claim(self, group_id: str, event_id: str, now: datetime) -> None: ...
    def release(self, group_id: str) -> None: ...

    def wake(self, group_id: str, at: datetime | None) -> None:
        """When the clock is to look at the group next; None: not before something is planned."""
        ...


@dataclass(frozen=True)
class Postage:
    """Whether the month can pay for a push to a group."""

    verdict: Literal["yes", "no_quota", "unknown"]
    """`unknown`: LINE can't be asked for now."""
    members: int = 0
    """How many people it reaches, each of whom counts."""



@dataclass(frozen=True)
class Ride:
    """One rider's words that are being sent, as kept with the turn until they stand in the chat."""

    rider: str
    occasion: str


@dataclass(frozen=True)
class Riding:
    """What rides with an answer (or is pushed)."""

    replies: list[Reply]
    rides: tuple[Ride, ...]
    members: int = 0
    """Of a push: how many people it reaches."""


@dataclass(frozen=True)
class Terms:
    """On what terms the riders of one group speak; each is asked for only where something is due."""

    rules: Callable[[], Rules]
    budget: Callable[[], TalkBudget]
    working_day: Callable[[datetime], datetime]
    """The moment itself, or the same time of the next day on which the office works."""
    postage: Callable[[], Postage]
    occupied: Callable[[], bool]
    """Whether people are in the middle of something with the bot: what is due waits until that is over."""
    no_quota: Callable[[], None]
    """Tells those who look after the community, once, that something waits for want of quota."""


class Riders:
    """The riders of one group, in the order of their urgency. `riders` and `group` are made when one is due."""

    def __init__(
        self,
        schedule: Schedule,
        riders: Callable[[], Sequence[Rider]],
        group: Callable[[], Group | None],
        terms: Terms,
    ) -> None:
        self._schedule, self._make_riders, self._group, self._terms = schedule, riders, group, terms

    # ---------------------------------------------------------------- with an answer

    def ride(self, event: Event, answer: Replies, now: datetime) -> Riding | None:
        """What goes with this answer. None, after one look, where nothing is due."""
        if type(event) not in CARRY or not event.reply_token or event.standby:
            return None
        plan = self._schedule.plan_of(event.chat.id)
        if plan.taken(now) or not any(at <= now for at in plan.times.values()):
            return None
        if self._terms.occupied():
            return None
        ready = [rider for rider in self._make_riders() if (at := plan.times.get(rider.name)) and at <= now]
        group = self._group()
        return self._compose(event, group, ready, now, MESSAGES - messages_of(answer)) if group else None

    def _compose(self, event: Event, group: Group, ready: Sequence[Rider], now: datetime, room: int) -> Riding | None:
        budget = self._terms.budget()
        replies: list[Reply] = []
        rides: list[Ride] = []
        for rider in ready:
            if not budget.may_speak(rider.name):
                continue
            due = rider.due(group, now)
            if not due.replies:
                self._schedule.plan(group.id, rider.name, due.again)
            elif messages_of(list(due.replies)) + messages_of(replies) <= room:
                budget.spoke(rider.name, event.id)
                replies += due.replies
                rides.append(Ride(rider.name, due.occasion))
        if not rides:
            return None
        self._schedule.claim(group.id, event.id, now)
        return Riding(replies, tuple(rides))

    # ---------------------------------------------------------------- after a silence

    def fall_due(self, event: FellDue, now: datetime) -> Riding | None:
        """The clock looks at a group: plans what is not planned yet, and gives what nobody's message has carried
        for too long, if it may be pushed now."""
        group = self._group()
        if group is None:
            return None  # the clock lets go of it by itself
        plan = self._schedule.plan_of(group.id)
        if plan.taken(now):
            self._schedule.wake(group.id, now + AGAIN)
            return None
        if plan.riding is not None:
            self._schedule.release(group.id)
        riders = self._make_riders()
        times = self._planned(riders, plan, group, now)
        limit = timedelta(hours=self._terms.rules().push_after_hours)
        if not limit or not times:
            self._schedule.wake(group.id, None)
            return None
        late = [rider for rider in riders if rider.name in times and times[rider.name] + limit <= now]
        if not late:
            self._schedule.wake(group.id, min(times.values()) + limit)
            return None
        if self._terms.occupied():
            self._schedule.wake(group.id, now + AGAIN)
            return None
        return self._push(event, group, late, now)

    def _planned(self, riders: Sequence[Rider], plan: Plan, group: Group, now: datetime) -> dict[str, datetime]:
        """When each rider is due, with what was not known yet, or what new rules have moved."""
        times: dict[str, datetime] = {}
        for rider in riders:
            at = plan.times.get(rider.name)
            if at is None or at > now:
                wanted = rider.first_time(group, now)
                if wanted != at:
                    self._schedule.plan(group.id, rider.name, wanted)
                at = wanted
            if at is not None:
                times[rider.name] = at
        return times

    def _push(self, event: FellDue, group: Group, late: Sequence[Rider], now: datetime) -> Riding | None:
        day = self._terms.working_day(now)
        day = quiet_end(self._terms.rules(), day if day == now else day_begin(day))
        budget = self._terms.budget()
        if day > now or not any(budget.may_speak(rider.name) for rider in late):
            self._schedule.wake(group.id, day if day > now else budget.opens_at())
            return None
        self._schedule.wake(group.id, now + AGAIN)
        if not any(rider.due(group, now).replies for rider in late):
            self._schedule.wake(group.id, now + timedelta(days=1))  # or sooner, as they are planned anew
            return self._compose(event, group, late, now, MESSAGES)
        postage = self._terms.postage()
        if postage.verdict == "no_quota":
            self._terms.no_quota()
            self._schedule.wake(group.id, now + timedelta(days=1))
        if postage.verdict != "yes":
            return None
        riding = self._compose(event, group, late, now, MESSAGES)
        return replace(riding, members=postage.members) if riding else None

    # ---------------------------------------------------------------- afterwards

    def arrived(self, event: Event, rides: Sequence[Ride], now: datetime) -> None:
        """They stand in the chat."""
        group, riders = self._group(), {rider.name: rider for rider in self._make_riders()}
        for ride in rides if group else ():
            if group and ride.rider in riders:
                again = riders[ride.rider].delivered(group, ride.occasion, now)
                self._schedule.plan(group.id, ride.rider, again)
        self._schedule.release(event.chat.id)

    def missed(self, event: Event, rides: Sequence[Ride], now: datetime) -> None:
        """They surely did not arrive: they wait on, and don't count."""
        budget = self._terms.budget()
        for ride in rides:
            budget.unsaid(ride.rider, event.id)
        self._schedule.release(event.chat.id)


def messages_of(replies: Replies) -> int:
    """How many messages of LINE some replies make, counted high: long texts are split, cards may need two rows."""
    listed = replies if isinstance(replies, list) else [replies] if replies else []
    long = [r for r in listed if isinstance(r, Text) and len(r.text) > 2_400]
    wide = [r for r in listed if isinstance(r, Cards) and len(r.cards) > 6]
    return len(listed) + len(long) + len(wide)
