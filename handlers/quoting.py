"""Keeping by quoting: a reply to any message with #บันทึก keeps what was quoted, credited to its author."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import wording
from handlers.chat import Replies, Text, TextSaid
from handlers.filing import choices
from handlers.held import Held
from handlers.lately import Lately, Said
from handlers.people import IntroduceUser
from handlers.remembering import offer
from handlers.router import NotMine, Router, Turn
from handlers.stories import confirmation
from knowledge.classifier import Classifier
from knowledge.hearing import Heard, listen
from knowledge.marks import Mark, kind_of_mark
from knowledge.masking import mask
from knowledge.notes import Attachment, Kind, Note, NoteStore, note_id
from knowledge.people import Group, Office, PeopleStore
from knowledge.quoted import LONGEST_COMMENT, tells_itself
from knowledge.rules import Rules
from knowledge.taxonomy import Taxonomy
from knowledge.telling_parts import with_attachments
from knowledge.tellings import kind_of

router = Router("quoting")



def _keeps_quoted(turn: Turn) -> bool:
    """A mark, or a request to note it, in a reply to another message, with no telling of its own."""
    event = turn.event
    if type(event) is not TextSaid or not event.quoted_message_id or turn.heard.intent != "capture":
        return False
    return len(turn.heard.text.strip()) <= LONGEST_COMMENT


@router.when("capture", _keeps_quoted)
def keep_quoted(
    event: TextSaid,
    heard: Heard,
    mark: Mark | None,
    office: Office,
    group: Group | None,
    introduce_user: IntroduceUser,
    notes: NoteStore,
    classifier: Classifier,
    taxonomy: Taxonomy,
    people: PeopleStore,
    lately: Lately,
    held: Held,
    rules: Rules,
    now: datetime,
) -> Replies:
    """What was quoted must have been remembered; what is kept already is said to be."""
    assert event.quoted_message_id is not None
    note = notes.by_message(event.quoted_message_id)
    said = lately.recall(event.quoted_message_id)
    if tells_itself(heard.text, note.text if note else said.text if said else None, picture=bool(said and said.media)):
        raise NotMine
    if note is not None:
        teller = people.member(office.id, note.member_id) if note.member_id else None
        return Text(wording.kept_already(note.kind, teller.spoken_name if teller else ""), quotes=True)
    if said is None or said.chat_id != event.chat.id or not (said.text.strip() or said.media):
        if group is None:
            return Text(wording.QUOTE_PRIVATE)
        return Text(wording.QUOTE_UNKNOWN) if group.remembers else Text(wording.QUOTE_NOT_REMEMBERED, (offer(),))
    if said.media:
        return Text(wording.QUOTE_PICTURE)
    kind, by = _named(heard, mark), event.user_id
    return keep_said(
        said, kind, by, office, introduce_user, notes, classifier, taxonomy, people, lately, held, rules, now
    )


def keep_said(
    said: Said,
    kind: Kind | None,
    by: str | None,
    office: Office,
    introduce_user: IntroduceUser,
    notes: NoteStore,
    classifier: Classifier,
    taxonomy: Taxonomy,
    people: PeopleStore,
    lately: Lately,
    held: Held,
    rules: Rules,
    now: datetime,
) -> Replies:
    """Keeps a remembered message as the telling of its author, who hears of it in 1:1 when somebody else (`by`)
    wanted it kept."""
    text = _told(said.text)
    member = introduce_user(office, said.user_id)
    if member is None or not text:
        return Text(wording.QUOTE_UNKNOWN)
    masked = mask(text)
    filing = classifier.classify(masked.text)
    note = Note(
        id=note_id(said.message_id),
        office_id=office.id,
        group_id=said.chat_id,
        user_id=said.user_id,
        member_id=member.id,
        kind=kind or kind_of(text),
        text=masked.text,
        message_ids=(said.message_id,),
        told_at=said.at,
        categories=filing.categories,
    )
    pictures = [each for each in lately.shown(said.chat_id, said.user_id) if each.at <= said.at]
    note = with_attachments(note, tuple(Attachment(each.message_id, each.media, each.name) for each in pictures))
    notes.put(note)
    for each in (said, *pictures):
        lately.let_go(each.message_id)
    if by != said.user_id:
        keeper = people.member_by_user(office.id, by) if by else None
        held.hold(said.user_id, wording.kept_for_you(note.kind, keeper.spoken_name if keeper else ""))
    if masked.found:
        held.hold(said.user_id, wording.masked_privately(masked.found))
    if member.consented_at is None:
        held.hold(said.user_id, wording.CONSENT)
        people.put_member(office.id, replace(member, consented_at=now))
    line = confirmation(note, member, taxonomy, rules)
    return Text(line, choices(note, filing.nearest, taxonomy), quotes=True) if line else None


def _named(heard: Heard, mark: Mark | None) -> Kind | None:
    """The kind that the person named; None leaves it to what was quoted."""
    if mark is not None:
        return kind_of_mark(mark.word)
    return heard.kind if heard.kind != "story" else None


def _told(text: str) -> str:
    """The text to keep, without a mark or request that its author may have written."""
    heard = listen(text, addressed=False)
    return (heard.text or text).strip()
