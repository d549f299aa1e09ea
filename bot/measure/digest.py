"""Whether digests and other unasked words arrive, once, free of charge and within budget: groups that live through 26
weeks over the product itself, with two clocks and processes that die at any step. Needs no file; a number as a name
(`measure digest 100`) is how many groups live."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from bot.config import BANGKOK
from bot.measure.living import LIVELINESS, Life, is_digest, live
from bot.measure.living_line import Said
from bot.measure.report import Report

WITHOUT_FILES = True
GROUPS, WEEKS = 20, 26
_TOLD = re.compile(r"เล่า (\d+) เรื่อง")
_LATE = timedelta(days=3)
"""By then after its Monday a digest is due, whatever the holidays."""


def measure(files: list[Path]) -> Report:
    """`files`: nothing, or one name that is the number of groups."""
    numbers = [int(file.name) for file in files if file.name.isdecimal()]
    life = live(numbers[0] if numbers else GROUPS, WEEKS)
    figures = weigh(life)
    title = f"สรุปประจำสัปดาห์: {life.groups} กลุ่ม {life.weeks} สัปดาห์ กระบวนการตาย {life.deaths} ครั้งใน {life.steps} ก้าว"
    fifths = ("สรุปตามความคึกคักของกลุ่ม", ("ข้อความต่อวัน", "สรุป", "ไม่เสียโควตา"), by_liveliness(life))
    return Report(title, ("ตัวเลข", "ค่า"), list(figures.items()), _worst(life), figures, more=(fifths,))


def weigh(life: Life) -> dict[str, float]:
    """The figures of a life. `lost`: tellings that no digest told of, though somebody spoke days after it was due.
    `doubled`: digests of the same days in the same group, and tellings that were counted twice."""
    digests = _digests(life)
    rides = sum(not said.pushed for said, _ in digests)
    unasked = sum(len(said.messages) - said.asked for said in life.said)
    pushed = sum(len(said.messages) for said in life.said if said.pushed)
    return {
        "digests": len(digests),
        "lost": sum(_lost(life).values()),
        "doubled": sum(_doubled(life).values()),
        "digests without a push": rides / len(digests) if digests else 1.0,
        "unasked without a push": 1 - pushed / unasked if unasked else 1.0,
        "pushed, people a month": max(life.used.values(), default=0),
        "quota": -1 if life.limit is None else life.limit,
        "pushes over the quota": life.over,
        "unasked a day, most": max(_a_day(life).values(), default=0),
        "budget": life.rules.talk_budget,
        "told": sum(map(len, life.told.values())),
        "events": life.events,
        "deaths": life.deaths,
    }


def by_liveliness(life: Life) -> list[tuple[float, int, float | None]]:
    """For each fifth of the groups: messages a day, digests, and the share of those that went without a push."""
    rows: list[tuple[float, int, float | None]] = []
    for fifth, rate in enumerate(LIVELINESS):
        theirs = [said for said, _ in _digests(life) if int(said.group[1:], 16) % len(LIVELINESS) == fifth]
        rows.append((rate, len(theirs), sum(not said.pushed for said in theirs) / len(theirs) if theirs else None))
    return rows


def _digests(life: Life) -> list[tuple[Said, str]]:
    return [(said, text) for said in life.said for text in said.texts if is_digest(text)]


def _lost(life: Life) -> Counter[str]:
    counted: Counter[str] = Counter()
    for said in life.said:
        counted[said.group] += sum(_number(text) for text in said.texts if is_digest(text))
    lost: Counter[str] = Counter()
    for group, times in life.told.items():
        last = max(life.spoke[group], default=None)
        owed = sum(last is not None and _monday(at) + _LATE <= last for at in times)
        lost[group] = max(0, owed - counted[group])
    return lost


def _doubled(life: Life) -> Counter[str]:
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counted: Counter[str] = Counter()
    for said in life.said:
        for text in said.texts:
            if is_digest(text):
                seen[said.group][text.partition("\n")[0]] += 1
                counted[said.group] += _number(text)
    return Counter(
        {
            group: sum(n - 1 for n in days.values()) + max(0, counted[group] - len(life.told[group]))
            for group, days in seen.items()
        }
    )


def _a_day(life: Life) -> Counter[tuple[str, str]]:
    days: Counter[tuple[str, str]] = Counter()
    for said in life.said:
        days[said.group, f"{said.at.astimezone(BANGKOK):%Y-%m-%d}"] += len(said.messages) - said.asked
    return days


def _worst(life: Life) -> list[dict[str, object]]:
    return [
        {"group": group, "what": what, "number": number}
        for what, found in (("lost", _lost(life)), ("doubled", _doubled(life)))
        for group, number in found.most_common(5)
        if number
    ]


def _number(text: str) -> int:
    found = _TOLD.search(text)
    return int(found[1]) if found else 0


def _monday(at: datetime) -> datetime:
    """The Monday morning after a moment."""
    here = at.astimezone(BANGKOK)
    morning = here.replace(hour=8, minute=30, second=0, microsecond=0) - timedelta(days=here.weekday())
    return morning if morning > here else morning + timedelta(days=7)
