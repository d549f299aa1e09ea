"""export notes | experts: everything that is stored of an office, as JSON lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from bot.commands.context import desk
from bot.commands.lines import json_option, say_json

if TYPE_CHECKING:
    from knowledge.notes import Note
    from knowledge.people import Member


@click.group(no_args_is_help=False, short_help="ส่งออก: notes, experts")
def export() -> None:
    """ส่งออกทุกอย่างที่เก็บไว้ของหน่วยงาน บรรทัดละหนึ่ง JSON"""


@export.command("notes", short_help="เรื่องที่เก็บไว้")
@click.option("--office", "office_named", required=True, metavar="OFFICE", help="รหัสหรือชื่อเต็มของหน่วยงาน")
@json_option
def notes(office_named: str, as_json: bool) -> None:
    """ส่งออกเรื่องเล่า บทเรียน และการทบทวนทั้งหมด เรียงตามเวลาที่เล่า"""
    with desk() as at:
        office = at.office(office_named)
        for note in at.notes(office.id).all():
            say_json(note_json(note))


def note_json(note: Note) -> dict[str, Any]:
    """A note with all its parts."""
    return {
        "id": note.id,
        "kind": note.kind,
        "message_ids": list(note.message_ids),
        "user_id": note.user_id,
        "member": note.member_id,
        "tellers": list(note.tellers),
        "told_at": note.told_at.isoformat(),
        "categories": [
            {"id": c.id, "score": round(c.score, 4), "evidence": list(c.evidence)} for c in note.categories
        ],
        "corrected": note.corrected,
        "group_id": note.group_id,
        "text": note.text,
        "edited_at": note.edited_at.isoformat() if note.edited_at else None,
        "attachments": [{"message_id": a.message_id, "kind": a.kind, "name": a.name} for a in note.attachments],
    }


@export.command("experts", short_help="ทำเนียบคน")
@click.option("--office", "office_named", required=True, metavar="OFFICE", help="รหัสหรือชื่อเต็มของหน่วยงาน")
@json_option
def experts(office_named: str, as_json: bool) -> None:
    """ส่งออกทุกคนในหน่วยงาน พร้อมสิ่งที่บอกว่าเขารู้เรื่องอะไร"""
    with desk() as at:
        from bot.store.credits import RedisCredits
        from knowledge.expertise_fields import TAXONOMY, fields_of

        office = at.office(office_named)
        store, credits = at.notes(office.id), RedisCredits(at.redis, at.changes, at.keys)
        files = at.services.taxonomies.classifier(TAXONOMY)
        helped = Counter(one.helper for one in credits.every_helped(office.id))
        vouched: dict[str, Counter[str]] = defaultdict(Counter)
        for one in credits.endorsements(office.id):
            vouched[one.of][one.topic] += 1
        for member in sorted(at.people.members(office.id), key=lambda m: m.full_name):
            told = store.of_member(member.id)
            fields = [field.id for field in fields_of(member, told, files)]
            say_json(member_json(member, told, fields, helped[member.id], vouched[member.id]))


def member_json(
    member: Member, told: list[Note], fields: list[str], helped: int, vouched: Mapping[str, int]
) -> dict[str, Any]:
    """A member with what speaks for knowing something: declared expertise, position, notes by kind and category, how
    often they helped, what colleagues vouch for; and the official fields of expertise (`expertise-14`, S17)."""
    by_category: dict[str, int] = {}
    by_kind: dict[str, int] = {}
    for note in told:
        by_kind[note.kind] = by_kind.get(note.kind, 0) + 1
        for filed in note.categories[:1]:
            by_category[filed.id] = by_category.get(filed.id, 0) + 1
    latest = max((n.told_at for n in told), default=None)
    return {
        "member": member.id,
        "user_id": member.user_id,
        "full_name": member.full_name,
        "nickname": member.nickname,
        "display_name": member.display_name,
        "position": member.position,
        "unit": member.unit,
        "role": member.role,
        "retire_fiscal_year": member.retire_fiscal_year,
        "left": member.left,
        "hidden": member.hidden,
        "fields": fields,
        "evidence": {
            "declared": list(member.expertise),
            "notes": len(told),
            "note_ids": [n.id for n in told],
            "by_kind": by_kind,
            "by_category": by_category,
            "latest": latest.isoformat() if latest else None,
            "helped": helped,
            "endorsed": dict(vouched),
            "not": list(member.denied),
        },
    }
