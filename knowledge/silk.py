"""ไหม is silk as well as the word that asks. Where it plainly is silk it is set apart while a question is read."""

from __future__ import annotations

import re

_APART = "ไฬม"
"""Written like no word there is."""
_TO_SOMEBODY = r"(?!พี่|น้อง|ครับ|คะ|ค่ะ|จ้|ทุก|เพื่อน|ใคร|ตอน|ช่วง|วัน|ถ้า)"
_SILK = re.compile(
    r"(?:ผ้า|หม่อน|เส้น|ใย|รัง|หนอน)ไหม|"
    r"(?:เรื่อง|วิธี|การ|หม่อน|ค้น)\s?(?:เลี้ยง|ทอ|สาว|ย้อม)ไหม|"
    rf"(?:เลี้ยง|ทอ|ย้อม|(?<!ลูก)สาว)ไหม(?=[ก-ฮเ-ไ]){_TO_SOMEBODY}|"
    r"ไหม(?=อีรี่|ไทย|พรม|แพรวา|มัดหมี่|ยกดอก|ดิบ|เทียม|แท้|ประดิษฐ์)"
)


def apart(said: str) -> str:
    """The text with silk written so that nobody takes it for asking."""
    return _SILK.sub(lambda found: found[0].replace("ไหม", _APART), said)


def again(text: str) -> str:
    """The text as people write it."""
    return text.replace(_APART, "ไหม")
