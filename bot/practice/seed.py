"""What the practice room starts with: the office, its roster, its group, and stories of the past weeks.

Office and people are written as `office add`, `roster import` and `office link` would; the stories are told
through the webhook like any other, so that they are heard, filed and indexed by the real thing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.config import BANGKOK
from bot.practice.happenings import Happenings, JsonEvent
from bot.practice.office import PracticeOffice
from knowledge.people import Group, Member, Office, PeopleStore


def seed(
    people: PeopleStore,
    deliver: Callable[[list[JsonEvent]], None],
    *,
    office: PracticeOffice,
    make: Happenings,
    now: datetime,
    told: bool = False,
) -> bool:
    """Writes the office where it is not there yet, and tells its stories then or when they are not `told` yet.
    Gives whether anything was done. Doing it twice keeps each story once: its ids are always the same."""
    new = settle(people, office, now)
    if new or not told:
        deliver(history(office, make, now))
    return new or not told


def settle(people: PeopleStore, office: PracticeOffice, now: datetime) -> bool:
    """Writes the office, its roster and its group; False where the office is there already."""
    if people.office(office.office_id) is not None:
        return False
    people.put_office(Office(office.office_id, office.name, office.taxonomy, fiscal_year(now), office.code))
    for m in office.members:
        member = Member(
            id=m.key,
            full_name=m.full_name,
            nickname=m.nickname,
            position=m.position,
            unit=office.name,
            expertise=m.expertise,
            display_name=m.line_name,
            user_id=m.user_id,
            retire_fiscal_year=m.retires,
            role=m.role,
        )
        people.put_member(office.office_id, member)
    people.put_group(Group(office.group_id, office.office_id, now, office.group_name))
    return True


def history(office: PracticeOffice, make: Happenings, now: datetime) -> list[JsonEvent]:
    """The webhook events of what was told, oldest first, with the timestamps of their days."""
    events = []
    today = now.astimezone(BANGKOK).date()
    for told in sorted(office.told, key=lambda t: (-t.days, t.at)):
        at = datetime.combine(today - timedelta(days=told.days), told.at, BANGKOK)
        event = make.text(office.group_id, told.user_id, told.text, at=at)
        number = int(hashlib.sha256(f"{told.user_id} {told.text}".encode()).hexdigest(), 16)
        event["message"]["id"] = str(10**16 + number % 10**16)
        event["webhookEventId"] = "01PRACT1CE" + f"{number % 10**16:016d}"
        events.append(event)
    return events


def fiscal_year(now: datetime) -> int:
    """The Buddhist year in which the fiscal year of `now` ends (1 October to 30 September)."""
    local = now.astimezone(BANGKOK)
    return local.year + 543 + (local.month >= 10)
