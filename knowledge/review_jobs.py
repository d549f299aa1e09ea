"""The job that a review is about, and jobs of the same kind told from others. Its name: review_names.py."""

from __future__ import annotations

import re

from knowledge import concepts, reviews, thai
from knowledge.office_thai import canonical

LONGEST_NAME = 60
"""Characters; a longer text is a telling."""
ALIKE_AT = 0.33
"""Likeness from which two jobs are of one kind; measured on invented pairs in the tests."""

WHEN = re.compile(
    r"(?:เมื่อ|ใน)?(?:วัน(?:นี้|ที่\s?[0-9๐-๙]+(?:\s?[-–]\s?[0-9๐-๙]+)?|จันทร์|อังคาร|พุธ|"
    r"พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)(?:นี้|หน้า|ที่แล้ว|ที่ผ่านมา)?|เมื่อ(?:วาน(?:นี้|ซืน)?|เช้า|"
    r"คืน|กี้|สาย|บ่าย|เย็น)|พรุ่งนี้|พรุ้งนี้|มะรืน|เช้านี้|บ่ายนี้|"
    r"(?:สัปดาห์|อาทิตย์|เดือน|ปี)(?:นี้|หน้า|ก่อน|ที่แล้ว)|ครั้งที่\s?[0-9๐-๙/]+|"
    r"ปี(?:งบประมาณ)?\s?[0-9๐-๙]{2,4}|รุ่นที่\s?[0-9๐-๙]+|รอบที่\s?[0-9๐-๙]+|เดือน\S{2,4}\.\S\.)"
    r"|(?:ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\.)|"
    r"[0-9๐-๙]+(?:[.:/-][0-9๐-๙]+)*\s?(?:น\.|คน|ราย|หลัง|ครัวเรือน|กลุ่ม|วัน|แห่ง|"
    r"หมู่)?(?<![0-9๐-๙](?=ส(?:\s|$)))(?!ส(?:\s|$))"
)
_PLACE = re.compile(
    r"(?:(?<![ก-๎.])(?:ต|อ|จ|ม)\.|ตำบล|จังหวัด|หมู่ที่|(?<![ก-๎])หมู่(?=\s?[0-9๐-๙])|"
    r"บ\.(?=[ก-ฮ]))\s?[ก-๎0-9๐-๙]*|(?<!หมู่)(?<!เยี่ยม)(?<!เรือน)(?<!ลูก)(?<!พ่อ)(?<!แม่)(?<!ชาว)"
    r"บ้าน(?!ผู้|ปราชญ์|มั่นคง|พัก|คน|เช่า|เรือน|พอเพียง|เด็ก|นก|และ|ที่|เมือง|ใหม่|สวย)[ก-๎]+|"
    r"อำเภอ(?!เคลื่อนที่|ยิ้ม)[ก-๎]+"
)
_CUT = re.compile(r"\s*(?:→|[:：]|(?<=[ก-๎\s])(?:ครับ|ค่ะ|คะ|คับ|จ้า)(?=\s|$)|\n)")
_MATTER = 1.0
"""What a matter tells of the kind of a job."""
_WIDE = frozenset({"event", "procurement", "otop"})
"""Matters so wide that jobs of many kinds name them."""
_GENERAL_WORDS = (
    "ประชุม อบรม จัด จัดทำ งาน โครงการ กิจกรรม การ ลงพื้นที่ ลง พื้นที่ ตรวจ ติดตาม ดำเนินงาน "
    "ขับเคลื่อน ประจำ เดือน ปี คณะ กรรมการ คณะกรรมการ สำนักงาน อำเภอ ตำบล หมู่บ้าน ชุมชน บ้าน "
    "ชาวบ้าน "
    "ประชาชน เจ้าหน้าที่ กลุ่ม ครัวเรือน ส่งเสริม พัฒนา เรื่อง ออก เปิด สรุป ผล ทบทวน เตรียม รับ ไป "
    "ที่ ใน ของ และ กับ ให้ เพื่อ แก่ ร่วม สร้าง ระดับ รอบ ครั้ง รุ่น วัน ก่อน หลัง ระหว่าง ทำ เวที "
    "แผน "
    "หวัง ไว้ ตั้งใจ ตั้งเป้า คาด คาดว่า คาดหวัง ว่า เป้าหมาย เป้า จะ ได้ ค่ะ ครับ นะ นะคะ นะครับ "
    "จ้า แล้ว มา aar bar dar เรา พวกเรา สนง ศูนย์ หน่วย ประจำเดือน ประจำปี ขอ ด้วย กัน คุย ใหม่ ใหญ่ "
    "เล็ก คน บริการ ภาค สนาม โดย ตาม จาก ถึง เป็น มี"
)
_GENERAL = frozenset(_GENERAL_WORDS.split())


def job_of(text: str) -> str:
    """What a kept review is about: its first words, before its parts begin; at most LONGEST_NAME characters."""
    found = reviews.parts(text)
    starts = [text.find(p) for p in (found.expected, found.actual, found.went_well, found.to_improve, found.next) if p]
    head = text[: min((s for s in starts if s > 0), default=len(text))].strip()
    line = head.split("\n", 1)[0].strip() or text.strip()
    return _CUT.split(next(iter(thai.sentences(line)), line), maxsplit=1)[0].strip()[:LONGEST_NAME]


def kind_words(job: str) -> dict[str, float]:
    """What kind of job it is: its words and the matters that they name, each with how much it tells. Times and
    places tell nothing of the kind; what every office does all day tells little."""
    plain = _PLACE.sub(" ", WHEN.sub(" ", thai.normalise(job)))
    words = thai.words(plain)
    found = {word: _weight(word) for word in canonical(words)}
    found |= {
        f"~{naming.concept}": _MATTER
        for naming in concepts.named_in(words)
        if naming.strong and naming.concept not in _WIDE
    }
    return {word: weight for word, weight in found.items() if len(word) > 1 and not word.isdigit()}


def _weight(word: str) -> float:
    if word in _GENERAL:
        return 0.2
    return 1.0 if len(word) >= 4 else 0.6


def alike(one: str, other: str) -> float:
    """How much two jobs are of one kind, from 0 to 1: shared weight over that of the shorter, and nothing where
    they share only what every job has."""
    left, right = kind_words(one), kind_words(other)
    if not left or not right:
        return 0.0
    shared = sum(left[w] for w in left.keys() & right.keys())
    if left.keys() == right.keys():
        return 1.0
    if shared < 0.8:
        return 0.0
    return min(1.0, shared / min(sum(left.values()), sum(right.values())))


def query(job: str) -> str:
    """The words by which the library is asked for jobs of the same kind."""
    told = [w for w, weight in kind_words(job).items() if not w.startswith("~") and weight > 0.5]
    return " ".join(told[:6]) or " ".join(thai.words(job)[:8])
