"""Coming into a group, belonging to an office, and leaving again."""

from __future__ import annotations

from datetime import datetime

from handlers import wording
from handlers.chat import BotInvited, BotRemoved, Chat, Choice, Event, LeaveChat, Replies, Text
from handlers.dialogs import DIALOG_TTL, Dialog, DialogKey, DialogStore
from handlers.lately import Lately
from handlers.once import Once
from handlers.people import Introduce
from handlers.remembering import offer
from handlers.router import Pressed, Router, press
from knowledge.marks import Mark
from knowledge.people import Group, Member, PeopleStore, is_keeper

router = Router("linking")

A_DAY = 86_400
LEAVING = "leaving"
"""The dialogue of a keeper who was asked whether the bot shall really go."""


@router.on(BotInvited)
def greet(chat: Chat) -> Replies:
    """Three lines: what it is, what it keeps, how to stop it."""
    return Text(wording.GREETING_PRIVATE if chat.private else wording.GREETING)


@router.on(BotRemoved)
def put_out(chat: Chat, people: PeopleStore, lately: Lately) -> Replies:
    """The group is no longer linked; what was told stays in the office's library, other talk is forgotten."""
    if not chat.private:
        lately.clear(chat.id)
        people.remove_group(chat.id)
    return None


def not_linked(chat: Chat, once: Once) -> Replies:
    """Somebody wants something in a chat that belongs to no office: one line, once a day."""
    if not once.first("not linked", seconds=A_DAY):
        return None
    return Text(wording.NOT_LINKED_PRIVATE if chat.private else wording.NOT_LINKED)


@router.command("link", "เชื่อม", "link")
def link(
    chat: Chat, event: Event, mark: Mark, now: datetime, people: PeopleStore, dialogs: DialogStore, introduce: Introduce
) -> Replies:
    """#เชื่อม CODE puts this group (or, in 1:1, this person) in an office."""
    if not mark.rest.strip():
        key = DialogKey(chat.id, event.user_id)
        dialogs.open(Dialog(key, "linking", "code", now + DIALOG_TTL))
        return Text(wording.ASK_CODE)
    return _link(mark.rest, chat, event, now, people, introduce)


@router.step("linking.code")
def code_said(
    text: str,
    chat: Chat,
    event: Event,
    now: datetime,
    people: PeopleStore,
    dialogs: DialogStore,
    dialog: Dialog,
    introduce: Introduce,
) -> Replies:
    """The code, said after we asked for it. What does not look like one is not for us."""
    if len(text) > 20 or not any(c.isascii() and c.isalnum() for c in text):
        return None
    dialogs.close(dialog.key)
    return _link(text, chat, event, now, people, introduce)


def _link(code: str, chat: Chat, event: Event, now: datetime, people: PeopleStore, introduce: Introduce) -> Replies:
    office = people.office_by_code(code)
    if office is None:
        return Text(wording.WRONG_CODE)
    if chat.private:
        member = introduce(office)
        return Text(wording.linked_person(office.name) if member else wording.LINK_IN_GROUP_FIRST)
    before = people.group(chat.id)
    if before is not None:
        if before.office_id == office.id:
            return Text(wording.linked_already(office.name))
        there = people.office(before.office_id)
        return Text(wording.linked_elsewhere(there.name if there else before.office_id))
    member = introduce(office)
    people.put_group(Group(chat.id, office.id, now, linked_by=member.id if member else ""))
    return Text(wording.linked(office.name), (offer(),))


@router.command("leave", "ออกจากกลุ่ม", "leave")
def ask_to_leave(
    chat: Chat,
    event: Event,
    group: Group | None,
    member: Member | None,
    people: PeopleStore,
    dialogs: DialogStore,
    now: datetime,
) -> Replies:
    """#ออกจากกลุ่ม: only who looks after the group, and only after a second thought."""
    if chat.private:
        return Text(wording.LEAVE_NOT_A_GROUP)
    if not _may_send_away(group, member, people):
        return Text(wording.LEAVE_NOT_YOU)
    dialogs.open(Dialog(DialogKey(chat.id, event.user_id), LEAVING, "sure", now + DIALOG_TTL))
    yes = Choice(wording.LEAVE_YES, data=press("leave.yes", chat=chat.id), shows=wording.LEAVE_YES)
    no = Choice(wording.LEAVE_NO, data=press("leave.no"), shows=wording.LEAVE_NO)
    return Text(wording.LEAVE_ASK, (yes, no))


@router.button("leave.yes")
def leave(
    chat: Chat,
    pressed: Pressed,
    group: Group | None,
    member: Member | None,
    people: PeopleStore,
    lately: Lately,
    dialogs: DialogStore,
    dialog: Dialog | None,
) -> Replies:
    """The second thought was the same. It is that of who asked: not after they said no or ยกเลิก, nor much later."""
    if pressed.values.get("chat") != chat.id or chat.private:
        return Text(wording.STALE)
    if not _may_send_away(group, member, people):
        return Text(wording.LEAVE_NOT_YOU)
    if dialog is None or dialog.name != LEAVING:
        return Text(wording.STALE)
    dialogs.close(dialog.key)
    lately.clear(chat.id)
    people.remove_group(chat.id)
    return [Text(wording.LEAVE_BYE), LeaveChat()]


@router.button("leave.no")
def stay(dialogs: DialogStore, dialog: Dialog | None) -> Replies:
    """The second thought was another."""
    if dialog is not None and dialog.name == LEAVING:
        dialogs.close(dialog.key)
    return Text(wording.LEAVE_STAYS)


def _may_send_away(group: Group | None, member: Member | None, people: PeopleStore) -> bool:
    """In a linked group: who linked it, or who the roster makes a keeper. In an unlinked one: anybody."""
    if group is None:
        return True
    if member is None:
        return False
    return is_keeper(member) or member.id == group.linked_by
