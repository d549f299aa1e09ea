"""What falls due in a group, for its digest (`knowledge.digest.Falling`)."""

from __future__ import annotations

from datetime import datetime, time

from knowledge.agenda import Agenda
from knowledge.digest import DueSoon
from knowledge.thai_dates import BANGKOK

END_OF_WORK = time(16, 30)


class AgendaFalling:
    """From the office's reminders and commitments."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda

    def between(self, group_id: str, since: datetime, until: datetime) -> list[DueSoon]:
        """In the order of their dates; without those who left."""
        members = {m.id: m for m in self._agenda.members()}
        found = []
        for one in self._agenda.of_group(group_id):
            at = datetime.combine(one.due, one.at or END_OF_WORK, BANGKOK)
            if since <= at < until:
                names = [m.spoken_name for each in one.who if (m := members.get(each)) and not m.left]
                found.append(DueSoon(one.text, at, ", ".join(names)))
        return found
