"""What comes again and again: every Monday, every 25th, the end of each month, each quarter, each year."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from knowledge.when_words import WEEKDAY_CODES

Working = Callable[[date], bool]
"""Whether government offices work on a day."""
Every = Literal["day", "workday", "week", "month", "month_workday", "month_weekday", "quarter", "year"]
_LONGEST = 3_000
"""Days to look ahead for the next time; 29 February comes within eight years."""


@dataclass(frozen=True)
class Repeat:
    """`days`: weekdays from 0 (Monday) for week; days of the month (-1: its last) for month; first (1) or last (-1)
    for month_workday; (weekday, which) for month_weekday, which from 1 or -1 for the last; (month, day) for year."""

    every: Every
    days: tuple[int, ...] = ()
    step: int = 1
    """2: every other week."""

    @property
    def code(self) -> str:
        """Short, for tables: weekly:mon,thu · monthly:25 · monthly:last · monthly:fri-1 · yearly:12-25."""
        if self.every == "week":
            step = f"/{self.step}" if self.step > 1 else ""
            return "weekly:" + ",".join(WEEKDAY_CODES[d] for d in self.days) + step
        if self.every == "month":
            return "monthly:" + ",".join("last" if d < 0 else str(d) for d in self.days)
        if self.every == "month_workday":
            return f"monthly:{'last' if self.days[0] < 0 else 'first'}-workday"
        if self.every == "month_weekday":
            return f"monthly:{WEEKDAY_CODES[self.days[0]]}{self.days[1]}"
        if self.every == "year":
            return f"yearly:{self.days[0]:02}-{self.days[1]:02}"
        return {"day": "daily", "workday": "workdays", "quarter": "quarterly"}[self.every]


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def plus_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_end(day: date) -> date:
    """The last day of the quarter; quarters of the fiscal and of the calendar year end on the same days."""
    return month_end(date(day.year, (day.month - 1) // 3 * 3 + 3, 1))


def plus_workdays(day: date, count: int, working: Working) -> date:
    """`count` working days after the day, which itself doesn't count; before it with a negative count."""
    step = timedelta(days=1 if count >= 0 else -1)
    while count:
        day += step
        if working(day):
            count += -1 if step.days > 0 else 1
    return day


def first_workday(day: date, working: Working) -> date:
    """The day itself or the first working day after it."""
    while not working(day):
        day += timedelta(days=1)
    return day


def last_workday(day: date, working: Working) -> date:
    """The day itself or the last working day before it."""
    while not working(day):
        day -= timedelta(days=1)
    return day


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """The which-th such weekday of a month (-1: the last); None where it has fewer."""
    if which < 0:
        end = month_end(date(year, month, 1))
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    return day if day.month == month else None


def next_time(repeat: Repeat, after: date, working: Working, *, begun: date | None = None) -> date:
    """The first time that is later than `after`. `begun`: a time of it, from which every other week is counted.
    Raises ValueError for what never comes."""
    for day in islice(_following(after), _LONGEST):
        if _falls_on(repeat, day, working) and not _left_out(repeat, day, begun):
            return day
    raise ValueError(f"{repeat.code} never comes")


def _following(after: date) -> Iterator[date]:
    day = after
    while True:
        day += timedelta(days=1)
        yield day


def _falls_on(repeat: Repeat, day: date, working: Working) -> bool:
    days = repeat.days
    if repeat.every == "day":
        return True
    if repeat.every == "workday":
        return working(day)
    if repeat.every == "week":
        return day.weekday() in days
    if repeat.every == "month":
        end = month_end(day).day
        return day.day in {end if d < 0 or d > end else d for d in days}
    if repeat.every == "month_workday":
        which = first_workday(day.replace(day=1), working) if days[0] > 0 else last_workday(month_end(day), working)
        return day == which
    if repeat.every == "month_weekday":
        return day == nth_weekday(day.year, day.month, days[0], days[1])
    if repeat.every == "quarter":
        return day == quarter_end(day)
    return (day.month, day.day) == days


def _left_out(repeat: Repeat, day: date, begun: date | None) -> bool:
    if repeat.every != "week" or repeat.step == 1 or begun is None:
        return False
    weeks = ((day - timedelta(days=day.weekday())) - (begun - timedelta(days=begun.weekday()))).days // 7
    return weeks % repeat.step != 0
