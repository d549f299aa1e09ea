"""Commitments in a review: what is to be done next time, by whom and when, as people say it ("ครั้งหน้าจะ…")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge import reviews, thai


@dataclass(frozen=True)
class Commitment:
    """One promise. Every field is a piece of the review as typed; `who` and `when_text` are empty when not said."""

    text: str
    who: str = ""
    when_text: str = ""


_WHEN = re.compile(
    r"(?:ครั้ง|คราว|รอบ|ปี|เดือน|สัปดาห์|อาทิตย์|รุ่น|งาน|ไตรมาส)(?:หน้า(?!งาน|บ้าน|ห้อง|ตลาด)|ต่อไป|ถัดไป)|พรุ่งนี้|มะรืน(?:นี้)?|สิ้น(?:เดือน|ปี|สัปดาห์)(?:นี้|หน้า)?|"
    r"(?:ภายใน|ก่อน|ตั้งแต่|หลัง)\s?(?:วันที่\s?)?[0-9๐-๙]{1,2}\s?(?:[ก-ฮ][ก-ฮะ-ู]{0,2}\.[ก-ฮ]{1,2}\.|[ก-๎]{3,8}คม|[ก-๎]{3,8}ยน|กุมภาพันธ์|วัน|สัปดาห์|เดือน)?"
    r"(?:\s?(?:25)?[0-9๐-๙]{2}(?![0-9๐-๙]))?|วันที่\s?[0-9๐-๙]{1,2}(?:\s?[ก-ฮ][ก-ฮะ-ู]{0,2}\.[ก-ฮ]{1,2}\.)?|(?:ภายใน|ก่อน|ตั้งแต่|หลัง)\s?[ก-ฮ][ก-ฮะ-ู]{0,2}\.[ก-ฮ]{1,2}\.|"
    r"วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)(?:นี้|หน้า)?|ทุก(?:วัน|สัปดาห์|เดือน|ไตรมาส)(?:จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์)?"
)
_TITLE = r"(?:พี่|น้อง|ป้า|ลุง|น้า|อา|ครู|หมอ|คุณ|ผอ\.?|ปลัด|หัวหน้า|กำนัน|ผู้ใหญ่|ช่าง)"
_WHO = re.compile(
    rf"(?:ขอ(?:ให้)?|ให้|มอบ(?:ให้|หมาย(?:ให้)?)?|ฝาก|โดย)\s?(?P<who>{_TITLE}(?!ๆ|งาน|บ้าน(?=\s)|แต่ละ|ทุก|กลุ่ม|ราว|การ)"
    r"[ก-๎]{1,12}?)(?=\s|จะ|เป็น|ไป|ช่วย|ทำ|ติด|ดู|โทร|นัด|ส่ง|เตรียม|จัด|ประสาน|รับ|ตาม|เขียน|เช็ก|เช็ค|ขอ|พา|คุย|ถือ|รวบรวม|$)|"
    r"(?P<group>กอง[ก-๎]{2,14}?|ทีม[ก-๎]{2,12}?|งาน[ก-๎]{2,12}?)(?:จะ|รับไป|รับผิดชอบ)|(?P<self>ผม|หนู|ดิฉัน|เรา)(?:จะ|ขอ|รับ)"
)
_SPLIT = re.compile(r"\s*(?:\n[\s\-•*–]*|\s(?:และ|กับ|แล้วก็|อีกอย่าง)(?=[ก-ฮเแโใไ]{4})|\s[1-9๑-๙][.)]\s?)")


def commitments(text: str) -> list[Commitment]:
    """What the part "next time" of a review promises, in order; empty where it has none."""
    planned = reviews.parts(text).next
    if not planned:
        return []
    at = text.rfind(planned)
    lead = text[max(0, at - 24) : at]
    # ครั้งหน้า… stands before the part: it is when, unless the promise names a day of its own
    before = [m.group() for m in _WHEN.finditer(lead)]
    found = []
    for piece in _SPLIT.split(planned):
        said = piece.strip(" -•*,")
        if len(said) < 6 or not thai.words(said):
            continue
        when = _WHEN.search(said)
        who = _WHO.search(said)
        found.append(
            Commitment(
                said,
                next((g for g in who.groups() if g), "") if who else "",
                when.group() if when else (before[-1] if before else ""),
            )
        )
    return found
