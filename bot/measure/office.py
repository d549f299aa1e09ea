"""An office as a folder of JSON lines (roster, notes, queries, searches), to measure finding on."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bot.search.index import TantivyIndex
from bot.search.writer import OfficeWriter
from knowledge.hearing import listen
from knowledge.notes import KINDS, Kind, Note
from knowledge.people import Group, Member, Office, PeopleStore

OFFICE = "measured"
NOW = datetime(2026, 7, 1, tzinfo=UTC)
"""The day on which questions are asked; notes without a date were told in the year before it."""


@dataclass(frozen=True)
class Asked:
    """One question of the folder, with who or what answers it: id → grade (2 best, 1 close)."""

    id: str
    text: str
    asker: str
    addressed: bool
    grades: dict[str, int]
    tags: tuple[str, ...]

    @property
    def topic(self) -> str:
        """What the bot would hear as the topic; the text itself where it hears none."""
        return listen(self.text, addressed=True).topic or self.text


class MemoryNotes:
    """`knowledge.notes.NoteStore` in memory, read only."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._notes = {note.id: note for note in notes}

    def get(self, note_id: str) -> Note | None:
        return self._notes.get(note_id)

    def get_many(self, note_ids: Iterable[str]) -> list[Note]:
        return [self._notes[i] for i in note_ids if i in self._notes]

    def all(self) -> Iterator[Note]:
        return iter(self._notes.values())

    def of_member(self, member_id: str) -> list[Note]:
        return [note for note in self._notes.values() if note.member_id == member_id]

    def by_message(self, message_id: str) -> Note | None:
        return next((n for n in self._notes.values() if message_id in n.message_ids), None)

    def count(self) -> int:
        return len(self._notes)

    def put(self, note: Note) -> None:
        self._notes[note.id] = note

    def remove(self, note_id: str) -> None:
        self._notes.pop(note_id, None)


class MemoryPeople:
    """The part of `knowledge.people.PeopleStore` that finding needs, in memory."""

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = {member.id: member for member in members}

    def offices(self) -> list[Office]:
        return [Office(OFFICE, "สำนักงาน", "cdd-2561", 2569, "0")]

    def members(self, office_id: str) -> list[Member]:
        return list(self._members.values())

    def member(self, office_id: str, member_id: str) -> Member | None:
        return self._members.get(member_id)

    def some_members(self, office_id: str, member_ids: Iterable[str]) -> list[Member]:
        return [self._members[i] for i in member_ids if i in self._members]

    def member_by_user(self, office_id: str, user_id: str) -> Member | None:
        return next((m for m in self._members.values() if m.user_id == user_id), None)

    def groups(self, office_id: str) -> list[Group]:
        return []


@dataclass(frozen=True)
class OfficeFolder:
    """What a folder of the form of `eval/office_a` holds."""

    place: Path
    members: tuple[Member, ...]
    notes: tuple[Note, ...]
    queries: tuple[Asked, ...]
    searches: tuple[Asked, ...]

    @property
    def people(self) -> PeopleStore:
        return cast(PeopleStore, MemoryPeople(self.members))

    def notes_of(self, office_id: str) -> MemoryNotes:
        """The notes, as a store; there is one office in a folder."""
        return MemoryNotes(self.notes)

    @contextmanager
    def indexed(self) -> Iterator[TantivyIndex]:
        """The folder's notes and members in an index of their own, removed afterwards."""
        with tempfile.TemporaryDirectory(prefix="likhit-measure-") as root:
            writer = OfficeWriter(Path(root), OFFICE)
            writer.rebuild(self.notes, self.members, "0-0")
            writer.close()
            yield TantivyIndex(Path(root))


class FolderError(ValueError):
    """A folder can't be measured on; the text names the file, the line and what is expected."""


def read_folder(place: Path) -> OfficeFolder:
    """Reads a folder, or the folder of a file that is named. Raises FolderError for what isn't in the form."""
    place = place if place.is_dir() else place.parent
    try:
        members = tuple(_member(row) for row in _rows(place / "roster.jsonl"))
        rows = _rows(place / "notes.jsonl")
        notes = tuple(_note(row, n, len(rows)) for n, row in enumerate(rows))
        queries = tuple(_asked(row, "experts") for row in _rows(place / "queries.jsonl", needed=False))
        searches = tuple(_asked(row, "relevant") for row in _rows(place / "searches.jsonl", needed=False))
    except KeyError as missing:
        raise FolderError(f"{place}: a row has no {missing}") from None
    return OfficeFolder(place, members, notes, queries, searches)


def _rows(file: Path, *, needed: bool = True) -> list[dict[str, Any]]:
    if not file.exists():
        if needed:
            raise FolderError(f"{file}: missing; an office folder has roster.jsonl and notes.jsonl")
        return []
    rows = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except ValueError:
                raise FolderError(f"{file}: line {number} is not JSON") from None
    return rows


def _member(row: dict[str, Any]) -> Member:
    return Member(
        id=row["id"],
        full_name=row["full_name"],
        nickname=row.get("nickname") or "",
        position=row.get("position") or "",
        unit=row.get("unit") or "",
        expertise=tuple(row.get("declared_expertise") or ()),
        display_name=row.get("display_name") or "",
        user_id=row["id"],
        retire_fiscal_year=row.get("retire_fiscal_year"),
        left=bool(row.get("left")),
    )


def _note(row: dict[str, Any], n: int, of: int) -> Note:
    kind = row.get("kind") if row.get("kind") in KINDS else "story"
    at = datetime.fromisoformat(row["told_at"]) if row.get("told_at") else NOW - timedelta(days=365 * (of - n) / of)
    return Note(
        id=row["id"],
        office_id=OFFICE,
        group_id=row.get("group") or "",
        user_id=row["author"],
        member_id=row["author"],
        kind=cast(Kind, kind),
        text=row["text"],
        message_ids=(row["id"],),
        told_at=at,
    )


def _asked(row: dict[str, Any], answers: str) -> Asked:
    return Asked(
        id=row["id"],
        text=row["text"],
        asker=row.get("asker") or "",
        addressed=bool(row.get("mention_bot")),
        grades={answer["id"]: int(answer["grade"]) for answer in row[answers]},
        tags=tuple(row.get("tags") or ([row["style"]] if row.get("style") else ())),
    )
