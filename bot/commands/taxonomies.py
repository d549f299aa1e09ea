"""taxonomy check | show | copy | diff: the sets of categories, and an office's own. (export and import stand in
taxonomy_tables.py.)"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.errors import WrongUse
from bot.commands.lines import json_option, say, say_json

if TYPE_CHECKING:
    from knowledge.taxonomy import Finding, Taxonomy


def own_folder() -> Path:
    """Where an office's own sets lie, beside those that come with the product."""
    from bot.config import settings

    return settings().likhit_data / "taxonomies"


def known_ids() -> list[str]:
    """Ids of all sets: shipped ones and the office's own."""
    from knowledge.taxonomy import known

    return known(own_folder())


def load_named(named: str) -> Taxonomy:
    """The set of this id, or in this .toml file. TaxonomyError (file, line, what is expected) or WrongUse."""
    from knowledge.taxonomy import load, read

    if named in known_ids():
        return load(named, own_folder())
    path = Path(named)
    if path.suffix.lower() == ".toml" or path.is_file():
        return read(path)
    raise WrongUse(f"ไม่มีชุดหมวด “{named}” · มี: {', '.join(known_ids())} (หรือบอกชื่อแฟ้ม .toml)")


@click.group(no_args_is_help=False, short_help="ชุดหมวดความรู้: check, show, copy, diff, export, import")
def taxonomy() -> None:
    """ชุดหมวดความรู้ที่ใช้จัดเรื่อง แก้เป็นของหน่วยงานเองได้"""


@taxonomy.command("check", short_help="ตรวจแฟ้มชุดหมวด")
@click.argument("named", metavar="[ID|FILE]…", nargs=-1)
@json_option
def check(named: tuple[str, ...], as_json: bool) -> None:
    """ตรวจชุดหมวด (ไม่บอกชื่อคือทุกชุด): แฟ้มเสียบอกแฟ้ม บรรทัด และสิ่งที่ควรเป็น นอกนั้นบอกสิ่งที่น่าแก้"""
    every = [load_named(name) for name in (named or known_ids())]
    reports = [(one, findings_of(one)) for one in every]
    if as_json:
        listed = [
            {
                "id": one.id,
                "categories": len(one.categories),
                "findings": [{"kind": f.kind, "message": f.message} for f in found],
            }
            for one, found in reports
        ]
        say_json({"taxonomies": listed})
        return
    for one, found in reports:
        verdict = f"มีข้อสังเกต {len(found)} ข้อ" if found else "เรียบร้อย"
        say(f"{one.id}: {len(one.categories)} หมวด {verdict}", *(f"  {f.kind}: {f.message}" for f in found))


def findings_of(taxonomy: Taxonomy) -> list[Finding]:
    """What an officer may want to mend, with the examples that would be filed elsewhere."""
    from knowledge import taxonomy as sets
    from knowledge.classifier import Classifier

    found, classifier = sets.check(taxonomy), Classifier(taxonomy)
    for category in taxonomy.categories:
        for example in category.examples:
            filed = [c.id for c in classifier.classify(example).categories]
            if category.id not in filed:
                where = ", ".join(filed) or "-"
                found.append(sets.Finding("strayed-example", f"{category.id}: “{example[:60]}” → {where}"))
    return found


@taxonomy.command("show", short_help="แสดงหมวดและคำสำคัญ")
@click.argument("named", metavar="[ID|FILE]", required=False)
@json_option
def show(named: str | None, as_json: bool) -> None:
    """แสดงหมวดในชุด (ไม่บอกชื่อคือแสดงรายชื่อชุด)"""
    from knowledge.taxonomy import as_json as taxonomy_json

    if named is None:
        every = [load_named(name) for name in known_ids()]
        if as_json:
            say_json({"taxonomies": [{"id": t.id, "name": t.name, "categories": len(t.categories)} for t in every]})
        else:
            say(*(f"{t.id}  {t.name} ({len(t.categories)} หมวด)" for t in every))
        return
    one = load_named(named)
    if as_json:
        say_json(taxonomy_json(one))
        return
    say(f"{one.id}  {one.name}")
    for category in one.categories:
        words = sorted(category.keywords, key=lambda w: (-category.keywords[w], w))
        say(f"  {category.id}  {category.name}", f"      {', '.join(words[:12])}{' …' if len(words) > 12 else ''}")


@taxonomy.command("copy", short_help="ทำสำเนาไว้แก้เป็นของหน่วยงาน")
@click.argument("named", metavar="ID")
@click.argument("new_id", metavar="NEW_ID")
@click.option("--fiscal-year", type=click.IntRange(2500, 2700), metavar="พ.ศ.", help="ปีงบประมาณของชุดใหม่")
@json_option
def copy(named: str, new_id: str, fiscal_year: int | None, as_json: bool) -> None:
    """ทำสำเนาชุด ID เป็น NEW_ID ไว้ในโฟลเดอร์ taxonomies ของ LIKHIT_DATA แล้วเปิดแก้ด้วยโปรแกรมแก้ข้อความใดก็ได้"""
    from knowledge.taxonomy import copy as copy_to

    if named not in known_ids():
        raise WrongUse(f"ไม่มีชุดหมวด “{named}” · มี: {', '.join(known_ids())}")
    if new_id in known_ids():
        raise WrongUse(f"มีชุดหมวด “{new_id}” อยู่แล้ว · ใช้รหัสใหม่")
    path = copy_to(named, new_id, own_folder(), own_folder(), fiscal_year)
    if as_json:
        say_json({"id": new_id, "file": str(path)})
    else:
        say(f"ทำสำเนา {named} เป็น {new_id} แล้ว แก้ได้ที่ {path} แล้วตรวจด้วย taxonomy check {new_id}")


def _as_taught(office_named: str) -> Taxonomy:
    from bot.commands.context import desk

    with desk() as at:
        return at.services.teaching.of(at.office(office_named)).taxonomy


@taxonomy.command("diff", short_help="เทียบสองชุด")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option("--office", "office_named", metavar="OFFICE", help="เทียบกับชุดของหน่วยงานนี้อย่างที่เรียนจากการแก้หมวด")
@json_option
def diff(old: str, new: str | None, office_named: str | None, as_json: bool) -> None:
    """บอกสิ่งที่ NEW ต่างจาก OLD (รหัสหรือแฟ้ม) หรือสิ่งที่ --office เรียนรู้เพิ่มจาก OLD"""
    from knowledge.taxonomy import diff as differences

    if (new is None) == (office_named is None):
        raise WrongUse("บอก NEW หรือ --office อย่างเดียว · ใช้ taxonomy diff OLD NEW หรือ taxonomy diff OLD --office OFFICE")
    found = differences(load_named(old), load_named(new) if new else _as_taught(str(office_named)))
    if as_json:
        changes = [
            {"category": d.category_id, "what": d.what, "word": d.word, "before": d.before, "after": d.after}
            for d in found
        ]
        say_json({"old": old, "new": new or office_named, "differences": changes})
        return
    if not found:
        say("ไม่ต่างกัน")
    for d in found:
        sign = "+" if not d.before else "-" if not d.after else "~"
        change = f"{d.before} → {d.after}" if d.before and d.after else ""
        say(f"{sign} {d.category_id}  {d.what}  {d.word or d.before or d.after} {change}".rstrip())
