"""What the edges of weeks, months, quarters and years mean (สิ้นเดือน, ต้นปีงบ), and the periods themselves.

A period is read as its first and last day. Quarters and ปีงบ are those of the fiscal year (domain.md §2); a period's
first day is a working day, its last the last of the calendar, but Friday or the last working day of a week."""

from __future__ import annotations

import re
from datetime import date, timedelta

from knowledge.repeats import first_workday, last_workday, month_end, plus_months, quarter_end
from knowledge.when_days import NEXT, THIS, Ctx, Meant, Parts, is_next, without_year
from knowledge.when_words import SHORT_MONTHS, month_number, number, year_number


def fiscal_end(day: date) -> date:
    """The end of the fiscal year in which a day lies."""
    return date(day.year + (day.month >= 10), 9, 30)


# ---------------------------------------------------------------- edges


def month_edge(said: Parts, ctx: Ctx) -> Meant:
    """สิ้นเดือน, ต้นเดือนหน้า, กลางเดือนธันวา, ปลายเดือน."""
    first = _which_month(said, ctx)
    if first is None:
        return (), "past"
    edge, today = said["edge"], ctx.today
    open_ = not said["mon"] and not re.search(f"{THIS}|{NEXT}", said["rel"])
    end = month_end(first)
    if edge in ("สิ้น", "สุดท้าย"):
        return ((end, month_end(plus_months(first, 1))), "unclear") if end == today and open_ else ((end,), "")
    if edge == "ปลาย":
        return tuple(d for d in (first.replace(day=25), end) if d >= today), "unclear"
    day = first_workday(first, ctx.working) if edge == "ต้น" else first.replace(day=15)
    if day < today and open_:
        following = plus_months(first, 1)
        day = first_workday(following, ctx.working) if edge == "ต้น" else following.replace(day=15)
    return ((day,), "") if day >= today else ((), "past")


def edge_of_number(said: Parts, ctx: Ctx) -> Meant:
    """สิ้นเดือน 2: of February, if the number is one of a month and doesn't count something else."""
    this, _ = month_edge({**dict.fromkeys(("mon", "y", "rel"), ""), **said}, ctx)
    if not 1 <= int(said["m"]) <= 12:
        return this, "unclear"
    of_month = {"edge": said["edge"], "mon": SHORT_MONTHS[int(said["m"]) - 1], "y": "", "rel": ""}
    that, _ = month_edge(of_month, ctx)
    return tuple(sorted({*this, *that})), "unclear"


def _which_month(said: Parts, ctx: Ctx) -> date | None:
    """The first day of the month that is meant; None when it has passed."""
    here = ctx.today.replace(day=1)
    if said["mon"] and not said["y"]:
        return without_year(1, month_number(said["mon"]), here, slip_days=0)[0][0]
    if said["mon"]:
        year = year_number(said["y"])
        first = date(year, month_number(said["mon"]), 1) if year else None
        return first if first and first >= here else None
    return plus_months(here, 1 if is_next(said["rel"]) else 0)


def year_edge(said: Parts, ctx: Ctx) -> Meant:
    """สิ้นปี: 31 December."""
    year = year_number(said["y"]) if said["y"] else ctx.today.year + is_next(said["rel"])
    return _yearly(date(year, 12, 31), bool(said["rel"] or said["y"]), ctx) if year else ((), "far")


def fiscal_edge(said: Parts, ctx: Ctx) -> Meant:
    """สิ้นปีงบ: 30 September; a number is the name of the fiscal year."""
    end = fiscal_end(ctx.today)
    if said["y"]:
        year = year_number(said["y"])
        return _yearly(date(year, 9, 30), True, ctx) if year else ((), "far")
    if is_next(said["rel"]):
        end = end.replace(year=end.year + 1)
    return _yearly(end, bool(said["rel"]), ctx)


def _yearly(end: date, plain: bool, ctx: Ctx) -> Meant:
    if end < ctx.today:
        following = end.replace(year=ctx.today.year)
        return (following if following >= ctx.today else following.replace(year=ctx.today.year + 1),), "past"
    if end == ctx.today and not plain:
        return (end, end.replace(year=end.year + 1)), "unclear"
    return (end,), ""


def fiscal_begin(said: Parts, ctx: Ctx) -> Meant:
    """ต้นปีงบ: the first working day of the next one; this year's is behind us. ต้นปีงบ 70 begins in October 2569."""
    if said["y"]:
        year = year_number(said["y"])
        if year is None:
            return (), "far"
        day = first_workday(date(year - 1, 10, 1), ctx.working)
        return ((day,), "") if day >= ctx.today else ((), "past")
    return (first_workday(fiscal_end(ctx.today) + timedelta(days=1), ctx.working),), ""


def quarter_edge(said: Parts, ctx: Ctx) -> Meant:
    """สิ้นไตรมาส 2: 31 March."""
    end = quarter_end(ctx.today)
    if said["n"]:
        which = 1 if said["n"] == "แรก" else 4 if said["n"] == "สุดท้าย" else number(said["n"])
        if not 1 <= which <= 4:
            return (), "impossible"
        end = month_end(date(fiscal_end(ctx.today).year - (which == 1), (which * 3 + 8) % 12 + 1, 1))
        return (month_end(plus_months(end, 12)) if end < ctx.today else end,), ""
    if is_next(said["rel"]):
        end = month_end(plus_months(end, 3))
    if end == ctx.today and not said["rel"]:
        return (end, month_end(plus_months(end, 3))), "unclear"
    return (end,), ""


def week_edge(said: Parts, ctx: Ctx) -> Meant:
    """ต้นสัปดาห์หน้า, กลางสัปดาห์, ปลายสัปดาห์นี้."""
    monday = ctx.today + timedelta(days=(7 if is_next(said["rel"]) else 0) - ctx.today.weekday())
    if said["edge"] == "ต้น":
        day = first_workday(monday, ctx.working)
    elif said["edge"] == "กลาง":
        day = monday + timedelta(days=2)
    else:
        day = last_workday(monday + timedelta(days=4), ctx.working)
    if is_next(said["rel"]) and ctx.today.weekday() == 6:
        return (day, day + timedelta(days=7)), "unclear"
    if not said["rel"] and day == ctx.today:
        return (day, day + timedelta(days=7)), "unclear"
    return ((day,), "") if day >= ctx.today else ((day + timedelta(days=7),), "past")


# ---------------------------------------------------------------- periods


def week(said: Parts, ctx: Ctx) -> Meant:
    """สัปดาห์หน้า; asked on a Sunday, and this week when its working days are over."""
    monday = ctx.today + timedelta(days=(7 if is_next(said["rel"]) else 0) - ctx.today.weekday())
    last = last_workday(monday + timedelta(days=4), ctx.working)
    if is_next(said["rel"]) and ctx.today.weekday() == 6:
        return (last, last_workday(last + timedelta(days=7), ctx.working)), "unclear"
    if last < ctx.today:
        return (last_workday(monday + timedelta(days=11), ctx.working),), "unclear"
    return (max(first_workday(monday, ctx.working), ctx.today), last), ""


def month(said: Parts, ctx: Ctx) -> Meant:
    """เดือนหน้า, ธ.ค. 69."""
    first = _which_month(said, ctx)
    if first is None:
        return (), "past"
    return (max(first_workday(first, ctx.working), ctx.today), month_end(first)), ""


def year(said: Parts, ctx: Ctx) -> Meant:
    """ปีนี้, ปีหน้า: of the calendar."""
    number_ = ctx.today.year + is_next(said["rel"])
    return (max(first_workday(date(number_, 1, 1), ctx.working), ctx.today), date(number_, 12, 31)), ""


def fiscal(said: Parts, ctx: Ctx) -> Meant:
    """ปีงบประมาณนี้, ปีงบ 70."""
    days, why = fiscal_edge(said, ctx)
    if why:
        return days, why
    begin = first_workday(date(days[0].year - 1, 10, 1), ctx.working)
    return (max(begin, ctx.today), days[0]), ""


def quarter(said: Parts, ctx: Ctx) -> Meant:
    """ไตรมาส 2, ไตรมาสหน้า."""
    days, why = quarter_edge(said, ctx)
    if why:
        return days, why
    begin = first_workday(plus_months(days[0].replace(day=1), -2), ctx.working)
    return (max(begin, ctx.today), days[0]), ""
