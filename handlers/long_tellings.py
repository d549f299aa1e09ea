"""One story in several messages and pictures: what its teller says and shows next belongs to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import wording
from handlers.chat import MediaSent, Replies, TextEdited, TextSaid
from handlers.held import Held
from handlers.lately import BEFORE_A_TELLING, OVERTAKEN, QUOTABLE, Lately, Said
from handlers.once import Once, unsent_mark
from handlers.router import Router
from knowledge.circles import CircleStore, follow
from knowledge.classifier import Files
from knowledge.continuing import goes_on, without_sign
from knowledge.masking import Masked, Secret, mask
from knowledge.notes import Attachment, Filed, Note, NoteStore, Part
from knowledge.people import Group
from knowledge.telling_parts import MOST_PARTS, joined, parts, with_attachments

router = Router("long_tellings")

MEDIA = frozenset({"image", "video", "audio", "file"})
"""LINE's message types that can belong to a telling."""
AT_ONCE = timedelta(minutes=2)
"""A picture so soon after a telling belongs to it even if others have said something in between."""


def continued(event: TextSaid, text: str, notes: NoteStore, lately: Lately) -> Note | None:
    """The telling with which this message goes on: the author's own, told minutes ago in this chat. Where the
    message doesn't say so itself, nobody may have spoken in between."""
    how = goes_on(text)
    if how is None or not event.user_id or isinstance(event, TextEdited):
        return None
    telling = lately.telling(event.chat.id, event.user_id, event.at)
    if telling is None or not (how == "says so" or telling.direct):
        return None
    note = notes.get(telling.note_id)
    return note if note and note.user_id == event.user_id and len(parts(note)) < MOST_PARTS else None


def go_on(
    note: Note,
    event: TextSaid,
    text: str,
    notes: NoteStore,
    lately: Lately,
    classifier: Files,
    held: Held,
    *,
    edited_at: datetime | None = None,
) -> Note:
    """Puts the message at the end of its telling, silently, and files the whole again. `edited_at`: of the newest
    edit, where that is what it says already."""
    if edited_at is None:
        text, edited_at = as_it_stands(event, text, lately)
    masked = mask(without_sign(text))
    said_of_masks(masked, event, held, silent=True)
    note = joined(note, Part(event.message_id, masked.text, edited_at))
    note = with_pictures(replace(note, categories=filed_again(note, classifier)), event, lately)
    notes.put(note)
    lately.tells(event.chat.id, note.user_id, note.id, event.at)
    return note


def with_pictures(note: Note, event: TextSaid, lately: Lately) -> Note:
    """The telling with what its teller has just shown, and with the picture that it quotes."""
    if not event.user_id:
        return note
    found = lately.shown(event.chat.id, event.user_id)
    if event.quoted_message_id and (quoted := lately.recall(event.quoted_message_id)) and quoted.media:
        found = [*found, quoted] if quoted.user_id == event.user_id else found
    for each in found:
        lately.let_go(each.message_id)
    return with_attachments(note, tuple(Attachment(each.message_id, each.media, each.name) for each in found))


def filed_again(note: Note, classifier: Files) -> tuple[Filed, ...]:
    """The categories of a changed note. What a person chose stands, without words that are no longer there."""
    if not note.corrected:
        return classifier.classify(note.text).categories
    return tuple(replace(f, evidence=tuple(word for word in f.evidence if word in note.text)) for f in note.categories)


def said_of_masks(masked: Masked, event: TextSaid, held: Held, *, silent: bool) -> tuple[Secret, ...]:
    """What of the masks is named in the answer. A health remark is not pointed at in front of colleagues, and where
    nothing is answered (`silent`) nothing can be named: of those the author hears in 1:1."""
    if event.chat.private and not silent:
        return masked.found
    quietly = tuple(kind for kind in masked.found if silent or kind == "health")
    if quietly and event.user_id:
        held.hold(event.user_id, wording.masked_privately(quietly))
    return tuple(kind for kind in masked.found if kind not in quietly)


def as_it_stands(event: TextSaid, text: str, lately: Lately) -> tuple[str, datetime | None]:
    """What a message says now, and since when: an edit of it may have overtaken it."""
    newer = lately.recall(event.message_id)
    if newer is None or newer.media or newer.at <= event.at or newer.user_id != event.user_id:
        return text, None
    lately.let_go(event.message_id)
    return newer.text, newer.at


def overheard(event: TextSaid, text: str, group: Group | None, lately: Lately, *, telling: bool = False) -> None:
    """Ordinary talk, which a group may have remembered for a while; an edit mends what is remembered. An edit of
    what we haven't heard waits for its message where somebody is `telling`."""
    edit = isinstance(event, TextEdited)
    if group is not None and event.user_id and (group.remembers or (edit and telling)):
        wait = QUOTABLE if group.remembers else OVERTAKEN
        lately.remember(Said(event.message_id, event.chat.id, event.user_id, event.at, text), wait)
    elif edit:
        lately.correct(event.message_id, text, event.at)


@router.on(MediaSent)
def shown(event: MediaSent, notes: NoteStore, lately: Lately, once: Once) -> Replies:
    """A picture or file of somebody who has just told something belongs to it; else it waits some minutes for its
    telling. Of an album that comes in pieces those are kept that come."""
    if event.media not in MEDIA or not event.user_id or once.before(unsent_mark(event.message_id)):
        return None
    if notes.by_message(event.message_id) is not None:
        return None
    note = _told_with(event, notes, lately)
    if note is None:
        name = Said(event.message_id, event.chat.id, event.user_id, event.at, media=event.media, name=event.name)
        lately.remember(name, BEFORE_A_TELLING)
        return None
    notes.put(with_attachments(note, (Attachment(event.message_id, event.media, event.name),)))
    return None


def _told_with(event: MediaSent, notes: NoteStore, lately: Lately) -> Note | None:
    assert event.user_id is not None
    if event.quoted_message_id and (quoted := notes.by_message(event.quoted_message_id)):
        return quoted if quoted.user_id == event.user_id else None
    telling = lately.telling(event.chat.id, event.user_id, event.at)
    if telling is None or not (telling.direct or event.at - telling.since <= AT_ONCE):
        return None
    note = notes.get(telling.note_id)
    return note if note and note.user_id == event.user_id else None


def put_changed(before: Note, after: Note, notes: NoteStore, circles: CircleStore, lately: Lately) -> None:
    """Keeps a changed note; what was drawn from it in a circle follows. The id changes with the first message, and
    what its teller says next still belongs to it."""
    follow(circles, before, after)
    if after.id != before.id:
        notes.remove(before.id)
        lately.renamed(before.group_id or before.user_id, before.user_id, before.id, after.id)
    notes.put(after)
