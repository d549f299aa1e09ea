"""roster import."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from bot.commands.context import desk
from bot.commands.lines import json_option, say, say_json


@click.group(no_args_is_help=False, short_help="บัญชีรายชื่อ: import")
def roster() -> None:
    """บัญชีรายชื่อคนของหน่วยงาน"""


@roster.command("import", short_help="นำเข้ารายชื่อจาก Excel หรือ CSV")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--office", "office_named", required=True, metavar="OFFICE", help="รหัสหรือชื่อเต็มของหน่วยงาน")
@click.option("--sheet", metavar="NAME", help="แผ่นงานที่จะอ่าน (ปกติคือแผ่นแรกที่มีหัวตารางชื่อ-สกุล)")
@json_option
def import_(file: Path, office_named: str, sheet: str | None, as_json: bool) -> None:
    """นำรายชื่อใน FILE (.csv .xlsx .xls .ods) เข้าหน่วยงาน นำเข้าซ้ำได้ คนเดิมจะถูกปรับปรุง ไม่เพิ่มซ้ำ"""
    from bot.roster_files import read_file
    from bot.store.erasure import RedisPrivacy
    from knowledge.roster import read_roster
    from knowledge.roster_merge import merge

    read = read_file(file, sheet)
    roster = read_roster(read.rows)
    with desk() as at:
        home = at.office(office_named)
        members = at.people.members(home.id)
        taken = {m.id for m in members}

        def new_id() -> str:
            while (new := "m" + secrets.token_hex(5)) in taken:
                pass
            taken.add(new)
            return new

        change = merge(roster.people, members, new_id)
        for member_id in change.removed:
            at.people.remove_member(home.id, member_id)
        privacy = RedisPrivacy(at.redis, at.changes, at.keys)
        for member in (*change.updated, *change.added):
            at.people.put_member(home.id, privacy.admitted(member))
        at.keep()
    remarks = sorted((*roster.remarks, *change.remarks), key=lambda r: r.line)
    if as_json:
        say_json(
            {
                "office": home.id,
                "sheet": read.sheet,
                "added": len(change.added),
                "updated": len(change.updated),
                "unchanged": len(change.unchanged),
                "not_in_file": len(change.missing),
                "bad_rows": [{"line": r.line, "reason": r.reason} for r in roster.bad],
                "remarks": [{"line": r.line, "reason": r.reason} for r in remarks],
                "other_sheets": list(read.others),
            }
        )
        return
    say(
        f"นำเข้ารายชื่อของ {home.name} แล้ว: เพิ่ม {len(change.added)} คน ปรับปรุง {len(change.updated)} คน "
        f"เหมือนเดิม {len(change.unchanged)} คน"
    )
    if change.missing:
        say(f"มี {len(change.missing)} คนในหน่วยงานที่ไม่อยู่ในแฟ้มนี้ (ไม่ได้ลบ)")
    if roster.bad:
        say(f"ไม่ได้นำเข้า {len(roster.bad)} แถว:", *(f"  บรรทัด {r.line}: {r.reason}" for r in roster.bad))
    if remarks:
        say("ข้อสังเกต:", *(f"  บรรทัด {r.line}: {r.reason}" for r in remarks))
    if read.others:
        say(f"อ่านเฉพาะแผ่นงาน “{read.sheet}” · แผ่นอื่นที่มีรายชื่อ: {', '.join(read.others)} (ใช้ --sheet)")
