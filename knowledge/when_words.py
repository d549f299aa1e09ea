"""The words of time as officers type them: months, weekdays and numbers, with their usual misspellings."""

from __future__ import annotations

import re
from datetime import date

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙–—−", "0123456789---")
LETTER = "[ก-๎]"
"""A Thai letter, vowel or tone: what a short word must not be followed by."""


def cleaned(text: str) -> str:
    """The text without what can't be seen, in one line, with the common twins of a letter made one."""
    text = _ZERO_WIDTH.sub("", text).replace("เเ", "แ").replace("ํา", "ำ")
    return " ".join(re.sub(r"([่-๋])\1+", r"\1", text).split())


def with_digits(text: str) -> str:
    """The same text, letter for letter, with Arabic digits and one kind of dash."""
    return text.translate(_DIGITS)


# ---------------------------------------------------------------- months

_SHORT = (
    ("ม", "ค"), ("ก", "พ"), ("มี", "ค"), ("เม", "ย"), ("พ", "ค"), ("มิ", "ย"),
    ("ก", "ค"), ("ส", "ค"), ("ก", "ย"), ("ต", "ค"), ("พ", "ย"), ("ธ", "ค"),
)  # fmt: skip
_LONG = (
    r"มกรา(?:คม)?|มะกรา(?:คม)?|jan(?:uary)?",
    r"กุม[ภพ]า(?:พัน[ธท]ุ?์?)?|feb(?:ruary)?",
    r"มีนา(?:คม)?|mar(?:ch)?",
    r"เมษา(?:ยน)?|เมศา(?:ยน)?|apr(?:il)?",
    r"พฤ[ษศส]ภา(?:คม)?|may",
    r"มิ?ถุนา(?:ยน)?|june?",
    r"กร?ก[ฎฏ]า(?:คม)?|july?",
    r"สิงหา(?:คม)?|aug(?:ust)?",
    r"กันยา(?:ยน)?|sept?(?:ember)?",
    r"ตุลา(?:คม)?|oct(?:ober)?",
    r"พฤ[ศษส]จิกา(?:ยน)?|nov(?:ember)?",
    r"ธันวา(?:คม)?|ทันวา(?:คม)?|dec(?:ember)?",
)


SHORT_MONTHS = tuple(f"{first}.{last}." for first, last in _SHORT)
"""ม.ค. to ธ.ค."""


def _short(first: str, last: str) -> str:
    """ธ.ค. with its dots, one of them, or none; ก.พ. is not the beginning of ก.พ.ร."""
    dotted = rf"{first}\s?\.\s?{last}(?:\s?\.(?![ก-ฮ]\.)|(?!{LETTER}|\.))"
    return rf"{dotted}|{first}{last}(?:\.|(?!{LETTER}))"


_MONTHS = [rf"(?:{_short(*pair)}|(?:{long})(?![a-z])\.?)" for pair, long in zip(_SHORT, _LONG, strict=True)]
MONTH = "(?:" + "|".join(_MONTHS) + ")"
_EACH_MONTH = [re.compile(pattern, re.IGNORECASE) for pattern in _MONTHS]


def month_number(said: str) -> int:
    """1 to 12 of what MONTH has matched."""
    return next(n for n, pattern in enumerate(_EACH_MONTH, 1) if pattern.fullmatch(said.strip()))


# ---------------------------------------------------------------- weekdays

_WEEKDAYS = (
    "จันทร์?|จันท์|จันทน์|จันร์",
    "อังคา[รน]",
    "พุธ|พุท(?!ธ)",
    "พฤหัส(?:บดี|ฯ)?|พฤหัด|พะรึหัส|พฤหัศ",
    "ศุก(?:ร์?|ณ์)?|สุกร์",
    "เสาร์|เสาว์|เสา",
    "อาทิตย์|อาทิต",
)
WEEKDAY = "(?:" + "|".join(_WEEKDAYS) + ")"
WEEKDAY_SHORT = r"(?:พฤ|อา|จ|อ|พ|ศ|ส)\."
_SHORT_WEEKDAYS = {"จ": 0, "อ": 1, "พ": 2, "พฤ": 3, "ศ": 4, "ส": 5, "อา": 6}
_EACH_WEEKDAY = [re.compile(pattern) for pattern in _WEEKDAYS]
WEEKDAY_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekday_number(said: str) -> int:
    """0 (Monday) to 6 of what WEEKDAY or WEEKDAY_SHORT has matched, with or without วัน."""
    said = said.strip().removeprefix("วัน").strip()
    if said.endswith(".") and said[:-1] in _SHORT_WEEKDAYS:
        return _SHORT_WEEKDAYS[said[:-1]]
    return next(n for n, pattern in enumerate(_EACH_WEEKDAY) if pattern.fullmatch(said))


# ---------------------------------------------------------------- numbers and years

_ONES = {"หนึ่ง": 1, "นึง": 1, "เอ็ด": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9}
_ONE = "(?:หนึ่ง|นึง|เอ็ด|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)"
NUMBER = rf"(?:\d{{1,3}}|(?:ยี่|{_ONE})?สิบ{_ONE}?|{_ONE})"


def number(said: str) -> int:
    """The value of what NUMBER has matched: 15, สิบห้า, ยี่สิบเอ็ด."""
    said = said.strip()
    if said.isdigit():
        return int(said)
    tens, ten, ones = said.rpartition("สิบ")
    if not ten:
        return _ONES[said]
    return (2 if tens == "ยี่" else _ONES.get(tens, 1)) * 10 + _ONES.get(ones, 0)


YEAR = (
    r"(?:\s*(?:ปี\s*)?(?:พ\s?\.?\s?ศ\s?\.?|ค\s?\.?\s?ศ\s?\.?)?\s*(?P<y>\d{4}|\d{2})"
    r"(?![\d,]|[.:]\d|\s*(?:โมง|ทุ่ม|น\.|นาฬิกา|คน|ราย|ชุด|บาท|หมู่|เรื่อง|วัน|สัปดาห์|อาทิตย์|เดือน)))"
)
"""What may stand behind a month; its group y is the year as typed."""


def year_number(said: str) -> int | None:
    """The Gregorian year of a Buddhist or Gregorian one, of two digits or four; None when it can be neither.
    Of two digits, 24 to 40 are Gregorian and 55 to 99 are Buddhist: no year is both."""
    year = int(said)
    if len(said) == 2:
        return 2000 + year if 24 <= year <= 40 else 2500 + year - 543 if year >= 55 else None
    if 2450 <= year <= 2650:
        return year - 543
    return year if 1950 <= year <= 2110 else None


# ---------------------------------------------------------------- named days

NAMED = {
    "วันสิ้นปี": (12, 31),
    "ปีใหม่": (1, 1),
    "วันปีใหม่": (1, 1),
    "วันเด็ก": None,
    "วันจักรี": (4, 6),
    "วันสงกรานต์": (4, 13),
    "สงกรานต์": (4, 13),
    "วันแรงงาน": (5, 1),
    "วันฉัตรมงคล": (5, 4),
    "วันแม่": (8, 12),
    "วันปิยมหาราช": (10, 23),
    "วันพ่อ": (12, 5),
    "วันรัฐธรรมนูญ": (12, 10),
}
"""Days that everybody names without a date → month and day; None: it moves from year to year."""


def named_day(said: str, year: int) -> date | None:
    """That day in a Gregorian year."""
    found = NAMED.get(said)
    return date(year, *found) if found else None
