"""Where a text says that something comes again and again: ทุกวันจันทร์, ทุกวันที่ 25, ทุกสิ้นเดือน."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from knowledge.repeats import Repeat
from knowledge.when_days import Parts, parts_of, which_of
from knowledge.when_words import LETTER, MONTH, NUMBER, WEEKDAY, month_number, number, weekday_number


@dataclass(frozen=True)
class RepeatSaid:
    """A piece of a text that names a repetition; `repeat` is None when it leaves open on which day."""

    start: int
    end: int
    repeat: Repeat | None
    clipped: bool = False
    """Some months have no such day (31)."""


_ALL = r"ทุก\s?(?:ๆ|ทุก)?\s?"
_MONTHS = r"เด[ืิ]อน"
_WEEKS = r"(?:สัปดาห์|อาทิตย์)"
_WEEKDAYS = rf"(?:วัน\s?)?{WEEKDAY}(?:\s*(?:และ|กับ|,|/|-|ถึง|หรือ)?\s*(?:วัน\s?)?{WEEKDAY})*"
_OF = rf"(?:\s*(?:ของ|ใน)?\s*(?:ทุก\s?ๆ?\s?)?{_MONTHS}(?:นั้น)?)"
_NTH = rf"\s?(?P<nth>แรก|สุดท้าย|ที่\s?(?:\d(?!\d)|{NUMBER}))"
_NUMBERS = r"\d{1,2}(?:\s*(?:และ(?:วันที่)?|กับ(?:วันที่)?|,|/)\s*\d{1,2})*(?!\d|[./:]\d)"


def _weekly(said: Parts) -> Repeat | None:
    if re.fullmatch("อาทิตย์?", said["days"]):  # every week
        return None
    days = [weekday_number(found.group()) for found in re.finditer(WEEKDAY, said["days"])]
    if len(days) == 2 and re.search(r"-|ถึง", said["days"]):
        first, last = days
        days = list(range(first, last + 1)) if first <= last else [*range(first, 7), *range(last + 1)]
    step = number(said["step"]) if said["step"] else 1
    return Repeat("week", tuple(sorted(set(days))), step) if 1 <= step <= 8 else None


def _alternate(said: Parts) -> Repeat | None:
    first, second = weekday_number(said["dow"]), weekday_number(said["dow2"])
    return Repeat("week", (first,), 2) if first == second else None


def _monthly(said: Parts) -> Repeat | None:
    days = sorted({int(n) for n in re.findall(r"\d+", said["days"])})
    return Repeat("month", tuple(days)) if all(1 <= d <= 31 for d in days) else None


def _month_edge(said: Parts) -> Repeat | None:
    if said["edge"] == "ต้น":
        return Repeat("month_workday", (1,))
    return Repeat("month", (15,) if said["edge"] == "กลาง" else (-1,))


def _nth(said: Parts) -> Repeat | None:
    which = which_of(said["nth"])
    if said["dow"]:
        return Repeat("month_weekday", (weekday_number(said["dow"]), which)) if which <= 5 else None
    return Repeat("month_workday", (which,)) if which in (1, -1) else None


def _yearly(said: Parts) -> Repeat | None:
    month, day = month_number(said["mon"]), int(said["d"])
    days_of = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return Repeat("year", (month, day)) if 1 <= day <= days_of[month - 1] else None


def _fixed(repeat: Repeat | None) -> Callable[[Parts], Repeat | None]:
    return lambda said: repeat


_DATE = rf"(?:วันที่\s*)?(?<!\d)(?P<d>\d{{1,2}})\s*(?:{_MONTHS}\s*)?(?P<mon>{MONTH})"
FORMS: tuple[tuple[str, Callable[[Parts], Repeat | None]], ...] = (
    (rf"(?:{_ALL}{_WEEKS}\s*)?{_ALL}(?:เช้า|สาย|บ่าย|เย็น)?(?P<days>{_WEEKDAYS})", _weekly),
    (rf"{_ALL}{_WEEKS}\s*(?:ใน)?(?P<days>{_WEEKDAYS})", _weekly),
    (rf"(?P<days>{_WEEKDAYS})\s*(?:ของ)?{_ALL}{_WEEKS}", _weekly),
    (rf"{_ALL}(?P<step>{NUMBER})\s*{_WEEKS}\s*(?:ใน|ทุก)?(?P<days>{_WEEKDAYS})", _weekly),
    (rf"(?:{_ALL})?(?:วัน)?(?P<dow>{WEEKDAY})\s?เว้น\s?(?:วัน)?(?P<dow2>{WEEKDAY})", _alternate),
    (rf"{_ALL}วันที่\s*(?P<days>{_NUMBERS}){_OF}?", _monthly),
    (rf"{_ALL}{_MONTHS}\s*(?:ใน|ทุก)?วันที่\s*(?P<days>{_NUMBERS})", _monthly),
    (rf"วันที่\s*(?P<days>{_NUMBERS})\s*(?:ของ)?{_ALL}{_MONTHS}", _monthly),
    (rf"{_ALL}(?P<edge>สิ้น|ต้น|กลาง)\s?{_MONTHS}", _month_edge),
    (rf"{_ALL}ต้น\s?{_WEEKS}", _fixed(Repeat("week", (0,)))),
    (rf"{_ALL}(?:สิ้น|ปลาย|สุด)\s?{_WEEKS}", _fixed(Repeat("week", (4,)))),
    (rf"(?P<edge>สิ้น|ต้น|กลาง)\s?{_MONTHS}(?:ของ)?{_ALL}{_MONTHS}", _month_edge),
    (rf"{_ALL}{_MONTHS}\s*(?:ตอน)?(?P<edge>สิ้น|ต้น|กลาง)\s?{_MONTHS}", _month_edge),
    (rf"{_ALL}(?:(?P<dow>(?:วัน\s?)?{WEEKDAY})|วันทำการ|วันราชการ){_NTH}{_OF}", _nth),
    (rf"(?:(?P<dow>(?:วัน\s?)?{WEEKDAY})|วันทำการ){_NTH}\s*(?:ของ)?{_ALL}{_MONTHS}", _nth),
    (rf"{_ALL}ปี\s*(?:ใน|ทุก|ภายใน)?{_DATE}", _yearly),
    (rf"{_ALL}{_DATE}(?!\s*\d)", _yearly),
    (rf"{_DATE}\s*(?:ของ)?{_ALL}ปี", _yearly),
    (rf"{_ALL}(?:สิ้น\s?)?ปีงบ(?:ประมาณ|ฯ)?|สิ้นปีงบ(?:ประมาณ|ฯ)?\s*(?:ของ)?{_ALL}ปี", _fixed(Repeat("year", (9, 30)))),
    (rf"{_ALL}สิ้น\s?ปี(?!งบ)|สิ้น\s?ปี\s*(?:ของ)?{_ALL}ปี", _fixed(Repeat("year", (12, 31)))),
    (rf"{_ALL}(?:สิ้น\s?)?ไตรมาส", _fixed(Repeat("quarter"))),
    (rf"{_ALL}(?:วันทำการ|วันราชการ|วันทำงาน)", _fixed(Repeat("workday"))),
    (rf"{_ALL}วัน(?!ที่|ทำ|รา|หยุด|สำคัญ|เกิด|พระ|\s?{WEEKDAY})", _fixed(Repeat("day"))),
    (rf"{_ALL}(?:เช้า|บ่าย|เย็น)(?!วัน|\s?{WEEKDAY})", _fixed(Repeat("day"))),
    (rf"{_ALL}(?:{_WEEKS}|{_MONTHS}|ปี(?!\s?งบ))(?!{LETTER}*(?:ละ))", _fixed(None)),
    (rf"{_ALL}{NUMBER}\s*(?:วัน|{_WEEKS}|{_MONTHS}|ปี)", _fixed(None)),
    (rf"(?:วัน|{_WEEKS}|{_MONTHS}|ปี)ละ\s*(?:{NUMBER}\s*)?ครั้ง", _fixed(None)),
)  # fmt: skip


_BEFORE = re.compile(r"(?:ก่อน|หลัง)(?:วันที่|วัน)?\s*$")
"""ก่อนวันที่ 5 ของทุกเดือน: on which day is left open."""
_BEHIND = re.compile(rf"\s*(?:ที่\s?(?:\d|{NUMBER})|แรก|สุดท้าย|เว้น|(?:สิ้น|ต้น|กลาง|ปลาย){_MONTHS}|เดือนเว้น)")
"""ทุกวันจันทร์ที่ 1 และ 3: more than was read."""


@cache
def _forms() -> list[tuple[re.Pattern[str], Callable[[Parts], Repeat | None]]]:
    return [(re.compile(form, re.IGNORECASE), reader) for form, reader in FORMS]


def said_repeats(text: str) -> list[RepeatSaid]:
    """The repetitions named in a text with Arabic digits. Where forms overlap, the longest counts."""
    found = []
    for form, reader in _forms():
        for match in form.finditer(text):
            repeat = reader(parts_of(match))
            if _BEFORE.search(text, 0, match.start()) or _BEHIND.match(text, match.end()):
                repeat = None
            clipped = repeat is not None and repeat.every == "month" and max(repeat.days) > 28
            found.append(RepeatSaid(*match.span(), repeat, clipped))
    kept: list[RepeatSaid] = []
    for one in sorted(found, key=lambda r: (r.start - r.end, r.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda r: r.start)
