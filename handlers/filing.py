"""The category of a note, seen and mended by the people: by button, in one tap."""

from __future__ import annotations

from dataclasses import replace

from handlers import wording
from handlers.chat import Choice, Replies, Text
from handlers.router import Pressed, Router, press
from knowledge.notes import Filed, Note, NoteStore
from knowledge.people import Member, is_keeper
from knowledge.taxonomy import Taxonomy

router = Router("filing")

NONE = "-"
"""The choice "fits none"."""


def choices(note: Note, nearest: tuple[Filed, ...], taxonomy: Taxonomy) -> tuple[Choice, ...]:
    """The quick replies under a confirmation: correct, ask why, delete; the two nearest where it was not sure."""
    if note.categories:
        first: tuple[Choice, ...] = (
            Choice(wording.CHANGE_CATEGORY, press("note.categories", note=note.id)),
            Choice(wording.WHY, press("note.why", note=note.id)),
        )
    else:
        first = (
            *(_to(note, filed.id, taxonomy.short_name(filed.id)) for filed in nearest),
            Choice(wording.OTHER_CATEGORIES, press("note.categories", note=note.id)),
        )
    return (*first, Choice(wording.DELETE, press("note.delete", note=note.id)))


def _to(note: Note, category: str, name: str) -> Choice:
    return Choice(name, press("note.file", note=note.id, to=category), shows=name)


def _own(pressed: Pressed, notes: NoteStore, member: Member | None) -> Note | Text:
    """The note of the button, or what to say when it is gone or not theirs to change."""
    note = notes.get(pressed.values.get("note", ""))
    if note is None:
        return Text(wording.STALE)
    if member is None or not (member.id == note.member_id or is_keeper(member)):
        return Text(wording.NOT_YOURS)
    return note


@router.button("note.categories")
def offer(pressed: Pressed, notes: NoteStore, member: Member | None, taxonomy: Taxonomy) -> Replies:
    """All categories of the office as quick replies."""
    note = _own(pressed, notes, member)
    if isinstance(note, Text):
        return note
    named = tuple(_to(note, c.id, taxonomy.short_name(c.id)) for c in taxonomy.categories[:11])
    return Text(wording.CHOOSE_CATEGORY, (*named, _to(note, NONE, wording.NO_CATEGORY)))


@router.button("note.file")
def file(pressed: Pressed, notes: NoteStore, member: Member | None, taxonomy: Taxonomy) -> Replies:
    """A person chose: that stands from now on."""
    note = _own(pressed, notes, member)
    if isinstance(note, Text):
        return note
    to = pressed.values.get("to", "")
    if to == NONE:
        notes.put(replace(note, categories=(), corrected=True))
        return Text(wording.moved_out())
    if to not in {c.id for c in taxonomy.categories}:
        return Text(wording.STALE)
    others = tuple(filed for filed in note.categories if filed.id != to)
    notes.put(replace(note, categories=(Filed(to, 1.0), *others), corrected=True))
    return Text(wording.moved(taxonomy.short_name(to)))


@router.button("note.why")
def why(pressed: Pressed, notes: NoteStore, taxonomy: Taxonomy) -> Replies:
    """The words that told the category."""
    note = notes.get(pressed.values.get("note", ""))
    if note is None:
        return Text(wording.STALE)
    if not note.categories:
        return Text(wording.NO_EVIDENCE_WORDS)
    first = note.categories[0]
    if not first.evidence:
        return Text(wording.NO_EVIDENCE)
    return Text(wording.why(taxonomy.short_name(first.id), first.evidence[:5]))


@router.button("note.delete")
def ask_to_delete(pressed: Pressed, notes: NoteStore, member: Member | None) -> Replies:
    """Deleting can't be undone, so it is asked once more."""
    note = _own(pressed, notes, member)
    if isinstance(note, Text):
        return note
    yes = Choice(wording.DELETE_YES, press("note.delete.yes", note=note.id), shows=wording.DELETE_YES)
    return Text(wording.DELETE_ASK, (yes, Choice(wording.DELETE_NO, press("note.delete.no"), shows=wording.DELETE_NO)))


@router.button("note.delete.yes")
def delete(pressed: Pressed, notes: NoteStore, member: Member | None) -> Replies:
    """Gone from the store and from all made of it."""
    note = _own(pressed, notes, member)
    if isinstance(note, Text):
        return note
    notes.remove(note.id)
    return Text(wording.DELETED)


@router.button("note.delete.no")
def keep_it() -> Replies:
    """Thought better of it."""
    return Text(wording.CANCELLED)
