"""forget USER_ID: a person's data goes, on request (PDPA; domain.md §6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import click

from bot.commands.context import Desk, desk
from bot.commands.errors import Failed, WrongUse
from bot.commands.lines import json_option, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.people import Member, Office


@dataclass(frozen=True)
class Erased:
    """What was erased: ids of notes, what became of the member's entry, and passing things by number."""

    note_ids: tuple[str, ...] = ()
    member: str = "none"
    """removed (known from LINE only, or asked for), unlinked (the office's roster entry stays), or none."""
    member_id: str = ""
    events: int = 0
    """Messages that waited to be handled again."""
    dialogs: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.note_ids or self.member != "none" or self.events or self.dialogs)


def erase(at: Desk, office: Office, user_id: str, *, with_roster: bool = False) -> Erased:
    """Erases what is kept of a person in one office. The office's own roster entry (name, post) stays unless
    `with_roster`; what the person added to it (LINE id and name, nickname, expertise) goes in any case."""
    from bot.store.inbox import Inbox

    member = at.people.member_by_user(office.id, user_id)
    notes = at.notes(office.id)
    theirs = [n.id for n in notes.all() if n.user_id == user_id or (member and n.member_id == member.id)]
    for note_id in theirs:
        notes.remove(note_id)
    fate = "none"
    if member is not None:
        fate = "removed" if with_roster or _known_from_line_only(member) else "unlinked"
        if fate == "removed":
            at.people.remove_member(office.id, member.id)
        else:
            bare = replace(member, user_id=None, display_name="", nickname="", expertise=())
            at.people.put_member(office.id, bare)
    flag = at.keys.erase()
    at.changes.add(flag, lambda pipe: pipe.set(flag, "1"))  # the clock has the append-only file rewritten
    at.keep()
    events = Inbox(at.redis).forget(user_id=user_id)
    return Erased(tuple(theirs), fate, member.id if member else "", events, _end_dialogs(at, office, user_id))


def _known_from_line_only(member: Member) -> bool:
    """No roster named this person: then the whole entry came from LINE."""
    roster = member.position or member.unit or member.retire_fiscal_year or member.role
    return not roster and member.full_name in {member.display_name, member.user_id, ""}


def _end_dialogs(at: Desk, office: Office, user_id: str) -> int:
    """Open questions to the person, and what was said in their 1:1 chat."""
    wanted = user_id.translate({ord(c): f"\\{c}" for c in "*?[]\\^"})
    prefix = at.keys.prefix
    patterns = (f"{prefix}{{o:{office.id}}}:dialog:*:{wanted}", f"{prefix}{{c:{wanted}}}:*")
    names = {n for p in patterns for n in cast("Iterable[str]", at.redis.scan_iter(match=p, count=1_000))}
    if names:
        at.redis.unlink(*names)
    return len(names)


@click.command(short_help="ลบข้อมูลของคนหนึ่ง")
@click.argument("user_id")
@click.option("--office", "office_named", required=True, metavar="OFFICE", help="รหัสหรือชื่อเต็มของหน่วยงาน")
@click.option("--roster", "with_roster", is_flag=True, help="ลบชื่อออกจากบัญชีรายชื่อของหน่วยงานด้วย")
@json_option
def forget(user_id: str, office_named: str, with_roster: bool, as_json: bool) -> None:
    """ลบเรื่องที่ USER_ID (รหัสผู้ใช้ของ LINE) เล่าไว้ใน OFFICE และสิ่งที่รู้จาก LINE เกี่ยวกับเขา แล้วบอกว่าลบอะไรบ้าง"""
    if not user_id.strip():
        raise WrongUse("รหัสผู้ใช้ว่าง · ใส่ userId ของ LINE ซึ่งขึ้นต้นด้วย U (ดูได้จาก export experts)")
    with desk() as at:
        office = at.office(office_named)
        erased = erase(at, office, user_id, with_roster=with_roster)
    if not erased.anything:
        raise Failed(f"ไม่พบข้อมูลของ {user_id} ใน {office.name} ไม่มีอะไรถูกลบ · ตรวจรหัสด้วย export experts")
    if as_json:
        say_json(
            {
                "user_id": user_id,
                "office": office.id,
                "notes": list(erased.note_ids),
                "member": erased.member,
                "member_id": erased.member_id,
                "events": erased.events,
                "dialogs": erased.dialogs,
            }
        )
        return
    say(f"ลบข้อมูลของ {user_id} ใน {office.name} แล้ว:")
    say(f"  เรื่องที่เล่าไว้ {len(erased.note_ids)} เรื่อง {' '.join(erased.note_ids)}".rstrip())
    fates = {
        "removed": "  ประวัติทั้งหมด",
        "unlinked": "  รหัสและชื่อ LINE ชื่อเล่น ความเชี่ยวชาญ (ชื่อและตำแหน่งในบัญชีรายชื่อของหน่วยงานยังอยู่ ลบด้วย --roster)",
    }
    if erased.member in fates:
        say(fates[erased.member])
    if erased.events or erased.dialogs:
        say(f"  ข้อความที่รอทำใหม่ {erased.events} · คำถามที่ค้างอยู่ {erased.dialogs}")
