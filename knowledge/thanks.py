"""Thanks for what people share: what they told is used, and they hear of it (S13). Facts are kept, no points: who,
what, when; they may stand on a certificate later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from knowledge.notes import Note

How = Literal["read", "helpful"]
"""Somebody opened the telling from an answer; somebody pressed that it helped."""


@dataclass(frozen=True)
class Reuse:
    """That a colleague used a telling: once a note, colleague and month."""

    id: str
    office_id: str
    note_id: str
    author: str
    """Member ids."""
    reader: str
    at: datetime
    how: How = "read"
    group_id: str = ""
    """Where it was used; empty in private."""


class ReuseStore(Protocol):
    """The uses of one office's notes. Changes become visible when the turn is committed."""

    def all(self) -> list[Reuse]:
        """Oldest first."""
        ...

    def get(self, which: str) -> Reuse | None: ...
    def put(self, reuse: Reuse) -> None: ...

    def told(self, what: str) -> str:
        """What was remembered under a name: "group ID" → the month last thanked for, "member ID" → the moment up to
        which the author has heard; empty when nothing."""
        ...

    def tell(self, what: str, value: str) -> None: ...


def reuse_of(note: Note, reader: str, at: datetime, month: date, *, group_id: str, how: How) -> Reuse:
    """The fact. `month`: any day of the month, in Thai time."""
    which = f"{note.id}.{reader}.{month:%Y%m}"
    return Reuse(which, note.office_id, note.id, note.member_id, reader, at, how, group_id)


def counts(note: Note, reader: str) -> bool:
    """Reading one's own telling, or one that nobody's name stands on, is no reuse."""
    return bool(note.member_id and reader and note.member_id != reader)


def unheard(reuses: Iterable[Reuse], author: str, until: str) -> list[Reuse]:
    """The uses of somebody's tellings of which the person hasn't heard. `until`: ISO, or empty."""
    since = datetime.fromisoformat(until) if until else None
    return [r for r in reuses if r.author == author and (since is None or r.at > since)]


@dataclass(frozen=True)
class Given:
    """What one person gave in a month."""

    member_id: str
    told: int = 0
    helped: int = 0
    """Questions of colleagues that the person answered."""
    read: int = 0
    """Colleagues who used what the person told."""


def given(notes: Iterable[Note], helpers: Iterable[str], reuses: Sequence[Reuse]) -> list[Given]:
    """The facts of a month, a person each, in no order of merit. `helpers`: member id of each answer."""
    told: dict[str, int] = defaultdict(int)
    helped: dict[str, int] = defaultdict(int)
    readers: dict[str, set[str]] = defaultdict(set)
    for note in notes:
        for teller in note.tellers:
            told[teller] += 1
    for helper in helpers:
        helped[helper] += 1
    for reuse in reuses:
        readers[reuse.author].add(reuse.reader)
    people = sorted({*told, *helped, *readers} - {""})
    return [Given(m, told[m], helped[m], len(readers[m])) for m in people]


def month_before(day: date) -> date:
    """The first day of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
