"""Where in a text days are named: each form in which a day, a period or a distance is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from knowledge import when_days as days
from knowledge import when_periods as periods
from knowledge.when_days import NEXT, THIS, Ctx, Reader, Why, parts_of
from knowledge.when_words import LETTER, MONTH, NAMED, NUMBER, WEEKDAY, WEEKDAY_SHORT, YEAR, number

Kind = Literal["day", "period", "distance"]
Unit = Literal["วัน", "วันทำการ", "สัปดาห์", "เดือน", "ปี", "ชั่วโมง"]


@dataclass(frozen=True)
class DaySaid:
    """A piece of a text that names a day. `days`: what it may mean, of a period its first and last day; `why`: why it
    isn't plain, "" when it is. Of a distance only `count` and `unit` are set."""

    start: int
    end: int
    kind: Kind
    days: tuple[date, ...] = ()
    why: Why = ""
    count: int = 0
    unit: Unit = "วัน"
    loose: bool = False
    """A distance that counts only next to the day that it is counted from."""


_NUM = r"(?<![\d/.,-])"
_DAY = rf"{_NUM}(?P<d>\d{{1,2}})"
_AFTER_DASH = r"(?<![\d/.,])(?P<d>\d{1,2})"
_AND = r"\s?(?:-|ถึง|และ|กับ|หรือ|,)\s?(?:วันที่\s?)?"
_REL = rf"\s*(?:{THIS}|{NEXT}|ที่จะถึง(?:นี้)?|ที่แล้ว|ก่อนหน้า|ที่ผ่านมา)"
_WEEK = r"(?:สัปดาห์|สัปดา|อาทิตย์|อาทิต|วีค)"
_FISCAL = r"ปี\s?งบ(?:ประมาณ|ฯ)?"
_MONTHS = r"เด[ืิ]อน"
_A_WEEKDAY = rf"(?:วัน\s?)?{WEEKDAY}"
_WHICH_DOW = rf"(?P<dow>{_A_WEEKDAY}|(?<![ก-๎.]){WEEKDAY_SHORT})"
_DOW = rf"{_WHICH_DOW}\s*(?:ที่|,)?\s*"
_BARE_DOW = rf"(?P<dow>(?!อาทิต){WEEKDAY})"
_THIS_END = rf"(?:\s*นี้(?!{LETTER}))?"
_NOT_A_DAY = rf"(?![\d/]|[.:]\d|\s*(?:{MONTH}|โมง|ทุ่ม|น\.|วัน(?!{LETTER})|คน|ชุด|สัปดาห์|ของ))"
_SLASHED = r"/(?P<m>\d{1,2})(?![\d/.-]|\s*(?:ของ|ส่วน|ไร่|คน|แผ่น|เท่า|ใน))"
_NUMBERED = r"(?<!ที่)(?<!ที่ )(?<!ข้อ)(?<!ข้อ )(?<!เลข)(?<!หมู่)(?<!หมู่ )(?<!มาตรา)(?<!มาตรา )"
_TITLES = ("คุณ", "พี่", "ป้า", "ลุง", "น้า", "น้อง", "นาย", "นาง", "พระ", "ดวง", "ครู", "หมอ")
_NOBODY = "".join(rf"(?<!{title})" for title in _TITLES)
"""A weekday without วัน may be somebody's name."""
_LIMITS = r"(?:(?<=ใน)|(?<=ก่อน)|(?<=เกิน)|(?<=ทัน)|(?<=ส่ง))"

FORMS: tuple[tuple[Kind, str, Reader], ...] = (
    ("day", rf"(?:{_DOW})?(?:วันที่\s*)?{_AFTER_DASH}[\s/-]*(?:{_MONTHS}\s*)?(?P<mon>{MONTH})"
            rf"(?:\s*ปี(?P<rel>{THIS}|{NEXT})|[/-]?{YEAR})?{_THIS_END}", days.written),
    ("day", rf"(?:{_MONTHS}\s*)?(?P<mon>{MONTH})(?:{THIS})?\s*วันที่\s*{_DAY}(?!\d)", days.written),
    ("day", rf"(?:วันที่\s*)?{_NUM}(?P<d>0?[1-9]|[12]\d|3[01]){_AND}(?P<d2>\d{{1,2}})\s*(?P<mon>{MONTH}){YEAR}?",
            days.span),
    ("day", rf"วันที่\s*{_DAY}{_AND}(?P<d2>\d{{1,2}})(?![\d/.])", days.span_of_month),
    ("day", rf"(?:{_DOW})?(?:วันที่\s*)?{_DAY}(?P<s>[/.-])(?P<m>\d{{1,2}})(?P=s)(?P<y>\d{{4}}|\d{{2}})(?![\d/-])",
            days.in_digits),
    ("day", rf"{_NUMBERED}{_DAY}{_SLASHED}", days.in_digits),
    ("day", rf"(?:{_DOW})?วันที่\s*{_DAY}{_SLASHED}", days.in_digits),
    ("day", rf"{_NUM}(?P<y>\d{{4}})(?P<s>[/-])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})(?![\d/-])", days.in_digits),
    ("day", rf"{_MONTHS}\s*(?P<m>\d{{1,2}})\s*วันที่\s*(?P<d>\d{{1,2}})(?!\d)", days.in_digits),
    ("day", rf"(?:วันที่\s*)?{_DAY}\s*{_MONTHS}\s*(?P<m>\d{{1,2}})(?!\d)(?:\s*ปี{YEAR})?", days.in_digits),
    ("day", rf"(?:วันที่\s*){_DAY}(?!\d)\s*(?:ของ|ใน)?\s*{_MONTHS}(?P<rel>{THIS}|{NEXT})", days.of_month),
    ("day", rf"(?:ต้น|กลาง|ปลาย)?{_MONTHS}(?P<rel>{THIS}|{NEXT})\s*(?:ใน)?\s*วันที่\s*{_DAY}(?!\d)", days.of_month),
    ("day", rf"วันที่\s*{_DAY}{_NOT_A_DAY}{_THIS_END}", days.day_of_month),
    ("day", rf"{_DAY}\s?นี้(?!{LETTER})", days.day_of_month),
    ("day", rf"{_WHICH_DOW}\s*ที่\s*{_DAY}{_NOT_A_DAY}{_THIS_END}", days.weekday_and_day),
    ("day", rf"{_WHICH_DOW}\s*{_DAY}(?:\s*นี้(?!{LETTER})|\s*$)", days.weekday_and_day),
    ("day", rf"(?P<dow>วัน\s?{WEEKDAY})(?P<rel>{_REL})?", days.weekday),
    ("day", rf"{_NOBODY}{_BARE_DOW}(?P<rel>{_REL})", days.weekday),
    ("day", rf"(?:วัน\s?)?เสาร์\s?อาทิตย์(?:\s*{THIS}|\s*{NEXT})?", days.vague),
    ("day", rf"(?P<dow>{_A_WEEKDAY})\s?(?:แรก|สุดท้าย|ที่\s?(?:หนึ่ง|สอง|สาม|สี่))(?!\s*(?:ของ|ใน)?\s*{_MONTHS})",
            days.vague),
    ("day", rf"(?:วัน\s?)?{WEEKDAY}\s?(?:-|ถึง)\s?(?:วัน\s?)?{WEEKDAY}(?:\s*{THIS}|\s*{NEXT})?", days.vague),
    ("day", rf"{_LIMITS}{_BARE_DOW}(?P<rel>{_REL})?(?!{LETTER})", days.weekday),
    ("day", rf"(?P<dow>{_A_WEEKDAY})\s*(?:ของ|ใน)?\s*{_WEEK}(?P<rel>{THIS}|{NEXT})", days.weekday_of_week),
    ("day", rf"{_WEEK}(?P<rel>{THIS}|{NEXT})\s*(?P<dow>วัน\s?{WEEKDAY})", days.weekday_of_week),
    ("day", rf"(?:(?P<dow>{_A_WEEKDAY})|วันทำการ|วันราชการ)\s?(?P<nth>แรก|สุดท้าย|ที่\s?{NUMBER})\s*"
            rf"(?P<of>(?:ของ|ใน)?\s*{_MONTHS}\s*(?:{THIS}|{NEXT}|{MONTH})?)", days.nth),
    ("day", r"(?:(?:ภาย)?ใน)?(?:เช้า|สาย|บ่าย|เย็น|ค่ำ|คืน)?วันนี้|(?:เช้า|บ่าย|เย็น|ค่ำ|คืน)นี้", days.near(0)),
    ("day", r"พรุ่ง?\s?นี[้่]?|พรุ้งนี้|พุ่ง?นี้|พรุงนี้|วันพรุ่ง(?!นี)|(?<![ก-๎.])พน\.|(?<![a-z])(?:tomorrow|tmr)", days.near(1)),
    ("day", rf"{NUMBER}\s?(?:-\s?)?{NUMBER}\s*วันนี้|วันสองวันนี้", days.vague),
    ("day", rf"(?:ต้น|กลาง|ปลาย)\s?ปี(?!\s?งบ)(?:{THIS}|{NEXT})?", days.vague),
    ("day", r"(?:วัน)?(?:มะรืน|มะลืน|มรืน)(?:นี้)?", days.near(2)),
    ("day", r"เมื่อวาน(?:นี้|ซืน)?|เมื่อเช้า|(?:เดือน|สัปดาห์|อาทิตย์|ปี)ที่แล้ว", days.gone),
    ("day", r"(?P<name>" + "|".join(sorted(NAMED, key=len, reverse=True)) + ")", days.named),
    ("day", rf"(?P<edge>สิ้น|ต้น|กลาง|ปลาย)\s?{_MONTHS}(?:\s*(?P<mon>{MONTH}){YEAR}?|\s*(?P<rel>{THIS}|{NEXT}))?",
            periods.month_edge),
    ("day", rf"(?P<edge>สิ้น|ต้น|กลาง|ปลาย)\s?(?P<mon>{MONTH}){YEAR}?", periods.month_edge),
    ("day", rf"(?P<edge>สิ้น|ต้น|กลาง|ปลาย)\s?{_MONTHS}\s*(?P<m>\d{{1,2}})(?![\d/.:]|\s*(?:วัน|สัปดาห์|อาทิตย์|เดือน|\x00))",
            periods.edge_of_number),
    ("day", rf"วัน(?P<edge>สุดท้าย)(?:ของ)?{_MONTHS}(?:\s*(?P<mon>{MONTH}){YEAR}?|(?P<rel>{THIS}|{NEXT}))?",
            periods.month_edge),
    ("day", rf"วันสุดท้าย(?:ของ)?{_FISCAL}\s?(?P<rel>{THIS}|{NEXT})?{YEAR}?", periods.fiscal_edge),
    ("day", rf"สิ้น\s?ปี(?!\s?งบ)(?:ปฏิทิน)?(?P<rel>{THIS}|{NEXT})?{YEAR}?", periods.year_edge),
    ("day", rf"(?:สิ้น|ปลาย|หมด|ครบ)\s?{_FISCAL}\s?(?P<rel>{THIS}|{NEXT})?{YEAR}?", periods.fiscal_edge),
    ("day", rf"ต้น\s?{_FISCAL}\s?(?:{THIS}|{NEXT})?{YEAR}?", periods.fiscal_begin),
    ("day", rf"(?:สิ้น|ปลาย|หมด)\s?ไตรมาส\s*(?:ที่\s?)?(?P<n>\d(?!\d|\s*วัน)|แรก|สุดท้าย)?(?P<rel>{THIS}|{NEXT})?",
            periods.quarter_edge),
    ("day", rf"(?P<edge>ต้น|กลาง|ปลาย|สิ้น|สุด)\s?{_WEEK}(?P<rel>{THIS}|{NEXT})?", periods.week_edge),
    ("period", rf"(?<!วัน){_WEEK}(?P<rel>{THIS}|{NEXT})", periods.week),
    ("period", rf"{_MONTHS}\s?(?:(?P<rel>{THIS}|{NEXT})|(?P<mon>{MONTH}){YEAR}?)", periods.month),
    ("period", rf"(?<![\dก-๎])(?P<mon>{MONTH}){YEAR}", periods.month),
    ("period", rf"(?:(?<=ใน)|(?<=ใน )|(?<=เกิน)|(?<=เกิน ))(?P<mon>{MONTH}){YEAR}?", periods.month),
    ("period", rf"(?<!\d)ปี(?P<rel>{THIS}|{NEXT})", periods.year),
    ("period", rf"{_FISCAL}\s?(?:(?P<rel>{THIS}|{NEXT})|{YEAR})", periods.fiscal),
    ("period", rf"ไตรมาส\s*(?:ที่\s?)?(?:(?P<n>[1-4](?!\d)|แรก|สุดท้าย)|(?P<rel>{THIS}|{NEXT}))", periods.quarter),
)  # fmt: skip

_UNITS: dict[str, Unit] = {
    "วันทำการ": "วันทำการ",
    "วันราชการ": "วันทำการ",
    "วันทำงาน": "วันทำการ",
    "วัน": "วัน",
    "สัปดาห์": "สัปดาห์",
    "อาทิตย์": "สัปดาห์",
    "เดือน": "เดือน",
    "ปี": "ปี",
    "ชั่วโมง": "ชั่วโมง",
    "ชม.": "ชั่วโมง",
}
_LEAD = r"ภายใน(?:เวลา|ระยะเวลา|กำหนด)?|อีก|(?<!ภาย)ใน|ล่วงหน้า|ไม่เกิน|ก่อน"
_DISTANCE = (
    rf"(?:(?P<lead>{_LEAD})\s*)?{_NUM}(?P<n>{NUMBER}|ครึ่ง)?\s*(?P<unit>{'|'.join(_UNITS)})(?P<one>หนึ่ง|นึง)?"
    rf"(?:\s*(?:นับ(?:จาก|แต่)|จาก|หลังจาก)วันนี้|ข้างหน้า|(?:นับ|ต่อ)?จากนี้)?(?!ที่|ละ|แรก|สุดท้าย|นี้|หน้า|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)"
)
@cache
def _forms() -> list[tuple[Kind, re.Pattern[str], Reader]]:
    return [(kind, re.compile(form, re.IGNORECASE), reader) for kind, form, reader in FORMS]


@cache
def _distance() -> re.Pattern[str]:
    return re.compile(_DISTANCE)


def said_days(text: str, ctx: Ctx) -> list[DaySaid]:
    """The days named in a text with Arabic digits, in order. Where forms overlap, the longest counts."""
    found = [*_named(text, ctx), *_distances(text)]
    kept: list[DaySaid] = []
    for one in sorted(found, key=lambda d: (d.start - d.end, d.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda d: d.start)


def _named(text: str, ctx: Ctx) -> Iterator[DaySaid]:
    for kind, form, reader in _forms():
        for found in form.finditer(text):
            meant, why = reader(parts_of(found), ctx)
            yield DaySaid(*found.span(), kind, meant, why)


def _distances(text: str) -> Iterator[DaySaid]:
    """อีก 2 สัปดาห์, ภายใน 3 วันทำการ, and the bare 3 วัน of ก่อน 25 ธ.ค. 3 วัน."""
    half: dict[Unit, tuple[int, Unit]] = {"เดือน": (15, "วัน"), "ปี": (6, "เดือน")}
    for found in _distance().finditer(text):
        if not (found["n"] or found["one"]):
            continue
        unit = _UNITS[found["unit"]]
        count = 0
        if found["n"] != "ครึ่ง":
            count = number(found["n"] or "หนึ่ง")
        elif unit in half:
            count, unit = half[unit]
        if count:
            loose = not found["lead"] and not found.group().endswith(("วันนี้", "ข้างหน้า", "จากนี้"))
            yield DaySaid(*found.span(), "distance", count=count, unit=unit, loose=loose)
