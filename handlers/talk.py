"""How much the bot may say unasked in a group, as the group itself asks: `#เงียบ 7 วัน`, `#เบาลง`, an end of both."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import wording
from handlers.chat import Chat, Replies, Text
from handlers.router import Router
from knowledge.marks import Mark
from knowledge.talk_budget import LONGEST_HUSH_DAYS, Hush, TalkBudget, TalkStore
from knowledge.thai import normalise

router = Router("talk")

USUAL_DAYS = 7
_LENGTH = re.compile(r"(\d{1,4})?\s*(วัน|สัปดาห์|อาทิตย์|เดือน|ชั่วโมง|ชม\.?)?")
_DAYS = {"วัน": 1.0, "สัปดาห์": 7.0, "อาทิตย์": 7.0, "เดือน": 30.0, "ชั่วโมง": 1 / 24, "ชม": 1 / 24, "": 1.0}
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def length(text: str) -> timedelta | None:
    """How long to be silent: `7 วัน`, `๒ สัปดาห์`, `เดือน`; a week where nothing is said. None: not understood."""
    said = normalise(text).translate(_DIGITS).strip()
    for word in ("ค่ะ", "ครับ", "นะ"):
        said = said.removesuffix(word).strip()
    if not said:
        return timedelta(days=USUAL_DAYS)
    found = _LENGTH.fullmatch(said)
    if found is None:
        return None
    number, unit = int(found[1] or 1), (found[2] or "").rstrip(".")
    days = min(number * _DAYS[unit], float(LONGEST_HUSH_DAYS))
    return timedelta(days=days) if days > 0 else None


@router.command("hush", "เงียบ", "เงียบก่อน", "mute")
def hush(chat: Chat, mark: Mark, talk: TalkStore, now: datetime) -> Replies:
    """Nothing unasked for so long; whoever asks is answered as ever."""
    if chat.private:
        return Text(wording.HUSH_NOT_A_GROUP)
    how_long = length(mark.rest)
    if how_long is None:
        return Text(wording.HUSH_HOW_LONG)
    until = now + how_long
    talk.put_hush(chat.id, replace(talk.hush(chat.id), until=until))
    return Text(wording.hushed(until, hours=how_long < timedelta(days=1)))


@router.command("fewer", "เบาลง", "เบา", "quieter")
def fewer(chat: Chat, talk: TalkStore) -> Replies:
    """At most one unasked message a day, and no suggestions."""
    if chat.private:
        return Text(wording.HUSH_NOT_A_GROUP)
    talk.put_hush(chat.id, replace(talk.hush(chat.id), fewer=True))
    return Text(wording.FEWER)


@router.command("as_before", "พูดได้", "พูดตามปกติ", "unmute")
def as_before(chat: Chat, talk: TalkStore, budget: TalkBudget) -> Replies:
    """An end of both."""
    if chat.private:
        return Text(wording.HUSH_NOT_A_GROUP)
    talk.put_hush(chat.id, Hush())
    return Text(wording.as_before(budget.a_day))
