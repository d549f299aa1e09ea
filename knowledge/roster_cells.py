"""Cells of a roster: several fields of expertise in one, and the year of retirement in the ways it is written."""

from __future__ import annotations

import re

from knowledge.thai_names import arabic, clean

_NOTHING = {"", "-", "--", "–", "—", ".", "ไม่มี", "ไม่ทราบ", "ไม่ระบุ", "n/a", "na", "none", "null", "#n/a"}
LONGEST = 5_000
"""Characters of a cell that are looked at."""
_BREAKS = re.compile(r"[;；\n\r•●▪]+")
_COMMAS = re.compile(r"(?<!\d),(?![^(]*\))|,(?!\d)(?![^(]*\))|、")
_BULLET = re.compile(r"^(?:[-–*·]+\s*|[\d๐-๙]{1,2}[.)]\s+|[\d๐-๙]{1,2}\)|[\d๐-๙]{1,2}\.(?=[ก-ฮเ-ไ]))")
_ABBREVIATION = re.compile(r"[ก-ฮA-Za-z]\.[ก-ฮA-Za-z]{1,4}\.$")
"""กข.คจ. and the like end with a dot that belongs to them."""


def said(text: str) -> bool:
    """False for blank cells and for the words and dashes that offices write into them."""
    return clean(text).lower() not in _NOTHING


def split_expertise(text: str) -> tuple[str, ...]:
    """Fields of expertise in a cell: between `;` or lines; between commas only where there is neither, and
    never inside brackets or numbers. Bullets and numbering go."""
    text = text[:LONGEST]
    parts = [p for p in _BREAKS.split(text) if clean(p)]
    if len(parts) == 1 and ";" not in text:
        parts = _COMMAS.split(parts[0])
    found = (_BULLET.sub("", clean(p)) for p in parts)
    tidy = (p if _ABBREVIATION.search(p) else p.strip(" ,.") for p in found)
    return tuple(dict.fromkeys(p for p in tidy if said(p)))


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "มกราคม ม.ค. มค jan",
            "กุมภาพันธ์ ก.พ. กพ feb",
            "มีนาคม มี.ค. มีค mar",
            "เมษายน เม.ย. เมย apr",
            "พฤษภาคม พ.ค. พค may",
            "มิถุนายน มิ.ย. มิย jun",
            "กรกฎาคม ก.ค. กค jul",
            "สิงหาคม ส.ค. สค aug",
            "กันยายน ก.ย. กย sep",
            "ตุลาคม ต.ค. ตค oct",
            "พฤศจิกายน พ.ย. พย nov",
            "ธันวาคม ธ.ค. ธค dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")


def read_retirement(text: str) -> int | None:
    """The Buddhist fiscal year at whose end a person retires; None for a blank cell, ValueError for anything else.

    Reads 2569, ๒๕๖๙, 69, 2026, "30 ก.ย. 2569", 30/09/2026 and 2026-09-30. Who is retired *from* 1 October
    has served the fiscal year that ended the day before."""
    plain = arabic(clean(text)).lower()
    if not said(plain):
        return None
    day = month = 0
    if iso := _ISO.match(plain):
        year, month, day = (int(g) for g in iso.groups())
    elif slashed := _SLASHED.search(plain):
        day, month, year = (int(g) for g in slashed.groups())
    else:
        years = set(re.findall(r"(?<!\d)\d{4}(?!\d)", plain) or re.findall(r"(?<!\d)\d{2}$", plain))
        if len(years) != 1:
            raise ValueError(text)
        year = int(years.pop())
        month = next((n for name, n in _MONTHS.items() if name in plain), 0)
        first = re.match(r"\D*?(\d{1,2})(?!\d)", plain) if month else None
        day = int(first[1]) if first else 0
    if month > 12 or day > 31:
        raise ValueError(text)
    year += 0 if year > 2400 else 543 if year > 1900 else 2500
    if month > 10 or (month == 10 and day > 1):
        year += 1
    if not 2500 <= year <= 2650:
        raise ValueError(text)
    return year
