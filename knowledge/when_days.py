"""What a day may mean that is written as a date, a weekday or a word such as พรุ่งนี้."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.repeats import Working, last_workday, month_end, nth_weekday, plus_months, plus_workdays
from knowledge.when_words import MONTH, month_number, named_day, number, weekday_number, year_number

Why = Literal["", "past", "impossible", "far", "unclear", "none"]
"""Why a day isn't plain: it has passed, isn't in the calendar, lies too far ahead, may be several, or isn't said."""
Parts = Mapping[str, str]
"""What the named groups of a form have matched; "" for those that matched nothing or aren't in the form."""
Meant = tuple[tuple[date, ...], Why]

RECENT_DAYS = 60
"""A day without a year that has passed so lately may be a slip: it is asked, and not taken for next year's."""
FAR_YEARS = 12
"""Nobody asks to be reminded further ahead: the year is a slip."""
THIS = r"(?:นี้|ปัจจุบัน)"
NEXT = r"(?:หน้า|ถัดไป|ต่อไป)"


@dataclass(frozen=True)
class Ctx:
    """From when a text is read."""

    today: date
    working: Working


Reader = Callable[[Parts, Ctx], Meant]


def parts_of(found: re.Match[str]) -> Parts:
    """The named groups of a match."""
    return defaultdict(str, {name: value or "" for name, value in found.groupdict().items()})


def is_next(said: str) -> bool:
    """หน้า, ถัดไป: the one after this."""
    return re.search(NEXT, said) is not None


# ---------------------------------------------------------------- dates


def at_year(day: int, month: int, year_said: str, today: date) -> Meant:
    """A day and month as said, with or without a year."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        if 1 <= day <= 12 and 13 <= month <= 31:  # month first, as in American dates
            return at_year(month, day, year_said, today)[0], "impossible"
        return (), "impossible"
    if not year_said:
        return without_year(day, month, today)
    year = year_number(year_said)
    if year is None or year - today.year > FAR_YEARS:
        return (), "far"
    meant = made(year, month, day)
    if meant is None:
        return (month_end(date(year, month, 1)),), "impossible"
    if meant < today:
        return without_year(day, month, today, slip_days=0)[0], "past"
    return (meant,), ""


def without_year(day: int, month: int, today: date, *, slip_days: int = RECENT_DAYS) -> Meant:
    """The next such day; asked when it was there a short while ago, or isn't there each year."""
    if (day, month) == (29, 2):
        first = next(d for y in (0, 1) if (d := month_end(date(today.year + y, 2, 1))) >= today)
        leap = next(d for y in range(9) if (d := month_end(date(today.year + y, 2, 1))).day == 29 and d >= today)
        return ((first,), "") if leap == first else ((first, leap), "impossible")
    coming = next((on for y in (0, 1) if (on := made(today.year + y, month, day)) and on >= today), None)
    if coming is None:
        ends = (month_end(date(today.year + y, month, 1)) for y in (0, 1))
        return (next(end for end in ends if end >= today),), "impossible"
    if coming.year > today.year and 0 < (today - date(today.year, month, day)).days <= slip_days:
        return (coming,), "past"
    return (coming,), ""


def made(year: int, month: int, day: int) -> date | None:
    """The date; None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written(said: Parts, ctx: Ctx) -> Meant:
    """25 ธ.ค. 69, with a weekday in front or without."""
    year = said["y"] or (str(ctx.today.year + is_next(said["rel"])) if said["rel"] else "")
    days, why = at_year(int(said["d"]), month_number(said["mon"]), year, ctx.today)
    return with_weekday(said["dow"], days, why)


def with_weekday(dow: str, days: tuple[date, ...], why: Why) -> Meant:
    """When the weekday isn't that of the day, one of them is a slip: both are readings."""
    if not dow or why or len(days) != 1:
        return days, why
    off = (weekday_number(dow) - days[0].weekday() + 3) % 7 - 3
    return (days, "") if not off else ((days[0], days[0] + timedelta(days=off)), "unclear")


def span(said: Parts, ctx: Ctx) -> Meant:
    """25-27 ธ.ค. 69: when it begins or when it ends."""
    last, why = at_year(int(said["d2"]), month_number(said["mon"]), said["y"], ctx.today)
    if why or not 1 <= int(said["d"]) < int(said["d2"]):
        return last, why or "unclear"
    return (last[0].replace(day=int(said["d"])), last[0]), "unclear"


def span_of_month(said: Parts, ctx: Ctx) -> Meant:
    """วันที่ 25-26: the first or the last of them."""
    found = [day_of_month({"d": said[n]}, ctx) for n in ("d", "d2")]
    if any(why == "impossible" for _, why in found):
        return (), "impossible"
    return tuple(sorted({meant[0] for meant, _ in found})), "unclear"


def in_digits(said: Parts, ctx: Ctx) -> Meant:
    """25/12/69, 2026-12-25, วันที่ 25 เดือน 12: the day stands before the month, as everywhere in Thailand."""
    days, why = at_year(int(said["d"]), int(said["m"]), said["y"], ctx.today)
    return with_weekday(said["dow"], days, why)


def of_month(said: Parts, ctx: Ctx) -> Meant:
    """วันที่ 5 เดือนหน้า, เดือนหน้าวันที่ 5, วันที่ 25 ของเดือนนี้."""
    first = plus_months(ctx.today.replace(day=1), 1 if is_next(said["rel"]) else 0)
    return at_year(int(said["d"]), first.month, str(first.year), ctx.today)


def day_of_month(said: Parts, ctx: Ctx) -> Meant:
    """วันที่ 5: the next one; asked when it is today, and where this month has no such day."""
    day = int(said["d"])
    if not 1 <= day <= 31:
        return (), "impossible"
    first, end = ctx.today.replace(day=1), month_end(ctx.today)
    months = (plus_months(first, n) for n in (1, 2))
    later = next(d for month in months if (d := made(month.year, month.month, day)))
    if day > end.day:
        return (end, later), "unclear"
    here = ctx.today.replace(day=day)
    if here == ctx.today:
        return (here, later), "unclear"
    return (here if here > ctx.today else later,), ""


def weekday_and_day(said: Parts, ctx: Ctx) -> Meant:
    """ศุกร์ที่ 27."""
    days, why = day_of_month(said, ctx)
    fitting = [d for d in days if d.weekday() == weekday_number(said["dow"])]
    if why == "unclear" and len(fitting) == 1:
        return (fitting[0],), ""
    return with_weekday(said["dow"], days, why)


# ---------------------------------------------------------------- weekdays


def weekday(said: Parts, ctx: Ctx) -> Meant:
    """วันศุกร์, ศุกร์นี้: the next one, asked on a Friday. ศุกร์หน้า: that of next week, asked on a Sunday, which some
    count to the week before it and some to the week after it."""
    today, wanted = ctx.today, weekday_number(said["dow"])
    coming = today + timedelta(days=(wanted - today.weekday()) % 7)
    if re.search("แล้ว|ก่อน|ผ่านมา", said["rel"]):
        return (), "past"
    if is_next(said["rel"]):
        of_next_week = today + timedelta(days=7 - today.weekday() + wanted)
        if today.weekday() == 6:
            return (of_next_week, of_next_week + timedelta(days=7)), "unclear"
        return (of_next_week,), ""
    if coming == today:
        return (today, today + timedelta(days=7)), "unclear"
    return (coming,), ""


def weekday_of_week(said: Parts, ctx: Ctx) -> Meant:
    """วันพุธสัปดาห์หน้า, สัปดาห์หน้าวันพุธ."""
    weeks = 1 if is_next(said["rel"]) else 0
    day = ctx.today + timedelta(days=7 * weeks - ctx.today.weekday() + weekday_number(said["dow"]))
    if weeks and ctx.today.weekday() == 6:
        return (day, day + timedelta(days=7)), "unclear"
    return ((day,), "") if day >= ctx.today else ((day + timedelta(days=7),), "past")


def nth(said: Parts, ctx: Ctx) -> Meant:
    """ศุกร์สุดท้ายของเดือน, จันทร์แรกของเดือนหน้า, วันทำการสุดท้ายของเดือน: of this month while it is still to come."""
    first = ctx.today.replace(day=1)
    if mon := re.search(MONTH, said["of"], re.IGNORECASE):
        months = [without_year(1, month_number(mon.group()), first, slip_days=0)[0][0]]
    elif is_next(said["of"]):
        months = [plus_months(first, 1)]
    else:
        months = [first] if re.search(THIS, said["of"]) else [first, plus_months(first, 1)]
    for month in months:
        day = _nth_of(said["dow"], which_of(said["nth"]), month, ctx)
        if day and day >= ctx.today:
            return (day,), ""
    return (), "past"


def _nth_of(dow: str, which: int, first: date, ctx: Ctx) -> date | None:
    if dow:
        return nth_weekday(first.year, first.month, weekday_number(dow), which)
    if which < 0:
        return last_workday(month_end(first), ctx.working)
    return plus_workdays(first - timedelta(days=1), which, ctx.working)


def which_of(said: str) -> int:
    """แรก → 1, ที่สอง → 2, สุดท้าย → -1."""
    if "สุดท้าย" in said:
        return -1
    return 1 if "แรก" in said else number(re.sub(r"^ที่\s*", "", said.strip()))


# ---------------------------------------------------------------- near days, days with a name


def near(days: int) -> Reader:
    """So many days from today."""
    return lambda said, ctx: ((ctx.today + timedelta(days=days),), "")


def gone(said: Parts, ctx: Ctx) -> Meant:
    """เมื่อวาน."""
    return (), "past"


def vague(said: Parts, ctx: Ctx) -> Meant:
    """สองสามวันนี้, ต้นปีหน้า: no day of its own."""
    return (), "unclear"


def named(said: Parts, ctx: Ctx) -> Meant:
    """วันพ่อ, ปีใหม่, สงกรานต์."""
    years = (ctx.today.year, ctx.today.year + 1)
    day = next((d for y in years if (d := named_day(said["name"], y)) and d >= ctx.today), None)
    return ((day,), "") if day else ((), "unclear")
