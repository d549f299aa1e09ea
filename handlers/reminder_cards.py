"""How reminders look: a card for each of the nearest, with what can be done, and one with the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from handlers import wording
from handlers.chat import Button, Card, Cards, Chat, Line, Replies, Text
from handlers.router import press
from knowledge.agenda import Agenda
from knowledge.people import Member
from knowledge.reminders import Reminder, colour, is_facilitator
from knowledge.thai_dates import full_day

CARDS = 5
"""Reminders with a card of their own."""
LISTED = 8
"""Further ones, a line each."""
Names = Callable[[Reminder], list[str]]


def line_of(reminder: Reminder, today: date, names: Names) -> str:
    """🟠 ส่งรายงาน · ศุกร์ 25 ธ.ค. 69 (อีก 7 วัน) · แดง"""
    days = (reminder.due - today).days
    short = replace(reminder, text=wording.shorten(reminder.text, 50))
    return wording.one_line(short, days, colour(days), names(reminder))


def cards_of(found: Sequence[Reminder], today: date, names: Names) -> Cards:
    """The nearest as cards, and what doesn't fit on a last one."""
    cards = [_card(one, today, names) for one in found[:CARDS]]
    rest = found[CARDS:]
    if rest:
        lines = [Line(line_of(one, today, names)) for one in rest[:LISTED]]
        if len(rest) > LISTED:
            lines.append(Line(wording.and_more(len(rest) - LISTED), "small"))
        cards.append(Card(wording.LIST_TITLE, tuple(lines), plain="\n".join(line.text for line in lines)))
    return Cards(tuple(cards))


def _card(reminder: Reminder, today: date, names: Names) -> Card:
    days = (reminder.due - today).days
    lines = [Line(reminder.text, "strong"), Line(full_day(reminder.due) + wording.at_time(reminder.at))]
    if reminder.repeat:
        lines.append(Line(wording.every(reminder.repeat), "small"))
    if named := names(reminder):
        lines.append(Line(", ".join(named), label=wording.WHO_LABEL))
    buttons = (
        Button(wording.DONE, press("remind.done", r=reminder.id), primary=True, shows=wording.DONE),
        Button(wording.MOVE, press("remind.move", r=reminder.id), shows=wording.MOVE),
        Button(wording.HAND_OVER, press("remind.hand", r=reminder.id), shows=wording.HAND_OVER),
    )
    title = wording.card_title(days, colour(days))
    return Card(title, tuple(lines), buttons, plain=line_of(reminder, today, names))


def list_card(agenda: Agenda, member: Member, chat: Chat, names: Names) -> Replies:
    """What is open. In private the person's own, and what others are late with for who looks after them; in the group
    all of the group, that of the person first, but not what somebody is late with."""
    mine = agenda.of_member(member.id)
    if chat.private and is_facilitator(member, agenda.members()):
        late = [r for r in agenda.open() if r.due < agenda.today and r.group_id and r not in mine]
        mine = [*late, *mine]
    if not chat.private:
        here = [r for r in agenda.of_group(chat.id) if r.due >= agenda.today or not r.who]
        mine = [r for r in here if member.id in r.who]
        mine += [r for r in here if r not in mine]
    return cards_of(mine, agenda.today, names) if mine else Text(wording.NOTHING_OPEN)
