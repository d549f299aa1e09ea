"""KEY=VALUE of `office rules`, read into `knowledge.rules.Rules`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from bot.commands.errors import WrongUse
from knowledge.rules import Rules

NOTHING = ("", "-", "none", "ไม่จำกัด", "ไม่มี")
_YES, _NO = ("1", "yes", "true", "on", "ใช่", "เปิด"), ("0", "no", "false", "off", "ไม่", "ปิด")
_TIME = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d")


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"ต้องเป็นจำนวนเต็ม {least} ถึง {most}")
        return int(text)

    return read


def _or_none(read: Callable[[str], int]) -> Callable[[str], int | None]:
    return lambda text: None if text.lower() in NOTHING else read(text)


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError("ต้องเป็น " + " หรือ ".join(words))
        return text

    return read


def _time(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise ValueError("ต้องเป็นเวลา เช่น 18:00")
    hours, minutes = re.split("[:.]", text)
    return f"{int(hours):02d}:{minutes}"


def _cron(text: str) -> str:
    from croniter import croniter

    if text.lower() in NOTHING:
        return ""
    if len(text.split()) != 5 or not croniter.is_valid(text):
        raise ValueError("ต้องเป็น cron ห้าช่อง เช่น “30 8 * * 1” (ทุกวันจันทร์ 08:30 น.) หรือ - คือไม่ส่ง")
    return text


def _days(text: str) -> tuple[int, ...]:
    if text.lower() in NOTHING:
        return ()
    parts = [part.strip() for part in text.split(",")]
    return tuple(sorted({_number(0, 366)(part) for part in parts}, reverse=True))


def _switch(text: str) -> bool:
    if text.lower() not in _YES + _NO:
        raise ValueError("ต้องเป็น yes หรือ no")
    return text.lower() in _YES


def _dates(text: str) -> tuple[str, ...]:
    if text.lower() in NOTHING:
        return ()
    parts = [part.strip() for part in text.split(",")]
    for part in parts:
        try:
            given = date.fromisoformat(part.removeprefix("-"))
        except ValueError:
            given = None
        if given is None or part.removeprefix("-") != given.isoformat():
            raise ValueError("ต้องเป็นวันที่ ค.ศ. คั่นด้วย , เช่น 2026-12-30,-2027-05-04 (มี - นำหน้าคือวันหยุดราชการที่ยังทำงาน)")
    return tuple(sorted(set(parts), key=lambda part: part.removeprefix("-")))


READERS: dict[str, Callable[[str], Any]] = {
    "confirm": _one_of("line", "mark", "none"),
    "retention_days": _or_none(_number(1, 36_600)),
    "digest_at": _cron,
    "push_after_hours": _number(0, 720),
    "talk_budget": _number(0, 100),
    "quiet_from": _time,
    "quiet_until": _time,
    "warn_days": _days,
    "warn_training": _days,
    "warn_review": _days,
    "warn_followup": _days,
    "award": _switch,
    "award_by": _one_of("units", "people"),
    "holidays": _dates,
    "share_experts": _switch,
}
"""How the value of each rule is read; a rule that has none can't be set by the command."""


def with_values(rules: Rules, assignments: tuple[str, ...]) -> Rules:
    """The rules with each `KEY=VALUE` taken over. Raises WrongUse with one line that says what to mend."""
    for each in assignments:
        name, equals, value = each.partition("=")
        if not equals or name not in READERS:
            raise WrongUse(f"ไม่รู้จัก “{each}” · เขียน ชื่อ=ค่า โดยชื่อคือ {', '.join(READERS)}")
        try:
            rules = replace(rules, **{name: READERS[name](value.strip())})
        except ValueError as wrong:
            raise WrongUse(f"{name}: {wrong}") from None
    return rules


def as_values(rules: Rules) -> dict[str, Any]:
    """The rules as JSON: names and plain values."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rules).items()}


def shown(value: Any) -> str:
    """A value as it would be typed."""
    if value is None or value == "" or value == []:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
