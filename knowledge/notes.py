"""Notes: stories, reviews, lessons and tips as people told them (domain.md §2, §4.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol, get_args

Kind = Literal["story", "bar", "dar", "aar", "lesson", "tip"]
KINDS: tuple[Kind, ...] = get_args(Kind)
What = Literal["edited", "filed", "moved", "merged", "unsent_part"]
"""What can be done to a note: edited by its author, filed under another category, … ."""


@dataclass(frozen=True)
class Attachment:
    """A picture or file that belongs to a telling: remembered by id, kind and name only."""

    message_id: str
    kind: str
    name: str = ""


@dataclass(frozen=True)
class Part:
    """One message of a telling that was told in several."""

    message_id: str
    text: str
    edited_at: datetime | None = None


@dataclass(frozen=True)
class Share:
    """What one of several people said of what is kept as one note."""

    member_id: str
    text: str


@dataclass(frozen=True)
class Filed:
    """One category that a note was filed under, with the words of the note that say so."""

    id: str
    score: float
    """Between 0 and 1; the scores of a note need not sum to 1."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """That a note was changed, by whom and how; never what it said before."""

    at: datetime
    member_id: str
    what: What


@dataclass(frozen=True)
class Note:
    """One telling, kept. Its id is made from its first message, so that keeping it twice keeps it once."""

    id: str
    office_id: str
    group_id: str
    """Empty when told in private."""
    user_id: str
    """LINE id of the teller."""
    member_id: str
    """Id of the teller in the office's roster."""
    kind: Kind
    text: str
    """What was told, without its hashtag."""
    message_ids: tuple[str, ...]
    told_at: datetime
    categories: tuple[Filed, ...] = ()
    """Best first; empty when the classifier abstained."""
    corrected: bool = False
    """True once a person chose the category."""
    edited_at: datetime | None = None
    """LINE's timestamp of the newest edit that is in `text` (line-platform.md, surprise 1)."""
    attachments: tuple[Attachment, ...] = ()
    history: tuple[Change, ...] = ()
    parts: tuple[Part, ...] = ()
    """What was told in each message; empty for a telling of one message, which is `text`."""
    circle_id: str = ""
    """The story circle in which it was told."""
    shares: tuple[Share, ...] = ()
    """What each of several said, in a review that a group answered; empty where `member_id` told it all."""

    @property
    def every_message(self) -> tuple[str, ...]:
        """Ids of the messages of the telling, and of its pictures and files."""
        return (*self.message_ids, *(each.message_id for each in self.attachments))

    @property
    def tellers(self) -> tuple[str, ...]:
        """Members who said what is kept, each once; who only called for a review is none of them."""
        found = [share.member_id for share in self.shares] if self.shares else [self.member_id]
        return tuple(dict.fromkeys(each for each in found if each))


def note_id(message_id: str) -> str:
    """The id of the note whose first message is `message_id`."""
    return f"n{message_id}"


HISTORY_KEPT = 50
"""Changes that a note remembers, the newest."""


def changed(note: Note, at: datetime, member_id: str, what: What) -> Note:
    """The note with one more entry in its history."""
    return replace(note, history=(*note.history, Change(at, member_id, what))[-HISTORY_KEPT:])


class NoteStore(Protocol):
    """The notes of one office. Changes become visible to readers when the turn is committed."""

    def put(self, note: Note) -> None: ...
    def get(self, note_id: str) -> Note | None: ...
    def get_many(self, note_ids: Iterable[str]) -> list[Note]: ...
    def by_message(self, message_id: str) -> Note | None: ...
    def of_member(self, member_id: str) -> list[Note]: ...
    def all(self) -> Iterator[Note]: ...
    def count(self) -> int: ...
    def remove(self, note_id: str) -> None: ...
