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
from knowledge.thai_when import Reading, When, read

LONGEST = 200
"""Characters of what is to be done; a reminder is a line."""
_TYPED_NAME = re.compile(r"@\s?([^\s@]{2,40})")
_MYSELF = re.compile(r"^(?:ตัวเอง|ฉัน|ผม|หนู|ดิฉัน)(?:ด้วย|หน่อย)?\s+")
_ASKED = re.compile(
    r"^(?:ช่วย|รบกวน|ฝาก|ขอ|วาน)*\s*(?:ตั้ง)?เตือน(?!ภัย|สติ)(?:ความจำ)?(?:ทุกคน|ด้วย|หน่อย|ที|ว่า|ให้|เรื่อง)*\s*(?=\S)"
)
_EDGES = re.compile(r"^(?:ว่า|ให้|เรื่อง|ด้วย|นะ|ครับ|ค่ะ|คะ|[\s:：,.-])+|(?:ด้วย|หน่อย|นะ|น้า|ครับ|คับ|ค่ะ|คะ|จ้า|[\s:：,-])+$")


class SeveralCalledSo(Exception):
    """A name that was typed is that of several people."""


@dataclass(frozen=True)
class Asked:
    """What was asked for. `text` is empty where nobody said what is to be done."""

    text: str
    who: tuple[str, ...]
    when: When


def asks_in_words(text: str) -> bool:
    """ช่วยเตือนเรื่อง…, said to the bot without a hashtag."""
    return _ASKED.match(text) is not None


def asked(
    event: TextSaid, office: Office, introduce_user: IntroduceUser, people: PeopleStore, now: datetime, working: Working
) -> Asked:
    """Reads the message. Raises SeveralCalledSo."""
    text, who = _named(event, office, introduce_user, people)
    mark = read_mark(text)
    text = mark.rest if mark else _ASKED.sub("", text.strip(), count=1)
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
            if (one := called(typed[1], members)) is not None:
                found.append(one.id)
                text = text.replace(typed[0], " ", 1)
    return text, tuple(dict.fromkeys(found))


def _is_person(mention: Mention) -> bool:
    return bool(mention.user_id) and not mention.is_bot and not mention.everyone


def called(name: str, members: Iterable[Member]) -> Member | None:
    """Who is called so: by nickname, LINE name or first name. Raises SeveralCalledSo."""
    name = re.sub(r"^(?:คุณ|พี่|น้อง|ผอ\.?|ปลัด)(?=\S{2})", "", name.strip().lstrip("@"))
    there = [m for m in members if not m.left and not m.opted_out]
    found = [m for m in there if name in (m.nickname, m.display_name, m.full_name, _first(m))]
    if len(found) > 1:
        raise SeveralCalledSo
    return found[0] if found else None


def _first(member: Member) -> str:
    return re.sub(r"^(?:นางสาว|น\.ส\.|นาย|นาง|ว่าที่\s?ร\.[ตทอ]\.)\s*", "", member.full_name).split(" ")[0]


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
