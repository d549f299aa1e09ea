"""What a person may ask about their own data: to see it, to have it erased, not to be kept at all (domain.md §6,
the data protection act)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from knowledge.notes import Note
from knowledge.people import Member


def digest(user_id: str) -> str:
    """Stands for a LINE id where the id itself must not be kept: 32 hex digits. A LINE id is 128 random bits, so
    nobody finds it again by trying."""
    return sha256(f"likhit person {user_id}".encode()).hexdigest()[:32]


def mark_of(user_id: str) -> str:
    """Stands for somebody where people are only counted, such as those who asked the same: 16 hex digits."""
    return sha256(f"likhit gap {user_id}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class OptedOut:
    """What is remembered of somebody who asked not to be kept, under the digest of the LINE id."""

    offices: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Office id → id of the person's row in the office's own roster; empty where the office had none."""
    notes: str = ""
    """Stands as teller in the notes of before, until the person says what becomes of them; empty after that."""


@dataclass(frozen=True)
class Erased:
    """What was erased: ids of notes, what became of the member's entry, and passing things by number."""

    note_ids: tuple[str, ...] = ()
    member: str = "none"
    """removed (known from LINE only, or asked for), unlinked (the office's own roster entry stays), or none."""
    member_id: str = ""
    events: int = 0
    """Messages that waited to be handled again."""
    dialogs: int = 0
    """Open questions, and words that waited for the person."""
    others: int = 0
    """Things of other features, such as reminders or parts of reviews."""

    @property
    def anything(self) -> bool:
        return bool(self.note_ids or self.member != "none" or self.events or self.dialogs or self.others)


class Privacy(Protocol):
    """Takes people and messages out of everything that is kept. What is done becomes visible with the turn."""

    def opted_out(self, user_id: str) -> OptedOut | None:
        """What is remembered of somebody who asked not to be kept; None for everybody else."""
        ...

    def erase_person(self, user_id: str) -> Erased:
        """Everything of this person, in all offices. A row of an office's own roster keeps what the office wrote
        in it (name, post); everything else of it goes."""
        ...

    def erase_message(self, message_id: str, *, part: bool = False) -> None:
        """What is kept of one message beside its note, such as a failed try to handle it. `part`: of a telling that
        stays without it, so that answers on their way may quote it."""
        ...

    def erase_note(self, note: Note) -> None:
        """A note with all that was made of it, and what is kept of its messages."""
        ...

    def opt_out(self, user_id: str) -> int:
        """From now on nothing of this person is kept. The notes of before lose their teller at once; returns how
        many there are. Doing it twice changes nothing."""
        ...

    def notes_before(self, user_id: str, *, delete: bool) -> int | None:
        """What becomes of the notes of before: deleted, or kept without a name for good. How many; None when that
        was answered before."""
        ...

    def opt_in(self, user_id: str) -> bool:
        """The person may be kept again, with their row in the roster and notes whose fate was left open. False
        when they had not opted out."""
        ...


def from_line_only(member: Member, made_id: str) -> bool:
    """True when no roster named this person, so that the whole entry came from LINE. `made_id` is the id that
    somebody gets who is first met in a chat."""
    roster = member.position or member.unit or member.retire_fiscal_year or member.role
    return not roster and (member.id == made_id or member.full_name in {member.display_name, member.user_id, ""})


def bare(member: Member, *, opted_out: bool = False) -> Member:
    """The row as the office itself wrote it: official name, position, unit, role, year of retirement, and the wish
    not to be shown. Somebody who only opts out keeps nickname and declared expertise there for a return; nobody is
    shown them meanwhile."""
    return Member(
        id=member.id,
        full_name=member.full_name,
        nickname=member.nickname if opted_out else "",
        position=member.position,
        unit=member.unit,
        expertise=member.expertise if opted_out else (),
        retire_fiscal_year=member.retire_fiscal_year,
        role=member.role,
        left=member.left,
        opted_out=opted_out,
        hidden=member.hidden,
        declared=member.declared if opted_out else (),
        denied=member.denied if opted_out else (),
    )
