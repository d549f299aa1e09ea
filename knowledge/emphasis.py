"""What a telling is about against what it only mentions: how much a word weighs where it stands.

People open with what everybody knows (ใครๆ ก็รู้จัก … แต่), come to their point (ที่อยากเล่าคือ …), and close with what
they learnt. A word in the point counts more than the same word in an aside.
"""

from __future__ import annotations

from collections.abc import Sequence

POINT = (
    "ที่จะเล่าคือ|ที่จะเล่า|อยากเล่าเรื่อง|อยากเล่า|ขอเล่าเรื่อง|เล่าเรื่อง|เรื่องที่เจอ|ประเด็นคือ|ประเด็น|หัวใจคือ|หัวใจสำคัญ|หัวใจ|จุดสำคัญ|สำคัญสุด|สำคัญที่สุด|จุดเปลี่ยน"
    "|ปัญหาคือ|ปัญหาจริง|ปัญหาอยู่ที่|ปัญหา|สาเหตุ|บทเรียนคือ|บทเรียน|เคล็ดลับ|เทคนิค|ที่ได้จากงานนี้|สิ่งที่ได้|ที่ได้คือ|ข้อคิด|สรุปคือ|สรุปว่า|วิธีแก้|วิธีการ|วิธี|ทางแก้"
    "|แก้โดย|แก้ด้วย|ใช้วิธี|เลยลอง|เลยให้|เลยทำ|เลยเปลี่ยน|เลยชวน|เปลี่ยนมา|เปลี่ยนเป็น|เราเลย|ผมเลย|หนูเลย|พี่เลย|จึงให้|จึงทำ|ตั้งใจ|เป้าหมาย|เป้า|คาดหวัง|คาดไว้|หวังว่า|ครั้งหน้า"
    "|คราวหน้า|รอบหน้า|ปีหน้า|ที่อยากฝาก|อยากฝาก|อยากบอก|ฝากไว้|แนะนำ|จำไว้|ข้อควรระวัง|ระวัง|ต้อง|อย่า|กระบวนการ|ขั้นตอน|แนวทาง|การจัดทำ|การดำเนินการ"
).split("|")
"""What follows is the point, a problem, its solution, or what was learnt."""

TURN = "แต่|ทว่า|อย่างไรก็ตาม|แต่ที่|แต่ว่า|แต่จริงๆ|แต่จริง".split("|")
"""What came before was known to all; what follows is the news."""

NO_TURN = "แต่ก่อน|แต่ละ|แต่แรก|แต่เช้า|แต่ไหนแต่ไร|แต่ง|แต่งตั้ง|แต่งงาน|แต่เดิม|ตั้งแต่|นับแต่|เว้นแต่|แม้แต่|เพียงแต่|มีแต่|เฉพาะแต่".split("|")
"""Words that only look like a turn."""

ASIDE = (
    "ไม่ใช่ปัญหา|ไม่ใช่เรื่อง|ไม่ใช่|ไม่เกี่ยวกับ|ไม่เกี่ยว|ไม่ได้เกี่ยวกับ|นอกจาก|ระหว่างทาง|ระหว่างรอ|ขากลับจาก|ขากลับ|บังเอิญ|เผอิญ|แวะไป|แวะ|เหมือนกับ|เหมือนตอน|เหมือน|คล้าย|หลังเลิก"
    "|ตามพระราชบัญญัติ|ตาม พ.ร.บ.|ตามกฎหมายว่าด้วย|หลายคนรู้จัก|ใครๆก็รู้|ใครๆก็|ที่ขึ้นชื่อเรื่อง|ขึ้นชื่อเรื่อง|ดังเรื่อง|เคยได้รางวัล|เคยเป็น|คู่กับ|ที่เดียวกับ|ข้างๆ|หน้างาน|ในงาน|วันเดียวกับ|ตอนไปงาน|ระหว่างงาน|เจอกันที่|ยืม|แฟน|สามี|ภรรยา|ลูกชาย|ลูกสาว"
).split("|")
"""What follows is beside the point, for a clause."""

_HELD = {"point": 1.35, "aside": 0.55}
_BEFORE_TURN = 0.6
_OPENING = 1.15
_CLOSING = 1.15
_REACH = {"point": 45, "aside": 22}
"""Characters (without spaces) for which a cue holds."""
_TURN_WITHIN = 0.6
"""Only a turn in this first part of the telling makes what came before it a mere preface."""
_LONG = 90
"""Characters from which a telling has room for a preface, an opening and a closing."""


def weights(length: int, cues: Sequence[tuple[int, str]]) -> list[tuple[int, float]]:
    """How much a word weighs by place: ascending (place from which it holds, factor), the first at 0.

    `length` is the text's, in characters without spaces; `cues` are (place, kind) in order, kind being point, turn
    or aside (see `KINDS`)."""
    turn = next((at for at, kind in cues if kind == "turn" and 12 < at <= length * _TURN_WITHIN), 0)
    if length < _LONG:
        turn = 0
    held = [(at, kind) for at, kind in cues if kind in _REACH]
    edges = {0, turn, *(at for at, _ in held), *(at + _REACH[kind] for at, kind in held)}
    opening, closing = (length // 6, length - length // 6) if length >= _LONG else (length * 2 // 5, length)
    changes: list[tuple[int, float]] = []
    following, last = iter(held), None
    ahead = next(following, None)
    for edge in sorted({e for e in edges | {opening, closing} if e < length or e == 0}):
        while ahead is not None and ahead[0] <= edge:
            last, ahead = ahead, next(following, None)
        factor = _OPENING if edge < opening else _CLOSING if edge >= closing else 1.0
        if edge < turn:
            factor = _BEFORE_TURN
        if last is not None and edge < last[0] + _REACH[last[1]]:
            factor *= _HELD[last[1]]
        changes.append((edge, factor))
    return changes


KINDS: dict[str, str] = (
    dict.fromkeys(POINT, "point")
    | dict.fromkeys(TURN, "turn")
    | dict.fromkeys(NO_TURN, "")
    | dict.fromkeys(ASIDE, "aside")
)
"""Cue → its kind; the empty kind marks words that look like a cue and are none."""
