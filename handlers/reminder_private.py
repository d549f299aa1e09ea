"""What one person should hear alone: work of theirs that is due or overdue, and what others are late with, for who
looks after the community. It is made at the moment of their next word in 1:1, so that nothing that is done meanwhile
is ever said, and nothing is pushed (handlers/held.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers import wording
from handlers.held import Held
from handlers.reminder_cards import line_of
from knowledge.agenda import Agenda
from knowledge.people import Member
from knowledge.reminders import Reminder, chased, to_say, warn_days

LISTED = 6
MoreWords = Callable[[Member], list[str]]
"""What else the person may hear at this moment."""


def private_words(agenda: Agenda, member: Member) -> list[str]:
    """What the person hears now; what is said is remembered with the turn."""
    members = agenda.members()
    here = {m.id: m for m in members}
    mine: list[Reminder] = []
    others: list[Reminder] = []
    for one in agenda.open():
        if member.id in one.who or (not one.group_id and one.by == member.id):
            if _due_alone(one, agenda) or chased(one, member, agenda.told, agenda.today, members, agenda.working):
                mine.append(one)
        elif chased(one, member, agenda.told, agenda.today, members, agenda.working):
            others.append(one)

    def names(one: Reminder) -> list[str]:
        return [m.spoken_name for each in one.who if (m := here.get(each)) and not m.left]

    said = []
    if mine:
        said.append(wording.of_yours(line_of(r, agenda.today, lambda _: []) for r in mine[:LISTED]))
    if others:
        lines = [line_of(r, agenda.today, names) for r in others[:LISTED]]
        lost = [bool(r.who) and not names(r) for r in others[:LISTED]]
        lines = [wording.nobody_left(line) if gone else line for line, gone in zip(lines, lost, strict=True)]
        said.append(wording.for_facilitator(lines))
    for one in [*mine[:LISTED], *others[:LISTED]]:
        agenda.store.tell(f"{one.id} {member.id}", f"{one.due.isoformat()} {agenda.today.isoformat()}")
        if (reached := _due_alone(one, agenda)) is not None:
            agenda.store.tell(one.id, agenda.told.with_stage(one, reached[0]))
    return said


def _due_alone(one: Reminder, agenda: Agenda) -> tuple[int] | None:
    """Of what was asked for in private: the stage that has come."""
    if one.group_id:
        return None
    reached = to_say(one, agenda.told, agenda.here, warn_days(one, agenda.rules), agenda.working)
    return None if reached is None else (reached,)


@dataclass
class HeldAndDue:
    """`handlers.held.Held`, with what is due for the person behind what was held."""

    held: Held
    agenda: Callable[[], Agenda]
    member: Callable[[], Member | None]
    more: tuple[MoreWords, ...] = ()

    def hold(self, user_id: str, text: str) -> None:
        self.held.hold(user_id, text)

    def take(self, user_id: str) -> list[str]:
        said = self.held.take(user_id)
        member = self.member()
        if member is None or member.user_id != user_id or member.opted_out:
            return said
        for each in self.more:
            said += each(member)
        return [*said, *private_words(self.agenda(), member)]
