"""#เตือน: asking to be reminded, in natural Thai, and the list of what is open. What was understood is said back in one
line with the weekday; what can be meant in two ways is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from handlers import wording
from handlers.chat import Chat, Choice, Replies, TellMember, Text, TextEdited, TextSaid
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.once import Once, unsent_mark
from handlers.people import Introduce, IntroduceUser
from handlers.reminder_asked import (
    HASHTAGS,
    Asked,
    SeveralCalledSo,
    asked,
    asks_in_words,
    dump,
    glued,
    load,
    names_a_day,
    only_when,
    plain_text,
    reminder_of,
)
from handlers.reminder_cards import list_card
from handlers.reminder_rider import NAME
from handlers.riders import Schedule
from handlers.router import NotMine, Pressed, Router, Turn, press
from knowledge.agenda import Agenda, TooMany
from knowledge.people import Member, Office, PeopleStore
from knowledge.reminders import REPORT_DAYS, Reminder, kind_of, moments, reminder_id, warn_days
from knowledge.thai_dates import BANGKOK, weekday_date
from knowledge.thai_when import Reading, When, read
from knowledge.when_days import Why

router = Router("reminders")

ASK_BACK = timedelta(minutes=5)
"""How long the day is waited for."""


@dataclass(frozen=True)
class ReminderDesk:
    """What the handlers of reminders need of an office."""

    office: Office
    agenda: Agenda
    people: PeopleStore
    schedule: Schedule

    def names(self, reminder: Reminder) -> list[str]:
        """Who does it, as colleagues call them; without those who left."""
        found = [self.people.member(self.office.id, each) for each in reminder.who]
        return [m.spoken_name for m in found if m and not m.left]

    def plan(self, reminder: Reminder) -> None:
        """Has the group hear of it in time, if nothing is planned for it sooner."""
        agenda, group = self.agenda, reminder.group_id
        if not group:
            return
        warn = warn_days(reminder, agenda.rules)
        later = [at for _, at in moments(reminder, warn, agenda.working) if at > agenda.here]
        if not later:
            return
        at = min(later).replace(tzinfo=BANGKOK)
        planned = self.schedule.plan_of(group).times.get(NAME)
        if planned is None or at < planned:
            self.schedule.plan(group, NAME, at)


# ---------------------------------------------------------------- asking


@router.command("remind", *HASHTAGS)
def remind(
    event: TextSaid,
    chat: Chat,
    reminder_desk: ReminderDesk,
    introduce: Introduce,
    introduce_user: IntroduceUser,
    dialogs: DialogStore,
    once: Once,
) -> Replies:
    """Keeps it and says what was understood; alone it lists what is open; asks where something is missing."""
    if once.before(unsent_mark(event.message_id)):
        return None
    desk = reminder_desk
    by = introduce(desk.office)
    if by is None:
        return Text(wording.NO_USER_ID)
    try:
        found = asked(event, desk.office, introduce_user, desk.people, desk.agenda.here, desk.agenda.working)
    except SeveralCalledSo:
        return Text(wording.WHICH_ONE)
    if not found.text and not found.who and found.when.why == "none":
        return list_card(desk.agenda, by, chat, desk.names)
    return _settle(found, by, event, event.message_id, desk, dialogs)


@router.when("remind", lambda turn: _in_words(turn))
def remind_in_words(
    event: TextSaid,
    chat: Chat,
    reminder_desk: ReminderDesk,
    introduce: Introduce,
    introduce_user: IntroduceUser,
    dialogs: DialogStore,
    once: Once,
) -> Replies:
    """@คุณลิขิต ช่วยเตือนเรื่อง…"""
    return remind(event, chat, reminder_desk, introduce, introduce_user, dialogs, once)


def _in_words(turn: Turn) -> bool:
    if type(turn.event) is not TextSaid:
        return False
    if turn.mark is not None:  # #เตือนส่งแผนพรุ่งนี้, but no hashtag that names no day
        behind = glued(turn.text) if turn.mark.word.startswith(("เตือน", "ตั้งเตือน", "แจ้งเตือน")) else None
        return behind is not None and names_a_day(behind, turn.now)
    return turn.addressed and asks_in_words(turn.text)


def _settle(
    found: Asked, by: Member, event: TextSaid, message_id: str, desk: ReminderDesk, dialogs: DialogStore
) -> Replies:
    """Keeps what is plain; else asks for what is missing, and remembers the rest."""
    plain = found.when.plain
    reading = plain or Reading(desk.agenda.today)
    made = _made(found.text, found.who, reading, by, event.chat, message_id, desk)
    if plain is not None and found.text:
        return _keep(made, event.chat, desk)
    try:
        desk.agenda.draft(made)
    except TooMany:
        raise TellMember(wording.FULL) from None
    data = {"r": made.id, "said": found.when.said, "readings": dump(found.when.readings)}
    data["plain"] = "yes" if plain else ""
    step = "when" if found.text else "what"
    key = DialogKey(event.chat.id, event.user_id)
    dialogs.open(Dialog(key, "remind", step, desk.agenda.now + ASK_BACK, data))
    return Text(wording.ASK_WHAT) if step == "what" else ask_when(found.when, "remind.pick")


def ask_when(when: When, action: str) -> Text:
    """Asks for the day, with what it may have meant to choose from."""
    choices = tuple(_day_choice(n, reading, action) for n, reading in enumerate(when.readings))
    said = wording.shorten(when.said, 40)
    if when.why == "none":
        return Text(wording.ASK_WHEN, tuple(Choice(each, says=each) for each in wording.WHEN_EXAMPLES))
    if when.why == "past":
        return Text(wording.day_passed(said), choices)
    if when.why == "impossible":
        return Text(wording.no_such_day(said), choices)
    if when.why == "far":
        return Text(wording.TOO_FAR)
    return Text(wording.which_day(said), choices)


def _day_choice(number: int, reading: Reading, action: str) -> Choice:
    label = weekday_date(reading.day)
    label += f" {reading.at:%H.%M}" if reading.at and len(label) <= 14 else ""
    return Choice(label, data=press(action, n=str(number)), shows=weekday_date(reading.day))


@router.step("remind.when")
def day_said(
    event: TextSaid, text: str, dialog: Dialog, dialogs: DialogStore, reminder_desk: ReminderDesk, introduce: Introduce
) -> Replies:
    """The day, typed after it was asked for. Talk without a day is not an answer."""
    when = read(text, reminder_desk.agenda.here, reminder_desk.agenda.working)
    by = introduce(reminder_desk.office)
    if by is None or not only_when(when):
        return None
    plain = when.plain
    if plain is None:
        data = {**dialog.data, "readings": dump(when.readings), "said": when.said}
        until = reminder_desk.agenda.now + ASK_BACK
        dialogs.open(replace(dialog, data=data, expires_at=until))
        return ask_when(when, "remind.pick")
    dialogs.close(dialog.key)
    return _settled(dialog.data["r"], plain, event.chat, reminder_desk)


@router.step("remind.what")
def task_said(
    event: TextSaid, text: str, dialog: Dialog, dialogs: DialogStore, reminder_desk: ReminderDesk, introduce: Introduce
) -> Replies:
    """What is to be done, typed after it was asked for."""
    by = introduce(reminder_desk.office)
    draft = reminder_desk.agenda.drafted(dialog.data["r"])
    task = plain_text(text)
    if by is None or draft is None or not task:
        return None
    dialogs.close(dialog.key)
    readings = tuple(load(dialog.data["readings"]))
    why: Why = "" if dialog.data["plain"] else "unclear" if readings else "none"
    when = When(readings, why, dialog.data["said"], "")
    return _settle(Asked(task, draft.who, when), by, event, draft.message_id, reminder_desk, dialogs)


@router.button("remind.pick")
def day_picked(
    chat: Chat, pressed: Pressed, dialog: Dialog | None, dialogs: DialogStore, reminder_desk: ReminderDesk
) -> Replies:
    """One of the days that were asked about."""
    if dialog is None or (dialog.name, dialog.step) != ("remind", "when"):
        return Text(wording.STALE)
    readings = load(dialog.data["readings"])
    number = pressed.values.get("n", "")
    if not number.isdigit() or int(number) >= len(readings):
        return Text(wording.STALE)
    dialogs.close(dialog.key)
    return _settled(dialog.data["r"], readings[int(number)], chat, reminder_desk) or Text(wording.STALE)


def _settled(which: str, reading: Reading, chat: Chat, desk: ReminderDesk) -> Text | None:
    """The draft with its day; None when its message was taken back."""
    draft = desk.agenda.drafted(which)
    if draft is None:
        return None
    return _keep(replace(draft, due=reading.day, at=reading.at, repeat=reading.repeat, draft=False), chat, desk)


def _made(
    text: str, who: tuple[str, ...], reading: Reading, by: Member, chat: Chat, message_id: str, desk: ReminderDesk
) -> Reminder:
    office, now = desk.office.id, desk.agenda.here
    group = "" if chat.private else chat.id
    return reminder_of(text, who, reading, office_id=office, group_id=group, by=by.id, message_id=message_id, now=now)


def _keep(made: Reminder, chat: Chat, desk: ReminderDesk) -> Text:
    _add(made, desk)
    holiday = not desk.agenda.working(made.due)
    said = wording.understood(made, desk.names(made), desk.agenda.today, holiday=holiday, private=chat.private)
    return Text(said, _changes(made), quotes=True)


def _add(made: Reminder, desk: ReminderDesk) -> None:
    try:
        desk.agenda.add(made)
    except TooMany:
        raise TellMember(wording.FULL) from None
    desk.plan(made)


def _changes(made: Reminder) -> tuple[Choice, ...]:
    return (
        Choice(wording.MOVE, data=press("remind.move", r=made.id), shows=wording.MOVE),
        Choice(wording.REMOVE, data=press("remind.remove", r=made.id), shows=wording.REMOVE),
    )


@router.when("remind_edited", lambda turn: _is_edit(turn))
def edited(
    event: TextEdited, reminder_desk: ReminderDesk, introduce_user: IntroduceUser
) -> Replies:
    """The author changed the message: the reminder follows where it is plain, without a word."""
    desk = reminder_desk
    before = desk.agenda.store.get(reminder_id(event.message_id))
    if before is None or before.kind == "training":
        raise NotMine
    try:
        found = asked(event, desk.office, introduce_user, desk.people, desk.agenda.here, desk.agenda.working)
    except SeveralCalledSo:
        return None
    plain = found.when.plain
    if plain is None or not found.text or before.done_at:
        return None
    who = found.who or (() if before.group_id else before.who)
    after = replace(before, text=found.text, due=plain.day, at=plain.at, repeat=plain.repeat, who=who, draft=False)
    _add(replace(after, kind=kind_of(found.text)), desk)
    return None


def _is_edit(turn: Turn) -> bool:
    if type(turn.event) is not TextEdited or turn.mark is None:
        return False
    return turn.mark.word in HASHTAGS or glued(turn.text) is not None


# ---------------------------------------------------------------- back from a training (S21)


@router.command("training", "ไปอบรม", "อบรม", "ไปดูงาน")
def training(
    event: TextSaid, reminder_desk: ReminderDesk, introduce: Introduce, introduce_user: IntroduceUser, once: Once
) -> Replies:
    """The report is due 15 days after the return; of several days the last is the return."""
    if once.before(unsent_mark(event.message_id)):
        return None
    desk = reminder_desk
    by = introduce(desk.office)
    if by is None:
        return Text(wording.NO_USER_ID)
    try:
        found = asked(event, desk.office, introduce_user, desk.people, desk.agenda.here, desk.agenda.working)
    except SeveralCalledSo:
        return Text(wording.WHICH_ONE)
    if found.when.why == "past":  # back already: of the days since, while the report can still be in time
        earlier = desk.agenda.here - timedelta(days=REPORT_DAYS)
        since = asked(event, desk.office, introduce_user, desk.people, earlier, desk.agenda.working)
        if since.when.readings and all(r.day <= desk.agenda.today for r in since.when.readings):
            found = since
    returned = max((r.day for r in found.when.readings), default=None)
    if returned is None or found.when.why in ("impossible", "far", "past") or len(found.when.readings) > 2:
        return Text(wording.ASK_RETURN)
    text, due = plain_text(wording.report_of(found.text)), Reading(returned + timedelta(days=REPORT_DAYS))
    made = _made(text, found.who or (by.id,), due, by, event.chat, event.message_id, desk)
    made = replace(made, kind="training")
    _add(made, desk)
    return Text(wording.report_due(made, desk.names(made), returned), _changes(made), quotes=True)
