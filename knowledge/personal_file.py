"""All that is kept of one person, for that person to read: as a file with a part for people and one for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

BANGKOK = timezone(timedelta(hours=7))
_KINDS = {
    "story": "เรื่องเล่า",
    "bar": "BAR",
    "dar": "DAR",
    "aar": "AAR",
    "lesson": "บทเรียน",
    "tip": "เคล็ดลับ",
}
_LABELS = {
    "full_name": "ชื่อ-สกุล",
    "nickname": "ชื่อเล่น",
    "position": "ตำแหน่ง",
    "unit": "สังกัด",
    "role": "บทบาท KM",
    "expertise": "ความเชี่ยวชาญ",
    "denied": "ไม่ถนัด",
    "hidden": "ซ่อนบัตรจากทำเนียบผู้รู้",
    "retire_fiscal_year": "ปีเกษียณ (ปีงบประมาณ)",
    "display_name": "ชื่อที่แสดงใน LINE",
    "user_id": "รหัสผู้ใช้ของ LINE",
    "consented_at": "แจ้งเรื่องการเก็บข้อมูลเมื่อ",
}


@dataclass(frozen=True)
class Share:
    """What one office keeps of the person; members and notes as they stand in the store, field by field."""

    office: str
    member: Mapping[str, Any]
    notes: tuple[Mapping[str, Any], ...] = ()
    """Oldest first."""
    held: tuple[str, ...] = ()
    """Words of the bot that wait for the person."""
    others: tuple[tuple[str, str], ...] = ()
    """What other features keep: (what it is, its text)."""


@dataclass(frozen=True)
class PersonalFile:
    """What all offices keep of the person, as of `made_at`."""

    shares: tuple[Share, ...]
    made_at: datetime

    @property
    def notes(self) -> int:
        return sum(len(share.notes) for share in self.shares)

    def kinds(self) -> list[tuple[str, int]]:
        """How many notes of which kind, in Thai, most first."""
        count: dict[str, int] = {}
        for share in self.shares:
            for note in share.notes:
                kind = _KINDS.get(str(note.get("kind")), str(note.get("kind")))
                count[kind] = count.get(kind, 0) + 1
        return sorted(count.items(), key=lambda each: -each[1])

    def card(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """For each office: its name, the name of the person there, and the other entries as (label, value)."""
        found = []
        for share in self.shares:
            entries = list(_entries(share.member))
            found.append((share.office, str(share.member.get("full_name") or ""), entries))
        return found

    def blocks(self) -> Iterator[str]:
        """The part for people, in pieces that belong together: one an office, one a note."""
        yield f"ข้อมูลของท่านที่คุณลิขิตเก็บไว้ ณ {_when(self.made_at.isoformat())}"
        for share in self.shares:
            lines = [f"หน่วยงาน: {share.office}", *(f"{label}: {value}" for label, value in _entries(share.member))]
            lines.append(f"เรื่องที่เล่าไว้: {len(share.notes)} เรื่อง")
            yield "\n".join(lines)
            for n, note in enumerate(share.notes, 1):
                yield _note(n, note)
            if share.held:
                yield "\n".join(["ข้อความที่รอแจ้งท่าน:", *(f"- {text}" for text in share.held)])
            for what, text in share.others:
                yield f"{what}: {text}"

    def text(self) -> str:
        """The whole file: first for people, then the same for machines."""
        return "\n\n".join([*self.blocks(), "ข้อมูลเดียวกันสำหรับโปรแกรม (JSON):", self.json()]) + "\n"

    def json(self) -> str:
        """Everything, with the field names of the store."""
        offices = [
            {
                "office": share.office,
                "member": dict(share.member),
                "notes": [dict(note) for note in share.notes],
                "held": list(share.held),
                "others": [{"what": what, "text": text} for what, text in share.others],
            }
            for share in self.shares
        ]
        return json.dumps({"made_at": self.made_at.isoformat(), "offices": offices}, ensure_ascii=False, indent=2)


def pages(blocks: Iterator[str], longest: int) -> list[str]:
    """The blocks joined to pages of at most `longest` characters; a longer block is cut."""
    found: list[str] = []
    for block in blocks:
        while block:
            piece, block = block[:longest], block[longest:]
            if found and len(found[-1]) + 2 + len(piece) <= longest:
                found[-1] += "\n\n" + piece
            else:
                found.append(piece)
    return found


def _entries(member: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, label in _LABELS.items():
        value = member.get(name)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        if value is True:
            value = "ใช่"
        if value:
            yield label, _when(value) if name.endswith("_at") else str(value)


def _note(n: int, note: Mapping[str, Any]) -> str:
    kind = _KINDS.get(str(note.get("kind")), str(note.get("kind")))
    where = "ในแชตส่วนตัว" if not note.get("group_id") else "ในกลุ่ม"
    filed = ", ".join(str(c.get("id")) for c in note.get("categories") or ())
    head = f"{n}. {kind} · เล่า{where}เมื่อ {_when(str(note.get('told_at')))}" + (f" · หมวด {filed}" if filed else "")
    media = "".join(f"\n[แนบ: {a.get('kind')} {a.get('name') or ''}]" for a in note.get("attachments") or ())
    return f"{head}\n{note.get('text')}{media}"


def _when(text: str) -> str:
    """An ISO time as a date and time in Thailand, with the Buddhist year."""
    try:
        at = datetime.fromisoformat(text).astimezone(BANGKOK)
    except ValueError:
        return text
    return f"{at.day}/{at.month}/{at.year + 543} {at:%H:%M} น."
