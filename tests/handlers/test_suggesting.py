"""Suggesting to keep what plainly is a telling but carries no mark."""

from __future__ import annotations

from datetime import timedelta

from bot.store.changes import Changes
from bot.store.redis_stores import RedisRules
from handlers import wording
from knowledge.rules import Rules
from tests import line
from tests.talk import OFFICE, Talk

TOLD = (
    "บทเรียนจากงานตลาดนัดเมื่อวาน ที่จอดรถไม่พอเพราะไม่ได้ขอใช้ลานวัดไว้ก่อน คนขายของมาถึงแล้ววนหาที่จอด "
    "ครั้งหน้าจะไปขอเจ้าอาวาสล่วงหน้าหนึ่งสัปดาห์และทำป้ายบอกทาง"
)


def test_a_telling_without_a_mark_is_suggested_and_kept_by_button(talk: Talk) -> None:
    """One line with one button; until it is pressed nothing can be read in the store."""
    assert talk.say("แดง", TOLD) == [wording.suggested("lesson")]
    assert "เจ้าอาวาส" not in talk.everything()
    (answer,) = talk.press("แดง", wording.KEEP_LABEL)
    (note,) = talk.kept()
    assert (note.kind, note.text, note.user_id) == ("lesson", TOLD, "Uแดง")
    assert answer.startswith("เก็บบทเรียนของแดงแล้วค่ะ")


def test_once_a_day_in_a_group(talk: Talk) -> None:
    """The second telling of the day passes in silence; the next day there is another suggestion."""
    talk.say("แดง", TOLD)
    assert talk.say("รุ่ง", TOLD.replace("ตลาดนัด", "ประชุม")) == []
    talk.redis.delete(talk.keys.seen("o:o1", f"suggested {line.GROUP}"))
    talk.now += timedelta(days=1)
    assert talk.say("รุ่ง", TOLD.replace("ตลาดนัด", "กีฬา")) == [wording.suggested("lesson")]


def test_never_twice_for_one_message(talk: Talk) -> None:
    """An edit of the message suggests nothing, and what is kept is said to be."""
    talk.say("แดง", TOLD, name="เรื่อง")
    button = talk.line.heard[-1]
    assert talk.edit("เรื่อง", TOLD + " และขอที่จอดเพิ่ม") == []
    again(talk, button)
    talk.press("แดง", wording.KEEP_LABEL)
    assert [note.text for note in talk.kept()] == [TOLD + " และขอที่จอดเพิ่ม"]
    again(talk, button)
    assert talk.press("แดง", wording.KEEP_LABEL) == [wording.kept_already("lesson", "แดง")]


def test_the_button_is_for_the_teller_and_the_facilitator(talk: Talk) -> None:
    """Another member is told so; what was unsent can't be kept by anybody."""
    talk.say("แดง", TOLD, name="เรื่อง")
    button = talk.line.heard[-1]
    assert talk.press("รุ่ง", wording.KEEP_LABEL) == [wording.SUGGESTION_NOT_YOURS]
    talk.unsend("เรื่อง")
    again(talk, button)
    assert talk.press("ใจ", wording.KEEP_LABEL) == [wording.SUGGESTION_OVER]
    assert talk.kept() == []


def test_the_facilitator_keeps_it_for_the_teller(talk: Talk) -> None:
    """The note is the teller's, who hears of it in private."""
    talk.say("แดง", TOLD)
    talk.press("ใจ", wording.KEEP_LABEL)
    assert [note.user_id for note in talk.kept()] == ["Uแดง"]
    assert wording.kept_for_you("lesson", "ใจ") in talk.say("แดง", "สวัสดีค่ะ", private=True)


def test_an_hour_later_it_is_forgotten(talk: Talk) -> None:
    """Where the group doesn't have its talk remembered, a text waits for its button no longer."""
    talk.say("แดง", TOLD)
    talk.now += timedelta(hours=1)
    assert talk.press("แดง", wording.KEEP_LABEL) == [wording.SUGGESTION_OVER]


def test_an_office_that_wants_no_talk_gets_none(talk: Talk) -> None:
    """talk_budget=0 is respected, and nothing waits then."""
    changes = Changes()
    RedisRules(talk.redis, changes, talk.keys).put_rules(OFFICE.id, Rules(talk_budget=0))
    changes.keep(talk.redis)
    assert talk.say("แดง", TOLD) == []
    assert ":said:" not in talk.everything()


def test_nothing_is_suggested_at_night_or_in_a_hushed_group(talk: Talk) -> None:
    """Between the office's quiet hours, and where the group asked for silence."""
    talk.now += timedelta(hours=12)
    assert talk.say("แดง", TOLD) == []
    talk.now += timedelta(hours=12)
    talk.say("ใจ", "#เงียบ 7 วัน")
    assert talk.say("แดง", TOLD.replace("ตลาดนัด", "ประชุม")) == []
    talk.now += timedelta(days=8)
    assert talk.say("แดง", TOLD.replace("ตลาดนัด", "กีฬา")) == [wording.suggested("lesson")]


def again(talk: Talk, message: dict[str, object]) -> None:
    """The buttons of an earlier answer can be pressed again."""
    talk.line.heard.append(message)
    talk._from = len(talk.line.heard) - 1


def test_nothing_is_suggested_in_the_middle_of_a_dialogue(talk: Talk) -> None:
    """The day's one suggestion waits until nobody is asked anything."""
    talk.say("ใจ", "ใครรู้", bot=True)
    assert talk.say("แดง", TOLD) == []
    talk.say("ใจ", "ยกเลิก")
    assert talk.say("แดง", TOLD.replace("ตลาดนัด", "กีฬา")) == [wording.suggested("lesson")]
