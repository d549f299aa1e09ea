"""Finding notes: what an index must be able to do, and the library over it (issue: ค้น…)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from knowledge.asked import Filters as Filters
from knowledge.asked import read
from knowledge.notes import Note, NoteStore
from knowledge.people import PeopleStore
from knowledge.question import Field, Question, ask
from knowledge.snippets import best_sentences

NO_FILTERS = Filters()
WORDS_WORTH, GRAMS_WORTH = 0.7, 0.3
"""How words and trigrams are blended: both as two weighted fields beat either alone (thai-text.md)."""
FOUND_AT = 0.3
"""Likeness under which a note is no answer: calibrated on invented offices, see `measure search`."""
TAIL_AT = 0.35
"""A note this much less like the question than the best one isn't shown any more."""
LOOKED_AT = 50


@dataclass(frozen=True)
class NoteHit:
    """A note that the index found. `words` and `grams` say how far it covers the question: 1 is each clue once
    in a text of average length; more is possible."""

    note_id: str
    member_id: str
    told_at: datetime
    group_id: str = ""
    words: float = 0.0
    grams: float = 0.0

    @property
    def likeness(self) -> float:
        """Words and trigrams in one figure, about 0 to 1.5."""
        return WORDS_WORTH * self.words + GRAMS_WORTH * self.grams


class SearchIndex(Protocol):
    """An index of notes and of members. It may be a moment behind the store, never ahead."""

    def counts(
        self, office_id: str, kept: Literal["notes", "people"], field: Field, terms: list[str]
    ) -> tuple[int, list[int]]:
        """How many texts there are, and how many have each term."""
        ...

    def notes(
        self, office_id: str, question: Question, *, filters: Filters = NO_FILTERS, limit: int = LOOKED_AT
    ) -> list[NoteHit]:
        """Notes that are like the question, in no order."""
        ...

    def members(self, office_id: str, question: Question, *, limit: int = 30) -> list[str]:
        """Ids of members whose card is like the question, in no order."""
        ...


@dataclass(frozen=True)
class FoundNote:
    """A note that answers: how well (about 0 to 1), and the sentences of it that say so, word by word."""

    note: Note
    score: float
    snippet: str


@dataclass(frozen=True)
class Found:
    """What a search gave, best first. `abstained` when nothing in the library is about the question."""

    hits: tuple[FoundNote, ...]
    abstained: bool


class Library:
    """The notes of offices, found by what they say."""

    def __init__(
        self,
        index: SearchIndex,
        notes_of: Callable[[str], NoteStore],
        people: PeopleStore,
    ) -> None:
        self._index, self._notes_of, self._people = index, notes_of, people

    def search(
        self,
        office_id: str,
        query: str,
        *,
        asker_user_id: str | None = None,
        group_id: str | None = None,
        member_id: str | None = None,
        limit: int = 3,
        now: datetime | None = None,
    ) -> Found:
        """The notes that answer, at most `limit`. Filters are read from the query's words (see asked.py);
        `member_id` narrows it to one teller; `now` is needed for "ปีนี้" and "เดือนนี้" alone."""
        asked = read(query, lambda: self._people.members(office_id), now)
        filters = asked.filters.with_member(member_id) if member_id else asked.filters
        question = ask(asked.topic, lambda field, terms: self._index.counts(office_id, "notes", field, terms))
        hits = sorted(
            self._index.notes(office_id, question, filters=filters, limit=max(LOOKED_AT, limit)),
            key=lambda hit: (-hit.likeness, -hit.told_at.timestamp(), hit.note_id),
        )
        if question.clues:
            best = hits[0].likeness if hits else 0.0
            hits = (
                [h for h in hits if h.likeness >= max(FOUND_AT * TAIL_AT, best * TAIL_AT)] if best >= FOUND_AT else []
            )
        notes = {n.id: n for n in self._notes_of(office_id).get_many([h.note_id for h in hits[: 2 * limit]])}
        kept = [(notes[h.note_id], h) for h in hits if h.note_id in notes][:limit]
        return Found(
            tuple(FoundNote(n, round(min(1.0, h.likeness), 4), best_sentences(n.text, question)) for n, h in kept),
            not kept,
        )
