"""Whether the month can pay for one more push: LINE counts it once for each member of the group, and what is used up
in the first week is missed in the last (line-platform.md, Sending)."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
LEAST_DAYS = 7.0
"""A month younger than this is forecast as if it had this many days behind it: the first pushes say little."""


def forecast(used: int, now: datetime) -> float:
    """What the month will have used at its end if it goes on like this. `used`: people pushed to so far."""
    here = now.astimezone(BANGKOK)
    days = calendar.monthrange(here.year, here.month)[1]
    gone = here.day - 1 + (here.hour * 60 + here.minute) / 1440
    return used * days / min(max(gone, LEAST_DAYS), float(days))


def may_push(people: int, used: int, limit: int | None, now: datetime) -> bool:
    """Whether a push to `people` fits, both now and with what the rest of the month is likely to need. `limit` None:
    a plan without one."""
    if limit is None:
        return True
    return used + people <= limit and forecast(used, now) + people <= limit
