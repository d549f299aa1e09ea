"""taxonomy export | import: a set as a table in Excel, and back."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.errors import WrongUse
from bot.commands.lines import json_option, say, say_json
from bot.commands.taxonomies import findings_of, known_ids, load_named, own_folder, taxonomy


@taxonomy.command("export", short_help="ส่งออกเป็น Excel, CSV หรือ TOML")
@click.argument("named", metavar="ID")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def export(named: str, file: Path, as_json: bool) -> None:
    """ส่งออกชุด ID เป็นตารางให้แก้ใน Excel (.xlsx) หรือ .csv หรือ .toml แล้วนำกลับด้วย taxonomy import"""
    from bot.taxonomy_files import write_table

    found = load_named(named)
    if not file.parent.is_dir():
        raise WrongUse(f"ไม่มีโฟลเดอร์ {file.parent} · สร้างก่อน หรือใช้ที่อื่น")
    write_table(found, file)
    words = sum(len(c.keywords) for c in found.categories)
    if as_json:
        say_json({"id": found.id, "file": str(file), "categories": len(found.categories), "keywords": words})
    else:
        say(f"ส่งออก {found.id} ({len(found.categories)} หมวด {words} คำ) ไว้ที่ {file} · แก้แล้วใช้ taxonomy import {file}")


@taxonomy.command("import", short_help="นำเข้าจาก Excel, CSV หรือ TOML")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--id", "new_id", default="", metavar="ID", help="ให้รหัสชุดนี้ (ปกติใช้รหัสในแฟ้ม)")
@click.option("--replace", is_flag=True, help="แทนที่ชุดที่มีอยู่ (ของเดิมเก็บไว้เป็น ID.toml.before)")
@json_option
def import_(file: Path, new_id: str, replace: bool, as_json: bool) -> None:
    """นำเข้าชุดหมวดจาก FILE (.xlsx .xls .ods .csv .toml; UTF-8 หรือ Windows-874) ทั้งชุดหรือไม่เลย แฟ้มผิดบอกแผ่นงานและแถว"""
    from bot.taxonomy_files import keep, read_table
    from knowledge.taxonomy import diff

    found, text = read_table(file, new_id)
    known = found.id in known_ids()
    if known and not replace:
        raise WrongUse(f"มีชุดหมวด “{found.id}” อยู่แล้ว · ใช้ --replace เพื่อแทนที่ หรือ --id รหัสใหม่")
    changes = diff(load_named(found.id), found) if known else []
    noticed = findings_of(found)
    path = keep(text, found.id, own_folder())
    if as_json:
        listed = [{"kind": f.kind, "message": f.message} for f in noticed]
        say_json({"id": found.id, "file": str(path), "changes": len(changes), "findings": listed})
        return
    say(f"นำเข้า {found.id} ({len(found.categories)} หมวด) แล้ว" + (f" ต่างจากเดิม {len(changes)} แห่ง" if known else ""))
    if noticed:
        say(f"มีข้อสังเกต {len(noticed)} ข้อ ดูด้วย taxonomy check {found.id}")
