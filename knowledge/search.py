"""Finding notes: what an index must be able to do, and the library over it (issue: ค้น…)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol

from knowledge.asked import Filters as Filters
from knowledge.asked import read
from knowledge.clues import TEXT, ask
from knowledge.notes import Note, NoteStore
from knowledge.people import PeopleStore
from knowledge.question import Field, Question
from knowledge.snippets import best_sentences

NO_FILTERS = Filters()
FOUND_AT = 0.3
"""Likeness under which a note is no answer: calibrated on invented offices, see `measure search`."""
UNKNOWN_COSTS = 0.3
"""How much more is asked of the best text where the question turns on a word that nobody has."""
OTHER_KIND_AT = 0.5
"""Likeness from which a note of another kind than was asked for is shown after those of that kind."""
TAIL_AT = 0.25
"""A note this much less like the question than the best one isn't shown any more."""
LOOKED_AT = 12
"""Notes that are fetched at least, for those that the store has lost meanwhile and for equals."""


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
    likeness: float = 0.0
    """Both in one figure (Question.likeness)."""
    shared: bool = False
    """It is one person's part of what several told."""


class SearchIndex(Protocol):
    """An index of notes and of members. It may be a moment behind the store, never ahead."""

    def counts(
        self, office_id: str, kept: Literal["notes", "people"], field: Field, terms: list[str]
    ) -> tuple[int, list[int]]:
        """How many texts there are, and how many have each term."""
        ...

    def notes(
        self,
        office_id: str,
        question: Question,
        *,
        filters: Filters = NO_FILTERS,
        limit: int = LOOKED_AT,
        by_teller: bool = False,
    ) -> list[NoteHit]:
        """Notes that are like the question, in no order. `by_teller`: of what several told each one's own part, with
        who said it, instead of the whole."""
        ...

    def members(self, office_id: str, question: Question, *, limit: int = 40) -> list[str]:
        """Ids of members whose card is like the question, in no order."""
        ...

    def named(self, office_id: str, names: list[str]) -> dict[str, list[str]]:
        """Of some names those that members have, with the ids of all who are called so."""
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
        categories: Mapping[str, str] | None = None,
    ) -> Found:
        """The notes that answer, at most `limit`. Filters are read from the query's words (see asked.py); a kind
        that is asked for comes first, and others follow only when they answer well. `member_id` narrows it to one
        teller; `now` is needed for "ปีนี้" alone, `categories` (ids by name) for "หมวด …"."""
        asked = read(query, lambda names: self._index.named(office_id, names), now, categories)
        filters = asked.filters.with_member(member_id) if member_id else asked.filters
        question = ask(asked.topic, lambda field, terms: self._index.counts(office_id, "notes", field, terms), TEXT)
        hits = self._hits(office_id, question, filters, limit)
        if filters.kinds and len(hits) < limit and not question.empty:
            have = {hit.note_id for hit in hits}
            others = self._hits(office_id, question, replace(filters, kinds=frozenset()), limit)
            hits += [hit for hit in others if hit.note_id not in have and hit.likeness >= OTHER_KIND_AT]
        notes = {n.id: n for n in self._notes_of(office_id).get_many([h.note_id for h in hits[: 2 * limit]])}
        kept = [(notes[h.note_id], h) for h in hits if h.note_id in notes][:limit]
        return Found(
            tuple(FoundNote(n, round(min(1.0, h.likeness), 4), best_sentences(n.text, question)) for n, h in kept),
            not kept,
        )

    def _hits(self, office_id: str, question: Question, filters: Filters, limit: int) -> list[NoteHit]:
        """Notes that answer, best first; all that pass the filters when nothing but filters was asked."""
        hits = sorted(
            self._index.notes(office_id, question, filters=filters, limit=max(LOOKED_AT, 2 * limit)),
            key=lambda hit: (-hit.likeness, -hit.told_at.timestamp(), hit.note_id),
        )
        if question.empty:
            return hits if filters != NO_FILTERS else []
        best = hits[0].likeness if hits else 0.0
        needed = FOUND_AT + UNKNOWN_COSTS * question.unknown
        # of one person's notes the best will do: the button that asks for them says they have some
        if best < (needed * 0.5 if filters.member_ids else needed):
            return []
        return [hit for hit in hits if hit.likeness >= best * TAIL_AT]
