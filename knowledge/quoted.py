"""Words in a reply to a message: about what they reply to, or a telling of their own."""

from __future__ import annotations

import re

from knowledge import thai

LONGEST_COMMENT = 120
"""Letters up to which words may be about what is quoted."""
_SHORT = 40
"""Letters up to which words that only point at something are about what is quoted."""
_TELLS = 20
"""Letters from which words may tell something."""
_ANSWERS = 8
"""Letters of an answer to a question."""

_POINTS_AT_IT = re.compile(
    r"(?:อัน|เรื่อง|ข้อความ|ตรง|ที่)?(?:นี้|นั้น)|ข้างบน|ด้านบน|เมื่อกี้|เมื่อสักครู่|(?:พี่|น้อง|เพื่อน)\S*เล่า|"
    r"^(?:ของ|จาก)(?:พี่|น้อง|คุณ|เพื่อน|ผอ|ท่าน|ปลัด|หัวหน้า)"
)
_PRAISES_IT = re.compile(
    r"ดี(?:มาก|จริง|เลย|จัง|ค่ะ|ครับ)|เยี่ยม|สุดยอด|เด็ด|เจ๋ง|ชอบ|เก่ง|มีประโยชน์|น่า(?:สนใจ|เก็บ|อ่าน|ใช้|เอา|นำ|จด)|"
    r"(?:ควร|ต้อง|อยากให้)(?:อ่าน|เก็บ|จด|รู้|ดู)|ขอ(?:เก็บ|จด|บันทึก|ยืม|เอา)|ไว้(?:อ่าน|ดู|ใช้|เป็นตัวอย่าง)|เป็นตัวอย่าง|เห็นด้วย"
)
_TELLS_HOW = re.compile(r"อย่า|ต้อง|ควร|ใช้|ลอง|ถ้า|ก่อน|จะได้|เพราะ|วิธี|ระวัง|แนะนำ|ให้(?=[ก-ฮเแโใไ])|แล้ว(?=[ก-ฮเแโใไ])|ไม่งั้น")
_QUESTION = re.compile(
    r"(?:[?？]|ไหม|มั้ย|หรือยัง|รึยัง|หรือเปล่า|(?:ยัง|อย่าง)?ไง(?:ดี)?|อย่างไร(?:ดี)?|อะไร(?:บ้าง|ดี)?|เท่าไ(?:ร|หร่)|เมื่อไ(?:ร|หร่)|"
    r"ที่ไหน|ตรงไหน|ทำไม|ใคร(?:บ้าง)?|บ้าง)\W*(?:ครับ|คับ|ค่ะ|คะ|จ๊ะ|จ้ะ|ฮะ|นะ|น้อ|\W)*$"
)


def tells_itself(text: str, quoted: str | None, *, picture: bool = False) -> bool:
    """Whether `text`, said with a mark as a reply, is a telling of its own. `quoted`: what it replies to, None where
    that isn't known; `picture`: it replies to a picture or file."""
    said = thai.normalise(text).strip()
    praises, points = _PRAISES_IT.search(said), _POINTS_AT_IT.search(said)
    if len(said) > LONGEST_COMMENT:
        return True
    if len(said) > _SHORT:
        return quoted is None or not (praises and (points or not _TELLS_HOW.search(said)))
    if praises or points:
        return False
    if quoted is not None and _QUESTION.search(thai.normalise(quoted[-200:]).strip()):
        return len(said) >= _ANSWERS
    if len(said) < _TELLS:
        return False
    return quoted is None or picture or _TELLS_HOW.search(said) is not None
