"""office add | link | list | province | rules."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import click

from bot.commands.context import desk
from bot.commands.errors import WrongUse
from bot.commands.lines import json_option, say, say_json
from bot.commands.taxonomies import known_ids

if TYPE_CHECKING:
    from knowledge.people import Office

_LETTERS, _DIGITS = "ABCDEFGHJKMNPQRSTUVWXYZ", "23456789"
"""Letters and digits that nobody takes for one another when a code is read aloud."""
LONGEST_NAME = 200


def new_code() -> str:
    """An invitation code such as ABCD-2345: 10⁹ of them, so that guessing one in a chat is hopeless."""
    return _some(_LETTERS, 4) + "-" + _some(_DIGITS, 4)


def _some(signs: str, count: int) -> str:
    return "".join(secrets.choice(signs) for _ in range(count))


@click.group(no_args_is_help=False, short_help="หน่วยงาน: add, link, list, province, rules, taxonomy")
def office() -> None:
    """หน่วยงานที่ใช้คุณลิขิต"""


@office.command("add", short_help="เพิ่มหน่วยงาน ได้รหัสเชิญ")
@click.argument("name")
@click.option("--taxonomy", required=True, metavar="ID", help="ชุดหมวดความรู้ เช่น cdd-2561, municipal")
@click.option("--fiscal-year", type=click.IntRange(2500, 2700), metavar="พ.ศ.", help="ปีงบประมาณ (ปกติคือปีนี้)")
@click.option("--province", "province_named", metavar="จังหวัด", help="จังหวัดที่หน่วยงานตั้งอยู่ เช่น เชียงราย")
@json_option
def add(name: str, taxonomy: str, fiscal_year: int | None, province_named: str | None, as_json: bool) -> None:
    """เพิ่มหน่วยงานชื่อ NAME แล้วบอกรหัสหน่วยงานและรหัสเชิญสำหรับพิมพ์ #เชื่อม ในกลุ่ม"""
    from knowledge.people import Office
    from knowledge.thai_names import clean

    name = clean(name)
    if not name or len(name) > LONGEST_NAME:
        raise WrongUse(f"ชื่อหน่วยงานต้องมี 1 ถึง {LONGEST_NAME} ตัวอักษร · ใส่ชื่อใหม่")
    if taxonomy not in known_ids():
        raise WrongUse(f"ไม่มีชุดหมวด “{taxonomy}” · มี: {', '.join(known_ids())}")
    where = _province(province_named) if province_named is not None else ""
    with desk() as at:
        offices = at.people.offices()
        if same := next((o for o in offices if o.name == name), None):
            raise WrongUse(f"มีหน่วยงาน “{name}” อยู่แล้ว (รหัส {same.id}) · ใช้ชื่ออื่น")
        if fiscal_year is None:
            from knowledge.thai_dates import fiscal_year as year_of

            fiscal_year = year_of(at.settings.now())
        new_id = _fresh({o.id for o in offices}, lambda: "o" + _some(_LETTERS + _DIGITS, 6).lower())
        code = _fresh({o.code for o in offices}, new_code)
        made = Office(new_id, name, taxonomy, fiscal_year, code, where)
        at.people.put_office(made)
        at.keep()
    if as_json:
        say_json(_about(made))
    else:
        say(
            f"เพิ่ม {made.name} แล้ว (รหัส {made.id}, ชุดหมวด {made.taxonomy}, ปีงบประมาณ {made.fiscal_year})",
            f"เชิญคุณลิขิตเข้ากลุ่ม LINE แล้วพิมพ์ในกลุ่มว่า  #เชื่อม {made.code}",
        )


def _fresh(taken: set[str], make: Any) -> str:
    while (new := str(make())) in taken:
        pass
    return new


def _about(office: Office) -> dict[str, Any]:
    return {
        "id": office.id,
        "name": office.name,
        "taxonomy": office.taxonomy,
        "fiscal_year": office.fiscal_year,
        "code": office.code,
        "province": office.province or None,
    }


def _province(named: str) -> str:
    from knowledge.provinces import province

    found = province(named)
    if found is None:
        raise WrongUse(f"ไม่รู้จักจังหวัด “{named}” · เขียนชื่อเต็ม เช่น เชียงราย")
    return found


@office.command("province", short_help="บอกว่าหน่วยงานอยู่จังหวัดใด")
@click.argument("office_named", metavar="OFFICE")
@click.argument("province_named", metavar="จังหวัด")
@json_option
def province(office_named: str, province_named: str, as_json: bool) -> None:
    """ตั้งจังหวัดของ OFFICE (- คือไม่ระบุ) ใช้เมื่อหน่วยงานในจังหวัดแบ่งปันผู้รู้กัน (office rules share_experts)"""
    from dataclasses import replace

    where = "" if province_named == "-" else _province(province_named)
    with desk() as at:
        home = at.office(office_named)
        at.people.put_office(replace(home, province=where))
        at.keep()
    if as_json:
        say_json({"office": home.id, "province": where or None})
    else:
        say(f"{home.name}: จังหวัด{where}" if where else f"{home.name}: ไม่ระบุจังหวัด")


@office.command("link", short_help="ใส่กลุ่ม LINE ในหน่วยงาน")
@click.argument("office_named", metavar="OFFICE")
@click.option("--group", "group_id", required=True, metavar="GROUP_ID", help="รหัสกลุ่มของ LINE (ขึ้นต้นด้วย C)")
@click.option("--move", is_flag=True, help="ย้ายกลุ่มที่อยู่หน่วยงานอื่นมา")
@json_option
def link(office_named: str, group_id: str, move: bool, as_json: bool) -> None:
    """ให้กลุ่ม LINE เป็นของ OFFICE (รหัสหรือชื่อเต็ม) เหมือนพิมพ์ #เชื่อม ในกลุ่ม"""
    from knowledge.people import Group

    group_id = group_id.strip()
    if not group_id or len(group_id) > 100 or any(c.isspace() for c in group_id):
        raise WrongUse("รหัสกลุ่มไม่ถูกต้อง · ใช้ groupId ของ LINE ซึ่งขึ้นต้นด้วย C")
    with desk() as at:
        home = at.office(office_named)
        before = at.people.group(group_id)
        if before and before.office_id != home.id and not move:
            raise WrongUse(f"กลุ่มนี้อยู่หน่วยงาน {before.office_id} แล้ว · ใช้ --move ถ้าต้องการย้าย")
        if before is None or before.office_id != home.id:
            at.people.put_group(Group(group_id, home.id, at.settings.now(), before.name if before else ""))
            at.keep()
    if as_json:
        say_json({"office": home.id, "group": group_id, "already": bool(before and before.office_id == home.id)})
    else:
        say(f"กลุ่ม {group_id} อยู่ใน {home.name} แล้ว")


@office.command("list", short_help="รายชื่อหน่วยงาน")
@json_option
def list_(as_json: bool) -> None:
    """แสดงหน่วยงานทั้งหมด พร้อมจำนวนกลุ่ม คน และเรื่องที่เก็บไว้"""
    with desk() as at:
        found = [
            {
                **_about(o),
                "groups": [g.id for g in at.people.groups(o.id)],
                "members": len(at.people.members(o.id)),
                "notes": at.notes(o.id).count(),
            }
            for o in sorted(at.people.offices(), key=lambda o: o.name)
        ]
    if as_json:
        say_json({"offices": found})
        return
    if not found:
        say("ยังไม่มีหน่วยงาน · เพิ่มด้วย office add")
    for o in found:
        say(
            f"{o['id']}  {o['name']}  (ชุดหมวด {o['taxonomy']}, ปีงบประมาณ {o['fiscal_year']}, รหัสเชิญ {o['code']})",
            f"    {len(o['groups'])} กลุ่ม · {o['members']} คน · {o['notes']} เรื่อง",
        )


@office.command("rules", short_help="ดูหรือตั้งข้อตกลงของหน่วยงาน")
@click.argument("office_named", metavar="OFFICE")
@click.argument("assignments", nargs=-1, metavar="[KEY=VALUE]...")
@json_option
def rules(office_named: str, assignments: tuple[str, ...], as_json: bool) -> None:
    """แสดงข้อตกลงของ OFFICE หรือตั้งใหม่ด้วย KEY=VALUE เช่น retention_days=365 (- คือไม่จำกัด)"""
    from bot.commands.rule_values import as_values, shown, with_values
    from bot.store.redis_stores import RedisRules

    with desk() as at:
        home = at.office(office_named)
        store = RedisRules(at.redis, at.changes, at.keys)
        now = with_values(store.rules(home.id), assignments)
        if assignments:
            store.put_rules(home.id, now)
            at.keep()
    values = as_values(now)
    if as_json:
        say_json({"office": home.id, "rules": values})
    else:
        say(*(f"{name}={shown(value)}" for name, value in values.items()))
