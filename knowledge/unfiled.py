"""Which notes nobody has filed yet."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.notes import Note
from knowledge.people import Member, is_keeper


def unfiled(notes: Iterable[Note], member: Member | None) -> list[Note]:
    """Notes without a category about which nobody decided, the newest first, as far as `member` may file them: one's
    own, and for who looks after the community's knowledge those told in its groups, too."""
    if member is None:
        return []
    keeper = is_keeper(member)
    found = [
        note
        for note in notes
        if not note.categories
        and not note.corrected
        and (note.member_id == member.id or (keeper and bool(note.group_id)))
    ]
    return sorted(found, key=lambda note: note.told_at, reverse=True)
