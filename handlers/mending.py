"""Mending what was told: its words by their teller, by button or as a reply to the story; two notes of one teller
made one. What it said before is kept nowhere (the history says who changed what, and when)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import Choice, Event, Replies, Text, TextSaid
from handlers.dialogs import DIALOG_TTL, Dialog, DialogKey, DialogStore
from handlers.filing import noted, own
from handlers.held import Held
from handlers.lately import Lately
from handlers.long_tellings import filed_again, put_changed, said_of_masks
from handlers.own_words import are_words
from handlers.router import NotMine, Pressed, Router, Turn, press
from knowledge.circles import CircleStore, follow
from knowledge.classifier import Classifier
from knowledge.hearing import Heard
from knowledge.masking import mask
from knowledge.notes import Note, NoteStore, changed
from knowledge.people import Member, is_keeper
from knowledge.retelling import asks_to_merge, asks_to_retell, new_words
from knowledge.telling_parts import merged, of_messages, retold

router = Router("mending")

SHORTEST = 10
"""Letters of a story told anew; less is talk."""
OTHERS_SHOWN = 10
MERGED_KINDS = ("story", "lesson", "tip")
"""Reviews have their own parts."""


def _meant(turn: Turn) -> bool:
    """Said to the bot, or as a reply to a message."""
    return type(turn.event) is TextSaid and (turn.addressed or turn.event.quoted_message_id is not None)


# ---------------------------------------------------------------- telling it anew


@router.button("note.rewrite")
def ask_words(
    pressed: Pressed, event: Event, notes: NoteStore, member: Member | None, dialogs: DialogStore, now: datetime
) -> Replies:
    """The next text of the teller is the story."""
    note = notes.get(pressed.values.get("note", ""))
    return Text(wording.STALE) if note is None else _ask_words(note, event, member, dialogs, now)


def _ask_words(note: Note, event: Event, member: Member | None, dialogs: DialogStore, now: datetime) -> Text:
    if (refusal := _refused(note, member)) is not None:
        return refusal
    key = DialogKey(event.chat.id, event.user_id)
    dialogs.open(Dialog(key, "mending", "words", now + DIALOG_TTL, {"note": note.id}))
    return Text(wording.REWRITE_ASK)


def _refused(note: Note, member: Member | None) -> Text | None:
    """Words are their teller's: a facilitator files, merges and deletes, but puts no words in others' mouths."""
    if member is None or member.id != note.member_id:
        return Text(wording.REWRITE_NOT_YOURS)
    return None if of_messages(note) else Text(wording.REWRITE_REVIEW)


def _told_to_the_bot(turn: Turn) -> bool:
    """In 1:1 a whole story would be taken for a new one."""
    if type(turn.event) is not TextSaid or turn.mark is not None or turn.heard.intent != "capture":
        return False
    dialog = turn.dialog
    return bool(dialog and (dialog.name, dialog.step) == ("mending", "words") and turn.heard.text == turn.text)


@router.when("mend", _told_to_the_bot)
@router.step("mending.words")
def words(
    event: TextSaid,
    text: str,
    heard: Heard,
    addressed: bool,
    dialog: Dialog,
    dialogs: DialogStore,
    notes: NoteStore,
    circles: CircleStore,
    classifier: Classifier,
    member: Member | None,
    held: Held,
    lately: Lately,
) -> Replies:
    """The story as its teller tells it now. Questions, errands and replies to others are none: what it said before
    could not be had back."""
    said = text.strip()
    if len(said) < SHORTEST or not are_words(event, text, heard, addressed):
        raise NotMine
    dialogs.close(dialog.key)
    note = notes.get(dialog.data.get("note", ""))
    if note is None:
        return Text(wording.STALE)
    return _refused(note, member) or _retell(note, said, event, notes, circles, classifier, held, lately)


@router.when("mend", lambda turn: _meant(turn) and asks_to_retell(turn.text))
def mend_words(
    event: TextSaid,
    text: str,
    addressed: bool,
    notes: NoteStore,
    circles: CircleStore,
    classifier: Classifier,
    member: Member | None,
    held: Held,
    lately: Lately,
    dialogs: DialogStore,
    now: datetime,
) -> Replies:
    """"แก้เป็น …" as a reply to the own story, or to the bot minutes after telling it. Other talk isn't meant."""
    note = noted(event, addressed, notes, member, now)
    if note is None:
        return Text(wording.WHICH_NOTE) if addressed else None
    if member is None or member.id != note.member_id:
        return Text(wording.REWRITE_NOT_YOURS) if addressed else None
    said = new_words(text) or ""
    if len(said) < SHORTEST:
        return _ask_words(note, event, member, dialogs, now)
    return _refused(note, member) or _retell(note, said, event, notes, circles, classifier, held, lately)


def _retell(
    note: Note,
    said: str,
    event: TextSaid,
    notes: NoteStore,
    circles: CircleStore,
    classifier: Classifier,
    held: Held,
    lately: Lately,
) -> Text:
    masked = mask(said.strip())
    after = changed(retold(note, event.message_id, masked.text, event.at), event.at, note.member_id, "edited")
    said_of_masks(masked, event, held, silent=True)
    put_changed(note, replace(after, categories=filed_again(after, classifier)), notes, circles, lately)
    return Text(wording.rewritten(masked.text), quotes=True)


# ---------------------------------------------------------------- two made one


@router.when("mend", lambda turn: _meant(turn) and asks_to_merge(turn.text))
def merge_words(
    event: TextSaid, addressed: bool, notes: NoteStore, member: Member | None, now: datetime
) -> Replies:
    """"รวมเรื่อง" as a reply to a story: with which other one of the same teller?"""
    note = noted(event, addressed, notes, member, now)
    if note is None:
        return Text(wording.WHICH_NOTE) if addressed else None
    if member is None or not (member.id == note.member_id or is_keeper(member)):
        return Text(wording.NOT_YOURS) if addressed else None
    others = [other for other in notes.of_member(note.member_id) if note.member_id and _may_join(note, other)]
    if not others:
        return Text(wording.MERGE_NONE)
    others.sort(key=lambda other: other.told_at, reverse=True)
    asked = [
        Choice(wording.shorten(other.text, 18), press("note.merge", note=note.id, to=other.id))
        for other in others[:OTHERS_SHOWN]
    ]
    asked.append(Choice(wording.MERGE_NO, press("note.delete.no"), shows=wording.MERGE_NO))
    return Text(wording.MERGE_WHICH, tuple(asked))


def _may_join(note: Note, other: Note) -> bool:
    """Two tellings of one person in one group, not of two circles."""
    return (
        note.id != other.id
        and (note.member_id, note.group_id) == (other.member_id, other.group_id)
        and {note.kind, other.kind} <= set(MERGED_KINDS)
        and of_messages(note)
        and of_messages(other)
        and (note.circle_id == other.circle_id or not (note.circle_id and other.circle_id))
    )


@router.button("note.merge")
def merge(
    pressed: Pressed,
    notes: NoteStore,
    circles: CircleStore,
    classifier: Classifier,
    lately: Lately,
    member: Member | None,
    now: datetime,
) -> Replies:
    """The later one goes on where the earlier ends; its pictures and points come along."""
    note = own(pressed, notes, member)
    if isinstance(note, Text):
        return note
    other = notes.get(pressed.values.get("to", ""))
    if other is None or not _may_join(note, other):
        return Text(wording.STALE)
    first, second = sorted((note, other), key=lambda each: each.told_at)
    one = changed(merged(first, second), now, member.id if member else "", "merged")
    one = replace(one, categories=filed_again(one, classifier))
    follow(circles, second, one)
    notes.remove(second.id)
    notes.put(one)
    lately.renamed(second.group_id or second.user_id, second.user_id, second.id, one.id)
    return Text(wording.MERGED)
