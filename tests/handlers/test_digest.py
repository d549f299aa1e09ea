"""The week of a group on one page: once a week by itself, and whenever it is asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

import bot.riding
from bot.line import limits
from bot.store.changes import Changes
from bot.store.redis_stores import RedisRules
from bot.wakes import Wakes
from handlers import wording
from tests import line
from tests.talk import OFFICE, Talk

MONDAY = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
"""08:30 in Bangkok, a week after the talk begins."""
TELLINGS = (
    ("แดง", "#เคล็ดลับ กลุ่มออมทรัพย์ของเราเคยเงินหาย ตอนนี้ให้นับเงินต่อหน้าสมาชิกทุกครั้งก่อนปิดบัญชี ไม่เคยขาดอีกเลย"),
    ("รุ่ง", "#เรื่องเล่า ผ้าทอของกลุ่มขายไม่ออก เลยเปลี่ยนลายเป็นลายเล็กและถ่ายรูปลงเพจทุกวัน เดือนนี้ขายได้สองเท่า"),
    ("ใจ", "#บทเรียน ประชุมกรรมการกองทุนหมู่บ้าน อย่านัดวันพระ คนมาไม่ครบ ต้องเลื่อนทุกครั้ง"),
)


@pytest.fixture
def talk(redis: Redis, store_prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setattr(bot.riding, "RIDERS", ("digest",))
    talk = Talk(redis, store_prefix, tmp_path)
    assert talk.tick() == []
    return talk


def tell(talk: Talk) -> None:
    for who, text in TELLINGS:
        talk.say(who, text)


def rules(talk: Talk, **values: Any) -> None:
    changes = Changes()
    store = RedisRules(talk.redis, changes, talk.keys)
    store.put_rules(OFFICE.id, replace(store.rules(OFFICE.id), **values))
    changes.keep(talk.redis)


def shown(talk: Talk) -> str:
    """All that stands on the cards of the last message."""
    return json.dumps(talk.line.heard[-1], ensure_ascii=False)


def is_digest(said: list[str]) -> bool:
    return len(said) == 1 and said[0].startswith(wording.DIGEST_TITLE)


def test_the_week_rides_on_the_first_message_after_monday_morning(talk: Talk) -> None:
    """Each category with a sentence that somebody wrote, within LINE's limits, in at most five bubbles; once."""
    tell(talk)
    talk.now = MONDAY - timedelta(minutes=5)
    assert talk.say("แดง", "สวัสดีตอนเช้าครับ") == []
    talk.now = MONDAY + timedelta(minutes=1)
    assert is_digest(talk.say("แดง", "มาแล้วครับ"))
    message = talk.line.heard[-1]
    assert limits.problems([message]) == []
    assert len(message["contents"]["contents"]) <= 5
    assert "นับเงินต่อหน้าสมาชิกทุกครั้งก่อนปิดบัญชี" in shown(talk)
    assert "เล่า 3 เรื่อง จาก 3 ท่าน" in shown(talk)
    assert talk.say("ใจ", "ขอบคุณค่ะ") == []
    assert talk.line.used == 0


def test_an_empty_week_is_silent(talk: Talk) -> None:
    """Nothing happened, nothing falls due: nothing is said, neither by riding nor by pushing; the next week is."""
    talk.now = MONDAY + timedelta(minutes=1)
    assert talk.say("แดง", "สวัสดีครับ") == []
    assert talk.wait(days=3) == []
    tell(talk)
    talk.now = MONDAY + timedelta(days=8, minutes=1)  # the Monday is a holiday
    assert is_digest(talk.say("แดง", "สวัสดีครับ"))


def test_what_was_unsent_while_the_digest_waited_is_not_in_it(talk: Talk) -> None:
    """It is composed when it is said, not when it falls due."""
    tell(talk)
    talk.now = MONDAY + timedelta(minutes=1)
    talk.deliver({**line.unsent(talk.events[TELLINGS[0][1]]), "replyToken": None})
    assert is_digest(talk.say("ใจ", "สวัสดีค่ะ"))
    assert "นับเงินต่อหน้าสมาชิก" not in shown(talk)
    assert "เล่า 2 เรื่อง" in shown(talk)


def test_who_was_forgotten_is_named_in_no_digest(talk: Talk) -> None:
    """Neither text nor name."""
    tell(talk)
    talk.now = MONDAY + timedelta(minutes=1)
    talk.say("รุ่ง", "#ไม่บันทึกฉัน")
    talk.say("ใจ", "สวัสดีค่ะ")
    assert "รุ่ง" not in shown(talk)


def test_a_silent_group_is_pushed_to_once(talk: Talk) -> None:
    """After the office's limit; the week is done with."""
    tell(talk)
    talk.now = MONDAY
    assert talk.wait(hours=23) == []
    pushed = talk.wait(hours=1, minutes=5)
    assert is_digest(pushed)
    assert talk.wait(days=2) == []
    assert talk.say("ใจ", "สวัสดีค่ะ") == []


def test_after_a_long_silence_there_is_one_digest_not_four(talk: Talk) -> None:
    """The latest, which tells of all that no digest has told."""
    rules(talk, push_after_hours=0)
    tell(talk)
    talk.now = MONDAY + timedelta(days=23)
    assert is_digest(talk.say("ใจ", "สวัสดีค่ะ"))
    assert "นับเงินต่อหน้าสมาชิก" in shown(talk)
    assert talk.say("แดง", "สวัสดีครับ") == []


def test_a_public_holiday_moves_it_to_the_next_working_day(talk: Talk) -> None:
    """7 December 2026 is the substitute of Father's Day."""
    talk.now = MONDAY + timedelta(days=1)
    tell(talk)
    talk.now = MONDAY + timedelta(days=7, minutes=1)
    assert talk.say("ใจ", "สวัสดีค่ะ") == []
    talk.now = MONDAY + timedelta(days=8, minutes=1)
    assert is_digest(talk.say("ใจ", "สวัสดีค่ะ"))


def test_a_new_time_holds_from_the_next_digest_on(talk: Talk) -> None:
    """The rule of the office moves it without anything being said twice in a week."""
    tell(talk)
    rules(talk, digest_at="0 15 * * 5")
    talk.now = datetime(2026, 11, 27, 8, 1, tzinfo=UTC)  # Friday, 15:01
    talk.tick()
    assert is_digest(talk.say("ใจ", "สวัสดีค่ะ"))
    rules(talk, digest_at="30 8 * * 1")
    talk.tick()
    talk.now = MONDAY + timedelta(minutes=1)
    assert talk.say("ใจ", "สวัสดีค่ะ") == []


def test_an_office_may_want_none(talk: Talk) -> None:
    """An empty rule is never; who asks still gets it."""
    rules(talk, digest_at="")
    tell(talk)
    talk.now = MONDAY + timedelta(days=2)
    talk.tick()
    assert talk.say("ใจ", "สวัสดีค่ะ") == []
    talk.now -= timedelta(days=3)
    assert is_digest(talk.say("ใจ", "#สรุป"))


def test_who_asks_gets_the_week_so_far_and_it_counts_for_nothing(talk: Talk) -> None:
    """Asked is always answered: also in the evening, with the budget spent, or with nothing to tell."""
    rules(talk, talk_budget=0)
    assert talk.say("ใจ", "#สรุป") == [wording.DIGEST_QUIET_WEEK]
    tell(talk)
    talk.now = talk.now.replace(hour=14)
    assert is_digest(talk.say("ใจ", "#สรุป"))
    assert is_digest(talk.say("แดง", "#สรุป"))
    assert talk.say("ใจ", "#สรุป", private=True) == [wording.DIGEST_NOT_A_GROUP]


def test_praise_has_no_ranking_unless_the_office_wants_one(talk: Talk) -> None:
    """S4, S13: by people or by units, when it is switched on."""
    tell(talk)
    talk.say("ใจ", "#สรุป")
    assert wording.DIGEST_AWARD not in shown(talk)
    rules(talk, award=True)
    talk.say("ใจ", "#สรุป")
    assert wording.DIGEST_AWARD in shown(talk)
    assert wording.digest_award("ใจ", 1) in shown(talk)


def test_a_clock_that_ran_ahead_costs_no_digest(talk: Talk) -> None:
    """A digest given a year too early doesn't silence the weeks until then."""
    talk.now = MONDAY + timedelta(days=371)
    tell(talk)
    talk.now += timedelta(days=7)
    talk.tick()
    talk.say("ใจ", "สวัสดีค่ะ")
    talk.now = MONDAY - timedelta(days=1)
    tell(talk)
    Wakes(talk.redis, talk.keys).look_at_all(talk.now)
    talk.tick()
    talk.now = MONDAY + timedelta(hours=2)
    talk.say("ใจ", "สวัสดีค่ะ")
    assert "เล่า 3 เรื่อง" in shown(talk)


def test_no_key_of_the_digest_holds_what_was_told(talk: Talk) -> None:
    """What is kept of a digest are times."""
    tell(talk)
    talk.now = MONDAY + timedelta(minutes=1)
    talk.say("ใจ", "สวัสดีค่ะ")
    kept = [row for row in talk.everything().split("\n") if ":digests " in row or ":due:" in row or ":talk:" in row]
    assert len(kept) == 3
    assert not any("นับเงิน" in row or "ออมทรัพย์" in row for row in kept)
