"""Headings of a roster, in the many ways in which offices write them (contract.md, `roster import`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.thai_names import clean

Field = Literal[
    "full_name", "title", "first_name", "surname", "nickname", "position", "unit", "expertise",
    "display_name", "user_id", "line_id", "retire", "role",
]  # fmt: skip

COLUMNS = (
    "ชื่อ-สกุล", "ชื่อเล่น", "ตำแหน่ง", "สังกัด", "ความเชี่ยวชาญ",
    "ชื่อที่แสดงใน LINE", "LINE user id", "ปีเกษียณ", "บทบาท KM",
)  # fmt: skip
"""The headings of the contract, in its order; only the first is needed."""

LONGEST = 60
"""A longer cell is a sentence and no heading."""

_LINE = r"(?:line|ไลน์|ไลน)"
_WHO = r"(?:บุคลากร|เจ้าหน้าที่|ข้าราชการ|พนักงาน|สมาชิก|คณะทำงาน|ผู้เชี่ยวชาญ|ผู้รับผิดชอบ|ผู้เข้าร่วม|ปราชญ์|พัฒนากร)*"
_RULES: tuple[tuple[Field, str, str], ...] = (
    # (field, what is surely meant, what may be meant); the first rule that fits wins
    ("user_id", rf"{_LINE}?userid|รหัสผู้ใช้{_LINE}?|{_LINE}uid|useridของ{_LINE}|userid{_LINE}", rf"userid{_LINE}?.*"),
    ("line_id", rf"{_LINE}id|id{_LINE}|ไอดี{_LINE}|{_LINE}ไอดี|{_LINE}", r"$^"),
    ("display_name", rf"ชื่อที่แสดง(?:ใน|บน|ทาง)?{_LINE}?|ชื่อ(?:ใน|บน|ใช้ใน|ที่ใช้ใน)?{_LINE}|{_LINE}(?:display)?name|"
     r"displayname",
     rf"(?:ชื่อ.*{_LINE}|{_LINE}.*ชื่อ).*"),
    ("nickname", r"ชื่อเล่น|nickname|ชื่อเรียก", r"ชื่อเล่น.*"),
    ("retire", r"(?:ปี|ปีที่|วัน|วันที่|ปีงบประมาณที่|ปีพศที่)?(?:ครบ)?เกษียณ(?:อายุ)?(?:ราชการ)?(?:ปี|พศ)?|retire\w*",
     r".*เก(?:ษียณ|ษียน|ษียร).*|.*retire.*"),
    ("role", r"บทบาท(?:ใน|ด้าน)?(?:การ)?(?:km|การจัดการความรู้|จัดการความรู้)?|kmrole|role|หน้าที่(?:ใน)?km",
     r"บทบาท.*|(?:หน้าที่|ตำแหน่ง)(?:ใน)?(?:ทีม|คณะทำงาน|งาน)?(?:km|cop|การจัดการความรู้).*"),
    ("expertise", r"(?:ด้าน|เรื่อง|สาขา)?(?:ที่)?(?:ความ)?(?:เชี่ยวชาญ|ถนัด|ชำนาญ)(?:พิเศษ|เฉพาะด้าน|เฉพาะทาง)?|"
     r"expertise|skills?|ความสามารถพิเศษ|เรื่องที่ถามได้",
     r"(?!.*(?:ตำแหน่ง|ระดับ)).*(?:เชี่ยวชาญ|ความถนัด|ความชำนาญ|งานที่ถนัด|ความสามารถ|ทักษะ|expertise|ถามได้|องค์ความรู้).*"),
    ("position", r"ตำแหน่ง(?:งาน|ปัจจุบัน|หน้าที่|ระดับ|และระดับ|ในสายงาน)*|position|jobtitle",
     r"(?!.*(?:เลขที่|เลข|ประเภท|เงิน|วัน|โทร)).*ตำแหน่ง.*"),
    ("unit", r"(?:หน่วยงาน(?:ที่|ต้น|ใน)?)?สังกัด(?:หน่วยงาน|กอง|ฝ่าย|งาน)*|(?:ชื่อ)?หน่วยงาน|กอง|ฝ่าย|แผนก|กลุ่มงาน|กลุ่ม|สำนัก|"
     r"ส่วนราชการ|ส่วนงาน|สำนักงาน|อำเภอ|(?:กอง|ฝ่าย|สำนัก|กลุ่มงาน|กลุ่ม|งาน|แผนก|ส่วน|หน่วย|หน่วยงาน){2,}|งาน|unit|department|division|section",
     r"(?:.*สังกัด.*|.*หน่วยงาน.*|ชื่อ(?:กอง|ฝ่าย|อำเภอ|กลุ่ม).*)"),
    ("title", r"คำนำหน้า(?:ชื่อ|นาม)?|คำนำ|ยศ|title|prefix", r"$^"),
    ("full_name", r"(?:ยศ|คำนำหน้า(?:ชื่อ|นาม)?)?(?:ชื่อ|ชื่อตัว)(?:และ|กับ)?(?:นามสกุล|ชื่อสกุล|สกุล)|ชื่อเต็ม|fullname|ชื่อสกุล",
     rf"(?:ราย)?ชื่อ{_WHO}|(?:ชื่อ(?:และ)?(?:นาม)?สกุล){_WHO}(?:ผู้.*)?|name|สมาชิก|ชื่อผู้.*"),
    ("surname", r"นามสกุล|สกุล|surname|lastname|familyname", r"$^"),
    ("first_name", r"ชื่อ(?:ตัว|จริง)?|firstname|givenname", r"$^"),
)  # fmt: skip
_SURE = tuple((field, re.compile(sure)) for field, sure, _ in _RULES)
_MAYBE = tuple((field, re.compile(maybe)) for field, _, maybe in _RULES)
_ENGLISH = re.compile(r"อังกฤษ|english|\beng\b", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """What a heading cell means; `sure` is False when only a part of it is known."""

    field: Field
    sure: bool


def _plain(text: str) -> str:
    return re.sub(r"[^0-9a-zก-๙]|[ฯๆ๏๚๛]", "", clean(text).lower())


def read_heading(cell: str) -> Heading | None:
    """What this cell means as a heading, or None; words in brackets and other words around are tolerated."""
    text = clean(cell)
    if not text or len(text) > LONGEST or _ENGLISH.search(text):
        return None
    for form in dict.fromkeys((_plain(text), _plain(re.sub(r"\(.*?\)|\[.*?\]", "", text)))):
        for field, pattern in _SURE:
            if form and pattern.fullmatch(form):
                return Heading(field, True)
    for form in dict.fromkeys((_plain(text), _plain(re.sub(r"\(.*?\)", "", text)))):
        for field, pattern in _MAYBE:
            if form and pattern.fullmatch(form):
                return Heading(field, False)
    return None


@dataclass(frozen=True)
class Table:
    """Where the headings stand: columns of each field, and the first row after the headings."""

    columns: dict[Field, tuple[int, ...]]
    headings: tuple[str, ...]
    body: int

    def names_somebody(self) -> bool:
        return "full_name" in self.columns or "first_name" in self.columns


def _columns(row: Sequence[str]) -> tuple[dict[Field, tuple[int, ...]], int]:
    """The columns that a row names when read as headings, and how sure that is."""
    read = [read_heading(cell) for cell in row]
    columns: dict[Field, tuple[int, ...]] = {}
    for field in dict.fromkeys(h.field for h in read if h):
        sure = tuple(i for i, h in enumerate(read) if h and h.field == field and h.sure)
        columns[field] = sure or tuple(i for i, h in enumerate(read) if h and h.field == field)
    both = columns.get("full_name", ())
    if "first_name" in columns and both and _plain(row[both[0]]) == "ชื่อสกุล" and clean(row[both[0]]) == "ชื่อสกุล":
        # ชื่อ (ชื่อตัว) and ชื่อสกุล side by side: the official words for first name and surname
        columns["surname"] = columns.pop("full_name")
    sureness = sum(2 if any(h and h.field == f and h.sure for h in read) else 1 for f in columns)
    return columns, sureness


def find_headings(rows: Sequence[Sequence[str]], *, within: int = 40) -> Table | None:
    """The heading row (with a second row of sub-headings, where there is one) among the first rows; None if none
    names a person. Title rows above are passed over: the row that names the most columns wins."""
    best: tuple[int, int, dict[Field, tuple[int, ...]]] | None = None
    for at, row in enumerate(rows[:within]):
        columns, sureness = _columns(row)
        named = "full_name" in columns or "first_name" in columns
        if named and (best is None or sureness > best[0]):
            best = (sureness, at, columns)
    if best is None:
        return None
    _, at, columns = best
    headings, body = list(rows[at]), at + 1
    if body < len(rows) and _is_second_row(rows[at], rows[body], columns):
        merged = [below if clean(below) else above for above, below in _padded(rows[at], rows[body])]
        columns = {**columns, **_columns(merged)[0]}
        headings, body = merged, body + 1
    return Table(_with_span(columns, headings, rows[body:]), tuple(clean(h) for h in headings), body)


def _padded(above: Sequence[str], below: Sequence[str]) -> list[tuple[str, str]]:
    width = max(len(above), len(below))
    return list(zip([*above, *[""] * (width - len(above))], [*below, *[""] * (width - len(below))], strict=True))


def _is_second_row(above: Sequence[str], below: Sequence[str], columns: dict[Field, tuple[int, ...]]) -> bool:
    """Sub-headings: something in it reads as a heading, and nothing stands under the name but (a merge of) itself."""
    pairs = _padded(above, below)
    names = {*columns.get("full_name", ()), *columns.get("first_name", ())}
    fresh = [low for high, low in pairs if clean(low) and clean(low) != clean(high)]
    under = all(not clean(pairs[i][1]) or read_heading(pairs[i][1]) for i in names)
    return under and any(read_heading(cell) for cell in fresh) and all(not re.search(r"\d", c) for c in fresh)


def _with_span(
    columns: dict[Field, tuple[int, ...]], headings: Sequence[str], body: Sequence[Sequence[str]]
) -> dict[Field, tuple[int, ...]]:
    """A name heading that lies over several columns (นาย | first name | surname), as merged cells leave it."""
    field: Field = "full_name" if "full_name" in columns else "first_name"
    if "surname" in columns:
        return columns
    span, last = list(columns[field]), columns[field][-1]
    filled = [row for row in body if last < len(row) and clean(row[last])]
    for at in range(last + 1, last + 3):
        if at < len(headings) and clean(headings[at]):
            break
        texts = [clean(row[at]) for row in filled if at < len(row) and clean(row[at])]
        if not texts or len(texts) * 2 < len(filled) or any(re.search(r"\d", t) or len(t) > 40 for t in texts):
            break
        span.append(at)
    return {**columns, field: tuple(span)}
