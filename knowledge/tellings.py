"""Telling a story, a review, a lesson or a tip from other talk, where no mark says so."""

from __future__ import annotations

import re

from knowledge import reviews, thai
from knowledge.notes import Kind

_OPENING_WORDS: tuple[tuple[str, Kind, int], ...] = (
    (r"(?:สรุป(?:ผล)?|ผล|ทำ|ขอ|ส่ง)?\s?aar(?![a-z])", "aar", 60),
    (r"(?:สรุป|ขอ|ทำ|ส่ง)?\s?bar(?![a-z])", "bar", 80),
    (r"(?:สรุป|ขอ|ทำ|ส่ง)?\s?dar(?![a-z])", "dar", 80),
    (
        r"(?:ขอ|เรา|วันนี้)?(?:ถอด|สรุป|แชร์|ฝาก|ได้)?บทเรียน(?!ออนไลน์|สำเร็จรูป|ที่\s?\d)|สิ่งที่ได้เรียนรู้|เรียนรู้ว่า|"
        r"อุทาหรณ์",
        "lesson",
        60,
    ),
    (r"(?:ขอ)?(?:แชร์|ฝาก|บอก|มี)?(?:เคล็ดลับ|เทคนิค|ทริค|เคล็ดไม่ลับ)|(?:ขอ)?แชร์วิธี", "tip", 60),
    (
        r"(?:ขอ|อยาก|มา|จะ|ขออนุญาต|มีเรื่อง|วันนี้){0,4}\s?(?:เล่า(?!ว่า|ต่อ|ลือ|(?:ให้(?:ฟัง|หนู|ผม|พี่|เรา)?)?\s?(?:หน่อย|สิ|ซิ|ที(?!่)|บ้าง))|"
        r"แชร์ประสบการณ์|แชร์เรื่อง|แบ่งปัน)|(?:เรื่องเล่า|ประสบการณ์)(?:จาก|ตอน|การ|เรื่อง|ของ(?:กอง|ห้อง|ฝ่าย|ทีม|หมู่))|"
        r"(?:เพิ่ง)?เจอมากับตัว",
        "story",
        80,
    ),
)
_OPENINGS = tuple((re.compile(pattern, re.IGNORECASE), kind, least) for pattern, kind, least in _OPENING_WORDS)
_NOT_TOLD = re.compile(
    r"https?://|www\.|กดดู|กดลิงก์|กดลิ้ง|คลิก|แอดไลน์|ทักแชท|ส่งต่อ|แชร์ต่อ|แชร์ไป|ข้อความส่งต่อ|โปรโมชั่น|"
    r"สั่งซื้อ(?:ได้|ที่|ทาง|เลย|ด่วน|ผ่าน)|ราคาพิเศษ|ลดราคา|ผ่อนได้|สมัครสมาชิก|ฝากร้าน|เครดิต\s?:|cr\.|"
    r"ขอเชิญ|กำหนดการ|เรียนเชิญ|ประชาสัมพันธ์|ด้วย(?:กรม|จังหวัด|อำเภอ|สำนักงาน)|ขอความร่วมมือ|ขอให้ทุก|"
    r"แจ้ง(?:ให้|เตือน|ทุก|พี่|เพื่อทราบ)|เพื่อทราบ|โปรด(?:ส่ง|ทราบ)|"
    r"ใครยังไม่|ยังไม่ส่ง|ส่งด้วย|ส่งภายใน|ส่งก่อน|รวมเล่ม|ยกมือ(?!ไหว้)|ใครไป|กี่โมง|หรือยัง|ใครมี.{0,40}(?:บ้าง|ไหม|มั้ย)"
)
_TURNS = re.compile(
    r"ตอนแรก|ทีแรก|เมื่อก่อน|แต่ก่อน|เดิม(?:ที)?|สมัยก่อน|ปีที่แล้ว|ปีก่อน|ผลคือ|ปรากฏว่า|สุดท้าย|ในที่สุด|"
    r"กลายเป็น|พอ(?:ทำ|ลอง|เริ่ม|เปลี่ยน)|เลย(?:ลอง|เปลี่ยน|ทำ|ให้|ชวน|ขอ|ต้อง)|ตอนนี้|"
    r"จากนั้น|หลังจากนั้น|บทเรียนคือ|ที่ได้(?:เรียนรู้|จาก)|ผ่านไป|เปลี่ยนมา|ลองวิธี|ใช้วิธี|จุดเปลี่ยน|"
    r"ที่สำคัญ(?:คือ)?|แก้โดย|แก้ปัญหา"
)
_FIRST_HAND = re.compile(
    r"ผม|หนู|เรา(?!ียน)|พี่(?=ไป|เคย|ทำ|เจอ|ลอง|ชวน|เลย)|ดิฉัน|ป้า(?=ไป|เคย|ทำ|เสนอ)|ไปเจอ|เจอว่า|ได้ลอง|"
    r"ลงพื้นที่|ลงหมู่บ้าน"
)


def plainly(text: str) -> Kind | None:
    """The kind of telling that an unmarked message plainly is, or None. Careful: a wrong guess disturbs a group."""
    head = thai.normalise(text[:1500])
    start = re.sub(r"^[\W_]+", "", head)
    if len(head) < 60 or _NOT_TOLD.search(head):
        return None
    for pattern, kind, least in _OPENINGS:
        if pattern.match(start):
            if len(head) < least or re.search(
                r"(?:ไหม|มั้ย|บ้าง|ยัง(?:ไง|คะ|ครับ)?|\?)\W*(?:ครับ|คะ|"
                r"ค่ะ)?\W*$",
                head,
            ):
                return None
            return kind if kind != "story" else kind_of(text, else_="story")
    if len(head) >= 80 and _parts(text) >= 3:
        return "aar"
    if len(head) >= 180 and len(set(_TURNS.findall(head))) >= 3 and _FIRST_HAND.search(head):
        return kind_of(text)
    return None


def kind_of(text: str, else_: Kind = "story") -> Kind:
    """The kind of a telling by what it says, for marks and requests that name none."""
    head = thai.normalise(text[:2000])
    start = re.sub(r"^[\W_]+", "", head)
    for pattern, kind, _ in _OPENINGS[:5]:
        if pattern.match(start):
            return kind
    if _parts(text) >= 3:
        return "aar"
    ahead = re.search(
        r"พรุ่งนี้|พรุ้งนี้|ก่อนไป|ก่อนลง|ก่อนเริ่ม|ก่อนงาน|วัน(?:จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|"
        r"อาทิตย์)นี้|สัปดาห์หน้า|อาทิตย์หน้า",
        head,
    )
    if ahead and re.search(r"ทบทวน|เตรียม|เสี่ยง|กังวล|ระวัง|แบ่งงาน|แบ่งหน้าที่|ซักซ้อม", head):
        return "bar"
    under_way = re.search(
        r"กำลัง(?!ใจ)|ระหว่าง(?:ทำ|งาน|ทาง)|วันที่\s?\d+\s?(?:จาก|ใน|/)\s?\d+|\d+\s?/\s?\d+|ครึ่งทาง|กลางทาง|"
        r"ทำไปแล้ว|คืบหน้า",
        head,
    )
    if under_way and re.search(r"ปรับ|เปลี่ยน|ย้าย|สลับ|ติดขัด|ติดปัญหา|แก้|ลอง", head):
        return "dar"
    if re.search(r"บทเรียน(?:คือ|ที่|สำคัญ)|ได้เรียนรู้ว่า|สอนให้รู้|รู้เลยว่า|คราวหลัง|จำไว้", head):
        return "lesson"
    advice = len(re.findall(r"อย่า|ให้(?=[ก-ฮเแโใไ])|ต้อง|ควร|วิธี|ระวัง|แนะนำ", head))
    if advice >= 2 and len(head) <= 300 and len(set(_TURNS.findall(head))) < 2:
        return "tip"
    return else_


def _parts(text: str) -> int:
    """How many parts of a review the words of a text name; 0 unless it says what was hoped for or comes next. The
    learned reading isn't asked: it finds parts in what is known to be a review, not whether something is one."""
    found = reviews.by_rules(text[:1200])
    return len(found) if {"expected", "next"} & found.keys() else 0
