"""Reminders: what is due when, and when to warn ahead, follow up on the day and chase when overdue (Lampang Warning
Center, `000` §6.7; โมเดล ปตท., S19). In the group only what is still to come is said; what is overdue is between the
bot, who promised it and who looks after the community."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, Protocol

from knowledge.people import Member, is_keeper
from knowledge.repeats import Repeat, Working, last_workday, next_time
from knowledge.rules import Rules

Kind = Literal["task", "record", "training", "review", "followup"]
"""A task; a knowledge record owed (S1); a report of a training (S21); a review due; a commitment of a review."""
Colour = Literal["green", "yellow", "orange", "red", "black"]

MORNING = time(8, 30)
"""When the day's reminders are said, in Bangkok."""
HOUR_BEFORE = timedelta(hours=1)
REPORT_DAYS = 15
"""After the return from a training its report is due (`001` §14)."""
LATE = -1
"""The stage after the day has passed."""
CHASE_AGAIN = timedelta(days=3)
"""How often somebody is asked in private about what is overdue; after the first time the facilitator hears, too."""
MOST_OPEN = 300
DONE_KEPT = timedelta(days=60)
DRAFTS_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Reminder:
    """Something that is to be done by a day."""

    id: str
    office_id: str
    group_id: str
    """Empty for what somebody asked to be reminded of in private."""
    text: str
    by: str
    """Member id of who asked for it."""
    due: date
    created_at: datetime
    who: tuple[str, ...] = ()
    """Member ids of who does it; empty: the whole group."""
    at: time | None = None
    repeat: Repeat | None = None
    kind: Kind = "task"
    message_id: str = ""
    """Of the message that asked for it, which can be taken back."""
    note_id: str = ""
    """Of a commitment: the review in which it stands."""
    done_at: datetime | None = None
    done_by: str = ""
    draft: bool = False
    """Its day or its text is being asked for; nobody is reminded yet."""


class ReminderStore(Protocol):
    """The reminders of one office, and what was said of them. Changes become visible when the turn is committed."""

    def all(self) -> list[Reminder]: ...
    def get(self, reminder_id: str) -> Reminder | None: ...
    def put(self, reminder: Reminder) -> None: ...
    def remove(self, reminder_id: str) -> None: ...

    def told(self) -> dict[str, str]:
        """What was said already: see `Told`."""
        ...

    def tell(self, key: str, value: str) -> None: ...


def reminder_id(message_id: str) -> str:
    """Made of the message, so that asking is kept once."""
    return f"r{message_id}"


def kind_of(text: str) -> Kind:
    """What a reminder is about, by its words."""
    if re.search(r"องค์ความรู้|แบบบันทึกความรู้", text):
        return "record"
    if re.search(r"รายงาน.{0,12}(?:อบรม|ดูงาน|สัมมนา|ไปราชการ)|ผลการ(?:อบรม|ฝึกอบรม|ดูงาน)", text):
        return "training"
    if re.search(r"(?<![a-z])(?:aar|bar|dar)(?![a-z])|ถอดบทเรียน|ทบทวนหลัง", text, re.IGNORECASE):
        return "review"
    return "task"


# ---------------------------------------------------------------- stages


def warn_days(reminder: Reminder, rules: Rules) -> tuple[int, ...]:
    """How many days ahead it is warned of, the most first: per kind, and never more than half of its period ahead."""
    days = {
        "training": rules.warn_training,
        "review": rules.warn_review,
        "followup": rules.warn_followup,
    }.get(reminder.kind, rules.warn_days)
    longest = 400
    if reminder.repeat:
        longest = {"day": 0, "workday": 0, "week": 0, "quarter": 15, "year": 400}.get(reminder.repeat.every, 7)
    return tuple(sorted({d for d in days if 0 < d <= longest}, reverse=True))


def rolled(reminder: Reminder, today: date, working: Working) -> Reminder:
    """What repeats moves on by itself: each day or week at once, longer periods when their next day has come."""
    repeat = reminder.repeat
    while repeat and reminder.due < today:
        following = next_time(repeat, reminder.due, working, begun=reminder.due)
        if repeat.every not in ("day", "workday", "week") and following > today:
            break
        reminder = replace(reminder, due=following)
    return reminder


def stage(reminder: Reminder, today: date, warn: Iterable[int], working: Working) -> int | None:
    """Days ahead of the warning that has come by today, 0 for the day itself, LATE after it; None: not yet.
    A warning that would fall on a day without work comes on the working day before."""
    if today > reminder.due:
        return LATE
    reached = [days for days in (*warn, 0) if _day(reminder, days, working) <= today]
    return min(reached) if reached else None


def _day(reminder: Reminder, days: int, working: Working) -> date:
    return last_workday(reminder.due - timedelta(days=days), working)


def moments(reminder: Reminder, warn: Iterable[int], working: Working) -> list[tuple[int, datetime]]:
    """Each stage and when it comes, in Thai time without a zone; what is to be done at a set time on the day on which
    it was asked comes an hour before it."""
    found = []
    for days in (*warn, 0):
        at = datetime.combine(_day(reminder, days, working), MORNING)
        if days == 0 and reminder.at is not None:
            begins = datetime.combine(reminder.due, reminder.at) - HOUR_BEFORE
            at = begins if reminder.created_at.replace(tzinfo=None) >= at else min(at, begins)
        found.append((days, at))
    return found


def colour(left: int) -> Colour:
    """Of urgency (S4): more than 15 days green, more than 7 yellow, more than one orange, then red; black: overdue."""
    if left < 0:
        return "black"
    return "green" if left > 15 else "yellow" if left > 7 else "orange" if left > 1 else "red"


# ---------------------------------------------------------------- what was said


@dataclass(frozen=True)
class Told:
    """What was said of reminders, as strings: reminder id → "DUE STAGE STAGE…"; "ID MEMBER" → "DUE DAY" of the last
    time somebody was told in private; "group ID" → the day of its last reminder message."""

    kept: dict[str, str]

    def stages(self, reminder: Reminder) -> set[int]:
        due, _, stages = self.kept.get(reminder.id, "").partition(" ")
        return {int(s) for s in stages.split()} if due == reminder.due.isoformat() else set()

    def with_stage(self, reminder: Reminder, reached: int) -> str:
        """The value for reminder.id once this stage was said."""
        stages = sorted({*self.stages(reminder), reached}, reverse=True)
        return " ".join([reminder.due.isoformat(), *map(str, stages)])

    def privately(self, reminder: Reminder, member_id: str) -> date | None:
        due, _, day = self.kept.get(f"{reminder.id} {member_id}", "").partition(" ")
        return date.fromisoformat(day) if due == reminder.due.isoformat() else None

    def of_group(self, group_id: str) -> date | None:
        day = self.kept.get(f"group {group_id}")
        return date.fromisoformat(day) if day else None


def to_say(reminder: Reminder, told: Told, now: datetime, warn: tuple[int, ...], working: Working) -> int | None:
    """The stage that the group should hear now; None when there is none, or it heard this or a later one. `now` in
    Thai time without a zone."""
    reached = [days for days, at in moments(reminder, warn, working) if at <= now]
    if reminder.done_at or not reached or now.date() > reminder.due:
        return None
    said = told.stages(reminder)
    return min(reached) if not said or min(said) > min(reached) else None


def next_moment(
    reminders: Iterable[Reminder], told: Told, now: datetime, rules: Rules, working: Working
) -> datetime | None:
    """When there is next something to say of these in their group, which may be now; Thai time without a zone."""
    found: list[datetime] = []
    for one in reminders:
        if one.done_at:
            continue
        one = rolled(one, now.date(), working)
        warn = warn_days(one, rules)
        if to_say(one, told, now, warn, working) is not None:
            found.append(now)
        later = [at for days, at in moments(one, warn, working) if at > now and days not in told.stages(one)]
        if not later and one.repeat:
            following = replace(one, due=next_time(one.repeat, max(one.due, now.date()), working, begun=one.due))
            later = [at for _, at in moments(following, warn_days(following, rules), working) if at > now]
        found += later
    return min(found) if found else None


# ---------------------------------------------------------------- people


def may_change(reminder: Reminder, member: Member | None) -> bool:
    """Who asked for it, who does it, who looks after the community; of what is the whole group's, everybody."""
    if member is None:
        return False
    return not reminder.who or member.id in (*reminder.who, reminder.by) or is_keeper(member)


def is_facilitator(member: Member, members: Iterable[Member]) -> bool:
    """คุณอำนวย; all who look after the community where the roster names none."""
    if any(role in member.role.lower() for role in ("คุณอำนวย", "facilitator")):
        return True
    return is_keeper(member) and not any("คุณอำนวย" in m.role and m.user_id and not m.left for m in members)


def chased(
    reminder: Reminder, member: Member, told: Told, today: date, members: list[Member], working: Working
) -> bool:
    """Whether this person hears in private now that it is overdue: who does it first; who looks after the community
    three days later, and at once where nobody is left to do it."""
    if reminder.done_at or today <= reminder.due:
        return False
    last = told.privately(reminder, member.id)
    if last is not None and today - last < CHASE_AGAIN:
        return False
    theirs = {m.id for m in members if m.id in reminder.who and not m.left}
    if member.id in theirs:
        return True
    if not reminder.group_id:
        return member.id == reminder.by
    if not is_facilitator(member, members):
        return member.id == reminder.by and not theirs
    return not theirs or today - reminder.due >= CHASE_AGAIN
