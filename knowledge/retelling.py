"""Asking to have a telling changed: "แก้เป็น …", "แก้หน่อย", "รวมเรื่อง"."""

from __future__ import annotations

import re

from knowledge.marks import PARTICLES

_WHICH = r"(?:(?:เรื่อง|ข้อความ|อัน|ที่)?(?:นี้|นั้น|เล่า|จด)|เรื่อง|ข้อความ)*+"
"""Never given back (`*+`): "เรื่องนี้" can be read in two ways, and a row of them in so many that none would end."""
_ASK = r"(?:ขอ|ช่วย|รบกวน|ฝาก)?"
_WORDS = re.compile(
    rf"{_ASK}แก้(?:ไข)?\s*{_WHICH}(?:ให้|ใหม่)*(?:เป็น(?:ว่า)?|ว่า|\s*[:：])\s*[:：]?\s*(?P<text>\S.*)", re.DOTALL
)
_ALONE = re.compile(rf"{_ASK}แก้(?:ไข)?(?:คำ)?\s*{_WHICH}\s*(?:หน่อย|ที|ด้วย|ใหม่)*\s*(?:{PARTICLES})?[\s.!]*")
_JOIN = re.compile(
    rf"{_ASK}รวม\s*(?:เรื่อง|อัน)?(?:นี้|นั้น)?\s*(?:กับ|เข้ากับ|ไปกับ)?\s*(?:เรื่อง|อัน)?(?:ก่อน|เดิม|อื่น|เมื่อกี้)?"
    rf"\s*(?:ให้|หน่อย|ที|ด้วย|เลย)*\s*(?:{PARTICLES})?[\s.!]*"
)


def new_words(text: str) -> str | None:
    """What somebody wants a telling to say from now on; None where no such words are given."""
    found = _WORDS.fullmatch(text.strip())
    return found["text"].strip() if found else None


def asks_to_retell(text: str) -> bool:
    """A wish to change a telling, with the new words or without."""
    return new_words(text) is not None or _ALONE.fullmatch(text.strip()) is not None


def asks_to_merge(text: str) -> bool:
    """A wish to have two tellings made one."""
    return _JOIN.fullmatch(text.strip()) is not None
