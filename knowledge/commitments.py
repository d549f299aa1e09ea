"""Commitments in a review: what is to be done next time, by whom and when, as people say it ("ครั้งหน้าจะ…")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge import reviews, thai


@dataclass(frozen=True)
class Commitment:
    """One promise, in the words of the review; `who` and `when_text` are empty when not said."""

    text: str
    who: str = ""
    when_text: str = ""


MOST = 6
"""Commitments of one review that count; more is a plan and not a promise."""
_SHORTEST = 6
_ITEM = re.compile(
    r"\n+|(?:(?<=\s)|^)(?:[-•*●▪]|\(?[1-9๑-๙][.)])\s*|\s*/\s+|;\s*|,\s+|\s+(?:และ|กับ|แล้วก็|"
    r"อีกอย่าง)(?=\s|ให้|ขอ|จะ|[ก-ฮเ-ไ]{3})"
)
_NEXT = r"(?:ครั้ง|คราว|รอบ|ปี|เดือน|สัปดาห์|อาทิตย์|รุ่น|งาน|เที่ยว|ไตรมาส|เทอม|เวที|วัน|หน)"
_MONTH = (
    r"(?:ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\.|"
    r"มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|"
    r"ธันวาคม|"
    r"มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)"
)
_UNIT = r"(?:วัน|สัปดาห์|อาทิตย์|เดือน|ปี|ชั่วโมง|ชม\.|นาที)"
_N = r"[0-9๐-๙]{1,3}"
_WHEN = re.compile(
    rf"(?:(?:ภายใน|ก่อน|ไม่เกิน|ตั้งแต่|ภายหลัง|หลัง|ทุก|"
    rf"ใน)\s?)?(?:วันที่\s?)?{_N}\s?{_MONTH}(?:\s?[0-9๐-๙]{{2,4}})?|"
    rf"(?:ภายใน|ก่อน|ไม่เกิน|ตั้งแต่|หลัง|ทุก)\s?(?:ต้น|กลาง|สิ้น|ปลาย)?(?:เดือน\s?)?{_MONTH}|"
    rf"(?:ภายใน|ก่อน(?:งาน|วันงาน)?|ไม่เกิน|ล่วงหน้า|อีก)\s?{_N}\s?{_UNIT}|{_N}\s?{_UNIT}ก่อน(?:งาน|"
    rf"วันงาน)?|(?:ภายใน|ก่อน)?วันที่\s?{_N}|"
    rf"(?:ภายใน|ก่อน|ทุก)?วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)(?:นี้|หน้า)?|"
    rf"(?:ภายใน|ก่อน)?(?:ต้น|กลาง|สิ้น|ปลาย)(?:เดือน|ปี|สัปดาห์)(?:นี้|หน้า)?|"
    rf"(?:ภายใน|ก่อน)?(?:เดือน|สัปดาห์|อาทิตย์|ปี|ไตรมาส)(?:นี้|หน้า|ถัดไป)|พรุ่งนี้|มะรืน(?:นี้)?|"
    rf"คืนนี้|ในวันนี้|{_NEXT}(?:หน้า|ต่อไป|ถัดไป)"
)
_TITLE = r"(?:พี่|น้อง|ป้า|ลุง|น้า|อา|ครู|หมอ|คุณ|ผอ\.?|ปลัด|หัวหน้า|กำนัน|ผู้ใหญ่|ช่าง)"
_WHO = re.compile(
    rf"(?:ขอ(?:ให้)?|ให้|มอบ(?:ให้|หมาย(?:ให้)?)?|ฝาก|โดย)\s?(?P<who>{_TITLE}(?!ๆ|งาน|บ้าน(?=\s)|แต่ละ|ทุก|กลุ่ม|ราว|การ)"
    r"[ก-๎]{1,12}?)(?=\s|จะ|เป็น|ไป|ช่วย|ทำ|ติด|ดู|โทร|นัด|ส่ง|เตรียม|จัด|ประสาน|รับ|ตาม|เขียน|เช็ก|เช็ค|ขอ|พา|คุย|ถือ|"
    rf"รวบรวม|$)|(?:^|(?<=\s))(?P<called>{_TITLE}(?!ๆ|งาน|บ้าน|แต่ละ|ทุก|กลุ่ม|ราว|การ)[ก-๎]{{1,12}}?)\s?(?:จะ|ขอ|รับ|เป็นคน)|"
    r"(?P<group>กอง[ก-๎]{2,14}?|ทีม[ก-๎]{2,12}?|งาน[ก-๎]{2,12}?)(?:จะ|รับไป|รับผิดชอบ)|"
    r"(?:^|(?<=\s)|(?<=เดี๋ยว)|(?<=ให้)|(?<=หน้า)|(?<=ต่อไป))(?P<self>ผม|ดิฉัน|หนู|กระผม|ฉัน|เรา)"
    r"(?=จะ|ขอ|เป็น|ทำ|รับ|ไป|โทร|ติด|นัด|ส่ง|เตรียม|เอง|\s)"
)


def commitments(text: str) -> list[Commitment]:
    """What the part "next time" of a free-form review promises, in order; empty where it has none."""
    planned = reviews.parts(text).next
    if not planned:
        return []
    at = text.rfind(planned)
    return promised(planned, before=text[max(0, at - 24) : at])


def promised(said: str, *, before: str = "") -> list[Commitment]:
    """The promises in what was said to come next. `before`: the words in front of it, where its time may stand
    (ครั้งหน้า…), unless the promise names a day of its own."""
    general = [m.group() for m in _WHEN.finditer(before)]
    found: list[Commitment] = []
    for piece in _ITEM.split(said):
        text = " ".join(piece.split()).lstrip(" .-•*:,").rstrip(" -•*:,")
        if len(text) < _SHORTEST:
            if found and text:
                found[-1] = replace(found[-1], text=f"{found[-1].text} {text}")
            continue
        if not thai.words(text):
            continue
        when, who = _WHEN.search(text), _WHO.search(text)
        found.append(
            Commitment(
                text,
                next((g for g in who.groups() if g), "") if who else "",
                when.group().strip() if when else (general[-1] if general else ""),
            )
        )
    return found[:MOST]
