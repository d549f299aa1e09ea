"""Coming into a group, belonging to an office, leaving."""

from __future__ import annotations

import pytest

from handlers import wording
from handlers.router import press
from tests import line
from tests.talk import Talk


def test_the_greeting_is_three_lines(unlinked: Talk) -> None:
    """What it is, what it keeps, how to stop it; no more."""
    (greeting,) = unlinked.deliver(line.join())
    assert greeting == wording.GREETING
    assert len(greeting.splitlines()) == 3
    assert "ไม่เก็บ" in greeting
    assert "#ออกจากกลุ่ม" in greeting


@pytest.mark.parametrize("typed", ["#เชื่อม ABCD-2345", "#เชื่อม abcd 2345", "#เชื่อมABCD2345", "# เชื่อม  abcd-2345 ค่ะ"])
def test_a_code_links_the_group(unlinked: Talk, typed: str) -> None:
    """However the code is typed, the group is linked, and what is told next is kept."""
    assert unlinked.say("แดง", typed) == [wording.linked("สพอ.ทดสอบ")]
    unlinked.say("แดง", "#เคล็ดลับ ทำบัญชีทุกวันศุกร์")
    assert len(unlinked.kept()) == 1


def test_a_wrong_code_says_how_to_mend_it(unlinked: Talk) -> None:
    """Nothing is linked by a wrong code."""
    assert unlinked.say("แดง", "#เชื่อม WXYZ-9999") == [wording.WRONG_CODE]
    assert unlinked.people.group(line.GROUP) is None


def test_the_code_is_asked_for_once(unlinked: Talk) -> None:
    """#เชื่อม alone asks; the answer may come in the next message, and can be called off."""
    assert unlinked.say("แดง", "#เชื่อม") == [wording.ASK_CODE]
    assert unlinked.say("แดง", "ABCD-2345") == [wording.linked("สพอ.ทดสอบ")]


def test_a_group_that_is_not_linked_is_told_once_a_day(unlinked: Talk) -> None:
    """One polite line a day, and nothing is kept."""
    assert unlinked.say("แดง", "#เคล็ดลับ ทำบัญชีทุกวันศุกร์") == [wording.NOT_LINKED]
    assert unlinked.say("ใจ", "ใครรู้เรื่องบัญชีบ้างคะ") == []
    assert unlinked.say("ใจ", "ประชุมบ่ายสองค่ะ") == []
    assert unlinked.kept() == []


def test_linking_twice_or_elsewhere_changes_nothing(talk: Talk) -> None:
    """A linked group stays where it is."""
    assert talk.say("แดง", "#เชื่อม ABCD-2345") == [wording.linked_already("สพอ.ทดสอบ")]


def test_only_a_keeper_sends_the_bot_away_after_a_second_thought(talk: Talk) -> None:
    """A member may not; the facilitator may, and is asked once more; the library stays."""
    talk.say("แดง", "#เคล็ดลับ ทำบัญชีทุกวันศุกร์")
    assert talk.say("แดง", "#ออกจากกลุ่ม") == [wording.LEAVE_NOT_YOU]
    assert talk.say("ใจ", "#ออกจากกลุ่ม") == [wording.LEAVE_ASK]
    assert talk.line.left == []
    assert talk.press("ใจ", wording.LEAVE_YES) == [wording.LEAVE_BYE]
    assert talk.line.left == [line.GROUP]
    assert talk.people.group(line.GROUP) is None
    assert len(talk.kept()) == 1


@pytest.mark.parametrize("no", ["ยกเลิก", "#ยกเลิก"])
def test_leaving_can_be_called_off(talk: Talk, no: str) -> None:
    """ยกเลิก is answered while the question is open, and the button that was called off sends nobody away."""
    talk.say("ใจ", "#ออกจากกลุ่ม")
    assert talk.say("แดง", no) == []
    assert talk.say("ใจ", no) == [wording.CANCELLED]
    old = press("leave.yes", chat=line.GROUP)
    assert talk.deliver(line.postback(old, user="Uใจ")) == [wording.STALE]
    talk.say("ใจ", "#ออกจากกลุ่ม")
    assert talk.press("ใจ", wording.LEAVE_NO) == [wording.LEAVE_STAYS]
    assert talk.deliver(line.postback(old, user="Uใจ")) == [wording.STALE]
    assert talk.line.left == []


def test_a_stranger_cannot_press_the_keepers_button(talk: Talk) -> None:
    """The button in the group is for all to see, but not for all to press."""
    talk.say("ใจ", "#ออกจากกลุ่ม")
    assert talk.press("แดง", wording.LEAVE_YES) == [wording.LEAVE_NOT_YOU]
    assert talk.line.left == []


def test_who_left_is_marked_and_who_returns_is_not(talk: Talk) -> None:
    """People who left drop out of answers; nothing is said about it."""
    assert talk.deliver(line.member_left("Uแดง")) == []
    left = talk.people.member("o1", "m2")
    assert left is not None
    assert left.left
    assert talk.deliver(line.member_joined("Uแดง")) == []
    back = talk.people.member("o1", "m2")
    assert back is not None
    assert not back.left
