"""Where one sentence of a Thai chat message ends. Thai has no full stop: what is left are lines, particles,
spaces and the words that begin something new."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENDS = "นะครับ|นะคับ|นะคะ|นะค่ะ|นะจ๊ะ|นะจ้ะ|นะครัช|น่ะครับ|น่ะค่ะ|ครับผม|ครับ|คับ|คร้าบ|ค่ะ|คะ|จ้า+|จ้ะ|จ๊ะ|จ่ะ|ฮะ|เด้อ|เนาะ|เจ้า|555+|๕๕๕+"
_LIST_MARK = r"(?:[-•*●▪◦–→✅☑✔]|\(?\d{1,2}[.)](?!\d)|\(?[๐-๙]{1,2}[.)](?![๐-๙])|[ก-ฮ]\))"
_PICTURE = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_CLOSED = re.compile(
    rf"(?:(?:{_ENDS})(?:\s*{_PICTURE})*|[!?…]+|{_PICTURE}+)(?=\s|$)(?!\s*ๆ)\s*|(?<=[A-Za-z]{{2}})[.]\s+(?=[A-Zก-ฮเ-ไ])"
)
_MARKED = re.compile(rf"(?:(?<=\s)|^)(?={_LIST_MARK}\s*\S)")
_OPENERS = (
    "แต่|ดังนั้น|เพราะฉะนั้น|เพราะว่า|เพราะ|เนื่องจาก|สาเหตุ|เหตุ|สุดท้าย|ตอนแรก|ตอนนี้|ตอนหลัง|หลังจาก|จากนั้น|ต่อมา|ต่อไป|คราวหน้า|คราวต่อไป|ครั้งหน้า"
    "|ครั้งต่อไป|รอบหน้า|รอบต่อไป|ปีหน้า|ปีต่อไป|เดือนหน้า|ส่วน|พอ|ถ้า|เลย|จึง|ปัญหา|บทเรียน|ผลคือ|ผลลัพธ์|สรุป|ที่ดี|ที่ได้|ที่พลาด|ที่ต้อง"
    "|ที่ยัง|สิ่งที่|วิธี|ข้อควร|ข้อดี|อย่า|ให้|แล้วก็|แล้ว|และ|อีก|เคล็ดลับ|เป้าหมาย|ตั้งใจ|คาดหวัง|หวังไว้|ได้จริง|ผม|หนู|พี่|เรา|ใคร|คนที่|วันนี้|เมื่อ"
)
_NEW = re.compile(rf"(?<!\s)[^\S\n]++(?=(?:{_OPENERS}))")
_GAP = re.compile(r"[^\S\n]+")
_ENOUGH = 24
"""Characters after which a space before a word such as แต่ or เพราะ is taken for the end of a sentence."""
_TOO_LONG = 140
"""Characters after which any space will do."""


def sentences(text: str) -> list[str]:
    """The sentences of a message, in order, each an exact piece of `text` without the spaces around it."""
    found: list[str] = []
    for line in text.splitlines():
        for closed in _cut(line, (m.start() for m in _MARKED.finditer(line))):
            for said in _cut(closed, (m.end() for m in _CLOSED.finditer(closed))):
                found.extend(_shorter(said))
    return [s for s in (f.strip() for f in found) if s]


def _cut(text: str, ends: Iterable[int]) -> list[str]:
    at = 0
    found: list[str] = []
    for end in ends:
        found.append(text[at:end])
        at = end
    return [*found, text[at:]]


def _shorter(text: str) -> list[str]:
    if len(text) <= _ENOUGH:
        return [text]
    found: list[str] = []
    at = 0
    for gap in _NEW.finditer(text):
        if gap.start() - at >= _ENOUGH and len(text) - gap.end() > _ENOUGH // 2:
            found.append(text[at : gap.end()])
            at = gap.end()
    found.append(text[at:])
    return [piece for long in found for piece in _halved(long)]


def _halved(text: str) -> list[str]:
    found: list[str] = []
    at = 0
    for gap in _GAP.finditer(text):
        if gap.end() - at >= _TOO_LONG and text[gap.end() : gap.end() + 1] not in ("ๆ", ""):
            found.append(text[at : gap.end()])
            at = gap.end()
    return [*found, text[at:]]
