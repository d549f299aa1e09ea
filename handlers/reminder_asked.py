"""What somebody asks to be reminded of, taken apart: whom, what, and when."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.chat import Mention, TextSaid
from handlers.people import IntroduceUser
from knowledge.marks import read_mark
from knowledge.masking import mask
from knowledge.people import Member, Office, PeopleStore
from knowledge.reminders import Reminder, kind_of, reminder_id
from knowledge.repeats import Repeat, Working
from knowledge.thai_dates import BANGKOK
from knowledge.thai_when import Reading, When, read

HASHTAGS = ("เตือน", "เตือนความจำ", "แจ้งเตือน", "ตั้งเตือน", "remind", "reminder")
LONGEST = 200
"""Characters of what is to be done; a reminder is a line."""
_TYPED_NAME = re.compile(r"@\s?([^\s@]{2,40})")
_MYSELF = re.compile(r"^(?:ตัวเอง|ฉัน|ผม|หนู|ดิฉัน)(?:ด้วย|หน่อย)?\s+")
_ASKED = re.compile(
    r"^(?:ช่วย|รบกวน|ฝาก|ขอ|วาน)*\s*(?:ตั้ง)?เตือน(?!ภัย|สติ)(?:ความจำ)?(?:ทุกคน|ด้วย|หน่อย|ที|ว่า|ให้|เรื่อง)*\s*(?=\S)"
)
_EDGES = re.compile(
    r"^(?:ว่า|ให้|เรื่อง|ด้วย|นะ|ครับ|ค่ะ|คะ|[\s:：,.-])+|"
    r"(?:ด้วย|หน่อย|(?<![ชาฒธ])นะ|(?<!ห)น้า|ครับ|คับ|ค่ะ|คะ|(?<!เ)จ้า|[\s:：,-])+$"
)


class SeveralCalledSo(Exception):
    """A name that was typed is that of several people."""


@dataclass(frozen=True)
class Asked:
    """What was asked for. `text` is empty where nobody said what is to be done."""

    text: str
    who: tuple[str, ...]
    when: When


_GLUED = re.compile(r"^\W*#\s?(?:ตั้ง|แจ้ง)?เตือน(?!ภัย|สติ|ใจ|ความ)(?=[^\s#])")


def glued(text: str) -> str | None:
    """What stands behind #เตือน without a space (#เตือนส่งแผนพรุ่งนี้); None for other hashtags (#เตือนภัย…)."""
    found = _GLUED.match(text)
    return text[found.end() :] if found else None


def names_a_day(text: str, now: datetime) -> bool:
    """Whether a day, a time or a repetition is said; `now` in any zone."""
    return read(text, now.astimezone(BANGKOK).replace(tzinfo=None), lambda _: True).why != "none"


def asks_in_words(text: str) -> bool:
    """ช่วยเตือนเรื่อง…, said to the bot without a hashtag."""
    return _ASKED.match(text) is not None


def asked(
    event: TextSaid, office: Office, introduce_user: IntroduceUser, people: PeopleStore, now: datetime, working: Working
) -> Asked:
    """Reads the message. Raises SeveralCalledSo."""
    text, who = _named(event, office, introduce_user, people)
    mark = read_mark(text)
    behind = glued(text) if mark and mark.word not in HASHTAGS else None
    text = behind or (mark.rest if mark else _ASKED.sub("", text.strip(), count=1))
    return apart(text, who, now, working)


def apart(text: str, who: tuple[str, ...], now: datetime, working: Working) -> Asked:
    """What is to be done and when, of a text without names."""
    when = read(_MYSELF.sub("", text.strip()), now, working)
    return Asked(plain_text(when.rest), who, when)


_ANSWERING = re.compile(r"(?:เอา|ขอ|เป็น|คือ|งั้น|วัน|ที่|ก็ได้|ดีกว่า|แล้วกัน|ละกัน|เลย|หน่อย|นะ|น้า|ค่ะ|คะ|ครับ|คับ|จ้า|[\s.,!])+")


def only_when(when: When) -> bool:
    """Whether a text says when, and hardly anything else: an answer, and not talk that happens to name a day."""
    return when.why != "none" and len(_ANSWERING.sub("", when.rest)) <= 3


def plain_text(text: str) -> str:
    """Without particles at its ends, without others' personal data, one line long at most."""
    text = _EDGES.sub("", _EDGES.sub("", text.strip()))
    text = mask(text).text
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _named(
    event: TextSaid, office: Office, introduce_user: IntroduceUser, people: PeopleStore
) -> tuple[str, tuple[str, ...]]:
    """The text without names, and the members named: by a real mention, or by a typed @name of the office."""
    found: list[str] = []
    text = event.text
    for mention in sorted(event.mentions, key=lambda m: -m.start):
        member = introduce_user(office, mention.user_id) if _is_person(mention) else None
        if member is not None:
            found.insert(0, member.id)
        # who is not kept is not kept by name in a text either
        text = text[: mention.start] + " " + text[mention.start + mention.length :]
    if "@" in text:
        members = people.members(office.id)
        for typed in list(_TYPED_NAME.finditer(text)):
            name, one = _longest(typed, members)
            if one is None and not _was(name, members):
                continue
            text = text.replace(name, " ", 1)
            if one is not None:
                found.append(one.id)
    return text, tuple(dict.fromkeys(found))


def _longest(typed: re.Match[str], members: Iterable[Member]) -> tuple[str, Member | None]:
    """Who is named behind @, and the words that name them: two (the whole name) where they do, else one."""
    after = typed.string[typed.end() :]
    if second := re.match(r"\s+[^\s@]{2,40}", after):
        whole = typed[0] + second[0]
        if (one := called(" ".join(whole.split()), members)) is not None or _was(whole, members):
            return whole, one
    return typed[0], called(typed[1], members)


def _was(name: str, members: Iterable[Member]) -> bool:
    """Whether this is the name of somebody who left, or whom the bot doesn't name: their name isn't kept in a text."""
    name = " ".join(name.lstrip("@ ").split())
    unnamed = [m for m in members if m.left or m.opted_out]
    return any(name in _names(m) for m in unnamed)


def _is_person(mention: Mention) -> bool:
    return bool(mention.user_id) and not mention.is_bot and not mention.everyone


def called(name: str, members: Iterable[Member]) -> Member | None:
    """Who is called so: by nickname, LINE name or first name. Raises SeveralCalledSo."""
    name = re.sub(r"^(?:คุณ|พี่|น้อง|ผอ\.?|ปลัด)(?=\S{2})", "", name.strip().lstrip("@"))
    there = [m for m in members if not m.left and not m.opted_out]
    found = [m for m in there if name in _names(m)]
    if len(found) > 1:
        raise SeveralCalledSo
    return found[0] if found else None


_TITLE = re.compile(r"^(?:นางสาว|น\.ส\.|นาย|นาง|ว่าที่\s?ร\.[ตทอ]\.)\s*")


def _names(member: Member) -> tuple[str, ...]:
    """What colleagues type: nickname, LINE name, the whole name with its title or without, the first name."""
    plain = " ".join(_TITLE.sub("", member.full_name).split())
    names = (member.nickname, member.display_name, member.full_name, plain, plain.split(" ")[0])
    return tuple(name for name in names if name)


def reminder_of(
    text: str,
    who: tuple[str, ...],
    reading: Reading,
    *,
    office_id: str,
    group_id: str,
    by: str,
    message_id: str,
    now: datetime,
) -> Reminder:
    """The reminder as it is kept; in private it is of who asks, where nobody is named. `now` in Thai time."""
    return Reminder(
        id=reminder_id(message_id),
        office_id=office_id,
        group_id=group_id,
        text=text,
        by=by,
        due=reading.day,
        created_at=now,
        who=who or (() if group_id else (by,)),
        at=reading.at,
        repeat=reading.repeat,
        kind=kind_of(text),
        message_id=message_id,
    )


# ---------------------------------------------------------------- kept while a question is open


def dump(readings: Iterable[Reading]) -> str:
    """Readings as text for a dialogue's data."""
    return json.dumps([_plain(r) for r in readings])


def _plain(reading: Reading) -> list[object]:
    repeat = reading.repeat
    return [
        reading.day.isoformat(),
        reading.at.isoformat() if reading.at else None,
        [repeat.every, list(repeat.days), repeat.step] if repeat else None,
    ]


def load(text: str) -> list[Reading]:
    """The readings again."""
    return [
        Reading(
            date.fromisoformat(day),
            time.fromisoformat(at) if at else None,
            Repeat(repeat[0], tuple(repeat[1]), repeat[2]) if repeat else None,
        )
        for day, at, repeat in json.loads(text or "[]")
    ]
