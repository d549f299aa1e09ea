"""What a before-action review fears: the risks that the after-action review asks about."""

from __future__ import annotations

import re

from knowledge import thai

MOST = 3
"""Risks that are asked about; more is an examination."""
LONGEST = 80

_CUE = re.compile(
    r"(?:สิ่ง|จุด|เรื่อง|ข้อ|อัน)?(?:ที่)?(?:น่า)?(?:มี)?(?:ความ)?เสี่ยง(?:ที่สุด|หลัก|สูง)?(?:คือ|"
    r"ว่า|เรื่อง|ที่|[:：])*|"
    r"(?:สิ่ง|จุด|เรื่อง)?(?:ที่)?(?:น่า)?(?:ยัง)?(?:กังวล|เป็นห่วง|ห่วง(?!ใย|ยาง)|"
    r"กลัว)(?:ใจ)?(?:ที่สุด|หน่อย|มาก|อยู่)*(?:คือ|ว่า|เรื่อง|ที่|[:：])*|"
    r"(?:ข้อควร|ต้อง|ควร|ให้|ที่ต้อง)?ระวัง(?:คือ|เรื่อง|[:：])*|เผื่อ(?=ฝน|ไฟ|คน|รถ|น้ำ|เน็ต|ของ)|"
    r"risks?(?: is| are)?[:：]?",
    re.IGNORECASE,
)
_END = re.compile(
    r"\n|[.!?]\s|\s(?=ถ้า|หาก|เลย|ดังนั้น|จึง|ให้|หา|เตรียม|แก้|แต่|ส่วน|ขอ|ใคร|คน(?:นำ|เปิด|ดู)|เป้า|"
    r"ครั้งก่อน|ปีที่แล้ว|รอบ(?:ก่อน|ที่แล้ว))|"
    r"(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ)(?=\s|$)|\s[1-9๑-๙][.)]"
)
_EACH = re.compile(
    r"\n+|(?:(?<=\s)|^)(?:[-•*●▪]|\(?[1-9๑-๙][.)])\s*|[,;]\s*|\s*/\s+|\s+(?:และ|กับ|แล้วก็|หรือ)\s?|"
    r"\s+(?=กลัว|กังวล|เสี่ยง|ห่วง|อาจ)"
)
_LEAD = re.compile(rf"^(?:{_CUE.pattern}|\s|คือ|ว่า|เรื่อง|[-:])+", re.IGNORECASE)
_TAIL = re.compile(r"(?:\s|(?:นะ)?(?:ครับ|คับ|ค่ะ|คะ|จ้า|จ้ะ)|[.,:\-])+$")
_NONE = re.compile(r"^(?:ไม่มี|ยังไม่มี|ไม่น่ามี|-|none)(?:ความเสี่ยง|อะไร|น่าห่วง|ค่ะ|ครับ|\s)*$")


def feared(text: str) -> tuple[str, ...]:
    """The risks that a free-form review names, at most MOST, each an exact piece of `text`."""
    found: list[str] = []
    at = 0
    while m := _CUE.search(text, at):
        end = _END.search(text, m.end() + 1)
        stop = end.start() if end else len(text)
        found += _items(text[m.end() : stop])
        at = max(stop, m.end())
    return tuple(dict.fromkeys(found))[:MOST]


def named(answers: tuple[str, ...]) -> tuple[str, ...]:
    """The risks in what members answered to the question for them."""
    return tuple(dict.fromkeys(item for answer in answers for item in _items(answer)))[:MOST]


def _items(said: str) -> list[str]:
    found = []
    for piece in _EACH.split(said):
        item = _TAIL.sub("", _LEAD.sub("", piece))
        if len(item) >= 2 and thai.words(item) and not _NONE.match(item):
            found.append(item[:LONGEST])
    return found
