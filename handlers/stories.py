"""Keeping what people tell: by hashtag or by asking the bot to note it; edits and unsends follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import MessageUnsent, Replies, Text, TextEdited, TextSaid
from handlers.filing import choices
from handlers.held import Held
from handlers.once import Once
from handlers.people import Introduce
from handlers.router import Router
from knowledge.classifier import Classifier
from knowledge.hearing import Heard
from knowledge.masking import Masked, Secret, mask
from knowledge.notes import Filed, Note, NoteStore, changed, note_id
from knowledge.people import Office, PeopleStore
from knowledge.privacy import Privacy
from knowledge.taxonomy import Taxonomy

router = Router("stories")

UNSENT_SECONDS = 7 * 86_400
"""How long an unsend is remembered, in case the message itself arrives after it."""


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
    now: datetime,
) -> Replies:
    """Keeps the telling without others' personal data, files it, and confirms in one line. With the first of a
    person a second line says what is kept and where to see it."""
    if once.before(_unsent(event.message_id)):
        return None
    if not heard.text.strip():
        return Text(wording.NOTHING_TOLD)
    before = notes.by_message(event.message_id)
    if before is not None:
        # The edit overtook its message, or the message came again: what is newest stands already.
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
    notes.put(note)
    category = taxonomy.short_name(note.categories[0].id) if note.categories else None
    line = wording.kept(note.kind, member.spoken_name if member else "", category)
    if aloud := _said_of_masks(masked, event, held):
        line += f" · {wording.masked(aloud)}"
    if member and member.consented_at is None and event.reply_token:
        people.put_member(office.id, replace(member, consented_at=now))
        line += f"\n{wording.CONSENT}"
    return Text(line, choices(note, filing.nearest, taxonomy), quotes=True)


def _said_of_masks(masked: Masked, event: TextSaid, held: Held) -> tuple[Secret, ...]:
    """What of the masks is named in the answer. A health remark is not pointed at in front of colleagues, and an
    edit is not answered: of those the author hears in 1:1."""
    if event.chat.private and event.reply_token:
        return masked.found
    silent = isinstance(event, TextEdited)
    quietly = tuple(kind for kind in masked.found if silent or kind == "health")
    if quietly and event.user_id:
        held.hold(event.user_id, wording.masked_privately(quietly))
    return tuple(kind for kind in masked.found if kind not in quietly)


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
    now: datetime,
) -> Replies:
    """The newest edit wins. One that adds a hashtag keeps the message from now on; one that takes the hashtag off
    changes the text only: what was kept is taken back by unsending or by the button."""
    note = notes.by_message(event.message_id)
    if note is None:
        if heard.intent != "capture":
            return None
        return keep(event, heard, office, introduce, notes, classifier, taxonomy, once, people, held, now)
    if note.edited_at and note.edited_at >= event.at:
        return None
    told = heard.text if heard.intent == "capture" else text
    if not told.strip():
        return None
    masked = mask(told)
    note = replace(note, text=masked.text, kind=heard.kind or note.kind, edited_at=event.at)
    note = changed(note, event.at, note.member_id, "edited")
    note = replace(note, categories=_filed_again(note, classifier))
    _said_of_masks(masked, event, held)
    notes.put(note)
    return None


def _filed_again(note: Note, classifier: Classifier) -> tuple[Filed, ...]:
    """The categories of an edited note. What a person chose stands, without words that are no longer there."""
    if not note.corrected:
        return classifier.classify(note.text).categories
    return tuple(replace(f, evidence=tuple(word for word in f.evidence if word in note.text)) for f in note.categories)


@router.on(MessageUnsent)
def unsent(
    event: MessageUnsent, office: Office, notes: NoteStore, once: Once, privacy: Privacy, opted_out: bool
) -> Replies:
    """What was taken back is gone from the store and from all made of it (line-platform.md, Groups, unsend)."""
    if not opted_out:  # of those nothing is kept that could come later
        once.first(_unsent(event.message_id), seconds=UNSENT_SECONDS)
    note = notes.by_message(event.message_id)
    if note is not None:
        privacy.erase_note(note)
    privacy.erase_message(event.message_id)
    return None


def _unsent(message_id: str) -> str:
    return f"unsent {message_id}"
