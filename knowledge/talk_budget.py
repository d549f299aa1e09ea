"""How much the bot may say unasked: seniority and patience matter, and a bot that talks too much is removed from the
group (domain.md §6). An answer to somebody who asked, and the confirmation of a telling, are never counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Protocol

from knowledge.rules import Rules

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
FEWER_A_DAY = 1
"""Unasked messages a day in a group that asked for fewer (`#เบาลง`)."""
NOT_WHEN_FEWER = frozenset({"suggestion"})
"""What such a group is spared altogether."""
LONGEST_HUSH_DAYS = 90


@dataclass(frozen=True)
class Hush:
    """What a group asked of the bot's unasked talk."""

    until: datetime | None = None
    """Nothing unasked before this moment (`#เงียบ 7 วัน`)."""
    fewer: bool = False
    """At most one unasked message a day, and no suggestions (`#เบาลง`)."""


class TalkStore(Protocol):
    """What was said unasked in the groups of one office. Changes become visible when the turn is committed."""

    def said_since(self, group_id: str, since: datetime) -> int:
        """Unasked messages in a group from `since` on."""
        ...

    def add(self, group_id: str, what: str, at: datetime) -> None:
        """One more; `what` names it, so that the same one is counted once."""
        ...

    def take_back(self, group_id: str, what: str) -> None:
        """It could not be sent after all."""
        ...

    def hush(self, group_id: str) -> Hush: ...
    def put_hush(self, group_id: str, hush: Hush) -> None: ...


class TalkBudget:
    """The budget of one group at one moment. Whoever says something unasked asks `may_speak` first, and says
    `spoke` when it does. What was said so far is looked up when it is first asked for."""

    def __init__(self, store: TalkStore, rules: Rules, group_id: str, now: datetime) -> None:
        self._store, self._rules, self._group, self._now = store, rules, group_id, now
        self._hush: Hush | None = None
        self._said: int | None = None

    @property
    def hush(self) -> Hush:
        if self._hush is None:
            self._hush = self._store.hush(self._group)
        return self._hush

    @property
    def a_day(self) -> int:
        """The office's budget."""
        return self._rules.talk_budget

    def may_speak(self, what: str) -> bool:
        """Whether one more unasked message of this kind (`digest`, `reminders`, `suggestion`, …) fits now."""
        if quiet(self._rules, self._now) or (self.hush.until is not None and self._now < self.hush.until):
            return False
        if self.hush.fewer and what in NOT_WHEN_FEWER:
            return False
        return self._so_far() < self._most()

    def spoke(self, what: str, which: str) -> None:
        """Counts one message; done twice for one event it counts once. `which` is unique to it, such as the id of
        the event that it rides on."""
        self._said = self._so_far() + 1
        self._store.add(self._group, f"{what} {which}", self._now)

    def unsaid(self, what: str, which: str) -> None:
        """Uncounts a message that could not be sent."""
        self._store.take_back(self._group, f"{what} {which}")

    def opens_at(self) -> datetime:
        """The next moment at which `may_speak` may say yes again, for who was told no."""
        at = self._now
        if self.hush.until is not None and at < self.hush.until:
            at = self.hush.until
        elif not quiet(self._rules, at) and self._so_far() >= self._most():
            at = day_begin(at) + timedelta(days=1)
        return quiet_end(self._rules, at)

    def _so_far(self) -> int:
        if self._said is None:
            self._said = self._store.said_since(self._group, day_begin(self._now))
        return self._said

    def _most(self) -> int:
        return min(self._rules.talk_budget, FEWER_A_DAY) if self.hush.fewer else self._rules.talk_budget


def day_begin(now: datetime) -> datetime:
    """Midnight in Bangkok before (or at) a moment."""
    return now.astimezone(BANGKOK).replace(hour=0, minute=0, second=0, microsecond=0)


def quiet(rules: Rules, now: datetime) -> bool:
    """Whether a moment lies in the office's quiet hours, which may run over midnight; equal ends are none."""
    begin, end, at = _time(rules.quiet_from), _time(rules.quiet_until), now.astimezone(BANGKOK).time()
    if begin == end:
        return False
    return begin <= at < end if begin < end else at >= begin or at < end


def quiet_end(rules: Rules, now: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours in which it lies."""
    if not quiet(rules, now):
        return now
    here, end = now.astimezone(BANGKOK), _time(rules.quiet_until)
    found = here.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return found if found > here else found + timedelta(days=1)


def _time(text: str) -> time:
    hours, _, minutes = text.partition(":")
    return time(int(hours), int(minutes))
