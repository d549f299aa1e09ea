"""A search index in memory for tests: the same terms, every text looked at, no file."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.asked import names
from knowledge.notes import Note
from knowledge.people import Member
from knowledge.question import Field, Question, covered, covered_grams
from knowledge.search import NO_FILTERS, Filters, NoteHit
from knowledge.terms import Terms, terms


def card(member: Member) -> str:
    return " ; ".join([*member.expertise, member.position, member.unit])


@dataclass
class MemoryIndex:
    """One office's notes and members."""

    kept_notes: list[Note] = field(default_factory=list)
    kept_members: list[Member] = field(default_factory=list)

    def counts(self, office_id: str, kept: str, field: Field, some: list[str]) -> tuple[int, list[int]]:
        texts = self._texts(kept)
        return len(texts), [sum(1 for t in texts if term in getattr(t, field)) for term in some]

    def notes(
        self,
        office_id: str,
        question: Question,
        *,
        filters: Filters = NO_FILTERS,
        limit: int = 50,
        by_teller: bool = False,
    ) -> list[NoteHit]:
        hits = []
        for note, member, text in self._told(by_teller):
            if not self._passes(note, filters):
                continue
            said = terms(text)
            words, grams = covered(question, said), covered_grams(question, said)
            if words or grams or question.empty:
                like = question.likeness(words, grams)
                shared = by_teller and bool(note.shares)
                hits.append(NoteHit(note.id, member, note.told_at, note.group_id, words, grams, like, shared))
        return sorted(hits, key=lambda h: -h.likeness)[:limit]

    def members(self, office_id: str, question: Question, *, limit: int = 30) -> list[str]:
        likes = {m.id: covered(question, terms(card(m))) for m in self.kept_members}
        return [m for m in sorted(likes, key=lambda m: -likes[m]) if likes[m]][:limit]

    def named(self, office_id: str, some: list[str]) -> dict[str, list[str]]:
        called = {name: [m.id for m in self.kept_members if name in names(m)] for name in some}
        return {name: ids for name, ids in called.items() if ids}

    def _told(self, by_teller: bool) -> list[tuple[Note, str, str]]:
        """Notes with teller and text; `by_teller`: each one's part of what several told."""
        return [
            each
            for note in self.kept_notes
            for each in (
                [(note, share.member_id, share.text) for share in note.shares]
                if by_teller and note.shares
                else [(note, note.member_id, note.text)]
            )
        ]

    def _texts(self, kept: str) -> list[Terms]:
        if kept == "notes":
            return [terms(note.text) for note in self.kept_notes]
        return [terms(card(member)) for member in self.kept_members]

    def _passes(self, note: Note, filters: Filters) -> bool:
        return (
            (not filters.kinds or note.kind in filters.kinds)
            and (not filters.member_ids or filters.member_ids & {note.member_id, *note.tellers})
            and (not filters.since or note.told_at >= filters.since)
            and (not filters.until or note.told_at < filters.until)
        )
