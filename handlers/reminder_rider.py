"""Reminders in the group: bundled, at most one message a day, only of what is still to come (handlers/riders.py)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from handlers.reminder_cards import cards_of
from handlers.riders import Due
from knowledge.agenda import Agenda
from knowledge.people import Group, Member
from knowledge.reminders import MORNING, Reminder, next_moment, to_say, warn_days
from knowledge.thai_dates import BANGKOK

NAME = "reminders"


class ReminderRider:
    """`handlers.riders.Rider` of one office's groups."""

    name = NAME

    def __init__(self, agenda: Agenda, members: Callable[[], list[Member]]) -> None:
        self._agenda, self._members = agenda, members

    def first_time(self, group: Group, now: datetime) -> datetime | None:
        return self._next(self._agenda.of_group(group.id), group)

    def due(self, group: Group, now: datetime) -> Due:
        agenda = self._agenda
        said_last = agenda.told.of_group(group.id)
        if said_last is not None and said_last >= agenda.today:
            return Due(again=self._tomorrow())
        found = [(r, s) for r in agenda.of_group(group.id) if (s := self._stage(r)) is not None]
        if not found:
            return Due(again=self.first_time(group, now))
        occasion = "|".join(f"{one.id}:{one.due.isoformat()}:{reached}" for one, reached in found)
        cards = cards_of([one for one, _ in found], agenda.today, self._names)
        return Due((cards,), occasion)

    def delivered(self, group: Group, occasion: str, at: datetime) -> datetime | None:
        agenda, told = self._agenda, dict(self._agenda.told.kept)
        by_id = {r.id: r for r in agenda.of_group(group.id)}
        for each in occasion.split("|"):
            which, _, rest = each.partition(":")
            due, _, reached = rest.partition(":")
            one = by_id.get(which)
            if one is not None and one.due.isoformat() == due:
                told[which] = agenda.told.with_stage(one, int(reached))
                agenda.store.tell(which, told[which])
        day = at.astimezone(BANGKOK).date().isoformat()
        agenda.store.tell(f"group {group.id}", day)
        told[f"group {group.id}"] = day
        agenda.heard(told)
        return self._next(list(by_id.values()), group)

    def _stage(self, reminder: Reminder) -> int | None:
        agenda = self._agenda
        return to_say(reminder, agenda.told, agenda.here, warn_days(reminder, agenda.rules), agenda.working)

    def _next(self, reminders: list[Reminder], group: Group) -> datetime | None:
        agenda = self._agenda
        found = next_moment(reminders, agenda.told, agenda.here, agenda.rules, agenda.working)
        if found is None:
            return None
        at = found.replace(tzinfo=BANGKOK)
        said_last = agenda.told.of_group(group.id)
        return max(at, self._tomorrow()) if said_last is not None and said_last >= agenda.today else at

    def _tomorrow(self) -> datetime:
        return datetime.combine(self._agenda.today + timedelta(days=1), MORNING, BANGKOK)

    def _names(self, reminder: Reminder) -> list[str]:
        members = {m.id: m for m in self._members()}
        return [m.spoken_name for each in reminder.who if (m := members.get(each)) and not m.left]
