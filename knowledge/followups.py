"""What people said they would do next time, kept so that they can be reminded when the time comes (S19, S21).

Reviews write these; the reminders read them, mark them done and give them a date (`FollowUpStore`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from knowledge.commitments import Commitment
from knowledge.people import Member

ReadDate = Callable[[str, datetime], datetime | None]
"""The moment that words like "ภายใน 15 มี.ค." mean when they are said at a time; None where they name no day."""


@dataclass(frozen=True)
class FollowUp:
    """One commitment of a review."""

    id: str
    """Made from the note's id and the words, so that the same note gives the same commitments."""
    office_id: str
    group_id: str
    """LINE id of the group that said it; empty when it was said in 1:1."""
    text: str
    """What will be done, as it was said."""
    who: str | None
    """Member id of who will do it; None when nobody is named, or no one member is meant."""
    when_text: str
    """The time as it was said (ครั้งหน้า, ภายในวันที่ 5); empty when none was."""
    note_id: str
    """The review that it stands in."""
    due: datetime | None = None
    """Set when the words have been read as a day; "ครั้งหน้า" names none."""
    done: bool = False
    who_said: str = ""
    """Who will do it as it was said (พี่หน่อย, กองช่าง); empty when nobody is named. For where `who` is None."""
    said_at: datetime | None = None
    """When it was said: what "พรุ่งนี้" and "วันศุกร์นี้" count from."""


class FollowUpStore(Protocol):
    """The commitments of one office. Changes become visible to readers when the turn is committed. They go with
    the note, or the answer, in which they stand; who is no longer kept is no longer named in `who`."""

    def all(self) -> list[FollowUp]:
        """Of all groups, in the order of their notes' ids; the done ones too."""
        ...

    def of_group(self, group_id: str) -> list[FollowUp]: ...
    def of_note(self, note_id: str) -> list[FollowUp]: ...
    def set_of_note(self, note_id: str, followups: Iterable[FollowUp]) -> None:
        """All commitments of a note at once; none removes them."""
        ...

    def put(self, followup: FollowUp) -> None:
        """One that is there already, with another `done`, `due` or `who`. One that is gone stays gone."""
        ...


def whose(text: str, said: str, teller: str | None, members: Iterable[Member]) -> str | None:
    """The member who will do it. `said`: who was named (`Commitment.who`); `teller`: member id of who said it,
    meant by ผม or หนู; `members`: who else may be meant, by nickname, first name or @name. None when nobody is
    named, or several are called so."""
    if said in _MYSELF:
        return teller
    named = {m.id for m in members for name in _names(m) if _named(name, text)}
    return named.pop() if len(named) == 1 else None


_MYSELF = frozenset(("ผม", "ดิฉัน", "หนู", "กระผม", "ฉัน"))
_TITLE = r"(?:คุณ|พี่|น้อง|ป้า|ลุง|น้า|อา|ครู|หมอ|ผอ\.?|ปลัด|หัวหน้า)"
_DOES = (
    r"(?:\s?(?:จะ|ขอ|เป็นคน|เป็น|รับ|ช่วย|โทร|ไป|ทำ|นัด|ส่ง|เตรียม|ดูแล|ประสาน|ตาม|เช็ก|เช็ค|จอง|จัด|"
    r"เขียน|พิมพ์|ติดต่อ|รวบรวม|คุย|เอง|กับ(?=\S))|\s|$|[)\],:])"
)


def _names(member: Member) -> set[str]:
    first = re.sub(r"^(?:นางสาว|น\.ส\.|นาย|นาง)\s*", "", member.full_name).split(" ")[0]
    at = f"@{member.display_name}" if member.display_name else ""
    return {n for n in (member.nickname, first, at) if len(n) >= 2}


def _named(name: str, text: str) -> bool:
    """With a title in front, or where a name can stand and a doing follows: แดง is also a colour."""
    escaped = re.escape(name)
    titled = rf"{_TITLE}\s?{escaped}(?=$|[^\u0e30-\u0e3a\u0e47-\u0e4e])"
    bare = rf"(?:(?<=\s)|(?<=ให้)|(?<=ขอ)|^|[(@]){escaped}(?={_DOES})"
    return bool(re.search(titled, text) or re.search(bare, text))


@dataclass(frozen=True)
class Said:
    """A promise, and who said it (member id)."""

    promise: Commitment
    teller: str | None


def followups(
    found: Iterable[Said],
    *,
    note_id: str,
    office_id: str,
    group_id: str,
    said_at: datetime,
    members: Iterable[Member],
    before: Iterable[FollowUp] = (),
    read_date: ReadDate = lambda words, at: None,
) -> list[FollowUp]:
    """The commitments as they are kept. What was marked done, handed over or given a date in `before` stays so."""
    known, everyone = {f.id: f for f in before}, list(members)
    made: dict[str, FollowUp] = {}
    for each in found:
        one = each.promise
        new = f"{note_id}.{sha256(one.text.encode()).hexdigest()[:8]}"
        made[new] = known.get(new) or FollowUp(
            new,
            office_id,
            group_id,
            one.text,
            whose(one.text, one.who, each.teller, everyone),
            one.when_text,
            note_id,
            due=read_date(one.when_text, said_at) if one.when_text else None,
            who_said=one.who,
            said_at=said_at,
        )
    return list(made.values())
