"""On which days an office works: weekends, public holidays with their substitutes, and what the office itself added."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
A_DAY = timedelta(days=1)
LONGEST_BREAK = 60
"""Days in a row without work that a list of holidays may make; more is a mistake in the list."""


@dataclass(frozen=True)
class WorkingDays:
    """The calendar of one office. `own`: dates as 2026-12-30, or with a minus for one that it works on all the same."""

    own: tuple[str, ...] = ()

    def is_holiday(self, day: date) -> bool:
        """A public holiday, its substitute, or one of the office's own."""
        if f"-{day.isoformat()}" in self.own:
            return False
        return day.isoformat() in self.own or day in public_holidays(day.year)

    def works(self, day: date) -> bool:
        """A weekday that is no holiday."""
        return day.weekday() < 5 and not self.is_holiday(day)

    def next_working(self, at: datetime) -> datetime:
        """The moment itself, or the same time of day in Bangkok on the next day on which the office works."""
        here = at.astimezone(BANGKOK)
        for days in range(LONGEST_BREAK):
            if self.works((here + days * A_DAY).date()):
                return at if days == 0 else here + days * A_DAY
        return at

    def shifted(self, at: datetime) -> datetime:
        """A moment that was set by a rule, moved off a public holiday to the next working day; a weekend that the
        office chose itself stays."""
        return self.next_working(at) if self.is_holiday(at.astimezone(BANGKOK).date()) else at


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of a Christian year, with substitutes; without those by the moon where the list ends."""
    return frozenset(_with_substitutes(_named(year) | _named(year - 1), year))


def _named(year: int) -> set[date]:
    lists = _lists()
    fixed = {date.fromisoformat(f"{year}-{day}") for day in lists["fixed"]}
    moving = [lists[kind].get(str(year + 543), {}) for kind in ("moving", "announced")]
    return fixed | {date.fromisoformat(day) for one in moving for day in one}


def _with_substitutes(named: set[date], year: int) -> Iterable[date]:
    """Days that follow each other have one substitute together (as Songkran had in 2567)."""
    for day in sorted(named):
        yield day
        if day + A_DAY in named:
            continue
        first = day
        while first - A_DAY in named:
            first -= A_DAY
        if any((first + n * A_DAY).weekday() >= 5 for n in range((day - first).days + 1)):
            instead = day + A_DAY
            while instead in named or instead.weekday() >= 5:
                instead += A_DAY
            yield instead


@cache
def _lists() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("holidays.toml").read_text(encoding="utf-8"))
