"""Thai dates as offices write them: Buddhist years, Arabic digits in chat (domain.md §6)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

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
