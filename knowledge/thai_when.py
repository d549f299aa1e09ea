"""When something is due, as officers type it: พรุ่งนี้บ่ายสอง, ศุกร์หน้า, ภายใน 3 วันทำการ, ๒๕ ธ.ค. ๖๙, ทุกวันที่ 25.

What can only be meant in one way is understood. Everything else comes back with the readings that it may have, so
that the person can be asked: nothing is taken for a day that nobody said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from knowledge.repeats import (
    Repeat,
    Working,
    first_workday,
    last_workday,
    next_time,
    plus_months,
    plus_workdays,
)
from knowledge.when_days import Ctx, Why
from knowledge.when_forms import DaySaid, Unit, said_days
from knowledge.when_repeats import RepeatSaid, said_repeats
from knowledge.when_times import TimeSaid, bare_time, times
from knowledge.when_words import cleaned, with_digits

LONGEST = 2_000
"""Characters that are looked at; a reminder is a line."""
MOST_READINGS = 3
"""More days than these in one text can't be asked about in one line."""


@dataclass(frozen=True)
class Reading:
    """One day that may be meant; of what repeats, the first."""

    day: date
    at: time | None = None
    repeat: Repeat | None = None


@dataclass(frozen=True)
class When:
    """What a text says of when. `why` is empty when it is plain: then there is exactly one reading."""

    readings: tuple[Reading, ...]
    why: Why
    said: str
    """The words that say it, as typed; empty when none do."""
    rest: str
    """The text without them."""

    @property
    def plain(self) -> Reading | None:
        """The one reading, where nothing has to be asked."""
        return self.readings[0] if not self.why and len(self.readings) == 1 else None


def read(text: str, now: datetime, working: Working) -> When:
    """Reads the day, the time and the repetition in `text`; `now` in the zone in which it was typed."""
    text = cleaned(text[:LONGEST])
    plain = with_digits(text)
    ctx = Ctx(now.date(), working)
    clock = list(times(plain))
    blank = _blanked(plain, clock)
    repeats = said_repeats(blank)
    found = said_days(_blanked(blank, repeats), ctx)
    found = _joined(blank, found, ctx)
    if not clock:
        ends = [*(d.end for d in found), *(r.end for r in repeats)]
        clock = [bare for end in ends if (bare := bare_time(plain, end))][:1]
        found = [d for d in found if not any(c.start < d.end and d.start < c.end for c in clock)]
    found, passed = _that_count(blank, found)
    spans = [(d.start, d.end) for d in found]
    spans += [(t.start, t.end) for t in clock] + [(r.start, r.end) for r in repeats]
    said, rest = _apart(text, plain, spans)
    readings, why = _meant(blank, found, repeats, ctx)
    if why == "none" and passed:  # of a letter alone: that is what stands there, and no day to be reminded of
        readings, why = (), "past"
        said = " ".join(text[d.start : d.end] for d in passed)
    readings, why = _at_times(readings, why, clock, now)
    return When(readings, why, said, rest)


def _blanked(text: str, spans: list[TimeSaid] | list[RepeatSaid]) -> str:
    """The text with spaces (as many) where something was read already."""
    for one in spans:
        text = text[: one.start] + "\x00" * (one.end - one.start) + text[one.end :]
    return text


# ---------------------------------------------------------------- joining neighbours

_WITHIN = re.compile(
    r"(?:ภายใน(?:วันที่|วัน)?|ไม่เกิน(?:วันที่|วัน)?|ให้ทัน(?:ภายใน)?|ให้เสร็จ(?:ภายใน|ใน)?|(?<!ภาย)ใน|"
    r"หมดเขต|ครบกำหนด|กำหนดส่ง(?:คือ)?|เดดไลน์|ถึง)\s*$"
)
_BEFORE = re.compile(r"(?:ก่อน(?:ถึง)?(?:วันที่|วัน)?)\s*$")
_AFTER = re.compile(r"(?:หลัง(?:จาก)?|พ้น|เลย|นับ(?:จาก|แต่|ตั้งแต่)|ถัดจาก)(?:วันที่|วัน)?\s*$")
_EVERY = re.compile(r"ทุก\s?(?:ๆ)?\s?$")
_BEGINS = re.compile(r"(?:เริ่ม(?:ตั้งแต่|จาก)?|ตั้งแต่|นับจาก|ครั้งแรก)(?:วันที่|วัน)?\s*$")
_OF_A_LETTER = re.compile(r"(?:ลง(?:วันที่)?|เมื่อ(?:วันที่|วัน)?|ประชุมเมื่อ|ตามมติ)\s*$")
_FROM = re.compile(r"[\s\x00]*(?:นับ(?:จาก|แต่|ตั้งแต่)?|หลัง(?:จาก)?|ถัดจาก|จาก)(?:วันที่|วัน)?[\s\x00]*")
_AHEAD_OF = re.compile(r"[\s\x00]*(?:ก่อน(?:ถึง)?|ล่วงหน้า)(?:วันที่|วัน)?[\s\x00]*")


def _joined(text: str, found: list[DaySaid], ctx: Ctx) -> list[DaySaid]:
    """Distances become days, counted from what stands beside them or from today; ก่อน and ภายใน are heeded."""
    kept: list[DaySaid] = []
    at = 0
    while at < len(found):
        one, following = found[at], found[at + 1] if at + 1 < len(found) else None
        pair = _counted(text, one, following, ctx) if following else None
        if pair or not one.loose:
            kept.append(pair or _limited(text, one, ctx))
        at += 2 if pair else 1
    return kept


def _counted(text: str, one: DaySaid, following: DaySaid, ctx: Ctx) -> DaySaid | None:
    """15 วันนับจากวันที่ 1, 3 วันก่อน 25 ธ.ค., ก่อนสิ้นเดือน 3 วัน."""
    between = text[one.end : following.start]
    if one.kind == "distance" and following.kind != "distance":
        back = _AHEAD_OF.fullmatch(between)
        if not back and not _FROM.fullmatch(between):
            return None
        return _shifted(one, following, one.start, following.end, ctx, back=bool(back))
    if following.kind == "distance" and one.kind != "distance" and not between.strip(" \x00"):
        before = _BEFORE.search(text, 0, one.start)
        after = _AFTER.search(text, 0, one.start)
        if before or after:
            start = (before or after).start()  # type: ignore[union-attr]
            return _shifted(following, one, start, following.end, ctx, back=bool(before))
    return None


def _shifted(distance: DaySaid, anchor: DaySaid, start: int, end: int, ctx: Ctx, *, back: bool) -> DaySaid:
    days = anchor.days[-1:] if anchor.kind == "period" else anchor.days
    moved = tuple(away(d, -distance.count if back else distance.count, distance.unit, ctx.working) for d in days)
    why: Why = anchor.why
    if not why and moved and moved[0] < ctx.today:
        why = "past"
        moved = ()
    return DaySaid(start, end, "day", moved, why)


def away(day: date, count: int, unit: Unit, working: Working) -> date:
    """The day so many days, working days, weeks, months or years away; working days begin with the day after."""
    if unit == "วันทำการ":
        return plus_workdays(day, count, working)
    if unit in ("เดือน", "ปี"):
        return plus_months(day, count * (12 if unit == "ปี" else 1))
    if unit == "ชั่วโมง":
        return day + timedelta(days=count // 24)
    return day + timedelta(days=count * (7 if unit == "สัปดาห์" else 1))


def _limited(text: str, one: DaySaid, ctx: Ctx) -> DaySaid:
    """One day with the word in front of it: ภายใน a period is its last day, ก่อน a day is the day before it."""
    if one.kind == "distance":
        if one.unit == "ชั่วโมง" and one.count % 24:
            return replace(one, kind="day", why="unclear")
        return replace(one, kind="day", days=(away(ctx.today, one.count, one.unit, ctx.working),))
    if _EVERY.search(text, 0, one.start):  # again and again, in a way that isn't known
        return replace(one, kind="day", days=(), why="unclear")
    within, before = _WITHIN.search(text, 0, one.start), _BEFORE.search(text, 0, one.start)
    if within or before:
        one = replace(one, start=(within or before).start())  # type: ignore[union-attr]
    if one.why:
        return one
    if one.kind == "period":
        return replace(one, kind="day", days=one.days[-1:]) if within or before else replace(one, why="unclear")
    if before and not _is_edge(text, one):
        return _day_before(text, one, ctx)
    if after := _AFTER.search(text, 0, one.start):
        days = tuple(first_workday(d + timedelta(days=1), ctx.working) for d in _holidays_through(one, ctx))
        return replace(one, start=after.start(), days=days, why="unclear")
    return one


_EDGE = re.compile(r"(?:ภายใน|ก่อน|ถึง|\s)*(?:สิ้น|ปลาย|หมด|ครบ)")


def _is_edge(text: str, one: DaySaid) -> bool:
    """ก่อนสิ้นเดือน means while the month lasts."""
    return _EDGE.match(text, one.start) is not None


def _day_before(text: str, one: DaySaid, ctx: Ctx) -> DaySaid:
    """The day before it; of a named holiday the last working day before it."""
    named = re.search(r"ปีใหม่|สงกรานต์|วัน(?:พ่อ|แม่|แรงงาน|จักรี)", text[one.start : one.end])
    days = tuple(d - timedelta(days=1) for d in one.days)
    if named:
        days = tuple(last_workday(d, ctx.working) for d in days)
    if days and days[0] < ctx.today:
        return replace(one, days=one.days, why="unclear")
    return replace(one, days=days)


def _holidays_through(one: DaySaid, ctx: Ctx) -> tuple[date, ...]:
    return one.days[-1:] if one.kind == "period" else one.days


# ---------------------------------------------------------------- which of them counts


def _that_count(text: str, found: list[DaySaid]) -> tuple[list[DaySaid], list[DaySaid]]:
    """Without the dates of letters and of what was before; and those with a limit, where there are such."""
    passed = [d for d in found if _OF_A_LETTER.search(text, 0, d.start)]
    found = [d for d in found if d not in passed]
    if any(d.kind == "day" for d in found):  # แผนเดือนหน้า ส่งวันศุกร์: a period beside a day says what, not when
        found = [d for d in found if d.kind == "day"]
    if len(found) > 1:
        limits = [d for d in found if _LIMIT.match(text, d.start)]
        if len(limits) == 1:
            return limits, passed
    return found, passed


_LIMIT = re.compile(r"ภายใน|ไม่เกิน|ก่อน|ให้ทัน|หมดเขต|ครบกำหนด|กำหนดส่ง|เดดไลน์")


def _meant(text: str, found: list[DaySaid], repeats: list[RepeatSaid], ctx: Ctx) -> tuple[tuple[Reading, ...], Why]:
    settled = [r for r in repeats if r.repeat]
    if repeats and len(settled) == len(repeats) and all(_BEGINS.search(text, 0, d.start) for d in found):
        return _first_times(settled, found, ctx)
    if repeats and (found or not settled):
        return (), "unclear"
    if settled:
        return _first_times(settled, found, ctx)
    if not found:
        return (), "none"
    why: Why = next((d.why for d in found if d.why), "")
    days = sorted({day for one in found for day in one.days})
    if not why and len(days) > 1:
        why = "unclear"
    if len(days) > MOST_READINGS:
        days = []
    return tuple(Reading(day) for day in days), why


def _first_times(settled: list[RepeatSaid], found: list[DaySaid], ctx: Ctx) -> tuple[tuple[Reading, ...], Why]:
    """The first time after today, or from the day that is said with it (ทุกวันจันทร์ เริ่ม 5 ม.ค.)."""
    begins = [d for d in found if len(d.days) == 1 and not d.why]
    after = begins[0].days[0] - timedelta(days=1) if len(begins) == 1 else ctx.today
    readings = []
    for one in settled:
        assert one.repeat is not None
        repeat = one.repeat
        if one.clipped:
            repeat = replace(repeat, days=tuple(-1 if d > 28 else d for d in repeat.days))
            day = next_time(repeat, ctx.today - timedelta(days=1), ctx.working)
            return (Reading(day, repeat=repeat),), "unclear"
        readings.append(Reading(next_time(repeat, after, ctx.working), repeat=repeat))
    different = tuple(dict.fromkeys(readings))
    return different, "" if len(different) == 1 else "unclear"


def _at_times(
    readings: tuple[Reading, ...], why: Why, clock: list[TimeSaid], now: datetime
) -> tuple[tuple[Reading, ...], Why]:
    """The time of day joined to the day; alone it means today, unless that has passed."""
    if not clock:
        return readings, why
    if len({t.readings for t in clock}) > 1:
        return readings, why or "unclear"
    hours = clock[0].readings
    if not hours:
        return (), "impossible"
    if not readings and why == "none":
        readings, why = (Reading(now.date()),), ""
    if not why and len(readings) == 1:
        one = readings[0]
        if one.day == now.date() and all(hour <= now.time() for hour in hours):
            return (replace(one, day=one.day + timedelta(days=1), at=hours[0]),), "past"
        timed = tuple(replace(one, at=hour) for hour in hours if one.day > now.date() or hour > now.time())
        return timed, "" if len(timed) == 1 else "unclear"
    return tuple(replace(one, at=hours[0]) for one in readings) if len(hours) == 1 else readings, why


_AROUND = re.compile(r"(?:เวลา|ตอน|ใน|ที่|วันที่|ภายใน|ก่อน|ไม่เกิน|กำหนดส่ง(?:คือ)?|ให้ทัน|เริ่ม|ประจำ|,)\s*$")


def _apart(text: str, plain: str, spans: list[tuple[int, int]]) -> tuple[str, str]:
    """The words of when, and the text without them."""
    said, rest, at = [], [], 0
    for start, end in sorted(spans):
        if start < at:
            continue
        while (lead := _AROUND.search(plain, at, start)) and lead.start() >= at:
            start = lead.start()
        said.append(text[start:end].strip())
        rest.append(text[at:start].strip())
        at = end
    rest.append(text[at:].strip())
    return " ".join(s for s in said if s), " ".join(r for r in rest if r)
