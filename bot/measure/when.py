"""How well Thai dates are read: JSON lines with `text`, `now` (ISO, Thai time) and what an official would expect:
`day` with `at` and `repeat` where they are said, or `ask` with the days that the text may mean (none where it
names none)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.measure.report import Report
from knowledge.thai_when import When, read
from knowledge.working_days import WorkingDays

RIGHT, ASKED, WRONG = "right", "asked", "wrong"
SHOWN = 30


def measure(files: list[Path]) -> Report:
    """The share read right (also where asking is right), asked back though it was plain, and silently wrong."""
    rows: list[tuple[object, ...]] = []
    failures: list[tuple[str, dict[str, object]]] = []
    total: dict[str, int] = {RIGHT: 0, ASKED: 0, WRONG: 0}
    for file in files:
        here = dict.fromkeys(total, 0)
        for row in _rows(file):
            when = read(row["text"], datetime.fromisoformat(row["now"]), WorkingDays().works)
            verdict = judge(row, when)
            here[verdict] += 1
            if verdict != RIGHT:
                failures.append((verdict, _case(row, when, verdict)))
        count = sum(here.values())
        rows.append((file.stem, count, *(here[v] / max(1, count) for v in here), here[WRONG]))
        total = {v: total[v] + here[v] for v in total}
    count = sum(total.values())
    if not count:
        raise ValueError("no line with text and now")
    rows.append(("รวม", count, *(total[v] / count for v in total), total[WRONG]))
    columns = ("แฟ้ม", "ข้อความ", "ถูก", "ถามกลับ", "ผิดโดยไม่ถาม", "ผิด (ข้อความ)")
    worst = [case for _, case in sorted(failures, key=lambda f: f[0] != WRONG)]
    return Report("การอ่านวันเวลา (when)", columns, rows, worst[:SHOWN], {v: total[v] / count for v in total})


def judge(row: dict[str, Any], when: When) -> str:
    """One row against what was read."""
    if "ask" in row:
        if when.plain is not None:
            return WRONG
        return RIGHT if sorted({str(r.day) for r in when.readings}) == sorted(row["ask"]) else ASKED
    if when.plain is None:
        return ASKED
    return RIGHT if _shown(when) == [(row["day"], row.get("at"), row.get("repeat"))] else WRONG


def _shown(when: When) -> list[tuple[str, str | None, str | None]]:
    return [
        (str(r.day), r.at.strftime("%H:%M") if r.at else None, r.repeat.code if r.repeat else None)
        for r in when.readings
    ]


def _case(row: dict[str, Any], when: When, verdict: str) -> dict[str, object]:
    wanted = row.get("ask", [v for v in (row.get("day"), row.get("at"), row.get("repeat")) if v])
    read_as = [" ".join(v for v in one if v) for one in _shown(when)]
    return {"ผล": verdict, "วันนี้": row["now"], "ข้อความ": row["text"], "ควรได้": wanted, "ได้": [*read_as, when.why]}


def _rows(file: Path) -> list[dict[str, Any]]:
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
