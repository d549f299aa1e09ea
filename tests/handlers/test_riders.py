"""What is due waits for a message and rides on its reply token; only after a long silence is it pushed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

import bot.riding
from bot.services import Services
from bot.store.changes import Changes
from bot.store.redis_stores import RedisRules
from bot.turns import Unsaid
from handlers import wording
from handlers.chat import Text
from handlers.riders import Due
from knowledge.people import Group
from tests import line
from tests.talk import OFFICE, START, Talk

NEWS = "ข่าวประจำวัน"


class News:
    """A rider for these tests: says the date once a day from 08:00, and remembers in the store what it said."""

    name = "news"

    def __init__(self, redis: Redis, changes: Changes, key: str) -> None:
        self._redis, self._changes, self._key = redis, changes, key

    def first_time(self, group: Group, now: datetime) -> datetime | None:
        return datetime(2026, 11, 24, 1, tzinfo=UTC)

    def due(self, group: Group, now: datetime) -> Due:
        return Due((Text(f"{NEWS} {now.day}"),), f"{now:%m-%d}")

    def delivered(self, group: Group, occasion: str, at: datetime) -> datetime | None:
        self._changes.add(self._key, lambda pipe: pipe.rpush(self._key, occasion))
        return at + timedelta(days=1)


@pytest.fixture
def talk(redis: Redis, store_prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setattr(bot.riding, "RIDERS", ("news",))
    provided = Services._providers
    key = f"{store_prefix}{{o:{OFFICE.id}}}:news"
    monkeypatch.setattr(
        Services,
        "_providers",
        lambda self: {**provided(self), "news": lambda turn: News(redis, turn.cache["changes"], key)},
    )
    talk = Talk(redis, store_prefix, tmp_path)
    assert talk.tick() == []  # the clock takes the group in
    return talk


def said(talk: Talk) -> list[str]:
    return talk.redis.lrange(f"{talk.keys.prefix}{{o:{OFFICE.id}}}:news", 0, -1)


def rules(talk: Talk, **values: object) -> None:
    changes = Changes()
    store = RedisRules(talk.redis, changes, talk.keys)
    store.put_rules(OFFICE.id, replace(store.rules(OFFICE.id), **values))
    changes.keep(talk.redis)


def test_what_is_due_rides_on_the_next_message_before_the_answer(talk: Talk) -> None:
    """Free of charge, with the answer last where the asker looks; and once."""
    assert talk.say("แดง", "เที่ยงนี้กินอะไรดี") == []
    talk.now = START + timedelta(days=1)
    assert talk.say("แดง", "ค้น เครื่องบิน", bot=True) == [f"{NEWS} 24", wording.nothing_found("เครื่องบิน")]
    assert said(talk) == ["11-24"]
    assert talk.say("แดง", "ขอบคุณครับทุกคน") == []
    assert talk.line.pushed == {}


OPENINGS = {
    "review": "#AAR ประชุมประชาคมหมู่บ้าน",
    "circle": "#วงเล่า ปุ๋ยหมัก",
    "question to somebody": "ใครรู้",
}
"""What begins each kind of dialogue."""


@pytest.mark.parametrize("kind", OPENINGS)
def test_nothing_rides_into_an_open_dialogue(talk: Talk, kind: str) -> None:
    """Neither with the word that opens it nor with anybody's word meanwhile; with the first one after its end."""
    talk.now = START + timedelta(days=1)
    (opened,) = talk.say("ใจ", OPENINGS[kind], bot=True)
    assert NEWS not in opened
    assert talk.say("แดง", "พรุ่งนี้เจอกันนะ") == []
    talk.say("ใจ", "#จบวงเล่า" if kind == "circle" else "ยกเลิก")
    talk.say("แดง", "สวัสดี")
    assert said(talk) == ["11-24"]


def test_nothing_is_pushed_into_an_open_dialogue(talk: Talk) -> None:
    """The clock looks again; a dialogue that nobody ends passes."""
    rules(talk, push_after_hours=1)
    talk.now = START + timedelta(days=1, minutes=50)
    assert NEWS not in "".join(talk.say("ใจ", "#วงเล่า ปุ๋ยหมัก"))
    assert talk.wait(hours=1) == []
    assert said(talk) == []
    assert talk.wait(hours=3) == [f"{NEWS} 24"]


def test_a_redelivered_message_carries_nothing_twice(talk: Talk) -> None:
    """The words and their mark stand under one marker."""
    talk.now = START + timedelta(days=1)
    assert len(talk.say("แดง", "สวัสดีตอนเช้า")) == 1
    assert talk.deliver(line.redelivered(talk.last)) == []
    assert said(talk) == ["11-24"]


def test_what_could_not_be_sent_waits_for_the_next_message(talk: Talk) -> None:
    """A reply token that LINE no longer takes loses nothing, and costs nothing of the talk budget."""
    rules(talk, talk_budget=1)
    talk.now = START + timedelta(days=1)
    event = line.text("สวัสดีตอนเช้า", user="Uแดง", at=talk.now)
    talk.line.tokens.append(event["replyToken"])
    assert talk.deliver(event) == []
    assert said(talk) == []
    assert talk.say("ใจ", "สวัสดีค่ะ") == [f"{NEWS} 24"]
    assert said(talk) == ["11-24"]


def test_a_process_that_died_before_or_after_sending_neither_loses_nor_doubles(talk: Talk) -> None:
    """Taken again, the event says what it had planned; LINE takes its token once."""
    talk.now = START + timedelta(days=1)
    talk.line.down = True
    with pytest.raises(Unsaid):
        talk.say("แดง", "สวัสดีตอนเช้า")
    talk.line.down = False
    assert talk.say("ใจ", "สวัสดีค่ะ") == [], "while one event says it, no other does"
    first = next(e for e in talk.events.values() if e["message"]["text"] == "สวัสดีตอนเช้า")
    assert talk.deliver(first) == [f"{NEWS} 24"]
    assert talk.deliver(first) == []
    assert said(talk) == ["11-24"]


def test_dying_between_the_send_and_its_note_counts_as_said(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """LINE refuses the token then, which is how we know."""
    talk.now = START + timedelta(days=1)
    with monkeypatch.context() as dying:
        dying.setattr(News, "delivered", _dies)
        with pytest.raises(KeyboardInterrupt):
            talk.say("แดง", "สวัสดีตอนเช้า")
    assert [m["text"] for m in talk.line.heard] == [f"{NEWS} 24"]
    assert talk.deliver(talk.events["สวัสดีตอนเช้า"]) == []
    assert said(talk) == ["11-24"]


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_silent_group_is_pushed_to_after_the_offices_limit(talk: Talk) -> None:
    """Once, counted by members, and not before the limit."""
    talk.now = START + timedelta(days=1)
    assert talk.wait(hours=23) == []
    assert talk.wait(hours=1, minutes=1) == [f"{NEWS} 25"]
    assert (talk.line.used, said(talk)) == (15, ["11-25"])
    assert talk.wait(hours=2) == []
    assert talk.say("แดง", "สวัสดี") == []


def test_nothing_is_pushed_where_the_office_says_never(talk: Talk) -> None:
    """It waits for a message, however long."""
    rules(talk, push_after_hours=0)
    talk.now = START + timedelta(days=1)
    assert talk.wait(days=20) == []
    assert talk.say("แดง", "สวัสดี") == [f"{NEWS} {talk.now.day}"]


def test_nothing_is_said_in_quiet_hours_or_pushed_on_a_holiday(talk: Talk) -> None:
    """In the evening neither by riding nor by pushing; on a day off not by pushing."""
    rules(talk, holidays=("2026-11-25",))
    talk.now = datetime(2026, 11, 24, 12, tzinfo=UTC)  # 19:00
    assert talk.say("แดง", "สวัสดี") == []
    assert talk.wait(days=1) == []
    talk.now = datetime(2026, 11, 25, 3, tzinfo=UTC)
    assert talk.tick() == []
    talk.now = datetime(2026, 11, 26, 3, 1, tzinfo=UTC)
    assert talk.tick() == [f"{NEWS} 26"]


def test_without_quota_it_waits_on_and_the_facilitator_hears_of_it_once(talk: Talk) -> None:
    """The month can't pay: nothing is pushed, the facilitator is told in 1:1, and the next message carries it."""
    talk.line.quota = 10
    talk.now = START + timedelta(days=1)
    assert [talk.wait(days=1) for _ in range(3)] == [[], [], []]
    assert talk.line.used == 0
    assert talk.say("ใจ", "ช่วยเหลือ", private=True)[0] == wording.no_quota(talk.now)
    assert wording.no_quota(talk.now) not in talk.say("ใจ", "ช่วยเหลือ", private=True)
    assert talk.say("แดง", "สวัสดี") == [f"{NEWS} {talk.now.day}"]


def test_while_line_can_not_be_asked_nothing_is_pushed_or_lost(talk: Talk) -> None:
    """The quota endpoint is down: it waits, and goes when LINE answers again."""
    talk.line.down = True
    talk.now = START + timedelta(days=2, minutes=1)
    assert talk.tick() == []
    talk.line.down = False
    assert talk.wait(minutes=61) == [f"{NEWS} 25"]


def test_a_group_that_is_removed_has_nothing_waiting(talk: Talk) -> None:
    """The clock lets go of it; linked again, it begins anew."""
    talk.now = START + timedelta(days=1)
    talk.deliver(line.leave())
    assert talk.wait(days=3) == []
    assert ":due:" not in talk.everything()


def test_two_clocks_wake_a_group_once(talk: Talk) -> None:
    """Both put the same event; the push has one retry key."""
    talk.now = START + timedelta(days=2, minutes=1)
    from bot.wakes import Wakes

    Wakes(talk.redis, talk.keys).tick(talk.now)
    pushed = talk.tick()
    assert pushed == [f"{NEWS} 25"]
    assert len(talk.line.pushed) == 1


def test_who_opted_out_carries_nothing(talk: Talk) -> None:
    """Nothing may be written in their turn, so nothing could be marked as said."""
    talk.say("แดง", "#ไม่บันทึกฉัน")
    talk.now = START + timedelta(days=1)
    assert talk.say("แดง", "สวัสดี") == []
    assert talk.say("ใจ", "สวัสดี") == [f"{NEWS} 24"]


def test_a_group_asks_for_silence_for_less_and_for_an_end_of_it(talk: Talk) -> None:
    """Asked questions are answered all the while."""
    assert talk.say("ใจ", "#เงียบ ๒ วัน") == [wording.hushed(START + timedelta(days=2), hours=False)]
    talk.now = START + timedelta(days=1)
    assert talk.say("แดง", "สวัสดี") == []
    assert len(talk.say("แดง", "ค้น เครื่องบิน", bot=True)) == 1
    assert talk.say("ใจ", "#พูดได้") == [wording.as_before(2)]
    assert talk.say("แดง", "สวัสดี") == [f"{NEWS} 24"]


@pytest.mark.parametrize("words", ["#เงียบ นานแสนนาน", "#เงียบ 0 วัน"])
def test_a_length_that_is_not_understood_is_asked_for(talk: Talk, words: str) -> None:
    """Nothing is changed then."""
    assert talk.say("ใจ", words) == [wording.HUSH_HOW_LONG]
