"""Notes whose promises follow them: whichever way a review is changed or goes, what was promised in it follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from handlers.review_desk import Desk
from knowledge.notes import Note, NoteStore
from knowledge.reviewing import of_note


class PromisedNotes:
    """A `knowledge.notes.NoteStore` over another one. Erasing people and notes goes by bot/store/erasure.py."""

    def __init__(self, notes: NoteStore, desk: Callable[[], Desk]) -> None:
        self._notes, self._desk = notes, desk

    def put(self, note: Note) -> None:
        self._notes.put(note)
        if note.kind in ("aar", "bar", "dar"):
            desk = self._desk()
            review = desk.reviews.get(of_note(note.id))
            # without answers it was only called for, and is kept as it was told (review_keep.py)
            desk.promises(note, review if review and review.answers else None)

    def remove(self, note_id: str) -> None:
        before = self._notes.get(note_id)
        self._notes.remove(note_id)
        if before and before.kind in ("aar", "bar", "dar"):
            self._desk().gone(before)

    def get(self, note_id: str) -> Note | None:
        return self._notes.get(note_id)

    def get_many(self, note_ids: Iterable[str]) -> list[Note]:
        return self._notes.get_many(note_ids)

    def by_message(self, message_id: str) -> Note | None:
        return self._notes.by_message(message_id)

    def of_member(self, member_id: str) -> list[Note]:
        return self._notes.of_member(member_id)

    def all(self) -> Iterator[Note]:
        return self._notes.all()

    def count(self) -> int:
        return self._notes.count()
