"""ใครรู้เรื่อง… and ค้น… as an office asks them."""

from __future__ import annotations

import pytest

from handlers import wording
from tests.talk import Talk

TELLING = "กองปุ๋ยหมักไม่ร้อนเพราะแห้งไป ให้รดน้ำผสมกากน้ำตาลแล้วคลุมผ้าใบไว้สามวัน กลิ่นก็หายด้วย"


def test_who_knows_is_answered_with_reasons(talk: Talk) -> None:
    """Who declared or told something is named, with why; the asker never is."""
    talk.say("ใจ", f"#เคล็ดลับ {TELLING}")
    (answer,) = talk.say("แดง", "ใครรู้เรื่องปุ๋ยหมักบ้างครับ")
    assert "ปุ๋ยหมัก" in answer
    assert "ใจ" in answer
    assert "ถนัด “ทำปุ๋ยหมัก”" in answer
    (own,) = talk.say("รุ่ง", "ใครรู้เรื่องปุ๋ยหมักบ้างครับ")
    assert "นายแดง รุ่งเรือง" not in own


def test_two_people_of_one_name_are_told_apart(talk: Talk) -> None:
    """Both are called แดง: the card shows their full names."""
    (answer,) = talk.say("ใจ", "ใครถนัดบัญชีกลุ่มออมทรัพย์")
    assert "แดง (นายแดง ดีเด่น)" in answer
    assert "แดง (นายแดง รุ่งเรือง)" in answer


def test_nobody_is_said_plainly(talk: Talk) -> None:
    """A topic that nobody knows is answered with nobody, not with somebody."""
    assert talk.say("ใจ", "ใครรู้เรื่องโดรนพ่นยาบ้างคะ") == [wording.nobody("โดรนพ่นยา")]


def test_a_question_without_a_topic_is_asked_back_once(talk: Talk) -> None:
    """The bot asks for the topic; the next words of the asker are the topic."""
    assert talk.say("ใจ", "ใครรู้บ้าง", bot=True) == [wording.ASK_TOPIC]
    (answer,) = talk.say("ใจ", "ปุ๋ยหมัก")
    assert "ถนัด “ทำปุ๋ยหมัก”" in answer


@pytest.mark.parametrize(
    "logistics", ["ใครเอากุญแจรถไปคะ", "ใครรู้บ้างว่าประชุมกี่โมง", "พี่แดงคะ ทำปุ๋ยหมักเสร็จยัง", "ใครๆก็ทำปุ๋ยหมักเป็น"]
)
def test_logistics_are_not_expertise(talk: Talk, logistics: str) -> None:
    """Talk that looks like the question is left alone."""
    assert talk.say("ใจ", logistics) == []


def test_search_finds_the_sentence_and_reads_all(talk: Talk) -> None:
    """The card carries the sentence that answers; the button brings the whole telling."""
    talk.say("รุ่ง", f"#เคล็ดลับ {TELLING}")
    (found,) = talk.say("ใจ", "ค้น ปุ๋ยหมักไม่ร้อน")
    assert "กองปุ๋ยหมักไม่ร้อนเพราะแห้งไป" in found
    (whole,) = talk.press("ใจ", wording.READ_ALL)
    assert TELLING in whole


def test_nothing_found_is_said_plainly(talk: Talk) -> None:
    """No note, no guess."""
    assert talk.say("ใจ", "ค้น คาร์บอนเครดิต") == [wording.nothing_found("คาร์บอนเครดิต")]


def test_the_notes_behind_an_expert_are_one_tap_away(talk: Talk) -> None:
    """The evidence can be read."""
    talk.say("ใจ", f"#เคล็ดลับ {TELLING}")
    talk.say("แดง", "ใครรู้เรื่องปุ๋ยหมักบ้างครับ")
    (notes,) = talk.press("แดง", wording.SEE_NOTES)
    assert "ปุ๋ยหมัก" in notes


def test_in_private_the_office_answers_too(talk: Talk) -> None:
    """1:1, the person's own office is asked, without a mention."""
    (answer,) = talk.say("ใจ", "ใครทำปุ๋ยหมักเป็น", private=True)
    assert "ถนัด “ทำปุ๋ยหมัก”" in answer


def test_an_addressed_message_is_always_answered(talk: Talk) -> None:
    """Called by name, the bot never stays silent."""
    assert talk.say("ใจ", "ฟ้าครึ้มจัง", bot=True) == [wording.UNCLEAR]
    (help_card,) = talk.say("ใจ", "#ช่วยเหลือ")
    assert wording.HELP_TITLE in help_card
