"""A turn happens once, whatever breaks in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from redis import Redis

from bot.turns import Unsaid
from handlers import wording
from tests import line
from tests.talk import Talk

TELLING = "#เคล็ดลับ ทำบัญชีทุกวันศุกร์ นับเงินต่อหน้าสมาชิก"


@pytest.fixture
def talk(redis: Redis, store_prefix: str, tmp_path: Path) -> Talk:
    return Talk(redis, store_prefix, tmp_path)


def test_an_answer_that_could_not_be_sent_is_sent_when_the_event_is_taken_again(talk: Talk) -> None:
    """The note is kept once, and the answer waits under its marker until LINE can be reached."""
    talk.line.down = True
    with pytest.raises(Unsaid):
        talk.say("แดง", TELLING)
    assert len(talk.kept()) == 1
    talk.line.down = False
    assert len(talk.deliver(talk.last)) == 1
    assert talk.deliver(talk.last) == []
    assert len(talk.kept()) == 1


def test_what_was_said_is_not_kept(talk: Talk) -> None:
    """After the answer was sent, no copy of it stays in the store."""
    (answer,) = talk.say("แดง", TELLING)
    assert answer not in talk.everything()


def test_a_dialogue_does_not_take_the_same_answer_twice(talk: Talk) -> None:
    """The step that an event answered is over; taken again, the event changes nothing and says nothing new."""
    assert talk.say("ใจ", "ใครรู้เรื่อง", bot=True) == [wording.ASK_TOPIC]
    assert len(talk.say("ใจ", "จัดดอกไม้")) == 1
    assert talk.deliver(talk.last) == []


def test_an_event_of_no_use_is_passed_over(talk: Talk) -> None:
    """Events that LINE may invent tomorrow are counted and never raise."""
    before = talk.everything()
    talk.deliver({**line.text("x"), "type": "somethingNew"})
    assert talk.everything() == before
