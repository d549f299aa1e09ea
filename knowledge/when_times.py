"""Times of day as people say and write them: บ่ายสอง, 9 โมงครึ่ง, 13.30 น., สองทุ่ม."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from knowledge.when_words import LETTER, NUMBER, number


@dataclass(frozen=True)
class TimeSaid:
    """A time of day in a text: one reading, two (6 โมง), or none, when there is no such time."""

    start: int
    end: int
    readings: tuple[time, ...]


_LEAD = r"(?:(?:ภายใน|ก่อน|ไม่เกิน|เวลา|ตอน|ประมาณ|ราว\s?ๆ?|ช่วง|ถึง)\s*)*"
_HALF = r"(?P<half>\s*ครึ่ง)?"
_CLOCK = re.compile(
    rf"{_LEAD}(?<![\d/.,:-])(?P<h>\d{{1,2}})\s?[.:]\s?(?P<m>\d{{2}})(?![\d/]|[.:]\d)\s*(?:น\s?\.|น(?!{LETTER})|นาฬิกา)"
    r"|(?:เวลา|ตอน)\s*(?P<h2>\d{1,2})[.:](?P<m2>\d{2})(?![\d/]|[.:]\d)"
    r"|(?<![\d/.,:-])(?P<h3>\d{1,2}):(?P<m3>\d{2})(?![\d/]|[.:]\d)"
    rf"|{_LEAD}(?<![\d/.,:-])(?P<h5>[01]\d|2[0-3])(?P<m5>[0-5]\d)\s*(?:น\s?\.(?!\s?[ก-ฮ]\.)|นาฬิกา)"
    rf"|{_LEAD}(?<![\d/.,:-])(?P<h4>\d{{1,2}})\s*(?:น\s?\.(?!\s?[ก-ฮ]\.)|นาฬิกา)"
)
_SPAN = re.compile(
    rf"{_LEAD}(?<![\d/.,:-])(\d{{1,2}})[.:]([0-5]\d)\s*(?:น\s?\.?)?\s?(?:-|ถึง)\s?(\d{{1,2}})[.:]([0-5]\d)(?![\d/]|[.:]\d)\s*(?:น\s?\.)?"
)
_SPAN_SPOKEN = re.compile(
    rf"{_LEAD}(?<![\d/.,:])(?P<n>\d{{1,2}})\s?-\s?(?P<to>\d{{1,2}})\s*(?P<unit>โมง|ทุ่ม)(?:\s*(?P<part>เช้า|เย็น))?"
)
_AFTERNOON = re.compile(rf"{_LEAD}บ่าย\s*(?:(?P<n>{NUMBER})\s*(?:โมง)?(?!\s*(?:คน|ราย|ชุด|เรื่อง))|โมง){_HALF}")
_OCLOCK = re.compile(
    rf"{_LEAD}(?<![\d/.,:-])(?P<n>{NUMBER})\s*โมง(?:\s*(?P<part>เช้า|เย็น))?{_HALF}(?:\s*(?P<late>เช้า|เย็น))?"
)
_EVENING = re.compile(rf"{_LEAD}(?<![\d/.,:-])(?P<n>{NUMBER})\s*ทุ่ม{_HALF}")
_NIGHT = re.compile(rf"{_LEAD}ตี\s?(?P<n>หนึ่ง|สอง|สาม|สี่|ห้า|[1-5](?!\d)){_HALF}(?!{LETTER})")
_NOON = re.compile(rf"{_LEAD}เที่ยง(?!คืน|ธรรม|แท้|ตรง{LETTER}|วันที่)(?:วัน(?!{LETTER}))?{_HALF}")
_BARE = re.compile(r"\s*(\d{1,2})\.([0-5]\d)(?![\d/]|\.\d|\s*(?:บาท|ไร่|กก|กิโล|ล้าน|%))")


_JOINED = re.compile(r"\s+([01]\d|2[0-3])([0-5][05])(?!\d|\s*(?:บาท|คน|ชุด|เล่ม))")


def times(text: str) -> Iterator[TimeSaid]:
    """The times in a text with Arabic digits, in order, none overlapping another."""
    found = sorted((*_clock(text), *_spoken(text)), key=lambda t: (t.start, -t.end))
    end = 0
    for one in found:
        if one.start >= end:
            yield one
            end = one.end


def bare_time(text: str, at: int) -> TimeSaid | None:
    """A time such as 16.30 that only stands for one because it follows a day that ends at `at`."""
    found = _BARE.match(text, at) or _JOINED.match(text, at)
    return TimeSaid(at, found.end(), _valid(int(found[1]), int(found[2]))) if found and int(found[1]) <= 24 else None


def _valid(hour: int, minute: int) -> tuple[time, ...]:
    return (time(hour, minute),) if hour < 24 and minute < 60 else ()


def _clock(text: str) -> Iterator[TimeSaid]:
    for found in _SPAN.finditer(text):
        first, last, to, minutes = (int(found[n]) for n in range(1, 5))
        yield TimeSaid(*found.span(), _valid(first, last) + _valid(to, minutes))
    for found in _CLOCK.finditer(text):
        hour = next(int(h) for h in found.group("h", "h2", "h3", "h4", "h5") if h)
        minute = next((int(m) for m in found.group("m", "m2", "m3", "m5") if m), 0)
        yield TimeSaid(*found.span(), _valid(hour, minute))


def _spoken(text: str) -> Iterator[TimeSaid]:
    for found in _SPAN_SPOKEN.finditer(text):
        spoken = [_hours(int(found[n]), found["unit"], found["part"]) for n in ("n", "to")]
        yield TimeSaid(*found.span(), tuple(t for hours in spoken for hour in hours for t in _at(hour, None)))
    for found in _AFTERNOON.finditer(text):
        hour = number(found["n"]) if found["n"] else 1
        yield TimeSaid(*found.span(), _at(hour + 12, found["half"]) if 1 <= hour <= 5 else ())
    for found in _OCLOCK.finditer(text):
        hours = _oclock(number(found["n"]), found["part"] or found["late"])
        yield TimeSaid(*found.span(), tuple(t for hour in hours for t in _at(hour, found["half"])))
    for found in _EVENING.finditer(text):
        hour = number(found["n"])
        yield TimeSaid(*found.span(), _at(hour + 18, found["half"]) if 1 <= hour <= 5 else ())
    for found in _NIGHT.finditer(text):
        yield TimeSaid(*found.span(), _at(number(found["n"]), found["half"]))
    for found in _NOON.finditer(text):
        yield TimeSaid(*found.span(), _at(12, found["half"]))


def _hours(hour: int, unit: str, part: str | None) -> tuple[int, ...]:
    return _oclock(hour, part) if unit == "โมง" else (hour + 18,)


def _at(hour: int, half: str | None) -> tuple[time, ...]:
    return _valid(hour, 30 if half else 0)


def _oclock(hour: int, part: str | None) -> tuple[int, ...]:
    """สี่โมง is 16:00 and สี่โมงเช้า is 10:00, as the six hours of the old clock count; หกโมง alone may be either."""
    if part == "เช้า":
        return (hour,) if 6 <= hour <= 11 else (hour + 6,) if 1 <= hour <= 5 else ()
    if part == "เย็น":
        return (hour + 12,) if 3 <= hour <= 6 else ()
    if hour == 6:
        return (6, 18)
    if 1 <= hour <= 5:
        return (hour + 12,)
    return (hour,) if hour <= 12 else ()
