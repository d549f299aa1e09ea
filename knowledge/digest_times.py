"""When the weekly digest of a group is due: by the office's rule, off public holidays, once in an ISO week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from knowledge.working_days import WorkingDays

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
BACK = timedelta(days=35)
"""How far back a digest may lie that nobody carried; older ones are not made good."""
_SHIFT = timedelta(days=21)
"""More than a holiday can move a digest (Songkran and weekends are nine days)."""
_AHEAD = timedelta(days=400)
WEEKS_KEPT = 8

Next = Callable[[str, datetime], datetime]
"""The first time after a moment that a cron expression names, in Bangkok."""


@dataclass(frozen=True)
class Log:
    """What a group was given so far."""

    until: datetime | None = None
    """The time of the last digest: what was told before it is done with."""
    weeks: tuple[str, ...] = ()
    """The ISO weeks of the last digests, oldest first."""


def week_of(at: datetime) -> str:
    """The ISO week of a moment in Bangkok: 2026-W53 also holds the first days of 2027."""
    year, week, _ = at.astimezone(BANGKOK).isocalendar()
    return f"{year}-W{week:02d}"


def logged(log: Log, at: datetime) -> Log:
    """The log after the digest of that time."""
    return Log(at, (*log.weeks, week_of(at))[-WEEKS_KEPT:])


@dataclass(frozen=True)
class DigestTimes:
    """The times of one office. `cron` empty is never."""

    cron: str
    calendar: WorkingDays
    next_named: Next

    def next_after(self, log: Log, at: datetime) -> datetime | None:
        """The first digest after a moment whose week has none yet."""
        for slot in self._from(at):
            if slot > at + _AHEAD:
                break
            if slot > at and week_of(slot) not in log.weeks:
                return slot
        return None

    def due(self, log: Log, begun: datetime, now: datetime) -> datetime | None:
        """The latest digest at or before now that the group has not had; after a pause only that one. `begun`: when
        the group came to the office."""
        since = max(self._last(log, now) or begun, begun, now - BACK)
        found = None
        for slot in self._from(since):
            if slot > now:
                break
            if slot > since and week_of(slot) not in log.weeks:
                found = slot
        return found

    def begins(self, log: Log, begun: datetime, slot: datetime) -> datetime:
        """From when on the digest of `slot` tells: the one before it, at most five weeks."""
        return max(self._last(log, slot) or begun, slot - BACK)

    def _last(self, log: Log, now: datetime) -> datetime | None:
        """The last digest; one that lies ahead was given by a clock that ran ahead, and says nothing of the time."""
        return log.until if log.until is not None and log.until <= now else None

    def _from(self, at: datetime) -> Iterator[datetime]:
        """Digests from a little before a moment on, in order, for as long as they are asked for."""
        if not self.cron:
            return
        named = at - _SHIFT
        while True:
            named = self.next_named(self.cron, named)
            yield self.calendar.shifted(named)
