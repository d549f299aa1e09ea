"""forget USER_ID: a person's data goes, on request (PDPA; domain.md §6)."""

from __future__ import annotations

import click

from bot.commands.context import desk
from bot.commands.errors import Failed, WrongUse
from bot.commands.lines import json_option, say, say_json


@click.command(short_help="ลบข้อมูลของคนหนึ่ง")
@click.argument("user_id")
@click.option("--office", "office_named", required=True, metavar="OFFICE", help="รหัสหรือชื่อเต็มของหน่วยงาน")
@click.option("--roster", "with_roster", is_flag=True, help="ลบชื่อออกจากบัญชีรายชื่อของหน่วยงานด้วย")
@json_option
def forget(user_id: str, office_named: str, with_roster: bool, as_json: bool) -> None:
    """ลบเรื่องที่ USER_ID (รหัสผู้ใช้ของ LINE) เล่าไว้ใน OFFICE และสิ่งที่รู้จาก LINE เกี่ยวกับเขา แล้วบอกว่าลบอะไรบ้าง"""
    if not user_id.strip():
        raise WrongUse("รหัสผู้ใช้ว่าง · ใส่ userId ของ LINE ซึ่งขึ้นต้นด้วย U (ดูได้จาก export experts)")
    from bot.store.erasure import RedisPrivacy

    with desk() as at:
        office = at.office(office_named)
        privacy = RedisPrivacy(at.redis, at.changes, at.keys)
        erased = privacy.erase_person(user_id, office_id=office.id, with_roster=with_roster)
        at.keep()
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
                "others": erased.others,
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
        say(f"  ข้อความที่รอทำใหม่ {erased.events} · คำถามและคำบอกที่ค้างอยู่ {erased.dialogs}")
    if erased.others:
        say(f"  สิ่งอื่นที่ทำจากเรื่องของเขา {erased.others}")
