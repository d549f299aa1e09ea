"""Personal data that must not be kept: citizen ids, phone numbers, bank accounts, a named person's health.

Careful in both directions: amounts, dates, document numbers, project codes and populations stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Secret = Literal["citizen_id", "phone", "bank_account", "health"]

INSTEAD: dict[Secret, str] = {
    "citizen_id": "[ปิดเลขประจำตัวประชาชน]",
    "phone": "[ปิดเบอร์โทร]",
    "bank_account": "[ปิดเลขบัญชี]",
    "health": "[ปิดข้อมูลสุขภาพ]",
}
"""What stands in the kept text in place of each."""


@dataclass(frozen=True)
class Span:
    """Personal data of one kind at `text[start:end]`."""

    kind: Secret
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    """A text without the personal data that was found in it; `found` names the kinds, each once, in order."""

    text: str
    found: tuple[Secret, ...]


_D = "[0-9๐-๙]"
_DASH = "[-–—]"
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_BEFORE = r"(?<![0-9๐-๙/\-–])(?<![0-9๐-๙][,.])"
"""Not inside another number; "โทร.", "ปชช." and the like may stand before one without a space."""
_AFTER = r"(?![0-9๐-๙]|[,./\-–][0-9๐-๙])"

_CITIZEN = re.compile(
    rf"{_BEFORE}(?:{_D}{{13}}|{_D}[ ]{_D}{{4}}[ ]{_D}{{5}}[ ]{_D}{{2}}[ ]{_D}|{_D}(?:{_DASH}?{_D}){{12}}|"
    rf"{_D} ?{_DASH} ?{_D}{{4}} ?{_DASH} ?{_D}{{5}} ?{_DASH} ?{_D}{{2}} ?{_DASH} ?{_D}){_AFTER}"
)
_CITIZEN_WORD = re.compile(r"(?:บัตร|ประชาชน|ประจำตัว|ปชช|เลข\s?13\s?หลัก|citizen|national id)", re.IGNORECASE)
_MOBILE = re.compile(
    rf"(?<![0-9๐-๙])(?<![0-9๐-๙]\.)(?:\([0๐][689๖๘๙]{_D}?\)\s?|"
    rf"(?:(?:\+|00)?66[\s-]?|[0๐])[689๖๘๙]{_D}?)[\s.–-]?{_D}{{3,4}}[\s.–-]?{_D}{{3,4}}(?![0-9๐-๙])"
)
_LANDLINE = re.compile(
    rf"{_BEFORE}(?:[0๐][2๒]{_DASH}{_D}{{3}}[\s–-]?{_D}{{4}}|"
    rf"[0๐][2-7๒-๗]{_D}?[\s–-]{_D}{{3}}[\s–-]?{_D}{{3,4}}){_AFTER}"
)
_LANDLINE_RUN = re.compile(rf"{_BEFORE}[0๐][2-7๒-๗]{_D}{{7}}{_AFTER}")
_CALL = re.compile(r"(?:โทร|เบอร์|ติดต่อ|tel|call|มือถือ|สายตรง)\S{0,12}[\s.:：]*$", re.IGNORECASE)
_ACCOUNT = re.compile(rf"{_BEFORE}{_D}{{3}}{_DASH}{_D}{_DASH}{_D}{{5}}{_DASH}{_D}{_AFTER}")
_ACCOUNT_RUN = re.compile(rf"{_BEFORE}{_D}(?:[ –—-]?{_D}){{9,14}}{_AFTER}")
_BANK = re.compile(
    r"บัญชี|บ/ช|ธนาคาร|ธ\.?ก\.?ส|กสิกร|กรุงไทย|กรุงศรี|ออมสิน|ไทยพาณิชย์|ทหารไทย|อาคารสงเคราะห์|โอน(?:เงิน|"
    r"เข้า|มา|ไป)|\b(?:scb|kbank|ktb|bbl|ttb|bay|gsb|baac)\b",
    re.IGNORECASE,
)
_NUMBER_OF_SOMETHING_ELSE = re.compile(
    r"(?:รหัส|โครงการ|หนังสือ|สัญญา|ใบสั่ง|ฎีกา|คำสั่ง|e-?gp|ทะเบียน|"
    r"ครุภัณฑ์|พัสดุ|เลขที่เอกสาร)\S{0,14}[\s.:：]*$",
    re.IGNORECASE,
)

_TITLE = (
    r"(?:นางสาว|น\.ส\.|นาย|นาง|ด\.[ชญ]\.|พี่|น้อง|ป้า|ลุง|ยาย|ตา|น้า|อา|แม่|พ่อ|คุณ|ครู|หมอ|กำนัน|ผู้ใหญ่|"
    r"ผอ\.?|ปลัด|หัวหน้า)"
)
_NOT_A_NAME = (
    r"(?!ๆ|บ้าน(?!\S)|บ้านที่|ค้า|อำเภอ|ก(?:อบ|ทั้ง)|คน|ท่าน|บาง|หลาย|ที่|หนึ่ง|สูง|มาร|เล็ก\s|ของ|กับ|และ|"
    r"เราก็|หาร|สา(?:สมัคร|\s)|ชีพ|จารย์|ม(?:แผน|ที่)|ยาย|ลุง|พยาบาล|อนามัย|ส่วนราชการ)"
)
_ILLNESS = (
    r"(?:โรค)?(?:มะเร็ง(?:เต้านม|ปอด|ตับ|ลำไส้|ปากมดลูก|มดลูก|รังไข่|ต่อมลูกหมาก|เม็ดเลือด(?:ขาว)?|สมอง|"
    r"กระเพาะ|ท่อน้ำดี|ผิวหนัง|ต่อมน้ำเหลือง|ไต|กระดูก)?|เบาหวาน|ความดัน(?!น้ำ|ลม|ไฟ|ทุรัง|ใน)(?:โลหิต)?(?:สูง|ต่ำ)?|hiv|เอชไอวี|"
    r"เอดส์|วัณโรค|ซึมเศร้า|จิตเวช|จิตเภท|ไบโพลาร์|ไต(?:วาย|เสื่อม|เรื้อรัง|(?![ก-๎])|(?=ระยะ))|"
    r"(?<=โรค)(?:ไต|หัวใจ)|หัวใจ(?:วาย|โต|ขาดเลือด|ตีบ|พิการ|เต้นผิดจังหวะ|รั่ว)|"
    r"อัมพาต|อัมพฤกษ์|(?:หลอด|เส้น)เลือด(?:ใน)?สมอง(?:ตีบ|แตก)?|สโตรก|stroke|ตับ(?:อักเสบ|แข็ง)|ลมชัก|"
    r"พาร์กินสัน|อัลไซเมอร์|สมองเสื่อม|ความจำเสื่อม|โควิด|covid|ไทรอยด์|เก๊าท์|เกาต์|"
    r"ไข้เลือดออก|ฉี่หนู|หอบหืด|ภูมิแพ้ตัวเอง|sle|ธาลัสซีเมีย|ริดสีดวง|ซิฟิลิส|หนองใน|กระดูกพรุน|ต้อกระจก|นิ่ว)"
)
_REMARK = (
    rf"(?P<remark>(?:กำลัง|เพิ่ง|เคย|ก็|น่าจะ)?(?:ป่วย(?:หนัก)?(?:เป็น|ด้วย)?|เป็น|ติดเชื้อ|ติด|ตรวจ(?:พบ|"
    rf"เจอ)(?:ว่า)?(?:เป็น)?|หมอ(?:บอก|วินิจฉัย)ว่า(?:เป็น)?|รักษา(?:ตัว)?(?:ด้วย)?|เข้า(?:รับ)?การรักษา|"
    rf"มี)\s?(?:{_ILLNESS}(?:ระยะ(?:ที่\s?\d|สุดท้าย|\s?\d)?)?|โรคประจำตัว(?:คือ|เป็น)?\s?(?:{_ILLNESS})?)"
    rf"|(?:ต้อง|กำลัง)?(?:ฟอกไต|ฟอกเลือด|ให้คีโม|ทำคีโม|รับคีโม|ฉายแสง|ล้างไต|กินยา(?:ต้าน|จิตเวช|"
    rf"ซึมเศร้า)[ก-๎]{{0,8}}?))"
)
_OWN_HEALTH = re.compile(rf"(?<![ก-๎])(?:กระผม|ผม|หนู|ดิฉัน|ฉัน)(?:เอง)?\s?{_REMARK}", re.IGNORECASE)
"""Of who speaks: a note bears the teller's name."""
_HEALTH = re.compile(
    rf"(?:(?<=^)|(?<=[\s(\"“,])|(?<=ว่า)|(?<=กับ)|(?<=ของ)|(?<=ให้)|(?<=แต่)|(?<=เพราะ)|(?<=เยี่ยม)|(?<=ช่วย)|"
    rf"(?<=บ้าน))"
    rf"{_TITLE}{_NOT_A_NAME}(?P<name>[ก-๎]{{2,20}}?)\s?[^\n0-9]{{0,25}}?"
    rf"{_REMARK}",
    re.IGNORECASE,
)
LONGEST = 10_000


def mask(text: str) -> Masked:
    """`text` with each piece of personal data replaced by what it was (`INSTEAD`)."""
    spans = find(text)
    out: list[str] = []
    at = 0
    for span in spans:
        out += [text[at : span.start], INSTEAD[span.kind]]
        at = span.end
    return Masked("".join([*out, text[at:]]), tuple(dict.fromkeys(s.kind for s in spans)))


def find(text: str) -> list[Span]:
    """Where the personal data stand, in order, none inside another."""
    looked = text[:LONGEST]
    found: list[Span] = []
    if re.search(r"[0-9๐-๙]{3}", looked):
        found += [Span("citizen_id", *m.span()) for m in _CITIZEN.finditer(looked) if _is_citizen(m, looked)]
        found += [Span("phone", *m.span()) for m in _MOBILE.finditer(looked) if _is_mobile(m.group())]
        found += [Span("phone", *m.span()) for m in _LANDLINE.finditer(looked)]
        found += [
            Span("phone", *m.span())
            for m in _LANDLINE_RUN.finditer(looked)
            if _CALL.search(looked[max(0, m.start() - 30) : m.start()])
        ]
        found += [Span("bank_account", *m.span()) for m in _ACCOUNT.finditer(looked)]
        found += [Span("bank_account", *m.span()) for m in _ACCOUNT_RUN.finditer(looked) if _is_account(m, looked)]
    for health in (_HEALTH, _OWN_HEALTH):
        found += [Span("health", *m.span("remark")) for m in health.finditer(looked)]
    apart: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start, _RANK[s.kind], -s.end)):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


_RANK: dict[Secret, int] = {"citizen_id": 0, "phone": 1, "bank_account": 2, "health": 3}


def _digits(text: str) -> str:
    return "".join(c for c in text.translate(_ARABIC) if c.isdigit())


def is_citizen_id(digits: str) -> bool:
    """True for 13 Arabic digits whose last is the check digit of the others (weights 13 … 2, modulo 11)."""
    if len(digits) != 13 or not digits.isdigit():
        return False
    total = sum(int(d) * (13 - i) for i, d in enumerate(digits[:12]))
    return (11 - total % 11) % 10 == int(digits[12])


def _is_citizen(m: re.Match[str], text: str) -> bool:
    digits = _digits(m.group())
    if len(set(digits)) == 1:
        return False
    said_so = bool(_CITIZEN_WORD.search(text[max(0, m.start() - 40) : m.start()]))
    # firms and agencies have numbers of the same make that begin with 0 and are public
    return said_so or (is_citizen_id(digits) and digits[0] != "0")


def _is_mobile(said: str) -> bool:
    digits = _digits(said)
    if digits.startswith("0066"):
        digits = digits[2:]
    if digits.startswith("66"):
        digits = "0" + digits[2:]
    return len(digits) == 10 and digits[1] in "689"


def _is_account(m: re.Match[str], text: str) -> bool:
    before = text[max(0, m.start() - 50) : m.start()]
    if not _BANK.search(before) or _NUMBER_OF_SOMETHING_ELSE.search(before[-24:]):
        return False
    groups = re.split(rf"[ ]|{_DASH}", m.group())
    return " " not in m.group() or (len(groups) <= 4 and max(map(len, groups)) >= 4)
