"""What an office has to remember: its reminders, and the commitments of its reviews as far as they name a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from knowledge.followups import FollowUp, FollowUpStore
from knowledge.notes import NoteStore
from knowledge.people import Member
from knowledge.reminders import (
    DONE_KEPT,
    DRAFTS_KEPT,
    MOST_OPEN,
    Reminder,
    ReminderStore,
    Told,
    rolled,
    stage,
    warn_days,
)
from knowledge.repeats import Working, next_time
from knowledge.rules import Rules
from knowledge.thai_dates import BANGKOK
from knowledge.thai_when import read

OF_REVIEW = "f."
"""Before the id of a commitment, which is no reminder of its own."""


class TooMany(Exception):
    """The office has as many open reminders as it can have."""


@dataclass
class Agenda:
    """The reminders of one office at one moment."""

    store: ReminderStore
    followups: FollowUpStore
    notes: NoteStore
    rules: Rules
    working: Working
    now: datetime
    members: Callable[[], list[Member]]

    def __post_init__(self) -> None:
        self.here = self.now.astimezone(BANGKOK).replace(tzinfo=None)
        """Thai time without a zone, in which days are meant."""
        self._open: list[Reminder] | None = None
        self._told: Told | None = None

    @property
    def today(self) -> date:
        return self.here.date()

    @property
    def told(self) -> Told:
        if self._told is None:
            self._told = Told(self.store.told())
        return self._told

    def heard(self, told: dict[str, str]) -> None:
        """What was said by now, also in this turn."""
        self._told = Told(told)

    # ---------------------------------------------------------------- reading

    def open(self) -> list[Reminder]:
        """Everything that is not done, the nearest first; what repeats stands at its present day."""
        if self._open is None:
            own = [rolled(r, self.today, self.working) for r in self.store.all() if not (r.done_at or r.draft)]
            self._open = sorted([*own, *self._commitments()], key=lambda r: (r.due, r.at or time.max, r.id))
        return self._open

    def of_group(self, group_id: str) -> list[Reminder]:
        return [r for r in self.open() if r.group_id == group_id]

    def of_member(self, member_id: str) -> list[Reminder]:
        """What the member does; and what the member asked for alone."""
        return [r for r in self.open() if member_id in r.who or (r.by == member_id and not r.group_id)]

    def find(self, reminder_id: str) -> Reminder | None:
        return next((r for r in self.open() if r.id == reminder_id), None)

    def _commitments(self) -> list[Reminder]:
        waiting = [f for f in self.followups.all() if not f.done and (f.due or f.when_text)]
        notes = {n.id: n for n in self.notes.get_many({f.note_id for f in waiting})} if waiting else {}
        return [r for f in waiting if f.note_id in notes and (r := self._commitment(f, notes[f.note_id].told_at))]

    def _commitment(self, found: FollowUp, told_at: datetime) -> Reminder | None:
        """Only where the words name one day; ครั้งหน้า is no day, and what can be read twice isn't taken for one."""
        local = told_at.astimezone(BANGKOK).replace(tzinfo=None)
        at = None
        if found.due:
            due = found.due.astimezone(BANGKOK).date()
        else:
            plain = read(found.when_text, local, self.working).plain
            if plain is None or plain.repeat:
                return None
            due, at = plain.day, plain.at
        return Reminder(
            id=OF_REVIEW + found.id,
            office_id=found.office_id,
            group_id=found.group_id,
            text=found.text,
            by=found.who or "",
            due=due,
            created_at=told_at,
            who=(found.who,) if found.who else (),
            at=at,
            kind="followup",
            note_id=found.note_id,
        )

    # ---------------------------------------------------------------- changing

    def add(self, reminder: Reminder) -> None:
        """Keeps it. Who asked has just read when it is: the stage that has come already counts as said. Raises
        TooMany."""
        self._make_room()
        self.store.put(reminder)
        self._said_now(reminder)
        self._open = None

    def draft(self, reminder: Reminder) -> None:
        """Keeps what was said of one that still lacks something, so that it goes when its message is unsent. Raises
        TooMany."""
        self._make_room()
        self.store.put(replace(reminder, draft=True))

    def drafted(self, reminder_id: str) -> Reminder | None:
        """What was kept of it; None when it was taken back or is settled."""
        found = self.store.get(reminder_id)
        return found if found and found.draft else None

    def _make_room(self) -> None:
        kept = self.store.all()
        if len([r for r in kept if not r.done_at]) >= MOST_OPEN:
            raise TooMany
        for old in kept:
            over = old.done_at and self.now - old.done_at > DONE_KEPT
            lapsed = old.draft and self.here - old.created_at.replace(tzinfo=None) > DRAFTS_KEPT
            if over or lapsed:
                self.store.remove(old.id)

    def done(self, reminder: Reminder, by: str) -> Reminder | None:
        """It is done; what repeats comes again on the day that is returned with it."""
        if reminder.repeat:
            due = next_time(reminder.repeat, max(reminder.due, self.today), self.working, begun=reminder.due)
            following = replace(reminder, due=due, created_at=self.now)
            self.store.put(following)
            self._said_now(following)
            return following
        if reminder.kind == "followup":
            self._mend(reminder, lambda f: replace(f, done=True))
        else:
            self.store.put(replace(reminder, done_at=self.now, done_by=by))
        return None

    def move(self, reminder: Reminder, day: date, at: time | None) -> Reminder:
        """To another day."""
        moved = replace(reminder, due=day, at=at, created_at=self.now)
        if reminder.kind == "followup":
            noon = datetime.combine(day, time(12), BANGKOK).astimezone(UTC)
            self._mend(reminder, lambda f: replace(f, due=noon))
        else:
            self.store.put(moved)
        self._said_now(moved)
        return moved

    def hand_over(self, reminder: Reminder, member_id: str) -> Reminder:
        """To somebody else."""
        given = replace(reminder, who=(member_id,))
        if reminder.kind == "followup":
            self._mend(reminder, lambda f: replace(f, who=member_id))
        else:
            self.store.put(given)
        return given

    def remove(self, reminder: Reminder) -> None:
        """It is not wanted any more."""
        if reminder.kind == "followup":
            self._mend(reminder, lambda f: replace(f, done=True))
        else:
            self.store.remove(reminder.id)

    def _mend(self, reminder: Reminder, change: Callable[[FollowUp], FollowUp]) -> None:
        which = reminder.id.removeprefix(OF_REVIEW)
        theirs = self.followups.of_note(reminder.note_id)
        self.followups.set_of_note(reminder.note_id, [change(f) if f.id == which else f for f in theirs])

    def _said_now(self, reminder: Reminder) -> None:
        reached = stage(reminder, self.today, warn_days(reminder, self.rules), self.working)
        timed_today = reached == 0 and reminder.at is not None and reminder.due == self.today
        if reached is not None and not timed_today:
            self.store.tell(reminder.id, Told({}).with_stage(reminder, reached))
