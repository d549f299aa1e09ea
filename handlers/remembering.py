"""The short memory of a group: off until somebody who looks after the group wants it, sealed, 72 hours, switched off
in one word. And what becomes of ordinary talk: it is remembered there, or goes on with a telling, or is let pass."""

from __future__ import annotations

from dataclasses import replace

from handlers import wording
from handlers.chat import Chat, Choice, Replies, Text, TextSaid
from handlers.held import Held
from handlers.lately import Lately
from handlers.long_tellings import continued, go_on, overheard
from handlers.once import Once, unsent_mark
from handlers.router import Router, Turn, press
from knowledge.classifier import Files
from knowledge.marks import Mark
from knowledge.notes import NoteStore
from knowledge.people import Group, Member, PeopleStore, is_keeper

router = Router("remembering")

_ON = ("เปิด", "on", "เริ่ม", "ใช้")
_OFF = ("ปิด", "off", "หยุด", "เลิก", "ไม่")


def offer() -> Choice:
    """The button under the confirmation that a group was linked."""
    return Choice(wording.REMEMBER_ON_LABEL, press("remember.on"), shows=wording.REMEMBER_ON_LABEL)


def _stop() -> Choice:
    return Choice(wording.REMEMBER_OFF_LABEL, press("remember.off"), shows=wording.REMEMBER_OFF_LABEL)


@router.command("remember", "จำข้อความ", "remember")
def remember(
    chat: Chat, mark: Mark, group: Group | None, member: Member | None, people: PeopleStore, lately: Lately
) -> Replies:
    """#จำข้อความ เปิด|ปิด; alone: how it stands."""
    if group is None:
        return Text(wording.REMEMBER_IN_GROUP if chat.private else wording.NOT_LINKED)
    said = mark.rest.strip().lower()
    if said.startswith(_ON):
        return _switch(True, group, member, people, lately)
    if said.startswith(_OFF):
        return _switch(False, group, member, people, lately)
    return Text(wording.remembers(group.remembers), (_stop() if group.remembers else offer(),))


@router.button("remember.on")
def switch_on(group: Group | None, member: Member | None, people: PeopleStore, lately: Lately) -> Replies:
    """The group wants it."""
    return _switch(True, group, member, people, lately)


@router.button("remember.off")
def switch_off(group: Group | None, member: Member | None, people: PeopleStore, lately: Lately) -> Replies:
    """The group wants it no longer: what is remembered goes at once."""
    return _switch(False, group, member, people, lately)


def _switch(on: bool, group: Group | None, member: Member | None, people: PeopleStore, lately: Lately) -> Replies:
    if group is None:
        return Text(wording.STALE)
    if member is None or not (is_keeper(member) or member.id == group.linked_by):
        return Text(wording.REMEMBER_NOT_YOU)
    if not on:
        lately.clear(group.id)
    if group.remembers != on:
        people.put_group(replace(group, remembers=on))
    return Text(wording.REMEMBERS_NOW, (_stop(),)) if on else Text(wording.REMEMBERS_NO_MORE)


def in_linked_group(turn: Turn) -> bool:
    """A text of a group that belongs to an office, not meant for the bot."""
    return type(turn.event) is TextSaid and not turn.addressed and turn.ask("group") is not None


@router.when("silence", lambda turn: in_linked_group(turn) and turn.heard.intent == "silence")
def let_pass(
    event: TextSaid,
    text: str,
    group: Group,
    notes: NoteStore,
    files: Files,
    lately: Lately,
    held: Held,
    once: Once,
) -> Replies:
    """Talk among people is never answered. It may go on with what its author was telling; else it passes, and is
    remembered for a while only where the group wants that."""
    begun = continued(event, text, notes, lately)
    if begun is not None and not once.before(unsent_mark(event.message_id)):
        if notes.by_message(event.message_id) is None:
            go_on(begun, event, text, notes, lately, files, held)
        return None
    lately.interrupted(event.chat.id, event.user_id or "")
    if group.remembers and not once.before(unsent_mark(event.message_id)):
        overheard(event, event.text, group, lately)
    return None
