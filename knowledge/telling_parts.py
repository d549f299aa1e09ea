"""A telling of several messages: one story, of which each message stays a part that can be changed or taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from knowledge.masking import mask
from knowledge.notes import Attachment, Note, Part, note_id

MOST_PARTS = 40
"""Messages that make one story; what comes after them is a story of its own."""
MOST_ATTACHMENTS = 60
"""Pictures and files of one telling: three full albums."""


def parts(note: Note) -> tuple[Part, ...]:
    """The messages of a telling with their texts, in the order in which they came."""
    return note.parts or (Part(note.message_ids[0], note.text, note.edited_at),)


def with_parts(note: Note, told: tuple[Part, ...]) -> Note:
    """The note made of these messages. Its id follows the first of them, so that the id of a message that was taken
    back stays nowhere."""
    edits = [part.edited_at for part in told if part.edited_at]
    return replace(
        note,
        id=note_id(told[0].message_id),
        text="\n".join(part.text for part in told if part.text),
        message_ids=tuple(part.message_id for part in told),
        parts=told if len(told) > 1 else (),
        edited_at=max(edits, default=None),
    )


def joined(note: Note, part: Part) -> Note:
    """The note with one more message at its end."""
    return with_parts(note, (*parts(note), part))


def rewritten(note: Note, part: Part) -> Note | None:
    """The note with what one of its messages says now; None when a newer edit of it stands already."""
    told = parts(note)
    (before,) = (each for each in told if each.message_id == part.message_id)
    if before.edited_at and part.edited_at and before.edited_at >= part.edited_at:
        return None
    if len(told) > 1 and not before.text:
        return None  # what it said was told anew since
    return with_parts(note, tuple(part if each is before else each for each in told))


def of_messages(note: Note) -> bool:
    """Whether the text is what the messages say; a review that several answered is put together otherwise."""
    return bool(note.parts) or len(note.message_ids) == 1


def retold(note: Note, message_id: str, text: str, at: datetime) -> Note:
    """The note with its teller's new words, which come from a message of their own. The messages of before stay
    known as its own without what they said, so that edits of them change nothing any more."""
    emptied = (Part(each.message_id, "", at) for each in parts(note))
    return with_parts(note, (*emptied, Part(message_id, text, at)))


def merged(first: Note, second: Note) -> Note:
    """One note of two of the same teller: the first's words, then the second's, with the pictures of both."""
    one = with_parts(first, (*parts(first), *parts(second)))
    one = with_attachments(one, second.attachments)
    history = sorted((*first.history, *second.history), key=lambda change: change.at)
    return replace(
        one,
        history=tuple(history),
        circle_id=first.circle_id or second.circle_id,
        corrected=first.corrected or second.corrected,
        categories=first.categories if first.corrected or not second.corrected else second.categories,
    )


def without(note: Note, message_id: str) -> Note | None:
    """The note without one message, picture or file; None when nothing is left of the telling."""
    if message_id not in note.message_ids:
        return replace(note, attachments=tuple(a for a in note.attachments if a.message_id != message_id))
    left = tuple(part for part in parts(note) if part.message_id != message_id)
    return with_parts(note, left) if any(part.text for part in left) else None


def with_attachments(note: Note, more: tuple[Attachment, ...]) -> Note:
    """The note with these pictures and files, each once; names of files are masked as what is told is."""
    known = {each.message_id: each for each in note.attachments}
    for each in more:
        known.setdefault(each.message_id, replace(each, name=mask(each.name).text))
    return replace(note, attachments=tuple(known.values())[:MOST_ATTACHMENTS])


def edited_at(note: Note, message_id: str) -> datetime | None:
    """LINE's timestamp of the newest edit of one message of the telling."""
    return next((part.edited_at for part in parts(note) if part.message_id == message_id), None)
