"""office taxonomy: an office moves to another set of categories, as each fiscal year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from bot.commands.context import desk
from bot.commands.errors import WrongUse
from bot.commands.lines import json_option, say, say_json
from bot.commands.offices import office
from bot.commands.taxonomies import load_named, own_folder


@office.command("taxonomy", short_help="ย้ายไปใช้ชุดหมวดใหม่ (ปีงบประมาณใหม่)")
@click.argument("office_named", metavar="OFFICE")
@click.argument("named", metavar="ID")
@click.option("--fiscal-year", type=click.IntRange(2500, 2700), metavar="พ.ศ.", help="ปีงบประมาณของชุดใหม่")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="แฟ้ม CSV สองคอลัมน์: หมวดเดิม,หมวดใหม่")
@click.option("--dry-run", is_flag=True, help="บอกว่าจะเป็นอย่างไร โดยยังไม่ย้าย")
@json_option
def taxonomy(
    office_named: str, named: str, fiscal_year: int | None, map_file: Path | None, dry_run: bool, as_json: bool
) -> None:
    """ให้ OFFICE ใช้ชุดหมวด ID ตั้งแต่นี้ เรื่องเดิมคงหมวดและชื่อหมวดเดิม หมวดที่รหัสหรือชื่อตรงกัน (หรือตาม --map) ถือเป็นหมวดเดียวกัน"""
    from bot.store.office_sets import RedisOfficeSets
    from knowledge.past_sets import MoveError, PastSet, matched, renamed
    from knowledge.taxonomy import load

    new = load_named(named)
    load(new.id, own_folder())  # only a set that the bot finds, too
    given = _read_map(map_file) if map_file else {}
    with desk() as at:
        home = at.office(office_named)
        old = load(home.taxonomy, own_folder())
        try:
            became = matched(old, new, given)
        except MoveError as wrong:
            raise WrongUse(str(wrong)) from None
        year = fiscal_year or new.fiscal_year or home.fiscal_year
        ended = [c.id for c in old.categories if c.id not in became]
        if not dry_run and (new.id, year) != (home.taxonomy, home.fiscal_year):
            if new.id != home.taxonomy:
                names = {c.id: old.short_name(c.id) for c in old.categories}
                sets = RedisOfficeSets(at.redis, at.changes, at.keys, home.id)
                sets.put_past(PastSet(old.id, home.fiscal_year, names, became))
            at.people.put_office(replace(home, taxonomy=new.id, fiscal_year=year))
            at.keep()
    shown = renamed(old, new, became)
    if as_json:
        about = {"office": home.id, "from": old.id, "to": new.id, "fiscal_year": year}
        say_json({**about, "became": became, "ended": ended})
        return
    say(f"{home.name}: {old.id} → {new.id} ปีงบประมาณ {year}" + (" (ยังไม่ย้าย)" if dry_run else ""))
    say(*(f"  {before} → {after}" for before, after in became.items()))
    say(*(f"  {one} สิ้นสุด เรื่องเดิมยังอยู่ใต้ชื่อเดิม" for one in ended))
    say(*(f"  โปรดดู: {i} เดิมชื่อ {before} ชุดใหม่ชื่อ {after}" for i, before, after in shown))


def _read_map(path: Path) -> dict[str, str]:
    from bot.roster_files import decode

    try:
        text = decode(path.read_bytes())
    except OSError as wrong:
        raise WrongUse(f"เปิด {path} ไม่ได้ ({wrong.strerror}) · ตรวจชื่อแฟ้ม") from None
    if text is None:
        raise WrongUse(f"{path.name} ไม่ใช่แฟ้มข้อความ · ใช้ CSV สองคอลัมน์: หมวดเดิม,หมวดใหม่")
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip().strip('"') for cell in line.replace("\t", ",").replace(";", ",").split(",")]
        if not any(cells) or (number == 1 and cells[0] in {"หมวดเดิม", "เดิม", "old"}):
            continue
        if len(cells) < 2 or not cells[0]:
            raise WrongUse(f"{path.name} แถว {number}: ต้องมีสองช่อง หมวดเดิม,หมวดใหม่ (เว้นช่องหลังว่างคือสิ้นสุด)")
        if found.setdefault(cells[0], cells[1]) != cells[1]:
            raise WrongUse(f"{path.name} แถว {number}: “{cells[0]}” มีสองปลายทาง · เหลือไว้แถวเดียว")
    return found
