"""Nuggets (ขุมความรู้): the usable points drawn out of one story, each an exact sentence of it (`001` §6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge import thai

NuggetKind = Literal["technique", "caution", "success", "problem", "solution"]
"""The parts of field 6 of the personal knowledge record (domain.md §4.1)."""


@dataclass(frozen=True)
class Nugget:
    """One usable point: `sentence` stands in the story exactly so."""

    sentence: str
    kind: NuggetKind


_SIGNS: dict[NuggetKind, tuple[tuple[str, float], ...]] = {
    "caution": (
        (r"อย่า(?!งน้อย|ง)|ห้าม|ระวัง|ไม่ควร|ต้องไม่|เลี่ยง|ข้อควร(?:ระวัง|จำ)|จำไว้|เผื่อ(?!แผ่)|"
            r"ก่อน(?:จะ)?สาย|ไม่งั้น|มิฉะนั้น", 3.0),
        (r"ถ้าไม่|เสี่ยง|กันพลาด|กันลืม|เช็[คก].{0,20}ก่อน|ตรวจ.{0,20}ก่อน", 1.5),
    ),
    "success": (
        (r"หัวใจ(?:สำคัญ|คือ)|สำคัญ(?:สุด|ที่สุด|คือ)|จุดเปลี่ยน|ปัจจัย|เคล็ดลับ(?:คือ|อยู่ที่)|ที่สำเร็จ|"
            r"สำเร็จเพราะ|ได้ผล(?:เพราะ|ดี|มาก)|เพราะ.{0,30}(?:เห็น|ช่วยกัน|ไว้ใจ|เชื่อ|เป็นเจ้าของ)", 3.0),
        (r"ที่ได้(?:จาก|เรียนรู้)|ที่(?:อยาก)?ฝาก|บทเรียน(?:คือ|ที่ได้|สำคัญ)|สิ่งที่(?:ได้|เรียน)รู้", 2.5),
        (r"สำเร็จ|ดีขึ้น|เพิ่มขึ้น|ขึ้นเท่าตัว|ลดลง|เหลือ(?:แค่|เพียง)|ไม่เคยขาด|ครบทุก|ทันเวลา|กลับมา(?:สั่ง|"
            r"ใช้)|ขายได้|ประหยัด|รายได้", 1.2),
    ),
    "solution": (
        (r"แก้(?:โดย|ด้วย|ปัญหา|ได้|เป็น)|(?:ปีนี้|ตอนนี้|รอบหลัง|รอบนี้|เดี๋ยวนี้)(?:เรา)?(?:ใช้|ทำ|แบ่ง|ผูก|"
            r"ให้|เปลี่ยน|จัด|เพิ่ม|แยก)|(?:ผม|เรา|หนู|พี่)(?:เลย)?(?:แยก|แบ่ง|ให้|ใช้|เริ่ม|ทำ|จัด|ชวน|พา|"
            r"เปลี่ยน|แก้)|เลย(?:เปลี่ยน|ให้|รวม|ผูก|เอา|แจก|ส่ง|เขียน|ติด|ซื้อ|เพิ่ม|สลับ|ถ่าย|เชิญ|จ้าง|ทำ|"
            r"ลอง|ใช้|ขอ|ชวน|จัด|ปรับ|ล็อก|ตั้ง|แบ่ง|แยก|นัด|พา|เลิก|ย้าย|ต้อง)|จึง(?:เปลี่ยน|ให้|ทำ|ลอง|ใช้|"
            r"จัด|ปรับ|ตั้ง|แบ่ง|นัด)|เปลี่ยน(?:มา|เป็น|จาก|ให้)|ปรับ(?:เป็น|มา|ให้|แผน)|หันมา|แทนที่จะ", 2.6),
        (r"ทางออก|ทางแก้|พอ(?:เรา|ผม|หนู)?(?:เปลี่ยน|ปรับ|ลอง|ออก|ทำ)", 1.5),
    ),
    "technique": (
        (r"วิธี|เทคนิค|ขั้นตอน|ใช้(?:วิธี|สูตร|ตาราง|แอป|บัตร|ไลน์|โปรแกรม)|เริ่มจาก|เริ่มต้นจาก|ทำแบบนี้|สูตร|"
            r"เคล็ดลับ|หลักคือ", 2.2),
        (r"(?:^|\s|แล้ว|คือ|ก็|ต้อง|ควร|เรา)ให้(?=[ก-ฮเแโใไ])|จับคู่|แบ่ง(?:เป็น|กลุ่ม|โซน|งวด|สี)|ทำ(?:ตาราง|"
            r"ปฏิทิน|แผนที่|ทะเบียน|ซอง|ป้าย|บัญชี)|นัด(?:หมาย)?|ถ่ายรูป|บันทึก|ติดป้าย|แยก|จด|ลงทะเบียน|สาธิต|"
            r"ทำให้ดู|ลงมือ", 1.4),
        (r"ก่อน.{1,40}(?:ค่อย|แล้ว)|แล้วค่อย|ทุก(?:วัน|สัปดาห์|เดือน|ครั้ง)|ต่อหน้า|ทีละ|ต้อง(?!ขอบคุณ)|ควร", 1.0),
    ),
    "problem": (
        (r"ปัญหา|อุปสรรค|สาเหตุ|ติดขัด|ติดตรง|พลาด|ล้มเหลว|โดนตีกลับ|ถูกตีกลับ|ถูกทักท้วง|ท้วง|ร้องเรียน", 2.4),
        (r"ไม่(?:มี|ยอม|กล้า|พอ|ทัน|ตรง|ครบ|รู้|เข้าใจ|ได้ผล|ร่วมมือ)|ขาด(?!ทุนหมุน)|เสียหาย|หายไป|ล่ม|พัง|"
            r"ค้าง|ล่าช้า|ช้า|ทะเลาะ|กลัว|เลิก(?:ทำ|กลางคัน)|ขาดทุน", 1.3),
    ),
}  # fmt: skip
_PATTERNS = {kind: tuple((re.compile(p), w) for p, w in signs) for kind, signs in _SIGNS.items()}
_NO_POINT = re.compile(
    r"^(?:ขอ?บคุณ|สวัสดี|ยินดี|555|ฮา|น้ำตาจะไหล|เล่าให้ฟัง|วันนี้(?:ขอ|จะ|มา)เล่า|จบ|แค่นี้|เท่านี้|ผิดถูก|"
    r"รูป|ภาพ)|[?？]\s*$|(?:ไหม|มั้ย)(?:ครับ|คะ|ค่ะ)?\s*$"
)
LONGEST = 10_000
"""Characters of a telling that are looked at."""
_SHORTEST, _ENOUGH = 14, 1.0


def nuggets(text: str, limit: int = 5) -> list[Nugget]:
    """The at most `limit` most usable sentences of a story, in the order of the story, each with what it gives.

    A sentence is taken when it carries the signs of a technique, a caution, what made it succeed, a problem or its
    solution; each next sentence of a kind already taken counts less, so that the kinds are spread."""
    scored: list[tuple[float, int, Nugget]] = []
    pieces = re.split(r"\s{20,}", text[:LONGEST])
    for at, sentence in enumerate(s for piece in pieces for s in thai.sentences(piece)):
        if len(sentence) < _SHORTEST or _NO_POINT.search(sentence):
            continue
        kind, score = _best_kind(sentence)
        if score >= _ENOUGH:
            scored.append((score, at, Nugget(sentence, kind)))
    taken: list[tuple[int, Nugget]] = []
    times: dict[NuggetKind, int] = {}
    while scored and len(taken) < limit:
        best = max(scored, key=lambda s: (s[0] * 0.75 ** times.get(s[2].kind, 0), -s[1]))
        scored.remove(best)
        if any(best[2].sentence == t[1].sentence for t in taken):
            continue
        times[best[2].kind] = times.get(best[2].kind, 0) + 1
        taken.append((best[1], best[2]))
    return [nugget for _, nugget in sorted(taken, key=lambda t: t[0])]


def _best_kind(sentence: str) -> tuple[NuggetKind, float]:
    normal = thai.normalise(sentence)
    scores = {
        kind: sum(weight * min(2, len(pattern.findall(normal))) for pattern, weight in patterns)
        for kind, patterns in _PATTERNS.items()
    }
    kind = max(scores, key=lambda k: scores[k])
    # a sentence that carries several kinds of signs says more; figures make it concrete
    others = sum(s for k, s in scores.items() if k != kind)
    concrete = 0.4 if re.search(r"\d", normal) else 0.0
    length = min(1.0, len(normal) / 40)
    return kind, (scores[kind] + 0.3 * others + concrete) * length
