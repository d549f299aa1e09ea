"""What can be done with a reminder by button: done, another day, somebody else, not wanted any more."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from handlers import wording
from handlers.chat import ButtonPressed, Chat, Choice, Event, Replies, TellMember, Text, TextSaid
from handlers.dialogs import Dialog, DialogKey, DialogStore
from handlers.held import Held
from handlers.people import Introduce, IntroduceUser
from handlers.reminder_asked import SeveralCalledSo, called, dump, load, only_when
from handlers.reminders import ASK_BACK, ReminderDesk, ask_when
from handlers.router import Pressed, Router, press
from knowledge.marks import PARTICLES
from knowledge.people import Member
from knowledge.reminders import Reminder, may_change
from knowledge.thai_dates import weekday_date
from knowledge.thai_when import Reading, read

router = Router("reminder_changes")

_POLITE = re.compile(rf"(?<=\S)\s*(?:{PARTICLES})$")
OFFERED = 8
"""People who are offered to hand something over to."""


def _theirs(which: str, member: Member | None, desk: ReminderDesk, chat: Chat) -> Reminder:
    """The reminder, if it is open, is this chat's business, and this person may change it."""
    found = desk.agenda.find(which)
    if found is None or not (chat.private or found.group_id == chat.id):
        raise TellMember(wording.GONE)
    if not may_change(found, member) or (not found.group_id and not chat.private):
        raise TellMember(wording.REMINDER_NOT_YOURS)
    return found


@router.button("remind.done")
def done(chat: Chat, pressed: Pressed, reminder_desk: ReminderDesk, introduce: Introduce) -> Replies:
    """It is done; thanks by name. What repeats comes again."""
    member = introduce(reminder_desk.office)
    one = _theirs(pressed.values.get("r", ""), member, reminder_desk, chat)
    name = member.spoken_name if member else ""
    following = reminder_desk.agenda.done(one, member.id if member else "")
    text = wording.shorten(one.text)
    if following is None:
        return Text(wording.done(text, name))
    reminder_desk.plan(following)
    return Text(wording.done_until(text, name, following.due))


@router.button("remind.remove")
def remove(chat: Chat, pressed: Pressed, reminder_desk: ReminderDesk, introduce: Introduce) -> Replies:
    """It is not wanted any more."""
    member = introduce(reminder_desk.office)
    one = _theirs(pressed.values.get("r", ""), member, reminder_desk, chat)
    reminder_desk.agenda.remove(one)
    return Text(wording.removed(wording.shorten(one.text)))


# ---------------------------------------------------------------- another day


@router.button("remind.move")
def move(
    event: Event,
    chat: Chat,
    pressed: Pressed,
    reminder_desk: ReminderDesk,
    introduce: Introduce,
    dialogs: DialogStore,
) -> Replies:
    """Asks for the day; a few are offered."""
    desk = reminder_desk
    one = _theirs(pressed.values.get("r", ""), introduce(desk.office), desk, chat)
    base = max(one.due, desk.agenda.today)
    offered = [Reading(base + timedelta(days=n), one.at) for n in (1, 3, 7)]
    offered = [r for r in offered if desk.agenda.working(r.day)] or offered
    _open_move(one.id, offered, event, desk, dialogs)
    choices = tuple(
        Choice(weekday_date(r.day), data=press("remind.to", n=str(n)), shows=weekday_date(r.day))
        for n, r in enumerate(offered)
    )
    return Text(wording.ASK_MOVE, choices)


def _open_move(which: str, readings: list[Reading], event: Event, desk: ReminderDesk, dialogs: DialogStore) -> None:
    data = {"r": which, "readings": dump(readings)}
    key = DialogKey(event.chat.id, event.user_id)
    dialogs.open(Dialog(key, "remind", "move", desk.agenda.now + ASK_BACK, data))


@router.step("remind.move")
def day_said(
    event: TextSaid, chat: Chat, text: str, dialog: Dialog, dialogs: DialogStore, reminder_desk: ReminderDesk,
    introduce: Introduce,
) -> Replies:  # fmt: skip
    """The new day, typed. Talk without a day is not an answer."""
    when = read(text, reminder_desk.agenda.here, reminder_desk.agenda.working)
    if not only_when(when):
        return None
    plain = when.plain
    if plain is None:
        _open_move(dialog.data["r"], list(when.readings), event, reminder_desk, dialogs)
        return ask_when(when, "remind.to")
    dialogs.close(dialog.key)
    return _moved(dialog.data["r"], plain, introduce(reminder_desk.office), chat, reminder_desk)


@router.button("remind.to")
def day_picked(
    chat: Chat, pressed: Pressed, dialog: Dialog | None, dialogs: DialogStore, reminder_desk: ReminderDesk,
    introduce: Introduce,
) -> Replies:  # fmt: skip
    """One of the days that were offered."""
    number = pressed.values.get("n", "")
    if dialog is None or (dialog.name, dialog.step) != ("remind", "move") or not number.isdigit():
        return Text(wording.STALE)
    readings = load(dialog.data["readings"])
    if int(number) >= len(readings):
        return Text(wording.STALE)
    dialogs.close(dialog.key)
    return _moved(dialog.data["r"], readings[int(number)], introduce(reminder_desk.office), chat, reminder_desk)


def _moved(which: str, reading: Reading, member: Member | None, chat: Chat, desk: ReminderDesk) -> Replies:
    one = _theirs(which, member, desk, chat)
    after = desk.agenda.move(one, reading.day, reading.at or one.at)
    desk.plan(after)
    return Text(wording.reminder_moved(replace(after, text=wording.shorten(after.text)), desk.agenda.today))


# ---------------------------------------------------------------- somebody else


@router.button("remind.hand")
def hand_over(
    event: ButtonPressed,
    chat: Chat,
    pressed: Pressed,
    reminder_desk: ReminderDesk,
    introduce: Introduce,
    dialogs: DialogStore,
) -> Replies:
    """Asks to whom."""
    desk = reminder_desk
    one = _theirs(pressed.values.get("r", ""), introduce(desk.office), desk, chat)
    key = DialogKey(chat.id, event.user_id)
    dialogs.open(Dialog(key, "remind", "hand", desk.agenda.now + ASK_BACK, {"r": one.id}))
    members = [m for m in desk.people.members(desk.office.id) if not m.left and not m.opted_out and m.id not in one.who]
    choices = tuple(
        Choice(wording.shorten(m.spoken_name, 20), data=press("remind.give", r=one.id, m=m.id), shows=m.spoken_name)
        for m in sorted(members, key=lambda m: m.spoken_name)[:OFFERED]
    )
    return Text(wording.ASK_HAND, choices if len(members) <= OFFERED else ())


@router.step("remind.hand")
def name_said(
    event: TextSaid,
    chat: Chat,
    text: str,
    dialog: Dialog,
    dialogs: DialogStore,
    reminder_desk: ReminderDesk,
    introduce: Introduce,
    introduce_user: IntroduceUser,
    held: Held,
) -> Replies:
    """A name or a mention; a longer text is talk."""
    desk = reminder_desk
    tagged = next((m for m in event.mentions if m.user_id and not m.is_bot and not m.everyone), None)
    if tagged is not None:
        to = introduce_user(desk.office, tagged.user_id)
    elif len(text) > 40:
        return None
    else:
        name = _POLITE.sub("", text.strip())
        try:
            to = called(name, desk.people.members(desk.office.id))
        except SeveralCalledSo:
            return Text(wording.WHICH_ONE)
        if to is None and (name != text.strip() or len(name.split()) > 2):
            return None  # talk, said politely
    if to is None:
        return Text(wording.NOT_FOUND_NAME)
    dialogs.close(dialog.key)
    return _given(dialog.data["r"], to, introduce(desk.office), chat, desk, held)


@router.button("remind.give")
def name_picked(
    chat: Chat, pressed: Pressed, dialog: Dialog | None, dialogs: DialogStore, reminder_desk: ReminderDesk,
    introduce: Introduce, held: Held,
) -> Replies:  # fmt: skip
    """One of the people who were offered."""
    desk = reminder_desk
    to = desk.people.member(desk.office.id, pressed.values.get("m", ""))
    if to is None or to.left or to.opted_out:
        return Text(wording.STALE)
    if dialog is not None and (dialog.name, dialog.step) == ("remind", "hand"):
        dialogs.close(dialog.key)
    return _given(pressed.values.get("r", ""), to, introduce(desk.office), chat, desk, held)


def _given(which: str, to: Member, by: Member | None, chat: Chat, desk: ReminderDesk, held: Held) -> Replies:
    one = _theirs(which, by, desk, chat)
    after = desk.agenda.hand_over(one, to.id)
    desk.plan(after)
    if to.user_id and to.user_id != (by.user_id if by else None) and (chat.private or not one.group_id):
        held.hold(to.user_id, wording.given_to_you(replace(after, text=wording.shorten(after.text))))
    return Text(wording.handed_over(wording.shorten(one.text), to.spoken_name))
