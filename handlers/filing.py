"""The category of a note, seen and mended by the people: by button, in one tap, or by words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import wording
from handlers.chat import Choice, Replies, Text, TextSaid
from handlers.router import NotMine, Pressed, Router, Turn, press
from knowledge.marks import PARTICLES
from knowledge.notes import Filed, Note, NoteStore, changed
from knowledge.people import Member, is_keeper
from knowledge.privacy import Privacy
from knowledge.taxonomy import Taxonomy
from knowledge.thai import normalise

router = Router("filing")

NONE = "-"
"""The choice "fits none"."""
JUST_TOLD = timedelta(minutes=10)
"""How long after a telling "ลบ" alone still means it."""
_KINDS = r"เคล็ดลับ|บทเรียน|aar|bar|dar"
_WHICH = (
    rf"(?:(?:เรื่อง|อัน|ข้อความ|ที่|{_KINDS})?(?:นี้|นั้น|ล่าสุด|เมื่อกี้|เมื่อสักครู่|เล่า|จด|เก็บ)|{_KINDS})*+"
)
_BY_WORDS = re.compile(
    rf"(?:ขอ|ช่วย|รบกวน|ฝาก)?\s*(?:(?P<delete>ลบ(?:ทิ้ง|ออก)?\s*{_WHICH}|เอา\s*{_WHICH}\s*ออก|"
    rf"ไม่ต้อง(?:เก็บ|จด|บันทึก)(?:ไว้)?\s*{_WHICH}(?:แล้ว|ละ)*|ยกเลิก(?:ที่)?(?:จด|เก็บ|บันทึก)\s*{_WHICH})|"
    rf"(?P<to>(?:เปลี่ยน|ย้าย|แก้)หมวด(?:หมู่)?\s*{_WHICH}\s*(?:เป็น|ไป)(?:ที่)?\s*(?:หมวด)?\s*(?P<name>\S.{{0,40}}?))|"
    rf"(?P<file>(?:เปลี่ยน|ย้าย|แก้)หมวด(?:หมู่)?\s*{_WHICH})|"
    r"(?P<why>(?:ทำไม|เพราะอะไร|เหตุใด)\s*(?:ถึง|จึง)?\s*(?:จัด|ลง|เข้า|อยู่|เป็น|เลือก|ได้)*\s*(?:ใน)?\s*(?:หมวด(?:หมู่)?)?\s*"
    rf"{_WHICH}))\s*(?:ให้|ออก|เลย|ที|หน่อย|ด้วย|ล่ะ)*\s*(?:{PARTICLES})?[\s.!?]*",
    re.IGNORECASE,
)
FEW_CATEGORIES, A_PAGE = 12, 11
"""So many fit under one message, with "fits none"; more are shown in pages."""


def choices(note: Note, nearest: tuple[Filed, ...], taxonomy: Taxonomy) -> tuple[Choice, ...]:
    """The quick replies under a confirmation: correct, ask why, delete; the two nearest where it was not sure."""
    if note.categories:
        first: tuple[Choice, ...] = (
            Choice(wording.CHANGE_CATEGORY, press("note.categories", note=note.id)),
            Choice(wording.WHY, press("note.why", note=note.id)),
        )
    else:
        first = (
            *(_to(note, filed.id, taxonomy.short_name(filed.id)) for filed in nearest),
            Choice(wording.OTHER_CATEGORIES, press("note.categories", note=note.id)),
        )
    rewrite = Choice(wording.REWRITE, press("note.rewrite", note=note.id), shows=wording.REWRITE)
    return (*first, rewrite, Choice(wording.DELETE, press("note.delete", note=note.id)))


def _to(note: Note, category: str, name: str) -> Choice:
    return Choice(name, press("note.file", note=note.id, to=category), shows=name)


def own(pressed: Pressed, notes: NoteStore, member: Member | None) -> Note | Text:
    """The note of the button, or what to say when it is gone or not theirs to change."""
    note = notes.get(pressed.values.get("note", ""))
    if note is None:
        return Text(wording.STALE)
    if member is None or not (member.id == note.member_id or is_keeper(member)):
        return Text(wording.NOT_YOURS)
    return note


@router.button("note.categories")
def offer(pressed: Pressed, notes: NoteStore, member: Member | None, taxonomy: Taxonomy) -> Replies:
    """All categories of the office as quick replies."""
    note = own(pressed, notes, member)
    start = pressed.values.get("from", "0")
    return note if isinstance(note, Text) else _offer(note, taxonomy, int(start) if start.isdecimal() else 0)


def _offer(note: Note, taxonomy: Taxonomy, start: int = 0) -> Text:
    every = taxonomy.categories
    shown = every if len(every) <= FEW_CATEGORIES else every[start : start + A_PAGE]
    named = tuple(_to(note, c.id, taxonomy.short_name(c.id)) for c in shown)
    none = _to(note, NONE, wording.NO_CATEGORY)
    if len(shown) == len(every):
        return Text(wording.CHOOSE_CATEGORY, (*named, none))
    further = start + A_PAGE if start + A_PAGE < len(every) else 0
    turn = press("note.categories", note=note.id, **{"from": str(further)})
    return Text(wording.CHOOSE_CATEGORY, (*named, Choice(wording.MORE_CATEGORIES, turn), none))


@router.button("note.file")
def file(
    pressed: Pressed, notes: NoteStore, member: Member | None, taxonomy: Taxonomy, now: datetime
) -> Replies:
    """A person chose: that stands from now on."""
    note = own(pressed, notes, member)
    if isinstance(note, Text):
        return note
    return _file(note, pressed.values.get("to", ""), notes, member, taxonomy, now)


def _named(taxonomy: Taxonomy, said: str) -> str | None:
    """The id of the one category that somebody names in words; None where it is none, or several."""
    name = normalise(said).lower().replace(" ", "")
    known = {
        c.id: [normalise(each).lower().replace(" ", "") for each in (c.name, taxonomy.short_name(c.id))]
        for c in taxonomy.categories
    }
    exact = [each for each, names in known.items() if name in names]
    near = [each for each, names in known.items() if any(name in n or n in name for n in names)]
    found = exact or (near if len(name) >= 3 else [])
    return found[0] if len(found) == 1 else None


def _file(note: Note, to: str, notes: NoteStore, member: Member | None, taxonomy: Taxonomy, now: datetime) -> Text:
    note = changed(note, now, member.id if member else "", "filed")
    if to == NONE:
        notes.put(replace(note, categories=(), corrected=True))
        return Text(wording.moved_out())
    if to not in {c.id for c in taxonomy.categories}:
        return Text(wording.STALE)
    others = tuple(filed for filed in note.categories if filed.id != to)
    notes.put(replace(note, categories=(Filed(to, 1.0), *others), corrected=True))
    return Text(wording.moved(taxonomy.short_name(to)))


@router.button("note.why")
def why(pressed: Pressed, notes: NoteStore, taxonomy: Taxonomy) -> Replies:
    """The words that told the category."""
    note = notes.get(pressed.values.get("note", ""))
    return Text(wording.STALE) if note is None else _why(note, taxonomy)


def _why(note: Note, taxonomy: Taxonomy) -> Text:
    if not note.categories:
        return Text(wording.NO_EVIDENCE if note.corrected else wording.NO_EVIDENCE_WORDS)
    first = note.categories[0]
    if not first.evidence:
        return Text(wording.NO_EVIDENCE)
    return Text(wording.why(taxonomy.short_name(first.id), first.evidence[:5]))


@router.button("note.delete")
def ask_to_delete(pressed: Pressed, notes: NoteStore, member: Member | None) -> Replies:
    """Deleting can't be undone, so it is asked once more."""
    note = own(pressed, notes, member)
    return note if isinstance(note, Text) else _ask_to_delete(note)


def _ask_to_delete(note: Note) -> Text:
    yes = Choice(wording.DELETE_YES, press("note.delete.yes", note=note.id), shows=wording.DELETE_YES)
    return Text(wording.DELETE_ASK, (yes, Choice(wording.DELETE_NO, press("note.delete.no"), shows=wording.DELETE_NO)))


@router.button("note.delete.yes")
def delete(pressed: Pressed, notes: NoteStore, member: Member | None, privacy: Privacy) -> Replies:
    """Gone from the store and from all made of it."""
    note = own(pressed, notes, member)
    if isinstance(note, Text):
        return note
    privacy.erase_note(note)
    return Text(wording.DELETED)


@router.button("note.delete.no")
def keep_it() -> Replies:
    """Thought better of it."""
    return Text(wording.CANCELLED)


def noted(event: TextSaid, addressed: bool, notes: NoteStore, member: Member | None, now: datetime) -> Note | None:
    """The note that somebody speaks of: of the quoted message; else, to the bot, their last one of the past minutes."""
    note = notes.by_message(event.quoted_message_id) if event.quoted_message_id else None
    if note is None and addressed and member:
        here = "" if event.chat.private else event.chat.id
        told = (n for n in notes.of_member(member.id) if n.group_id == here and now - n.told_at <= JUST_TOLD)
        note = max(told, key=lambda n: n.told_at, default=None)
    return note


def _mends(turn: Turn) -> bool:
    """ "ลบ", "เปลี่ยนหมวด" or "ทำไมหมวดนี้" said to the bot, or as a reply to a message."""
    if type(turn.event) is not TextSaid or not (turn.addressed or turn.event.quoted_message_id):
        return False
    return len(turn.text) <= 60 and _BY_WORDS.fullmatch(turn.text) is not None


@router.when("mend", _mends)
def mend(
    event: TextSaid,
    text: str,
    addressed: bool,
    now: datetime,
    notes: NoteStore,
    member: Member | None,
    taxonomy: Taxonomy,
) -> Replies:
    """A reply to anything but a story is talk among people."""
    note = noted(event, addressed, notes, member, now)
    wanted = _BY_WORDS.fullmatch(text)
    asks_why = bool(wanted and wanted["why"])
    if asks_why and "หมวด" not in text and not (addressed and note):
        raise NotMine  # "ทำไม" is what people ask one another
    if note is None:
        return Text(wording.WHICH_NOTE) if addressed else None
    if asks_why:
        return _why(note, taxonomy)
    if member is None or not (member.id == note.member_id or is_keeper(member)):
        return Text(wording.NOT_YOURS) if addressed else None
    if wanted and wanted["to"]:
        to = _named(taxonomy, wanted["name"])
        return _file(note, to, notes, member, taxonomy, now) if to else _offer(note, taxonomy)
    return _offer(note, taxonomy) if wanted and wanted["file"] else _ask_to_delete(note)
