"""Whether a message goes on with what its author has just told. A wrong yes puts talk into a story, so in doubt no."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from knowledge import thai
from knowledge.marks import PARTICLES

WINDOW = timedelta(minutes=5)
"""How long after its last message a telling can go on."""

_END = r"(?=$|[\s:：.,)\]…\-–—])"
_SAYS_SO = re.compile(
    rf"^[\s(\[.…\-–—]*(?:"
    rf"(?:ขอ|มา|เล่า)?ต่อ(?:ข้อ|ตอน|ภาค)?\s?(?:(?:ที่)?\s?\d{{1,2}}(?:\s?/\s?\d{{1,2}})?)?(?:เลย|จบ|อีกนิด|จากเมื่อกี้|จากข้างบน|จากเมื่อสักครู่)?"
    rf"(?:{PARTICLES})?{_END}|"
    rf"\(?[1-9]\s?/\s?[2-9]\)?{_END}|\(\d{{1,2}}\)|(?:ตอน|ภาค|ส่วน)ที่\s?\d{{1,2}}{_END}|"
    rf"(?:ขอ)?(?:เพิ่มเติม|เล่าเพิ่ม|เสริมอีก(?:นิด|หน่อย))(?:อีก(?:นิด|หน่อย))?(?:{PARTICLES})?{_END}|ปล\.|"
    rf"\(?ยังไม่จบ)[\s:：.,)\]…\-–—]*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^[\s(.…\-–—•*]*(?:แล้วก็|แล้วเรา|แล้วผม|แล้วหนู|จากนั้น|หลังจาก(?:นั้น)?|ต่อมา|สุดท้าย|ผลคือ|ผลที่ได้|ผลลัพธ์|ปรากฏว่า|พอ(?!ดี|ได้|แล้ว|เถอะ|ก่อน|มี|ไหว)|"
    r"ทีนี้|ส่วนที่|ส่วนปัญหา|ส่วนวิธี|อีกอย่าง|อีกเรื่อง|อีกข้อ|ข้อ(?:ที่)?\s?\d|ที่สำคัญ|เพราะ|ดังนั้น|บทเรียน|ข้อควร|เคล็ดลับ|ปัญหา(?:คือ|ที่|ตอน)|"
    r"วิธี(?:แก้|ทำ|การ)|ตอนแรก|ตอนหลัง|ตอนนั้น|สรุป(?:คือ|ว่า|แล้ว)|ครั้งหน้า|คราวหน้า|รอบหน้า|สิ่งที่|\d{1,2}[.)]\s?\D)"
)
_TALK = re.compile(
    r"[?？]|(?:ไหม|มั้ย|หรือยัง|รึยัง|หรือเปล่า|รึเปล่า|ยังไงดี|กี่โมง|เท่าไหร่|ที่ไหน|เมื่อไหร่)\W*(?:ครับ|คับ|ค่ะ|คะ|จ๊ะ|ฮะ)?\W*$|"
    r"รับทราบ|ขอบคุณ|ขอบใจ|สวัสดี|อรุณสวัสดิ์|เจอกัน|ฝันดี|พรุ่งนี้|เย็นนี้|คืนนี้|เที่ยงนี้|เดี๋ยว(?:ไป|มา|ตาม|ส่ง)|ลาป่วย|ลากิจ|กินข้าว|ประชุม(?:บ่าย|เช้า|กี่)|"
    r"^@|ส่งให้(?:แล้ว|ใน)|https?://|^\W*555"
)
_SHORTEST = 25
"""Letters of a message that goes on without saying so."""


def goes_on(text: str) -> Literal["says so", "perhaps"] | None:
    """ "says so" when the message says that it goes on ((ต่อ), 2/3, เพิ่มเติม); "perhaps" when it begins as a next
    sentence would, which counts only where nobody else has spoken in between; None for any other talk."""
    head = thai.normalise(text[:400]).strip()
    if _SAYS_SO.match(head):
        return "says so"
    if len(head) < _SHORTEST or _TALK.search(head):
        return None
    return "perhaps" if _GOES_ON.match(head) else None


def without_sign(text: str) -> str:
    """What is told, without the (ต่อ) before it."""
    return _SAYS_SO.sub("", text, count=1).strip()


def tells_something(text: str) -> bool:
    """In a story circle: a message that tells, and not a nod, a question to the round or an errand."""
    head = thai.normalise(text[:400]).strip()
    letters = len(re.sub(r"[^\wก-๙]", "", head))
    return letters >= _SHORTEST and not _TALK.search(head[:60]) and not _QUESTION.search(head)


_QUESTION = re.compile(r"(?:[?？]|ไหม|มั้ย|หรือยัง|รึยัง|หรือเปล่า)\W*(?:ครับ|คับ|ค่ะ|คะ|จ๊ะ|ฮะ|นะ)*\W*$")
