"""Keeping what people tell: by hashtag or by asking the bot to note it; edits and unsends follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import MessageUnsent, Replies, Text, TextEdited, TextSaid
from handlers.filing import choices
from handlers.held import Held
from handlers.lately import Lately
from handlers.long_tellings import (
    continued,
    filed_again,
    go_on,
    overheard,
    put_changed,
    said_of_masks,
    with_pictures,
)
from handlers.once import UNSENT_SECONDS, Once, unsent_mark
from handlers.people import Introduce
from handlers.review_desk import Desk
from handlers.router import Router
from knowledge.circles import CircleStore
from knowledge.classifier import Classifier
from knowledge.continuing import goes_on, without_sign
from knowledge.hearing import Heard
from knowledge.masking import mask
from knowledge.notes import Note, NoteStore, Part, changed, note_id
from knowledge.people import Group, Member, Office, PeopleStore
from knowledge.privacy import Privacy
from knowledge.retelling import new_words
from knowledge.rules import Rules
from knowledge.taxonomy import Taxonomy
from knowledge.telling_parts import edited_at, rewritten, without

router = Router("stories")

SEEN_ENOUGH = 10
"""Confirmations after which a person gets a mark only."""


@router.heard("capture")
def keep(
    event: TextSaid,
    heard: Heard,
    office: Office,
    introduce: Introduce,
    notes: NoteStore,
    classifier: Classifier,
    taxonomy: Taxonomy,
    once: Once,
    people: PeopleStore,
    held: Held,
    lately: Lately,
    rules: Rules,
    desk: Desk,
    now: datetime,
) -> Replies:
    """Keeps the telling without others' personal data, files it, and confirms in one line. With the first of a
    person a second line says what is kept and where to see it."""
    if once.before(unsent_mark(event.message_id)):
        return None
    if not heard.text.strip():
        return Text(wording.NOTHING_TOLD)
    before = notes.by_message(event.message_id)
    if before is not None:
        # The edit overtook its message, or the message came again: what is newest stands already.
        return None
    if goes_on(heard.text) == "says so" and (begun := continued(event, heard.text, notes, lately)) is not None:
        go_on(begun, event, heard.text, notes, lately, classifier, held)
        return None
    member = introduce(office)
    masked = mask(heard.text)
    filing = classifier.classify(masked.text)
    note = Note(
        id=note_id(event.message_id),
        office_id=office.id,
        group_id="" if event.chat.private else event.chat.id,
        user_id=event.user_id or "",
        member_id=member.id if member else "",
        kind=heard.kind or "story",
        text=masked.text,
        message_ids=(event.message_id,),
        told_at=event.at,
        categories=filing.categories,
        edited_at=event.at if isinstance(event, TextEdited) else None,
    )
    note = with_pictures(note, event, lately)
    notes.put(note)
    lately.tells(event.chat.id, note.user_id, note.id, event.at)
    aloud = said_of_masks(masked, event, held, silent=isinstance(event, TextEdited) or event.reply_token is None)
    lines = [line] if (line := confirmation(note, member, taxonomy, rules)) else []
    if aloud:
        lines = [" · ".join([*lines, wording.masked(aloud)])]
    if told := seen(member, event, now, confirmed=bool(lines)):
        people.put_member(office.id, told)
    if member and member.consented_at is None and event.reply_token:
        lines.append(wording.CONSENT)
    added = desk.kept(note)
    lines += [added.line] if added.line and event.reply_token else []
    offered = (*choices(note, filing.nearest, taxonomy), *added.choices)
    return Text("\n".join(lines), offered, quotes=True) if lines else None


def confirmation(note: Note, member: Member | None, taxonomy: Taxonomy, rules: Rules) -> str:
    """The line that confirms a telling, as the office wants it; a mark for who has seen enough of them. Empty: none."""
    if rules.confirm == "none":
        return ""
    category = taxonomy.short_name(note.categories[0].id) if note.categories else None
    if rules.confirm == "mark" or (member and member.confirmations >= SEEN_ENOUGH):
        return wording.kept_mark(category)
    return wording.kept(note.kind, member.spoken_name if member else "", category)


def seen(member: Member | None, event: TextSaid, now: datetime, *, confirmed: bool) -> Member | None:
    """The member after this answer: told what is kept, and one confirmation richer. None where nothing changes."""
    if member is None or not event.reply_token:
        return None
    told = member if member.consented_at else replace(member, consented_at=now)
    if confirmed and told.confirmations < SEEN_ENOUGH:
        told = replace(told, confirmations=told.confirmations + 1)
    return told if told != member else None


@router.on(TextEdited)
def edited(
    event: TextEdited,
    heard: Heard,
    text: str,
    office: Office,
    introduce: Introduce,
    notes: NoteStore,
    classifier: Classifier,
    taxonomy: Taxonomy,
    once: Once,
    people: PeopleStore,
    held: Held,
    lately: Lately,
    rules: Rules,
    circles: CircleStore,
    group: Group | None,
    desk: Desk,
    now: datetime,
) -> Replies:
    """The newest edit wins. One that adds a hashtag keeps the message from now on; one that takes the hashtag off
    changes the text only: what was kept is taken back by unsending or by the button."""
    note = notes.by_message(event.message_id)
    if note is None:
        here, who = event.chat.id, event.user_id
        telling = bool(who and (lately.telling(here, who, event.at) or circles.last_open(here)))
        overheard(event, text, group, lately, telling=telling)
        if heard.intent != "capture":
            return None
        return keep(
            event, heard, office, introduce, notes, classifier, taxonomy, once, people, held, lately, rules, desk, now
        )
    told = heard.text if heard.intent == "capture" else text
    newest = edited_at(note, event.message_id)
    if not told.strip() or (newest and newest >= event.at):
        return None
    if event.message_id != note.message_ids[0]:
        told = new_words(told) or without_sign(told)
    masked = mask(told)
    after = rewritten(note, Part(event.message_id, masked.text, event.at))
    if after is None:
        return None
    if heard.kind and event.message_id == note.message_ids[0]:
        after = replace(after, kind=heard.kind)
    after = changed(after, event.at, note.member_id, "edited")
    after = replace(after, categories=filed_again(after, classifier))
    said_of_masks(masked, event, held, silent=True)
    put_changed(note, after, notes, circles, lately)
    return None


@router.on(MessageUnsent)
def unsent(
    event: MessageUnsent,
    office: Office,
    notes: NoteStore,
    classifier: Classifier,
    circles: CircleStore,
    lately: Lately,
    once: Once,
    privacy: Privacy,
    opted_out: bool,
) -> Replies:
    """What was taken back is gone from the store and from all made of it (line-platform.md, Groups, unsend). Of a
    telling of several messages, that one goes."""
    if not opted_out:  # of those nothing is kept that could come later
        once.first(unsent_mark(event.message_id), seconds=UNSENT_SECONDS)
    note = notes.by_message(event.message_id)
    if note is not None:
        left = without(note, event.message_id)
        if left is None:
            privacy.erase_note(note)
        else:
            left = changed(left, event.at, note.member_id, "unsent_part")
            put_changed(note, replace(left, categories=filed_again(left, classifier)), notes, circles, lately)
    lately.let_go(event.message_id)
    privacy.erase_message(event.message_id, part=note is not None)
    return None
