"""Thai dates as offices write them: Buddhist years, Arabic digits in chat (domain.md §6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from pythainlp.util import thai_strftime

BANGKOK = timezone(timedelta(hours=7))


def short_date(at: datetime) -> str:
    """5 มี.ค. 69"""
    return str(thai_strftime(at.astimezone(BANGKOK), "%-d %b %y"))


def short_month(at: datetime) -> str:
    """มี.ค. 69"""
    return str(thai_strftime(at.astimezone(BANGKOK), "%b %y"))


def fiscal_year(at: datetime) -> int:
    """The Buddhist year in which the fiscal year of this moment ends: 1 October 2025 → 2569."""
    local = at.astimezone(BANGKOK)
    return local.year + 543 + (local.month >= 10)


WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)


def full_day(day: date) -> str:
    """วันศุกร์ที่ 25 ธันวาคม 2569"""
    return f"วัน{WEEKDAYS[day.weekday()]}ที่ {day.day} {MONTHS[day.month - 1]} {day.year + 543}"


def weekday_date(day: date) -> str:
    """ศุกร์ 25 ธ.ค. 69"""
    return f"{WEEKDAYS[day.weekday()]} {thai_strftime(datetime(day.year, day.month, day.day), '%-d %b %y')}"  # noqa: DTZ001
